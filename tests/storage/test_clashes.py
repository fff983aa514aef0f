"""While a booking's outcome is open nothing is prepared beside it; the database itself says so."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.attempts import Attempt, Kind, Move, State
from storage.desk import DeskNote
from storage.errors import Clash
from storage.store import Store
from tests.storage.patients import MORNING, Clock, booking


def at(name: str, minute: int, minutes: int, clinician: str = "4") -> Attempt:
    """A booking of a patient of its own."""
    start = MORNING + timedelta(days=1, minutes=minute)
    return replace(booking(name), start=start, minutes=minutes, clinician_id=clinician)


async def concluded(store: Store, name: str, to: State, reference: str | None = None) -> None:
    await store.sent(name)
    await store.move(Move(name, to, reference))


async def test_a_patient_with_an_open_booking_gets_no_other_one(store: Store) -> None:
    first, second = at("a1", 0, 20), replace(at("a2", 240, 20, "5"), patient_id="17-a1")
    await store.prepare(first)
    await store.sent("a1")
    await store.move(Move("a1", State.IN_DOUBT))
    with pytest.raises(Clash) as caught:
        await store.prepare(second)
    assert caught.value.of == "patient"
    await store.move(Move("a1", State.REFUSED))
    await store.prepare(second)


@pytest.mark.parametrize(
    ("minute", "minutes", "clashes"),
    [(20, 20, True), (-20, 30, True), (10, 10, True), (-60, 240, True), (40, 20, False)],
)
async def test_open_intervals_of_a_clinician_never_overlap(
    store: Store, minute: int, minutes: int, *, clashes: bool
) -> None:
    await store.prepare(at("a1", 0, 40))
    other = at("a2", minute, minutes)
    if clashes:
        with pytest.raises(Clash) as caught:
            await store.prepare(other)
        assert caught.value.of == "time"
    else:
        await store.prepare(other)
    await store.prepare(at("a3", minute, minutes, "5"))


async def test_what_was_booked_here_is_in_the_way_where_that_is_asked(store: Store) -> None:
    await store.prepare(at("a1", 0, 40))
    await concluded(store, "a1", State.CONFIRMED, "77")
    with pytest.raises(Clash):
        await store.prepare(at("a2", 20, 20), beside_booked=True)
    await store.prepare(at("a3", 20, 20))
    await concluded(store, "a3", State.REFUSED)

    wish = '{"appointment_id":"77","status":"cancelled_late"}'
    await store.prepare(replace(booking("c1"), kind=Kind.STATUS, patient_id="", wish=wish))
    await concluded(store, "c1", State.CONFIRMED, "77")
    await store.prepare(at("a4", 20, 20), beside_booked=True)
    assert [one.id for one in await store.held()] == ["a4"]


async def test_of_many_at_once_one_is_prepared(store: Store) -> None:
    wishes = (store.prepare(at(f"a{n}", n, 40)) for n in range(20))
    results = await asyncio.gather(*wishes, return_exceptions=True)
    assert sum(one is None for one in results) == 1
    assert sum(isinstance(one, Clash) for one in results) == 19


@given(st.lists(st.tuples(st.integers(0, 120), st.integers(1, 60)), max_size=12))
@settings(max_examples=25, deadline=None)
def test_no_two_prepared_intervals_ever_overlap(wished: list[tuple[int, int]]) -> None:
    async def all_of_them() -> list[Attempt]:
        from pathlib import Path  # noqa: PLC0415 - only this example needs a folder of its own
        from tempfile import TemporaryDirectory  # noqa: PLC0415

        with TemporaryDirectory() as folder:
            async with Store.open(Path(folder) / "c.db", lambda: MORNING) as store:
                for place, (minute, minutes) in enumerate(wished):
                    try:
                        await store.prepare(at(f"a{place}", minute, minutes))
                    except Clash:
                        continue
                return await store.held()

    held = asyncio.run(all_of_them())
    assert bool(held) == bool(wished)
    for earlier, later in pairwise(held):
        assert earlier.ends_at <= later.start


async def test_what_is_long_over_is_let_go_of_unless_somebody_must_look_at_it(
    store: Store, clock: Clock
) -> None:
    for name in ("done", "open", "noted"):
        await store.prepare(at(name, 0, 20, name))
    await concluded(store, "done", State.CONFIRMED, "77")
    await concluded(store, "noted", State.CONFIRMED, "78")
    await store.sent("open")
    await store.leave_desk_item(DeskNote("in_doubt", "Please look", attempt_id="noted"))
    clock.wait(seconds=40 * 86_400)
    await store.forget(clock() - timedelta(days=30))
    assert await store.attempt("done") is None
    assert await store.attempt("open") is not None
    assert await store.attempt("noted") is not None
