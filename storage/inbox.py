"""What patients did, stored before the messenger is told that it arrived."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

import aiosqlite

from dialogs.session import Heard, SessionKey
from storage.errors import Unreadable
from storage.rows import UNKNOWN, fetch, lenient, moment_or, stamp, value, written
from storage.writer import Row, Statement


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing that a patient did, under the messenger's own id for it."""

    key: SessionKey
    message_id: str
    heard: Heard
    at: datetime


@dataclass(frozen=True, slots=True)
class Received:
    """Where an incoming message is stored, and whether it was stored before."""

    id: int
    repeat: bool


@dataclass(frozen=True, slots=True)
class StoredIncoming:
    """A message that is still to be answered."""

    id: int
    incoming: Incoming


@dataclass(frozen=True, slots=True)
class IllegibleMessage:
    """A message that waits for an answer and cannot be read any more; `raw` is what stands there.

    `incoming` is all of it but what was heard.
    """

    id: int
    incoming: Incoming
    raw: str


DECLARATION = """
    CREATE TEMP VIEW arrival AS SELECT
        NULL AS n, NULL AS clinic, NULL AS channel, NULL AS user, NULL AS message_id,
        NULL AS heard, NULL AS at;

    CREATE TEMP TRIGGER receive INSTEAD OF INSERT ON arrival BEGIN
        SELECT verdict(NEW.n, 'repeat', id), RAISE(IGNORE) FROM inbox
            WHERE clinic = NEW.clinic AND channel = NEW.channel AND message_id = NEW.message_id;
        INSERT INTO inbox (clinic, channel, user, message_id, heard, arrived_at)
            VALUES (NEW.clinic, NEW.channel, NEW.user, NEW.message_id, NEW.heard, NEW.at);
        SELECT verdict(NEW.n, 'stored', last_insert_rowid());
    END;
"""

RECEIVE = Statement("INSERT INTO arrival VALUES (?, ?, ?, ?, ?, ?, ?)", answers=True)

# The ids of messages stay for a while after they are answered, to know a repeat.
FORGET = Statement("DELETE FROM inbox WHERE handled_at < ?")

# What a restored backup holds unanswered was answered after the backup was made.
LET_GO = "UPDATE inbox SET heard = NULL, handled_at = ? WHERE handled_at IS NULL"

UNHANDLED = """
    SELECT id, clinic, channel, user, message_id, CAST(heard AS BLOB), arrived_at
    FROM inbox WHERE handled_at IS NULL ORDER BY id
"""


def row_of(incoming: Incoming) -> Row:
    key = incoming.key
    heard = written(incoming.heard)
    at = stamp(incoming.at)
    return key.clinic, key.channel, key.user, incoming.message_id, heard, at


async def unhandled(reader: aiosqlite.Connection) -> list[StoredIncoming]:
    """Those that can be read."""
    rows = [_stored(row) for row in await fetch(reader, UNHANDLED)]
    return [one for one in rows if isinstance(one, StoredIncoming)]


async def illegible(reader: aiosqlite.Connection) -> list[IllegibleMessage]:
    rows = [_stored(row) for row in await fetch(reader, UNHANDLED)]
    return [one for one in rows if isinstance(one, IllegibleMessage)]


def _stored(row: sqlite3.Row) -> StoredIncoming | IllegibleMessage:
    row_id, clinic, channel, user, message_id, raw, arrived_at = row
    key = SessionKey(clinic=clinic, channel=channel, user=user)
    at = moment_or(arrived_at, UNKNOWN)
    try:
        heard = value(Heard, raw, of=f"inbox row {row_id}")
    except Unreadable:
        nothing = Incoming(key, message_id, Heard(at=at), at)
        return IllegibleMessage(row_id, nothing, lenient(raw))
    return StoredIncoming(row_id, Incoming(key, message_id, heard, at))
