"""Proving who one is at a clinic whose patients know no number of theirs."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.dialogs.chat import Chat
from tests.dialogs.newcomers import ANN, KIM, MIA, OpenSurgery
from tests.dialogs.surgery import LEO, SAM, Surgery
from tests.dialogs.ways import CONTACT, PROOF, TO_NUMBER, TO_SLOT

NAME = ("Neither of these", "Samira", "12 May 1984", "Taylor")


async def asked(*lines: str) -> Chat:
    """A chat that has chosen a time, and was then told this."""
    return await Chat(OpenSurgery()).play(*TO_NUMBER, *lines)


def proven(chat: Chat) -> list[str]:
    return [patient.id for patient in chat.session.memory.patients]


@pytest.mark.parametrize(
    "lines",
    [
        CONTACT,
        ("+44 7700 900101", "12/5/84", "taylor"),
        ("sam@example.com", *CONTACT[1:]),
        ("my e-mail is Sam@Example.com", *CONTACT[1:]),
        ("(share my phone number)", *CONTACT[1:]),
        ("07700 900101, 12/05/1984, Taylor",),
        ("sam@example.com, 12 May 1984, Taylor",),
        NAME,
        ("I don't know", "Sam", *NAME[2:]),
        ("neither", "Samira, 12/05/1984, Taylor"),
        ("no", "Samira Taylor", "12 May 1984", "Taylor"),
        ("no", "Samira", "12 May 1984", "Samira Taylor"),
        (*CONTACT[:2], "samira taylor"),
        (*CONTACT[:2], "Ms Samira Taylor"),
        (*CONTACT[:2], "it's Mrs Sam Taylor"),
        ("07700 900101, 12/05/1984, Samira Taylor",),
    ],
    ids=" / ".join,
)
async def test_a_patient_is_found(lines: tuple[str, ...]) -> None:
    chat = await asked(*lines)
    assert proven(chat) == [SAM.id], "\n".join(chat.story)
    assert chat.question == "booking.check"
    assert "For Sam Taylor" in chat.text


@pytest.mark.parametrize("name", ["Samira Taylor", "Ms Taylor", "sam taylor"])
async def test_a_number_is_proven_by_the_whole_name_too(name: str) -> None:
    chat = await Chat(Surgery()).play(*TO_NUMBER, *PROOF[:2], name)
    assert proven(chat) == [SAM.id], "\n".join(chat.story)


async def test_another_first_name_before_the_surname_is_not_theirs() -> None:
    chat = await asked(*CONTACT[:2], "Leo Taylor")
    assert chat.question == "identify.failed"


async def test_a_twin_says_the_first_name_with_the_surname() -> None:
    chat = await asked("07700 900101", "3/9/2015", "Leo Taylor")
    assert list(chat.session.memory.patients) == [LEO]


async def test_the_talk_differs_in_one_question_only() -> None:
    by_number = await Chat(Surgery()).play(*TO_SLOT, "1", *PROOF, "yes")
    by_contact = await Chat(OpenSurgery()).play(*TO_SLOT, "1", *CONTACT, "yes")
    differing = [
        pair for pair in zip(by_number.story, by_contact.story, strict=True) if pair[0] != pair[1]
    ]
    assert [one[:1] for pair in differing for one in pair] == ["<", "<", ">", ">"]
    question, asks_contact = differing[0]
    assert question.partition(" First, ")[0] == asks_contact.partition(" First, ")[0]


@pytest.mark.parametrize(("name", "patient"), [("Leo", LEO), ("it's Mia", MIA)])
async def test_twins_are_told_apart_by_the_first_name(name: str, patient: object) -> None:
    chat = await asked("07700 900101", "3/9/2015", "Taylor")
    assert chat.question == "identify.forename"
    assert proven(chat) == []
    await chat.write(name)
    assert list(chat.session.memory.patients) == [patient]


async def test_a_third_twin_is_nobody() -> None:
    chat = await asked("07700 900101", "3/9/2015", "Taylor", "Tom")
    assert chat.question == "identify.failed"
    assert len(chat.session.memory.failed_proofs) == 1


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (("neither", "Ann", "1 June 1970", "Reed"), "Several records agree with what was said"),
        (
            ("07700 900103", "1 June 1970", "Reed", "Ann"),
            "Several records agree with what was said: Ann Reed, born 1 June 1970, 07700 900103.",
        ),
        (
            ("kim@example.com", "31/1/1990", "Okafor"),
            "Found, but has declined the privacy policy: Okafor, born 31 January 1990",
        ),
    ],
    ids=["the same name", "the same contact and name", "privacy"],
)
async def test_nobody_is_guessed_and_a_person_looks(lines: tuple[str, ...], told: str) -> None:
    chat = await asked(*lines)
    assert chat.question == "identify.unclear"
    assert proven(chat) == []
    assert {ANN.name, KIM.name}.isdisjoint(chat.text.split("\n"))
    await chat.play("leave a message")
    for answer in ("Ann Reed", "07700 900103"):
        if not chat.surgery.desk:
            await chat.write(answer)
    assert told in chat.surgery.desk[0].text
    assert "Wants Check-up with Dr Ana Ruiz, Tuesday 3 March, 9:00am." in chat.surgery.desk[0].text


async def test_somebody_who_changes_what_they_said_is_looked_for_anew() -> None:
    chat = await asked("07700 900102", "31/1/1990", "Okafor")
    await chat.play("change something", "[The mobile number or e-mail address]", CONTACT[0])
    assert chat.question == "identify.failed"
    await chat.play("change something", "[The date of birth]", "12 May 1984")
    await chat.play("change something", "[The surname]", "Taylor")
    assert proven(chat) == [SAM.id], "\n".join(chat.story)


WRONG = {
    "contact": ("07700 900199", *CONTACT[1:]),
    "e-mail": ("nobody@example.com", *CONTACT[1:]),
    "born": (CONTACT[0], "13 May 1984", CONTACT[2]),
    "surname": (*CONTACT[:2], "Miller"),
    "another's contact": ("07700 900102", *CONTACT[1:]),
    "first name": ("neither", "Sandra", *NAME[2:]),
    "born, by name": (*NAME[:2], "13 May 1984", NAME[3]),
    "surname, by name": (*NAME[:3], "Miller"),
    "nothing is right": ("07700 900199", "1 January 2001", "Nobody"),
}


async def test_a_failed_proof_does_not_tell_which_part_was_wrong() -> None:
    said = set()
    for lines in WRONG.values():
        chat = await asked(*lines)
        assert proven(chat) == []
        assert len(chat.session.memory.failed_proofs) == 1
        said.add((chat.text, *chat.labels))
    assert len(said) == 1


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["07700 900101", "07700 900102", "sam@example.com", "07700 900199"]),
    st.dates(max_value=date(1984, 5, 12)).map(lambda day: f"{day:%d/%m/%Y}"),
    st.sampled_from(["Taylor", "Okafor", "Reed", "Miller"]),
)
async def test_no_word_of_a_record_is_said_to_who_has_not_proven_it(
    contact: str, born: str, surname: str
) -> None:
    chat = await asked(contact, born, surname)
    if proven(chat) or chat.question in ("identify.unclear", "identify.born"):
        return
    failed = await asked(*WRONG["nothing is right"])
    assert (chat.text, chat.labels) == (failed.text, failed.labels)


async def test_after_three_failures_nothing_is_searched_and_nobody_registered() -> None:
    chat = await asked(*WRONG["born"], "try again", *WRONG["born"], "try again", *WRONG["born"])
    surgery = chat.surgery
    assert isinstance(surgery, OpenSurgery)
    searched = len(surgery.searched)
    await chat.copy().play("try again")
    await chat.play("I am new here", "Jo Bloggs", "07700 900199")
    assert "I have passed your message on" in chat.text, "\n".join(chat.story)
    assert len(surgery.searched) == searched
    assert surgery.created == []


async def test_a_contact_written_after_a_failure_is_a_new_try() -> None:
    chat = await asked(*WRONG["contact"], "07700 900101")
    assert chat.question == "identify.born"
    await chat.play(*CONTACT[1:])
    assert proven(chat) == [SAM.id]


async def test_a_search_that_cannot_be_made_counts_as_no_failure() -> None:
    chat = await asked("*search of patients down", *CONTACT)
    assert chat.question == "identify.down"
    assert chat.session.memory.failed_proofs == ()
    await chat.play("*up", "try again")
    assert proven(chat) == [SAM.id]


async def test_a_patient_is_searched_for_by_what_they_said_and_no_more() -> None:
    chat = await asked(*CONTACT)
    surgery = chat.surgery
    assert isinstance(surgery, OpenSurgery)
    (search,) = surgery.searched
    assert (search.mobile, search.email, search.forename) == ("07700 900101", None, None)


@pytest.mark.parametrize("line", ["I don't know", "I'm not sure"])
async def test_who_does_not_know_a_birth_date_reaches_a_person(line: str) -> None:
    chat = await asked(CONTACT[0], line)
    assert chat.question == "desk.name"
