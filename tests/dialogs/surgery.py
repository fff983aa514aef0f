"""A clinic's system in memory: honest about what it holds, and failing when it is told to."""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from connectors.errors import ConnectorError, NotFound, SlotTaken
from connectors.model import (
    Appointment,
    Clinician,
    NewAppointment,
    PartOfDay,
    Patient,
    Service,
    Slot,
    SlotSearch,
    Status,
)
from connectors.protocols import (
    BooksAppointments,
    ChangesStatus,
    FindsFreeSlots,
    FindsPatients,
    ListsAppointments,
    ListsClinicians,
    ListsServices,
)
from dialogs.clinic import Catalogue, Clinic
from dialogs.ports import DeskRequest, TakesRequests

ZONE = ZoneInfo("Europe/London")
MONDAY = datetime(2026, 3, 2, 9, tzinfo=ZONE)
HARBOUR = Clinic(
    name="Harbour Dental", zone=ZONE, phone="020 7946 0000", address="1 Quay Street, London"
)

SERVICES = (
    Service("1864", "Check-up", 20, "dentist"),
    Service("1865", "Hygiene visit", 30, "hygienist"),
    Service("1866", "Filling", 40, "dentist"),
)
RUIZ = Clinician("34567", "Dr Ana Ruiz", "dentist")
REID = Clinician("34568", "Dr Tom Reid", "dentist")
COLE = Clinician("34569", "Nina Cole", "hygienist")
CLINICIANS = (RUIZ, REID, COLE)
SAM = Patient("426909", "Samira", "Taylor", date(1984, 5, 12), "Sam")
LEO = Patient("426910", "Leo", "Taylor", date(2015, 9, 3))
PATIENTS = (SAM, LEO)

OPENS, CLOSES = time(9), time(19)
FIRST_REFERENCE = 900001


@dataclass(frozen=True)
class Trouble:
    """How one of the system's functions fails: `after` it has done its work, or before."""

    error: ConnectorError
    after: bool = False


@dataclass
class Booked:
    """A line of the diary."""

    reference: str
    patient_id: str
    slot: Slot
    status: Status


@dataclass
class Surgery(
    FindsFreeSlots,
    BooksAppointments,
    ChangesStatus,
    ListsAppointments,
    FindsPatients,
    ListsServices,
    ListsClinicians,
    TakesRequests,
):
    """The diary, the records and the desk of Harbour Dental.

    `troubles` are by the name of the function; `full` says that nothing is free. `writes` lists
    what reached the diary or was asked of it, as "book" and a status.
    """

    now: datetime = MONDAY
    diary: list[Booked] = field(default_factory=list)
    desk: list[DeskRequest] = field(default_factory=list)
    troubles: dict[str, Trouble] = field(default_factory=dict)
    writes: list[tuple[str, datetime]] = field(default_factory=list)
    full: bool = False
    people: list[Patient] = field(default_factory=lambda: list(PATIENTS))

    def copy(self) -> "Surgery":
        return replace(
            self,
            diary=[replace(one) for one in self.diary],
            desk=list(self.desk),
            troubles=dict(self.troubles),
            writes=list(self.writes),
            people=list(self.people),
        )

    @property
    def catalogue(self) -> Catalogue:
        return Catalogue(SERVICES, CLINICIANS)

    def abilities(self, *, lists: bool = False) -> Mapping[type, object]:
        """What a clinic with this system can do; `lists`: also read a patient's appointments."""
        kinds: list[type] = [FindsFreeSlots, BooksAppointments, ChangesStatus, FindsPatients]
        kinds += [ListsServices, ListsClinicians, TakesRequests]
        return dict.fromkeys([*kinds, ListsAppointments] if lists else kinds, self)

    def active(self) -> list[Booked]:
        return [one for one in self.diary if one.status.active or one.status is Status.ARRIVED]

    def _fail(self, function: str, *, after: bool) -> None:
        trouble = self.troubles.get(function)
        if trouble is not None and trouble.after is after:
            raise trouble.error

    async def free_slots(self, search: SlotSearch) -> Sequence[Slot]:
        self._fail("free_slots", after=False)
        found: list[Slot] = []
        days = (search.last_day - search.first_day).days + 1
        for ahead in range(0 if self.full else days):
            found += self._free_on(search.first_day + timedelta(days=ahead), search)
            if search.enough is not None and len(found) >= search.enough:
                break
        return found

    def _free_on(self, day: date, search: SlotSearch) -> list[Slot]:
        taken = {(one.slot.clinician_id, one.slot.start) for one in self.active()}
        staff = [
            one
            for one in CLINICIANS
            if one.kind == search.service.kind and search.clinician_id in (None, one.id)
        ]
        return [
            slot
            for start in _starts(day, search)
            for slot in (_slot(start, search.service, one) for one in staff)
            if (slot.clinician_id, slot.start) not in taken and not _by_others(slot)
        ]

    async def book(self, new: NewAppointment) -> str:
        self.writes.append(("book", new.slot.start))
        self._fail("book", after=False)
        if any(one.slot.key == new.slot.key for one in self.active()):
            raise SlotTaken("somebody has this time")
        reference = str(FIRST_REFERENCE + len(self.diary))
        status = Status.REQUESTED if new.requested else Status.SCHEDULED
        self.diary.append(Booked(reference, new.patient_id, new.slot, status))
        self._fail("book", after=True)
        return reference

    async def change_status(
        self,
        appointment_id: str,
        status: Status,
        *,
        patient_id: str = "",
        at: datetime | None = None,
        group: bool = False,
    ) -> None:
        del patient_id, at, group
        found = next((one for one in self.diary if one.reference == appointment_id), None)
        if found is None:
            raise NotFound("no such appointment")
        self.writes.append((status.value, found.slot.start))
        self._fail("change_status", after=False)
        found.status = status
        self._fail("change_status", after=True)

    async def appointments(
        self, patient_id: str, first: date, last: date, *, settling: bool = False
    ) -> Sequence[Appointment]:
        del settling  # nothing is paid for here
        self._fail("appointments", after=False)
        return [
            Appointment(
                one.reference,
                one.patient_id,
                one.slot.start,
                one.status,
                one.slot.minutes,
                one.slot.service_id,
                one.slot.clinician_id,
            )
            for one in sorted(self.diary, key=lambda one: one.slot.start)
            if one.patient_id == patient_id and first <= one.slot.start.date() <= last
        ]

    async def patient(self, patient_id: str, *, browser: str | None = None) -> Patient:
        del browser  # nothing is paid for here
        self._fail("patient", after=False)
        for patient in self.people:
            if patient.id == patient_id:
                return patient
        raise NotFound("nobody has this number")

    async def services(self) -> Sequence[Service]:
        return SERVICES

    async def clinicians(self) -> Sequence[Clinician]:
        return CLINICIANS

    def leave(self, request: DeskRequest) -> None:
        self.desk.append(request)


def _starts(day: date, search: SlotSearch) -> Iterator[datetime]:
    """Every twenty minutes of the opening hours, Monday to Friday, in the wished part."""
    if day.weekday() > 4:
        return
    start = datetime.combine(day, OPENS, tzinfo=ZONE)
    while start.time() < CLOSES:
        if search.part is PartOfDay.ANY or PartOfDay.of(start.time()) is search.part:
            yield start
        start += timedelta(minutes=20)


def _slot(start: datetime, service: Service, clinician: Clinician) -> Slot:
    token = start.isoformat()
    minutes = service.minutes or 20
    return Slot(start, minutes, service.id, clinician.id, clinician.name, token=token)


def _by_others(slot: Slot) -> bool:
    """A third of all times belong to patients who do not write here, always the same ones."""
    return slot.start.time() != OPENS and zlib.crc32(slot.key.encode()) % 3 == 0
