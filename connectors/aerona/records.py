"""Aerona's records in our words."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final

from connectors.aerona import wire
from connectors.aerona.times import Times
from connectors.aerona.wire import AppointmentStatus as Code
from connectors.errors import Refused, Unavailable
from connectors.ids import text
from connectors.model import (
    Appointment,
    Clinician,
    Invoice,
    Patient,
    Payment,
    Service,
    Status,
)

# docs/vendors/aerona.md, Statuses: which changes the vendor allows is not documented, so only
# those are sent that a patient or the desk asks for.
_CHANGES: Final = {
    Status.CONFIRMED: Code.CONFIRMED,
    Status.ARRIVED: Code.ARRIVED,
    Status.CANCELLED: Code.CANCELLED_BY_PATIENT,
    Status.CANCELLED_LATE: Code.LATE_CANCELLATION,
    Status.CANCELLED_BY_CLINIC: Code.CANCELLED_BY_PRACTICE,
}

_READ: Final = {
    Code.UNKNOWN: Status.UNKNOWN,
    Code.UNCONFIRMED: Status.SCHEDULED,
    Code.CONFIRMED: Status.CONFIRMED,
    Code.ARRIVED: Status.ARRIVED,
    Code.FAILED_TO_ATTEND: Status.NO_SHOW,
    Code.CANCELLED_BY_PRACTICE: Status.CANCELLED_BY_CLINIC,
    Code.IN_CLINIC: Status.IN_CLINIC,
    Code.COMPLETED: Status.COMPLETED,
    Code.ONLINE_BOOKING_REQUEST: Status.REQUESTED,
    Code.REMINDER_SENT: Status.SCHEDULED,
    Code.SCHEDULED: Status.SCHEDULED,
    # Taken out of the diary: nobody expects the patient at that time.
    Code.UNSCHEDULED: Status.CANCELLED_BY_CLINIC,
    Code.CANCELLED_BY_PATIENT: Status.CANCELLED,
    Code.DELETED: Status.CANCELLED_BY_CLINIC,
    Code.LATE_CANCELLATION: Status.CANCELLED_LATE,
    Code.WAS_NOT_BROUGHT: Status.NO_SHOW,
}

_NOTHING: Final = (None, "", "0", "false", "False")


def status_code(status: Status) -> Code:
    """The vendor's code of a status that may be set; Refused for any other."""
    code = _CHANGES.get(status)
    if code is None:
        raise Refused(f"{status.value} is not set by Frontdesk")
    return code


def service(record: wire.AppointmentType) -> Service:
    return Service(str(record.id), record.name, record.duration, text(record.clinician_type_id))


def clinician(record: wire.Clinician) -> Clinician:
    return Clinician(str(record.id), record.name, text(record.clinician_type_id))


def patient(record: wire.Patient, patient_id: int) -> Patient:
    return Patient(
        str(patient_id),
        record.forename or "",
        record.surname,
        _born(record.dob),
        record.known_as or None,
    )


def appointment(record: wire.Appointment, times: Times) -> Appointment:
    try:
        start = times.read(record.start)
    except ValueError:
        # Outside of this block, since the error repeats the text.
        start = None
    if start is None:
        raise Unavailable("Aerona's answer cannot be read: appointments, the time")
    return Appointment(
        id=str(record.id),
        patient_id=str(record.patient_id),
        start=start,
        status=_READ[record.status],
        minutes=record.duration,
        service_id=text(record.appointment_type_id),
        clinician_id=text(record.clinician_id),
        note=record.appointment_notes or "",
    )


def payments(records: Iterable[wire.Payment], patient_id: int, times: Times) -> list[Payment]:
    """Those of this patient, whatever else was sent, that were not cancelled."""
    return [
        Payment(
            id=str(one.id),
            on=_day(one.payment_date, times.day),
            amount=one.amount,
            method=one.payment_method or None,
            refund=_is_set(one.refund),
        )
        for one in records
        if one.patient_id == patient_id and not (_is_set(one.cancellation) or one.cancellation_date)
    ]


def invoices(records: Iterable[wire.Invoice], patient_id: int, times: Times) -> list[Invoice]:
    """Those of this patient, whatever else was sent."""
    return [
        Invoice(
            id=str(one.id),
            on=_day(one.date, times.day),
            price=one.price,
            item=one.sale_item or None,
            status=one.status or None,
        )
        for one in records
        if one.patient_id == patient_id
    ]


def _is_set(value: bool | str | None) -> bool:  # noqa: FBT001 - the vendor's field is either
    """`refund` and `cancellation` have no documented type: a flag, or an amount."""
    if isinstance(value, str):
        return value.strip("0.") not in _NOTHING
    return bool(value)


def _born(text: str | None) -> date | None:
    """A date of birth has no time of day, even where one is written behind it."""
    return _day(text and text[:10], date.fromisoformat)


def _day(text: str | None, read: Callable[[str], date]) -> date | None:
    if not text:
        return None
    try:
        return read(text)
    except ValueError:
        return None
