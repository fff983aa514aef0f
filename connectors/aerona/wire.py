"""Aerona's JSON exactly: every field that it documents, and the names that it may use instead.

docs/vendors/aerona.md, Records: what Frontdesk relies on is required and fails with the field's
path when it is missing; every other field is read when it can be read and None when it cannot.
"""

from collections.abc import Mapping
from enum import IntEnum
from functools import cache
from typing import Annotated

import structlog
from pydantic import (
    AliasChoices,
    BaseModel,
    ConfigDict,
    Field,
    model_validator,
)
from pydantic.alias_generators import to_camel

from connectors.reading import Amount, Loose

log = structlog.get_logger()

# The names under which Aerona may give what it does not document, the likeliest first.
START = AliasChoices("appointmentTime", "startTime", "start")
CLINICIAN_ID = AliasChoices("clinicianId", "userId")
CLINICIAN_NAME = AliasChoices("clinicianName", "userName")
MINUTES = AliasChoices("duration", "defaultDuration")
TYPE_ID = AliasChoices("id", "appointmentTypeId")
TYPE_NAME = AliasChoices("name", "description")
OWN_CLINICIAN_ID = AliasChoices("id", "clinicianId", "userId")
PATIENT_ID = AliasChoices("id", "patientId")
APPOINTMENT_ID = AliasChoices("id", "appointmentId")
STATUS_ID = AliasChoices("appointmentStatusId", "statusId")


class AppointmentStatus(IntEnum):
    """docs/vendors/aerona.md, Statuses; there is no 15."""

    UNKNOWN = 0
    UNCONFIRMED = 1
    CONFIRMED = 2
    ARRIVED = 3
    FAILED_TO_ATTEND = 4
    CANCELLED_BY_PRACTICE = 5
    IN_CLINIC = 6
    COMPLETED = 7
    ONLINE_BOOKING_REQUEST = 8
    REMINDER_SENT = 9
    SCHEDULED = 10
    UNSCHEDULED = 11
    CANCELLED_BY_PATIENT = 12
    DELETED = 13
    LATE_CANCELLATION = 14
    WAS_NOT_BROUGHT = 16

    @classmethod
    def _missing_(cls, value: object) -> "AppointmentStatus | None":
        if not isinstance(value, int):
            return None
        _note_unknown_status(value)
        return cls.UNKNOWN


class TimeOfDay(IntEnum):
    """docs/vendors/aerona.md, Slots."""

    ANY = 0
    BEFORE_12 = 1
    FROM_12_TO_17 = 2
    AFTER_17 = 3


@cache
def _note_unknown_status(code: int) -> None:
    """Cached, so that each code is logged once and not for each appointment."""
    log.warning("aerona_unknown_status", code=code)


class _Record(BaseModel):
    model_config = ConfigDict(
        alias_generator=to_camel,
        validate_by_name=False,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )


class Slot(_Record):
    """A free time. `start` is the vendor's own text; None when it came in two parts."""

    start: str = Field(validation_alias=START)
    whole: bool = True
    duration: Loose[Annotated[int, Field(gt=0)]] = None
    clinician_id: int = Field(validation_alias=CLINICIAN_ID)
    clinician_name: Loose[str] = Field(default=None, validation_alias=CLINICIAN_NAME)
    practice_id: Loose[int] = None
    appointment_type_id: Loose[int] = None

    @model_validator(mode="before")
    @classmethod
    def _join_date_and_time(cls, body: object) -> object:
        if not isinstance(body, Mapping) or any(name in body for name in START.choices):
            return body
        day, clock = body.get("date"), body.get("time")
        if not isinstance(day, str) or not isinstance(clock, str):
            return body
        return {**body, "start": f"{day[:10]}T{clock}", "whole": False}


class AppointmentType(_Record):
    id: int = Field(validation_alias=TYPE_ID)
    name: str = Field(validation_alias=TYPE_NAME)
    duration: Loose[Annotated[int, Field(gt=0)]] = Field(default=None, validation_alias=MINUTES)
    clinician_type_id: Loose[int] = None
    disabled: Loose[bool] = None


class Clinician(_Record):
    id: int = Field(validation_alias=OWN_CLINICIAN_ID)
    name: str
    clinician_type_id: Loose[int] = None

    @model_validator(mode="before")
    @classmethod
    def _join_names(cls, body: object) -> object:
        if not isinstance(body, Mapping) or "name" in body:
            return body
        names = [body.get(part) for part in ("forename", "surname")]
        told = [name for name in names if isinstance(name, str) and name]
        return {**body, "name": " ".join(told)} if told else body


class Patient(_Record):
    """The number is not among the fields that the vendor shows: who asked by number knows it."""

    id: Loose[int] = Field(default=None, validation_alias=PATIENT_ID)
    practice_id: Loose[int] = None
    patient_type_id: Loose[int] = None
    source_id: Loose[int] = None
    referrer_id: Loose[int] = None
    gender_id: Loose[int] = None
    title_id: Loose[int] = None
    forename: Loose[str] = None
    surname: str
    maiden_name: Loose[str] = None
    occupation: Loose[str] = None
    dob: Loose[str] = None
    known_as: Loose[str] = None
    address1: Loose[str] = None
    address2: Loose[str] = None
    address3: Loose[str] = None
    # Not documented, see docs/vendors/aerona.md, Records.
    mobile: Loose[str] = None
    email: Loose[str] = None
    postcode: Loose[str] = None


class Appointment(_Record):
    """Only from the optional look-ups, which the vendor does not document."""

    id: int = Field(validation_alias=APPOINTMENT_ID)
    practice_id: Loose[int] = None
    clinician_id: Loose[int] = Field(default=None, validation_alias=CLINICIAN_ID)
    appointment_type_id: Loose[int] = None
    status: AppointmentStatus = Field(validation_alias=STATUS_ID)
    start: str = Field(validation_alias=START)
    duration: Loose[int] = None
    patient_id: int
    emergency: Loose[bool] = None
    appointment_notes: Loose[str] = None


class NewAppointment(_Record):
    """What is posted to book; `user_id` is the clinician, although the field's name differs."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=False)

    practice_id: int
    user_id: int
    appointment_type_id: int
    appointment_status_id: int
    appointment_time: str
    duration: int
    patient_id: int
    appointment_notes: str | None = None


class Payment(_Record):
    id: int
    patient_id: int
    practice_id: Loose[int] = None
    practice_name: Loose[str] = None
    payment_type: Loose[Amount] = None
    payment_method: Loose[str] = None
    amount: Amount
    cancellation: Loose[bool | Amount] = None
    refund: Loose[bool | Amount] = None
    refund_reference: Loose[str] = None
    payment_note: Loose[str] = None
    payment_date: Loose[str] = None
    cancellation_note: Loose[str] = None
    cancellation_date: Loose[str] = None
    patient_plan: Loose[bool] = None
    patient_care_plan_id: Loose[int] = None
    created_user_id: Loose[int] = None
    date_modified: Loose[str] = None
    third_party_provider_name: Loose[str] = None


class Invoice(_Record):
    id: int
    patient_id: int
    date: Loose[str] = None
    quantity: Loose[Amount] = None
    date_completed: Loose[str] = None
    price: Amount
    status: Loose[str] = None
    sale_item: Loose[str] = None
    user_id: Loose[int] = None
    discount: Loose[bool | Amount] = None
    discount_amount: Loose[Amount] = None
    refund_amount: Loose[Amount] = None
    refund_note: Loose[str] = None
    refund_date: Loose[str] = None
    refund_method: Loose[str] = None
    patient_care_plan: Loose[Amount] = None
    vat_rate: Loose[Amount] = None
    insurer_fee: Loose[Amount] = None
    adjustment_type: Loose[Amount] = None
    adjustment_note: Loose[str] = None
    adjustment_amount: Loose[Amount] = None
    precharge_date: Loose[str] = None
    tracking_fee: Loose[Amount] = None
