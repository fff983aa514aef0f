"""Group classes: what has room, joining one, and every way in which that can go wrong."""

from datetime import date

import pytest

from connectors.model import SlotSearch
from dialogs.clinic import Catalogue
from dialogs.news import JoinSettled
from tests.dialogs.chat import Chat
from tests.dialogs.public import MOST, PublicSurgery
from tests.dialogs.surgery import SERVICES
from tests.dialogs.ways import JOIN, PROOF, TO_CLASSES, TO_JOIN

TUESDAY = "18800303"


def surgery(chat: Chat) -> PublicSurgery:
    assert isinstance(chat.surgery, PublicSurgery)
    return chat.surgery


async def asked(*lines: str) -> Chat:
    return await Chat(PublicSurgery()).play("/start", *lines)


async def test_the_classes_with_room_are_shown_with_how_many_can_come() -> None:
    chat = Chat(PublicSurgery(members={TUESDAY: ["x"] * 7, "18800304": ["x"] * 8}))
    await chat.play("/start", "is there a yoga class this week")
    assert "Yoga class, these have room:\nMonday 2 March, 10:00am with Nina Cole, 8" in chat.text
    assert "Tuesday 3 March, 10:00am with Nina Cole, 1 place left" in chat.text
    assert "Wednesday 4 March" not in chat.text


async def test_one_is_joined_after_a_proof_and_a_check() -> None:
    chat = await asked(*TO_JOIN)
    assert chat.text.startswith(
        "Please check:\nFor Sam Taylor\nYoga class with Nina Cole, 60 minutes\n"
        "Tuesday 3 March, 10:00am\nHarbour North, 7 North Road, London"
    )
    assert surgery(chat).members == {}
    await chat.play("yes")
    assert chat.text.startswith("Joined: Yoga class with Nina Cole, Tuesday 3 March, 10:00am")
    assert surgery(chat).members == {TUESDAY: ["426909"]}


async def test_a_day_and_the_kind_can_be_said_at_once() -> None:
    chat = await asked("book the back class on Thursday")
    assert chat.labels[0] == "Thursday 5 March, 10:00am"
    await chat.play("10am", *PROOF, "yes")
    assert "Joined: Back class with Nina Cole, Thursday 5 March" in chat.text


async def test_which_kind_is_asked_and_any_can_be_changed() -> None:
    chat = await asked("which classes do you have")
    assert chat.labels == ["Yoga class", "Back class"]
    await chat.play("yoga", "[Another class]", "[Back class]", "another day", "Friday")
    assert chat.text.startswith("Back class, these have room:\nFriday 6 March")


async def test_a_class_that_fills_up_meanwhile_is_not_joined_and_others_are_shown() -> None:
    chat = await asked(*TO_JOIN)
    surgery(chat).members[TUESDAY] = ["x"] * MOST
    await chat.play("yes")
    assert "Tuesday 3 March, 10:00am is full now, so you have not joined it." in chat.text
    assert "Tuesday 3 March, 10:00am" not in chat.labels
    await chat.play("Thursday", "yes")
    assert "Joined: Yoga class with Nina Cole, Thursday 5 March" in chat.text


async def test_nobody_is_told_that_they_joined_what_is_in_doubt() -> None:
    chat = await asked(*TO_JOIN, "*joining silent", "yes")
    assert chat.text.startswith("I could not confirm that yet: Yoga class with Nina Cole, Tuesday")
    assert [one.kind for one in chat.surgery.desk] == ["in_doubt"]
    assert "Yoga class" in chat.surgery.desk[0].text


@pytest.mark.parametrize(
    ("happened", "says"),
    [
        (True, "It has been checked: you have a place in the class tomorrow, Tuesday 3 March"),
        (False, "It has been checked: you have no place in the class tomorrow, Tuesday 3 March"),
    ],
)
async def test_what_became_of_a_doubt_is_told(happened: bool, says: str) -> None:  # noqa: FBT001
    chat = await asked(*TO_JOIN)
    yoga = next(one for one in chat.surgery.catalogue.services if one.group)
    search = SlotSearch(yoga, date(2026, 3, 3), date(2026, 3, 3))
    (one,) = await surgery(chat).classes(search)
    news = JoinSettled(one, "426909", happened)
    _, replies = await chat.engine.tell(chat.session, news, chat.ports())
    assert replies[0].text.startswith(says)


@pytest.mark.parametrize(
    ("event", "says"),
    [
        ("*joining refused", "did not take this, so you have not joined Yoga class"),
        ("*joining pending", "so I have not put you down for Yoga class"),
        ("*joining down", "so you have not joined Yoga class"),
    ],
)
async def test_what_was_not_taken_is_said_plainly(event: str, says: str) -> None:
    chat = await asked(*TO_JOIN, event, "yes")
    assert says in chat.text
    assert surgery(chat).members == {}
    await chat.play("*up", "/start", "join the yoga class", "2", "yes")
    assert "Joined: " in chat.text


async def test_a_known_patient_is_not_asked_again_who_they_are() -> None:
    chat = await asked(*JOIN, "join the back class", "1")
    assert chat.question == "classes.check"


async def test_classes_are_never_offered_for_booking() -> None:
    chat = await asked("book")
    assert "Yoga class" not in chat.labels


async def test_a_clinic_without_classes_says_so() -> None:
    chat = Chat(PublicSurgery(), catalogue=Catalogue(SERVICES))
    await chat.play("/start", *TO_CLASSES)
    assert chat.text.startswith("There are no classes that can be joined here.")
    chat = Chat(PublicSurgery(), catalogue=Catalogue())
    await chat.play("/start", *TO_CLASSES)
    assert chat.text.startswith("I cannot look that up right now.")
