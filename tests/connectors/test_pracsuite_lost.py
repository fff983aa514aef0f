"""Whatever becomes of an answer, reading tells afterwards whether a time is held or booked."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from connectors.errors import ConnectorError, OutcomeUnknown
from connectors.model import NewAppointment, Service, Slot, SlotSearch, Status
from connectors.pracsuite import PracSuiteConnector
from sandbox.misbehaviour import Fault
from sandbox.server import Sandbox
from tests.connectors.conftest import StartClinic, Surroundings

DAY = date(2026, 3, 3)
MINUTE = timedelta(minutes=1)
LOST = [Fault.DROP_AFTER, Fault.ERROR_AFTER, Fault.HTML_AFTER, Fault.CUT_SHORT]
NEVER = [Fault.DROP_BEFORE, Fault.ERROR_BEFORE, Fault.HTML]


@pytest.fixture
async def clinic(start_clinic: StartClinic) -> Sandbox:
    return await start_clinic()


@pytest.fixture
def connector(clinic: Sandbox, around: Surroundings) -> PracSuiteConnector:
    return around.pracsuite(clinic)


async def first(connector: PracSuiteConnector) -> Slot:
    wish = SlotSearch(Service("1864", "Check-up"), DAY, DAY, enough=1)
    return (await connector.free_slots(wish))[0]


@pytest.mark.parametrize("fault", [*LOST, *NEVER], ids=str)
async def test_a_lost_hold_is_found_and_let_go(
    connector: PracSuiteConnector, clinic: Sandbox, around: Surroundings, fault: Fault
) -> None:
    slot, before = await first(connector), around.clock.now
    clinic.pracsuite.misbehave.on(fault, "reserve", times=1)

    with pytest.raises(OutcomeUnknown):
        await connector.reserve(slot)
    found = await connector.lost_hold(slot, before, around.clock.now + MINUTE)

    assert (found is not None) == (fault in LOST)
    assert clinic.pracsuite.calls.count("reserve") == 1
    if found is not None:
        await connector.release(found.id)
    assert clinic.pracsuite.holds() == []


@pytest.mark.parametrize("fault", [*LOST, *NEVER], ids=str)
async def test_a_lost_booking_is_settled_by_its_hold(
    connector: PracSuiteConnector, clinic: Sandbox, fault: Fault
) -> None:
    slot = await first(connector)
    new = NewAppointment(slot, "426909", hold_id=(await connector.reserve(slot)).id)
    clinic.pracsuite.misbehave.on(fault, "finalise", times=1)

    with pytest.raises(OutcomeUnknown):
        await connector.book(new)
    found = await connector.find_booked(new)

    assert [one.id for one in found] == ([new.hold_id] if fault in LOST else [])
    assert clinic.pracsuite.calls.count("finalise") == 1
    # Sent once more, it is one booking all the same.
    assert await connector.book(new) == new.hold_id
    assert len(clinic.clinic.diary.appointments(patient_id=426909)) == 1


@pytest.mark.parametrize("fault", LOST, ids=str)
async def test_a_lost_change_shows_in_the_patients_list(
    connector: PracSuiteConnector, clinic: Sandbox, fault: Fault
) -> None:
    slot = await first(connector)
    hold = await connector.reserve(slot)
    booked = await connector.book(NewAppointment(slot, "426909", hold_id=hold.id))
    changes = ((Status.CONFIRMED, "edit"), (Status.CANCELLED, "cancel"))
    for status, operation in changes:
        clinic.pracsuite.misbehave.on(fault, operation, times=1)
        with pytest.raises(ConnectorError):
            await connector.change_status(booked, status, patient_id="426909")

        shown = await connector.appointments("426909", DAY, DAY, settling=True)

        assert [(one.id, one.status) for one in shown] == [(booked, status)]


async def test_a_hold_that_the_vendor_let_go_is_a_time_that_is_taken(
    connector: PracSuiteConnector, clinic: Sandbox, around: Surroundings
) -> None:
    slot = await first(connector)
    hold = await connector.reserve(slot)
    around.clock.move(minutes=16)

    with pytest.raises(ConnectorError, match="not kept any more"):
        await connector.book(NewAppointment(slot, "426909", hold_id=hold.id))

    again = await connector.reserve(replace(slot, read_at=around.clock.now))
    assert clinic.pracsuite.holds()[0].id == int(again.id)
