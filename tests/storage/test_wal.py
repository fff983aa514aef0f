"""The latest commits are in the -wal file; it is noticed when they are not there any more."""

import shutil
from pathlib import Path

import pytest

from storage.backup import backup
from storage.errors import DatabaseCorrupt
from storage.store import Store
from storage.wal import lacks_commits, write_again
from tests.storage.patients import QUESTION, Clock, content, overwrite, patient, rows, say

FILES = ("harbour.db", "harbour.db-wal", "harbour.db-shm")


@pytest.fixture
async def crashed(path: Path, tmp_path: Path, clock: Clock) -> Path:
    """What a killed server leaves: its latest commits are in the -wal file."""
    left = tmp_path / "left"
    left.mkdir()
    async with Store.open(path, clock) as store:
        for _ in range(10):
            await say(store, "ada", QUESTION)
        for name in FILES:
            shutil.copyfile(path.with_name(name), left / name)
    return left / "harbour.db"


def wal(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


async def test_a_killed_servers_commits_are_all_there(crashed: Path, clock: Clock) -> None:
    assert not lacks_commits(crashed)
    before = content(wal(crashed))
    write_again(crashed)
    assert content(wal(crashed)) == before
    async with Store.open(crashed, clock) as store:
        assert (await store.session(patient())).revision == 10
    assert not lacks_commits(crashed)


@pytest.mark.parametrize("damage", ["deleted", "emptied", "cut short", "changed"])
async def test_a_wal_file_without_its_latest_commits_is_refused_each_time(
    crashed: Path, clock: Clock, tmp_path: Path, damage: str
) -> None:
    whole = content(wal(crashed))
    if damage == "deleted":
        wal(crashed).unlink()
    else:
        changed = bytearray(whole)
        changed[len(whole) * 2 // 3] ^= 1
        overwrite(
            wal(crashed),
            {"emptied": b"", "cut short": whole[:-4000], "changed": bytes(changed)}[damage],
        )
    for _ in range(2):
        with pytest.raises(DatabaseCorrupt, match="latest commits are missing"):
            async with Store.open(crashed, clock):
                pass
        with pytest.raises(DatabaseCorrupt, match="latest commits are missing"):
            async with Store.visit(crashed, clock):
                pass
        with pytest.raises(DatabaseCorrupt, match="latest commits are missing"):
            await backup(crashed, tmp_path / "copy.db")
    overwrite(wal(crashed), whole)
    async with Store.open(crashed, clock) as store:
        assert (await store.session(patient())).revision == 10


async def test_after_a_power_cut_an_index_that_lags_behind_is_believed_in_nothing(
    crashed: Path, clock: Clock
) -> None:
    """The index is never synced: the disk may hold any older one, or half of one."""
    index = crashed.with_name("harbour.db-shm")
    whole = content(index)
    for left in (b"", whole[:60], whole[:48] + bytes(48) + whole[96:], bytes(len(whole))):
        overwrite(index, left)
        assert not lacks_commits(crashed)
    async with Store.open(crashed, clock) as store:
        assert (await store.session(patient())).revision == 10


async def test_what_was_moved_into_the_database_is_not_missed(path: Path, clock: Clock) -> None:
    async with Store.open(path, clock) as store:
        await say(store, "ada", QUESTION)
        rows(path, "PRAGMA wal_checkpoint(PASSIVE)")
        left = {name: content(path.with_name(name)) for name in FILES}
    for name, whole in left.items():
        overwrite(path.with_name(name), whole)
    wal(path).unlink()
    assert not lacks_commits(path)
    async with Store.open(path, clock) as store:
        assert (await store.session(patient())).revision == 1


async def test_others_cannot_take_the_locks_of_a_server_for_gone(path: Path, clock: Clock) -> None:
    """Whoever closes a file takes away all locks that their process has on it, SQLite's as well.

    Another process would then take itself for the only one, and end the index under the server.
    """
    async with Store.open(path, clock) as store:
        await say(store, "ada", QUESTION)
        async with Store.visit(path, clock):
            pass
        locks = Path("/proc/locks").read_text()  # noqa: ASYNC240 - at once
        inode = path.with_name("harbour.db-shm").stat().st_ino
        assert any(f":{inode} " in line for line in locks.splitlines())
