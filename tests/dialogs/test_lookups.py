"""Who, where, what and for how much: asked by anybody, in the middle of anything."""

from dataclasses import replace

import pytest

from connectors.errors import TooBusy
from connectors.model import Clinician, Item, Place, Service
from dialogs.clinic import Catalogue
from tests.dialogs.chat import Chat
from tests.dialogs.public import FEES, ITEMS, PEOPLE, PLACES, PublicSurgery
from tests.dialogs.surgery import MONDAY, Surgery, Trouble
from tests.dialogs.ways import PROOF, TO_SLOT


async def asked(*lines: str) -> Chat:
    """A chat at a clinic that tells all, greeted before."""
    return await Chat(PublicSurgery()).play("/start", *lines)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("who is Dr Ruiz", "Dr Ana Ruiz, Dentist"),
        ("who is Dr T Reid", "Dr Tom Reid, Dentist, Implant specialist\nI have put in implants"),
        ("tell me about Dr Tom Reid", "Works at: Quay Street, Harbour North"),
        ("who is Dr Riuz", "Dr Ana Ruiz, Dentist"),
        ("which hygienists do you have", "For Hygienist there is:\nNina Cole, Hygienist"),
        ("who does fillings", "For Filling there are:\nDr Ana Ruiz, Dentist\nDr Tom Reid"),
        ("who works here", "Nina Cole, Hygienist\nDr Ada Reid, Dentist"),
        ("who is Dr Foo", "I find nobody here who is called that. These people work here:"),
        ("which branches do you have", "Harbour North, 7 North Road, London\nHarbour South, 9"),
        (
            "where is the Quay Street branch",
            "E-mail: quay@example.com\nYou can ring Quay Street on 020 7946 0001.",
        ),
        (
            "where is the north branch",
            "https://north.example.com\nYou can ring Harbour North on 020 7946 0000.",
        ),
        ("where are you", "Harbour Dental is at:\nQuay Street, 1 Quay Street, London\nHarbour N"),
        ("who is Nina", "Nina Cole, Hygienist"),
        ("what does Ana do", "Dr Ana Ruiz, Dentist"),
        ("tell me about Tom Reid", "Works at: Quay Street, Harbour North"),
        ("which places", "Harbour North, 7 North Road, London\nHarbour South, 9"),
        ("where is Quay Street", "You can ring Quay Street on 020 7946 0001."),
        ("how long is hygiene visit", "Hygiene visit takes 30 minutes."),
        ("which treatments do you have", "Filling, 40 minutes\nWhitening\nWhitening top-up, 20"),
        ("how long is a filling", "Filling takes 40 minutes."),
        ("how much is a resin crown", "Resin crown (code 616) costs £840.50."),
        ("what does a porcelain crown cost", "Private: £1,250.00\nMembers: £990.00"),
        ("how much is 114", "Hygiene visit (code 114) costs £75.00."),
        ("price of a gold inlay", "Gold inlay (code D571) has no price in the clinic's list."),
        ("how much is a night guard", "Night guard has no price in the clinic's list."),
    ],
)
async def test_what_is_asked_is_told_without_a_proof(text: str, says: str) -> None:
    chat = await asked(text)
    assert says in chat.text
    assert len(chat.session.stack) == 1


@pytest.mark.parametrize(
    ("text", "labels", "then", "says"),
    [
        (
            "who is Dr Reid",
            ["Dr Tom Reid, Dentist, Implant specialist", "Dr Ada Reid, Dentist"],
            "2",
            "Dr Ada Reid, Dentist",
        ),
        (
            "where is the Harbour branch",
            ["Harbour North, 7 North Road, London", "Harbour South, 9 South Road, London"],
            "the north one",
            "7 North Road",
        ),
        (
            "how long does whitening take",
            ["Whitening", "Whitening top-up, 20 minutes"],
            "[Whitening]",
            "Whitening takes from 40 to 60 minutes.",
        ),
        (
            "how much is a crown",
            ["Porcelain crown (code 615)", "Resin crown (code 616)"],
            "616",
            "£840.50",
        ),
    ],
)
async def test_two_that_are_close_are_asked_about(
    text: str, labels: list[str], then: str, says: str
) -> None:
    chat = await asked(text)
    assert chat.text == "Which of these do you mean?"
    assert chat.labels == labels
    await chat.play(then)
    assert says in chat.text


async def test_only_what_matched_is_read_singly() -> None:
    chat = await asked("which treatments do you have", "how much is a crown", "how long is filling")
    assert isinstance(chat.surgery, PublicSurgery)
    assert chat.surgery.read == []
    await chat.play("how much is a porcelain crown", "how long does the whitening top-up take")
    assert chat.surgery.read == ["1"]


async def test_a_price_of_what_is_not_in_the_list_is_asked_about() -> None:
    chat = await asked("how much is a unicorn")
    assert chat.text.startswith("Which price would you like to know? Please write what it is for")
    await chat.play("a rainbow")
    assert chat.text.startswith("Sorry, I did not understand that.")
    await chat.play("gold inlay")
    assert "has no price" in chat.text


async def test_what_is_no_answer_to_a_lookup_is_heard_as_what_it_is() -> None:
    chat = await asked("how much is a crown", "I need a check-up tomorrow morning")
    assert chat.question == "booking.slot"
    await chat.play("1", *PROOF, "yes")
    assert "Booked: " in chat.text
    # Nobody is asked again which crown they meant.
    assert len(chat.session.stack) == 1


async def test_a_question_in_the_middle_of_a_booking_goes_back_to_it() -> None:
    chat = await asked(*TO_SLOT, "how much is a resin crown?")
    assert "£840.50" in chat.text
    assert chat.question == "booking.slot"
    await chat.play("who is Dr Reid", "where is the Quay Street branch", "1", *PROOF, "yes")
    assert "Booked: " in chat.text


async def test_it_is_the_service_that_is_being_booked() -> None:
    chat = await asked("hygiene visit tomorrow morning", "how much is it")
    assert "Hygiene visit (code 114) costs £75.00." in chat.text
    await chat.play("how long does it take")
    assert "Hygiene visit takes 30 minutes." in chat.text
    assert chat.question == "booking.slot"
    await chat.play("how much is a unicorn")
    assert chat.text.startswith("Which price would you like to know?")


async def test_a_booking_said_at_another_question_is_heard_by_the_booking() -> None:
    chat = await asked("filling tomorrow", "how much is a crown", "book a check-up with Ana today")
    assert chat.text.startswith("Check-up with Dr Ana Ruiz, free today")


async def test_a_booking_that_names_somebody_is_no_question_about_them() -> None:
    chat = await asked("check-up with Tom Reid on tuesday")
    assert chat.question == "booking.slot"


@pytest.mark.parametrize("address", ["", "1 Quay Street, London"])
async def test_a_clinic_with_one_place_says_its_address(address: str) -> None:
    chat = Chat(PublicSurgery(), catalogue=Catalogue(places=PLACES[:1]))
    chat.clinic = replace(chat.clinic, address=address)
    await chat.play("/start", "where are you")
    assert chat.text.startswith("Harbour Dental, 1 Quay Street, London. For opening hours")


async def test_a_system_that_is_down_is_told_and_asked_again() -> None:
    chat = await asked("*prices down", "how much is a resin crown")
    assert chat.text.startswith("I cannot look that up right now. Please ask again in a few")
    assert len(chat.session.stack) == 1
    chat.surgery.troubles["fees"] = Trouble(TooBusy("quota", MONDAY - MONDAY))
    await chat.play("how much is a resin crown")
    assert "Please ask again at 9:00am, or ring" in chat.text
    await chat.play("*up", "how much is a resin crown")
    assert "£840.50" in chat.text
    await chat.play("*services down", "how long does whitening take", "1")
    assert "I cannot say how long it takes" in chat.text


@pytest.mark.parametrize(
    "text",
    ["who works here", "which branches do you have", "which treatments do you have", "prices"],
)
async def test_what_has_not_been_read_yet_is_not_said_to_be_nothing(text: str) -> None:
    chat = Chat(PublicSurgery(), catalogue=Catalogue())
    await chat.play("/start", text)
    assert chat.text.startswith("I cannot look that up right now.")
    assert len(chat.session.stack) == 1


async def test_a_long_list_is_cut_and_says_so() -> None:
    chat = Chat(PublicSurgery(), catalogue=long_lists())
    await chat.play("/start", "who works here")
    assert (
        chat.text.splitlines()[-1]
        == "And 30 more. To ask about somebody, write “who is Dr Ana Ruiz”."
    )
    assert len(chat.text.splitlines()) == 12
    await chat.play("which branches do you have")
    assert "And 30 more." in chat.text
    await chat.play("which treatments do you have")
    assert "And 30 more." in chat.text


async def test_of_very_many_some_are_offered_and_more_words_find_the_one() -> None:
    chat = Chat(PublicSurgery(), catalogue=long_lists())
    await chat.play("/start", "how much is a crown")
    assert chat.text.startswith("41 fit that. Which one do you mean?")
    assert chat.labels[0] == "Crown (code 9)"
    assert len(chat.labels) == 6
    await chat.play("the molar one please")
    assert "Molar crown 3" in chat.labels[3]
    assert len(chat.session.model_dump_json()) < 2000
    await chat.play("number 17, molar")
    assert "Molar crown 17" in chat.text
    assert chat.question == "welcome.menu"


@pytest.mark.parametrize(
    ("locale", "says"),
    [("en_AU", "$840.50"), ("en_IE", "€840.50"), ("en", "costs 840.50.")],
)
async def test_money_is_that_of_the_clinics_country(locale: str, says: str) -> None:
    chat = Chat(PublicSurgery())
    chat.clinic = replace(chat.clinic, locale=locale)
    await chat.play("/start", "how much is a resin crown")
    assert says in chat.text


async def test_a_clinic_whose_system_tells_no_prices_has_the_desk_for_them() -> None:
    chat = await Chat(Surgery()).play("/start", "how much is a check-up")
    assert chat.text.startswith("I cannot tell prices here yet; a person at the clinic can.")
    await chat.play("no", "which branches do you have")
    assert "What would you like to do?" in chat.text or "did not understand" in chat.text


async def test_what_a_service_needs_is_for_staff_only() -> None:
    chat = await asked("how long does whitening take", "1")
    assert "Laser" not in chat.text


def long_lists() -> Catalogue:
    assert FEES
    return Catalogue(
        tuple(Service(f"s{n}", f"Service {n}") for n in range(40)),
        (*PEOPLE, *(Clinician(f"c{n}", f"Dr Number{n}") for n in range(36))),
        tuple(Place(f"p{n}", f"Place {n}", f"{n} Road") for n in range(40)),
        (
            *ITEMS[2:],
            *(Item(f"{n}x", f"Molar crown {n}", f"C{n}") for n in range(20)),
            *(Item(f"{n}y", f"Incisor crown {n}", f"K{n}") for n in range(20)),
            Item("2", "Crown", "9"),
        ),
    )
