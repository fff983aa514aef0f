"""Aerona keeps to what every connector promises, with and without its optional look-ups."""

from datetime import date
from typing import Any

import pytest

from connectors.model import Service, Slot
from tests.connectors.conftest import StartClinic, Surroundings
from tests.connectors.contract import KeepsTheContract
from tests.connectors.subject import Subject

LOOKUPS: dict[str, Any] = {"appointments_search_path": "/appointments/search"}


@pytest.fixture(params=["utc", "local, with look-ups"])
async def subject(
    request: pytest.FixtureRequest, start_clinic: StartClinic, around: Surroundings
) -> Subject:
    lookups = request.param != "utc"
    times = "local" if lookups else "utc"
    sandbox = await start_clinic(times=times, optional=("appointments",) if lookups else ())

    async def take(slot: Slot) -> None:
        sandbox.clinic.diary.take(int(slot.clinician_id), slot.start, minutes=slot.minutes)

    more = LOOKUPS if lookups else dict[str, Any]()
    return Subject(
        connector=around.connect(sandbox.base_url, times=times, **more),
        service=Service("1864", "Check-up", 20, "1"),
        # Over the last Sunday of March, when the clocks change.
        days=(date(2026, 3, 27), date(2026, 3, 30)),
        patient_id="426909",
        no_patient_id="999999",
        take=take,
        clock=around.clock,
    )


class TestAerona(KeepsTheContract):
    """The suite over the sandbox."""
