"""What is to be said, what was said, and which of it still has buttons."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

import aiosqlite

from dialogs.session import Reply, SessionKey
from storage.errors import Unreadable
from storage.rows import UNKNOWN, fetch, lenient, moment_or, value
from storage.writer import Statement


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A reply that waits to be delivered. `not_before` is when the messenger may be asked again."""

    id: int
    key: SessionKey
    reply: Reply
    tries: int = 0
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class IllegibleReply:
    """A reply that waits to be said and cannot be read any more; `raw` is what stands there."""

    id: int
    key: SessionKey
    raw: str


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A delivered reply whose buttons can still be pressed."""

    id: int
    handle: str


DECLARATION = """
    CREATE TEMP VIEW delivery AS SELECT
        NULL AS id, NULL AS handle, NULL AS at, NULL AS frozen;

    CREATE TEMP TRIGGER deliver INSTEAD OF INSERT ON delivery BEGIN
        UPDATE outbox
            SET state = 'delivered', reply = NULL, handle = NEW.handle, settled_at = NEW.at
            WHERE id = NEW.id AND state = 'waiting';
        UPDATE outbox SET question = 0 WHERE id IN (SELECT value FROM json_each(NEW.frozen));
    END;
"""

DELIVERED = Statement("INSERT INTO delivery VALUES (?, ?, ?, ?)")

POSTPONED = Statement("""
    UPDATE outbox SET not_before = ?, tries = ? WHERE id = ? AND state = 'waiting'
""")

REJECTED = Statement("""
    UPDATE outbox SET state = 'rejected', reply = NULL, why = ?, settled_at = ?
    WHERE id = ? AND state = 'waiting'
""")

UNREACHABLE = Statement("""
    UPDATE outbox SET state = 'dropped', reply = NULL, settled_at = ?
    WHERE state = 'waiting' AND clinic = ? AND channel = ? AND user = ?
""")

# The highest id stays, since the next one is counted from it.
FORGET = Statement("""
    DELETE FROM outbox
    WHERE state <> 'waiting' AND settled_at < ? AND id < (SELECT max(id) FROM outbox)
""")

# What a restored backup holds unsaid was said after the backup was made.
LET_GO = """
    UPDATE outbox SET state = 'dropped', reply = NULL, settled_at = ? WHERE state = 'waiting'
"""

LAST_ID = "SELECT coalesce(max(id), 0) FROM outbox"

UNDELIVERED = """
    SELECT id, clinic, channel, user, CAST(reply AS BLOB), tries, not_before
    FROM outbox WHERE state = 'waiting' ORDER BY id
"""

OPEN_QUESTIONS = """
    SELECT id, handle FROM outbox
    WHERE state = 'delivered' AND question = 1
        AND clinic = ? AND channel = ? AND user = ? AND id < ?
    ORDER BY id
"""


async def last_id(reader: aiosqlite.Connection) -> int:
    rows = await fetch(reader, LAST_ID)
    return int(rows[0][0])


async def undelivered(reader: aiosqlite.Connection) -> list[Outgoing]:
    """Those that can be read."""
    rows = [_outgoing(row) for row in await fetch(reader, UNDELIVERED)]
    return [one for one in rows if isinstance(one, Outgoing)]


async def illegible(reader: aiosqlite.Connection) -> list[IllegibleReply]:
    rows = [_outgoing(row) for row in await fetch(reader, UNDELIVERED)]
    return [one for one in rows if isinstance(one, IllegibleReply)]


def _outgoing(row: sqlite3.Row) -> Outgoing | IllegibleReply:
    row_id, clinic, channel, user, raw, tries, not_before = row
    key = SessionKey(clinic=clinic, channel=channel, user=user)
    try:
        reply = value(Reply, raw, of=f"outbox row {row_id}")
    except Unreadable:
        return IllegibleReply(row_id, key, lenient(raw))
    until = None if not_before is None else moment_or(not_before, UNKNOWN)
    return Outgoing(row_id, key, reply, tries, until)


async def open_questions(
    reader: aiosqlite.Connection, key: SessionKey, before: int
) -> list[OpenQuestion]:
    parameters = (key.clinic, key.channel, key.user, before)
    return [OpenQuestion(*row) for row in await fetch(reader, OPEN_QUESTIONS, parameters)]
