"""The same clinic on a system that lists its appointments and moves them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from connectors.errors import NotFound, SlotTaken
from connectors.model import Appointment, Clinician, Patient, Slot, Status
from connectors.protocols import ListsAppointments, MovesAppointments
from dialogs.ports import Held, KnowsBookings
from tests.dialogs.chat import Chat
from tests.dialogs.surgery import FIRST_REFERENCE, RUIZ, SAM, SERVICES, ZONE, Booked, Surgery
from tests.dialogs.watch import moment


@dataclass
class MovingSurgery(Surgery, MovesAppointments, KnowsBookings):
    """`classes` are the references of what is a class, `doubtful` of what is being changed."""

    classes: set[str] = field(default_factory=set)
    doubtful: set[str] = field(default_factory=set)

    def copy(self) -> "MovingSurgery":
        same = super().copy()
        assert isinstance(same, MovingSurgery)
        return replace(same, classes=set(self.classes), doubtful=set(self.doubtful))

    def abilities(self, *, lists: bool = False) -> Mapping[type, object]:
        del lists  # who moves appointments has to know them
        able = super().abilities(lists=True)
        assert ListsAppointments in able
        return {**able, MovesAppointments: self, KnowsBookings: self}

    def has(
        self,
        start: datetime,
        *,
        patient: Patient = SAM,
        clinician: Clinician = RUIZ,
        service: int = 0,
        status: Status = Status.SCHEDULED,
    ) -> str:
        """Put something into the diary that was booked elsewhere, and give its reference."""
        what = SERVICES[service]
        minutes = what.minutes or 20
        slot = Slot(start, minutes, what.id, clinician.id, clinician.name, token="t")
        reference = str(FIRST_REFERENCE + len(self.diary))
        self.diary.append(Booked(reference, patient.id, slot, status))
        return reference

    async def move(
        self, appointment_id: str, to: Slot, *, patient_id: str, at: datetime | None = None
    ) -> None:
        self.writes.append(("move", to.start))
        self._fail("move", after=False)
        found = next((one for one in self.active() if one.reference == appointment_id), None)
        if found is None:
            raise NotFound("no such appointment")
        assert (found.patient_id, found.slot.start) == (patient_id, at), "of something else"
        if any(one.slot.overlaps(to) for one in self.active() if one is not found):
            raise SlotTaken("somebody has this time")
        found.slot = to
        self._fail("move", after=True)

    async def appointments(
        self, patient_id: str, first: date, last: date, *, settling: bool = False
    ) -> Sequence[Appointment]:
        listed = await super().appointments(patient_id, first, last, settling=settling)
        return [replace(one, group=one.id in self.classes) for one in listed]

    async def booked(self, patient_id: str) -> Sequence[Held]:
        return [
            Held(one.slot.start, sure=True) for one in self.active() if one.patient_id == patient_id
        ]

    async def changing(self) -> frozenset[str]:
        return frozenset(self.doubtful)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of March 2026 by the clinic's clock; the 2nd is the Monday that it is now."""
    return datetime(2026, 3, day, hour, minute, tzinfo=ZONE)


def starts(surgery: MovingSurgery) -> list[str]:
    """When the appointments of the diary are."""
    return [moment(one.slot.start) for one in surgery.active()]


THURSDAY = at(5, 14)
OLD = "Check-up with Dr Ana Ruiz, Thursday 5 March, 2:00pm"
MOVED = "Friday 6 March, 9:00am"
MOVE = "move my appointment to Friday at 9am"


def clinic() -> tuple[Chat, MovingSurgery, str]:
    """Sam has a check-up with Dr Ruiz on Thursday at 2pm, booked by phone."""
    surgery = MovingSurgery()
    return Chat(surgery), surgery, surgery.has(THURSDAY)
