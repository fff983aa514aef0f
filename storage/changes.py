"""What others change about appointments: the last known state, and the stream of changes.

A poll is one transaction: what is known now, what has changed, and from when to ask the next time.
So a poll that was lost half way is simply made again, and one that is made again finds nothing new.
"""

import json
import sqlite3
from collections.abc import Awaitable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeVar

import aiosqlite
import structlog
from pydantic import TypeAdapter

from connectors.model import Appointment, Status
from dialogs.session import SessionKey
from storage import attempt_rows, facts
from storage.attempts import Attempt
from storage.rows import fetch, moment, stamp
from storage.writer import Statement, Writer

T = TypeVar("T")

log = structlog.get_logger(__name__)

# The fact from when to ask the next time.
CURSOR = "changes_asked_until"


class Kind(StrEnum):
    """What has changed. Only the first two concern the patient. Stored; never rename one."""

    MOVED = "moved"  # another time or clinician, or it stands again
    CANCELLED = "cancelled"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class Known:
    """An appointment as it was told by a poll that asked at a moment."""

    appointment: Appointment
    at: datetime


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that somebody else has changed."""

    kind: Kind
    before: Appointment
    after: Appointment


@dataclass(frozen=True, slots=True)
class Change:
    """One place of the stream; a later change has a higher id."""

    id: int
    kind: Kind
    before: Appointment
    after: Appointment
    noticed_at: datetime


DECLARATION = """
    CREATE TEMP VIEW poll AS SELECT
        NULL AS at, NULL AS asked_at, NULL AS known, NULL AS changed,
        NULL AS cursor, NULL AS asked_until;

    CREATE TEMP TRIGGER notice_changes INSTEAD OF INSERT ON poll BEGIN

        INSERT INTO appointment (reference, patient_id, clinician_id, service_id, start, minutes,
                                 status, known_at)
            SELECT one.value ->> 'reference', one.value ->> 'patient', one.value ->> 'clinician',
                   one.value ->> 'service', one.value ->> 'start', one.value ->> 'minutes',
                   one.value ->> 'status', NEW.asked_at
            FROM json_each(NEW.known) AS one WHERE TRUE
            ON CONFLICT (reference) DO UPDATE
                SET patient_id = excluded.patient_id, clinician_id = excluded.clinician_id,
                    service_id = excluded.service_id, start = excluded.start,
                    minutes = excluded.minutes, status = excluded.status,
                    known_at = excluded.known_at;

        -- A change of status alone is told to nobody.
        INSERT INTO change (kind, reference, patient_id, before, after, noticed_at, told_at)
            SELECT one.value ->> 'kind', one.value ->> 'reference', one.value ->> 'patient',
                   one.value ->> 'before', one.value ->> 'after', NEW.at,
                   iif(one.value ->> 'kind' = 'status', NEW.at, NULL)
            FROM json_each(NEW.changed) AS one;

        INSERT INTO fact (name, value, known_at) VALUES (NEW.cursor, NEW.asked_until, NEW.at)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value, known_at = excluded.known_at;
    END;
"""

NOTICED = Statement("INSERT INTO poll VALUES (?, ?, ?, ?, ?, ?)")

TOLD = Statement("""
    UPDATE change SET told_at = ? WHERE told_at IS NULL AND id IN (SELECT value FROM json_each(?))
""")

UNPROVEN = Statement("""
    DELETE FROM proven
    WHERE clinic = ? AND channel = ? AND user = ?
        AND patient_id = coalesce(?, patient_id)
""")

FORGET_APPOINTMENTS = Statement("DELETE FROM appointment WHERE start < ?")

# The highest id stays, since the next one is counted from it, and conversations remember it.
FORGET_CHANGES = Statement(
    "DELETE FROM change WHERE told_at < ? AND id < (SELECT max(id) FROM change)"
)

KNOWN = "SELECT * FROM appointment WHERE reference IN (SELECT value FROM json_each(?))"

UNTOLD = "SELECT * FROM change WHERE told_at IS NULL ORDER BY id"

# Where the patient is known to be, and where this very appointment was made; a class has no
# patient of its own, and whoever has left it needs to hear no more of it.
CONVERSATIONS = """
    SELECT clinic, channel, user FROM proven WHERE patient_id = :patient AND :patient <> ''
    UNION
    SELECT clinic, channel, user FROM attempt AS made
    WHERE reference = :reference AND :patient IN ('', patient_id)
        AND kind IN ('book', 'join') AND (state = 'confirmed' OR outcome = 'booked')
        AND NOT (kind = 'join' AND EXISTS (
            SELECT 1 FROM attempt AS gone
            WHERE gone.kind = 'status' AND gone.state = 'confirmed'
                AND gone.reference = made.reference AND gone.patient_id = made.patient_id
                AND gone.concluded_at > made.concluded_at
                AND iif(json_valid(gone.wish), gone.wish ->> 'status', '') LIKE 'cancelled%'))
    ORDER BY clinic, channel, user
"""

_APPOINTMENT = TypeAdapter(Appointment)


class Reading(Protocol):
    """Looks after what goes wrong while reading."""

    def __call__(self, question: Awaitable[T], /) -> Awaitable[T]:
        """Answer it; raises NotRead."""
        ...


class ChangeRows:
    """The rows; part of the Store, with the same promises."""

    def __init__(
        self,
        reader: aiosqlite.Connection,
        writer: Writer,
        reading: Reading,
    ) -> None:
        """Borrow the Store's own."""
        self._reader = reader
        self._writer = writer
        self._reading = reading

    async def asked_until(self) -> datetime | None:
        """From when to ask; None: nobody has ever asked."""
        rows = await self._rows(facts.ONE, (CURSOR,))
        return moment(rows[0]["value"]) if rows else None

    async def known(self, references: Sequence[str]) -> dict[str, Known]:
        """The last known state of those of them that are known, and can still be read."""
        rows = await self._rows(KNOWN, (json.dumps(list(references)),))
        known = [one for row in rows if (one := _known(row)) is not None]
        return {one.appointment.id: one for one in known}

    async def ours(self, references: Sequence[str]) -> list[Attempt]:
        """The attempts that have to do with these appointments, so far as that can be told."""
        return await self._reading(attempt_rows.about(self._reader, references))

    async def noticed(
        self,
        now: datetime,
        *,
        asked_at: datetime,
        until: datetime,
        known: Iterable[Appointment],
        changed: Iterable[Difference],
    ) -> None:
        """Write what a poll has told, all of it or nothing."""
        states = json.dumps([_state(one) for one in known])
        differences = json.dumps([_difference(one) for one in changed])
        row = (stamp(now), stamp(asked_at), states, differences, CURSOR, stamp(until))
        await self._writer.write(NOTICED, row)

    async def untold(self) -> list[Change]:
        """What is still to be told to patients, in the order in which it was noticed."""
        changes = [_change(row) for row in await self._rows(UNTOLD)]
        return [change for change in changes if change is not None]

    async def conversations(self, change: Change) -> list[SessionKey]:
        """Where it may be told; what their sessions know of the patient decides."""
        after = change.after
        rows = await self._rows(CONVERSATIONS, {"patient": after.patient_id, "reference": after.id})
        return [
            SessionKey(clinic=clinic, channel=channel, user=user) for clinic, channel, user in rows
        ]

    async def told(self, ids: Iterable[int], at: datetime) -> None:
        """Everybody was told who is to be told, or nobody has to be."""
        await self._writer.write(TOLD, (stamp(at), json.dumps(list(ids))))

    async def unproven(self, key: SessionKey, patient_id: str | None = None) -> None:
        """The conversation does not know a patient any more, or nobody at all."""
        await self._writer.write(UNPROVEN, (key.clinic, key.channel, key.user, patient_id))

    async def forget(self, before: datetime) -> None:
        """Let go of appointments that were over before a moment, and of changes told before it."""
        for statement in (FORGET_APPOINTMENTS, FORGET_CHANGES):
            await self._writer.write(statement, (stamp(before),))

    async def _rows(
        self, sql: str, parameters: Sequence[str] | dict[str, str] = ()
    ) -> list[sqlite3.Row]:
        return await self._reading(fetch(self._reader, sql, parameters))


def _state(one: Appointment) -> dict[str, object]:
    return {
        "reference": one.id,
        "patient": one.patient_id,
        "clinician": one.clinician_id,
        "service": one.service_id,
        "start": stamp(one.start),
        "minutes": one.minutes,
        "status": one.status,
    }


def _difference(one: Difference) -> dict[str, object]:
    return {
        "kind": one.kind,
        "reference": one.after.id,
        "patient": one.after.patient_id,
        "before": _written(one.before),
        "after": _written(one.after),
    }


def _written(one: Appointment) -> str:
    """Without its note, which may hold a name."""
    return _APPOINTMENT.dump_json(replace(one, note=""), exclude_defaults=True).decode()


def _known(row: sqlite3.Row) -> Known | None:
    """What a row says; one that is damaged is as good as none, and is learnt anew."""
    try:
        appointment = Appointment(
            id=row["reference"],
            patient_id=row["patient_id"],
            start=moment(row["start"]),
            status=Status(row["status"]),
            minutes=row["minutes"],
            service_id=row["service_id"],
            clinician_id=row["clinician_id"],
        )
        return Known(appointment, moment(row["known_at"]))
    except ValueError:
        log.error("appointment_illegible", appointment=row["reference"])
        return None


def _change(row: sqlite3.Row) -> Change | None:
    """What a row says; one that is damaged keeps nobody from hearing of the others."""
    try:
        return Change(
            id=row["id"],
            kind=Kind(row["kind"]),
            before=_APPOINTMENT.validate_json(row["before"]),
            after=_APPOINTMENT.validate_json(row["after"]),
            noticed_at=moment(row["noticed_at"]),
        )
    except ValueError:
        log.error("change_illegible", number=row["id"])
        return None
