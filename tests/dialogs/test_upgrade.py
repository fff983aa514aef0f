"""A conversation that an earlier version stored, or another set of dialogs, is gone on with."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.dialogs.chat import Chat
from tests.dialogs.ways import TO_SLOT, WAYS, Way, reach

Stored = dict[str, Any]


def lower_version(stored: Stored) -> None:
    for active in stored["stack"]:
        active["version"] = 0


def unknown_step(stored: Stored) -> None:
    for active in stored["stack"][1:]:
        active["step"] = "never_was"


def more_facts(stored: Stored) -> None:
    for active in stored["stack"]:
        active["frame"] = json.dumps(json.loads(active["frame"]) | {"mood": {"good": [1]}})


def unknown_trail(stored: Stored) -> None:
    for active in stored["stack"][1:]:
        active["trail"] = ["never_was", *active["trail"], "nor_was_this"]


def more_fields(stored: Stored) -> None:
    stored["mood"] = "good"
    stored["stack"][-1]["mood"] = ["good"]
    stored["memory"]["mood"] = None


CHANGES = (lower_version, unknown_step, more_facts, unknown_trail, more_fields)


async def upgraded(way: Way, change: Callable[[Stored], None]) -> Chat:
    chat = await reach(way)
    stored = json.loads(chat.stored)
    change(stored)
    chat.stored = json.dumps(stored)
    return chat


@pytest.mark.parametrize("change", CHANGES, ids=lambda one: str(one.__name__))
@pytest.mark.parametrize("way", WAYS, ids=str)
async def test_whatever_was_stored_the_patient_can_go_on(
    way: Way, change: Callable[[Stored], None]
) -> None:
    for doing in ("repeat", "back", "help", "tomorrow", "yes", "stop"):
        chat = await upgraded(way, change)
        await chat.write(doing)
        assert chat.text.strip(), doing
        await chat.play("carry on", "start again", "*free", "*up", *TO_SLOT)
        assert chat.question == "booking.slot", "\n".join(chat.story)


@pytest.mark.parametrize("change", CHANGES, ids=lambda one: str(one.__name__))
@pytest.mark.parametrize("way", WAYS, ids=str)
async def test_the_buttons_on_the_screen_do_no_harm(
    way: Way, change: Callable[[Stored], None]
) -> None:
    chat = await upgraded(way, change)
    for button in chat.buttons:
        trial = chat.copy()
        await trial.press(button)
        assert trial.text.strip()


@pytest.mark.parametrize("change", [lower_version, unknown_step, more_facts])
async def test_what_was_said_before_an_upgrade_is_not_asked_again(
    change: Callable[[Stored], None],
) -> None:
    chat = await upgraded(next(way for way in WAYS if way.question == "booking.slot"), change)
    await chat.write("repeat")
    assert chat.question == "booking.slot"
    assert "Check-up" in chat.asked
    assert "Tuesday 3 March" in chat.asked
