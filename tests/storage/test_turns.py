"""A turn is written whole or not at all, and once."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from dialogs.session import Active, Reply, Session
from storage.attempts import Move, State
from storage.desk import DeskNote
from storage.errors import BrokenRule, IllegalMove, Repeat, StaleSession
from storage.sessions import RecentSessions
from storage.store import MOST_RECENT_SESSIONS, Store
from storage.turns import Turn
from tests.storage.patients import QUESTION, Clock, answer, booking, patient, rows, said, say


async def test_a_new_conversation_is_empty_and_of_revision_0(store: Store) -> None:
    assert await store.session(patient()) == Session(key=patient())


async def test_a_session_comes_back_as_it_was_left_also_by_the_next_process(
    path: Path, clock: Clock
) -> None:
    talk = (Active(dialog="booking", version=2, step="when", learned={"offered": clock()}),)
    async with Store.open(path, clock) as store:
        session = Session(key=patient(), stack=talk, greeted=True)
        await store.commit(answer(session))
        kept = await store.session(patient())
    async with Store.open(path, clock) as store:
        assert await store.session(patient()) == kept
    assert kept == session.model_copy(update={"revision": 1})


async def test_replies_wait_in_the_order_in_which_they_were_said(store: Store) -> None:
    first = await store.commit(answer(Session(key=patient("ada")), None, "one", "two"))
    second = await store.commit(answer(Session(key=patient("bob")), None, "three"))

    waiting = await store.undelivered()
    assert [row.id for row in waiting] == [*first, *second]
    assert [row.reply.text for row in waiting] == ["one", "two", "three"]
    assert [row.key.user for row in waiting] == ["ada", "ada", "bob"]


async def test_a_turn_from_a_session_that_has_moved_on_leaves_nothing(
    store: Store, path: Path
) -> None:
    await store.commit(answer(await store.session(patient()), None, "said"))
    incoming = said("too late", message_id="m2")
    await store.receive(incoming)

    stale = Turn(
        Session(key=patient()), 0, incoming, (QUESTION,), desk=(DeskNote("callback", "x"),)
    )
    with pytest.raises(StaleSession):
        await store.commit(stale)

    assert [row.incoming.message_id for row in await store.unhandled()] == ["m2"]
    assert len(await store.undelivered()) == 1
    assert await store.desk_items() == []
    assert (await store.session(patient())).revision == 1
    assert rows(path, "SELECT revision FROM session") == [(1,)]


async def test_a_message_that_was_answered_is_never_answered_again(store: Store) -> None:
    incoming = said("hello")
    await store.receive(incoming)
    await store.commit(answer(await store.session(patient()), incoming, "hello"))

    with pytest.raises(Repeat):
        await store.commit(answer(await store.session(patient()), incoming, "hello"))

    assert len(await store.undelivered()) == 1
    assert (await store.session(patient())).revision == 1


async def test_a_message_may_be_stored_and_answered_in_one_transaction(store: Store) -> None:
    await store.commit(answer(await store.session(patient()), said("hello"), "hello"))

    assert (await store.receive(said("hello"))).repeat
    assert await store.unhandled() == []
    with pytest.raises(Repeat):
        await store.commit(answer(await store.session(patient()), said("hello")))


async def test_a_stale_turn_takes_none_of_the_fifty_beside_it_along(store: Store) -> None:
    await store.commit(answer(Session(key=patient("user7"))))

    results = await asyncio.gather(
        *(
            store.commit(answer(Session(key=patient(f"user{n}")), None, f"hello {n}"))
            for n in range(50)
        ),
        return_exceptions=True,
    )

    refused = [n for n, result in enumerate(results) if isinstance(result, Exception)]
    assert refused == [7]
    assert isinstance(results[7], StaleSession)
    told = {row.key.user: row.reply.text for row in await store.undelivered()}
    assert told == {f"user{n}": f"hello {n}" for n in range(50) if n != 7}
    assert [(await store.session(patient(f"user{n}"))).revision for n in range(50)] == [1] * 50


async def test_what_can_never_be_stored_takes_nothing_beside_it_along(store: Store) -> None:
    ada, bob = Session(key=patient("ada")), Session(key=patient("bob"))
    half = "half a character: \ud800"
    good, unreadable, unheard, about_nothing, also_good = await asyncio.gather(
        store.commit(answer(ada, None, "hello")),
        store.leave_desk_item(DeskNote("callback", half)),
        store.receive(replace(said("hello"), message_id=half)),
        store.leave_desk_item(DeskNote("in_doubt", "what was it?", attempt_id="a9")),
        store.commit(answer(bob, None, "hello")),
        return_exceptions=True,
    )

    assert (good, also_good) == ((1,), (2,))
    for refused in (unreadable, unheard, about_nothing):
        assert isinstance(refused, BrokenRule)
        assert "character" not in str(refused)
    assert await store.desk_items() == []


async def test_of_ten_turns_from_the_same_session_one_is_written(store: Store) -> None:
    turn = answer(Session(key=patient()), None, "booked")
    results = await asyncio.gather(*(store.commit(turn) for _ in range(10)), return_exceptions=True)

    assert sum(isinstance(result, StaleSession) for result in results) == 9
    assert len(await store.undelivered()) == 1


async def test_an_illegal_move_keeps_its_whole_turn_from_being_written(store: Store) -> None:
    await store.prepare(booking())
    turn = Turn(
        Session(key=patient()), 0, said("yes"), (QUESTION,), (Move("a1", State.CONFIRMED, "77"),)
    )
    with pytest.raises(IllegalMove, match="attempt a1 is prepared: it cannot become confirmed"):
        await store.commit(turn)

    assert await store.undelivered() == []
    assert (await store.session(patient())).revision == 0
    assert not (await store.receive(said("yes"))).repeat


async def test_a_turn_answers_in_the_conversation_that_it_heard() -> None:
    with pytest.raises(ValueError, match="conversation"):
        answer(Session(key=patient("ada")), said("hello", by="bob"))


async def test_a_caller_that_gives_up_waiting_leaves_a_whole_turn_and_no_old_session(
    store: Store,
) -> None:
    await store.commit(answer(await store.session(patient())))
    waiting = asyncio.create_task(
        store.commit(answer(await store.session(patient()), None, "hello"))
    )
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting

    await say(store, "bob", QUESTION)  # is written after it, by the same writer
    assert [row.reply.text for row in await store.undelivered()] == ["hello", "When?"]
    assert (await store.session(patient())).revision == 2


async def test_more_conversations_than_are_kept_at_hand_are_all_kept(store: Store) -> None:
    names = [f"user{n}" for n in range(MOST_RECENT_SESSIONS + 20)]
    await asyncio.gather(*(store.commit(answer(Session(key=patient(name)))) for name in names))

    assert [(await store.session(patient(name))).revision for name in names[:30]] == [1] * 30


def test_only_the_last_used_sessions_are_kept_at_hand_and_never_an_older_one() -> None:
    recent = RecentSessions(most=2)
    for name in ("ada", "bob"):
        recent.keep(Session(key=patient(name), revision=3))
    recent.keep(Session(key=patient("ada"), revision=2))  # read before 3 was written, late
    ada = recent.get(patient("ada"))
    assert ada is not None
    assert ada.revision == 3

    recent.keep(Session(key=patient("eve")))
    assert recent.get(patient("bob")) is None
    assert recent.get(patient("ada")) is ada


async def test_any_words_come_back_as_they_were_said(store: Store) -> None:
    text = 'Zoë "said" \\ 你好 🦷 \u0000 end\n'
    await store.receive(said(text))
    await store.commit(Turn(Session(key=patient()), 0, replies=(Reply(text=text),)))

    [heard], [reply] = await store.unhandled(), await store.undelivered()
    assert (heard.incoming.heard.text, reply.reply.text) == (text, text)
