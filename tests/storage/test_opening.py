"""Which files are served, and what a clinic reads about those that are not."""

import hashlib
import sqlite3
from pathlib import Path

import pytest

from dialogs.session import Session
from storage.database import MIGRATIONS, scripts
from storage.errors import (
    AlreadyServed,
    DatabaseCorrupt,
    DatabaseTooNew,
    NotOpened,
    NotRead,
    StorageError,
)
from storage.serving import open_for_serving
from storage.store import Store
from tests.storage.patients import (
    Clock,
    answer,
    content,
    mode,
    modes,
    overwrite,
    patient,
    rows,
    said,
    say,
)

# A migration that a clinic may have run is never edited; a change is a new file.
CHECKSUMS = {
    "0001_first.sql": "67418df58e37502437ceebdda9efe28237216ae5c2f027462e5468a2b1ceec03",
    "0002_settling.sql": "a5092dff0dc6d0fa3c34a2512c6685d53db48d3fd1a9b8a6617014da2408b08c",
    "0003_another_vendor.sql": "6d34d62f94ead69070d6734fbecacf9805d8cc23f1fc6af8527d7efe2b7dae2f",
}

SECOND = "CREATE TABLE waitlist (id INTEGER PRIMARY KEY) STRICT;"


def execute(path: Path, sql: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute(sql)
    connection.commit()
    connection.close()


async def fill(path: Path, clock: Clock) -> None:
    async with Store.open(path, clock) as store:
        for n in range(40):
            turn = answer(
                Session(key=patient(f"user{n}")),
                said("x", message_id=f"m{n}", by=f"user{n}"),
                "x" * 300,
            )
            await store.commit(turn)


def test_no_migration_was_edited() -> None:
    sums = {
        name: hashlib.sha256(script.encode()).hexdigest()
        for name, script in zip(MIGRATIONS, scripts(), strict=True)
    }
    assert sums == CHECKSUMS


def test_migrations_are_numbered_from_one() -> None:
    assert [int(name[:4]) for name in MIGRATIONS] == list(range(1, len(MIGRATIONS) + 1))


async def test_only_its_owner_may_read_any_of_it(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "clinics" / "harbour.db"
    async with Store.open(path, clock) as store:
        await say(store, "ada")
        found = modes(path.parent)
    names = ("harbour.db", "harbour.db-shm", "harbour.db-wal", "harbour.db.lock")
    assert found == dict.fromkeys(names, 0o600)
    assert mode(path.parent) == 0o700


async def test_a_file_that_others_could_read_is_closed_to_them(path: Path, clock: Clock) -> None:
    overwrite(path, b"", mode=0o644)
    async with Store.open(path, clock):
        assert mode(path) == 0o600


async def test_a_commit_is_synced_to_the_disk(store: Store, path: Path) -> None:
    assert rows(path, "PRAGMA journal_mode") == [("wal",)]
    async with store._writer._connection.execute("PRAGMA synchronous") as cursor:
        assert tuple(await cursor.fetchone() or ()) == (2,)


async def test_a_second_server_is_refused_also_by_another_name(
    store: Store, path: Path, clock: Clock
) -> None:
    link = path.with_name("link.db")
    link.symlink_to(path)
    for name in (path, link):
        with pytest.raises(AlreadyServed, match="already served by another process"):
            async with Store.open(name, clock):
                pass
    await say(store, "ada")


async def test_a_database_of_a_newer_version_is_refused_untouched(path: Path, clock: Clock) -> None:
    await fill(path, clock)
    execute(path, f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    before = content(path)
    with pytest.raises(DatabaseTooNew, match="written by a newer Frontdesk"):
        async with Store.open(path, clock):
            pass
    with pytest.raises(DatabaseTooNew):
        async with Store.visit(path, clock):
            pass
    assert content(path) == before


async def test_an_upgrade_keeps_the_file_as_it_was(path: Path, clock: Clock) -> None:
    await fill(path, clock)
    async with open_for_serving(path, (*scripts(), SECOND)):
        pass
    newest = len(MIGRATIONS)
    kept = path.with_name(f"harbour.db.version-{newest}")
    assert rows(path, "SELECT count(*) FROM waitlist") == [(0,)]
    assert rows(path, "PRAGMA user_version") == [(newest + 1,)]
    assert rows(kept, "PRAGMA user_version") == [(newest,)]
    assert rows(kept, "SELECT count(*) FROM session") == [(40,)]
    assert mode(kept) == 0o600


async def test_an_upgrade_that_fails_changes_nothing_and_may_be_tried_again(
    path: Path, clock: Clock
) -> None:
    await fill(path, clock)
    broken = f"{SECOND} DROP TABLE nowhere;"
    for _ in range(2):
        with pytest.raises(NotOpened, match="cannot be opened: SQLITE_ERROR"):
            async with open_for_serving(path, (*scripts(), broken)):
                pass
    assert rows(path, "PRAGMA user_version") == [(len(MIGRATIONS),)]
    assert rows(path, "SELECT name FROM sqlite_schema WHERE name = 'waitlist'") == []
    async with Store.open(path, clock) as store:
        assert (await store.session(patient("user7"))).revision == 1


async def test_a_first_start_that_died_half_way_is_begun_again(path: Path, clock: Clock) -> None:
    overwrite(path, b"")
    async with Store.open(path, clock) as store:
        await say(store, "ada")


@pytest.mark.parametrize("damage", ["no database", "cut short", "overwritten"])
async def test_a_damaged_file_is_refused_with_what_to_do(
    path: Path, clock: Clock, damage: str
) -> None:
    await fill(path, clock)
    whole = content(path)
    overwrite(
        path,
        {
            "no database": b"Dear patients,\n" * 500,
            "cut short": whole[: len(whole) // 2],
            "overwritten": whole[:8192] + b"\xa5" * 4096 * 4 + whole[8192 + 4096 * 4 :],
        }[damage],
    )
    with pytest.raises(DatabaseCorrupt, match="restore the last backup"):
        async with Store.open(path, clock):
            pass


async def test_another_programs_database_is_not_taken_over(path: Path, clock: Clock) -> None:
    execute(path, "CREATE TABLE photos (id INTEGER)")
    with pytest.raises(DatabaseCorrupt, match="another program's database"):
        async with Store.open(path, clock):
            pass
    assert rows(path, "SELECT name FROM sqlite_schema") == [("photos",)]


async def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(NotOpened, match="cannot be made or opened: File exists"):
        async with Store.open(tmp_path / "file" / "harbour.db", clock):
            pass
    with pytest.raises(NotOpened, match="Is a directory"):
        async with Store.open(tmp_path, clock):
            pass


async def test_a_session_that_cannot_be_read_is_not_quoted(path: Path, clock: Clock) -> None:
    await fill(path, clock)
    execute(path, """UPDATE session SET body = '{"key": "secret tooth"}'""")
    async with Store.open(path, clock) as store:
        with pytest.raises(NotRead, match="the session of harbour/telegram/user1") as caught:
            await store.session(patient("user1"))
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_every_error_descends_from_one() -> None:
    from storage import errors  # noqa: PLC0415 - the module itself is what is looked at

    found = [thing for thing in vars(errors).values() if isinstance(thing, type)]
    assert found
    assert all(issubclass(error, StorageError) for error in found)
