"""Times that a vendor keeps, or may keep, for a conversation.

A row is durable before the request leaves, so that no hold is ever out there that nobody knows of.
What becomes of one that was made for a booking is decided by that booking's attempt.
"""

import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

import aiosqlite

from dialogs.session import SessionKey
from storage.attempts import Outcome, State
from storage.rows import fetch, moment, moment_if, stamp
from storage.writer import Statement, Writer

Rows = Awaitable[list[sqlite3.Row]]

ASKED = Statement(
    """
    INSERT INTO hold (clinic, channel, user, slot, asked_at, attempt_id)
        VALUES (?, ?, ?, ?, ?, ?)
    """
)

ANSWERED = Statement("UPDATE hold SET ended_at = ?, reference = ?, until = ? WHERE id = ?")

WANTED = Statement("UPDATE hold SET unwanted = ?, attempt_id = ? WHERE id = ?")

GONE = Statement("DELETE FROM hold WHERE id = ?")

NONE_IS_WANTED = Statement("UPDATE hold SET unwanted = 1 WHERE unwanted <> ?")

ALL = """
    SELECT hold.*, attempt.state AS state, attempt.outcome AS outcome
    FROM hold LEFT JOIN attempt ON attempt.id = hold.attempt_id ORDER BY hold.id
"""


@dataclass(frozen=True, slots=True)
class KeptSlot:
    """One time that was asked for. `slot` is JSON that the application reads.

    Without a `reference` it is not known whether the vendor keeps it; without `ended_at` the
    request may still be under way, or the process died over it. `attempt_id` is the booking that it
    is for, with the `state` of its attempt, None where that was never prepared.
    """

    id: int
    key: SessionKey
    slot: str
    asked_at: datetime
    ended_at: datetime | None = None
    reference: str | None = None
    until: datetime | None = None
    attempt_id: str | None = None
    unwanted: bool = False
    state: State | None = None
    booked: bool = False


class HoldRows:
    """The rows; part of the Store, with the same promises."""

    def __init__(
        self,
        reader: aiosqlite.Connection,
        writer: Writer,
        reading: Callable[[Rows], Rows],
    ) -> None:
        """Borrow the Store's own; `reading` looks after what goes wrong while reading."""
        self._reader = reader
        self._writer = writer
        self._reading = reading

    async def asked(self, key: SessionKey, slot: str, at: datetime, attempt_id: str | None) -> int:
        """A request is about to leave; gives the row's id."""
        row = (key.clinic, key.channel, key.user, slot, stamp(at), attempt_id)
        await self._writer.write(ASKED, row)
        mine = [one for one in await self.all() if one.key == key and one.slot == slot]
        return mine[-1].id

    async def answered(
        self, id_: int, at: datetime, reference: str | None, until: datetime | None
    ) -> None:
        """The request is over: the vendor's name of the hold, or None where it is not known."""
        known = None if until is None else stamp(until)
        await self._writer.write(ANSWERED, (stamp(at), reference, known, id_))

    async def wanted(self, id_: int, *, attempt_id: str | None = None) -> None:
        """The conversation uses it, in a booking or without one."""
        await self._writer.write(WANTED, (0, attempt_id, id_))

    async def unwanted(self, id_: int) -> None:
        """It is to be let go."""
        await self._writer.write(WANTED, (1, None, id_))

    async def gone(self, id_: int) -> None:
        """There is no such hold any more."""
        await self._writer.write(GONE, (id_,))

    async def none_is_wanted(self) -> None:
        """A process begins: what the last one held for people who were deciding is let go."""
        await self._writer.write(NONE_IS_WANTED, (1,))

    async def all(self) -> list[KeptSlot]:
        """Every row, the oldest first."""
        rows = await self._reading(fetch(self._reader, ALL))
        return [_kept(row) for row in rows]


def _kept(row: sqlite3.Row) -> KeptSlot:
    state = None if row["state"] is None else State(row["state"])
    return KeptSlot(
        id=row["id"],
        key=SessionKey(clinic=row["clinic"], channel=row["channel"], user=row["user"]),
        slot=row["slot"],
        asked_at=moment(row["asked_at"]),
        ended_at=moment_if(row["ended_at"]),
        reference=row["reference"],
        until=moment_if(row["until"]),
        attempt_id=row["attempt_id"],
        unwanted=bool(row["unwanted"]),
        state=state,
        booked=state is State.CONFIRMED or row["outcome"] == Outcome.BOOKED,
    )
