"""What a clinic's system knows, in the words of a clinic: slots, clinicians, services, patients.

Every moment is an aware datetime. Vendor words and vendor codes stay in the vendors' folders; ids
are strings here, since no dialog may calculate with them.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum


class PartOfDay(StrEnum):
    """When in the day a patient can come, by the clinic's clock."""

    ANY = "any"
    MORNING = "morning"  # before 12:00
    AFTERNOON = "afternoon"  # 12:00 to 17:00
    EVENING = "evening"  # from 17:00

    @classmethod
    def of(cls, clock: time) -> "PartOfDay":
        """Tell the part of the day that a clock time lies in."""
        if clock < time(12):
            return cls.MORNING
        return cls.AFTERNOON if clock < time(17) else cls.EVENING


class Status(StrEnum):
    """What may be said of an appointment; a vendor's further codes read as UNKNOWN."""

    REQUESTED = "requested"  # the clinic has still to agree
    SCHEDULED = "scheduled"
    CONFIRMED = "confirmed"  # the patient said that they will come
    ARRIVED = "arrived"
    IN_CLINIC = "in_clinic"
    COMPLETED = "completed"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    CANCELLED_LATE = "cancelled_late"
    CANCELLED_BY_CLINIC = "cancelled_by_clinic"
    UNKNOWN = "unknown"

    @property
    def active(self) -> bool:
        """Whether the patient is still expected."""
        return self in (Status.REQUESTED, Status.SCHEDULED, Status.CONFIRMED, Status.UNKNOWN)

    @property
    def cancelled(self) -> bool:
        """Whether it was called off, by whomever."""
        return self in (Status.CANCELLED, Status.CANCELLED_LATE, Status.CANCELLED_BY_CLINIC)


@dataclass(frozen=True, slots=True)
class Service:
    """Something that can be booked: an appointment type and how long it takes."""

    id: str
    name: str
    minutes: int | None = None  # None: not told with the list, or it depends
    kind: str | None = None  # which clinicians do it: equal to their `kind`
    group: bool = False  # a class for several at once: joined, and not booked


@dataclass(frozen=True, slots=True)
class Clinician:
    """Somebody whom a patient can see.

    `does` are professions in words for patients, `about` what they say of themselves; `place_ids`
    are where they work, none where the vendor does not tell.
    """

    id: str
    name: str
    kind: str | None = None
    does: tuple[str, ...] = ()
    about: str = ""
    place_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where patients come to; what the vendor does not tell is empty."""

    id: str
    name: str
    address: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True)
class ServiceDetails:
    """What only a single reading of a service tells.

    `minutes` are the lengths that it may have, shortest first; `resources` are the rooms and
    devices that it needs, for staff.
    """

    service: Service
    minutes: tuple[int, ...] = ()
    resources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """Something that the clinic charges for, as listed: its price is read singly."""

    id: str
    name: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Fee:
    """What an item costs. `category` is for whom, in the clinic's words; None: everybody."""

    amount: Decimal
    category: str | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """A time that was free when it was read.

    `token` is what the vendor wants to be given back when the slot is booked (for Aerona the time
    string, unchanged); nobody else looks into it. `read_at` is when the vendor said that it is
    free, which for an answer out of a cache was a while ago.
    """

    start: datetime
    minutes: int
    service_id: str
    clinician_id: str
    clinician_name: str
    place_id: str | None = None
    token: str = ""
    read_at: datetime | None = field(default=None, compare=False)

    @property
    def end(self) -> datetime:
        """The moment at which the appointment would be over."""
        return self.start + timedelta(minutes=self.minutes)

    def overlaps(self, other: "Slot") -> bool:
        """Whether it has a moment in common with another one of the same clinician."""
        same = self.clinician_id == other.clinician_id
        return same and self.start < other.end and other.start < self.end

    @property
    def key(self) -> str:
        """The same for the same time with the same clinician, whenever it was read."""
        return f"{self.clinician_id}@{self.start.isoformat()}"


@dataclass(frozen=True, slots=True)
class SlotSearch:
    """Which free slots are wanted. Days are the clinic's calendar days, both included.

    `enough` lets a connector stop once that many of the earliest are known; what it returns is
    then without holes up to the last slot returned.

    `fresh` is for a booking that is about to be made, or to be settled: nothing older than 15
    seconds is good enough, and what must be asked is paid for from the share of bookings.
    `browser` is an opaque name of a conversation in which nobody has proven who they are: what it
    costs comes out of the share that all such conversations have together.
    """

    service: Service
    first_day: date
    last_day: date
    part: PartOfDay = PartOfDay.ANY
    clinician_id: str | None = None
    enough: int | None = None
    fresh: bool = False
    browser: str | None = None


@dataclass(frozen=True, slots=True)
class GroupClass:
    """A class that several patients can join. `id` is the vendor's, the same for all of them."""

    id: str
    slot: Slot
    taken: int
    most: int

    @property
    def room(self) -> int:
        """How many can still join."""
        return max(self.most - self.taken, 0)


@dataclass(frozen=True, slots=True)
class Hold:
    """A time that the vendor keeps for us. `until` is the last moment at which it may be used.

    That is some minutes before the vendor lets it go by itself, counted from before it was asked.
    """

    id: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Patient:
    """A person in the clinic's records.

    `privacy` is what they said to the clinic's privacy policy; None: nothing, or it is not told.
    """

    id: str
    forename: str
    surname: str
    born: date | None = None
    known_as: str | None = None
    privacy: bool | None = None

    @property
    def name(self) -> str:
        """The name to greet and to confirm with."""
        return f"{self.known_as or self.forename} {self.surname}".strip()


@dataclass(frozen=True, slots=True)
class PatientSearch:
    """Who is looked for: by surname and date of birth, and what else the person has said.

    At least one of `forename`, `mobile` and `email` is given. A mobile number is as the patient
    wrote it; how a vendor spells it is the connector's business.
    """

    surname: str
    born: date
    forename: str | None = None
    mobile: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class NewPatient:
    """A person whom the clinic does not know yet.

    `clinician_id` is whom they are going to see, where that is known: some vendors want every
    patient to have a clinician of their own.
    """

    forename: str
    surname: str
    born: date
    mobile: str | None = None
    email: str | None = None
    clinician_id: str | None = None


@dataclass(frozen=True, slots=True)
class NewAppointment:
    """What is to be booked, for whom. `requested` asks for the clinic's approval first.

    `hold_id` is the vendor's own hold of the slot, where the vendor gives such: what is booked is
    that hold, and nothing else. `tag` is a short name of this wish that tells nothing of the
    patient. A vendor that keeps notes with an appointment is given it, so that the booking is known
    again when its answer was lost.
    """

    slot: Slot
    patient_id: str
    requested: bool = False
    note: str = ""
    tag: str = ""
    hold_id: str | None = None


@dataclass(frozen=True, slots=True)
class Appointment:
    """An appointment as the clinic's system tells it.

    `note` is what was written with it, where the vendor shows that; `group` says that it is a
    class, which others come to as well.
    """

    id: str
    patient_id: str
    start: datetime
    status: Status
    minutes: int | None = None
    service_id: str | None = None
    clinician_id: str | None = None
    note: str = ""
    group: bool = False
    place_id: str | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What has changed at the vendor since it was asked last, oldest first.

    Appointments are as they are now; those that are gone have a status that says so. `until` is
    what to ask from the next time: what is told may overlap with what was told before.
    """

    appointments: tuple[Appointment, ...]
    until: datetime


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that the clinic took or gave back. `amount` is as the vendor writes it."""

    id: str
    on: date | None
    amount: str
    method: str | None = None
    refund: bool = False


@dataclass(frozen=True, slots=True)
class Invoice:
    """Something that the clinic charges for. `price` is as the vendor writes it."""

    id: str
    on: date | None
    price: str
    item: str | None = None
    status: str | None = None
