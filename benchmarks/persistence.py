"""What the peer keeps: users' data and the states of conversations, in SQLite.

WAL and synchronous=FULL, as on our side; durable when `commit` returns. There are two of them, see
`peer.py`: SQLite called on the event loop, and in a thread through aiosqlite.
"""

import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Protocol

import aiosqlite
from telegram.ext import BasePersistence, PersistenceInput

Data = dict[str, Any]

TABLES = """
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    CREATE TABLE IF NOT EXISTS user (id INTEGER PRIMARY KEY, data TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS conversation (
        name TEXT, key TEXT, state INTEGER, PRIMARY KEY (name, key)) WITHOUT ROWID;
"""

SAVE_USER = """
    INSERT INTO user VALUES (?, ?) ON CONFLICT DO UPDATE SET data = excluded.data
"""

SAVE_STATE = """
    INSERT INTO conversation VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET state = excluded.state
"""


class Database(Protocol):
    """A connection, in whichever thread."""

    async def write(self, sql: str, row: tuple[object, ...]) -> None: ...
    async def rows(self, sql: str, row: tuple[object, ...] = ()) -> list[tuple[Any, ...]]: ...
    async def commit(self) -> None: ...


class OnTheLoop:
    """SQLite called directly: the event loop waits for each commit."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Borrow the connection."""
        self._connection = connection

    async def write(self, sql: str, row: tuple[object, ...]) -> None:
        self._connection.execute(sql, row)

    async def rows(self, sql: str, row: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        return self._connection.execute(sql, row).fetchall()

    async def commit(self) -> None:
        self._connection.commit()


class InAThread:
    """SQLite through aiosqlite: the event loop goes on meanwhile."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        """Borrow the connection."""
        self._connection = connection

    async def write(self, sql: str, row: tuple[object, ...]) -> None:
        await self._connection.execute(sql, row)

    async def rows(self, sql: str, row: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        return [tuple(found) for found in await self._connection.execute_fetchall(sql, row)]

    async def commit(self) -> None:
        await self._connection.commit()


@asynccontextmanager
async def on_the_loop(path: Path) -> AsyncIterator[Database]:
    """Open, or make, the file."""
    connection = sqlite3.connect(path)
    try:
        connection.executescript(TABLES)
        yield OnTheLoop(connection)
    finally:
        connection.close()


@asynccontextmanager
async def in_a_thread(path: Path) -> AsyncIterator[Database]:
    """Open, or make, the file."""
    async with aiosqlite.connect(path) as connection:
        await connection.executescript(TABLES)
        yield InAThread(connection)


class Persistence(BasePersistence[Data, Data, Data]):
    """Users' data and conversations' states; the rest the bot does not use."""

    def __init__(self, database: Database) -> None:
        """Borrow the database."""
        super().__init__(PersistenceInput(bot_data=False, chat_data=False, callback_data=False))
        self._database = database

    async def commit(self) -> None:
        """Make what was updated durable."""
        await self._database.commit()

    async def update_user_data(self, user_id: int, data: Data) -> None:
        await self._database.write(SAVE_USER, (user_id, json.dumps(data)))

    async def update_conversation(
        self, name: str, key: tuple[int | str, ...], new_state: object | None
    ) -> None:
        await self._database.write(SAVE_STATE, (name, json.dumps(key), new_state))

    async def get_user_data(self) -> dict[int, Data]:
        found = await self._database.rows("SELECT id, data FROM user")
        return {id_: json.loads(data) for id_, data in found}

    async def get_conversations(self, name: str) -> dict[tuple[int | str, ...], object]:
        found = await self._database.rows(
            "SELECT key, state FROM conversation WHERE name = ? AND state IS NOT NULL", (name,)
        )
        return {tuple(json.loads(key)): state for key, state in found}

    async def drop_user_data(self, user_id: int) -> None:
        await self._database.write("DELETE FROM user WHERE id = ?", (user_id,))

    async def flush(self) -> None:
        await self.commit()

    async def refresh_user_data(self, user_id: int, user_data: Data) -> None:
        pass

    async def get_chat_data(self) -> dict[int, Data]:
        return {}

    async def update_chat_data(self, chat_id: int, data: Data) -> None:
        pass

    async def refresh_chat_data(self, chat_id: int, chat_data: Data) -> None:
        pass

    async def drop_chat_data(self, chat_id: int) -> None:
        pass

    async def get_bot_data(self) -> Data:
        return {}

    async def update_bot_data(self, data: Data) -> None:
        pass

    async def refresh_bot_data(self, bot_data: Data) -> None:
        pass

    async def get_callback_data(self) -> None:
        pass

    async def update_callback_data(self, data: object) -> None:
        pass
