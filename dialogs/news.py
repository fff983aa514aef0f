"""What reaches a conversation although nobody in it has just said anything."""

from dataclasses import dataclass
from datetime import datetime

from connectors.model import Appointment, GroupClass, NewAppointment, Slot, Status


@dataclass(frozen=True, slots=True)
class BookingSettled:
    """It is known what became of a booking in doubt: its reference, or None: it was not made."""

    new: NewAppointment
    reference: str | None


@dataclass(frozen=True, slots=True)
class ChangeSettled:
    """It is known whether a change of an appointment's status was taken."""

    appointment_id: str
    at: datetime
    status: Status
    happened: bool


@dataclass(frozen=True, slots=True)
class MoveSettled:
    """It is known whether an appointment has the new time that was asked for, or still `was`."""

    appointment_id: str
    was: datetime
    slot: Slot
    happened: bool


@dataclass(frozen=True, slots=True)
class JoinSettled:
    """It is known whether a patient has a place in a class."""

    one: GroupClass
    patient_id: str
    happened: bool


@dataclass(frozen=True, slots=True)
class StaffMoved:
    """The practice has given an appointment another time or clinician, or has put it back."""

    was: Appointment
    now: Appointment


@dataclass(frozen=True, slots=True)
class StaffCancelled:
    """The practice has cancelled an appointment; `status` is how it is called off."""

    was: Appointment
    status: Status


News = BookingSettled | ChangeSettled | MoveSettled | JoinSettled | StaffMoved | StaffCancelled
