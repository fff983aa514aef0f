"""Times that the vendor keeps for us although nobody needs them: seen, and seen again a minute on.

A hold is needed while its conversation's session names the time, or while a booking of it is open.
"""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sandbox.holds import Hold

LET_GO_WITHIN = timedelta(seconds=60)

_HOLDING = "SELECT body FROM session"
_BOOKING = """
    SELECT wish FROM attempt WHERE kind = 'book' AND state IN ('prepared', 'sent', 'in_doubt')
"""

Time = tuple[int, datetime]


@dataclass
class Kept:
    """What is known of the holds of one clinic; look at them whenever time has passed."""

    unneeded: dict[int, datetime] = field(default_factory=dict)
    left: set[int] = field(default_factory=set)

    def seen(self, alive: Iterable[Hold], database: Path, now: datetime) -> None:
        """These are alive now; `left` gets those that nobody has needed for a minute or more."""
        needed = needed_times(database)
        idle = {one.id for one in alive if (one.clinician_id, one.start) not in needed}
        self.unneeded = {one: self.unneeded.get(one, now) for one in idle}
        self.left |= {one for one, since in self.unneeded.items() if now - since >= LET_GO_WITHIN}


def needed_times(database: Path) -> set[Time]:
    """Each clinician's times that a conversation names, or that an open booking is for."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        bodies = [json.loads(body) for (body,) in connection.execute(_HOLDING)]
        wishes = [json.loads(wish) for (wish,) in connection.execute(_BOOKING)]
    finally:
        connection.close()
    named = [key.partition("@") for body in bodies for key in body.get("holding", ())]
    slots = [wish["new"]["slot"] for wish in wishes]
    times = [(clinician, start) for clinician, _, start in named]
    times += [(slot["clinician_id"], slot["start"]) for slot in slots]
    return {(int(clinician), _moment(start)) for clinician, start in times}


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
