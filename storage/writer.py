"""The group commit: requests that wait at the same time share one transaction and one fsync.

One task owns the writing connection. While it commits a batch, new requests queue up and become
the next batch, so that under load the cost of a commit (two or three hops to the connection's
thread, and the fsync) is divided among all who wait. Alone a request waits for nobody, and for one
hop only.

A batch runs each statement once, through `executemany`, for all the requests that want it. That
tells nothing about single rows, and a stale session must not take fifty others down with it. So a
statement that may say no is an INSERT into a temporary *view* whose trigger first looks, then
writes, and reports about its row through the SQL function `verdict(n, word, ...)`:

    SELECT verdict(NEW.n, 'stale'), RAISE(IGNORE) WHERE ...;  -- reports, and ends this row only

The views and triggers are declared by the modules that own the tables. They are temporary, thus
part of the code and not of the file: changing one needs no migration.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiosqlite

from storage.errors import BrokenRule, NotCommitted, reason_of
from storage.health import Health

Row = tuple[Any, ...]
Verdict = tuple[Any, ...]  # a word, and what belongs to it

WRITTEN: Verdict = ("written",)

# Pages in the -wal file after which they are moved into the database. A commit was measured to
# write some four of them, and one more for each request in it.
CHECKPOINT_PAGES = 1_000
PAGES_OF_A_COMMIT = 4


@dataclass(frozen=True, slots=True)
class Statement:
    """What a request wants done with its row.

    One that `answers` gets its place in the batch as its first parameter, for its verdict.
    """

    sql: str
    answers: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    statement: Statement
    row: Row
    answer: asyncio.Future[Verdict]


class Writer:
    """Writes requests, many at once. Made by `writing`."""

    def __init__(self, connection: aiosqlite.Connection, health: Health) -> None:
        """Borrow the connection; nobody else may write through it."""
        self._connection = connection
        self._health = health
        self._pages = 0
        self._waiting: list[Request] = []
        self._wake = asyncio.Event()
        self._stopping = False
        self._verdicts: dict[int, Verdict] = {}

    async def write(self, statement: Statement, row: Row) -> Verdict:
        """Durable when it returns; the verdict of an answering statement, else `WRITTEN`.

        Raises NotCommitted when the batch failed, and BrokenRule when this row can never be
        written. A caller that is cancelled while waiting does not stop its row from being written.
        """
        if self._stopping:
            raise NotCommitted("the store is closed")
        request = Request(statement, row, asyncio.get_running_loop().create_future())
        self._waiting.append(request)
        self._wake.set()
        return await request.answer

    async def run(self) -> None:
        """Write until stopped; what is waiting by then is still written."""
        try:
            while self._waiting or not self._stopping:
                if self._waiting:
                    # Whoever is ready to write at this moment still joins the batch.
                    await asyncio.sleep(0)
                    batch, self._waiting = self._waiting, []
                    await self._write(batch)
                    await self._checkpoint()
                else:
                    self._wake.clear()
                    await self._wake.wait()
        finally:
            # Whatever ended this task, nobody may wait for it for ever.
            self._stopping = True
            _fail(self._waiting, lambda: NotCommitted("the store is closed"))

    def stop(self) -> None:
        self._stopping = True
        self._wake.set()

    def hear(self, place: int, *verdict: Any) -> None:  # noqa: ANN401
        """The SQL function `verdict`; called in the connection's thread while a batch runs."""
        self._verdicts[place] = verdict

    async def _write(self, batch: list[Request]) -> None:
        if (trouble := self._health.trouble) is not None:
            _fail(batch, lambda: NotCommitted(type(trouble).__name__))
            return
        try:
            verdicts = await self._transaction(batch)
        except (sqlite3.IntegrityError, ValueError, OverflowError) as error:
            # One row is at fault. Written one by one, only that one fails.
            if len(batch) > 1:
                for request in batch:
                    await self._write([request])
                return
            # The text of an encoding error quotes the value, so only its kind is passed on.
            kind = reason_of(error) if isinstance(error, sqlite3.Error) else type(error).__name__
            _fail(batch, lambda: BrokenRule(f"cannot be stored: {kind}"))
        except sqlite3.Error as error:
            reason = reason_of(error)
            self._health.met(reason)
            _fail(batch, lambda: NotCommitted(reason))
        except BaseException:
            _fail(batch, lambda: NotCommitted("the store is closed"))
            raise
        else:
            for place, request in enumerate(batch):
                if not request.answer.done():
                    request.answer.set_result(verdicts.get(place, WRITTEN))

    async def _transaction(self, batch: list[Request]) -> dict[int, Verdict]:
        connection = self._connection
        # A rollback may itself have failed on a sick disk; never commit what it left behind.
        if connection.in_transaction:
            await connection.rollback()
        self._verdicts = {}
        # Kept until after the commit: letting a cursor go takes the connection's mutex, and the
        # event loop would wait for the fsync.
        cursors = []
        try:
            if len(batch) == 1:
                cursors.append(await connection.execute(*_alone(batch[0])))
            else:
                for statement, rows in _by_statement(batch):
                    # An iterator, since aiosqlite writes its parameters into its debug log.
                    cursors.append(await connection.executemany(statement.sql, iter(rows)))
            expected = sum(request.statement.answers for request in batch)
            if len(self._verdicts) != expected:
                raise sqlite3.InternalError("a statement did not report about its row")
            if connection.in_transaction:
                await connection.commit()
        finally:
            if connection.in_transaction:
                await connection.rollback()
        self._pages += PAGES_OF_A_COMMIT + len(batch)
        return self._verdicts

    async def _checkpoint(self) -> None:
        """Move what was committed from the -wal file into the database, every now and then.

        Whoever waited for the commit has been answered. What cannot be moved stays where it is.
        """
        if self._pages < CHECKPOINT_PAGES or self._health.trouble is not None:
            return
        self._pages = 0
        try:
            await self._connection.execute_fetchall("PRAGMA wal_checkpoint(PASSIVE)")
        except sqlite3.Error as error:
            self._health.met(reason_of(error))


@asynccontextmanager
async def writing(
    connection: aiosqlite.Connection, declarations: tuple[str, ...], health: Health
) -> AsyncIterator[Writer]:
    """A running writer; when it is left, what is waiting has been written."""
    writer = Writer(connection, health)
    await connection.create_function("verdict", -1, writer.hear)
    for declaration in declarations:
        await connection.executescript(declaration)
    task = asyncio.create_task(writer.run(), name="storage writer")
    try:
        yield writer
    finally:
        writer.stop()
        # A cancelled owner still leaves a whole batch behind, not half a hand-over.
        await asyncio.shield(task)


class _Hidden(tuple[Any, ...]):
    """A row that aiosqlite's debug log does not show."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "(...)"


def _alone(request: Request) -> tuple[str, Row]:
    """One request as a transaction of its own: begun, written and committed in one hop.

    sqlite3 begins no transaction before a statement that starts with WITH; SQLite itself does, and
    commits it when the statement is done.
    """
    statement = request.statement
    row = (0, *request.row) if statement.answers else request.row
    return f"WITH alone AS (SELECT 1) {statement.sql}", _Hidden(row)


def _by_statement(batch: list[Request]) -> list[tuple[Statement, list[Row]]]:
    """The rows of each statement, in the order in which they came."""
    rows: dict[Statement, list[Row]] = {}
    for place, request in enumerate(batch):
        row = (place, *request.row) if request.statement.answers else request.row
        rows.setdefault(request.statement, []).append(row)
    return list(rows.items())


def _fail(batch: list[Request], error: Callable[[], Exception]) -> None:
    for request in batch:
        if not request.answer.done():
            request.answer.set_exception(error())
