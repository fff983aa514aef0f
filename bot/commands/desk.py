"""`python -m bot desk`: what waits for the people at the clinic, and how they settle it."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.commands.database import database
from bot.desk import wording
from bot.settings import ClinicSettings
from storage.attempts import Outcome
from storage.desk import DeskItem
from storage.errors import BrokenRule, IllegalMove
from storage.store import Store
from storage.visit import Visit

Say = Callable[[str], None]

# What a clinic's system gives an appointment; a # before it is how people write numbers.
_NUMBER = re.compile(r"#?([A-Za-z0-9-]{1,40})")

ANSWERED = (
    "Item {id} is answered. A patient who waits to hear of a booking is told in a moment, or as "
    "soon as Frontdesk runs again."
)
SETTLED_MEANWHILE = "Item {id} has been settled meanwhile. Nothing has to be done."


async def show(env: Path, item_id: int | None, clock: Callable[[], datetime], say: Say) -> int:
    """List what is open, the oldest first, or one item; also while the server runs."""
    settings, path = database(env)
    async with Store.visit(path, clock) as visit:
        items = await visit.desk_items()
        decided = {decision.attempt_id for decision in await visit.decisions()}
    if item_id is not None:
        items = [item for item in items if item.id == item_id]
        if not items:
            say(_no_such(item_id, env))
            return 1
    elif not items:
        say("Nothing waits for the desk.")
    for place, item in enumerate(items):
        if place:
            say("")
        _print(item, settings, say, answered=item.note.attempt_id in decided)
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
    settings, path = database(env)
    async with Store.visit(path, clock) as visit:
        item = next((one for one in await visit.desk_items() if one.id == item_id), None)
        if item is None:
            say(_no_such(item_id, env))
            return 1
        if (item.note.attempt_id is None) != (outcome is None):
            say(f"Item {item_id} cannot be answered like this.")
            _print(item, settings, say)
            return 1
        if outcome is None:
            wrong = await _done(visit, item)
            words = f"Item {item.id} is done."
        else:
            wrong = await _decided(visit, item, outcome, reference)
            words = ANSWERED.format(id=item.id)
    say(wrong or words)
    return 1 if wrong else 0


async def _done(visit: Visit, item: DeskItem) -> str | None:
    """Mark the item as done; gives what keeps it from that."""
    done = await visit.settle_desk_item(item.id, by="desk")
    return None if done else SETTLED_MEANWHILE.format(id=item.id)


async def _decided(
    visit: Visit, item: DeskItem, outcome: Outcome, reference: str | None
) -> str | None:
    """Leave what became of what was in doubt; gives what keeps it from that."""
    number = None if reference is None else _NUMBER.fullmatch(reference)
    if reference is not None and number is None:
        return "The appointment's number is written without spaces, as in --yes 34234."
    try:
        await visit.decide(
            item.note.attempt_id or "", outcome, reference=number and number[1], by="desk"
        )
    except BrokenRule:
        return f"Item {item.id} was answered already, and is being dealt with."
    except IllegalMove:
        return SETTLED_MEANWHILE.format(id=item.id)
    return None


def _print(item: DeskItem, settings: ClinicSettings, say: Say, *, answered: bool = False) -> None:
    local = settings.facts().local
    say(wording.title(item, local))
    for line in wording.lines(item.note.text):
        say(f"   {line}")
    if answered:
        say("   This was answered already, and is being dealt with.")
        return
    say(f"   {wording.kind(item.note.kind).to_do} Then write:")
    command = f"python -m bot desk {settings.file.name} {item.id}"
    if item.note.attempt_id is None:
        say(f"      {command} --done")
    else:
        say(f"      {command} --yes NUMBER    if it is there, with the appointment's number")
        say(f"      {command} --no            if it is not")


def _no_such(item_id: int, env: Path) -> str:
    return (
        f"There is no item {item_id} that waits. What waits is listed by: "
        f"python -m bot desk {env.name}"
    )
