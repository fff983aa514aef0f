"""PracSuite's diary: free times, entries of the appointment book, statuses and reasons."""

from typing import Annotated

from pydantic import Field

from connectors.pracsuite.wire import (
    ARCHIVED,
    COLUMN,
    MODIFIED,
    STATUS_NAME,
    Archived,
    Category,
    Kind,
    Local,
    Moment,
    Record,
)
from connectors.reading import Id, Loose

_Minutes = Annotated[int, Field(gt=0)]


class FreeTime(Record):
    """A time that can be booked: it has neither a number nor an end."""

    app_time: Local
    duration: _Minutes
    practitioner_id: Id
    business_id: Id
    practitioner_name: Loose[str] = None
    profession_id: Loose[Id] = None
    appointment_type_id: Loose[Id] = None
    column_number: Loose[Id] = Field(default=None, validation_alias=COLUMN)
    width: Loose[Id] = None
    item_id: Loose[Id] = None
    item_group_id: Loose[Id] = None
    resource_ids: Loose[list[Id]] = None
    practitioner_business_id: Loose[Id] = None


class FreeClass(FreeTime):
    """A class that has room, or has none: the vendor does not say whether full ones are listed."""

    appointment_id: Id
    current_class_size: Annotated[Id, Field(ge=0)]
    max_class_size: Annotated[Id, Field(ge=0)]


class Reserved(Record):
    """A time that is held for fifteen minutes; when it ends is not told."""

    appointment_id: Id
    app_time: Local
    duration: _Minutes
    # Early revisions told one number for both.
    practitioner_id: Loose[Id] = None
    business_id: Loose[Id] = None
    column_number: Loose[Id] = Field(default=None, validation_alias=COLUMN)
    width: Loose[Id] = None
    category: Kind = Category.UNKNOWN


class Appointment(Record):
    """An entry of the appointment book; a hold is one without a patient."""

    appointment_id: Id
    app_time: Local
    category: Kind = Category.UNKNOWN
    client_id: Loose[Id] = None
    practitioner_id: Loose[Id] = None
    business_id: Loose[Id] = None
    profession_id: Loose[Id] = None
    appointment_type_id: Loose[Id] = None
    appointment_status_id: Loose[Id] = None
    account_id: Loose[Id] = None
    duration: Loose[_Minutes] = None
    column_number: Loose[Id] = Field(default=None, validation_alias=COLUMN)
    width: Loose[Id] = None
    description: Loose[str] = None
    notes: Loose[str] = None
    item_id: Loose[Id] = None
    item_group_id: Loose[Id] = None
    resource_ids: Loose[list[Id]] = None
    created: Loose[Moment] = None
    modified: Loose[Moment] = Field(default=None, validation_alias=MODIFIED)
    telehealth_patient_link: Loose[str] = Field(default=None, repr=False)


class CancelledAppointment(Record):
    """What an appointment becomes when it is cancelled or removed."""

    appointment_id: Id
    app_time: Local
    category: Kind = Category.UNKNOWN
    client_id: Loose[Id] = None
    practitioner_id: Loose[Id] = None
    business_id: Loose[Id] = None
    profession_id: Loose[Id] = None
    account_id: Loose[Id] = None
    duration: Loose[_Minutes] = None
    description: Loose[str] = None
    notes: Loose[str] = None
    appointment_type: Loose[str] = None
    appointment_status: Loose[str] = None
    item_code: Loose[str] = None
    cancellation_time: Loose[Moment] = None
    cancelled_by: Loose[str] = None
    cancellation: Loose[bool] = None
    reason: Loose[str] = None
    appointment_cancellation_reason_id: Loose[Id] = None


class Member(Record):
    """A patient on the list of a class."""

    appointment_client_id: Loose[Id] = None
    client_id: Id
    appointment_id: Id
    appointment_status_id: Loose[Id] = None
    notes: Loose[str] = None
    item_id: Loose[Id] = None
    item_group_id: Loose[Id] = None
    created: Loose[Moment] = None
    modified: Loose[Moment] = Field(default=None, validation_alias=MODIFIED)


class AppointmentStatus(Record):
    appointment_status_id: Id
    status_description: str = Field(validation_alias=STATUS_NAME)
    archived: Archived = Field(default=False, validation_alias=ARCHIVED)


class CancellationReason(Record):
    appointment_cancellation_reason_id: Id
    reason: str


class RescheduleReason(Record):
    appointment_reschedule_reason_id: Id
    reason: str
