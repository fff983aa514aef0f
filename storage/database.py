"""The file itself: its lock, its permissions, its pragmas, its soundness and its version."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import aiosqlite
from filelock import FileLock, Timeout

from storage.errors import (
    AlreadyServed,
    DatabaseTooNew,
    NoDatabase,
    NotOpened,
    reason_of,
)
from storage.files import exists
from storage.health import corrupt, is_damage
from storage.rows import lenient
from storage.wal import lacks_commits, write_again

# The n-th makes version n; one that was released is never edited.
MIGRATIONS = ("0001_first.sql", "0002_settling.sql", "0003_another_vendor.sql")

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
    -- SQLite passes over whatever goes wrong in its own checkpoints, a failed sync too.
    PRAGMA wal_autocheckpoint = 0;
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


async def refuse_without_commits(path: Path) -> None:
    """Raise DatabaseCorrupt when commits are missing from the -wal file.

    To be asked before SQLite looks: it would go on without them, and forget that they were there.
    Only who holds the lock may ask, and while this process has no connection to the database:
    closing any descriptor of the -shm file takes all locks of the process on it away.
    """
    with explained(path):
        if await asyncio.to_thread(lacks_commits, path):
            raise corrupt(path, f"its latest commits are missing from {path.name}-wal")


async def refuse_unserved_without_commits(path: Path) -> None:
    """The same for those who hold no lock; a database that is being served was looked at before."""
    if not exists(path):
        return
    try:
        with locked(path):
            await refuse_without_commits(path)
    except AlreadyServed:
        return


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
        connection.text_factory = lenient
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
        if is_damage(reason):
            raise corrupt(path, reason) from error
        raise NotOpened(f"{path} cannot be opened: {reason}") from error
    except UnicodeDecodeError as error:
        # SQLite quotes from a damaged schema, and Python cannot read what it says.
        raise corrupt(path, "its schema cannot be read") from error


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


async def check_soundness(connection: aiosqlite.Connection, path: Path) -> None:
    """Raise DatabaseCorrupt unless every page is where it belongs and every index fits its table.

    The quick check would leave the indexes out, and takes half of a time that is short already.
    """
    with explained(path):
        rows = list(await connection.execute_fetchall("PRAGMA integrity_check(1)"))
    if [tuple(row) for row in rows] != [("ok",)]:
        raise corrupt(path, "its pages contradict each other")


async def make_durable(connection: aiosqlite.Connection, path: Path) -> None:
    """Bring all that can be read to the disk itself.

    The process before this one may have ended because a sync failed. The system then still shows
    what was written, and would lose it with the next power cut, after it was acknowledged.
    """
    with explained(path):
        await connection.execute("BEGIN IMMEDIATE")
        try:
            await asyncio.to_thread(write_again, path)
        finally:
            await connection.rollback()
        [(busy, *_)] = await connection.execute_fetchall("PRAGMA wal_checkpoint(FULL)")
    if busy:
        raise NotOpened(f"{path} is being read by another program; it is opened again in a moment.")


def scripts() -> tuple[str, ...]:
    """The text of every migration, in order."""
    folder = Path(__file__).parent / "migrations"
    return tuple((folder / name).read_text(encoding="utf-8") for name in MIGRATIONS)


async def migrate(
    connection: aiosqlite.Connection, path: Path, version: int, steps: tuple[str, ...]
) -> None:
    """Bring a file of this version to the newest, each step whole or not at all.

    A step may make a table anew under the same name, so the keys that point to it are looked over
    only when it is done.
    """
    for reached, step in enumerate(steps[version:], start=version + 1):
        with explained(path):
            try:
                await connection.executescript(
                    "PRAGMA foreign_keys = OFF;\n"
                    f"BEGIN IMMEDIATE;\n{step}\n"
                    f"PRAGMA application_id = {APPLICATION_ID};\n"
                    f"PRAGMA user_version = {reached};\n"
                    "COMMIT;"
                )
            finally:
                if connection.in_transaction:
                    await connection.rollback()
                await connection.execute("PRAGMA foreign_keys = ON")
        with explained(path):
            broken = list(await connection.execute_fetchall("PRAGMA foreign_key_check"))
        if broken:
            raise corrupt(path, "its tables point to rows that are not there")
