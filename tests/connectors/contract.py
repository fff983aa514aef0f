"""What every connector that claims an ability must keep to, whichever vendor it speaks with.

A vendor's test file derives a class from `KeepsTheContract` and gives a fixture `subject`. Tests of
abilities that the connector does not claim are skipped. What not every vendor has stands in files
of its own: holds and moving, patients, classes and further lists.
"""

from contextlib import suppress
from datetime import date

import pytest

from connectors.errors import ConnectorError, NotFound, Refused, SlotTaken
from connectors.model import PartOfDay, Status
from connectors.protocols import (
    BooksAppointments,
    ChangesStatus,
    Checks,
    FindsFreeSlots,
    FindsPatients,
    ListsAppointments,
    ListsClinicians,
    ListsServices,
    SettlesBookings,
    ShowsAccount,
)
from tests.connectors.contract_holds import KeepsHolds, MovesSafely
from tests.connectors.contract_lookups import KnowsClasses, KnowsLists, KnowsPatients
from tests.connectors.subject import Subject


class KeepsTheContract(KeepsHolds, MovesSafely, KnowsPatients, KnowsClasses, KnowsLists):
    """The suite."""

    async def test_slots_come_earliest_first_once_each_within_the_days(
        self, subject: Subject
    ) -> None:
        slots = await subject.able(FindsFreeSlots).free_slots(subject.search())

        assert slots
        assert [one.start for one in slots] == sorted(one.start for one in slots)
        assert len({one.key for one in slots}) == len(slots)
        assert {one.start.date() for one in slots} <= {
            date.fromordinal(day)
            for day in range(subject.days[0].toordinal(), subject.days[1].toordinal() + 1)
        }
        assert all(one.start.utcoffset() is not None and one.minutes > 0 for one in slots)
        assert {one.service_id for one in slots} == {subject.service.id}

    @pytest.mark.parametrize(
        "part", [PartOfDay.MORNING, PartOfDay.AFTERNOON, PartOfDay.EVENING], ids=str
    )
    async def test_a_part_of_the_day_is_what_the_whole_day_shows_of_it(
        self, subject: Subject, part: PartOfDay
    ) -> None:
        connector = subject.able(FindsFreeSlots)
        every = await connector.free_slots(subject.search())

        some = await connector.free_slots(subject.search(part))

        assert some == [one for one in every if PartOfDay.of(one.start.time()) is part]

    async def test_a_named_clinician_has_the_slots_that_all_together_show_of_them(
        self, subject: Subject
    ) -> None:
        connector = subject.able(FindsFreeSlots)
        every = await connector.free_slots(subject.search())
        clinician_id = every[-1].clinician_id

        some = await connector.free_slots(subject.search(clinician_id=clinician_id))

        assert some == [one for one in every if one.clinician_id == clinician_id]

    @pytest.mark.parametrize("enough", [1, 5, 60])
    async def test_enough_gives_a_beginning_without_holes(
        self, subject: Subject, enough: int
    ) -> None:
        connector = subject.able(FindsFreeSlots)
        every = await connector.free_slots(subject.search())

        some = await connector.free_slots(subject.search(enough=enough))

        assert len(some) >= min(enough, len(every))
        assert some == every[: len(some)]

    async def test_a_booked_slot_is_not_free_any_more(self, subject: Subject) -> None:
        slot = await subject.slot()

        assert await subject.booked(slot)

        again = await subject.able(FindsFreeSlots).free_slots(subject.search())
        assert slot.key not in [one.key for one in again]

    async def test_a_taken_slot_is_not_booked_and_the_next_one_can_be(
        self, subject: Subject
    ) -> None:
        slot = await subject.slot()
        await subject.take(slot)

        with pytest.raises(SlotTaken):
            await subject.booked(slot)

        assert await subject.booked(await subject.slot())

    async def test_a_booking_for_nobody_is_refused(self, subject: Subject) -> None:
        nobody = await subject.new(await subject.slot(), subject.no_patient_id)

        with pytest.raises(Refused):
            await subject.able(BooksAppointments).book(nobody)

    async def test_a_booking_is_found_afterwards_by_its_time(self, subject: Subject) -> None:
        settles = subject.able(SettlesBookings)
        new = await subject.new(await subject.slot())
        assert await settles.find_booked(new) == []

        booked = await subject.able(BooksAppointments).book(new)

        assert [one.id for one in await settles.find_booked(new)] == [booked]

    async def test_a_cancelled_booking_counts_as_not_booked(self, subject: Subject) -> None:
        settles = subject.able(SettlesBookings)
        new = await subject.new(await subject.slot())
        booked = await subject.able(BooksAppointments).book(new)

        await subject.able(ChangesStatus).change_status(booked, Status.CANCELLED)

        assert await settles.find_booked(new) == []

    async def test_cancelling_twice_does_no_harm(self, subject: Subject) -> None:
        changes = subject.able(ChangesStatus)
        slot = await subject.slot()
        booked = await subject.booked(slot)

        await changes.change_status(booked, Status.CANCELLED)
        with suppress(Refused):
            await changes.change_status(booked, Status.CANCELLED)

        assert await subject.slot() == slot

    async def test_a_status_that_means_nothing_is_refused(self, subject: Subject) -> None:
        changes = subject.able(ChangesStatus)
        booked = await subject.booked(await subject.slot())

        with pytest.raises(Refused):
            await changes.change_status(booked, Status.UNKNOWN)

    async def test_an_appointment_that_does_not_exist_cannot_be_changed(
        self, subject: Subject
    ) -> None:
        with pytest.raises(ConnectorError):
            await subject.able(ChangesStatus).change_status("999999", Status.CONFIRMED)

    async def test_a_patients_appointments_hold_what_was_booked(self, subject: Subject) -> None:
        slot = await subject.slot()
        booked = await subject.booked(slot)

        listed = await subject.able(ListsAppointments).appointments(
            subject.patient_id, *subject.days
        )

        assert [one.start for one in listed] == sorted(one.start for one in listed)
        found = next(one for one in listed if one.id == booked)
        assert (found.start, found.patient_id) == (slot.start, subject.patient_id)
        assert found.status.active

    async def test_a_patient_is_found_by_number(self, subject: Subject) -> None:
        found = await subject.able(FindsPatients).patient(subject.patient_id)

        assert (found.id, bool(found.surname)) == (subject.patient_id, True)

    @pytest.mark.parametrize("strange", ["", "abc", "1/../2", "٤٢", "9" * 40, " "])
    async def test_what_is_no_patients_number_finds_nobody(
        self, subject: Subject, strange: str
    ) -> None:
        patients = subject.able(FindsPatients)

        for wrong in (subject.no_patient_id, strange):
            with pytest.raises(NotFound):
                await patients.patient(wrong)

    async def test_the_service_is_among_those_listed(self, subject: Subject) -> None:
        assert subject.service in await subject.able(ListsServices).services()

    async def test_the_slots_clinicians_are_among_those_listed(self, subject: Subject) -> None:
        listed = {one.id: one.kind for one in await subject.able(ListsClinicians).clinicians()}

        assert listed[(await subject.slot()).clinician_id] in (None, subject.service.kind)

    async def test_the_account_is_the_patients_own(self, subject: Subject) -> None:
        account = subject.able(ShowsAccount)
        always = (date(2000, 1, 1), date(2100, 1, 1))

        assert await account.payments(subject.patient_id, *always)
        assert await account.invoices(subject.patient_id, *always)
        assert not await account.payments(subject.no_patient_id, *always)
        assert not await account.invoices(subject.no_patient_id, *always)

    async def test_a_probe_of_a_clinic_that_works_is_silent(self, subject: Subject) -> None:
        moment = await subject.able(Checks).probe()

        assert moment is None or moment.utcoffset() is not None
