"""What PracSuite wants to be given back of a free time, inside of a slot's token.

docs/vendors/pracsuite.md, Free times: a free time has no number. Its start, length, place, column
and width are what it is, and go back as they came.
"""

from datetime import datetime
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from connectors.errors import Refused
from connectors.ids import number
from connectors.model import Slot
from connectors.pracsuite.bodies import Reserve
from connectors.pracsuite.times import Times
from connectors.pracsuite.wire_diary import Appointment, FreeTime, Reserved

_OF_THE_PATIENT: Final = ("app_time", "duration", "practitioner_id", "business_id")


class Token(BaseModel):
    """A free time as the vendor told it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    app_time: str
    duration: int
    practitioner_id: int
    business_id: int
    column_number: int | None = None
    width: int | None = None

    @classmethod
    def of(cls, told: FreeTime) -> "Token":
        """Of a free time as it was read."""
        return cls(
            app_time=told.app_time,
            duration=told.duration,
            practitioner_id=told.practitioner_id,
            business_id=told.business_id,
            column_number=told.column_number,
            width=told.width,
        )

    @classmethod
    def read(cls, slot: Slot, times: Times) -> "Token":
        """Of a slot; one without a token is taken for the first column at its place."""
        if slot.token:
            try:
                return cls.model_validate_json(slot.token)
            except ValidationError:
                pass
            raise Refused("this slot is no time of PracSuite's")
        if slot.place_id is None:
            raise Refused("a time without a place cannot be booked")
        return cls(
            app_time=times.write(slot.start),
            duration=slot.minutes,
            practitioner_id=number(slot.clinician_id),
            business_id=number(slot.place_id),
        )

    def written(self) -> str:
        """The slot's token."""
        return self.model_dump_json(exclude_none=True)

    def reserve(self) -> Reserve:
        """What asks the vendor to keep it."""
        return Reserve(**self.model_dump())

    def is_time_of(self, record: Reserved | Appointment) -> bool:
        """Whether an entry of the book is at this time, as long, with whom and where this is.

        What the entry does not tell, agrees. In which column it stands is the vendor's affair.
        """
        return all(getattr(record, name) in (None, getattr(self, name)) for name in _OF_THE_PATIENT)

    def is_of(self, record: Reserved | Appointment) -> bool:
        """The same, in this column and of this width."""
        pairs = ((record.column_number, self.column_number), (record.width, self.width))
        return self.is_time_of(record) and all(None in pair or pair[0] == pair[1] for pair in pairs)


def slot(
    told: FreeTime, service_id: str, times: Times, read_at: datetime | None = None
) -> Slot | None:
    """The free time in our words; None for one that the clocks skip."""
    try:
        start = times.read(told.app_time)
    except ValueError:
        return None
    return Slot(
        start=start,
        minutes=told.duration,
        service_id=service_id,
        clinician_id=str(told.practitioner_id),
        clinician_name=(told.practitioner_name or "").strip(),
        place_id=str(told.business_id),
        token=Token.of(told).written(),
        read_at=read_at,
    )


def slot_of(record: Appointment, times: Times) -> Slot | None:
    """The time that an entry of the book takes up, where it tells enough."""
    if record.practitioner_id is None or record.duration is None:
        return None
    return Slot(
        start=times.read_booked(record.app_time),
        minutes=record.duration,
        service_id=str(record.appointment_type_id or ""),
        clinician_id=str(record.practitioner_id),
        clinician_name="",
        place_id=None if record.business_id is None else str(record.business_id),
    )
