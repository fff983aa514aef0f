"""Opening a database for the one server that may write to it."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from pathlib import Path

import aiosqlite

from storage.backup import copy
from storage.database import (
    check_soundness,
    connected,
    explained,
    locked,
    migrate,
    version_of,
)
from storage.errors import NotOpened
from storage.files import beside, make_folder, make_private, real


@asynccontextmanager
async def open_for_serving(
    path: Path, clock: Callable[[], datetime], steps: tuple[str, ...]
) -> AsyncIterator[tuple[aiosqlite.Connection, aiosqlite.Connection]]:
    """Lock, check and upgrade a database, and give one connection to write and one to read.

    `steps` are the texts of the migrations. A file that is to be upgraded is copied first.
    """
    path = real(path)
    with _reachable(path):
        make_folder(path)
    with locked(path):
        with _reachable(path):
            make_private(path)
        async with connected(path) as connection:
            version = await version_of(connection, path, len(steps))
            await check_soundness(connection, path, whole=False)
            if 0 < version < len(steps):
                why = f"before-version-{len(steps)}"
                await copy(connection, path, beside(path, why, clock()))
            await migrate(connection, path, version, steps)
            with explained(path):
                await connection.execute_fetchall("PRAGMA journal_mode = WAL")
            async with connected(path) as reader:
                await reader.execute_fetchall("PRAGMA query_only = ON")
                yield connection, reader


@contextmanager
def _reachable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NotOpened(f"{path} cannot be made or opened: {error.strerror}") from error
