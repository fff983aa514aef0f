"""A new patient is written down once, after they agreed, and never beside a record of theirs."""

from dataclasses import replace
from datetime import date

import pytest

from connectors.model import Patient
from dialogs.registry import served
from tests.dialogs.chat import Chat
from tests.dialogs.newcomers import KIM, MIA, OpenSurgery
from tests.dialogs.surgery import HARBOUR, LEO, Surgery
from tests.dialogs.ways import (
    ALIKE,
    KNOWN,
    NEW,
    REGISTER,
    TO_NEW,
    TO_NEW_CHECK,
    TO_NUMBER,
)


class Newcomer(Chat):
    """A chat with the clinic that writes new patients down."""

    @property
    def records(self) -> OpenSurgery:
        assert isinstance(self.surgery, OpenSurgery)
        return self.surgery

    @property
    def created(self) -> list[tuple[str, ...]]:
        return [
            (new.forename, new.surname, f"{new.born}", new.mobile or "", new.email or "")
            for new in self.records.created
        ]


async def after(*lines: str) -> Newcomer:
    chat = Newcomer(OpenSurgery())
    await chat.play(*lines)
    return chat


JO = ("Jo", "Bloggs", "1980-04-23", "", "jo@example.com")


async def test_a_new_patient_is_written_down_and_booked_at_the_time_they_chose() -> None:
    chat = await after(*REGISTER)
    assert chat.created == [JO]
    assert chat.records.created[0].clinician_id == "34567"
    assert chat.question == "booking.check"
    assert "Tuesday 3 March, 9:00am" in chat.text
    await chat.play("yes")
    assert "Booked: Check-up with Dr Ana Ruiz, Tuesday 3 March, 9:00am, for Jo Bloggs." in chat.text
    await chat.play("check-up on Thursday morning", "1")
    assert chat.question == "booking.check"


@pytest.mark.parametrize(
    "lines",
    [
        ("I'm new", *NEW),
        ("I am a new patient", *NEW),
        ("neither", "I am new here", *NEW),
        ("jo@example.com", "never been here before", "Jo", "Bloggs", "23/4/1980", "yes"),
        ("I'm new", "Jo, 23/4/1980, Bloggs", "jo@example.com", "I agree"),
        ("I'm new", "Jo Bloggs", "Bloggs", "23/4/1980", "jo@example.com", "yes please"),
        ("I'm new", "my first name is Jo", "Jo Bloggs", *NEW[2:]),
        ("jo@example.com, 23/4/1980, Bloggs", "I am new here", "Jo", "yes"),
        ("jo@example.com", "23/4/1980", "Jo Bloggs", "I am new here", "Jo", "yes"),
        ("neither", "Jo", "23/4/1980", "Bloggs", "I am new here", "jo@example.com", "yes"),
    ],
    ids=" / ".join,
)
async def test_who_is_new_is_asked_only_what_they_have_not_said(lines: tuple[str, ...]) -> None:
    chat = await after(*TO_NUMBER, *lines)
    assert chat.question == "register.check", "\n".join(chat.story)
    await chat.play("yes")
    assert chat.created == [JO]


async def test_a_shared_number_is_a_mobile_number() -> None:
    chat = await after(*TO_NEW, *NEW[:3], "(share my phone number)", "yes", "yes")
    assert chat.created == [("Jo", "Bloggs", "1980-04-23", "+447700900101", "")]


async def test_without_a_yes_nothing_is_searched_or_written_or_passed_on() -> None:
    chat = await after(*TO_NEW, *NEW[:4], "no")
    assert chat.question == "register.declined"
    assert chat.records.searched == []
    await chat.play("leave a message", "A visitor", "07700 900188")
    assert chat.created == []
    assert "jo@example.com" not in chat.surgery.desk[0].text
    assert "Bloggs" not in chat.surgery.desk[0].text
    assert "Is new here, and was not written down by the chat. Wants" in chat.surgery.desk[0].text


async def test_who_thinks_again_can_still_agree() -> None:
    chat = await after(*TO_NEW, *NEW[:4], "no", "back", "yes", "yes")
    assert chat.created == [JO]


@pytest.mark.parametrize("words", ["maybe", "what for", "Thursday instead", "jo@example.com"])
async def test_only_a_clear_yes_is_an_agreement(words: str) -> None:
    chat = await after(*TO_NEW, *NEW[:4], words)
    assert chat.question == "register.agree"


async def test_the_clinics_page_is_shown_before_anybody_agrees() -> None:
    chat = Newcomer(OpenSurgery())
    chat.clinic = replace(HARBOUR, privacy_url="https://harbour.example/privacy")
    await chat.play(*TO_NEW, *NEW[:4])
    assert "https://harbour.example/privacy\n" in chat.text
    assert chat.text.endswith("?")


@pytest.mark.parametrize(
    ("fact", "anew", "created"),
    [
        ("[The first name]", "Joe", ("Joe", *JO[1:])),
        ("the surname", "Blogg", ("Jo", "Blogg", *JO[2:])),
        ("date of birth", "24/4/1980", ("Jo", "Bloggs", "1980-04-24", *JO[3:])),
        ("my email", "07700 900199", (*JO[:3], "07700 900199", "")),
    ],
)
async def test_what_is_wrong_is_put_right_before_it_is_written(
    fact: str, anew: str, created: tuple[str, ...]
) -> None:
    chat = await after(*TO_NEW_CHECK, "no", fact, anew)
    assert chat.question == "register.check", "\n".join(chat.story)
    await chat.play("yes")
    assert chat.created == [created]


async def test_who_is_known_already_is_taken_as_who_they_are() -> None:
    chat = await after(*TO_NEW, *KNOWN)
    assert chat.created == []
    assert list(chat.session.memory.patients) == [LEO]
    assert "For Leo Taylor" in chat.text


DOUBTFUL = {
    "another contact": ALIKE,
    "another twin": ("Tom", *KNOWN[1:]),
    "declined the policy": ("Kim", "Okafor", "31/1/1990", "kim@example.com", "yes"),
    "two of them": ("Ann", "Reed", "1/6/1970", "07700 900103", "yes"),
}


@pytest.mark.parametrize("lines", DOUBTFUL.values(), ids=DOUBTFUL.keys())
async def test_who_is_only_alike_is_left_to_a_person(lines: tuple[str, ...]) -> None:
    chat = await after(*TO_NEW, *lines)
    assert chat.question == "register.similar"
    assert chat.created == []
    assert chat.session.memory.patients == ()
    assert len(chat.session.memory.failed_proofs) == 1
    for known in (LEO, MIA, KIM):
        assert known.id not in chat.text
    await chat.play("leave a message")
    if not chat.surgery.desk:
        await chat.play("07700 900188")
    told = chat.surgery.desk[0].text
    assert told.startswith("Possible duplicate, not written down by the chat: ")
    assert "Wants Check-up with Dr Ana Ruiz, Tuesday 3 March, 9:00am." in told


async def test_asking_who_is_a_patient_here_soon_ends() -> None:
    chat = Newcomer(OpenSurgery())
    for _ in range(3):
        await chat.play(*TO_NEW, *ALIKE, "stop")
    searched = len(chat.records.searched)
    await chat.play(*TO_NUMBER)
    assert chat.question == "identify.locked"
    assert len(chat.records.searched) == searched


async def test_a_crowd_is_not_written_down_in_one_chat() -> None:
    chat = Newcomer(OpenSurgery())
    await chat.play(*TO_NEW_CHECK, "yes", "stop")
    for year in range(1981, 1987):
        await chat.play("check-up for my son on Thursday morning", "1", "someone else")
        await chat.play("[They are new here]")
        if chat.question != "register.forename":
            break
        await chat.play("Jo", "Bloggs", f"23/4/{year}", *NEW[3:], "yes", "stop")
    assert len(chat.created) == 6
    assert chat.question == "desk.phone"


@pytest.mark.parametrize("happens", ["silent", "lost"])
async def test_a_lost_answer_leads_to_one_record(happens: str) -> None:
    chat = await after(*TO_NEW_CHECK, f"*writing down {happens}", "yes")
    assert chat.question == "register.unsure"
    assert "not certain yet" in chat.text
    assert "now has the details" not in chat.text
    await chat.play("*up", "*writing down pending", "try again")
    if happens == "silent":
        assert "has these details already" in chat.text
    else:
        assert chat.question == "register.check"
        await chat.play("yes")
        assert chat.question == "register.unsure"
        await chat.play("*up", "try again", "yes")
    assert chat.created == [JO]
    await chat.play("yes")
    assert "Booked: " in chat.text


async def test_who_does_not_wait_for_certainty_is_handed_to_a_person() -> None:
    chat = await after(*TO_NEW_CHECK, "*writing down silent", "yes", "leave a message")
    await chat.play("07700 900199")
    told = chat.surgery.desk[0].text
    assert told.startswith(
        "May have been written down by the chat, please look: "
        "Jo Bloggs, born 23 April 1980, jo@example.com. Wants Check-up"
    )


async def test_records_that_cannot_be_reached_lose_no_answer() -> None:
    chat = await after(*TO_NEW, *NEW[:4], "*search of patients down", "yes")
    assert chat.question == "register.not_found_out"
    await chat.play("*up", "try again", "*writing down down", "yes")
    assert chat.question == "register.not_written"
    assert chat.created == []
    await chat.play("*up", "try again")
    assert chat.created == [JO]
    assert chat.question == "booking.check"


async def test_a_turn_that_is_run_again_does_not_look_for_what_it_wrote() -> None:
    """What was sent before a crash is then found by its attempt, and by nothing else."""
    chat = await after(*TO_NEW_CHECK)
    searched = len(chat.records.searched)
    await chat.play("yes")
    assert len(chat.records.searched) == searched


async def test_who_takes_long_is_looked_for_again_before_anything_is_written() -> None:
    chat = await after(*TO_NEW_CHECK, "*wait 11", "yes")
    assert (chat.question, chat.created) == ("register.check", [])
    await chat.play("yes")
    assert chat.created == [JO]


async def test_who_was_written_down_while_they_thought_gets_no_second_record() -> None:
    chat = await after(*TO_NEW_CHECK)
    for contact, question in (("jo@example.com", "booking.check"), ("", "register.similar")):
        trial = Newcomer(chat.copy().surgery, stored=chat.stored)
        trial.records.people.append(Patient("426999", "Jo", "Bloggs", date(1980, 4, 23)))
        trial.records.contacts["426999"] = ("", contact)
        await trial.play("*wait 11", "yes")
        assert trial.created == []
        assert trial.question == question


@pytest.mark.parametrize(
    ("contact", "question"),
    [("jo@example.com", "booking.check"), ("", "register.similar"), (None, "register.check")],
)
async def test_who_was_written_down_just_before_is_looked_for_again(
    contact: str | None, question: str
) -> None:
    chat = await after(*TO_NEW_CHECK, "*writing down too late")
    if contact is not None:
        chat.records.people.append(Patient("426999", "Jo", "Bloggs", date(1980, 4, 23)))
        chat.records.contacts["426999"] = ("", contact)
    await chat.play("yes")
    assert (chat.question, chat.created) == (question, [])


async def test_a_question_said_again_writes_nobody_down() -> None:
    chat = await after(*TO_NEW_CHECK, "*writing down silent", "yes", "*up")
    for _ in range(3):
        await chat.send("photo")
        await chat.play("repeat", "help", "*wait 11")
    assert chat.created == [JO]


async def test_who_has_neither_contact_reaches_a_person() -> None:
    chat = await after(*TO_NEW, *NEW[:3], "[I have neither]")
    assert chat.question == "desk.name"


async def test_a_clinic_that_cannot_write_patients_down_leaves_it_to_the_desk() -> None:
    chat = await Chat(Surgery()).play(*TO_NUMBER, "I'm new")
    assert chat.question == "desk.name"
    lacks = {one.dialog: one.lacks for one in served(frozenset(Surgery().abilities()))}
    assert lacks["register"] == ("CreatesPatients", "SearchesPatients")
    assert lacks["identify"] == ()
