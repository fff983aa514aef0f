"""A copy is sound, of one moment, and safe to go back to."""

import asyncio
from pathlib import Path

import pytest

from dialogs.session import Session
from storage.attempts import Move, Outcome, State
from storage.backup import backup, restore
from storage.errors import (
    AlreadyServed,
    DatabaseCorrupt,
    DatabaseTooNew,
    NoDatabase,
    NotBackedUp,
)
from storage.files import remove
from storage.store import Store
from storage.turns import Turn
from tests.storage.patients import (
    QUESTION,
    Clock,
    answer,
    booking,
    content,
    mode,
    modes,
    overwrite,
    patient,
    rows,
    said,
    say,
)


async def test_a_copy_made_while_turns_are_written_holds_whole_turns(
    store: Store, path: Path, tmp_path: Path
) -> None:
    target = tmp_path / "copy.db"

    async def keep_talking(name: str) -> None:
        while not target.exists():
            await say(store, name, QUESTION)

    await asyncio.gather(backup(path, target), *(keep_talking(f"user{n}") for n in range(8)))

    assert mode(target) == 0o600
    turns = rows(target, "SELECT user, revision FROM session ORDER BY user")
    replies = rows(target, "SELECT user, count(*) FROM outbox GROUP BY user ORDER BY user")
    assert turns == replies
    assert not [name for name in modes(tmp_path) if "unchecked" in name]


async def test_a_copy_made_while_turns_are_written_holds_all_that_was_acknowledged_before(
    path: Path, tmp_path: Path, clock: Clock
) -> None:
    copy = tmp_path / "copy.db"
    acknowledged: list[str] = []

    async def keep_receiving(name: str) -> None:
        number = 0
        while not copy.exists():
            message = said("hello", message_id=f"{name}/{number}", by=name)
            await store.receive(message)
            acknowledged.append(message.message_id)
            number += 1

    async def copied() -> list[str]:
        while len(acknowledged) < 100:  # noqa: ASYNC110 - others write them
            await asyncio.sleep(0)
        before = list(acknowledged)
        await backup(path, copy)
        return before

    async with Store.open(path, clock) as store:
        patients = asyncio.gather(*(keep_receiving(f"u{n}") for n in range(8)))
        before = await copied()
        await patients
    await restore(copy, path, clock)
    async with Store.open(path, clock) as store:
        known = {name for (name,) in rows(path, "SELECT message_id FROM inbox")}
        assert known >= set(before)
        assert (await store.receive(said("hello", message_id=before[0], by="u0"))).repeat


async def test_a_backup_replaces_nothing_and_needs_a_database(
    store: Store, path: Path, tmp_path: Path
) -> None:
    taken = tmp_path / "taken"
    taken.write_text("letters")
    with pytest.raises(NotBackedUp, match="exists already"):
        await backup(path, taken)
    assert taken.read_text() == "letters"
    with pytest.raises(NotBackedUp, match="No such file or directory"):
        await backup(path, tmp_path / "nowhere" / "copy.db")
    with pytest.raises(NoDatabase):
        await backup(tmp_path / "none.db", tmp_path / "copy.db")


async def test_going_back_asks_about_every_attempt_that_was_open(
    path: Path, tmp_path: Path, clock: Clock
) -> None:
    copy = tmp_path / "copy.db"
    async with Store.open(path, clock) as store:
        for name in ("prepared", "sent", "confirmed"):
            await store.prepare(booking(name))
            clock.wait(seconds=1)
        await store.sent("sent")
        await store.sent("confirmed")
        await store.move(Move("confirmed", State.CONFIRMED))
        await store.receive(said("waiting", message_id="m2"))
        await store.commit(answer(Session(key=patient()), said("hello"), "one", "two"))
        await backup(path, copy)
        await store.commit(answer(await store.session(patient()), None, "after the copy"))

    restored = await restore(copy, path, clock)

    assert [attempt.id for attempt in restored.open_attempts] == ["prepared", "sent"]
    assert {attempt.state for attempt in restored.open_attempts} == {State.IN_DOUBT}
    assert (restored.unanswered, restored.unsaid) == (1, 2)
    assert restored.kept_aside is not None
    assert rows(restored.kept_aside, "SELECT revision FROM session") == [(2,)]
    assert mode(path) == 0o600

    async with Store.visit(path, clock) as visit:
        await visit.decide("prepared", Outcome.NOT_BOOKED, by="Ann")
    async with Store.open(path, clock) as store:
        # What was waiting then was answered and said since; doing it again could book twice.
        assert await store.unhandled() == []
        assert await store.undelivered() == []
        assert (await store.session(patient())).revision == 1
        [decision] = await store.decisions()
        settled = Move("prepared", State.SETTLED, None, decision.outcome, "Ann")
        await store.commit(
            Turn(await store.session(patient()), 1, moves=(settled,), takes=(decision.id,))
        )
        assert [attempt.id for attempt in await store.open_attempts()] == ["sent"]


async def test_a_database_that_is_served_is_not_replaced(
    store: Store, path: Path, tmp_path: Path, clock: Clock
) -> None:
    copy = tmp_path / "copy.db"
    await backup(path, copy)
    with pytest.raises(AlreadyServed):
        await restore(copy, path, clock)
    await say(store, "ada", QUESTION)


async def test_a_copy_that_cannot_be_served_replaces_nothing(
    path: Path, tmp_path: Path, clock: Clock
) -> None:
    copy = tmp_path / "copy.db"
    async with Store.open(path, clock) as store:
        await say(store, "ada", QUESTION)
        await backup(path, copy)
    before, whole = content(path), content(copy)

    newer = bytearray(whole)
    newer[60:64] = (99).to_bytes(4, "big")  # where SQLite keeps user_version
    for damaged, refusal in (
        (whole[:6000], DatabaseCorrupt),
        (b"Dear patients,\n" * 500, DatabaseCorrupt),
        (bytes(newer), DatabaseTooNew),
    ):
        overwrite(copy, damaged)
        with pytest.raises(refusal, match=r"copy\.db"):
            await restore(copy, path, clock)
    with pytest.raises(NoDatabase):
        await restore(tmp_path / "none.db", path, clock)

    assert content(path) == before
    assert sorted(modes(tmp_path)) == ["copy.db", "harbour.db", "harbour.db.lock"]


async def test_a_lost_database_is_restored_to_its_place(
    path: Path, tmp_path: Path, clock: Clock
) -> None:
    copy = tmp_path / "copy.db"
    async with Store.open(path, clock) as store:
        await say(store, "ada", QUESTION)
        await backup(path, copy)
    remove(path)
    assert (await restore(copy, path, clock)).kept_aside is None
    async with Store.open(path, clock) as store:
        assert (await store.session(patient("ada"))).revision == 1


async def test_what_a_killed_server_left_beside_its_file_is_kept_with_it(
    path: Path, tmp_path: Path, clock: Clock
) -> None:
    """The last turns are still in the -wal file; without it the replaced database lacks them."""
    copy, wal = tmp_path / "copy.db", path.with_name("harbour.db-wal")
    async with Store.open(path, clock) as store:
        await backup(path, copy)
        await say(store, "ada", QUESTION)
        killed = (content(path), content(wal))
    overwrite(path, killed[0])
    overwrite(wal, killed[1])

    restored = await restore(copy, path, clock)

    assert restored.kept_aside is not None
    assert rows(restored.kept_aside, "SELECT user FROM outbox") == [("ada",)]
    assert rows(path, "SELECT user FROM outbox") == []
