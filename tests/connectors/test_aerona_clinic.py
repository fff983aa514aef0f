"""What the connector does for a clinic, seen in the sandbox's diary."""

from datetime import date, datetime, timedelta

import pytest

from connectors.aerona import AeronaConnector
from connectors.errors import NotFound, Refused, SlotTaken
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
from tests.connectors.conftest import MONDAY, TODAY, ZONE, StartClinic, Surroundings

CHECK_UP = Service("1864", "Check-up", 20, "1")
LOOKUPS = {
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
