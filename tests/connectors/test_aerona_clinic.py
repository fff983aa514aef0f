"""What the connector does for a clinic, seen in the sandbox's diary."""

import asyncio
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from connectors.aerona import AeronaConnector
from connectors.errors import NotFound, Refused, SlotTaken, TooBusy
from connectors.model import NewAppointment, PartOfDay, Service, Slot, SlotSearch, Status
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
from sandbox.misbehaviour import Fault
from sandbox.server import Sandbox
from tests.connectors.conftest import TODAY, ZONE, StartClinic, Surroundings

CHECK_UP = Service("1864", "Check-up", 20, "1")
LOOKUPS: dict[str, Any] = {
    "patient_search_path": "/patients/search",
    "appointment_path": "/appointments/{appointmentId}",
    "appointments_search_path": "/appointments/search",
}


async def first_slot(aerona: AeronaConnector, day: date = TODAY) -> Slot:
    slots = await aerona.free_slots(SlotSearch(CHECK_UP, day, day, enough=1))
    return slots[0]


async def test_the_services_are_those_that_are_not_disabled(aerona: AeronaConnector) -> None:
    services = await aerona.services()

    assert services[0] == CHECK_UP
    assert "Tooth whitening" not in [one.name for one in services]


async def test_the_clinicians_carry_the_kind_that_services_ask_for(
    aerona: AeronaConnector,
) -> None:
    able = [one.name for one in await aerona.clinicians() if one.kind == CHECK_UP.kind]

    assert able == ["Dr Ana Ruiz", "Dr Tom Reid", "Dr Priya Reed"]


async def test_a_slot_is_booked_as_it_was_offered(
    aerona: AeronaConnector, sandbox: Sandbox
) -> None:
    slot = await first_slot(aerona)

    booked = await aerona.book(NewAppointment(slot, "426909", note="Booked  by\nchat"))

    entry = sandbox.clinic.diary.get(int(booked))
    assert entry is not None
    assert (entry.start, entry.minutes, entry.status_id) == (slot.start, slot.minutes, 10)
    assert (str(entry.clinician_id), entry.patient_id) == (slot.clinician_id, 426909)
    assert entry.notes == "Booked by chat"
    assert slot not in await aerona.free_slots(SlotSearch(CHECK_UP, TODAY, TODAY))


async def test_of_two_bookings_of_one_time_the_one_with_our_tag_comes_first(
    sandbox: Sandbox, around: Surroundings
) -> None:
    aerona = around.connect(sandbox.base_url, **LOOKUPS)
    assert isinstance(aerona, SettlesBookings)
    sandbox.misbehave.on(Fault.UNCHECKED)
    slot = await first_slot(aerona)
    one, two = (
        NewAppointment(slot, "426909", note="Booked by chat", tag=tag) for tag in ("aaa", "bbb")
    )
    first, second = await aerona.book(one), await aerona.book(two)

    assert [found.id for found in await aerona.find_booked(one)] == [first, second]
    assert [found.id for found in await aerona.find_booked(two)] == [second, first]
    assert (await aerona.find_booked(two))[0].note == "Booked by chat bbb"


@pytest.mark.parametrize("tag", ["", "frontdesk-1a2b3c4d"])
async def test_of_a_long_note_the_end_is_cut_and_never_the_tag(
    aerona: AeronaConnector, sandbox: Sandbox, tag: str
) -> None:
    new = NewAppointment(await first_slot(aerona), "426909", note="toothache " * 40, tag=tag)

    entry = sandbox.clinic.diary.get(int(await aerona.book(new)))

    assert entry is not None
    assert len(entry.notes) == 255
    assert entry.notes.endswith(tag)


async def test_an_appointment_runs_through_the_statuses_that_a_patient_may_set(
    aerona: AeronaConnector, sandbox: Sandbox, around: Surroundings
) -> None:
    slot = await first_slot(aerona)
    booked = await aerona.book(NewAppointment(slot, "426909", requested=True))
    entry = sandbox.clinic.diary.get(int(booked))
    assert entry is not None
    assert entry.status_id == 8

    seen = []
    for status in (Status.CONFIRMED, Status.ARRIVED):
        await aerona.change_status(booked, status)
        after = sandbox.clinic.diary.get(int(booked))
        assert after is not None
        seen.append(after.status_id)
    assert seen == [2, 3]


@pytest.mark.parametrize(
    ("status", "code"),
    [(Status.CANCELLED, 12), (Status.CANCELLED_LATE, 14), (Status.CANCELLED_BY_CLINIC, 5)],
)
async def test_each_way_to_cancel_has_its_own_code(
    aerona: AeronaConnector, sandbox: Sandbox, status: Status, code: int
) -> None:
    booked = await aerona.book(NewAppointment(await first_slot(aerona), "426909"))

    await aerona.change_status(booked, status)

    entry = sandbox.clinic.diary.get(int(booked))
    assert entry is not None
    assert entry.status_id == code


async def test_a_clinic_chooses_the_status_of_a_new_booking(
    sandbox: Sandbox, around: Surroundings
) -> None:
    aerona = around.connect(sandbox.base_url, new_status=2)

    booked = await aerona.book(NewAppointment(await first_slot(aerona), "426909"))

    entry = sandbox.clinic.diary.get(int(booked))
    assert entry is not None
    assert entry.status_id == 2


@pytest.mark.parametrize("code", [7, 12, 15, 99])
async def test_a_new_booking_is_never_completed_or_cancelled(
    around: Surroundings, code: int
) -> None:
    with pytest.raises(ValueError, match="status"):
        around.connect("http://127.0.0.1:1", new_status=code)


async def test_false_with_200_is_a_refusal(aerona: AeronaConnector, sandbox: Sandbox) -> None:
    booked = await aerona.book(NewAppointment(await first_slot(aerona), "426909"))
    sandbox.misbehave.on(Fault.STATUS_REFUSED)

    with pytest.raises(Refused):
        await aerona.change_status(booked, Status.CONFIRMED)

    sandbox.misbehave.off()
    await aerona.change_status(booked, Status.CONFIRMED)


@pytest.mark.parametrize("conflict", [None, Fault.CONFLICT_400])
async def test_a_time_taken_meanwhile_is_told_however_the_vendor_says_it(
    aerona: AeronaConnector, sandbox: Sandbox, conflict: Fault | None
) -> None:
    slot = await first_slot(aerona)
    sandbox.misbehave.on(Fault.SLOT_TAKEN, times=1)
    if conflict is not None:
        sandbox.misbehave.on(conflict)

    with pytest.raises(SlotTaken):
        await aerona.book(NewAppointment(slot, "426909"))

    assert sandbox.calls.count("create") == 1
    another = await first_slot(aerona)
    assert await aerona.book(NewAppointment(another, "426909"))


async def test_a_400_about_a_free_time_is_a_refusal(
    aerona: AeronaConnector, sandbox: Sandbox
) -> None:
    slot = await first_slot(aerona)

    with pytest.raises(Refused):
        await aerona.book(NewAppointment(slot, "999999"))


async def test_a_400_is_a_refusal_while_the_time_cannot_be_looked_up(
    aerona: AeronaConnector, sandbox: Sandbox
) -> None:
    slot = await first_slot(aerona)
    sandbox.misbehave.on(Fault.ERROR_BEFORE, "slots")

    with pytest.raises(Refused):
        await aerona.book(NewAppointment(slot, "999999"))


async def test_the_vendor_gets_its_own_time_back_unchanged(
    start_clinic: StartClinic, around: Surroundings
) -> None:
    sandbox = await start_clinic(times="local")
    # The clinic's setting is wrong on purpose: what is shown is an hour off, what is booked is not.
    aerona = around.connect(sandbox.base_url, times="utc")
    slot = await first_slot(aerona, date(2026, 3, 30))
    assert (slot.start.hour, slot.token) == (10, "2026-03-30T09:00:00Z")

    booked = await aerona.book(NewAppointment(slot, "426909"))

    entry = sandbox.clinic.diary.get(int(booked))
    assert entry is not None
    assert entry.start == datetime(2026, 3, 30, 9, 0, tzinfo=ZONE)


async def test_a_patients_record_is_read_in_our_words(aerona: AeronaConnector) -> None:
    patient = await aerona.patient("426909")

    assert (patient.name, patient.born) == ("Sam Taylor", date(1984, 5, 12))
    with pytest.raises(NotFound):
        await aerona.patient("999999")


async def test_payments_and_invoices_are_read_in_our_words(aerona: AeronaConnector) -> None:
    payments = await aerona.payments("426909", date(2026, 1, 1), date(2026, 12, 31))
    invoices = await aerona.invoices("426909", date(2026, 1, 1), date(2026, 12, 31))

    payment = next(one for one in payments if one.id == "81002")
    assert (payment.on, payment.amount, payment.method) == (date(2026, 3, 1), "48.0", "Card")
    assert not payment.refund
    invoice = next(one for one in invoices if one.id == "91003")
    assert (invoice.on, invoice.price) == (date(2026, 3, 23), "120.0")
    assert (invoice.item, invoice.status) == ("Filling", "Planned")


async def test_single_payments_and_invoices_can_be_read(aerona: AeronaConnector) -> None:
    assert (await aerona.client.payment(81002)).patient_id == 426909
    assert (await aerona.client.invoice(91003)).patient_id == 426909
    with pytest.raises(NotFound):
        await aerona.client.payment(1)
    with pytest.raises(NotFound):
        await aerona.client.invoice(1)


async def test_appointment_types_can_be_narrowed_down(aerona: AeronaConnector) -> None:
    client = aerona.client

    every = await client.appointment_types(include_disabled=True)
    hygiene = await client.appointment_types(clinician_type_id=3)
    remote = await client.appointment_types(remote_only=True)
    onsite = await client.appointment_types(onsite_only=True)

    assert "Tooth whitening" in [one.name for one in every]
    assert [one.name for one in hygiene] == ["Hygiene visit"]
    assert [one.name for one in remote] == ["Video consultation"]
    assert "Video consultation" not in [one.name for one in onsite]


async def test_clinicians_can_be_asked_for_by_appointment_type(aerona: AeronaConnector) -> None:
    assert [one.name for one in await aerona.client.clinicians(1865)] == ["Mia Lindqvist"]


async def test_the_optional_lookups_work_where_they_are_set(
    sandbox: Sandbox, around: Surroundings
) -> None:
    aerona = around.connect(sandbox.base_url, **LOOKUPS)
    booked = await aerona.book(NewAppointment(await first_slot(aerona), "426909"))

    found = await aerona.client.patients("Taylor", date(1984, 5, 12))
    one = await aerona.client.appointment(int(booked))

    assert [patient.id for patient in found] == [426909]
    assert (one.patient_id, one.duration) == (426909, 20)


async def test_settling_reads_appointments_when_nothing_is_left_for_looking_up(
    sandbox: Sandbox, around: Surroundings
) -> None:
    aerona = around.connect(sandbox.base_url, request_limit=20, write_reserve=6, **LOOKUPS)
    assert isinstance(aerona, ListsAppointments)
    asked = [aerona.appointments("426909", TODAY, TODAY) for _ in range(20)]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert any(isinstance(one, TooBusy) for one in answers)

    assert await aerona.appointments("426909", TODAY, TODAY, settling=True) == []


async def test_the_optional_lookups_are_refused_unasked_where_they_are_not_set(
    aerona: AeronaConnector, sandbox: Sandbox
) -> None:
    with pytest.raises(Refused, match="AERONA_PATIENT_SEARCH_PATH"):
        await aerona.client.patients("Taylor", date(1984, 5, 12))
    with pytest.raises(Refused, match="AERONA_APPOINTMENT_PATH"):
        await aerona.client.appointment(1)
    with pytest.raises(Refused, match="AERONA_APPOINTMENTS_SEARCH_PATH"):
        await aerona.client.appointments(1, TODAY, TODAY)
    assert sandbox.calls.count() == 0


async def test_a_connector_has_just_the_abilities_that_it_can_honour(
    around: Surroundings,
) -> None:
    plain = around.connect("http://127.0.0.1:1")
    with_lookups = around.connect("http://127.0.0.1:1", **LOOKUPS)

    for connector in (plain, with_lookups):
        assert isinstance(connector, FindsFreeSlots)
        assert isinstance(connector, BooksAppointments)
        assert isinstance(connector, ChangesStatus)
        assert isinstance(connector, FindsPatients)
        assert isinstance(connector, ListsServices)
        assert isinstance(connector, ListsClinicians)
        assert isinstance(connector, ShowsAccount)
        assert isinstance(connector, Checks)
    assert not isinstance(plain, ListsAppointments)
    assert not isinstance(plain, SettlesBookings)
    assert isinstance(with_lookups, ListsAppointments)
    assert isinstance(with_lookups, SettlesBookings)


async def test_the_catalogue_is_read_once_in_hours_and_once_for_all_who_ask_at_once(
    aerona: AeronaConnector, sandbox: Sandbox, around: Surroundings
) -> None:
    await asyncio.gather(*(aerona.services() for _ in range(20)))
    around.clock.move(hours=5)
    await aerona.services()
    assert sandbox.calls.count("types") == 1

    around.clock.move(hours=2)
    await aerona.services()
    assert sandbox.calls.count("types") == 2


async def test_an_old_catalogue_is_served_while_the_vendor_is_down(
    aerona: AeronaConnector, sandbox: Sandbox, around: Surroundings
) -> None:
    before = await aerona.services()
    around.clock.move(hours=7)
    sandbox.misbehave.on(Fault.ERROR_BEFORE, "types")

    assert await aerona.services() == before
    asked = sandbox.calls.count("types")
    assert await aerona.services() == before
    assert sandbox.calls.count("types") == asked

    sandbox.misbehave.off()
    around.clock.move(minutes=2)
    assert await aerona.services() == before
    assert sandbox.calls.count("types") == asked + 1


async def test_identical_searches_at_once_are_one_request(
    aerona: AeronaConnector, sandbox: Sandbox
) -> None:
    search = SlotSearch(CHECK_UP, TODAY, TODAY, PartOfDay.MORNING)

    found = await asyncio.gather(*(aerona.free_slots(search) for _ in range(20)))

    assert all(one == found[0] for one in found)
    assert sandbox.calls.count("slots") == 1


async def test_the_vendors_clock_is_what_a_probe_tells(
    aerona: AeronaConnector, sandbox: Sandbox
) -> None:
    moment = await aerona.probe()

    assert moment is not None
    assert moment.utcoffset() == timedelta(0)
    assert sandbox.calls.counts() == {"login": 1, "types": 1}
