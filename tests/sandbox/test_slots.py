"""Free slots: whose, when, how many, and by which clock."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from sandbox.clinic import Clinic
from tests.sandbox.conftest import Client, MovableClock, Open


def starts(slots: Sequence[dict[str, Any]]) -> list[str]:
    return [slot["appointmentTime"] for slot in slots]


async def test_a_search_shows_the_next_50_across_clinicians_and_a_day_can_be_longer(
    client: Client,
) -> None:
    status, slots = await client.slots()
    assert (status, len(slots)) == (200, 50)
    assert starts(slots) == sorted(starts(slots))
    assert {slot["clinicianId"] for slot in slots} == {34567, 34568, 34569}
    # The day goes on, and asking for it again shows the same fifty.
    assert {start[:10] for start in starts(slots)} == {"2026-03-03"}
    assert starts(slots)[-1] < "2026-03-03T16:40:00Z"
    _, afternoon = await client.slots(timeOfDay=2)
    assert "2026-03-03T16:40:00Z" in starts(afternoon)


@pytest.mark.parametrize(
    "query",
    [
        {"clinicianId": 34567},  # both
        {"clinicianTypeId": None},  # neither
        {"practiceId": None},  # a type needs it
        {"appointmentTypeId": None},
        {"searchStart": None},
        {"searchStart": "03/03/2026"},
        {"timeOfDay": None},
        {"timeOfDay": 4},
        {"timeOfDay": -1},
        {"clinicianTypeId": 17},
        {"clinicianTypeId": 100},
        {"appointmentTypeId": 123456789012},
    ],
)
async def test_a_search_that_breaks_the_contract_is_400(
    client: Client, query: dict[str, object]
) -> None:
    assert (await client.slots(**query))[0] == 400


async def test_one_clinician_needs_no_practice(client: Client) -> None:
    _, slots = await client.slots(clinicianTypeId=None, clinicianId=34568, practiceId=None)
    assert {slot["clinicianName"] for slot in slots} == {"Dr Tom Reid"}


@pytest.mark.parametrize(
    "query",
    [
        {"practiceId": 1},
        {"clinicianTypeId": None, "clinicianId": 1},
        {"appointmentTypeId": 1},
        {"appointmentTypeId": 1871},  # disabled
        {"appointmentTypeId": 1865},  # dentists give no hygiene visits
        {"searchStart": "2027-01-01"},  # beyond the roster
    ],
)
async def test_nothing_found_is_an_empty_list(client: Client, query: dict[str, object]) -> None:
    assert await client.slots(**query) == (200, [])


async def test_part_of_the_day_goes_by_the_clinic_clock(client: Client) -> None:
    # 1 April 2026 is a Wednesday in summer time: Dr Reid works from 14:00 to 20:00 there.
    wednesday = {"clinicianTypeId": None, "clinicianId": 34568, "searchStart": "2026-04-01"}
    _, afternoon = await client.slots(timeOfDay=2, **wednesday)
    _, evening = await client.slots(timeOfDay=3, **wednesday)
    _, morning = await client.slots(timeOfDay=1, **wednesday)
    assert starts(afternoon)[0] == "2026-04-01T13:00:00Z"
    assert starts(afternoon)[8] == "2026-04-01T15:40:00Z"
    assert starts(evening)[0] == "2026-04-01T16:00:00Z"
    assert starts(morning)[0] == "2026-04-02T08:00:00Z"  # not the evening


async def test_local_times_carry_a_z_that_is_none(open_clinic: Open) -> None:
    async with open_clinic(times="local") as client:
        _, slots = await client.slots(searchStart="2026-04-01")
        assert starts(slots)[0] == "2026-04-01T09:00:00Z"
        status, _ = await client.create(appointmentTime="2026-04-01T09:00:00Z")
        assert status == 200
        (entry,) = client.sandbox.clinic.diary.appointments()
        assert entry.start == datetime(2026, 4, 1, 8, tzinfo=UTC)


async def test_a_clinic_may_be_elsewhere(open_clinic: Open, clock: MovableClock) -> None:
    new_york = Clinic(clock=clock, zone="America/New_York", fill=0.0)
    async with open_clinic(clinic=new_york) as client:
        _, slots = await client.slots()
        assert starts(slots)[0] == "2026-03-03T14:00:00Z"


async def test_the_past_is_not_offered(client: Client, clock: MovableClock) -> None:
    clock.move(minutes=45)
    _, slots = await client.slots(searchStart="2026-02-01")
    assert starts(slots)[0] == "2026-03-02T10:00:00Z"


async def test_staff_take_and_free_times(client: Client) -> None:
    ana = {"clinicianTypeId": None, "clinicianId": 34567}
    nine = datetime(2026, 3, 3, 9, tzinfo=UTC)
    diary = client.sandbox.clinic.diary
    diary.take(34567, nine, minutes=60)
    assert starts((await client.slots(**ana))[1])[0] == "2026-03-03T10:00:00Z"
    (freed,) = diary.free(34567, nine + timedelta(minutes=30))
    assert freed.status == "Cancelled by Practice"
    assert starts((await client.slots(**ana))[1])[0] == "2026-03-03T09:00:00Z"


async def test_a_long_appointment_is_not_offered_at_the_end_of_a_session(client: Client) -> None:
    _, slots = await client.slots(clinicianTypeId=None, clinicianId=34567, appointmentTypeId=1866)
    assert "2026-03-03T12:20:00Z" in starts(slots)
    assert "2026-03-03T12:40:00Z" not in starts(slots)


def test_the_diary_is_the_same_for_a_seed_and_a_day(clock: MovableClock) -> None:
    one, same, other = (Clinic(clock=clock, seed=seed) for seed in (1, 1, 2))
    assert one.diary.appointments() == same.diary.appointments()
    assert one.diary.appointments() != other.diary.appointments()
    clock.move(days=1)
    later = Clinic(clock=clock)
    tuesday = date(2026, 3, 3)
    assert one.diary.busy(34567, tuesday) == later.diary.busy(34567, tuesday)


def test_a_full_diary_has_nothing_free_and_a_usual_one_a_good_half(clock: MovableClock) -> None:
    def free(fill: float) -> int:
        clinic = Clinic(clock=clock, fill=fill)
        everybody = list(clinic.clinicians.values())
        return len(list(clinic.free_slots(clinic.types[1864], everybody, clinic.today())))

    assert free(1.0) == 0
    assert 0.5 < free(0.3) / free(0.0) < 0.75


def test_the_filled_diary_overlaps_nowhere_and_spares_the_well_known(clock: MovableClock) -> None:
    clinic = Clinic(clock=clock)
    entries = clinic.diary.appointments()
    assert entries
    for entry in entries:
        assert clinic.works(entry.clinician_id, entry.start, entry.minutes)
        assert entry.patient_id >= 426920
        busy = clinic.diary.busy(entry.clinician_id, entry.start.date())
        assert all(
            one[1] <= two[0] for one, two in zip(sorted(busy), sorted(busy)[1:], strict=False)
        )


def test_the_roster_moves_on_with_the_clock(clock: MovableClock) -> None:
    clinic = Clinic(clock=clock, weeks=1)
    everybody = list(clinic.clinicians.values())
    clock.move(days=30)
    days = {
        slot.start.date() for slot in clinic.free_slots(clinic.types[1864], everybody, date.min)
    }
    assert (min(days), max(days)) == (date(2026, 4, 1), date(2026, 4, 7))
