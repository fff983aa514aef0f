"""The inbox and the outbox: nothing is lost, nothing jams, and no words stay behind."""

from datetime import timedelta
from pathlib import Path

from storage.inbox import Received
from storage.store import Store
from tests.storage.patients import MORNING, QUESTION, Clock, answer, patient, rows, said, say


async def test_messages_wait_in_the_order_of_their_arrival(path: Path, clock: Clock) -> None:
    messages = [said(text, message_id=text) for text in ("one", "two", "three")]
    async with Store.open(path, clock) as store:
        ids = [(await store.receive(message)).id for message in messages]
    async with Store.open(path, clock) as store:
        waiting = await store.unhandled()

    assert [row.id for row in waiting] == ids == sorted(ids)
    assert [row.incoming for row in waiting] == messages


async def test_a_repeat_is_known_by_the_messengers_id(store: Store) -> None:
    first = await store.receive(said("hello"))
    again = await store.receive(said("hello, differently"))

    assert first == Received(again.id, repeat=False)
    assert again.repeat
    assert [row.incoming.heard.text for row in await store.unhandled()] == ["hello"]


async def test_ids_that_arrive_out_of_order_are_no_repeats(store: Store) -> None:
    for message_id in ("9", "3", "12"):
        assert not (await store.receive(said("x", message_id=message_id))).repeat


async def test_what_was_delivered_does_not_wait_any_more(store: Store) -> None:
    first, second = await say(store, "ada", QUESTION, QUESTION)
    await store.delivered(first, "h1")
    assert [row.id for row in await store.undelivered()] == [second]


async def test_what_was_postponed_waits_and_says_until_when(store: Store) -> None:
    [outbox_id] = await say(store, "ada", QUESTION)
    later = MORNING + timedelta(seconds=30)
    await store.postponed(outbox_id, later, tries=2)

    [waiting] = await store.undelivered()
    assert (waiting.not_before, waiting.tries, waiting.reply) == (later, 2, QUESTION)


async def test_a_rejected_reply_does_not_hold_up_the_next(store: Store) -> None:
    first, second = await say(store, "ada", QUESTION, QUESTION)
    await store.rejected(first, "message is too long")
    assert [row.id for row in await store.undelivered()] == [second]


async def test_a_patient_who_blocked_the_bot_jams_nothing(store: Store) -> None:
    await say(store, "ada", QUESTION, QUESTION)
    [to_bob] = await say(store, "bob", QUESTION)
    await store.unreachable(patient("ada"))

    assert [row.id for row in await store.undelivered()] == [to_bob]
    # and somebody who comes back is answered again
    [again] = await say(store, "ada", QUESTION)
    assert [row.id for row in await store.undelivered()] == [to_bob, again]


async def test_open_questions_are_those_delivered_before_with_buttons(store: Store) -> None:
    ids = [(await say(store, "ada", QUESTION))[0] for _ in range(4)]
    [plain] = await store.commit(answer(await store.session(patient()), None, "no buttons"))
    [bobs] = await say(store, "bob", QUESTION)
    for outbox_id in (*ids[:3], plain, bobs):
        frozen = ids[:1] if outbox_id == bobs else ()
        await store.delivered(outbox_id, f"h{outbox_id}", frozen)

    [question] = await store.open_questions(patient("ada"), before=ids[2])
    assert (question.id, question.handle) == (ids[1], f"h{ids[1]}")


async def test_no_words_stay_in_a_row_that_is_done_with(path: Path, clock: Clock) -> None:
    """Nor in any byte of the file: what is let go is overwritten."""
    async with Store.open(path, clock) as store:
        incoming = said("my secret tooth")
        await store.receive(incoming)
        session = await store.session(patient())
        long = "a long secret " * 1_000  # longer than a page of the file
        ids = await store.commit(answer(session, incoming, "your secret tooth", long))
        assert b"secret tooth" in everything_on_disk(path)
        await store.delivered(ids[0], "h1")
        await store.rejected(ids[1], "too long")

    assert rows(path, "SELECT heard FROM inbox") == [(None,)]
    assert rows(path, "SELECT reply FROM outbox") == [(None,), (None,)]
    assert b"secret" not in everything_on_disk(path)


async def test_ids_of_messages_are_known_for_a_day_whatever_is_forgotten(
    store: Store, clock: Clock
) -> None:
    incoming = said("hello")
    await store.commit(answer(await store.session(patient()), incoming))
    clock.wait(hours=23)
    await store.forget(clock())
    assert (await store.receive(incoming)).repeat

    clock.wait(hours=2)
    await store.forget(clock())
    assert not (await store.receive(incoming)).repeat


async def test_only_what_is_done_with_is_forgotten(path: Path, clock: Clock) -> None:
    async with Store.open(path, clock) as store:
        await store.receive(said("unanswered"))
        done, _waiting, last = await say(store, "ada", QUESTION, QUESTION, QUESTION)
        await store.delivered(done, "h1")
        await store.delivered(last, "h3")
        clock.wait(days=3)
        await store.forget(clock())
        assert len(await store.unhandled()) == 1

    assert rows(path, "SELECT id, state FROM outbox") == [(2, "waiting"), (3, "delivered")]
    async with Store.open(path, clock) as store:
        [following] = await say(store, "ada", QUESTION)
        assert following > last


def everything_on_disk(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
