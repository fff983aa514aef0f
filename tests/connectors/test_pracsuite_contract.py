"""PracSuite keeps to what every connector promises, by its newest names and by its older ones."""

from datetime import date

import pytest

from connectors.model import PatientSearch, Service, Slot
from tests.connectors.conftest import StartClinic, Surroundings
from tests.connectors.contract import KeepsTheContract
from tests.connectors.subject import Subject


@pytest.fixture(params=["new names", "old names"])
async def subject(
    request: pytest.FixtureRequest, start_clinic: StartClinic, around: Surroundings
) -> Subject:
    sandbox = await start_clinic(old_names=request.param == "old names")

    async def take(slot: Slot) -> None:
        sandbox.clinic.diary.take(int(slot.clinician_id), slot.start, minutes=slot.minutes)

    return Subject(
        connector=around.pracsuite(sandbox),
        service=Service("1864", "Check-up", kind="1"),
        # Over the last Sunday of March, when the clocks change, and over two windows.
        days=(date(2026, 3, 24), date(2026, 4, 2)),
        patient_id="426909",
        no_patient_id="999999",
        take=take,
        clock=around.clock,
        said=PatientSearch(
            "Taylor",
            date(1984, 5, 12),
            forename="Samira",
            mobile="07700900101",
            email="samira.taylor@example.com",
        ),
        group=Service("1880", "Pilates class", group=True),
    )


class TestPracSuite(KeepsTheContract):
    """The suite over the sandbox."""
