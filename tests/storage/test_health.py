"""What ends the serving of a database: damage that is met, and a sync that fails."""

import asyncio
from pathlib import Path

import pytest

from dialogs.session import Session
from storage.errors import DatabaseCorrupt, NotCommitted, NotRead, NotSynced
from storage.health import Health
from storage.store import Store
from tests.storage.patients import QUESTION, Clock, answer, content, overwrite, patient, said, say


async def lost(store: Store) -> Exception:
    with pytest.raises((DatabaseCorrupt, NotSynced)) as caught:
        async with asyncio.timeout(5):
            await store.lost()
    return caught.value


@pytest.mark.parametrize("met_by", ["reading", "writing"])
async def test_damage_that_is_met_while_serving_ends_it_with_what_to_do(
    path: Path, clock: Clock, met_by: str
) -> None:
    async with Store.open(path, clock) as store:
        for number in range(200):
            await say(store, f"user{number}", QUESTION)
    async with Store.open(path, clock) as store:
        whole = content(path)
        # As a disk that fails would, under the server; the first pages hold the schema.
        with path.open("r+b") as file:
            file.seek(4 * 4096)
            file.write(b"\xa5" * (len(whole) - 4 * 4096))
        # Else the pages that were looked at when it was opened would be taken from memory.
        await store._writer._connection.execute_fetchall("PRAGMA shrink_memory")
        known = Session(key=patient("user70"), revision=1)
        doing = store.session(known.key) if met_by == "reading" else store.commit(answer(known))
        with pytest.raises((NotRead, NotCommitted)):
            await doing
        error = await lost(store)
        assert "restore the last backup" in str(error)
        with pytest.raises(NotCommitted, match="DatabaseCorrupt"):
            await store.receive(said("hello", message_id="another"))
    with pytest.raises(DatabaseCorrupt):
        async with Store.open(path, clock):
            pass
    overwrite(path, whole)


@pytest.mark.parametrize("reason", ["SQLITE_IOERR_FSYNC", "SQLITE_IOERR_DIR_FSYNC"])
async def test_after_a_failed_sync_nothing_more_is_written(
    store: Store, path: Path, reason: str
) -> None:
    store._health.met(reason)
    assert isinstance(await lost(store), NotSynced)
    with pytest.raises(NotCommitted, match="NotSynced"):
        await store.receive(said("hello"))


@pytest.mark.parametrize("reason", ["SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_BUSY", ""])
async def test_what_passes_is_survived(path: Path, reason: str) -> None:
    health = Health(path)
    health.met(reason)
    assert health.trouble is None
