"""`python -m bot desk`: what waits for the people at the clinic, and how they settle it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.commands.database import database
from bot.settings import ClinicSettings
from storage.attempts import Outcome
from storage.desk import DeskItem
from storage.store import Store
from storage.visit import Visit

Say = Callable[[str], None]

_KINDS = {
    "in_doubt": "nobody knows whether this was done",
    "person": "wants to be rung",
    "unknown_patient": "could not be found",
    "booking": "wants an appointment",
    "change": "wants a change",
}


async def show(env: Path, clock: Callable[[], datetime], say: Say) -> int:
    """List what is open, the oldest first; also while the server runs."""
    settings, path = database(env)
    async with Store.visit(path, clock) as visit:
        items = await visit.desk_items()
    if not items:
        say("Nothing waits for the desk.")
    for item in items:
        _print(item, settings, say)
    return 0


async def settle(
    env: Path,
    item_id: int,
    outcome: Outcome | None,
    reference: str | None,
    *,
    clock: Callable[[], datetime],
    say: Say,
) -> int:
    """Settle an item: what was in doubt by what became of it, anything else as done."""
    _, path = database(env)
    async with Store.visit(path, clock) as visit:
        item = next((one for one in await visit.desk_items() if one.id == item_id), None)
        if item is None:
            say(f"There is no open item {item_id}.")
            return 1
        return await _settled(visit, item, outcome, reference, say)


async def _settled(
    visit: Visit, item: DeskItem, outcome: Outcome | None, reference: str | None, say: Say
) -> int:
    attempt = item.note.attempt_id
    if attempt is None:
        await visit.settle_desk_item(item.id, by="desk")
        say(f"Item {item.id} is done.")
        return 0
    if outcome is None:
        say(
            f"Nobody knows whether item {item.id} was done. Look in the clinic's diary, then say: "
            "--yes and the appointment's number, or --no."
        )
        return 1
    await visit.decide(attempt, outcome, reference=reference, by="desk")
    say(f"Item {item.id} is settled. A patient who waits to hear of a booking is told.")
    return 0


def _print(item: DeskItem, settings: ClinicSettings, say: Say) -> None:
    at = settings.facts().local(item.at)
    about = _KINDS.get(item.note.kind, item.note.kind.replace("_", " "))
    say(f"{item.id}. {at:%A %d %B, %H:%M}: {about}")
    for line in item.note.text.splitlines():
        say(f"   {line}")
