"""Booking where there are hundreds of services and of clinicians."""

from connectors.model import Clinician, Service
from dialogs.clinic import Catalogue
from tests.dialogs.chat import Chat
from tests.dialogs.surgery import CLINICIANS, SERVICES

LONG = Catalogue(
    (
        *SERVICES,
        *(Service(f"m{n}", f"Massage number{n}", 30, "dentist") for n in range(500)),
    ),
    (*CLINICIANS, *(Clinician(f"c{n}", f"Dr First{n} Jones", "dentist") for n in range(2000))),
)


async def test_no_question_has_hundreds_of_buttons() -> None:
    chat = await Chat(catalogue=LONG).play("/start", "book")
    assert "These are some of 503; you can also write another in a few words." in chat.text
    assert len(chat.labels) == 8
    await chat.play("a massage")
    assert chat.text.startswith("That fits several. Which one do you mean?")
    assert len(chat.labels) == 8
    await chat.play("massage number317")
    assert chat.text.startswith("Massage number317: when would suit you?")


async def test_one_of_hundreds_is_found_in_a_sentence() -> None:
    chat = await Chat(catalogue=LONG).play("/start", "a check-up with Dr Reid tomorrow morning")
    assert "Check-up with Dr Tom Reid" in chat.text


async def test_very_many_of_one_name_are_not_all_shown() -> None:
    chat = await Chat(catalogue=LONG).play("/start", "check-up with Dr Jones tomorrow")
    assert chat.text.startswith("Several are called that. Whom do you mean?")
    assert len(chat.labels) == 8
    await chat.play("First77 Jones")
    assert "c77" in chat.stored
