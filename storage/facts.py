"""What was found out about a clinic's vendor by watching it."""

import aiosqlite

from storage.rows import fetch
from storage.writer import Statement

ONE = "SELECT value FROM fact WHERE name = ?"

KNOW = Statement("""
    INSERT INTO fact (name, value, known_at) VALUES (?, ?, ?)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value, known_at = excluded.known_at
""")


async def one(reader: aiosqlite.Connection, name: str) -> str | None:
    rows = await fetch(reader, ONE, (name,))
    return rows[0]["value"] if rows else None
