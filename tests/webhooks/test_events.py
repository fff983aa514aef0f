"""An event is a hint to look, whatever it says, however late, and however often."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.webhooks.events import AT_ONCE, Events
from storage.store import Store
from tests.storage.patients import Clock, rows
from tests.webhooks.around import PRACTICE, Hints, Place, handled, let_it_grow, no_pause, told


@pytest.mark.parametrize(
    ("body", "hints"),
    [
        (told(), 1),
        (told(objectType="appointments"), 1),
        (told(objectType=None), 1),
        (told(objectType="Something new"), 1),
        (told(practiceId=None), 1),
        (told(modified="2019-01-01T00:00:00Z"), 1),
        (told(objectType="Patient"), 0),
        (told(objectType="Treatment"), 0),
        (told(practiceId=9875), 0),
        (told(practiceId="9875"), 0),
        (told(objectType=None, practiceId=9875), 0),
    ],
)
async def test_what_may_have_changed_the_diary_of_this_practice_is_a_hint(
    place: Place, database: Path, body: bytes, hints: int
) -> None:
    assert await place.call(body) == 200
    await handled(place)
    assert (place.hints.forgotten, place.hints.hints) == (hints, hints)
    assert rows(database, "SELECT body, handled_at IS NULL FROM event") == [(None, 0)]


async def test_the_same_words_told_again_later_are_a_hint_again(
    place: Place, database: Path
) -> None:
    for n in (1, 2, 3):
        assert await place.call(told()) == 200
        await handled(place)
        assert place.hints.hints == n
    assert rows(database, "SELECT count(*) FROM event") == [(1,)]


async def test_one_that_is_told_again_while_it_is_handled_stays_open(place: Place) -> None:
    clock = Clock()
    store = place.store
    await store.receive_event("aerona", told())
    [waiting] = await store.open_events(10)
    store._clock = clock
    clock.wait(seconds=1)
    await store.receive_event("aerona", told())
    await store.event_handled(waiting)
    [again] = await store.open_events(10)
    assert again.id == waiting.id
    await store.event_handled(again)
    assert await store.open_events(10) == []


async def test_what_the_last_process_left_is_handled_at_the_next_start(database: Path) -> None:
    async with Store.open(database, Clock()) as store:
        for n in range(AT_ONCE * 2 + 1):
            await store.receive_event("aerona", told(n))
    hints = Hints()
    async with Store.open(database, Clock()) as store:
        events = Events(store, PRACTICE, no_pause, hints, hints)
        await events.chore.done()
        assert await store.open_events(1) == []
    assert hints.hints == 3


async def test_a_disk_that_refuses_the_mark_only_delays_it(place: Place, database: Path) -> None:
    assert isinstance(place.events, Events)
    await place.store.receive_event("aerona", told())
    connection = place.store._writer._connection
    await connection.execute_fetchall("PRAGMA query_only = 1")
    await place.events.chore.done()
    assert place.hints.hints == 1
    assert len(await place.store.open_events(10)) == 1
    await connection.execute_fetchall("PRAGMA query_only = 0")
    await place.events.chore.done()
    assert rows(database, "SELECT body, handled_at IS NULL FROM event") == [(None, 0)]


async def test_a_connector_without_a_memory_and_no_one_in_doubt_need_no_hint(
    database: Path,
) -> None:
    async with Store.open(database, Clock()) as store:
        events = Events(store, PRACTICE, no_pause)
        await events.take(told())
        await events.idle()
        assert await store.open_events(1) == []


async def test_marks_go_after_a_day_and_a_half_and_what_waits_does_not(database: Path) -> None:
    clock = Clock()
    async with Store.open(database, clock) as store:
        await store.receive_event("aerona", told(1))
        [one] = await store.open_events(1)
        await store.event_handled(one)
        await store.receive_event("aerona", told(2))
        clock.wait(hours=39)
        await store.forget(clock() - timedelta(days=30))
        assert rows(database, "SELECT count(*) FROM event") == [(2,)]
        clock.wait(hours=2)
        await store.forget(clock() - timedelta(days=30))
        assert rows(database, "SELECT body IS NULL FROM event") == [(0,)]


async def test_a_full_disk_and_its_end_are_survived_by_many_at_once(
    place: Place, database: Path
) -> None:
    large = [told(n, data={"appointmentNotes": "word " * 5_000}) for n in range(20)]
    await let_it_grow(place.store, pages=1)
    assert {await place.call(body) for body in large} == {503}
    await let_it_grow(place.store, pages=None)
    assert {await place.call(body) for body in large} == {200}
    await handled(place)
    state = rows(database, "SELECT count(*), count(handled_at), count(body) FROM event")
    assert state == [(20, 20, 0)]


async def test_what_comes_shortly_after_a_hint_is_one_more_hint_together(database: Path) -> None:
    hints = Hints()
    async with Store.open(database, Clock()) as store:
        pauses = 0

        async def meanwhile(_: float) -> None:
            nonlocal pauses
            pauses += 1
            if pauses == 1:
                for n in range(10):
                    await events.take(told(n))

        events = Events(store, PRACTICE, meanwhile, hints, hints)
        await events.take(told(100))
        await events.idle()
        assert await store.open_events(1) == []
    assert (hints.forgotten, hints.hints) == (2, 2)
