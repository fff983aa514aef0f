"""Days are covered without holes, although the vendor only ever shows the next 50 slots."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.aerona.search import FULL, Found, cover
from connectors.aerona.search import page as page_of
from connectors.model import PartOfDay, Service, Slot, SlotSearch
from connectors.pages import Page, Wanted
from sandbox.catalogue import Clinician
from tests.connectors.conftest import TODAY, ZONE, StartClinic, Surroundings

CHECK_UP = Service("1864", "Check-up", 20, "1")


@dataclass
class Vendor:
    """Shows the next 50 of a diary, as the vendor does; remembers what it was asked."""

    slots: Sequence[Slot]
    ids: Collection[str] = ()
    by_clock: bool = True
    asked: list[tuple[date, PartOfDay, str | None]] = field(default_factory=list)

    async def page(self, day: date, part: PartOfDay, clinician_id: str | None) -> Page:
        self.asked.append((day, part, clinician_id))
        wanted = Wanted(day, date.max, part, clinician_id)
        free = [one for one in self.slots if wanted.takes(one)]
        free.sort(key=lambda one: (one.start.date(), one.start, one.clinician_id))
        if not self.by_clock:
            free.sort(key=lambda one: (one.start.date(), one.clinician_id, one.start))
        shown = free[:FULL]
        full = len(shown) >= FULL
        return page_of(shown, day, full=full, of_one=clinician_id is not None)

    async def clinicians(self) -> Collection[str]:
        return self.ids

    async def cover(self, wanted: Wanted, *, by_type: bool = True) -> Found:
        return await cover(wanted, self.page, self.clinicians, by_type=by_type)


def slot(day: date, clock: time, clinician_id: str) -> Slot:
    start = datetime.combine(day, clock, ZONE)
    return Slot(start, 10, CHECK_UP.id, clinician_id, "")


def by_hand(slots: Sequence[Slot], wanted: Wanted) -> list[Slot]:
    free = {one.key: one for one in slots if wanted.takes(one)}
    return sorted(free.values(), key=lambda one: (one.start, one.clinician_id))


def roster(
    days: int, clinicians: int, minutes: int, first: time = time(9), last: time = time(18)
) -> list[Slot]:
    length = (last.hour - first.hour) * 60
    return [
        slot(
            TODAY + timedelta(days=day),
            time(first.hour + at // 60, at % 60),
            str(34567 + clinician),
        )
        for day in range(days)
        for clinician in range(clinicians)
        for at in range(0, length, minutes)
    ]


PARTS = st.sampled_from(PartOfDay)


@st.composite
def diaries(draw: st.DrawFn) -> list[Slot]:
    """Blocks of slots: empty days, thin days, and days that one page cannot show."""
    slots: list[Slot] = []
    for _ in range(draw(st.integers(0, 8))):
        day = TODAY + timedelta(days=draw(st.integers(0, 9)))
        clinician_id = str(draw(st.integers(1, 5)))
        step = draw(st.sampled_from([10, 15, 20, 60]))
        first = draw(st.integers(7, 19))
        count = draw(st.integers(1, 40))
        for index in range(count):
            at = first * 60 + index * step
            if at < 24 * 60:
                slots.append(slot(day, time(at // 60, at % 60), clinician_id))
    return list({one.key: one for one in slots}.values())


@settings(max_examples=100, deadline=None)
@given(
    slots=diaries(),
    first=st.integers(0, 9),
    length=st.integers(0, 9),
    part=PARTS,
    clinician_id=st.sampled_from([None, "1", "2"]),
    by_clock=st.booleans(),
    by_type=st.booleans(),
)
async def test_what_is_found_is_what_the_diary_holds(
    slots: list[Slot],
    first: int,
    length: int,
    part: PartOfDay,
    clinician_id: str | None,
    *,
    by_clock: bool,
    by_type: bool,
) -> None:
    day = TODAY + timedelta(days=first)
    wanted = Wanted(day, day + timedelta(days=length), part, clinician_id)
    vendor = Vendor(slots, ids={one.clinician_id for one in slots}, by_clock=by_clock)

    found = await vendor.cover(wanted, by_type=by_type)

    if found.whole:
        assert found.slots == by_hand(slots, wanted)
    else:
        assert set(found.slots) <= set(by_hand(slots, wanted))
        assert _one_clinician_fills_a_part(slots)
    assert len(vendor.asked) == len(set(vendor.asked))


@settings(max_examples=100, deadline=None)
@given(
    slots=diaries(),
    length=st.integers(0, 9),
    part=PARTS,
    enough=st.integers(1, 70),
    by_clock=st.booleans(),
)
async def test_enough_gives_the_earliest_without_holes(
    slots: list[Slot], length: int, part: PartOfDay, enough: int, *, by_clock: bool
) -> None:
    wanted = Wanted(TODAY, TODAY + timedelta(days=length), part, None, enough)
    vendor = Vendor(slots, ids={one.clinician_id for one in slots}, by_clock=by_clock)

    found = await vendor.cover(wanted)

    every = by_hand(slots, wanted)
    if found.whole:
        assert len(found.slots) >= min(enough, len(every))
        assert found.slots == every[: len(found.slots)]


def _one_clinician_fills_a_part(slots: Sequence[Slot]) -> bool:
    counts: dict[tuple[str, date, PartOfDay], int] = {}
    for one in slots:
        part = PartOfDay.of(one.start.time())
        key = (one.clinician_id, one.start.date(), part)
        counts[key] = counts.get(key, 0) + 1
    return max(counts.values(), default=0) >= FULL


async def test_a_clinic_with_few_slots_is_asked_once() -> None:
    vendor = Vendor(roster(days=4, clinicians=1, minutes=60))

    await vendor.cover(Wanted(TODAY, TODAY + timedelta(days=13)))

    assert vendor.asked == [(TODAY, PartOfDay.ANY, None)]


async def test_a_day_over_fifty_is_split_by_its_parts_and_then_by_clinician() -> None:
    slots = roster(days=1, clinicians=5, minutes=20)
    vendor = Vendor(slots, ids={one.clinician_id for one in slots})

    found = await vendor.cover(Wanted(TODAY, TODAY))

    assert found.slots == by_hand(slots, Wanted(TODAY, TODAY))
    # The whole day, which shows the morning; two parts, and the afternoon by five clinicians.
    assert len(vendor.asked) == 8


async def test_two_weeks_of_four_dentists_with_an_empty_diary_cost_few_questions() -> None:
    slots = roster(days=14, clinicians=4, minutes=20)
    vendor = Vendor(slots, ids={one.clinician_id for one in slots})

    found = await vendor.cover(Wanted(TODAY, TODAY + timedelta(days=13)))

    assert len(found.slots) == len(slots) == 14 * 108
    # 31 full pages would be the least.
    assert len(vendor.asked) <= 45


async def test_the_six_earliest_of_a_day_over_fifty_cost_one_question() -> None:
    slots = roster(days=14, clinicians=4, minutes=20)
    vendor = Vendor(slots)

    found = await vendor.cover(Wanted(TODAY, TODAY + timedelta(days=13), enough=6))

    assert found.slots == by_hand(slots, Wanted(TODAY, TODAY))[: len(found.slots)]
    assert len(found.slots) >= 6
    assert len(vendor.asked) == 1


async def test_a_part_of_a_day_that_one_clinician_fills_is_left_with_a_mark() -> None:
    slots = roster(days=2, clinicians=1, minutes=5, first=time(6), last=time(12))
    vendor = Vendor(slots, ids={"34567"})

    found = await vendor.cover(Wanted(TODAY, TODAY + timedelta(days=1)))

    assert not found.whole
    assert {one.start.date() for one in found.slots} == {TODAY, TODAY + timedelta(days=1)}


@pytest.mark.parametrize("clinician_id", [None, "34567"])
async def test_a_vendor_that_repeats_one_page_for_ever_is_left_in_the_end(
    clinician_id: str | None,
) -> None:
    stuck = roster(days=1, clinicians=2, minutes=20)[:FULL]
    asked = 0

    async def page(day: date, _: PartOfDay, one: str | None) -> Page:
        nonlocal asked
        asked += 1
        return page_of(stuck, day, full=True, of_one=one is not None)

    async def clinicians() -> Collection[str]:
        return ("34567", "34568")

    wanted = Wanted(TODAY, TODAY + timedelta(days=6), clinician_id=clinician_id)
    found = await cover(wanted, page, clinicians, by_type=True)

    assert not found.whole
    assert asked <= 7 * 6 + 4


@pytest.mark.parametrize("part", list(PartOfDay), ids=str)
async def test_over_http_four_full_dentists_are_covered_as_their_roster_says(
    start_clinic: StartClinic, around: Surroundings, part: PartOfDay
) -> None:
    sandbox = await start_clinic()
    day = ((time(8), time(20)),)
    for number in range(4):
        dentist = Clinician(34567 + number, f"Dr {number}", 1, dict.fromkeys(range(7), day), 20)
        sandbox.clinic.clinicians[dentist.id] = dentist
    aerona = around.connect(sandbox.base_url)
    last = TODAY + timedelta(days=3)

    found = await aerona.free_slots(SlotSearch(CHECK_UP, TODAY, last, part))

    type_ = sandbox.clinic.types[int(CHECK_UP.id)]
    free = sandbox.clinic.free_slots(type_, list(sandbox.clinic.clinicians.values()), TODAY)
    expected = [
        (one.start, str(one.clinician.id))
        for one in free
        if one.start.date() <= last
        and part in (PartOfDay.ANY, PartOfDay.of(one.start.timetz().replace(tzinfo=None)))
    ]
    assert [(one.start, one.clinician_id) for one in found] == expected
    assert len(expected) > FULL
