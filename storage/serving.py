"""Opening a database for the one server that may write to it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiosqlite

from storage.backup import copy
from storage.database import (
    check_soundness,
    connected,
    explained,
    locked,
    make_durable,
    migrate,
    refuse_without_commits,
    version_of,
)
from storage.files import make_folder, make_private, real, version_name


@asynccontextmanager
async def open_for_serving(
    path: Path, steps: tuple[str, ...]
) -> AsyncIterator[tuple[aiosqlite.Connection, aiosqlite.Connection]]:
    """Lock, check and upgrade a database, and give one connection to write and one to read.

    `steps` are the texts of the migrations. A file that is to be upgraded is copied first.
    """
    path = real(path)
    with explained(path):
        make_folder(path)
    with locked(path):
        with explained(path):
            make_private(path)
        await refuse_without_commits(path)
        async with connected(path) as connection:
            version = await version_of(connection, path, len(steps))
            await check_soundness(connection, path)
            if version:
                await make_durable(connection, path)
            if 0 < version < len(steps):
                await copy(connection, path, version_name(path, version))
            await migrate(connection, path, version, steps)
            with explained(path):
                await connection.execute_fetchall("PRAGMA journal_mode = WAL")
            async with connected(path) as reader:
                await reader.execute_fetchall("PRAGMA query_only = ON")
                yield connection, reader
