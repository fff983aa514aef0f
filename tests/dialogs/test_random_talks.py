"""Hundreds of talks that nobody thought of, each with a clinic that fails now and then."""

import pytest

from tests.dialogs.chat import Chat
from tests.dialogs.movers import MovingSurgery
from tests.dialogs.newcomers import OpenSurgery
from tests.dialogs.patient import Wanderer
from tests.dialogs.surgery import Surgery
from tests.dialogs.watch import Watch

TALKS = 300
BATCH = 20
TURNS = 25

SURGERIES: tuple[type[Surgery], ...] = (Surgery, OpenSurgery, MovingSurgery)

# A warning is left by its own clear word, and by no other.
NOT_LEFT_BY_STOP = {"emergency.warning"}


async def talk(seed: int) -> None:
    """One talk, printed where something in it is wrong."""
    surgery = SURGERIES[seed % len(SURGERIES)]()
    chat = Chat(surgery, lists=seed % 4 == 0)
    wanderer = Wanderer(seed, chat)
    try:
        for _ in range(TURNS):
            wanderer.world()
            watch = Watch(chat)
            watch.check(await wanderer.act())
        await can_be_left(chat)
    except Exception as wrong:
        wrong.add_note(f"talk {seed}:\n" + "\n".join(chat.story))
        raise


async def can_be_left(chat: Chat) -> None:
    if chat.question in NOT_LEFT_BY_STOP:
        await chat.write("carry on")
    await chat.write("stop")
    assert len(chat.session.stack) == 1, "stop does not stop"


@pytest.mark.parametrize("first", range(0, TALKS, BATCH))
async def test_nothing_goes_wrong_whatever_a_patient_does(first: int) -> None:
    for seed in range(first, first + BATCH):
        await talk(seed)
