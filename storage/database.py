"""The file itself: its lock, its permissions, its pragmas, its soundness and its version."""

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import aiosqlite
from filelock import FileLock, Timeout

from storage.errors import (
    AlreadyServed,
    DatabaseCorrupt,
    DatabaseTooNew,
    NoDatabase,
    NotOpened,
    reason_of,
)
from storage.files import exists

# The n-th makes version n; one that was released is never edited.
MIGRATIONS = ("0001_first.sql", "0002_settling.sql")

# Kept in the header of the file ("Desk"), so that no other program's database is taken for ours.
APPLICATION_ID = 0x4465736B

# Wait so long for a command of ours that is writing at this moment.
BUSY_SECONDS = 5.0

# What the SQL here is written for: STRICT tables, upserts, and the arrows into JSON.
OLDEST_SQLITE = (3, 38)

PRAGMAS = """
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    -- What a patient said is overwritten when it is let go, not only unlinked.
    PRAGMA secure_delete = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA journal_size_limit = 4194304;
"""


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock that a server holds, or raise AlreadyServed. A dead process holds none."""
    # Never the fallback to a mere file: it would outlive a killed process.
    lock = FileLock(
        path.with_name(f"{path.name}.lock"), timeout=0, mode=0o600, fallback_to_soft=False
    )
    with explained(path):
        try:
            lock.acquire()
        except Timeout:
            raise AlreadyServed(
                f"{path} is already served by another process. Stop that one first, or give this "
                "clinic a storage path of its own."
            ) from None
    try:
        yield
    finally:
        lock.release()


@asynccontextmanager
async def connected(
    path: Path, *, named: Path | None = None
) -> AsyncIterator[aiosqlite.Connection]:
    """A connection to an existing file, whose writes begin as IMMEDIATE transactions.

    `named` is what errors call the file, where it is a copy of another.
    """
    named = named or path
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise NotOpened(f"SQLite 3.38 or newer is needed, this is {sqlite3.sqlite_version}")
    if not exists(path):
        raise NoDatabase(f"there is no database at {path}")
    with explained(named):
        connection = await aiosqlite.connect(
            path, timeout=BUSY_SECONDS, isolation_level="IMMEDIATE"
        )
    try:
        connection.row_factory = sqlite3.Row
        with explained(named):
            await connection.executescript(PRAGMAS)
        yield connection
    finally:
        # One that is left open keeps its thread, and with it the process, alive.
        await connection.close()


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn a refusal of the file, by SQLite or the system, into one sentence that says why."""
    try:
        yield
    except OSError as error:
        raise NotOpened(f"{path} cannot be made or opened: {error.strerror}") from error
    except sqlite3.Error as error:
        reason = reason_of(error)
        # Extended names such as SQLITE_CORRUPT_INDEX start with the plain one.
        if reason.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
            raise corrupt(path, reason) from error
        raise NotOpened(f"{path} cannot be opened: {reason}") from error


def corrupt(path: Path, reason: str) -> DatabaseCorrupt:
    return DatabaseCorrupt(
        f"{path} is damaged or no database of Frontdesk ({reason}). Nothing was changed. Keep the "
        "file, stop what uses it, and restore the last backup."
    )


async def number(connection: aiosqlite.Connection, pragma: str) -> int:
    """The number that a pragma answers with."""
    async with connection.execute(pragma) as cursor:
        row = await cursor.fetchone()
    return int(row[0]) if row else 0


async def version_of(connection: aiosqlite.Connection, path: Path, newest: int) -> int:
    """Which version the file is: 0 for an empty one; refuses a foreign, damaged or newer one."""
    with explained(path):
        version = await number(connection, "PRAGMA user_version")
        ours = await number(connection, "PRAGMA application_id") == APPLICATION_ID
        things = await number(connection, "SELECT count(*) FROM sqlite_schema")
    if not ours and (version or things):
        raise corrupt(path, "another program's database")
    if version > newest:
        raise DatabaseTooNew(
            f"{path} was written by a newer Frontdesk (database version {version}, this one knows "
            f"{newest}). Install that version again, or restore a backup made before the upgrade."
        )
    return version


async def check_soundness(connection: aiosqlite.Connection, path: Path, *, whole: bool) -> None:
    """Raise DatabaseCorrupt unless every page is where it belongs; `whole` compares indexes too."""
    sql = "PRAGMA integrity_check(1)" if whole else "PRAGMA quick_check(1)"
    with explained(path):
        rows = list(await connection.execute_fetchall(sql))
    if [tuple(row) for row in rows] != [("ok",)]:
        raise corrupt(path, "its pages contradict each other")


def scripts() -> tuple[str, ...]:
    """The text of every migration, in order."""
    folder = Path(__file__).parent / "migrations"
    return tuple((folder / name).read_text(encoding="utf-8") for name in MIGRATIONS)


async def migrate(
    connection: aiosqlite.Connection, path: Path, version: int, steps: tuple[str, ...]
) -> None:
    """Bring a file of this version to the newest, each step whole or not at all."""
    for reached, step in enumerate(steps[version:], start=version + 1):
        with explained(path):
            try:
                await connection.executescript(
                    f"BEGIN IMMEDIATE;\n{step}\n"
                    f"PRAGMA application_id = {APPLICATION_ID};\n"
                    f"PRAGMA user_version = {reached};\n"
                    "COMMIT;"
                )
            finally:
                if connection.in_transaction:
                    await connection.rollback()
