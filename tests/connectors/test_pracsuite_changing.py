"""What is booked is read before it is changed: only the patient's own, and never a whole class."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from connectors.errors import ConnectorError, NotFound, OutcomeUnknown, Refused, SlotTaken
from connectors.model import Slot, Status
from connectors.pracsuite.slots import Token
from tests.connectors.conftest import ZONE, Serve, Surroundings
from tests.connectors.scripted import Script, stage

NOW = "2026-03-03T09:00:00"
THEN = "2026-03-04T10:00:00"
ENTRY: dict[str, Any] = {
    "appointment_id": 5,
    "app_time": NOW,
    "practitioner_id": 2,
    "business_id": 1,
    "duration": 20,
    "category": "Patient",
    "client_id": 9,
    "appointment_type_id": 7,
    "appointment_status_id": 1,
}
MOVED = {**ENTRY, "app_time": THEN}
CLASS = {**ENTRY, "category": "Group", "client_id": None}
GONE = {**ENTRY, "cancellation_time": "2026-03-02T09:00:00Z"}
START = datetime(2026, 3, 3, 9, tzinfo=ZONE)
READ = ("GET", "/appointment/5")
EDIT = ("PATCH", "/appointment/5")
CANCEL = ("POST", "/appointment/5/cancel")
LEAVE = ("POST", "/group_appointment/5/remove_group_member")
CANCELLED = ("GET", "/cancelled_appointment/5")
FREE = ("GET", "/available_appointments")
REASONS: Script = {
    ("GET", "/cancellation_reason"): [
        (
            200,
            {
                "appointment_cancellation_reasons": [
                    {"appointment_cancellation_reason_id": 31, "reason": "Cancelled by patient"},
                    {"appointment_cancellation_reason_id": 32, "reason": "Late cancellation"},
                ]
            },
        )
    ],
    ("GET", "/reschedule_reason"): [
        (
            200,
            {
                "appointment_reschedule_reasons": [
                    {"appointment_reschedule_reason_id": 41, "reason": "Patient request"}
                ]
            },
        )
    ],
}


def slot(**other: Any) -> Slot:  # noqa: ANN401 - of each field its own
    token = Token(
        **{
            "app_time": THEN,
            "duration": 20,
            "practitioner_id": 2,
            "business_id": 1,
            "column_number": 1,
            "width": 1,
            **other,
        }
    )
    return Slot(
        start=datetime.fromisoformat(token.app_time).replace(tzinfo=ZONE),
        minutes=token.duration,
        service_id="7",
        clinician_id=str(token.practitioner_id),
        clinician_name="Dr Ana Ruiz",
        place_id=str(token.business_id),
        token=token.written(),
    )


async def test_attendance_is_told_by_the_clinics_own_status_and_nothing_else(
    serve: Serve, around: Surroundings
) -> None:
    edited = {**ENTRY, "appointment_status_id": 2}
    vendor = await stage(serve, around, {READ: [(200, ENTRY)], EDIT: [(200, edited)]})

    await vendor.connector.change_status("5", Status.CONFIRMED, patient_id="9")

    assert vendor.writes() == [(*EDIT, {"appointment_status_id": 2})]


async def test_a_status_that_did_not_change_was_refused(serve: Serve, around: Surroundings) -> None:
    vendor = await stage(serve, around, {READ: [(200, ENTRY)], EDIT: [(200, ENTRY)]})

    with pytest.raises(Refused):
        await vendor.connector.change_status("5", Status.ARRIVED, patient_id="9")


@pytest.mark.parametrize("status", [Status.COMPLETED, Status.NO_SHOW, Status.UNKNOWN])
async def test_no_other_status_is_set(serve: Serve, around: Surroundings, status: Status) -> None:
    vendor = await stage(serve, around, {})

    with pytest.raises(Refused):
        await vendor.connector.change_status("5", status, patient_id="9")

    assert vendor.asked == []


@pytest.mark.parametrize("status", [Status.CONFIRMED, Status.CANCELLED])
async def test_nobody_elses_appointment_is_touched(
    serve: Serve, around: Surroundings, status: Status
) -> None:
    vendor = await stage(serve, around, {READ: [(200, {**ENTRY, "client_id": 8})]})

    with pytest.raises(NotFound):
        await vendor.connector.change_status("5", status, patient_id="9")

    assert vendor.writes() == []


@pytest.mark.parametrize("entry", [CLASS, {**CLASS, "client_id": 9}], ids=["nobody's", "theirs"])
async def test_who_leaves_a_class_is_taken_off_its_list(
    serve: Serve, around: Surroundings, entry: dict[str, Any]
) -> None:
    vendor = await stage(serve, around, {**REASONS, READ: [(200, entry)], LEAVE: [(204, None)]})

    await vendor.connector.change_status("5", Status.CANCELLED, patient_id="9")

    sent = {
        "client_id": 9,
        "record_as_cancelled": True,
        "appointment_cancellation_reason_id": 31,
    }
    assert vendor.writes() == [(*LEAVE, sent)]


@pytest.mark.parametrize(
    ("status", "patient_id"),
    [(Status.CANCELLED, ""), (Status.CONFIRMED, "9"), (Status.ARRIVED, "")],
)
async def test_a_class_is_never_changed_for_all(
    serve: Serve, around: Surroundings, status: Status, patient_id: str
) -> None:
    vendor = await stage(serve, around, {READ: [(200, CLASS)]})

    with pytest.raises(Refused):
        await vendor.connector.change_status("5", status, patient_id=patient_id)
    with pytest.raises(Refused):
        await vendor.connector.move("5", slot(), patient_id="9")

    assert vendor.writes() == []


@pytest.mark.parametrize("category", ["Reserved", "Note", "Ruleout"])
async def test_what_is_no_patients_is_not_cancelled(
    serve: Serve, around: Surroundings, category: str
) -> None:
    vendor = await stage(serve, around, {READ: [(200, {**ENTRY, "category": category})]})

    with pytest.raises(Refused):
        await vendor.connector.change_status("5", Status.CANCELLED, patient_id="9")

    assert vendor.writes() == []


@pytest.mark.parametrize(
    ("counted", "status", "recorded"),
    [
        ("yes", Status.CANCELLED, True),
        ("yes", Status.CANCELLED_LATE, True),
        ("late", Status.CANCELLED, False),
        ("late", Status.CANCELLED_LATE, True),
        ("no", Status.CANCELLED_LATE, False),
    ],
)
async def test_what_counts_in_the_history_is_said_with_its_reason(
    serve: Serve, around: Surroundings, counted: str, status: Status, *, recorded: bool
) -> None:
    script = {**REASONS, READ: [(200, ENTRY)], CANCEL: [(204, None)]}
    vendor = await stage(serve, around, script, record_cancellations=counted)

    await vendor.connector.change_status("5", status, patient_id="9")

    reason = 32 if status is Status.CANCELLED_LATE else 31
    sent = {"record_as_cancelled": recorded, "appointment_cancellation_reason_id": reason}
    assert vendor.writes() == [(*CANCEL, sent)]


@pytest.mark.parametrize("status", [500, 403, 200])
async def test_a_cancellation_goes_on_where_its_reason_cannot_be_told(
    serve: Serve, around: Surroundings, status: int
) -> None:
    none: object = {"appointment_cancellation_reasons": []}
    broken: Script = {("GET", "/cancellation_reason"): [(status, none)]}
    vendor = await stage(
        serve,
        around,
        {**broken, READ: [(200, ENTRY)], CANCEL: [(204, None)]},
        cancellation_reason="Ill",
    )

    await vendor.connector.change_status("5", Status.CANCELLED, patient_id="9")

    assert vendor.writes() == [(*CANCEL, {"record_as_cancelled": True})]


@pytest.mark.parametrize(
    ("gone", "outcome"),
    [((200, GONE), None), ((404, {}), NotFound), ((200, {**GONE, "client_id": 8}), NotFound)],
)
@pytest.mark.parametrize("already", [True, False])
async def test_gone_counts_as_cancelled_only_where_it_is_listed_so(
    serve: Serve,
    around: Surroundings,
    gone: tuple[int, object],
    outcome: type[ConnectorError] | None,
    *,
    already: bool,
) -> None:
    read = (404, {}) if already else (200, ENTRY)
    vendor = await stage(
        serve, around, {**REASONS, READ: [read], CANCEL: [(404, {})], CANCELLED: [gone]}
    )

    async def cancel() -> None:
        await vendor.connector.change_status("5", Status.CANCELLED, patient_id="9")

    if outcome is None:
        await cancel()
    else:
        with pytest.raises(outcome):
            await cancel()


async def test_a_move_sends_what_is_different_and_its_reason(
    serve: Serve, around: Surroundings
) -> None:
    known = {**ENTRY, "column_number": 1, "width": 1}
    vendor = await stage(serve, around, {**REASONS, READ: [(200, known)], EDIT: [(200, MOVED)]})

    await vendor.connector.move("5", slot(), patient_id="9", at=START)

    sent = {"app_time": THEN, "appointment_reschedule_reason_id": 41}
    assert vendor.writes() == [(*EDIT, sent)]


async def test_a_move_to_somebody_else_says_where_and_in_which_column(
    serve: Serve, around: Surroundings
) -> None:
    moved = {**MOVED, "practitioner_id": 3, "business_id": 4}
    vendor = await stage(serve, around, {READ: [(200, ENTRY)], EDIT: [(200, moved)]})
    to = slot(practitioner_id=3, business_id=4, column_number=2)

    await vendor.connector.move("5", to, patient_id="9", at=START)

    sent = {
        "app_time": THEN,
        "practitioner_id": 3,
        "business_id": 4,
        "column_number": 2,
        "width": 1,
    }
    assert vendor.writes() == [(*EDIT, sent)]


@pytest.mark.parametrize("at", [START, START + timedelta(days=1, hours=1), None], ids=str)
async def test_what_is_there_already_is_not_moved_again(
    serve: Serve, around: Surroundings, at: datetime | None
) -> None:
    vendor = await stage(serve, around, {READ: [(200, MOVED)]})

    await vendor.connector.move("5", slot(), patient_id="9", at=at)

    assert vendor.writes() == []


@pytest.mark.parametrize(
    ("entry", "error"),
    [
        ({**ENTRY, "app_time": "2026-03-03T11:00:00"}, NotFound),
        ({**ENTRY, "duration": 40}, Refused),
    ],
    ids=["moved meanwhile", "longer than the new time"],
)
async def test_what_is_not_as_it_was_shown_is_not_moved(
    serve: Serve, around: Surroundings, entry: dict[str, Any], error: type[Exception]
) -> None:
    vendor = await stage(serve, around, {READ: [(200, entry)]})

    with pytest.raises(error):
        await vendor.connector.move("5", slot(), patient_id="9", at=START)

    assert vendor.writes() == []


@pytest.mark.parametrize("status", [409, 422])
@pytest.mark.parametrize("shown", [True, False])
async def test_a_refused_move_means_taken_unless_the_search_still_shows_the_time(
    serve: Serve, around: Surroundings, status: int, *, shown: bool
) -> None:
    free = {**ENTRY, "app_time": THEN, "column_number": 1, "width": 1}
    times = [free] if shown else []
    vendor = await stage(
        serve,
        around,
        {
            READ: [(200, ENTRY)],
            EDIT: [(status, {})],
            FREE: [(200, {"available_times": times, "total_entries": len(times)})],
        },
    )

    with pytest.raises(Refused if shown else SlotTaken):
        await vendor.connector.move("5", slot(), patient_id="9", at=START)


async def test_where_it_was_moved_to_is_read_again_before_it_is_believed(
    serve: Serve, around: Surroundings
) -> None:
    once = await stage(serve, around, {READ: [(200, ENTRY), (200, MOVED)], EDIT: [(200, ENTRY)]})
    twice = await stage(serve, around, {READ: [(200, ENTRY)], EDIT: [(200, ENTRY)]})

    await once.connector.move("5", slot(), patient_id="9", at=START)
    with pytest.raises(OutcomeUnknown):
        await twice.connector.move("5", slot(), patient_id="9", at=START)


async def test_a_slot_of_another_vendor_is_none(serve: Serve, around: Surroundings) -> None:
    vendor = await stage(serve, around, {READ: [(200, ENTRY)]})

    for strange in (replace(slot(), token="2026-03-04T10:00:00Z"), replace(slot(), token="{}")):
        with pytest.raises(Refused):
            await vendor.connector.move("5", strange, patient_id="9")
        with pytest.raises(Refused):
            await vendor.connector.reserve(strange)

    assert vendor.writes() == []


@pytest.mark.parametrize("status", [Status.CONFIRMED, Status.CANCELLED], ids=str)
async def test_what_was_moved_meanwhile_is_neither_confirmed_nor_cancelled(
    serve: Serve, around: Surroundings, status: Status
) -> None:
    moved = {**ENTRY, "app_time": "2026-03-03T11:00:00"}
    vendor = await stage(serve, around, {READ: [(200, moved)]})

    with pytest.raises(NotFound):
        await vendor.connector.change_status("5", status, patient_id="9", at=START)

    assert vendor.writes() == []


async def test_what_is_left_as_a_class_is_never_cancelled_as_an_appointment(
    serve: Serve, around: Surroundings
) -> None:
    vendor = await stage(serve, around, {READ: [(200, {**ENTRY, "category": "Course"})]})

    with pytest.raises(Refused):
        await vendor.connector.change_status(
            "5", Status.CANCELLED, patient_id="9", at=START, group=True
        )

    assert vendor.writes() == []


@pytest.mark.parametrize("status", [400, 401, 403, 422])
async def test_a_move_that_cannot_be_read_back_is_in_doubt(
    serve: Serve, around: Surroundings, status: int
) -> None:
    script = {READ: [(200, ENTRY), (status, {})], EDIT: [(200, ENTRY)]}
    vendor = await stage(serve, around, script)

    with pytest.raises(OutcomeUnknown):
        await vendor.connector.move("5", slot(), patient_id="9", at=START)
