"""Copies of a database: made while it is served or before an upgrade, and put back again."""

import asyncio
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import aiosqlite

from storage import attempt_rows, inbox, outbox
from storage.attempts import Attempt
from storage.database import (
    check_soundness,
    connected,
    explained,
    locked,
    migrate,
    refuse_unserved_without_commits,
    scripts,
    version_of,
)
from storage.errors import NoDatabase, NotBackedUp, reason_of
from storage.files import (
    exists,
    make_empty,
    make_folder,
    put_aside,
    put_in_place,
    real,
    remove,
    replaced_name,
)
from storage.rows import stamp


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restored database leaves to be asked.

    `open_attempts` are in doubt, all of them: what became of each only the vendor knows.
    `kept_aside` is the database that was replaced. Messages and replies that waited when the copy
    was made are not answered or said again: they were, after it.
    """

    open_attempts: list[Attempt]
    kept_aside: Path | None
    unanswered: int
    unsaid: int


async def backup(path: Path, target: Path) -> None:
    """Copy a database that may be serving: as it is at one moment, checked, for its owner only.

    Raises NotBackedUp when the target exists; a target that exists afterwards is sound.
    """
    path, target = real(path), real(target)
    if exists(target):
        raise NotBackedUp(f"{target} exists already; a backup never replaces a file")
    await refuse_unserved_without_commits(path)
    async with connected(path) as connection:
        await version_of(connection, path, len(scripts()))
        await copy(connection, path, target)


async def restore(backup_path: Path, path: Path, clock: Callable[[], datetime]) -> Restored:
    """Put a copy in the place of a database that no server holds; the old one is kept aside.

    Until the last step nothing is changed; a copy that is damaged or too new is refused.
    """
    backup_path, path = real(backup_path), real(path)
    if not exists(backup_path):
        raise NoDatabase(f"there is no backup at {backup_path}")
    make_folder(path)
    with locked(path):
        fresh = path.with_name(f"{path.name}.restoring")
        make_empty(fresh)
        try:
            await asyncio.to_thread(shutil.copyfile, backup_path, fresh)
            restored = await _made_current(fresh, backup_path, clock)
            aside = replaced_name(path, clock()) if exists(path) else None
            if aside:
                put_aside(path, aside)
            await asyncio.to_thread(put_in_place, fresh, path)
        finally:
            remove(fresh)
    return replace(restored, kept_aside=aside)


async def _made_current(fresh: Path, origin: Path, clock: Callable[[], datetime]) -> Restored:
    """Upgrade a copy and end in it what must not happen again."""
    steps = scripts()
    async with connected(fresh, named=origin) as connection:
        version = await version_of(connection, origin, len(steps))
        await check_soundness(connection, origin)
        await migrate(connection, origin, version, steps)
        now = stamp(clock())
        with explained(origin):
            await connection.execute(attempt_rows.ALL_IN_DOUBT)
            answered = await connection.execute(inbox.LET_GO, (now,))
            said = await connection.execute(outbox.LET_GO, (now,))
            await connection.commit()
        open_attempts = await attempt_rows.open_ones(connection)
        return Restored(open_attempts, None, answered.rowcount, said.rowcount)


async def copy(connection: aiosqlite.Connection, path: Path, target: Path) -> None:
    """Copy the connection's database; the target is replaced, and only by a copy that is sound."""
    unchecked = target.with_name(f"{target.name}.unchecked")
    try:
        make_empty(unchecked)
        # Unlike a copy page by page, this leaves behind no trace of what was let go.
        await connection.execute_fetchall("VACUUM INTO ?", (str(unchecked),))
        async with connected(unchecked) as made:
            await check_soundness(made, unchecked)
        await asyncio.to_thread(put_in_place, unchecked, target)
    except sqlite3.Error as error:
        raise NotBackedUp(f"{path} was not copied to {target}: {reason_of(error)}") from error
    except OSError as error:
        raise NotBackedUp(f"{path} was not copied to {target}: {error.strerror}") from error
    finally:
        remove(unchecked)
