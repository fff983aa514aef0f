"""Times that the vendor keeps are let go when nobody needs them, and never before."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.attempts import Holds
from connectors.errors import OutcomeUnknown, SlotTaken, StillInDoubt, Unavailable
from connectors.model import Hold, Slot
from dialogs.session import SessionKey
from storage.attempts import Attempt, Kind, Move, State
from storage.store import Store
from tests.harness.stage import Clock

NINE = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
ANA = SessionKey(clinic="harbour", channel="phones", user="ana")
BEN = SessionKey(clinic="harbour", channel="phones", user="ben")
LIFE = timedelta(minutes=15)


def slot(minute: int = 0) -> Slot:
    return Slot(NINE + timedelta(minutes=minute), 20, "1864", "34567", "Dr Ana Ruiz")


@dataclass
class Keeper:
    """A vendor that keeps times for a quarter of an hour; its next answers can get lost."""

    clock: Clock
    kept: dict[str, tuple[Slot, datetime]] = field(default_factory=dict)
    appointments: set[str] = field(default_factory=set)
    lose: list[str] = field(default_factory=list)
    blind: bool = False
    _count: int = 0

    async def reserve(self, slot: Slot) -> Hold:
        fault = self.lose.pop() if self.lose else ""
        if fault == "down":
            raise Unavailable("down")
        asked = self.clock()
        if any(slot.overlaps(other) for other in self.alive().values()):
            raise SlotTaken("taken")
        if fault != "before":
            self._count += 1
            self.kept[str(self._count)] = (slot, asked)
        if fault:
            raise OutcomeUnknown("lost")
        return Hold(str(self._count), asked + timedelta(minutes=13))

    async def lost_hold(self, slot: Slot, first: datetime, last: datetime) -> Hold | None:
        if self.blind:
            raise Unavailable("down")
        for id_, (kept, at) in self.kept.items():
            if kept.key == slot.key and first <= at <= last and id_ in self.alive():
                return Hold(id_, at + timedelta(minutes=13))
        return None

    async def release(self, hold_id: str) -> None:
        if self.blind:
            raise Unavailable("down")
        if hold_id not in self.appointments:
            self.kept.pop(hold_id, None)

    def alive(self) -> dict[str, Slot]:
        now = self.clock()
        return {
            id_: slot
            for id_, (slot, at) in self.kept.items()
            if id_ in self.appointments or now < at + LIFE
        }

    def holds(self) -> set[str]:
        return set(self.alive()) - self.appointments


@dataclass
class Desk:
    """One process after the other over one database and one vendor."""

    store: Store
    vendor: Keeper
    clock: Clock
    holds: Holds

    async def keep(self, key: SessionKey, wanted: Slot, attempt_id: str | None = None) -> Hold:
        async with self.holds.using(key):
            hold = await self.holds.keep(key, wanted, attempt_id)
        assert hold is not None
        return hold

    async def pass_time(self, seconds: int) -> None:
        for _ in range(0, seconds, 10):
            self.clock.now += timedelta(seconds=10)
            await self.holds.work()

    async def restart(self) -> None:
        self.holds = Holds(self.store, self.vendor, self.clock)
        await self.store.holds.none_is_wanted()

    async def attempt(self, id_: str, key: SessionKey, *states: State) -> None:
        attempt = Attempt(id_, key, Kind.BOOK, f"17-{id_}", NINE, "{}", f"4-{id_}", 20)
        await self.store.prepare(attempt)
        for state in states:
            await self.store.move(Move(id_, state))


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Desk]:
    clock = Clock(NINE - timedelta(days=1))
    async with Store.open(folder / "clinic.db", clock) as store:
        vendor = Keeper(clock)
        yield Desk(store, vendor, clock, Holds(store, vendor, clock))


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with opened(tmp_path) as one:
        yield one


async def test_a_hold_lasts_while_its_talk_names_it_and_no_longer(desk: Desk) -> None:
    hold = await desk.keep(ANA, slot())
    desk.holds.keep_only(ANA, [slot().key])
    await desk.pass_time(300)
    assert desk.vendor.holds() == {hold.id}
    assert await desk.holds.own(ANA) == [slot()]
    assert await desk.holds.own(BEN) == []

    desk.holds.keep_only(ANA, [])
    await desk.pass_time(20)
    assert desk.vendor.holds() == set()
    assert await desk.store.holds.all() == []


async def test_a_turn_under_way_keeps_what_it_has_just_asked_for(desk: Desk) -> None:
    hold = await desk.keep(ANA, slot())
    await desk.pass_time(60)
    assert desk.vendor.holds() == {hold.id}


async def test_the_same_time_is_not_asked_for_twice(desk: Desk) -> None:
    first = await desk.keep(ANA, slot())
    assert await desk.keep(ANA, slot()) == first
    await desk.restart()
    assert await desk.keep(ANA, slot()) == first
    await desk.pass_time(30)
    assert desk.vendor.holds() == {first.id}


async def test_what_a_process_held_is_let_go_after_it_has_ended(desk: Desk) -> None:
    await desk.keep(ANA, slot())
    desk.holds.keep_only(ANA, [slot().key])
    await desk.restart()
    await desk.pass_time(20)
    assert desk.vendor.holds() == set()


async def test_another_time_takes_the_place_of_the_first(desk: Desk) -> None:
    await desk.keep(ANA, slot())
    second = await desk.keep(ANA, slot(20))
    desk.holds.keep_only(ANA, [slot(20).key])
    await desk.pass_time(20)
    assert desk.vendor.holds() == {second.id}


async def test_a_hold_whose_margin_is_used_up_is_let_go_and_asked_for_anew(desk: Desk) -> None:
    first = await desk.keep(ANA, slot())
    desk.clock.now += timedelta(minutes=14)
    second = await desk.keep(ANA, slot())
    assert second.id != first.id
    assert desk.vendor.holds() == {second.id}


async def test_an_answer_that_was_lost_is_looked_for_at_once(desk: Desk) -> None:
    desk.vendor.lose.append("after")
    hold = await desk.keep(ANA, slot())
    assert desk.vendor.holds() == {hold.id}


async def test_a_hold_that_nobody_knows_the_name_of_is_found_later_and_let_go(desk: Desk) -> None:
    desk.vendor.lose.append("after")
    desk.vendor.blind = True
    with pytest.raises(Unavailable):
        await desk.keep(ANA, slot())
    desk.holds.keep_only(ANA, [])
    desk.vendor.blind = False
    await desk.pass_time(20)
    assert desk.vendor.holds() == set()


async def test_our_own_lost_hold_is_not_in_the_way(desk: Desk) -> None:
    desk.vendor.lose.append("after")
    desk.vendor.blind = True
    with pytest.raises(Unavailable):
        await desk.keep(ANA, slot())
    desk.vendor.blind = False
    hold = await desk.keep(ANA, slot())
    assert desk.vendor.holds() == {hold.id}


async def test_somebody_elses_time_is_taken(desk: Desk) -> None:
    await desk.keep(ANA, slot())
    with pytest.raises(SlotTaken):
        await desk.keep(BEN, slot(10))


@pytest.mark.parametrize("states", [(), (State.SENT,), (State.SENT, State.IN_DOUBT)], ids=str)
async def test_a_booking_that_is_open_keeps_its_hold(desk: Desk, states: tuple[State, ...]) -> None:
    hold = await desk.keep(ANA, slot(), "m1/1")
    await desk.attempt("m1/1", ANA, *states)
    desk.holds.keep_only(ANA, [])
    await desk.restart()
    await desk.pass_time(600)
    assert desk.vendor.holds() == {hold.id}
    with pytest.raises(StillInDoubt):
        await desk.keep(ANA, slot(), "m2/1")


async def test_a_booking_that_came_to_nothing_lets_its_hold_go(desk: Desk) -> None:
    await desk.keep(ANA, slot(), "m1/1")
    await desk.attempt("m1/1", ANA, State.SENT, State.REFUSED)
    await desk.pass_time(20)
    assert desk.vendor.holds() == set()


async def test_a_booking_is_never_let_go(desk: Desk) -> None:
    hold = await desk.keep(ANA, slot(), "m1/1")
    desk.vendor.appointments.add(hold.id)
    await desk.attempt("m1/1", ANA, State.SENT)
    await desk.store.move(Move("m1/1", State.CONFIRMED, hold.id))
    await desk.pass_time(60)
    assert set(desk.vendor.alive()) == {hold.id}
    assert await desk.store.holds.all() == []


async def test_a_hold_of_another_patient_is_never_taken_for_a_lost_one(desk: Desk) -> None:
    desk.vendor.lose.append("before")
    desk.vendor.blind = True
    with pytest.raises(Unavailable):
        await desk.keep(ANA, slot())
    desk.vendor.blind = False
    await desk.restart()
    other = await desk.keep(BEN, slot())
    desk.holds.keep_only(BEN, [slot().key])
    await desk.pass_time(60)
    assert desk.vendor.holds() == {other.id}


async def test_what_was_asked_for_anew_is_not_let_go_for_the_first_request(desk: Desk) -> None:
    desk.vendor.lose.append("before")
    desk.vendor.blind = True
    with pytest.raises(Unavailable):
        await desk.keep(ANA, slot())
    await desk.restart()
    desk.vendor.blind = False
    anew = await desk.keep(ANA, slot())
    desk.holds.keep_only(ANA, [slot().key])
    await desk.pass_time(60)
    assert desk.vendor.holds() == {anew.id}


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("keep"), st.sampled_from((0, 20))),
        st.tuples(st.just("lose"), st.sampled_from(("before", "after", "down"))),
        st.tuples(st.just("move on"), st.just(0)),
        st.tuples(st.just("blind"), st.booleans()),
        st.tuples(st.just("wait"), st.sampled_from((10, 60, 900))),
        st.tuples(st.just("restart"), st.just(0)),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(STEPS)
async def test_whatever_happens_no_hold_is_left_a_minute_after_the_talk_has_moved_on(
    steps: list[tuple[str, object]],
) -> None:
    with TemporaryDirectory() as folder:
        async with opened(Path(folder)) as desk:
            for step, what in steps:
                match step, what:
                    case "keep", int(minute):
                        with suppress(SlotTaken, Unavailable):
                            await desk.keep(ANA, slot(minute))
                    case "lose", str(fault):
                        desk.vendor.lose.append(fault)
                    case "move on", _:
                        desk.holds.keep_only(ANA, [])
                    case "blind", bool(blind):
                        desk.vendor.blind = blind
                    case "wait", int(seconds):
                        await desk.pass_time(seconds)
                    case _:
                        await desk.restart()
            desk.holds.keep_only(ANA, [])
            desk.vendor.blind = False
            await desk.pass_time(60)
            assert desk.vendor.holds() == set()


async def test_a_hold_that_is_made_after_its_answer_was_given_up_is_let_go(tmp_path: Path) -> None:
    async with opened(tmp_path) as desk:
        desk.vendor.lose.append("before")
        with suppress(Unavailable):
            await desk.keep(ANA, slot())
        desk.holds.keep_only(ANA, ())
        await desk.pass_time(40)
        desk.vendor.kept["late"] = (slot(), desk.clock.now)
        await desk.pass_time(20)
        assert desk.vendor.holds() == set()
        await desk.pass_time(120)
        assert await desk.store.holds.all() == []
