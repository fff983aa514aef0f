"""What a clinic's vendor tells unasked, stored before it is told that it arrived.

A vendor repeats what it is not sure of, so a body is known by its digest and is one row however
often it comes. One that comes again after it was handled is opened again: where a body names no
moment, two changes of the same record read alike.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

import aiosqlite

from storage.rows import fetch, moment, stamp
from storage.writer import Row, Statement


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """What a vendor told and nobody has handled yet; `at` is when it was told last."""

    id: int
    vendor: str
    body: str
    at: datetime


# A vendor that is not answered as it likes tries again for a day; until then a repeat is known.
KEPT = timedelta(hours=40)

# Whoever calls too often fills no disk: of the handled ones only the last stay, without their
# bodies, and beyond so many open ones no more are taken.
DECLARATION = """
    CREATE TEMP VIEW happening AS SELECT
        NULL AS n, NULL AS vendor, NULL AS digest, NULL AS body, NULL AS at;

    CREATE TEMP TRIGGER receive_event INSTEAD OF INSERT ON happening BEGIN

        SELECT verdict(NEW.n, 'full'), RAISE(IGNORE)
            WHERE 200 <= (SELECT count(*) FROM event WHERE handled_at IS NULL)
                AND NOT EXISTS (SELECT 1 FROM event WHERE vendor = NEW.vendor
                                AND digest = NEW.digest AND handled_at IS NULL);

        INSERT INTO event (vendor, digest, body, arrived_at)
            VALUES (NEW.vendor, NEW.digest, NEW.body, NEW.at)
            ON CONFLICT (vendor, digest)
                DO UPDATE SET body = excluded.body, arrived_at = excluded.arrived_at,
                              handled_at = NULL;

        DELETE FROM event
            WHERE handled_at IS NOT NULL AND id <= (SELECT max(id) FROM event) - 20000;

        SELECT verdict(NEW.n, 'stored');
    END;
"""

RECEIVE = Statement("INSERT INTO happening VALUES (?, ?, ?, ?, ?)", answers=True)

# One that was told once more since it was read stays open.
HANDLED = Statement("""
    UPDATE event SET handled_at = ?, body = NULL
    WHERE id = ? AND arrived_at = ? AND handled_at IS NULL
""")

FORGET = Statement("DELETE FROM event WHERE handled_at < ?")

OPEN = """
    SELECT id, vendor, body, arrived_at FROM event WHERE handled_at IS NULL ORDER BY id LIMIT ?
"""


def row_of(vendor: str, body: bytes, at: datetime) -> Row:
    """The row of a body, whatever its bytes are."""
    return vendor, hashlib.sha256(body).hexdigest(), _text(body), stamp(at)


async def open_ones(reader: aiosqlite.Connection, most: int) -> list[StoredEvent]:
    return [
        StoredEvent(row["id"], row["vendor"], row["body"], moment(row["arrived_at"]))
        for row in await fetch(reader, OPEN, (most,))
    ]


def _text(body: bytes) -> str:
    """The body as text. What is no UTF-8 is read as Latin-1, which loses no byte and takes no time.

    To escape a megabyte byte by byte would hold up every patient for a tenth of a second.
    """
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("latin-1")
