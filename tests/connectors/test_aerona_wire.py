"""Aerona's JSON: the contract's samples, other names for the same, and what fails loudly."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, TypeAdapter
from pydantic.alias_generators import to_camel
from structlog.testing import capture_logs

from connectors import reading
from connectors.aerona import records, wire
from connectors.aerona.times import Times
from connectors.errors import Refused
from connectors.model import Status
from tests.connectors.conftest import ZONE

SAMPLES = Path(__file__).parents[1] / "sandbox" / "samples"
TIMES = Times(ZONE, "utc")


def sample(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((SAMPLES / f"{name}.json").read_text())
    return read


def read(model: type[BaseModel], body: object) -> Any:  # noqa: ANN401 - whichever model it is
    return reading.read(TypeAdapter(model), body)


@pytest.fixture(autouse=True)
def _forget_what_was_noted() -> Iterator[None]:
    wire._note_unknown_status.cache_clear()
    yield
    wire._note_unknown_status.cache_clear()


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("patient", wire.Patient),
        ("payment", wire.Payment),
        ("invoice", wire.Invoice),
        ("appointment-type", wire.AppointmentType),
        ("clinician", wire.Clinician),
        ("slot", wire.Slot),
        ("appointment", wire.Appointment),
    ],
)
def test_every_field_of_the_contracts_samples_is_read(name: str, model: type[BaseModel]) -> None:
    body = sample(name)
    names = {"start": "appointmentTime"}
    if name == "appointment":
        names |= {"status": "appointmentStatusId", "clinician_id": "userId"}

    got = read(model, body)

    fields = {field: names.get(field, to_camel(field)) for field in model.model_fields}
    fields.pop("whole", None)
    assert set(fields.values()) == set(body)
    for field, camel in fields.items():
        value = getattr(got, field)
        assert str(value) == str(body[camel]) or value == body[camel], field


def test_a_booking_is_written_as_in_the_contracts_sample() -> None:
    new = wire.NewAppointment(
        practice_id=9876,
        user_id=34567,
        appointment_type_id=1864,
        appointment_status_id=8,
        appointment_time="2026-03-03T09:00:00Z",
        duration=20,
        patient_id=426909,
        appointment_notes="Booked by chat",
    )

    body = sample("create")
    body.pop("emergency")
    assert new.model_dump(by_alias=True, exclude_none=True) == body


@pytest.mark.parametrize(
    "start",
    [
        {"appointmentTime": "2026-03-03T09:00:00Z"},
        {"startTime": "2026-03-03T09:00:00Z"},
        {"start": "2026-03-03T09:00:00Z"},
        {"date": "2026-03-03", "time": "09:00"},
        {"date": "2026-03-03T00:00:00Z", "time": "09:00:00"},
    ],
)
@pytest.mark.parametrize("clinician", ["clinicianId", "userId"])
def test_a_slot_is_read_by_any_of_its_names(start: dict[str, str], clinician: str) -> None:
    slot = read(wire.Slot, start | {clinician: 34567, "userName": "Dr Ana Ruiz"})

    assert TIMES.read(slot.start) == TIMES.read("2026-03-03T09:00:00Z")
    assert (slot.clinician_id, slot.clinician_name) == (34567, "Dr Ana Ruiz")
    assert slot.whole == ("date" not in start)


def test_types_and_clinicians_are_read_by_any_of_their_names() -> None:
    type_ = read(
        wire.AppointmentType,
        {"appointmentTypeId": "1864", "description": "Check-up", "defaultDuration": 20},
    )
    clinician = read(wire.Clinician, {"userId": 1, "forename": "Ana", "surname": "Ruiz"})

    assert (type_.id, type_.name, type_.duration) == (1864, "Check-up", 20)
    assert (clinician.id, clinician.name) == (1, "Ana Ruiz")


@pytest.mark.parametrize(
    ("model", "body", "path"),
    [
        (list[wire.Slot], [{"clinicianId": 1}], "[0].appointmentTime"),
        (list[wire.Slot], [{"start": "x", "clinicianId": "canary"}], "[0].clinicianId"),
        (list[wire.Slot], [{"start": "x"}, {}], "[0].clinicianId"),
        (list[wire.AppointmentType], [{"id": 1}], "[0].name"),
        (list[wire.Clinician], [{"id": 1}], "[0].name"),
        (wire.Patient, {"forename": "canary"}, "surname"),
        (wire.Payment, {"id": 1, "patientId": 1}, "amount"),
        (wire.Invoice, {"id": 1, "price": 2}, "patientId"),
        (wire.Appointment, {"id": 1, "appointmentStatusId": 1, "start": "x"}, "patientId"),
        (wire.Patient, "canary", "the whole"),
    ],
)
def test_what_is_relied_on_fails_with_its_path_and_without_a_value(
    model: type, body: object, path: str
) -> None:
    with pytest.raises(reading.UnreadableError) as unreadable:
        reading.read(TypeAdapter(model), body)

    assert str(unreadable.value).startswith(path)
    assert "canary" not in str(unreadable.value)
    assert unreadable.value.__context__ is None


def test_odd_values_of_what_nothing_rests_on_are_none() -> None:
    patient = read(
        wire.Patient,
        {"surname": "Ng", "dob": 7, "genderId": "canary", "mobile": {"a": 1}, "new": [1]},
    )

    assert (patient.dob, patient.gender_id, patient.mobile) == (None, None, None)


def test_an_unknown_status_reads_as_unknown_and_is_logged_once() -> None:
    body = sample("appointment")

    with capture_logs() as logs:
        for _ in range(3):
            entry = read(wire.Appointment, body | {"appointmentStatusId": 15})
        read(wire.Appointment, body | {"appointmentStatusId": 99})

    assert records.appointment(entry, TIMES).status is Status.UNKNOWN
    assert [one["code"] for one in logs] == [15, 99]


def test_every_documented_status_has_a_meaning() -> None:
    body = sample("appointment")
    codes = [*range(1, 15), 16]

    read_as = {
        code: records.appointment(
            read(wire.Appointment, body | {"appointmentStatusId": code}), TIMES
        ).status
        for code in codes
    }

    assert Status.UNKNOWN not in read_as.values()
    assert {code for code, status in read_as.items() if status.active} == {1, 2, 8, 9, 10}


@pytest.mark.parametrize(
    "status", [Status.UNKNOWN, Status.NO_SHOW, Status.COMPLETED, Status.IN_CLINIC]
)
def test_what_is_the_clinics_to_say_is_never_set(status: Status) -> None:
    with pytest.raises(Refused):
        records.status_code(status)


def payment(**more: object) -> wire.Payment:
    got: wire.Payment = read(wire.Payment, sample("payment") | more)
    return got


def test_only_the_patients_own_payments_that_were_not_cancelled_are_shown() -> None:
    found = [
        payment(id=1),
        payment(id=2, patientId=7),
        payment(id=3, cancellation=True),
        payment(id=4, cancellation="12.50"),
        payment(id=5, cancellationDate="2026-03-02"),
        payment(id=6, cancellation=0, refund="0.00"),
        payment(id=7, refund=12.5),
    ]

    shown = records.payments(found, 426909, TIMES)

    assert [(one.id, one.refund) for one in shown] == [("1", False), ("6", False), ("7", True)]


def test_a_payment_late_in_the_evening_of_summer_time_is_of_the_clinics_day() -> None:
    late = payment(paymentDate="2026-06-30T23:30:00Z")
    odd = payment(paymentDate="last week")

    days = [one.on for one in records.payments([late, odd], 426909, TIMES)]

    assert days == [date(2026, 7, 1), None]


def test_another_patients_invoice_is_not_shown() -> None:
    theirs = read(wire.Invoice, sample("invoice") | {"patientId": 7})

    assert records.invoices([theirs], 426909, TIMES) == []


@pytest.mark.parametrize("dob", ["1984-05-12", "1984-05-12T00:00:00Z", "1984-05-12T00:00:00"])
def test_a_date_of_birth_is_a_date_however_it_is_written(dob: str) -> None:
    record = read(wire.Patient, sample("patient") | {"dob": dob, "knownAs": ""})

    patient = records.patient(record, 426909)

    assert (patient.born, patient.name) == (date(1984, 5, 12), "Samira Taylor")
