"""What is done to files as such: private ones, synced ones, names beside a database."""

import os
from datetime import UTC, datetime
from pathlib import Path


def real(path: Path) -> Path:
    """The path itself behind links, so that one file has one lock."""
    return path.resolve()


def exists(path: Path) -> bool:
    return path.exists()


def make_folder(path: Path) -> None:
    """Make the folder that a file is to lie in, for its owner only, if there is none."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)


def make_private(path: Path) -> None:
    """Create the file if there is none, and let nobody but its owner read it.

    SQLite gives the files that it lays beside it (-wal, -shm) the same permissions.
    """
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    path.chmod(0o600)


def make_empty(path: Path) -> None:
    """A private file with nothing in it, whatever was there."""
    path.unlink(missing_ok=True)
    make_private(path)


def remove(path: Path) -> None:
    path.unlink(missing_ok=True)


def put_in_place(fresh: Path, path: Path) -> None:
    """Give a file its name, so that after a power cut the name has the old content or the new."""
    sync(fresh)
    fresh.replace(path)
    sync(path.parent)


def put_aside(path: Path, aside: Path) -> None:
    """Give a database a second name, with what SQLite laid beside it.

    The file is linked and not moved: at every moment there is a database at the path, so that a
    server that starts after a crash in between does not begin with an empty one.
    """
    os.link(path, aside)
    wal = path.with_name(f"{path.name}-wal")
    if wal.exists():
        wal.rename(aside.with_name(f"{aside.name}-wal"))
    path.with_name(f"{path.name}-shm").unlink(missing_ok=True)


def replaced_name(path: Path, at: datetime) -> Path:
    """Where a database that was replaced at a moment is kept."""
    return path.with_name(f"{path.name}.replaced-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}")


def version_name(path: Path, version: int) -> Path:
    """Where a database is kept as it was before an upgrade; a second try has no second copy."""
    return path.with_name(f"{path.name}.version-{version}")


def sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
