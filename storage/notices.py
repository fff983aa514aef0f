"""Which of the desk's items staff were told of, by which way, and of which they are still to be."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import aiosqlite

from storage.desk import DeskItem, item_of
from storage.rows import fetch, moment_if, stamp
from storage.writer import Row, Statement


@dataclass(frozen=True, slots=True)
class News:
    """An item that staff are to be told of: that it waits for them, or that it is `over`.

    It was tried in vain so many times, and is not to be tried again before a moment.
    """

    item: DeskItem
    over: bool = False
    tries: int = 0
    not_before: datetime | None = None


WAITING = """
    SELECT desk.id, kind, text, clinic, channel, user, attempt_id, left_at, due_at, settled_at,
           0 AS over, coalesce(tries, 0) AS tries, not_before
    FROM desk LEFT JOIN notice ON desk_id = desk.id AND way = ?
    WHERE settled_at IS NULL AND (due_at IS NULL OR due_at <= ?)
        AND told_at IS NULL AND given_up IS NULL
    ORDER BY desk.id
"""

# `told_at` is the moment that the telling is true of, so what was settled after it is news; but
# not what a person settled with one of our commands: they know.
OVER = """
    SELECT desk.id, kind, text, clinic, channel, user, attempt_id, left_at, due_at, settled_at,
           1 AS over, tries, not_before
    FROM notice JOIN desk ON desk.id = desk_id
    WHERE way = ? AND given_up IS NULL AND told_at < settled_at
        AND coalesce(settled_by, '') NOT IN ('desk', 'restore')
    ORDER BY desk.id
"""

LAST_TOLD = "SELECT max(told_at) AS at FROM notice WHERE way = ?"

TOLD = Statement("""
    INSERT INTO notice (desk_id, way, told_at)
    SELECT desk.id, ?, ? FROM json_each(?) AS one JOIN desk ON desk.id = one.value WHERE TRUE
    ON CONFLICT (desk_id, way) DO UPDATE
        SET told_at = excluded.told_at, tries = 0, not_before = NULL
""")

FAILED = Statement("""
    INSERT INTO notice (desk_id, way, tries, not_before)
    SELECT desk.id, ?, ?, ? FROM json_each(?) AS one JOIN desk ON desk.id = one.value WHERE TRUE
    ON CONFLICT (desk_id, way) DO UPDATE
        SET tries = excluded.tries, not_before = excluded.not_before
""")

GIVEN_UP = Statement("""
    INSERT INTO notice (desk_id, way, given_up)
    SELECT desk.id, ?, ? FROM json_each(?) AS one JOIN desk ON desk.id = one.value WHERE TRUE
    ON CONFLICT (desk_id, way) DO UPDATE SET given_up = excluded.given_up
""")

TAKEN_UP = Statement("""
    UPDATE notice SET given_up = NULL, tries = 0, not_before = NULL
    WHERE way = ? AND given_up IS NOT NULL AND told_at IS NULL
""")


def row_of(way: str, *values: object, ids: Iterable[int]) -> Row:
    """The row of a statement about several items."""
    return (way, *values, json.dumps(list(ids)))


async def news(reader: aiosqlite.Connection, way: str, now: datetime) -> list[News]:
    waiting = await fetch(reader, WAITING, (way, stamp(now)))
    over = await fetch(reader, OVER, (way,))
    return [_news(row) for row in (*waiting, *over)]


async def last_told(reader: aiosqlite.Connection, way: str) -> datetime | None:
    [row] = await fetch(reader, LAST_TOLD, (way,))
    return moment_if(row["at"])


def _news(row: sqlite3.Row) -> News:
    return News(item_of(row), bool(row["over"]), row["tries"], moment_if(row["not_before"]))
