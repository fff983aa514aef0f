"""Counted: how many messages and taps it takes, the final yes included."""

import pytest

from tests.dialogs.chat import Chat
from tests.dialogs.movers import MovingSurgery
from tests.dialogs.newcomers import OpenSurgery
from tests.dialogs.ways import BOOK, BOOK_FAR, CONTACT, PROOF

# "my appointments", or what a patient says on the day.
MORNING_OF_THE_VISIT = "*wait 1430"

# The contact, the consent and the check.
LAST_OF_NEW = ("07700 900199", "[Yes, I agree]", "[Yes, it is right]")


async def known() -> Chat:
    """A chat in which Sam Taylor has proven who she is, with nothing booked any more."""
    return await Chat().play(*BOOK, "cancel my appointment", "yes")


@pytest.mark.parametrize(
    "inputs",
    [
        ("book", "tomorrow morning", "1", "yes"),
        ("check-up tomorrow morning", "2", "yes"),
        ("check-up on Thursday at 9am", "yes"),
        ("[Book another time]", "[Morning]", "1", "[Yes, book it]"),
        ("book", "[Soonest]", "1", "[Yes, book it]"),
    ],
    ids=" / ".join,
)
async def test_a_known_patient_books_with_at_most_four(inputs: tuple[str, ...]) -> None:
    assert len(inputs) <= 4
    chat = await known()
    await chat.play(*inputs)
    assert "Booked: " in chat.text, "\n".join(chat.story)
    assert len(chat.surgery.active()) == 1


@pytest.mark.parametrize(
    "inputs",
    [
        ("[Book an appointment]", "[Check-up]", "[Morning]", "1", *PROOF, "[Yes, book it]"),
        ("I need a check-up", "tomorrow morning", "the first one", *PROOF, "yes"),
        ("check-up tomorrow morning", "1", "426909, 12/05/1984, Taylor", "yes"),
        ("book", "hygiene visit", "Friday afternoon", "2", *PROOF, "yes"),
    ],
    ids=" / ".join,
)
async def test_a_new_chat_books_with_at_most_eight(inputs: tuple[str, ...]) -> None:
    assert len(inputs) <= 8
    chat = await Chat().play("/start")
    await chat.play(*inputs)
    assert "Booked: " in chat.text, "\n".join(chat.story)


@pytest.mark.parametrize(
    "inputs",
    [
        ("check-up tomorrow morning", "1", *CONTACT, "yes"),
        ("[Book an appointment]", "[Check-up]", "[Morning]", "1", *CONTACT, "yes"),
        ("check-up tomorrow morning", "1", "07700 900101, 12/05/1984, Taylor", "yes"),
        ("check-up on Thursday at 9am", "I'm new", "Jo, 23/4/1980, Bloggs", *LAST_OF_NEW, "yes"),
    ],
    ids=" / ".join,
)
async def test_no_more_is_needed_where_patients_know_no_number(inputs: tuple[str, ...]) -> None:
    assert len(inputs) <= 8
    chat = await Chat(OpenSurgery()).play("/start")
    await chat.play(*inputs)
    assert "Booked: " in chat.text, "\n".join(chat.story)


@pytest.mark.parametrize(
    "inputs",
    [("confirm my appointment",), ("[My appointments]", "[I will come]"), ("I will come",)],
    ids=" / ".join,
)
async def test_attendance_is_confirmed_in_two(inputs: tuple[str, ...]) -> None:
    assert len(inputs) <= 2
    chat = await Chat().play(*BOOK)
    await chat.play(*inputs)
    assert "you will come: Check-up with Dr Ana Ruiz, Tuesday 3 March, 9:00am" in chat.text


@pytest.mark.parametrize(
    "inputs",
    [("I have arrived",), ("my appointments", "[I have arrived]"), ("I'm here",)],
    ids=" / ".join,
)
async def test_an_arrival_is_told_in_two(inputs: tuple[str, ...]) -> None:
    assert len(inputs) <= 2
    chat = await Chat().play(*BOOK, MORNING_OF_THE_VISIT)
    await chat.play(*inputs)
    assert "you have arrived for: Check-up with Dr Ana Ruiz, Tuesday 3 March" in chat.text


@pytest.mark.parametrize(
    "inputs",
    [
        ("cancel my appointment", "yes"),
        ("[My appointments]", "[Cancel it]", "[Yes, cancel it]"),
        ("my appointments", "cancel it", "yes"),
    ],
    ids=" / ".join,
)
async def test_an_appointment_is_cancelled_in_three(inputs: tuple[str, ...]) -> None:
    assert len(inputs) <= 3
    chat = await Chat().play(*BOOK)
    await chat.play(*inputs)
    assert "Cancelled: " in chat.text
    assert chat.surgery.active() == []


@pytest.mark.parametrize(
    "inputs",
    [
        ("move my appointment to Friday at 9am", "yes"),
        ("move my appointment", "Friday morning", "1", "yes"),
        ("[My appointments]", "[Move it]", "Friday at 9am", "[Yes, move it]"),
    ],
    ids=" / ".join,
)
async def test_an_appointment_is_moved_in_four(inputs: tuple[str, ...]) -> None:
    assert len(inputs) <= 4
    chat = await Chat(MovingSurgery()).play(*BOOK_FAR)
    await chat.play(*inputs)
    assert "Moved: Check-up with Dr Ana Ruiz, Friday 6 March, 9:00am" in chat.text


async def test_an_arrival_before_the_day_tells_nobody() -> None:
    chat = await Chat().play(*BOOK, "I have arrived")
    assert [kind for kind, _ in chat.surgery.writes] == ["book"]
    assert "not that day yet" in chat.text
