"""Whether a database that is being served can still be relied on, and what to say if not."""

import asyncio
from pathlib import Path
from typing import NoReturn

from storage.errors import DatabaseCorrupt, NotSynced, StorageError

# With its journal in a file of its own SQLite knows two kinds of sync: of a file and of its folder.
_UNSYNCED = ("SQLITE_IOERR_FSYNC", "SQLITE_IOERR_DIR_FSYNC")
# Extended names such as SQLITE_CORRUPT_INDEX start with the plain one.
_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_IOERR_CORRUPTFS", "SQLITE_IOERR_DATA")


def is_damage(reason: str) -> bool:
    """Whether SQLite's name of an error says that the file is damaged."""
    return reason.startswith(_DAMAGED)


def corrupt(path: Path, reason: str) -> DatabaseCorrupt:
    """The sentence about a file that must not be used."""
    return DatabaseCorrupt(
        f"{path} is damaged or no database of Frontdesk ({reason}). Nothing was changed. Keep the "
        "file, stop what uses it, and restore the last backup."
    )


class Health:
    """What became of a served database. It is told of every error that SQLite gives.

    Most of them pass: a full disk is emptied, a read works the next time. After two kinds nothing
    may be written or acknowledged any more, and they are remembered: a failed sync, and damage.
    """

    def __init__(self, path: Path) -> None:
        """Nothing is known to be wrong yet."""
        self._path = path
        self._broken = asyncio.Event()
        self.trouble: StorageError | None = None

    def met(self, reason: str) -> None:
        """Take note of an error, by SQLite's name of it."""
        if self.trouble is not None:
            return
        if reason in _UNSYNCED:
            self.trouble = NotSynced(
                f"{self._path} could not be synced to the disk ({reason}). What the disk holds can "
                "no longer be told from what the system shows. Look after the disk."
            )
        elif is_damage(reason):
            self.trouble = corrupt(self._path, reason)
        if self.trouble is not None:
            self._broken.set()

    async def lost(self) -> NoReturn:
        """Wait until it cannot be relied on any more; raises NotSynced or DatabaseCorrupt."""
        await self._broken.wait()
        if self.trouble is None:
            raise ValueError("it is set together with the trouble")
        raise self.trouble
