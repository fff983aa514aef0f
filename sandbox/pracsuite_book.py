"""PracSuite's appointment book: the diary's appointments, its holds and the classes as records."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sandbox.classes import Classes, GroupClass
from sandbox.clinic import Clinic
from sandbox.diary import FREED, Appointment
from sandbox.holds import Hold
from sandbox.pracsuite_catalogue import BOOKED, Catalogue

# Statuses of the diary that count as cancellations; the other ends are deletions.
_RECORDED = frozenset({5, 12, 14})
RESERVED, PATIENT, GROUP = "Reserved", "Patient", "Group"


@dataclass(frozen=True)
class Entry:
    """One record of the book, whatever it stands for; `start` is in the clinic's zone."""

    id: int
    category: str
    clinician_id: int
    business_id: int
    start: datetime
    minutes: int
    created: datetime
    modified: datetime
    client_id: int | None = None
    type_id: int | None = None
    status_id: int | None = None
    profession_id: int | None = None
    notes: str = ""
    account_id: int | None = None
    item_id: int | None = None
    item_group_id: int | None = None
    resource_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class Gone:
    """A record that was cancelled or removed; `entry` is what it was."""

    entry: Entry
    at: datetime
    by: str
    recorded: bool
    reason: str
    reason_id: int | None


@dataclass(frozen=True)
class Book:
    """Reads the clinic; who changes it goes to the diary and the classes themselves."""

    clinic: Clinic
    classes: Classes
    catalogue: Catalogue

    def get(self, appointment_id: int) -> Entry | None:
        """A record that is in the book: not one that was cancelled, nor a hold that has died."""
        appointment = self.clinic.diary.get(appointment_id)
        if appointment is not None:
            return None if appointment.status_id in FREED else self.of(appointment)
        hold = self.clinic.diary.holds.get(appointment_id)
        if hold is not None:
            return self.of_hold(hold)
        group = self.classes.get(appointment_id, self.clinic.now())
        return None if group is None else self.of_class(group)

    def all(self) -> list[Entry]:
        """By number; of a class one record, without its members."""
        diary = self.clinic.diary
        entries = [self.of(one) for one in diary.appointments() if one.status_id not in FREED]
        entries += [self.of_hold(one) for one in diary.holds.alive()]
        entries += [self.of_class(one) for one in self._coming_classes()]
        return sorted(entries, key=lambda entry: entry.id)

    def of_patient(self, patient_id: int) -> list[Entry]:
        """The patient's own, and the classes that they have joined."""
        mine = self.clinic.diary.appointments(patient_id=patient_id)
        entries = [self.of(one) for one in mine if one.status_id not in FREED]
        entries += [
            self.of_class(one, patient_id)
            for one in self._coming_classes()
            if patient_id in one.members
        ]
        return sorted(entries, key=lambda entry: entry.id)

    def gone(self) -> list[Gone]:
        """What was cancelled or removed, by number."""
        ended = [one for one in self.clinic.diary.appointments() if one.status_id in FREED]
        groups = [one for one in self.classes.all(self.clinic.now()) if one.cancelled]
        found = [self._gone(one) for one in ended]
        found += [
            Gone(
                self.of_class(one),
                one.modified,
                "Reception",
                recorded=False,
                reason="",
                reason_id=None,
            )
            for one in groups
        ]
        return sorted(found, key=lambda gone: gone.entry.id)

    def of(self, one: Appointment) -> Entry:
        further = one.further
        practitioner = self.catalogue.practitioners[one.clinician_id]
        service = self.catalogue.services[one.type_id]
        was = one.status_id if one.cancelled is None else one.cancelled.was
        return Entry(
            one.id,
            PATIENT,
            one.clinician_id,
            _number(further, "business_id") or practitioner.business_ids[0],
            one.start,
            one.minutes,
            one.created,
            one.modified,
            client_id=one.patient_id,
            type_id=one.type_id,
            status_id=self.catalogue.status_id(was) or BOOKED,
            profession_id=_number(further, "profession_id") or practitioner.profession_ids[0],
            notes=one.notes,
            account_id=_number(further, "account_id"),
            item_id=_item(further, service.item_id),
            item_group_id=_number(further, "item_group_id"),
            resource_ids=_numbers(further, "resource_ids", service.resource_ids),
        )

    def of_hold(self, one: Hold) -> Entry:
        practitioner = self.catalogue.practitioners[one.clinician_id]
        return Entry(
            one.id,
            RESERVED,
            one.clinician_id,
            practitioner.business_ids[0],
            one.start,
            one.minutes,
            one.created,
            one.created,
        )

    def of_class(self, one: GroupClass, patient_id: int | None = None) -> Entry:
        service = self.catalogue.services[one.type_id]
        return Entry(
            one.id,
            GROUP,
            one.leader_id,
            one.place_id,
            one.start,
            one.minutes,
            one.created,
            one.modified,
            client_id=patient_id,
            type_id=one.type_id,
            status_id=BOOKED,
            profession_id=service.profession_id,
            item_id=service.item_id,
            resource_ids=service.resource_ids,
        )

    def _coming_classes(self) -> Iterable[GroupClass]:
        return (one for one in self.classes.all(self.clinic.now()) if not one.cancelled)

    def _gone(self, one: Appointment) -> Gone:
        ended = one.cancelled
        by_staff = ended is None or ended.by_staff
        return Gone(
            self.of(one),
            one.modified.astimezone(UTC),
            "Reception" if by_staff else "API",
            recorded=one.status_id in _RECORDED,
            reason="" if ended is None else ended.reason,
            reason_id=None if ended is None else ended.reason_id,
        )


def _number(further: Mapping[str, object], name: str) -> int | None:
    value = further.get(name)
    return value if isinstance(value, int) else None


def _numbers(further: Mapping[str, object], name: str, default: tuple[int, ...]) -> tuple[int, ...]:
    value = further.get(name)
    return value if isinstance(value, tuple) else default


def _item(further: Mapping[str, object], default: int | None) -> int | None:
    """An item and a group of items exclude each other (contract §5)."""
    if _number(further, "item_group_id") is not None:
        return None
    return _number(further, "item_id") or default
