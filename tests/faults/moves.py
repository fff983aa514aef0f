"""What patients are told of moving an appointment, held against where it really is."""

import re
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from sandbox.diary import FREED, Appointment
from tests.faults.callers import Caller

WISHES = (
    "move my appointment to next Tuesday at 11",
    "move my appointment to next Thursday at 2pm",
    "move my appointment to a week later",
)
_MOST_STEPS = 8


class Told(StrEnum):
    """What a message says of a move."""

    MOVED = "moved"
    STANDS = "stands as it was"
    UNSURE = "not known yet"


# The first that fits counts: a doubt speaks of both.
_WORDS = (
    (Told.UNSURE, re.compile(r"not sure yet whether it is moved|still being checked")),
    (Told.STANDS, re.compile(r"[Nn]othing (is|was) moved|is not moved|have not moved|stands as")),
    (Told.MOVED, re.compile(r"^Moved: |is moved to ")),
)


def told(texts: Iterable[str]) -> tuple[Told, str] | None:
    """What was said last of a move."""
    found = None
    for text in texts:
        said = next((one for one, words in _WORDS if words.search(text)), None)
        found = (said, text) if said else found
    return found


async def asked(caller: Caller, wish: str) -> bool:
    """Everything of a move up to the question whether it shall be made."""
    await caller.say(wish)
    for _ in range(_MOST_STEPS):
        if caller.button("Yes, move it"):
            return True
        times = caller.times(caller.last) if caller.last else []
        again = caller.button("Move it", "Try again")
        if times or again:
            await caller.press(times[0] if times else again)  # type: ignore[arg-type]
        else:
            return False
    return False


async def agreed(caller: Caller) -> None:
    """Say yes; what did not go through is tried again, as the bot proposes."""
    for _ in range(3):
        choice = caller.button("Yes, move it", "Try again")
        if choice is None:
            return
        await caller.press(choice)


def wrong(caller: Caller, was: datetime, *, doubts: int = 0) -> list[str]:
    """What is not so: it stands once, where the patient was told last that it stands."""
    said = told(caller.inside.messenger.texts(caller.user))
    entries = caller.inside.sandbox.clinic.diary.appointments(patient_id=caller.patient.id)
    active = [one for one in entries if one.status_id not in FREED]
    if said is None:
        return []
    if len(active) != 1:
        return [f"there are {len(active)} appointments after a move"]
    (entry,) = active
    match said[0]:
        case Told.UNSURE:
            return [] if doubts else ["nobody was told how the move ended"]
        case Told.MOVED:
            true = moment(entry) in said[1]
        case Told.STANDS:
            true = entry.start == was
    return [] if true else [f"told {said[1][:70]!r}, and it is at {moment(entry)}"]


def moment(entry: Appointment) -> str:
    """As patients read it."""
    start = entry.start
    return f"{start:%A} {start.day} {start:%B}, " + f"{start:%I:%M%p}".lstrip("0").lower()
