"""What an attempt wanted, as it is stored with it."""

from datetime import datetime

from connectors.model import NewAppointment, Status
from dialogs.session import Value


class BookingWish(Value):
    """What an attempt to book wanted."""

    new: NewAppointment


class StatusWish(Value):
    """What an attempt to change a status wanted; whose and when it is, where that was known."""

    appointment_id: str
    status: Status
    patient_id: str = ""
    at: datetime | None = None
