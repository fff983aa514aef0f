"""PracSuite's holds, bookings, changes and cancellations, over HTTP and in the diary."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sandbox.misbehaviour import Fault
from tests.sandbox.conftest import Client, MovableClock
from tests.sandbox.pracsuite import NINE, SAMIRA, WEEK, Vendor, opened


@pytest.fixture
async def vendor(clock: MovableClock) -> AsyncIterator[Vendor]:
    async with opened(clock) as vendor:
        yield vendor


def problem(answer: tuple[int, Any]) -> tuple[int, str]:
    status, body = answer
    assert body["error"]["status"] == status
    assert body["request_id"]
    return status, body["error"]["code"]


async def fields(answer: tuple[int, Any]) -> list[str]:
    assert problem(answer) == (422, "INVALID_BODY")
    return [one["field"] for one in answer[1]["error"]["validation"]]


async def test_a_reserved_time_is_an_appointment_without_a_patient(vendor: Vendor) -> None:
    status, made = await vendor.reserve(column_number=1, width=1)
    assert (status, made) == (
        201,
        {**NINE, "appointment_id": 34234, "column_number": 1, "width": 1, "category": "Reserved"},
    )
    _, read = await vendor.get("/appointment/34234")
    assert (read["category"], read["client_id"], read["row_num"]) == ("Reserved", None, 1)
    assert vendor.sandbox.clinic.diary.appointments() == []
    assert [hold.id for hold in vendor.sandbox.pracsuite.holds()] == [34234]


async def test_a_reserved_time_is_hidden_for_a_quarter_of_an_hour(
    vendor: Vendor, clock: MovableClock
) -> None:
    id_ = await vendor.hold()
    aerona = Client(vendor.sandbox, vendor.session)
    await aerona.login()
    clock.move(minutes=14, seconds=59)
    assert problem(await vendor.reserve()) == (409, "RESERVE_APPOINTMENT_CONFLICT")
    assert problem(await vendor.reserve(app_time="2026-03-03T08:50:00"))[0] == 409
    assert (await vendor.starts())[0] == "2026-03-03T09:20:00"
    _, slots = await aerona.slots(clinicianTypeId=None, clinicianId=34567)
    assert slots[0]["appointmentTime"] == "2026-03-03T09:20:00Z"
    assert (await aerona.create())[0] == 409
    clock.move(seconds=1)
    assert (await vendor.starts())[0] == NINE["app_time"]
    assert problem(await vendor.get(f"/appointment/{id_}")) == (404, "NOT_FOUND")
    assert problem(await vendor.finalise(id_)) == (404, "NOT_FOUND")
    assert vendor.sandbox.pracsuite.holds() == []


async def test_a_finalised_hold_is_a_booking_like_any_other(
    vendor: Vendor, clock: MovableClock
) -> None:
    id_ = await vendor.hold()
    clock.move(minutes=3)
    status, made = await vendor.finalise(id_, appointment_status_id=503)
    assert (status, made["category"], made["client_id"]) == (201, "Patient", 426909)
    assert (made["created"], made["modified"]) == (
        "2026-03-02T09:00:00.000000Z",
        "2026-03-02T09:03:00.000000Z",
    )
    (entry,) = vendor.sandbox.clinic.diary.appointments(via_api=True)
    assert (entry.id, entry.status, entry.patient_id) == (id_, "Online Booking Request", 426909)
    assert entry.start == datetime(2026, 3, 3, 9, tzinfo=UTC)
    assert vendor.sandbox.pracsuite.holds() == []
    clock.move(minutes=15)
    assert (await vendor.get(f"/appointment/{id_}"))[0] == 200


async def test_a_booking_is_not_finalised_twice(vendor: Vendor) -> None:
    id_ = await vendor.booked()
    assert await fields(await vendor.finalise(id_, client_id=426910)) == ["appointment_id"]
    assert (await vendor.get(f"/appointment/{id_}"))[1]["client_id"] == 426909


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *((name, None) for name in NINE),
        ("app_time", "2026-03-03T09:00:00Z"),
        ("app_time", "2026-03-03T09:00:00+00:00"),
        ("app_time", "2026-03-03 09:00:00"),
        ("app_time", "2026-03-03T09:00"),
        ("app_time", "2026-03-02T08:00:00"),  # past
        ("duration", 0),
        ("duration", 22),
        ("duration", 1445),
        ("duration", "20"),
        ("practitioner_id", 1),
        ("practitioner_id", "34567"),
        ("business_id", 9877),  # exists, and Dr Ruiz does not work there
        ("column_number", 2),  # she has one column
        ("column_number", 0),
        ("width", 2),
        ("column", 1),  # an early revision's name
        ("practitioner_business_id", 900001),
        ("client_id", 426909),
    ],
)
async def test_a_reservation_that_breaks_the_contract_is_422(
    vendor: Vendor, name: str, value: object
) -> None:
    assert name in await fields(await vendor.reserve(**{name: value}))
    assert vendor.sandbox.pracsuite.holds() == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *((name, None) for name in SAMIRA),
        ("client_id", 1),
        ("appointment_type_id", 1),
        ("appointment_type_id", 1871),  # archived
        ("appointment_type_id", 1865),  # not what a dentist does
        ("appointment_type_id", 1880),  # a class
        ("account_id", 1426910),  # somebody else's
        ("profession_id", 3),
        ("appointment_status_id", 511),  # archived
        ("appointment_status_id", 2),
        ("item_id", 1),
        ("resource_ids", [1]),
        ("resource_ids", 41),
        ("sms_reminder", "yes"),
        ("app_time", "2026-03-03T10:00:00"),
        ("notes", "Booked by chat"),
    ],
)
async def test_a_finalisation_that_breaks_the_contract_is_422(
    vendor: Vendor, name: str, value: object
) -> None:
    id_ = await vendor.hold()
    assert name in await fields(await vendor.finalise(id_, **{name: value}))
    assert vendor.sandbox.clinic.diary.appointments() == []
    assert (await vendor.finalise(id_))[0] == 201


async def test_an_item_and_a_group_of_items_exclude_each_other(vendor: Vendor) -> None:
    id_ = await vendor.hold()
    both = {"item_id": 7001, "item_group_id": 51}
    assert await fields(await vendor.finalise(id_, **both)) == ["item_group_id"]
    _, made = await vendor.finalise(id_, item_id=None, item_group_id=51)
    assert (made["item_id"], made["item_group_id"]) == (None, 51)


async def test_a_body_must_be_a_json_object_and_say_that_it_is_json(vendor: Vendor) -> None:
    url = vendor.sandbox.pracsuite.base_url + "/reserve_appointment"
    for sent, kind in (("{", "application/json"), ("[]", "application/json"), ("{}", "text/plain")):
        headers = {**vendor.keys, "Content-Type": kind}
        async with vendor.session.post(url, data=sent, headers=headers) as response:
            assert await fields((response.status, await response.json())) == ["body"]


@pytest.mark.parametrize(
    "start",
    [
        "2026-03-03T13:30:00",  # lunch
        "2026-03-03T16:50:00",  # would end after work
        "2026-03-08T10:00:00",  # a Sunday
    ],
)
async def test_nobody_is_booked_when_nobody_works(vendor: Vendor, start: str) -> None:
    assert (await vendor.reserve(app_time=start))[0] == 409
    assert (await vendor.post("/appointment", {**NINE, **SAMIRA, "app_time": start}))[0] == 409


async def test_staff_times_can_be_booked_and_are_not_offered_online(vendor: Vendor) -> None:
    online = await vendor.starts()
    staff = await vendor.starts(online="false")
    assert staff == await vendor.starts(online="false", manual="true")
    assert "2026-03-03T08:40:00" in set(staff) - set(online)
    assert await vendor.starts(online="false", waiting_list="true") == []
    assert (await vendor.reserve(app_time="2026-03-03T08:40:00"))[0] == 201
    assert "2026-03-03T08:40:00" not in await vendor.starts(online="false")


async def test_a_create_books_at_once(vendor: Vendor) -> None:
    status, made = await vendor.post("/appointment", {**NINE, **SAMIRA})
    assert (status, made["category"]) == (201, "Patient")
    assert (await vendor.post("/appointment", {**NINE, **SAMIRA}))[0] == 409
    assert await fields(await vendor.post("/appointment", NINE)) == [*SAMIRA]


async def test_an_edit_changes_what_was_sent_and_nothing_else(
    vendor: Vendor, clock: MovableClock
) -> None:
    id_ = await vendor.booked()
    _, before = await vendor.get(f"/appointment/{id_}")
    clock.move(minutes=5)
    status, after = await vendor.edit(
        id_,
        app_time="2026-03-03T10:00:00",
        appointment_reschedule_reason_id=71,
        reason="Patient asked for it",
    )
    assert status == 200
    changed = {name for name, value in after.items() if before[name] != value}
    assert changed == {"app_time", "modified"}
    assert (await vendor.starts())[0] == NINE["app_time"]
    assert vendor.sandbox.pracsuite.sent[-1].body.keys() == {
        "app_time",
        "appointment_reschedule_reason_id",
        "reason",
    }
    assert (await vendor.edit(id_))[1] == after
    assert (await vendor.edit(id_, appointment_status_id=502))[1]["appointment_status_id"] == 502
    assert vendor.sandbox.clinic.diary.appointments()[0].status == "Confirmed"


async def test_an_edit_that_would_take_anothers_time_is_a_conflict(vendor: Vendor) -> None:
    id_ = await vendor.booked()
    vendor.sandbox.clinic.diary.take(34567, datetime(2026, 3, 3, 10, tzinfo=UTC))
    ten = {"app_time": "2026-03-03T10:00:00"}
    assert problem(await vendor.edit(id_, **ten)) == (409, "RESERVE_APPOINTMENT_CONFLICT")
    vendor.sandbox.pracsuite.misbehave.on(Fault.CONFLICT_422, "edit")
    assert await fields(await vendor.edit(id_, **ten)) == ["app_time"]
    # Its own time is not in its way.
    assert (await vendor.edit(id_, app_time="2026-03-03T09:10:00"))[0] == 200
    assert problem(await vendor.edit(1, **ten)) == (404, "NOT_FOUND")
    assert await fields(await vendor.edit(id_, client_id=426910)) == ["client_id"]
    assert await fields(await vendor.edit(id_, appointment_reschedule_reason_id=1)) == [
        "appointment_reschedule_reason_id"
    ]


async def test_a_cancelled_appointment_moves_to_the_list_of_those(
    vendor: Vendor, clock: MovableClock
) -> None:
    id_ = await vendor.booked()
    clock.move(minutes=5)
    how = {
        "record_as_cancelled": True,
        "reason": "Unwell",
        "appointment_cancellation_reason_id": 62,
    }
    assert await vendor.cancel(id_, **how) == (204, None)
    assert problem(await vendor.cancel(id_, **how)) == (404, "NOT_FOUND")
    assert problem(await vendor.get(f"/appointment/{id_}")) == (404, "NOT_FOUND")
    assert (await vendor.get("/patient/426909/appointment"))[1]["total_entries"] == 0
    _, one = await vendor.get(f"/cancelled_appointment/{id_}")
    _, listed = await vendor.get("/cancelled_appointment")
    assert listed["cancelled_appointments"] == [{**one, "row_num": 1, "total_rows": 1}]
    assert (one["reason"], one["appointment_cancellation_reason_id"]) == ("Unwell", 62)
    assert (one["cancellation"], one["appointment_status"]) == (True, "Booked")
    assert one["cancellation_time"] == "2026-03-02T09:05:00.000000Z"
    assert vendor.sandbox.clinic.diary.appointments()[0].status == "Cancelled by Patient"
    assert (await vendor.starts())[0] == NINE["app_time"]


async def test_a_removed_appointment_is_listed_among_deletions_alone(vendor: Vendor) -> None:
    id_ = await vendor.booked()
    assert await fields(await vendor.cancel(id_, record_as_cancelled="yes")) == [
        "record_as_cancelled"
    ]
    assert await fields(await vendor.cancel(id_, appointment_cancellation_reason_id=1)) == [
        "appointment_cancellation_reason_id"
    ]
    assert (await vendor.cancel(id_))[0] == 204
    assert (await vendor.get("/cancelled_appointment"))[1]["total_entries"] == 0
    everything = {"include_deletions": "true"}
    _, listed = await vendor.get("/cancelled_appointment", everything)
    assert [one["cancellation"] for one in listed["cancelled_appointments"]] == [False]
    assert vendor.sandbox.clinic.diary.appointments()[0].status == "Deleted"


async def test_a_hold_is_dropped_by_cancelling_it(vendor: Vendor) -> None:
    id_ = await vendor.hold()
    assert (await vendor.cancel(id_))[0] == 204
    assert vendor.sandbox.pracsuite.holds() == []
    assert (await vendor.cancel(id_))[0] == 404
    everything = {"include_deletions": "true"}
    assert (await vendor.get("/cancelled_appointment", everything))[1]["total_entries"] == 0


async def test_what_staff_do_is_seen_and_dated(vendor: Vendor, clock: MovableClock) -> None:
    id_ = await vendor.booked()
    clock.move(minutes=5)
    diary = vendor.sandbox.clinic.diary
    diary.move(id_, datetime(2026, 3, 3, 11, tzinfo=UTC), clinician_id=34568)
    since = {"q[]": "updated:>=2026-03-02T09:05:00Z"}
    _, listed = await vendor.get("/appointment", since)
    assert [(one["app_time"], one["practitioner_id"]) for one in listed["appointments"]] == [
        ("2026-03-03T11:00:00", 34568)
    ]
    assert (await vendor.starts())[0] == NINE["app_time"]
    clock.move(minutes=1)
    diary.set_status(id_, 5)
    _, gone = await vendor.get("/cancelled_appointment", {"q[]": "updated:>2026-03-02T09:05:00Z"})
    assert [one["cancelled_by"] for one in gone["cancelled_appointments"]] == ["Reception"]


async def test_faults_strike_where_they_are_switched_on(vendor: Vendor) -> None:
    misbehave, diary = vendor.sandbox.pracsuite.misbehave, vendor.sandbox.clinic.diary
    misbehave.on(Fault.SLOT_TAKEN, times=1)
    assert (await vendor.reserve())[0] == 409
    diary.free(34567, datetime(2026, 3, 3, 9, tzinfo=UTC))
    id_ = await vendor.hold()
    misbehave.on(Fault.HOLD_LOST, times=1)
    assert (await vendor.finalise(id_))[0] == 404
    id_ = await vendor.booked()
    misbehave.on(Fault.STATUS_REFUSED, times=1)
    assert (await vendor.edit(id_, appointment_status_id=502))[0] == 422
    misbehave.on(Fault.SLOT_TAKEN, "edit", times=1)
    assert (await vendor.edit(id_, app_time="2026-03-03T10:00:00"))[0] == 409
    misbehave.on(Fault.UNCHECKED)
    assert (await vendor.reserve())[0] == 201
    misbehave.on(Fault.ERROR_AFTER, "cancel", times=1, status=500)
    assert problem(await vendor.cancel(id_)) == (500, "SERVER_ERROR")
    assert diary.appointments(via_api=True)[0].status == "Deleted"
    for fault in (Fault.TOKEN_LOST, Fault.CONFLICT_400, Fault.NOT_BLOCKING):
        with pytest.raises(ValueError, match="no"):
            misbehave.on(fault)


async def test_a_booking_is_in_the_file_of_effects_and_a_hold_is_not(
    clock: MovableClock, tmp_path: Path
) -> None:
    path = tmp_path / "effects.jsonl"
    async with opened(clock, effects=path) as vendor:
        await vendor.hold()
        assert path.read_text("utf-8") == ""
        vendor.sandbox.pracsuite.misbehave.on(Fault.DROP_AFTER, "finalise", times=1)
        with pytest.raises(aiohttp.ClientError):
            await vendor.finalise(34234)
        (line,) = path.read_text("utf-8").splitlines()
        assert json.loads(line)["id"] == 34234
        assert (await vendor.get("/appointment/34234"))[1]["category"] == "Patient"


async def test_early_names_are_answered_and_taken(clock: MovableClock) -> None:
    async with opened(clock, old_names=True) as vendor:
        _, found = await vendor.get("/available_appointments", {**WEEK, "online": "true"})
        offered = found["available_times"][0]
        assert (offered["column"], offered["practitioner_business_id"]) == (1, 900001)
        assert "column_number" not in offered
        old = {
            name: offered[name]
            for name in ("app_time", "practitioner_business_id", "duration", "column", "width")
        }
        status, made = await vendor.post("/reserve_appointment", old)
        assert (status, made["category"], made["column"]) == (201, 0, 1)
        assert (made["practitioner_business_id"], "business_id" in made) == (900001, False)
        _, made = await vendor.finalise(made["appointment_id"])
        assert (made["category"], made["app_time"]) == (1, "2026-03-03T09:00:00Z")
        _, refused = await vendor.post("/reserve_appointment", old)
        assert refused["error"]["title"] == "Conflict"
        assert (await vendor.reserve(app_time="2026-03-03T09:20:00"))[0] == 201
        assert await fields(await vendor.post("/reserve_appointment", {"column": 1})) == [*NINE]
