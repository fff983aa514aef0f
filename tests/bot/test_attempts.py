"""Writes to the vendor: on disk before they leave, and never sent twice while in doubt."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.attempts import Attempts, Holds, Leases, Reader
from bot.vendors import abilities_of, connect
from connectors.aerona import AeronaConnector
from connectors.errors import (
    OutcomeUnknown,
    Refused,
    SlotTaken,
    StillInDoubt,
    TooBusy,
    Unavailable,
)
from connectors.model import NewAppointment, Slot, SlotSearch, Status
from dialogs.session import SessionKey
from sandbox.misbehaviour import Fault
from storage.attempts import State
from tests.bot.around import Stand, stood

TUESDAY = date(2026, 3, 3)
LOOKUPS = {"AERONA_APPOINTMENTS_SEARCH_PATH": "/appointments/search"}


@dataclass
class Desk:
    """A clinic with a connector of the test's own, and free slots to ask it for."""

    stand: Stand
    vendor: AeronaConnector
    slots: list[Slot]
    reader: Reader
    leases: Leases

    def turn(self, turn_id: str, user: str = "ana", *, vendor: object = None) -> Attempts:
        """The writes of one turn; the same id is the same turn, run again."""
        return Attempts(
            store=self.stand.app.store,
            key=SessionKey(clinic="harbour", channel="phones", user=user),
            turn_id=turn_id,
            vendor=vendor or self.vendor,
            reader=self.reader,
            leases=self.leases,
            holds=Holds(self.stand.app.store, vendor or self.vendor, self.stand.clock),
            clock=self.stand.clock,
            before=_nothing,
        )

    def wish(self, patient_id: str = "426909", slot: int = 0) -> NewAppointment:
        return NewAppointment(slot=self.slots[slot], patient_id=patient_id)

    def on_disk(self) -> list[tuple[Any, ...]]:
        return self.stand.rows("SELECT id, state, sends FROM attempt ORDER BY id")

    async def commit(self, turn: Attempts) -> None:
        """What the end of a turn does with its moves."""
        await self.stand.app.store.move(*turn.moves)

    async def killed_after_sending(self, turn_id: str) -> None:
        """The vendor has acted and not answered, and nobody waits for its answer any more."""
        self.stand.sandbox.misbehave.on(Fault.HOLD_AFTER, "create", times=1)
        work = asyncio.create_task(self.turn(turn_id).book(self.wish()))
        await self.stand.sandbox.misbehave.holding()
        work.cancel()
        with suppress(asyncio.CancelledError):
            await work
        self.stand.sandbox.misbehave.off()


@asynccontextmanager
async def desk(folder: Path, **settings: str) -> AsyncIterator[Desk]:
    optional = ("appointments",) if LOOKUPS.items() <= settings.items() else ()
    async with stood(folder, optional=optional, fill=0.0, **settings) as stand:
        vendor = connect(stand.settings, stand.world, folder)
        assert isinstance(vendor, AeronaConnector)
        checkup = next(one for one in await vendor.services() if one.id == "1864")
        search = SlotSearch(checkup, TUESDAY, TUESDAY, clinician_id="34567")
        reader = Reader(
            store=stand.app.store,
            abilities=abilities_of(vendor),
            clinic=stand.settings.facts(),
            clock=stand.clock,
            refuses_overlaps=stand.settings.refuses_overlaps,
            window=timedelta(seconds=90),
        )
        leases = Leases(stand.clock)
        yield Desk(stand, vendor, list(await vendor.free_slots(search)), reader, leases)


async def test_it_is_known_to_be_sent_before_the_vendor_can_have_heard_of_it(
    tmp_path: Path,
) -> None:
    async with desk(tmp_path) as one:
        turn = one.turn("m1")
        one.stand.sandbox.misbehave.on(Fault.HOLD_AFTER, "create", times=1)
        work = asyncio.create_task(turn.book(one.wish()))
        await one.stand.sandbox.misbehave.holding()
        assert one.on_disk() == [("m1/1", "sent", 1)]
        one.stand.sandbox.misbehave.off()
        with pytest.raises(OutcomeUnknown):
            await work
        assert [move.to for move in turn.moves] == [State.IN_DOUBT]


async def test_it_is_prepared_before_the_slot_is_read_again(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        one.stand.clock.now += timedelta(minutes=5)  # what was read before is stale
        turn = one.turn("m1")
        one.stand.sandbox.misbehave.on(Fault.HOLD_BEFORE, "slots", times=1)
        work = asyncio.create_task(turn.book(one.wish()))
        await one.stand.sandbox.misbehave.holding()
        assert one.on_disk() == [("m1/1", "prepared", 0)]
        assert one.stand.creates() == 0
        one.stand.sandbox.misbehave.off()
        assert await work == str(one.stand.made()[0].id)
        await one.commit(turn)
        assert one.on_disk() == [("m1/1", "confirmed", 1)]


async def test_the_same_turn_never_sends_twice_whatever_became_of_it(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        await one.killed_after_sending("m1")
        for _ in range(3):
            again = one.turn("m1")
            with pytest.raises(OutcomeUnknown):
                await again.book(one.wish())
        assert await again.begun()
        await one.commit(again)
        assert one.on_disk() == [("m1/1", "in_doubt", 1)]
        assert one.stand.creates() == len(one.stand.made()) == 1


async def test_where_bookings_can_be_read_the_same_turn_finds_its_own(tmp_path: Path) -> None:
    async with desk(tmp_path, **LOOKUPS) as one:
        await one.killed_after_sending("m1")
        again = one.turn("m1")
        assert await again.book(one.wish()) == str(one.stand.made()[0].id)
        await one.commit(again)
        assert one.on_disk() == [("m1/1", "confirmed", 1)]
        # And once more, as after a commit whose answer was lost.
        assert await one.turn("m1").book(one.wish()) == str(one.stand.made()[0].id)
        assert one.stand.creates() == 1


async def test_one_that_was_only_prepared_is_sent_by_the_same_turn(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        one.stand.clock.now += timedelta(minutes=5)
        one.stand.sandbox.misbehave.on(Fault.HOLD_BEFORE, "slots", times=1)
        work = asyncio.create_task(one.turn("m1").book(one.wish()))
        await one.stand.sandbox.misbehave.holding()
        work.cancel()
        with suppress(asyncio.CancelledError):
            await work
        one.stand.sandbox.misbehave.off()
        # Another patient does not have to wait for what never left.
        other = one.turn("m2", "ben")
        assert not await one.turn("m1").begun()
        assert await other.book(one.wish("426911", slot=3))
        assert await one.turn("m1").book(one.wish())
        assert one.stand.creates() == 2


async def test_while_in_doubt_the_patient_is_not_booked_again_and_nobody_else_gets_the_time(
    tmp_path: Path,
) -> None:
    async with desk(tmp_path) as one:
        # The vendor did it, and would do it again.
        one.stand.sandbox.misbehave.on(Fault.UNCHECKED)
        one.stand.sandbox.misbehave.on(Fault.NOT_BLOCKING)
        one.stand.sandbox.misbehave.on(Fault.DROP_AFTER, "create", times=1)
        turn = one.turn("m1", "ana")
        with pytest.raises(OutcomeUnknown):
            await turn.book(one.wish())
        await one.commit(turn)
        one.leases.keep_only(turn.key, ())
        for slot in (0, 5):
            with pytest.raises(StillInDoubt):
                await one.turn(f"m2 {slot}", "her other phone").book(one.wish(slot=slot))
            one.leases.keep_only(one.turn("m2", "her other phone").key, ())
        with pytest.raises(SlotTaken):
            await one.turn("m3", "ben").book(one.wish("426911"))
        overlapping = replace(one.wish("426911"), slot=_later(one.slots[0], minutes=10))
        with pytest.raises(SlotTaken):
            await one.turn("m4", "ben").book(overlapping)
        assert one.stand.creates() == 1
        assert await one.turn("m5", "ben").book(one.wish("426911", slot=3))


async def test_of_ten_who_book_one_time_at_once_one_gets_it(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        one.stand.sandbox.misbehave.on(Fault.UNCHECKED)
        one.stand.sandbox.misbehave.on(Fault.NOT_BLOCKING)
        wishes = [one.wish(str(426909 + n)) for n in range(7)]
        went = await asyncio.gather(
            *(one.turn(f"m{n}", f"user {n}").book(wish) for n, wish in enumerate(wishes)),
            return_exceptions=True,
        )
        assert sum(isinstance(each, str) for each in went) == 1
        assert sum(isinstance(each, SlotTaken) for each in went) == 6
        assert one.stand.creates() == 1


async def test_a_time_that_staff_took_meanwhile_is_not_even_asked_for(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        one.stand.clock.now += timedelta(minutes=5)
        one.stand.sandbox.clinic.diary.take(34567, one.slots[0].start)
        turn = one.turn("m1")
        with pytest.raises(SlotTaken):
            await turn.book(one.wish())
        await one.commit(turn)
        assert one.on_disk() == [("m1/1", "refused", 0)]
        assert one.stand.creates() == 0


async def test_where_the_time_cannot_be_read_again_nothing_is_sent(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        one.stand.clock.now += timedelta(minutes=5)
        one.stand.sandbox.misbehave.on(Fault.ERROR_BEFORE, "slots")
        turn = one.turn("m1")
        with pytest.raises(Unavailable):
            await turn.book(one.wish())
        await one.commit(turn)
        assert one.on_disk() == [("m1/1", "refused", 0)]
        assert one.stand.creates() == 0


async def test_a_vendor_that_refuses_overlaps_is_not_asked_before(tmp_path: Path) -> None:
    async with desk(tmp_path, AERONA_OVERLAPS_REFUSED="yes") as one:
        one.stand.clock.now += timedelta(minutes=5)
        reads = one.stand.sandbox.calls.counts()["slots"]
        assert await one.turn("m1").book(one.wish())
        assert one.stand.sandbox.calls.counts()["slots"] == reads


async def test_with_no_requests_left_the_attempt_is_refused_and_nothing_is_sent(
    tmp_path: Path,
) -> None:
    async with desk(tmp_path, AERONA_REQUEST_LIMIT="20", AERONA_WRITE_RESERVE="3") as one:
        taken = one.stand.sandbox.clinic.diary.take(34567, one.slots[5].start)
        with suppress(TooBusy):
            for _ in range(20):
                await one.vendor.change_status(str(taken.id), Status.CONFIRMED)
            raise AssertionError("there are requests left")
        turn = one.turn("m1")
        with pytest.raises(TooBusy):
            await turn.book(one.wish())
        await one.commit(turn)
        [(_, state, _)] = one.on_disk()
        assert state == "refused"
        assert one.stand.creates() == 0


class Defective:
    """A connector that fails in a way of its own after its request has left."""

    def __init__(self, vendor: AeronaConnector) -> None:
        self._vendor = vendor

    async def book(self, new: NewAppointment) -> str:
        await self._vendor.book(new)
        raise KeyError("a defect")

    async def change_status(self, appointment_id: str, status: Status) -> None:
        await self._vendor.change_status(appointment_id, status)
        raise KeyError("a defect")


async def test_a_defect_after_sending_leaves_a_doubt_and_no_second_request(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        defective = Defective(one.vendor)
        turn = one.turn("m1", vendor=defective)
        with pytest.raises(OutcomeUnknown):
            await turn.book(one.wish())
        await one.commit(turn)
        assert one.on_disk() == [("m1/1", "in_doubt", 1)]
        assert one.stand.creates() == 1
        changing = one.turn("m2", vendor=defective)
        with pytest.raises(OutcomeUnknown):
            await changing.change_status(str(one.stand.made()[0].id), Status.CONFIRMED)
        assert [move.to for move in changing.moves] == [State.IN_DOUBT]


async def test_a_change_of_status_that_may_have_happened_is_not_sent_again(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        await _status_sent_and_unanswered(one)
        again = one.turn("m1")
        with pytest.raises(OutcomeUnknown):
            await again.change_status("700001", Status.CANCELLED)
        await one.commit(again)
        assert one.on_disk() == [("m1/1", "in_doubt", 1)]
        with pytest.raises(StillInDoubt):
            await one.turn("m2").change_status("700001", Status.CONFIRMED)
        assert one.stand.sandbox.calls.counts()["status"] == 1


async def test_a_change_that_is_refused_at_once_is_refused(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        one.stand.sandbox.clinic.diary.take(34567, one.slots[0].start)
        one.stand.sandbox.misbehave.on(Fault.STATUS_REFUSED)
        turn = one.turn("m1")
        with pytest.raises(Refused):
            await turn.change_status("700001", Status.ARRIVED)
        await one.commit(turn)
        assert one.on_disk() == [("m1/1", "refused", 1)]


async def _status_sent_and_unanswered(one: Desk) -> None:
    one.stand.sandbox.clinic.diary.take(34567, one.slots[0].start)
    one.stand.sandbox.misbehave.on(Fault.HOLD_BEFORE, "status", times=1)
    work = asyncio.create_task(one.turn("m1").change_status("700001", Status.CANCELLED))
    await one.stand.sandbox.misbehave.holding()
    assert one.on_disk() == [("m1/1", "sent", 1)]
    work.cancel()
    with suppress(asyncio.CancelledError):
        await work
    one.stand.sandbox.misbehave.off()


async def _nothing() -> None:
    """No message waits to be stored."""


def _later(slot: Slot, *, minutes: int) -> Slot:
    return replace(slot, start=slot.start + timedelta(minutes=minutes), token="")


async def test_whoever_waits_for_a_slow_vendor_hears_so_once(tmp_path: Path) -> None:
    async with desk(tmp_path) as one:
        heard = asyncio.Event()

        async def say() -> None:
            heard.set()

        turn = replace(one.turn("m1"), meanwhile=say, patience=0.01)
        one.stand.sandbox.misbehave.on(Fault.HOLD_AFTER, "create", times=1)
        work = asyncio.create_task(turn.book(one.wish()))
        await heard.wait()
        await one.stand.sandbox.misbehave.holding()
        one.stand.sandbox.misbehave.off()
        with pytest.raises(OutcomeUnknown):
            await work


async def test_what_is_said_beside_the_turns_is_delivered_like_the_rest(tmp_path: Path) -> None:
    async with stood(tmp_path) as stand:
        key = stand.app.conversations.key("ana")
        await stand.app.conversations._say_one_moment(key)
        await stand.app.settled()
        assert stand.heard("ana").startswith("One moment, please")
        assert stand.rows("SELECT state FROM outbox") == [("delivered",)]
        assert "What would you like" in await stand.say("ana", "/start")
