"""Whoever asks for somebody by name never gets anybody else without being asked."""

import pytest

from tests.dialogs.chat import Chat
from tests.dialogs.public import PublicSurgery


async def asked(*lines: str) -> Chat:
    """A chat at a clinic with two dentists called Reid, greeted before."""
    return await Chat(PublicSurgery()).play("/start", *lines)


@pytest.mark.parametrize(
    "lines",
    [
        ("check-up with Dr Smith on tuesday",),
        ("book a check-up with smith tomorrow morning",),
        ("check-up with Nina on tuesday", "with Nina Cole"),
        ("book", "a check-up with Mr Foo tomorrow"),
        ("check-up tomorrow morning", "with Dr Smith please"),
    ],
)
async def test_a_name_that_nobody_has_who_does_it_is_asked_about(lines: tuple[str, ...]) -> None:
    chat = await asked(*lines)
    assert chat.text == (
        "I find nobody called that who does this: Check-up. Who would you like to see?"
    )
    assert chat.labels == ["Dr Ana Ruiz", "Dr Tom Reid", "Dr Ada Reid", "Anyone"]
    await chat.play("[Dr Tom Reid]")
    assert chat.text.startswith(("Check-up with Dr Tom Reid, free", "When would suit you"))


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("check-up with Dr Riuz tomorrow", ["Dr Ana Ruiz", "Anyone"]),
        ("check-up with Tom Smith today", ["Dr Tom Reid", "Anyone"]),
        (
            "check-up with Rieed tomorrow",
            ["Dr Tom Reid", "Dr Ada Reid", "Anyone"],
        ),
    ],
)
async def test_a_name_much_like_another_is_asked_about(text: str, labels: list[str]) -> None:
    chat = await asked(text)
    assert chat.text == "I find nobody called exactly that. Whom do you mean?"
    assert chat.labels == labels
    await chat.play("1")
    assert chat.text.startswith(f"Check-up with {labels[0]}, free")


async def test_two_of_one_name_said_beside_an_answer_are_asked_about() -> None:
    chat = await asked("book", "check-up with Dr Reid tomorrow")
    assert chat.text == "Which of them do you mean?"
    await chat.play("Tom")
    assert chat.text.startswith("Check-up with Dr Tom Reid, free tomorrow")


@pytest.mark.parametrize(
    "text",
    [
        "check-up with a dentist tomorrow",
        "check-up with anyone tomorrow",
        "see a doctor for a check-up tomorrow",
        "check-up with my son tomorrow",
        "check-up with whoever is free tomorrow",
        "check-up with Dr Ruiz tomorrow",
    ],
)
async def test_whoever_names_nobody_is_not_asked(text: str) -> None:
    chat = await asked(text)
    assert chat.question == "booking.slot"


async def test_what_is_no_answer_to_that_is_not_taken_for_anybody() -> None:
    chat = await asked("check-up with Dr Smith on tuesday", "yes", "hm")
    assert "Who would you like to see?" in chat.text
    await chat.play("I don't mind")
    assert chat.text.startswith("Check-up, free")
