"""A hold becomes the appointment that was wished for, or it is said what became of it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from connectors.errors import ConnectorError, OutcomeUnknown, Refused, SlotTaken, Unavailable
from connectors.model import NewAppointment, Slot
from tests.connectors.conftest import ZONE, Serve, Surroundings
from tests.connectors.scripted import Script, stage

AT = "2026-03-03T09:00:00"
SLOT = Slot(
    start=datetime(2026, 3, 3, 9, tzinfo=ZONE),
    minutes=20,
    service_id="7",
    clinician_id="2",
    clinician_name="Dr Ana Ruiz",
    place_id="1",
)
NEW = NewAppointment(SLOT, "9", hold_id="5")
HELD: dict[str, Any] = {
    "appointment_id": 5,
    "app_time": AT,
    "practitioner_id": 2,
    "business_id": 1,
    "duration": 20,
    "category": "Reserved",
    "client_id": None,
}
BOOKED: dict[str, Any] = {
    **HELD,
    "category": "Patient",
    "client_id": 9,
    "appointment_type_id": 7,
    "appointment_status_id": 1,
}
MINUTE = timedelta(minutes=1)


def script(finalised: object, read: object, *, status: int = 201, found: int = 200) -> Script:
    return {
        ("POST", "/appointment/5"): [(status, finalised)],
        ("GET", "/appointment/5"): [(found, read)],
    }


def invalid(field: str) -> dict[str, Any]:
    validation = [{"field": field, "message": "no"}]
    return {"error": {"status": 422, "code": "INVALID_BODY", "validation": validation}}


async def test_only_what_is_needed_is_sent(serve: Serve, around: Surroundings) -> None:
    vendor = await stage(serve, around, script(BOOKED, BOOKED))

    assert await vendor.connector.book(NEW) == "5"

    wanted = {"client_id": 9, "appointment_type_id": 7, "appointment_status_id": 1}
    assert vendor.writes() == [("POST", "/appointment/5", wanted)]


async def test_a_wish_that_needs_approval_has_the_clinics_status_for_it(
    serve: Serve, around: Surroundings
) -> None:
    vendor = await stage(serve, around, script(BOOKED, BOOKED))

    await vendor.connector.book(replace(NEW, requested=True))

    assert vendor.writes()[0][2]["appointment_status_id"] == 4


async def test_nothing_is_sent_where_the_clinic_has_no_status_for_approval(
    serve: Serve, around: Surroundings
) -> None:
    vendor = await stage(serve, around, script(BOOKED, BOOKED), status_requested="To be agreed")

    with pytest.raises(Refused, match="PRACSUITE_STATUS_REQUESTED"):
        await vendor.connector.book(replace(NEW, requested=True))

    assert vendor.writes() == []


@pytest.mark.parametrize("field", ["app_time", "client_id", "appointment_id"])
@pytest.mark.parametrize("status", [404, 409, 422])
async def test_a_refusal_means_what_has_become_of_the_hold(
    serve: Serve, around: Surroundings, status: int, field: str
) -> None:
    outcomes: list[type[ConnectorError] | None] = []
    for read, found in ((HELD, 200), ({}, 404), ({**BOOKED, "client_id": 8}, 200), (BOOKED, 200)):
        vendor = await stage(
            serve, around, script(invalid(field), read, status=status, found=found)
        )
        try:
            await vendor.connector.book(NEW)
        except ConnectorError as error:
            outcomes.append(type(error))
        else:
            outcomes.append(None)

    assert outcomes == [Refused, SlotTaken, SlotTaken, None]


@pytest.mark.parametrize(
    "other",
    [
        {"client_id": 8},
        {"app_time": "2026-03-03T10:00:00"},
        {"practitioner_id": 3},
        {"duration": 40},
        {"appointment_type_id": 8},
        {"category": "Reserved"},
    ],
    ids=str,
)
async def test_what_was_booked_is_compared_and_read_again_before_it_is_believed(
    serve: Serve, around: Surroundings, other: dict[str, Any]
) -> None:
    once = await stage(serve, around, script({**BOOKED, **other}, BOOKED))
    twice = await stage(serve, around, script({**BOOKED, **other}, {**BOOKED, **other}))

    assert await once.connector.book(NEW) == "5"
    with pytest.raises(OutcomeUnknown):
        await twice.connector.book(NEW)


@pytest.mark.parametrize("body", [{}, {"appointment_id": 6, "app_time": AT}, []], ids=str)
async def test_an_answer_that_says_nothing_leaves_it_open(
    serve: Serve, around: Surroundings, body: object
) -> None:
    vendor = await stage(serve, around, script(body, BOOKED))

    with pytest.raises(OutcomeUnknown):
        await vendor.connector.book(NEW)

    assert [one.id for one in await vendor.connector.find_booked(NEW)] == ["5"]


@pytest.mark.parametrize(
    ("read", "found", "there"),
    [
        (BOOKED, 200, True),
        (HELD, 200, False),
        ({}, 404, False),
        ({**BOOKED, "client_id": 8}, 200, False),
        ({**BOOKED, "category": "Group"}, 200, False),
    ],
)
async def test_a_doubt_is_settled_by_reading_the_hold(
    serve: Serve, around: Surroundings, read: object, found: int, *, there: bool
) -> None:
    vendor = await stage(serve, around, script({}, read, found=found))

    assert bool(await vendor.connector.find_booked(NEW)) is there


async def test_without_a_hold_a_doubt_is_settled_by_the_patients_list(
    serve: Serve, around: Surroundings
) -> None:
    rows = [
        BOOKED,
        {**BOOKED, "appointment_id": 6, "client_id": 8},
        {**BOOKED, "appointment_id": 7, "app_time": "2026-03-03T09:20:00"},
        {**BOOKED, "appointment_id": 8, "practitioner_id": 3},
    ]
    path = ("GET", "/patient/9/appointment")
    vendor = await stage(serve, around, {path: [(200, {"appointments": rows})]})

    found = await vendor.connector.find_booked(replace(NEW, hold_id=None))

    assert [one.id for one in found] == ["5"]
    assert vendor.asked[-1][2]["q[]"] == f"app_time:={AT}"


async def test_a_hold_is_asked_for_with_what_the_vendor_told_and_counts_from_before(
    serve: Serve, around: Surroundings
) -> None:
    before = around.clock.now
    vendor = await stage(serve, around, {("POST", "/reserve_appointment"): [(201, HELD)]})

    hold = await vendor.connector.reserve(SLOT)

    sent = {"app_time": AT, "duration": 20, "practitioner_id": 2, "business_id": 1}
    assert vendor.writes() == [("POST", "/reserve_appointment", sent)]
    assert (hold.id, hold.until) == ("5", before + 13 * MINUTE)


async def test_a_hold_of_another_time_is_let_go_and_taken_for_none(
    serve: Serve, around: Surroundings
) -> None:
    other = {**HELD, "app_time": "2026-03-03T10:00:00"}
    vendor = await stage(
        serve,
        around,
        {
            ("POST", "/reserve_appointment"): [(201, other)],
            ("GET", "/appointment/5"): [(200, other)],
            ("POST", "/appointment/5/cancel"): [(204, None)],
        },
    )

    with pytest.raises(SlotTaken):
        await vendor.connector.reserve(SLOT)

    assert vendor.writes()[-1] == ("POST", "/appointment/5/cancel", {"record_as_cancelled": False})


@pytest.mark.parametrize(
    "entry",
    [
        BOOKED,
        {**HELD, "client_id": 9},
        {**HELD, "category": "Group"},
        {**HELD, "category": "Ruleout"},
        {**HELD, "category": "Something new"},
    ],
    ids=str,
)
async def test_nothing_but_a_hold_is_ever_let_go(
    serve: Serve, around: Surroundings, entry: dict[str, Any]
) -> None:
    vendor = await stage(serve, around, {("GET", "/appointment/5"): [(200, entry)]})

    await vendor.connector.release("5")

    assert vendor.writes() == []


def stamped(number: int, created: str, **other: object) -> dict[str, Any]:
    return {**HELD, "appointment_id": number, "created": created, **other}


OURS = stamped(5, "2026-03-02T09:05:01.5Z")


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        ([OURS], "5"),
        # Which of two is ours cannot be told.
        ([OURS, stamped(6, "2026-03-02T09:05:02Z")], None),
        ([OURS, stamped(6, "2026-03-02T08:50:00Z")], "5"),
        ([OURS, stamped(6, "2026-03-02T09:05:02Z", duration=40)], "5"),
        ([OURS, stamped(6, "2026-03-02T09:05:02Z", client_id=8)], "5"),
        ([stamped(5, "2026-03-02T09:05:02Z", business_id=3)], None),
        ([HELD], None),
        ([], None),
    ],
)
@pytest.mark.parametrize("path", ["/practitioner/2/appointment", "/appointment_book"])
async def test_a_lost_hold_is_known_by_the_vendors_clock(
    serve: Serve,
    around: Surroundings,
    path: str,
    entries: list[dict[str, Any]],
    found: str | None,
) -> None:
    # The vendor's clock is five minutes ahead of ours.
    both: Script = {
        ("GET", "/practitioner/2/appointment"): [(200, {"appointments": []})],
        ("GET", "/appointment_book"): [(200, {"data": []})],
    }
    key = "data" if path.endswith("book") else "appointments"
    own: Script = {("GET", path): [(200, {key: entries})]}
    vendor = await stage(serve, around, {**both, **own}, date="Mon, 02 Mar 2026 09:05:00 GMT")
    now = around.clock.now

    hold = await vendor.connector.lost_hold(SLOT, now, now + timedelta(seconds=2))

    assert (hold and hold.id) == found
    assert hold is None or hold.until == now + 13 * MINUTE


async def test_a_hold_that_became_another_time_is_for_a_person_to_judge(
    serve: Serve, around: Surroundings
) -> None:
    other = {**BOOKED, "app_time": "2026-03-03T10:00:00"}
    vendor = await stage(serve, around, script(BOOKED, other))

    with pytest.raises(Unavailable, match="not what was wished for"):
        await vendor.connector.find_booked(NEW)


@pytest.mark.parametrize("found", [400, 401, 403, 422])
async def test_a_booking_that_cannot_be_read_back_is_in_doubt(
    serve: Serve, around: Surroundings, found: int
) -> None:
    other = {**BOOKED, "duration": 40}
    vendor = await stage(serve, around, script(other, {}, found=found))

    with pytest.raises(OutcomeUnknown):
        await vendor.connector.book(NEW)
