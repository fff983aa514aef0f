"""What patients are told of moving an appointment, held against where it really is."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum

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


def wrong(texts: Iterable[str], was: datetime, starts: Sequence[datetime]) -> list[str]:
    """What is not so: it stands once, where the patient was told last that it stands.

    It stood at `was`, and now the patient's appointments begin at `starts`.
    """
    said = told(texts)
    if said is None:
        return []
    if len(starts) != 1:
        return [f"there are {len(starts)} appointments after a move"]
    (start,) = starts
    match said[0]:
        case Told.UNSURE:
            return ["nobody was told how the move ended"]
        case Told.MOVED:
            true = moment(start) in said[1]
        case Told.STANDS:
            true = start == was
    return [] if true else [f"told {said[1][:70]!r}, and it is at {moment(start)}"]


def moment(start: datetime) -> str:
    """As patients read it."""
    at = "midday" if (start.hour, start.minute) == (12, 0) else f"{start:%I:%M%p}"
    return f"{start:%A} {start.day} {start:%B}, " + at.lstrip("0").lower()
