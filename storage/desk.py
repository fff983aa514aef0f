"""What staff must do or know, kept until somebody has done it."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

import aiosqlite

from dialogs.session import SessionKey
from storage.rows import fetch, moment, moment_if, stamp
from storage.writer import Statement


@dataclass(frozen=True, slots=True)
class DeskNote:
    """Something to leave for staff, such as "callback", "in_doubt" or "new_patient".

    `key` says whose conversation it is about. A note about an attempt is settled by itself as soon
    as the attempt is. Staff are shown it from `due_at` on; None is at once.
    """

    kind: str
    text: str
    key: SessionKey | None = None
    attempt_id: str | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DeskItem:
    """A note that waits for staff, or did until it was settled."""

    id: int
    note: DeskNote
    at: datetime
    settled_at: datetime | None = None


OPEN = """
    SELECT id, kind, text, clinic, channel, user, attempt_id, left_at, due_at, settled_at
    FROM desk WHERE settled_at IS NULL AND (due_at IS NULL OR due_at <= ?) ORDER BY id
"""

SETTLE = """
    UPDATE desk SET settled_at = ?, settled_by = ? WHERE id = ? AND settled_at IS NULL
    RETURNING id
"""

# What software has found out by itself.
SETTLE_BY_ITSELF = Statement("""
    UPDATE desk SET settled_at = ?, settled_by = ? WHERE id = ? AND settled_at IS NULL
""")

NEWEST = """
    SELECT id, kind, text, clinic, channel, user, attempt_id, left_at, due_at, settled_at
    FROM desk WHERE kind = ? ORDER BY id DESC LIMIT 1
"""

# A settled item may still hold a name and a number.
FORGET = Statement("DELETE FROM desk WHERE settled_at < ?")


async def open_items(reader: aiosqlite.Connection, now: datetime) -> list[DeskItem]:
    return [item_of(row) for row in await fetch(reader, OPEN, (stamp(now),))]


async def newest(reader: aiosqlite.Connection, kind: str) -> DeskItem | None:
    rows = await fetch(reader, NEWEST, (kind,))
    return item_of(rows[0]) if rows else None


def item_of(row: sqlite3.Row) -> DeskItem:
    key = None
    if row["user"] is not None:
        key = SessionKey(clinic=row["clinic"], channel=row["channel"], user=row["user"])
    note = DeskNote(row["kind"], row["text"], key, row["attempt_id"], moment_if(row["due_at"]))
    at = note.due_at or moment(row["left_at"])
    return DeskItem(row["id"], note, at, moment_if(row["settled_at"]))
