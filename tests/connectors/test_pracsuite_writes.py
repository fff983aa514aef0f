"""Each write is sent just as the contract says, and what it does not allow is not sent."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import pytest

from connectors.budget import Use
from connectors.errors import Refused
from connectors.pracsuite import bodies, filters
from connectors.pracsuite.client import PracSuiteClient
from connectors.pracsuite.client_availability import Window
from connectors.pracsuite.client_book import Which
from tests.connectors.conftest import Surroundings
from tests.connectors.recording import Told, carries_both_keys, client_of, recording

TIME = {
    "app_time": "2026-03-02T09:00:00",
    "duration": 30,
    "practitioner_id": 2,
    "business_id": 1,
}
APPOINTMENT = {"appointment_id": 5, "app_time": "2026-03-02T09:00:00", "category": "Patient"}
RESERVED = TIME | {"appointment_id": 5, "category": "Reserved"}
PATIENT = {"client_id": 9, "surname": "Taylor"}
NOTICES = bodies.Notices(sms_reminder=True, email_confirmation=False)

Asking = Callable[[PracSuiteClient], Awaitable[Any]]

Write = tuple[str, str, Told, Asking, dict[str, object]]

WRITES: list[Write] = [
    (
        "POST",
        "/reserve_appointment",
        Told(RESERVED, 201),
        lambda c: c.appointments.reserve(
            bodies.Reserve(
                app_time="2026-03-02T09:00:00",
                practitioner_id=2,
                business_id=1,
                duration=30,
                column_number=2,
                width=1,
            )
        ),
        TIME | {"column_number": 2, "width": 1},
    ),
    (
        "POST",
        "/appointment/5",
        Told(APPOINTMENT, 201),
        lambda c: c.appointments.finalise(
            5,
            bodies.Finalise(
                client_id=9,
                appointment_type_id=7,
                profession_id=3,
                appointment_status_id=1,
                resource_ids=(4, 6),
                notices=NOTICES,
            ),
        ),
        {
            "client_id": 9,
            "appointment_type_id": 7,
            "profession_id": 3,
            "appointment_status_id": 1,
            "resource_ids": [4, 6],
            "sms_reminder": True,
            "email_confirmation": False,
        },
    ),
    (
        "POST",
        "/appointment",
        Told(APPOINTMENT, 201),
        lambda c: c.appointments.create(
            bodies.Create(
                client_id=9,
                appointment_type_id=7,
                app_time="2026-03-02T09:00:00",
                practitioner_id=2,
                business_id=1,
                duration=30,
            )
        ),
        TIME | {"client_id": 9, "appointment_type_id": 7},
    ),
    (
        "PATCH",
        "/appointment/5",
        Told(APPOINTMENT),
        lambda c: c.appointments.edit(5, bodies.Edit(appointment_status_id=3), use=Use.STATUS),
        {"appointment_status_id": 3},
    ),
    (
        "PATCH",
        "/appointment/5",
        Told(APPOINTMENT),
        lambda c: c.appointments.edit(
            5,
            bodies.Edit(
                app_time="2026-03-03T10:00:00",
                appointment_reschedule_reason_id=4,
                reason="Another time",
            ),
            use=Use.BOOK,
        ),
        {
            "app_time": "2026-03-03T10:00:00",
            "appointment_reschedule_reason_id": 4,
            "reason": "Another time",
        },
    ),
    (
        "POST",
        "/appointment/5/cancel",
        Told(status=204),
        lambda c: c.appointments.cancel(
            5, bodies.Cancel(record_as_cancelled=False, appointment_cancellation_reason_id=2)
        ),
        {"record_as_cancelled": False, "appointment_cancellation_reason_id": 2},
    ),
    (
        "POST",
        "/group_appointment/5/add_group_member",
        Told({"client_id": 9, "appointment_id": 5}, 201),
        lambda c: c.appointments.add_member(
            5, bodies.AddMember(client_id=9, appointment_status_id=1)
        ),
        {"client_id": 9, "appointment_status_id": 1},
    ),
    (
        "POST",
        "/group_appointment/5/remove_group_member",
        Told(status=204),
        lambda c: c.appointments.remove_member(
            5, bodies.RemoveMember(client_id=9, record_as_cancelled=True, reason="Ill")
        ),
        {"client_id": 9, "record_as_cancelled": True, "reason": "Ill"},
    ),
    (
        "POST",
        "/patient",
        Told(PATIENT, 201),
        lambda c: c.patients.create(
            bodies.CreatePatient(
                first_name="Samira",
                surname="Taylor",
                date_of_birth=date(1984, 5, 12),
                mobile="07700 900123",
                default_practitioner_id=2,
                timezone="Europe/London",
            )
        ),
        {
            "first_name": "Samira",
            "surname": "Taylor",
            "date_of_birth": "1984-05-12",
            "mobile": "07700 900123",
            "default_practitioner_id": 2,
            "timezone": "Europe/London",
        },
    ),
    (
        "PATCH",
        "/patient/9",
        Told(PATIENT),
        lambda c: c.patients.edit(9, bodies.EditPatient(email="s@example.org"), use=Use.STATUS),
        {"email": "s@example.org"},
    ),
]


@pytest.mark.parametrize("write", WRITES, ids=[f"{one[0]}-{one[1]}" for one in WRITES])
async def test_each_write_is_sent_as_documented(
    around: Surroundings,
    write: Write,
) -> None:
    method, path, told, ask, body = write
    async with recording(lambda _: told) as vendor:
        await ask(client_of(around, vendor.base_url))

        seen = vendor.only
        assert (seen.method, seen.path, seen.query, seen.body) == (method, path, [], body)
        carries_both_keys(seen)
        assert seen.headers["content-type"] == "application/json"


REFUSED: list[Asking] = [
    lambda c: c.availability.times(
        Window(first=date(2026, 3, 2), last=date(2026, 3, 9), appointment_type_id=7),
        use=Use.SEARCH,
    ),
    lambda c: c.availability.times(
        Window(first=date(2026, 3, 2), last=date(2026, 3, 1), appointment_type_id=7),
        use=Use.SEARCH,
    ),
    lambda c: c.availability.times(
        Window(first=date(2026, 3, 2), last=date(2026, 3, 2), appointment_type_id=7, account_id=8),
        use=Use.SEARCH,
    ),
    lambda c: c.availability.classes(
        Window(first=date(2026, 3, 2), last=date(2026, 3, 2), appointment_type_id=7, client_id=8),
        use=Use.SEARCH,
    ),
    lambda c: c.book.of_patient(9, Which(use=Use.LOOKUP, where=(filters.CLIENT_ID.equals(9),))),
    lambda c: c.book.of_resource(
        4, Which(use=Use.LOOKUP, where=(filters.APPOINTMENT_TYPE_ID.equals(7),))
    ),
    lambda c: c.practice.practitioners_at(1, where=(filters.BUSINESS_ID.equals(1),)),
    lambda c: c.prices.items(where=(filters.SURNAME.equals("x"),)),
    lambda c: c.practice.resources(sort=("surname",)),
    lambda c: c.appointments.reserve(
        bodies.Reserve(
            app_time="2026-03-02T09:00:00Z", practitioner_id=2, business_id=1, duration=30
        )
    ),
    *(
        lambda c, minutes=minutes: c.appointments.reserve(
            bodies.Reserve(
                app_time="2026-03-02T09:00:00", practitioner_id=2, business_id=1, duration=minutes
            )
        )
        for minutes in (0, 4, 17, 1445)
    ),
    lambda c: c.appointments.finalise(
        5, bodies.Finalise(client_id=9, appointment_type_id=7, item_id=1, item_group_id=2)
    ),
    lambda c: c.patients.create(bodies.CreatePatient(first_name="", surname="Taylor")),
    lambda c: c.patients.create(bodies.CreatePatient(first_name="x" * 41, surname="Taylor")),
]


@pytest.mark.parametrize("ask", REFUSED, ids=range(len(REFUSED)))
async def test_what_the_vendor_would_not_take_is_not_sent(
    around: Surroundings, ask: Asking
) -> None:
    async with recording() as vendor:
        with pytest.raises(Refused):
            await ask(client_of(around, vendor.base_url))

        assert vendor.seen == []
