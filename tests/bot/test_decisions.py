"""What people at the clinic find out about a doubt reaches the patient, and reaches them once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from bot.chores import Chore
from sandbox.misbehaviour import Fault
from storage.attempts import Outcome
from storage.store import Store
from tests.bot.around import Stand, stood, until

FOUND, NOT_FOUND = (
    "It has been checked: it is booked",
    "I have checked: it is not booked",
)


async def in_doubt(stand: Stand) -> None:
    await stand.to_the_check("ana")
    stand.sandbox.misbehave.on(Fault.DROP_AFTER, "create", times=1)
    assert "I am not sure yet whether" in await stand.say("ana", "yes")


async def decide(stand: Stand, outcome: Outcome, reference: str | None = None) -> None:
    """What a command of ours does in another process."""
    async with Store.visit(stand.path, stand.clock) as visit:
        [attempt] = await visit.open_attempts()
        await visit.decide(attempt.id, outcome, reference=reference, by="desk")


@asynccontextmanager
async def looking(stand: Stand) -> AsyncIterator[None]:
    """The server looks for decisions all the time, and again and again."""

    async def no_time(_seconds: float) -> None:
        await asyncio.sleep(0)

    chore = Chore("decisions", stand.app.decisions.take_up, 2.0)
    task = asyncio.create_task(chore.keep_doing(no_time))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@pytest.mark.parametrize(
    ("outcome", "reference", "told"),
    [(Outcome.BOOKED, "34234", FOUND), (Outcome.NOT_BOOKED, None, NOT_FOUND)],
)
async def test_a_decision_is_taken_up_while_the_server_runs_and_told_once(
    tmp_path: Path, outcome: Outcome, reference: str | None, told: str
) -> None:
    async with stood(tmp_path) as stand:
        await in_doubt(stand)
        async with looking(stand):
            await decide(stand, outcome, reference)
            await until(lambda: told in stand.heard("ana"))
            assert stand.rows("SELECT outcome, settled_by FROM attempt") == [(outcome, "desk")]
            # It is looked for many more times.
            await asyncio.sleep(0.05)
        await stand.app.settled()
        assert sum(told in text for text in stand.messenger.texts("ana")) == 1
        assert await stand.app.store.desk_items() == []


async def test_after_it_was_found_the_patient_can_confirm_it_and_after_it_was_not_book_again(
    tmp_path: Path,
) -> None:
    async with stood(tmp_path) as stand:
        await in_doubt(stand)
        await decide(stand, Outcome.BOOKED, str(stand.made()[0].id))
        await stand.app.decisions.take_up()
        await stand.app.settled()
        await stand.say("ana", "I will come to my appointment")
        assert stand.made()[0].status == "Confirmed"


async def test_a_decision_waits_for_the_turn_that_is_under_way(tmp_path: Path) -> None:
    async with stood(tmp_path) as stand:
        await in_doubt(stand)
        stand.clock.now = stand.clock.now.replace(minute=30)
        stand.sandbox.misbehave.on(Fault.HOLD_BEFORE, "slots")
        await stand.app.conversations.arrive(stand.arrival("ana", "hygiene visit on Friday"))
        await stand.sandbox.misbehave.holding()
        await decide(stand, Outcome.BOOKED, "34234")
        await stand.app.decisions.take_up()
        await stand.app.decisions.take_up()
        assert FOUND not in stand.heard("ana")
        stand.sandbox.misbehave.off()
        await stand.app.settled()
        texts = stand.messenger.texts("ana")
        assert FOUND in texts[-1]
        assert sum(FOUND in text for text in texts) == 1
        assert "Hygiene visit" in texts[-2]


async def test_a_decision_left_while_nothing_ran_is_told_at_the_next_start(tmp_path: Path) -> None:
    async with stood(tmp_path) as stand:
        await in_doubt(stand)
        await stand.stop()
        await decide(stand, Outcome.NOT_BOOKED)
        await stand.start()
        await stand.app.decisions.take_up()
        await stand.app.settled()
        assert NOT_FOUND in stand.heard("ana")
        assert NOT_FOUND not in await stand.say("ana", "book")
