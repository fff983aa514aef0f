"""What was asked of a vendor, from before it leaves until its outcome is known.

Each move is durable before what follows it, and only the moves of one table are possible: the
methods refuse others, and so does the SQL, through the function `legal_move` over that same table.
"""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import aiosqlite

from dialogs.session import SessionKey
from storage.rows import fetch, moment, moment_if, stamp
from storage.writer import Row, Statement


class Kind(StrEnum):
    BOOK = "book"
    STATUS = "status"


class State(StrEnum):
    """Where an attempt stands. A state's name is stored; never rename one."""

    PREPARED = "prepared"  # nothing has left
    SENT = "sent"  # it may have left, or it is about to
    CONFIRMED = "confirmed"  # the vendor said, or showed, that it happened
    REFUSED = "refused"  # it did not happen
    IN_DOUBT = "in_doubt"  # it may have happened
    SETTLED = "settled"  # a person has said what became of it

    @property
    def open(self) -> bool:
        """Whether its outcome is still unknown."""
        return self in (State.PREPARED, State.SENT, State.IN_DOUBT)


class Outcome(StrEnum):
    """What a person found out about an attempt in doubt."""

    BOOKED = "booked"
    NOT_BOOKED = "not_booked"


MOVES: dict[State, frozenset[State]] = {
    # Into doubt only by restoring a backup: it may have been sent after the copy was made.
    State.PREPARED: frozenset({State.SENT, State.REFUSED, State.IN_DOUBT}),
    State.SENT: frozenset({State.CONFIRMED, State.REFUSED, State.IN_DOUBT}),
    # Sent again only when reading the vendor has proven that nothing happened.
    State.IN_DOUBT: frozenset({State.CONFIRMED, State.REFUSED, State.SETTLED, State.SENT}),
    State.CONFIRMED: frozenset(),
    State.REFUSED: frozenset(),
    State.SETTLED: frozenset(),
}

MOST_SENDS = 2


def legal(source: str, target: str, sends: int) -> bool:
    """Whether an attempt that was sent so many times may move from one state to another."""
    if target == State.SENT and sends >= MOST_SENDS:
        return False
    return State(target) in MOVES[State(source)]


@dataclass(frozen=True, slots=True)
class Attempt:
    """Something asked of a vendor on a patient's behalf. `wish` is JSON that the application reads.

    `reference` is the vendor's own id; `outcome` and `settled_by` are what a person said.
    """

    id: str
    key: SessionKey
    kind: Kind
    patient_id: str
    start: datetime
    wish: str
    clinician_id: str | None = None
    minutes: int | None = None
    state: State = State.PREPARED
    sends: int = 0
    reference: str | None = None
    outcome: Outcome | None = None
    settled_by: str | None = None
    prepared_at: datetime | None = None
    sent_at: datetime | None = None
    concluded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """A step of an attempt's life. An outcome and a person belong to SETTLED, and only to it."""

    attempt_id: str
    to: State
    reference: str | None = None
    outcome: Outcome | None = None
    by: str | None = None

    def __post_init__(self) -> None:
        """Refuse a settlement without its outcome, and an outcome without a settlement."""
        if (self.to is State.SETTLED) != (self.outcome is not None):
            raise ValueError("an attempt is settled with an outcome, and only then has one")


PREPARE = Statement("""
    INSERT INTO attempt (id, clinic, channel, user, kind, patient_id, clinician_id, start, minutes,
                         wish, state, prepared_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'prepared', ?)
""")

# After restoring a backup nobody can tell what was sent since it was made.
ALL_IN_DOUBT = "UPDATE attempt SET state = 'in_doubt' WHERE state IN ('prepared', 'sent')"

ONE = """
    SELECT id, clinic, channel, user, kind, patient_id, clinician_id, start, minutes, wish, state,
           sends, reference, outcome, settled_by, prepared_at, sent_at, concluded_at
    FROM attempt WHERE id = ?
"""

OPEN = """
    SELECT id, clinic, channel, user, kind, patient_id, clinician_id, start, minutes, wish, state,
           sends, reference, outcome, settled_by, prepared_at, sent_at, concluded_at
    FROM attempt WHERE state IN ('prepared', 'sent', 'in_doubt') ORDER BY prepared_at
"""


def row_of(attempt: Attempt, at: datetime) -> Row:
    key = attempt.key
    return (
        attempt.id,
        key.clinic,
        key.channel,
        key.user,
        attempt.kind,
        attempt.patient_id,
        attempt.clinician_id,
        stamp(attempt.start),
        attempt.minutes,
        attempt.wish,
        stamp(at),
    )


async def one(reader: aiosqlite.Connection, attempt_id: str) -> Attempt | None:
    rows = await fetch(reader, ONE, (attempt_id,))
    return _attempt(rows[0]) if rows else None


async def open_ones(reader: aiosqlite.Connection) -> list[Attempt]:
    return [_attempt(row) for row in await fetch(reader, OPEN)]


def _attempt(row: sqlite3.Row) -> Attempt:
    outcome = row["outcome"]
    return Attempt(
        id=row["id"],
        key=SessionKey(clinic=row["clinic"], channel=row["channel"], user=row["user"]),
        kind=Kind(row["kind"]),
        patient_id=row["patient_id"],
        start=moment(row["start"]),
        wish=row["wish"],
        clinician_id=row["clinician_id"],
        minutes=row["minutes"],
        state=State(row["state"]),
        sends=row["sends"],
        reference=row["reference"],
        outcome=None if outcome is None else Outcome(outcome),
        settled_by=row["settled_by"],
        prepared_at=moment(row["prepared_at"]),
        sent_at=moment_if(row["sent_at"]),
        concluded_at=moment_if(row["concluded_at"]),
    )
