"""What an attempt wanted, as it is stored with it."""

from datetime import datetime

from connectors.model import NewAppointment, Status
from dialogs.session import Value
from storage.attempts import Attempt, Kind


class BookingWish(Value):
    """What an attempt to book wanted."""

    new: NewAppointment


class StatusWish(Value):
    """What an attempt to change a status wanted; whose and when it is, where that was known."""

    appointment_id: str
    status: Status
    patient_id: str = ""
    at: datetime | None = None


def described(attempt: Attempt) -> str:
    """What staff are asked about an attempt where nothing better is known of it."""
    about = f"patient {attempt.patient_id or 'not known'}, {attempt.start:%d.%m.%Y %H:%M} UTC"
    if attempt.kind is Kind.BOOK:
        return f"Please check whether this is booked: {about}, clinician {attempt.clinician_id}."
    return f"Please check whether a change of this appointment was taken: {about}."
