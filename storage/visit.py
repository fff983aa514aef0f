"""How a command of ours looks into a database, and leaves decisions, while a server may run."""

import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import aiosqlite

from storage import attempt_rows, decisions, desk
from storage.attempts import Attempt, Outcome
from storage.database import (
    MIGRATIONS,
    connected,
    refuse_unserved_without_commits,
    version_of,
)
from storage.decisions import Decision
from storage.desk import DeskItem
from storage.errors import BrokenRule, DatabaseTooOld, IllegalMove, NotCommitted, reason_of
from storage.files import real
from storage.rows import stamp


class Visit:
    """A command's view of a database. It takes no lock and upgrades nothing. Made by `visiting`."""

    def __init__(self, connection: aiosqlite.Connection, clock: Callable[[], datetime]) -> None:
        """Borrow an open connection."""
        self._connection = connection
        self._clock = clock

    async def attempt(self, attempt_id: str) -> Attempt | None:
        return await attempt_rows.one(self._connection, attempt_id)

    async def open_attempts(self) -> list[Attempt]:
        """Attempts whose outcome is unknown, the oldest first."""
        return await attempt_rows.open_ones(self._connection)

    async def desk_items(self) -> list[DeskItem]:
        """What staff have still to do, the oldest first."""
        return await desk.open_items(self._connection, self._clock())

    async def decisions(self) -> list[Decision]:
        """Decisions that no server has taken up yet."""
        return await decisions.open_ones(self._connection)

    async def decide(
        self, attempt_id: str, outcome: Outcome, *, reference: str | None = None, by: str
    ) -> None:
        """Leave what became of an attempt in doubt; the server takes it up.

        Raises IllegalMove when the attempt is not in doubt, and BrokenRule when a decision about
        it is waiting already.
        """
        row = (outcome, reference, by, stamp(self._clock()), attempt_id)
        if not await self._write(decisions.LEAVE, row):
            raise IllegalMove(f"attempt {attempt_id} is not in doubt: there is nothing to decide")

    async def settle_desk_item(self, item_id: int, *, by: str) -> bool:
        """Mark an item as done; False when it was already, or when there is none."""
        return await self._write(desk.SETTLE, (stamp(self._clock()), by, item_id))

    async def _write(self, sql: str, row: Sequence[Any]) -> bool:
        """Durable when it returns; whether any row was written."""
        connection = self._connection
        try:
            rows = list(await connection.execute_fetchall(sql, row))
            await connection.commit()
        except sqlite3.IntegrityError as error:
            raise BrokenRule(f"cannot be stored: {reason_of(error)}") from error
        except sqlite3.Error as error:
            raise NotCommitted(reason_of(error)) from error
        finally:
            if connection.in_transaction:
                await connection.rollback()
        return bool(rows)


@asynccontextmanager
async def visiting(path: Path, clock: Callable[[], datetime]) -> AsyncIterator[Visit]:
    """Open an existing database beside a server that may be running."""
    path = real(path)
    await refuse_unserved_without_commits(path)
    async with connected(path) as connection:
        version = await version_of(connection, path, len(MIGRATIONS))
        if version < len(MIGRATIONS):
            raise DatabaseTooOld(
                f"{path} was written by an older Frontdesk. Start the server once: it makes a "
                "backup and then upgrades the file."
            )
        yield Visit(connection, clock)
