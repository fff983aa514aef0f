"""What patients have booked: what can be done with it, and what is not done."""

from datetime import datetime

import pytest

from connectors.model import Slot, Status
from tests.dialogs.chat import Chat
from tests.dialogs.public import PublicSurgery
from tests.dialogs.surgery import SAM, ZONE, Booked
from tests.dialogs.ways import BOOK

YOGA = "Yoga class"


@pytest.mark.parametrize(
    "lines", [("cancel my appointment", "yes"), ("I will come",)], ids=" / ".join
)
async def test_what_staff_changed_meanwhile_is_not_changed_by_an_old_answer(
    lines: tuple[str, ...],
) -> None:
    chat = await Chat().play(*BOOK, "*status missing", *lines)
    assert "is not as it was any more, so I have changed nothing" in chat.text
    assert "My appointments" in chat.labels
    status = chat.session.memory.appointments[0].status
    assert status.active
    await chat.play("*up", "yes")
    assert chat.session.memory.appointments[0].status is status


async def with_class(*lines: str, day: int = 3, hour: int = 18) -> Chat:
    """A chat of somebody who has a check-up tomorrow and is on the list of a class."""
    surgery = PublicSurgery()
    slot = Slot(datetime(2026, 3, day, hour, tzinfo=ZONE), 60, "1880", "34569", "Nina Cole", "2")
    chat = await Chat(surgery, lists=True).play(*BOOK)
    surgery.diary.append(Booked("900", SAM.id, slot, Status.SCHEDULED))
    return await chat.play(*lines)


@pytest.mark.parametrize(
    "words",
    [
        "leave the class",
        "leave yoga",
        "I want to leave my yoga class",
        "give up my place in yoga",
        "cancel yoga",
        "cancel my class",
        "I can't come to yoga tomorrow evening at 6pm",
        "I can't make the class",
    ],
)
async def test_whoever_wants_to_leave_a_class_is_asked_about_that_class(words: str) -> None:
    chat = await with_class(words)
    assert chat.question == "appointments.sure", "\n".join(chat.story)
    assert YOGA in chat.text
    assert "Shall I take you off the list of this class?" in chat.text
    assert [kind for kind, _ in chat.surgery.writes] == ["book"]
    await chat.play("yes")
    assert "you are not on the list of this class any more" in chat.text
    assert [one.status.active for one in chat.surgery.diary] == [True, False]


@pytest.mark.parametrize("words", ["leave me alone", "I don't want to leave yoga"])
async def test_nothing_else_leaves_a_class(words: str) -> None:
    chat = await with_class(words)
    assert chat.question != "appointments.sure", "\n".join(chat.story)


@pytest.mark.parametrize("words", ["leave yoga", "leave the class", "cancel yoga"])
async def test_an_appointment_is_not_taken_for_the_class_that_is_left(words: str) -> None:
    chat = await Chat(PublicSurgery(), lists=True).play(*BOOK, words)
    assert chat.question == "appointments.which"
    assert "Shall I cancel" not in chat.text


async def test_who_cancels_an_appointment_beside_a_class_is_asked_which() -> None:
    chat = await with_class("cancel my appointment")
    assert chat.question == "appointments.which"
    await chat.play("leave yoga")
    assert "Shall I take you off the list of this class?" in chat.text


async def test_a_check_up_is_cancelled_by_its_name() -> None:
    chat = await with_class("cancel my check-up appointment")
    assert chat.question == "appointments.sure"
    assert YOGA not in chat.text


async def test_a_class_can_be_left_and_nothing_else_is_offered() -> None:
    chat = await with_class("my appointments", "yoga", day=2, hour=18)
    assert chat.labels == ["Leave the class", "Nothing, thanks"]
    await chat.play("leave yoga")
    assert chat.question == "appointments.sure"


@pytest.mark.parametrize("words", ["I will come", "I have arrived"])
async def test_to_a_class_one_just_comes(words: str) -> None:
    chat = await with_class("my appointments", "yoga", words, day=2, hour=18)
    assert "so there is nothing to confirm. When you are there, please tell" in chat.text
    assert len(chat.surgery.writes) == 1


@pytest.mark.parametrize(
    "words", ["join yoga on Saturday", "try yoga on Saturday", "can I try yoga on Saturday"]
)
async def test_a_class_is_joined_by_its_name_alone(words: str) -> None:
    chat = await Chat(PublicSurgery()).play("/start", words)
    assert chat.question == "classes.which", "\n".join(chat.story)
    assert "Saturday 7 March" in chat.text
