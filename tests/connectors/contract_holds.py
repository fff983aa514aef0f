"""What a connector keeps to that has times kept by the vendor, or moves appointments."""

from datetime import timedelta

import pytest

from connectors.errors import ConnectorError, NotFound, Refused, SlotTaken
from connectors.model import Hold, NewAppointment, Status
from connectors.protocols import (
    BooksAppointments,
    ChangesStatus,
    FindsFreeSlots,
    ListsAppointments,
    MovesAppointments,
    ReservesSlots,
    SettlesBookings,
)
from tests.connectors.subject import Subject

MINUTE = timedelta(minutes=1)


class KeepsHolds:
    """A hold keeps others off its time, ends, and is nobody's appointment."""

    async def test_a_held_time_is_nobody_elses_until_it_is_let_go(self, subject: Subject) -> None:
        holds, slot = subject.able(ReservesSlots), await subject.slot()

        hold = await holds.reserve(slot)
        with pytest.raises(SlotTaken):
            await holds.reserve(slot)
        await holds.release(hold.id)

        assert await holds.reserve(await subject.slot())
        assert subject.clock() < hold.until < subject.clock() + 15 * MINUTE

    async def test_what_was_let_go_is_free_again(self, subject: Subject) -> None:
        holds, slot = subject.able(ReservesSlots), await subject.slot()

        await holds.release((await holds.reserve(slot)).id)

        assert await subject.slot() == slot

    async def test_letting_go_twice_or_of_nothing_does_no_harm(self, subject: Subject) -> None:
        holds = subject.able(ReservesSlots)
        hold = await holds.reserve(await subject.slot())

        for id_ in (hold.id, hold.id, "999999"):
            await holds.release(id_)

    async def test_what_has_been_booked_is_not_let_go(self, subject: Subject) -> None:
        holds, slot = subject.able(ReservesSlots), await subject.slot()
        booked = await subject.booked(slot)

        await holds.release(booked)

        listed = await subject.able(ListsAppointments).appointments(
            subject.patient_id, *subject.days
        )
        assert booked in [one.id for one in listed]

    async def test_nothing_is_booked_without_a_hold(self, subject: Subject) -> None:
        subject.able(ReservesSlots)

        with pytest.raises(Refused):
            await subject.able(BooksAppointments).book(
                NewAppointment(await subject.slot(), subject.patient_id)
            )

    async def test_a_hold_that_is_gone_is_a_time_that_is_taken(self, subject: Subject) -> None:
        holds = subject.able(ReservesSlots)
        new = await subject.new(await subject.slot())
        await holds.release(new.hold_id or "")

        with pytest.raises(SlotTaken):
            await subject.able(BooksAppointments).book(new)

        assert await subject.able(SettlesBookings).find_booked(new) == []

    async def test_a_hold_is_found_by_when_it_was_made_and_no_other(self, subject: Subject) -> None:
        holds, slot = subject.able(ReservesSlots), await subject.slot()
        now = subject.clock()
        assert await holds.lost_hold(slot, now, now + MINUTE) is None

        hold = await holds.reserve(slot)

        found = await holds.lost_hold(slot, now, now + MINUTE)
        assert isinstance(found, Hold)
        assert (found.id, found.until <= hold.until) == (hold.id, True)
        assert await holds.lost_hold(slot, now - 9 * MINUTE, now - 8 * MINUTE) is None
        other = (await subject.slots())[1]
        assert await holds.lost_hold(other, now, now + MINUTE) is None

    async def test_an_appointment_is_no_lost_hold(self, subject: Subject) -> None:
        holds, slot = subject.able(ReservesSlots), await subject.slot()
        now = subject.clock()
        await subject.booked(slot)

        assert await holds.lost_hold(slot, now, now + MINUTE) is None


class MovesSafely:
    """An appointment keeps its time until it has another one."""

    async def test_a_moved_appointment_is_at_its_new_time_alone(self, subject: Subject) -> None:
        moves = subject.able(MovesAppointments)
        slot, *_, to = await subject.slots()
        booked = await subject.booked(slot)

        await moves.move(booked, to, patient_id=subject.patient_id, at=slot.start)

        assert await self._starts_of(subject, booked) == [to.start]
        free = await subject.able(FindsFreeSlots).free_slots(subject.search())
        assert to.key not in [one.key for one in free]
        assert slot.key in [one.key for one in free]

    async def test_moving_it_again_to_where_it_is_does_no_harm(self, subject: Subject) -> None:
        moves = subject.able(MovesAppointments)
        slot, *_, to = await subject.slots()
        booked = await subject.booked(slot)

        for _ in range(2):
            await moves.move(booked, to, patient_id=subject.patient_id, at=slot.start)

        assert await self._starts_of(subject, booked) == [to.start]

    async def test_it_stays_where_it_is_when_the_new_time_is_taken(self, subject: Subject) -> None:
        moves = subject.able(MovesAppointments)
        slot, *_, to = await subject.slots()
        booked = await subject.booked(slot)
        await subject.take(to)

        with pytest.raises(SlotTaken):
            await moves.move(booked, to, patient_id=subject.patient_id, at=slot.start)

        assert await self._starts_of(subject, booked) == [slot.start]

    async def test_nobody_elses_appointment_is_moved_and_none_that_is_not_there(
        self, subject: Subject
    ) -> None:
        moves = subject.able(MovesAppointments)
        slot, *_, to = await subject.slots()
        booked = await subject.booked(slot)

        with pytest.raises(ConnectorError):
            await moves.move(booked, to, patient_id=subject.no_patient_id)
        with pytest.raises(NotFound):
            await moves.move("999999", to, patient_id=subject.patient_id)

        assert await self._starts_of(subject, booked) == [slot.start]

    async def test_what_is_cancelled_shows_as_such_to_who_settles(self, subject: Subject) -> None:
        subject.able(MovesAppointments)
        lists = subject.able(ListsAppointments)
        booked = await subject.booked(await subject.slot())
        await subject.able(ChangesStatus).change_status(
            booked, Status.CANCELLED, patient_id=subject.patient_id
        )

        shown = await lists.appointments(subject.patient_id, *subject.days)
        settling = await lists.appointments(subject.patient_id, *subject.days, settling=True)

        assert booked not in [one.id for one in shown]
        assert [one.status for one in settling if one.id == booked] == [Status.CANCELLED]

    async def _starts_of(self, subject: Subject, booked: str) -> list[object]:
        listed = await subject.able(ListsAppointments).appointments(
            subject.patient_id, *subject.days
        )
        return [one.start for one in listed if one.id == booked]
