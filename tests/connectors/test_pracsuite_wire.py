"""PracSuite's records are read under every name that the vendor has used, and never guessed at."""

from typing import Any

import pytest
from pydantic import BaseModel, TypeAdapter

from connectors import reading
from connectors.pracsuite.wire import Category
from connectors.pracsuite.wire_diary import Appointment, AppointmentStatus, FreeTime, Reserved
from connectors.pracsuite.wire_patients import Account, Patient
from connectors.pracsuite.wire_practice import (
    AppointmentType,
    Practitioner,
    WholeAppointmentType,
)
from connectors.pracsuite.wire_prices import Item, WholeItem

TIME: dict[str, object] = {
    "app_time": "2026-03-02T09:00:00",
    "duration": 30,
    "practitioner_id": 2,
    "business_id": 1,
}
ENTRY: dict[str, object] = {"appointment_id": 5, "app_time": "2026-03-02T09:00:00"}


def read(model: type[BaseModel], body: object) -> Any:  # noqa: ANN401 - whichever model it is
    return reading.read(TypeAdapter(model), body)


@pytest.mark.parametrize(
    ("model", "new", "old"),
    [
        (FreeTime, TIME | {"column_number": 2}, TIME | {"column": 2}),
        (Reserved, ENTRY | TIME | {"category": "Reserved"}, ENTRY | TIME | {"category": 0}),
        (Appointment, ENTRY | {"category": "Group"}, ENTRY | {"category": 3}),
        (
            Appointment,
            ENTRY | {"modified": "2020-09-12T11:09:42.687393Z"},
            ENTRY | {"updated": "2020-09-12T11:09:42.687393Z"},
        ),
        (Appointment, ENTRY, ENTRY | {"app_time": "2026-03-02T09:00:00Z"}),
        (Appointment, ENTRY, ENTRY | {"app_time": "2026-03-02t09:00:00.000"}),
        (
            Patient,
            {"client_id": 9, "surname": "x", "timezone": "Europe/London", "archived": True},
            {"client_id": 9, "surname": "x", "time_zone": "Europe/London", "archive": True},
        ),
        (
            AppointmentStatus,
            {"appointment_status_id": 1, "status_description": "Booked"},
            {"appointment_status_id": 1, "description": "Booked"},
        ),
    ],
)
def test_a_renamed_field_is_read_under_either_name(
    model: type[BaseModel], new: object, old: object
) -> None:
    assert read(model, new) == read(model, old)


@pytest.mark.parametrize(
    ("model", "body", "path"),
    [
        (FreeTime, TIME | {"app_time": "2026-03-02T09:00:00+11:00"}, "app_time"),
        (FreeTime, TIME | {"app_time": "2026-03-02"}, "app_time"),
        (FreeTime, TIME | {"app_time": 1772442000}, "app_time"),
        (FreeTime, TIME | {"duration": 0}, "duration"),
        (FreeTime, TIME | {"business_id": None}, "business_id"),
        (Reserved, TIME, "appointment_id"),
        (Appointment, ENTRY | {"appointment_id": True}, "appointment_id"),
        (Appointment, "canary", "the whole"),
        (Patient, {"client_id": 9}, "surname"),
        (WholeItem, {"item_id": 4, "description": "canary"}, "item_fees"),
    ],
)
def test_what_is_relied_on_fails_with_its_path_and_without_a_value(
    model: type[BaseModel], body: object, path: str
) -> None:
    with pytest.raises(reading.UnreadableError) as unreadable:
        read(model, body)

    assert str(unreadable.value).startswith(f"{path}:")
    assert "canary" not in str(unreadable.value)


def test_odd_values_of_what_nothing_rests_on_are_none() -> None:
    odd = {"client_id": True, "duration": "long", "modified": 17, "resource_ids": "x", "links": 1}
    found = read(Appointment, ENTRY | odd | {"category": "Clinical Note"})

    assert (found.client_id, found.duration, found.modified, found.resource_ids) == (None,) * 4
    assert found.category is Category.UNKNOWN


@pytest.mark.parametrize(
    ("told", "archived"),
    [
        (None, False),
        (False, False),
        ("false", False),
        ("", False),
        (True, True),
        ("2024-01-01T00:00:00Z", True),
        (1, True),
    ],
)
def test_archived_is_a_yes_or_the_moment_of_it(told: object, archived: bool) -> None:  # noqa: FBT001 - a row of the table
    body = {"appointment_type_id": 7, "description": "x", "archived": told}

    assert read(AppointmentType, body).archived is archived


def test_a_number_with_a_point_is_a_number_of_minutes() -> None:
    body = {
        "appointment_type_id": 7,
        "description": "Initial",
        "appointment_type_durations": [
            {"profession_id": 3, "duration": 30.0, "width": 1, "all_fee_cats": True}
        ],
        "practitioner_appointment_type_durations": [
            {"practitioner_id": 2, "business_id": 1, "duration": 45, "fee_cat_id": 4}
        ],
    }

    found = read(WholeAppointmentType, body)

    assert [one.duration for one in found.appointment_type_durations] == [30]
    assert [one.duration for one in found.practitioner_appointment_type_durations] == [45]


def test_an_account_has_its_number_in_its_link_alone() -> None:
    link = "https://api.pracsuite.com/v1/patient/9/account/8"

    assert read(Account, {"links": {"self": link}}).account_id == 8
    assert read(Account, {"links": {"self": link}, "account_id": 7}).account_id == 7
    assert read(Account, {"links": {"self": "x/y"}}).account_id is None
    assert read(Account, {}).account_id is None


def test_one_without_a_name_does_not_cost_the_others() -> None:
    assert read(Item, {"item_id": 4, "description": None}).description == ""
    assert read(Practitioner, {"practitioner_id": 2, "surname": None}).surname == ""


def test_nothing_of_a_patient_is_shown() -> None:
    found = read(
        Patient,
        {
            "client_id": 9,
            "surname": "canary",
            "first_name": "canary",
            "date_of_birth": "1984-05-12",
            "mobile": "canary",
            "email": "canary",
        },
    )

    assert "canary" not in repr(found)
    assert "1984" not in repr(found)
