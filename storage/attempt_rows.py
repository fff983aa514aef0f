"""Attempts as rows: how one is prepared beside others, what is noted of a doubt, how they are read.

Their moves are written with the turn that makes them (storage/turns.py).
"""

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime

import aiosqlite

from dialogs.session import SessionKey
from storage.attempts import Attempt, Kind, Outcome, State
from storage.rows import fetch, moment, moment_if, stamp
from storage.writer import Row, Statement

# The times that the vendor or a person has confirmed, and nobody has given up here since: by
# cancelling, or by moving what was there to another time.
_BOOKED = """
    kind IN ('book', 'move') AND (state = 'confirmed' OR outcome = 'booked') AND NOT EXISTS (
        SELECT 1 FROM attempt AS change
        WHERE change.reference = attempt.reference AND change.id <> attempt.id
            AND (change.kind = 'move' AND change.rowid > attempt.rowid
                    AND (change.state = 'confirmed' OR change.outcome = 'booked')
                OR change.kind = 'status' AND change.state = 'confirmed'
                    AND iif(json_valid(change.wish), change.wish ->> 'status', '')
                        LIKE 'cancelled%'))
"""

DECLARATION = f"""
    CREATE TEMP VIEW booked AS SELECT * FROM attempt WHERE {_BOOKED};

    CREATE TEMP VIEW preparation AS SELECT
        NULL AS n, NULL AS id, NULL AS clinic, NULL AS channel, NULL AS user, NULL AS kind,
        NULL AS patient_id, NULL AS clinician_id, NULL AS start, NULL AS minutes, NULL AS wish,
        NULL AS ends_at, NULL AS tag, NULL AS beside_booked, NULL AS shown_at, NULL AS at;

    CREATE TEMP TRIGGER prepare INSTEAD OF INSERT ON preparation BEGIN

        -- While nobody knows what became of a booking, its patient gets no other one.
        SELECT verdict(NEW.n, 'clash', 'patient'), RAISE(IGNORE) FROM attempt
            WHERE NEW.kind IN ('book', 'move') AND kind IN ('book', 'move') AND id <> NEW.id
                AND state IN ('prepared', 'sent', 'in_doubt') AND patient_id = NEW.patient_id
                AND ends_at > NEW.at;

        -- Nor is somebody written down anew who may be written down already, or joins twice.
        SELECT verdict(NEW.n, 'clash', 'patient'), RAISE(IGNORE) FROM attempt
            WHERE NEW.kind IN ('patient', 'join') AND kind = NEW.kind AND id <> NEW.id
                AND state IN ('prepared', 'sent', 'in_doubt') AND patient_id = NEW.patient_id;

        -- Nor does anybody get a time that it may have taken: intervals, and not only starts.
        SELECT verdict(NEW.n, 'clash', 'time'), RAISE(IGNORE) FROM attempt
            WHERE NEW.kind IN ('book', 'move') AND kind IN ('book', 'move') AND id <> NEW.id
                AND state IN ('prepared', 'sent', 'in_doubt')
                AND clinician_id = NEW.clinician_id
                AND start < NEW.ends_at AND NEW.start < ends_at;

        SELECT verdict(NEW.n, 'clash', 'time'), RAISE(IGNORE) FROM booked
            WHERE (NEW.beside_booked OR concluded_at > NEW.shown_at)
                AND NEW.kind IN ('book', 'move') AND clinician_id = NEW.clinician_id
                AND start < NEW.ends_at AND NEW.start < ends_at
                AND NOT (NEW.kind = 'move'
                    AND reference = coalesce(NEW.wish ->> 'appointment_id', ''));

        SELECT verdict(NEW.n, 'clash', 'appointment'), RAISE(IGNORE) FROM attempt
            WHERE NEW.kind IN ('status', 'move') AND kind IN ('status', 'move') AND id <> NEW.id
                AND state IN ('prepared', 'sent', 'in_doubt')
                AND iif(json_valid(wish), wish ->> 'appointment_id', NULL)
                    = NEW.wish ->> 'appointment_id';

        INSERT INTO attempt (id, clinic, channel, user, kind, patient_id, clinician_id, start,
                             minutes, wish, ends_at, tag, state, prepared_at)
            VALUES (NEW.id, NEW.clinic, NEW.channel, NEW.user, NEW.kind, NEW.patient_id,
                    NEW.clinician_id, NEW.start, NEW.minutes, NEW.wish, NEW.ends_at, NEW.tag,
                    'prepared', NEW.at);

        SELECT verdict(NEW.n, 'prepared');
    END;
"""  # noqa: S608 - put together from what stands here

PREPARE = Statement(
    "INSERT INTO preparation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", answers=True
)

LOOKED = Statement("""
    UPDATE attempt SET looked_at = ?, absent = ?, puzzling = ? WHERE id = ? AND state = 'in_doubt'
""")

SWEPT = Statement("UPDATE attempt SET sweeps = sweeps + 1 WHERE id = ?")

# What somebody still has to look at stays, with all that it rests on.
FORGET = Statement("""
    DELETE FROM attempt WHERE ends_at < ? AND state IN ('confirmed', 'refused', 'settled')
        AND NOT EXISTS (SELECT 1 FROM desk WHERE attempt_id = attempt.id)
        AND NOT EXISTS (SELECT 1 FROM decision WHERE attempt_id = attempt.id)
""")

# After restoring a backup nobody can tell what was sent since it was made.
ALL_IN_DOUBT = """
    UPDATE attempt SET state = 'in_doubt', doubted_at = coalesce(doubted_at, sent_at, prepared_at)
    WHERE state IN ('prepared', 'sent')
"""

ONE = "SELECT * FROM attempt WHERE id = ?"

OPEN = """
    SELECT * FROM attempt
    WHERE state IN ('prepared', 'sent', 'in_doubt') ORDER BY prepared_at
"""

# Nobody is at work on these: no message that is still to be answered will take them up again.
ORPHANS = """
    SELECT * FROM attempt
    WHERE state IN ('prepared', 'sent') AND doubted_at IS NULL AND prepared_at < ?
        AND NOT EXISTS (
            SELECT 1 FROM inbox WHERE handled_at IS NULL
                AND substr(attempt.id, 1, length(channel) + length(message_id) + 2)
                    = channel || '/' || message_id || '/')
"""

# Nobody at the clinic was asked to look at these, nor will be.
UNNOTED = """
    SELECT * FROM attempt
    WHERE state = 'in_doubt' AND (doubted_at IS NULL OR doubted_at < ?)
        AND NOT EXISTS (SELECT 1 FROM desk WHERE attempt_id = attempt.id AND settled_at IS NULL)
"""

# Only what was once in doubt can have been made twice, or after it was given up.
DOUBTED = """
    SELECT * FROM attempt
    WHERE doubted_at IS NOT NULL AND kind = 'book' AND sweeps < ?
        AND state IN ('confirmed', 'refused', 'settled') ORDER BY concluded_at
"""

# What a person has settled need not hold the vendor's reference: the wish does.
ABOUT = """
    SELECT * FROM attempt WHERE reference IN (SELECT value FROM json_each(?1))
    UNION
    SELECT * FROM attempt WHERE state = 'settled' AND kind IN ('status', 'move')
        AND iif(json_valid(wish), wish ->> 'appointment_id', NULL)
            IN (SELECT value FROM json_each(?1))
"""

HELD = f"""
    SELECT * FROM attempt
    WHERE kind IN ('book', 'move') AND ends_at > :now
        AND (state IN ('prepared', 'sent', 'in_doubt') OR (:booked AND {_BOOKED}))
        AND (:patient IS NULL OR patient_id = :patient)
    ORDER BY start
"""  # noqa: S608 - put together from what stands here


def row_of(
    attempt: Attempt, at: datetime, *, beside_booked: bool, shown_at: datetime | None
) -> Row:
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
        stamp(attempt.ends_at),
        attempt.tag,
        beside_booked,
        None if shown_at is None else stamp(shown_at),
        stamp(at),
    )


async def one(reader: aiosqlite.Connection, attempt_id: str) -> Attempt | None:
    rows = await fetch(reader, ONE, (attempt_id,))
    return _attempt(rows[0]) if rows else None


async def open_ones(reader: aiosqlite.Connection) -> list[Attempt]:
    return [_attempt(row) for row in await fetch(reader, OPEN)]


async def orphans(reader: aiosqlite.Connection, before: datetime) -> list[Attempt]:
    return [_attempt(row) for row in await fetch(reader, ORPHANS, (stamp(before),))]


async def unnoted(reader: aiosqlite.Connection, before: datetime) -> list[Attempt]:
    return [_attempt(row) for row in await fetch(reader, UNNOTED, (stamp(before),))]


async def doubted(reader: aiosqlite.Connection, most_sweeps: int) -> list[Attempt]:
    return [_attempt(row) for row in await fetch(reader, DOUBTED, (most_sweeps,))]


async def about(reader: aiosqlite.Connection, references: Sequence[str]) -> list[Attempt]:
    rows = await fetch(reader, ABOUT, (json.dumps(list(references)),))
    return [_attempt(row) for row in rows]


async def held(
    reader: aiosqlite.Connection, now: datetime, patient_id: str | None, *, booked: bool
) -> list[Attempt]:
    wanted = {"now": stamp(now), "patient": patient_id, "booked": booked}
    return [_attempt(row) for row in await fetch(reader, HELD, wanted)]


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
        tag=row["tag"] or "",
        doubted_at=moment_if(row["doubted_at"]),
        looked_at=moment_if(row["looked_at"]),
        absent=row["absent"],
        puzzling=bool(row["puzzling"]),
        told_revision=row["told_revision"],
        sweeps=row["sweeps"],
    )
