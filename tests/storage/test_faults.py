"""A disk that refuses: nothing is acknowledged, nobody waits for ever, and it goes on after."""

import asyncio
from pathlib import Path

import pytest

from dialogs.session import Session
from storage.errors import NotCommitted
from storage.store import Store
from tests.storage.patients import QUESTION, Clock, answer, patient, rows, said, say

LONG = "word " * 20_000


async def let_it_grow(store: Store, *, pages: int | None) -> None:
    """Give the database no more room than it has, as a full disk would, or as much as it wants."""
    connection = store._writer._connection
    await connection.execute_fetchall(f"PRAGMA max_page_count = {pages or 1_000_000}")


async def test_a_full_disk_fails_everybody_in_the_batch_and_is_survived(
    store: Store, path: Path
) -> None:
    await say(store, "ada", QUESTION)
    await let_it_grow(store, pages=1)  # SQLite takes the present size for the least

    ada, bob = await store.session(patient("ada")), await store.session(patient("bob"))
    results = await asyncio.gather(
        store.commit(answer(ada, None, "short")),
        store.commit(answer(bob, None, LONG)),
        store.receive(said("hello")),
        return_exceptions=True,
    )
    assert [type(result) for result in results] == [NotCommitted] * 3
    assert {result.reason for result in results if isinstance(result, NotCommitted)} == {
        "SQLITE_FULL"
    }
    assert rows(path, "SELECT count(*) FROM outbox") == [(1,)]
    assert rows(path, "SELECT count(*) FROM inbox") == [(0,)]
    assert rows(path, "BEGIN IMMEDIATE") == []  # a command may write meanwhile
    assert (await store.session(patient("ada"))).revision == 1
    assert (await store.session(patient("bob"))).revision == 0

    await let_it_grow(store, pages=None)
    assert len(await say(store, "ada", QUESTION)) == 1
    assert not (await store.receive(said("hello"))).repeat
    assert (await store.session(patient("ada"))).revision == 2


async def test_a_turn_that_was_not_committed_may_be_committed_again(store: Store) -> None:
    turn = answer(Session(key=patient()), said("hello"), LONG)
    await let_it_grow(store, pages=1)
    with pytest.raises(NotCommitted):
        await store.commit(turn)
    await let_it_grow(store, pages=None)
    await store.commit(turn)
    assert len(await store.undelivered()) == 1


async def test_what_waits_when_the_store_is_closed_is_written(path: Path, clock: Clock) -> None:
    async with Store.open(path, clock) as store:
        waiting = [
            asyncio.create_task(store.receive(said("hello", message_id=f"m{n}"))) for n in range(20)
        ]
        await asyncio.sleep(0)  # they have asked, and nothing is written yet
    assert [(await received).repeat for received in waiting] == [False] * 20
    assert rows(path, "SELECT count(*) FROM inbox") == [(20,)]


async def test_a_closed_store_refuses_instead_of_waiting(path: Path, clock: Clock) -> None:
    async with Store.open(path, clock) as store:
        pass
    with pytest.raises(NotCommitted, match="closed"):
        await store.commit(answer(Session(key=patient())))


async def test_many_at_once_share_few_commits(store: Store) -> None:
    commits = 0

    def count(statement: str) -> None:
        nonlocal commits
        commits += statement == "COMMIT"

    await store._writer._connection.set_trace_callback(count)
    await asyncio.gather(
        *(store.commit(answer(Session(key=patient(f"user{n}")))) for n in range(100))
    )
    assert commits <= 3


async def test_no_words_reach_the_driver_log(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    incoming = said("my secret tooth")
    await store.receive(incoming)
    await store.commit(answer(await store.session(patient()), incoming, "your secret tooth"))
    await asyncio.gather(store.receive(said("a secret")), store.receive(said("another secret")))
    await store.unhandled()
    assert "method execute of" in caplog.text
    assert "method executemany of" in caplog.text
    assert "secret" not in caplog.text
