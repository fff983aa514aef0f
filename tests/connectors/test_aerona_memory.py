"""What is served from memory was shown by the vendor, lately, and hides nothing that it showed."""

import asyncio
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from connectors.aerona import AeronaConnector
from connectors.aerona.search import FULL, page
from connectors.errors import ConnectorError, SlotTaken, TooBusy
from connectors.memory import Memory, Question
from connectors.model import NewAppointment, PartOfDay, Service, Slot, SlotSearch, Status
from connectors.pages import Page, Wanted
from sandbox.misbehaviour import Fault
from sandbox.server import Sandbox
from tests.connectors.conftest import TODAY, ZONE, Clock, StartClinic, Surroundings

CHECK_UP = Service("1864", "Check-up", 20, "1")
FILLING = Service("1866", "Filling", 40, "1")
SERVICES = (CHECK_UP, FILLING, Service("1865", "Hygiene visit", 30, "3"))
MINUTE = timedelta(minutes=1)


@dataclass
class World:
    """A clinic in which much happens, and what was free in it at each moment."""

    sandbox: Sandbox
    aerona: AeronaConnector
    clock: Clock
    chance: random.Random
    free: list[tuple[datetime, dict[str, set[str]]]] = field(default_factory=list)
    booked: list[str] = field(default_factory=list)
    last: list[Slot] = field(default_factory=list)

    def look(self) -> None:
        clinic = self.sandbox.clinic
        now = {
            service.id: {
                f"{one.clinician.id}@{one.start.isoformat()}"
                for one in clinic.free_slots(
                    clinic.types[int(service.id)], list(clinic.clinicians.values()), TODAY
                )
            }
            for service in SERVICES
        }
        self.free.append((self.clock.now, now))

    def states(self, service: Service, since: datetime) -> Iterator[set[str]]:
        """What was free at every moment from then on."""
        for number, (_, free) in enumerate(self.free):
            later = self.free[number + 1 :]
            if not later or later[0][0] >= since:
                yield free[service.id]

    def search(self, *, fresh: bool = False) -> SlotSearch:
        first = TODAY + timedelta(days=self.chance.randrange(10))
        last = first + timedelta(days=self.chance.choice((0, 0, 0, 2, 13)))
        clinician = self.chance.choice((None, None, "34567", "34568"))
        part = self.chance.choice(list(PartOfDay))
        enough = self.chance.choice((None, 6, 45))
        service = self.chance.choice(SERVICES)
        return SlotSearch(service, first, last, part, clinician, enough, fresh=fresh)

    async def searched(self, *, fresh: bool) -> None:
        search = self.search(fresh=fresh)
        self.last = await self.aerona.free_slots(search)
        life = timedelta(seconds=15 if fresh else 60)
        now = self.clock.now
        for slot in self.last:
            assert slot.read_at is not None
            assert timedelta(0) <= now - slot.read_at <= life
            # It was free when the vendor is said to have shown it.
            assert any(slot.key in free for free in self.states(search.service, slot.read_at))
        always = set.intersection(*self.states(search.service, now - life))
        wanted = Wanted(search.first_day, search.last_day, search.part, search.clinician_id)
        expected = {key for key in always if wanted.takes(_slot(key)) and _slot(key).start > now}
        if search.enough is not None:
            assert len(self.last) >= min(search.enough, len(expected))
            end = max(((one.start, one.clinician_id) for one in self.last), default=None)
            expected = {
                key
                for key in expected
                if end is not None and (_slot(key).start, _slot(key).clinician_id) <= end
            }
        assert expected <= {one.key for one in self.last}
        assert all(wanted.takes(one) for one in self.last)

    async def step(self) -> None:
        """Something happens; afterwards it is known what is free."""
        diary = self.sandbox.clinic.diary
        match self.chance.randrange(10):
            case 0 | 1 if self.last:
                slot = self.chance.choice(self.last)
                try:
                    self.booked.append(await self.aerona.book(NewAppointment(slot, "426909")))
                except ConnectorError:
                    pass
                else:
                    self.look()
                    again = SlotSearch(CHECK_UP, slot.start.date(), slot.start.date())
                    overlaps = [
                        one
                        for one in await self.aerona.free_slots(again)
                        if one.clinician_id == slot.clinician_id
                        and one.start < slot.end
                        and slot.start < one.end
                    ]
                    assert overlaps == []
            case 2 if self.last:
                slot = self.chance.choice(self.last)
                diary.take(int(slot.clinician_id), slot.start, minutes=slot.minutes)
            case 3 if self.booked:
                gone = self.booked.pop(self.chance.randrange(len(self.booked)))
                await self.aerona.change_status(gone, Status.CANCELLED)
            case 4 if self.chance.random() < 0.3:
                self.aerona.forget_slots()
            case 5 | 6:
                self.clock.move(seconds=self.chance.choice((1, 7, 16, 61)))
            case _:
                await self.searched(fresh=self.chance.random() < 0.2)
        self.look()


def _slot(key: str) -> Slot:
    clinician_id, start = key.split("@")
    return Slot(datetime.fromisoformat(start).astimezone(ZONE), 20, "", clinician_id, "")


@pytest.mark.parametrize("seed", range(6))
async def test_whatever_happens_what_is_served_is_what_the_vendor_showed_lately_without_holes(
    start_clinic: StartClinic, around: Surroundings, seed: int
) -> None:
    sandbox = await start_clinic(fill=0.75 if seed % 2 else 0.2)
    aerona = around.connect(sandbox.base_url, request_limit=299)
    world = World(sandbox, aerona, around.clock, random.Random(seed))
    world.look()

    for _ in range(120):
        try:
            await world.step()
        except TooBusy:
            around.clock.move(minutes=16)
            world.look()

    asked = sandbox.calls.count("slots")
    assert asked > 5


@pytest.mark.parametrize("fill", [0.0, 0.8])
async def test_on_a_diary_that_does_not_change_it_answers_as_if_it_asked_each_time(
    start_clinic: StartClinic, around: Surroundings, fill: float
) -> None:
    sandbox = await start_clinic(fill=fill)
    remembers = around.connect(sandbox.base_url, request_limit=299)
    asks = around.connect(sandbox.base_url, request_limit=299, slots_seconds=0)
    world = World(sandbox, remembers, around.clock, random.Random(1))
    paid = 0

    for _ in range(25):
        search = replace(world.search(), enough=None)
        before = sandbox.calls.count("slots")
        found = await remembers.free_slots(search)
        paid += sandbox.calls.count("slots") - before
        around.clock.move(seconds=1)
        assert found == await asks.free_slots(search)
        if around.clock.now.second % 30 == 0:
            around.clock.move(minutes=6)

    assert paid < sandbox.calls.count("slots") / 2


async def test_narrower_searches_are_answered_from_a_broader_one(
    start_clinic: StartClinic, around: Surroundings
) -> None:
    sandbox = await start_clinic(fill=0.85)
    aerona = around.connect(sandbox.base_url)
    await aerona.clinicians()
    await aerona.free_slots(SlotSearch(CHECK_UP, TODAY, TODAY + timedelta(days=1)))

    for part in PartOfDay:
        for clinician_id in (None, "34567"):
            await aerona.free_slots(SlotSearch(CHECK_UP, TODAY, TODAY, part, clinician_id))

    assert sandbox.calls.count("slots") == 1


async def test_one_wished_afternoon_is_asked_for_as_everybodys_whole_day(
    start_clinic: StartClinic, around: Surroundings
) -> None:
    sandbox = await start_clinic(fill=0.85)
    aerona = around.connect(sandbox.base_url)
    await aerona.free_slots(SlotSearch(CHECK_UP, TODAY, TODAY, PartOfDay.AFTERNOON, "34567"))

    await aerona.free_slots(SlotSearch(CHECK_UP, TODAY, TODAY))

    assert sandbox.calls.count("slots") == 1


async def test_where_a_day_fills_the_answer_the_next_question_is_only_what_is_wished(
    start_clinic: StartClinic, around: Surroundings
) -> None:
    sandbox = await start_clinic()
    aerona = around.connect(sandbox.base_url)
    afternoon = SlotSearch(CHECK_UP, TODAY, TODAY, PartOfDay.AFTERNOON)
    await aerona.free_slots(afternoon)
    assert sandbox.calls.count("slots") == 2

    around.clock.move(minutes=2)
    await aerona.free_slots(afternoon)

    assert sandbox.calls.count("slots") == 3


async def test_a_fresh_search_shares_what_is_fifteen_seconds_old_and_nothing_older(
    aerona: AeronaConnector, sandbox: Sandbox, around: Surroundings
) -> None:
    search = SlotSearch(CHECK_UP, TODAY, TODAY, PartOfDay.MORNING, "34567")
    await aerona.free_slots(search)
    asked = sandbox.calls.count("slots")
    around.clock.move(seconds=15)
    shared = await aerona.free_slots(replace(search, fresh=True))
    assert sandbox.calls.count("slots") == asked
    around.clock.move(seconds=1)

    anew = await aerona.free_slots(replace(search, fresh=True))

    assert sandbox.calls.count("slots") > asked
    assert shared == anew
    assert {around.clock.now - one.read_at for one in anew if one.read_at} == {timedelta(0)}


async def test_a_fresh_search_hears_the_vendor_itself_of_what_we_have_booked(
    aerona: AeronaConnector, sandbox: Sandbox
) -> None:
    """Whether bookings take their time out of the search is learnt from it."""
    search = SlotSearch(CHECK_UP, TODAY, TODAY, PartOfDay.MORNING, "34567")
    slot = (await aerona.free_slots(search))[0]
    sandbox.misbehave.on(Fault.NOT_BLOCKING)

    await aerona.book(NewAppointment(slot, "426909"))

    assert slot not in await aerona.free_slots(search)
    assert slot in await aerona.free_slots(replace(search, fresh=True))


async def test_a_time_that_we_booked_since_it_was_shown_is_not_even_asked_for(
    aerona: AeronaConnector, sandbox: Sandbox, around: Surroundings
) -> None:
    search = SlotSearch(CHECK_UP, TODAY, TODAY)
    slot, other = (await aerona.free_slots(search))[:2]
    around.clock.move(seconds=5)
    booked = await aerona.book(NewAppointment(slot, "426909"))

    with pytest.raises(SlotTaken):
        await aerona.book(NewAppointment(slot, "426910"))
    assert sandbox.calls.count("create") == 1
    assert await aerona.book(NewAppointment(other, "426910"))

    # Once it is cancelled the vendor decides again, when it has shown the time again.
    await aerona.change_status(booked, Status.CANCELLED)
    again = next(one for one in await aerona.free_slots(search) if one.key == slot.key)
    assert await aerona.book(NewAppointment(again, "426910"))


async def test_what_we_booked_is_still_known_when_all_else_is_forgotten(
    aerona: AeronaConnector, sandbox: Sandbox, around: Surroundings
) -> None:
    """A webhook about one patient's booking comes before the next one agrees to the same time."""
    sandbox.misbehave.on(Fault.UNCHECKED)
    slot = (await aerona.free_slots(SlotSearch(CHECK_UP, TODAY, TODAY)))[0]
    around.clock.move(seconds=3)
    await aerona.book(NewAppointment(slot, "426909"))

    aerona.forget_slots()

    assert aerona.seems_taken(slot)
    with pytest.raises(SlotTaken):
        await aerona.book(NewAppointment(slot, "426910"))
    assert sandbox.calls.count("create") == 1


async def test_forgetting_asks_again_and_leaves_older_times_for_when_nobody_can_be_asked(
    aerona: AeronaConnector, sandbox: Sandbox
) -> None:
    search = SlotSearch(CHECK_UP, TODAY, TODAY)
    before = await aerona.free_slots(search)
    sandbox.clinic.diary.take(int(before[0].clinician_id), before[0].start)
    aerona.forget_slots()
    sandbox.misbehave.on(Fault.ERROR_BEFORE, "slots")
    assert await aerona.free_slots(search) == before

    sandbox.misbehave.off()
    aerona.forget_slots()
    with pytest.raises(ConnectorError):
        await aerona.free_slots(replace(search, fresh=True))


async def test_a_browser_without_a_share_is_shown_older_times_and_a_patient_the_new_ones(
    sandbox: Sandbox, around: Surroundings
) -> None:
    aerona = around.connect(sandbox.base_url, request_limit=20, write_reserve=2)
    search = SlotSearch(CHECK_UP, TODAY, TODAY, PartOfDay.MORNING, browser="somebody")
    for _ in range(3):
        first = await aerona.free_slots(search)
        around.clock.move(seconds=61)

    older = await aerona.free_slots(search)
    assert older == [one for one in first if one.start >= around.clock.now]
    assert {one.read_at for one in older} == {one.read_at for one in first}

    await aerona.count_as_booking("somebody")
    newer = await aerona.free_slots(search)
    assert {one.read_at for one in newer} == {around.clock.now}


async def test_a_patient_who_asks_along_with_a_browser_does_not_share_their_lack_of_budget(
    sandbox: Sandbox, around: Surroundings
) -> None:
    aerona = around.connect(sandbox.base_url, request_limit=10, write_reserve=2)
    search = SlotSearch(CHECK_UP, TODAY, TODAY, PartOfDay.MORNING)
    for day in (1, 2):
        later = TODAY + timedelta(days=day)
        await aerona.free_slots(replace(search, first_day=later, last_day=later, browser="one"))
    asking: list[Any] = [replace(search, browser="one"), search]

    results = await asyncio.gather(
        *(aerona.free_slots(one) for one in asking), return_exceptions=True
    )

    assert isinstance(results[0], TooBusy)
    assert results[1]


async def test_a_booking_made_while_the_vendor_is_asked_is_taken_out_of_the_answer() -> None:
    memory = Memory(MINUTE, Clock())
    gone, other = _slot("1@2026-03-02T10:00:00+00:00"), _slot("2@2026-03-02T10:00:00+00:00")
    question = Question("1864", TODAY)

    with memory.reading(question) as reading:
        memory.book(gone)
        memory.remember(reading, Page([gone, other]))

    found = memory.recall(question, Wanted(TODAY, TODAY))
    assert found is not None
    assert found.page.slots == [other]
    # It is not what the vendor said.
    assert memory.recall(question, Wanted(TODAY, TODAY), within=MINUTE) is None


async def test_an_answer_that_was_asked_for_before_a_change_overrules_none_from_after_it() -> None:
    memory = Memory(MINUTE, Clock())
    old, new = _slot("1@2026-03-02T10:00:00+00:00"), _slot("2@2026-03-02T10:00:00+00:00")
    question = Question("1864", TODAY)

    with memory.reading(question) as before:
        memory.forget()
        with memory.reading(question) as after:
            memory.remember(after, Page([new]))
        memory.remember(before, Page([old]))

    found = memory.recall(question, Wanted(TODAY, TODAY))
    assert found is not None
    assert found.page.slots == [new]


def test_a_full_answer_knows_nothing_beyond_its_last_slot() -> None:
    memory = Memory(MINUTE, Clock())
    starts = [
        f"{clinician}@2026-03-02T{8 + minute // 60:02}:{minute % 60:02}:00+00:00"
        for minute in range(0, 500, 20)
        for clinician in (1, 2)
    ]
    shown = [_slot(key) for key in starts]
    with memory.reading(Question("1864", TODAY)) as reading:
        told = page(shown, TODAY, full=len(shown) >= FULL, of_one=False)
        memory.remember(reading, told)
    day = Wanted(TODAY, TODAY)

    # Cut at 16:00: of the day, the morning is known and nothing after it.
    assert memory.recall(Question("1864", TODAY, PartOfDay.MORNING), day) is not None
    assert memory.recall(Question("1864", TODAY, PartOfDay.AFTERNOON), day) is None
    assert memory.recall(Question("1864", TODAY + timedelta(days=1)), day) is None
