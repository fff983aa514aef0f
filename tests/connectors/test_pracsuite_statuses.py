"""A clinic's own lists of statuses and reasons are understood, and never guessed at."""

from collections.abc import Sequence

import pytest

from connectors.errors import Refused
from connectors.model import Status
from connectors.pracsuite.reasons import Reasons
from connectors.pracsuite.settings import PracSuiteSettings
from connectors.pracsuite.statuses import Statuses, meaning
from connectors.pracsuite.wire_diary import (
    AppointmentStatus,
    CancellationReason,
    RescheduleReason,
)

USUAL = ("Booked", "Pending", "Confirmed", "Arrived", "Did Not Attend", "Completed", "Cancelled")


def settings(**more: str) -> PracSuiteSettings:
    basic = {"base_url": "http://127.0.0.1:1/v1", "vendor_key": "v", "account_key": "a"}
    return PracSuiteSettings.model_validate(basic | more)


def statuses(*names: str, archived: Sequence[str] = (), **more: str) -> Statuses:
    told = [
        AppointmentStatus.model_validate(
            {
                "appointment_status_id": number,
                "status_description": name,
                "archived": name in archived,
            }
        )
        for number, name in enumerate(names, 1)
    ]
    return Statuses(told, settings(**more))


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("CONFIRMED", Status.CONFIRMED),
        ("Confirmed by SMS", Status.CONFIRMED),
        ("Unconfirmed", Status.SCHEDULED),
        ("Not confirmed", Status.SCHEDULED),
        ("To be confirmed", Status.REQUESTED),
        ("Online - pending", Status.REQUESTED),
        ("D.N.A.", Status.UNKNOWN),
        ("DNA", Status.NO_SHOW),
        ("No-show", Status.NO_SHOW),
        ("Didn't attend", Status.NO_SHOW),
        ("Not arrived", Status.SCHEDULED),
        ("Arrived", Status.ARRIVED),
        ("Checked-in", Status.ARRIVED),
        ("Attended", Status.COMPLETED),
        ("Not completed", Status.UNKNOWN),
        ("Late cancellation", Status.CANCELLED_LATE),
        ("Cancelled by practice", Status.CANCELLED_BY_CLINIC),
        ("Cancelled", Status.CANCELLED),
        ("Waiting list", Status.UNKNOWN),
        ("Purple", Status.UNKNOWN),
        ("", Status.UNKNOWN),
    ],
)
def test_the_words_that_clinics_use_are_understood(name: str, status: Status) -> None:
    assert meaning(name) is status


def test_a_usual_list_needs_no_setting() -> None:
    usual = statuses(*USUAL)

    assert [usual.number(one) for one in (Status.CONFIRMED, Status.ARRIVED)] == [3, 4]
    assert (usual.of_new(), usual.number(Status.REQUESTED)) == (1, 2)
    assert [usual.read(number) for number in (1, 5, 6, 7, 99, None)] == [
        Status.SCHEDULED,
        Status.NO_SHOW,
        Status.COMPLETED,
        Status.CANCELLED,
        Status.UNKNOWN,
        Status.SCHEDULED,
    ]


def test_the_one_that_is_called_just_so_is_meant() -> None:
    assert statuses("Confirmed by SMS", "Confirmed").number(Status.CONFIRMED) == 2


@pytest.mark.parametrize(
    "names",
    [("Arrived", "Checked in"), ("arrived at desk", "arrived late"), ("Booked",), ()],
    ids=str,
)
def test_between_two_or_none_nobody_picks(names: tuple[str, ...]) -> None:
    with pytest.raises(Refused, match="PRACSUITE_STATUS_ARRIVED: "):
        statuses(*names).number(Status.ARRIVED)


def test_what_is_set_counts_before_any_word() -> None:
    by_name = statuses("Confirmed", "Rang back", status_confirmed="rang  BACK")
    by_number = statuses("Confirmed", "Rang back", status_confirmed="2")

    assert [one.number(Status.CONFIRMED) for one in (by_name, by_number)] == [2, 2]
    assert by_name.read(2) is Status.CONFIRMED


@pytest.mark.parametrize("wanted", ["9", "Gone", "Rang back"])
def test_a_setting_that_fits_nothing_in_use_is_complained_of(wanted: str) -> None:
    wrong = statuses("Confirmed", "Rang back", archived=("Rang back",), status_confirmed=wanted)

    with pytest.raises(Refused, match=r"PRACSUITE_STATUS_CONFIRMED: .*1 Confirmed"):
        wrong.number(Status.CONFIRMED)


def test_an_archived_status_is_read_and_never_set() -> None:
    one = statuses("Confirmed", "Confirmed by phone", archived=("Confirmed",))

    assert one.read(1) is Status.CONFIRMED
    assert one.number(Status.CONFIRMED) == 2


def test_a_new_booking_is_left_to_the_vendor_where_no_status_is_plain() -> None:
    assert statuses("Booked", "Scheduled").of_new() is None
    assert statuses("Unconfirmed", "Reminder sent").of_new() is None
    with pytest.raises(Refused, match="PRACSUITE_STATUS_NEW"):
        statuses("Booked", status_new="7").of_new()


def reasons(cancelling: Sequence[str], moving: Sequence[str], **more: str) -> Reasons:
    return Reasons(
        [
            CancellationReason(appointment_cancellation_reason_id=number, reason=name)
            for number, name in enumerate(cancelling, 1)
        ],
        [
            RescheduleReason(appointment_reschedule_reason_id=number, reason=name)
            for number, name in enumerate(moving, 1)
        ],
        settings(**more),
    )


def test_a_reason_is_given_where_one_is_plain_and_none_elsewhere() -> None:
    plain = reasons(("Cancelled by patient", "Late cancellation", "Ill"), ("Patient request",))
    unclear = reasons(("Cancelled by patient", "Patient cancelled?", "Patient"), ("Other",))

    assert plain.of_cancelling(Status.CANCELLED) == 1
    assert plain.of_cancelling(Status.CANCELLED_LATE) == 2
    assert plain.of_cancelling(Status.CANCELLED_BY_CLINIC) is None
    assert plain.of_moving() == 1
    assert unclear.of_cancelling(Status.CANCELLED) is None
    assert unclear.of_moving() is None


def test_a_reason_that_is_set_is_given_or_complained_of() -> None:
    set_ = reasons(("Ill", "Away"), ("A", "B"), cancellation_reason="away", reschedule_reason="7")

    assert set_.of_cancelling(Status.CANCELLED) == 2
    with pytest.raises(Refused, match="PRACSUITE_RESCHEDULE_REASON"):
        set_.of_moving()
