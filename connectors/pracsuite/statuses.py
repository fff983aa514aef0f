"""What the clinic's own lists of statuses and reasons mean.

docs/vendors/pracsuite.md, Statuses: neither list is fixed. What a clinic has set by number or by
name counts first. Everything else is known by the words that clinics use, and only where one entry
alone fits: between two that would do nobody picks but the clinic.
"""

from collections.abc import Sequence
from typing import Final

from connectors.errors import Refused
from connectors.model import Status
from connectors.pracsuite.choosing import Entry, UnclearError, chosen, named, plain
from connectors.pracsuite.settings import PracSuiteSettings
from connectors.pracsuite.wire_diary import AppointmentStatus

_Row = tuple[Status, tuple[str, ...]]

# The first row of which a word or a phrase is found in the name counts, so that a late
# cancellation is not taken for a cancellation, nor "to be confirmed" for a confirmation. Of two
# rows with one status the first is only read by, and nothing of it is ever set.
_WORDS: Final[tuple[_Row, ...]] = (
    (
        Status.CANCELLED_LATE,
        ("late cancellation", "cancelled late", "canceled late", "late cancel", "late cancelled"),
    ),
    (
        Status.CANCELLED_BY_CLINIC,
        (
            "cancelled by clinic",
            "cancelled by practice",
            "cancelled by practitioner",
            "clinic cancelled",
            "practice cancelled",
            "practitioner cancelled",
        ),
    ),
    (Status.CANCELLED, ("cancelled", "canceled", "cancellation")),
    (
        Status.NO_SHOW,
        (
            "did not attend",
            "didnt attend",
            "no show",
            "noshow",
            "dna",
            "fta",
            "failed to attend",
            "not attended",
            "did not arrive",
            "did not come",
            "missed",
        ),
    ),
    (
        Status.SCHEDULED,
        ("unconfirmed", "not confirmed", "not yet confirmed", "not arrived", "reminder sent"),
    ),
    (
        Status.REQUESTED,
        (
            "requested",
            "pending",
            "tentative",
            "provisional",
            "tbc",
            "to be confirmed",
            "awaiting approval",
            "awaiting confirmation",
            "request",
        ),
    ),
    (Status.CONFIRMED, ("confirmed",)),
    (Status.ARRIVED, ("arrived", "checked in", "waiting room")),
    (
        Status.IN_CLINIC,
        (
            "in progress",
            "in session",
            "in consultation",
            "in treatment",
            "in clinic",
            "with practitioner",
            "being seen",
            "started",
        ),
    ),
    (Status.COMPLETED, ("completed", "complete", "attended", "finished", "departed", "seen")),
    (Status.SCHEDULED, ("booked", "scheduled")),
)
_NOTHING: Final[_Row] = (Status.UNKNOWN, ())
_DENIALS: Final = frozenset({"not", "no", "non", "never", "without"})
_WITH_DENIAL: Final = frozenset({Status.NO_SHOW, Status.SCHEDULED})

# What patients and the desk ask for; every other status is the practice's own business.
SET_BY_PATIENTS: Final = (Status.CONFIRMED, Status.ARRIVED)
CANCELLED: Final = frozenset({Status.CANCELLED, Status.CANCELLED_LATE, Status.CANCELLED_BY_CLINIC})

_SETTINGS: Final[dict[Status, str]] = {
    Status.SCHEDULED: "status_new",
    Status.REQUESTED: "status_requested",
    Status.CONFIRMED: "status_confirmed",
    Status.ARRIVED: "status_arrived",
    Status.IN_CLINIC: "status_in_clinic",
    Status.COMPLETED: "status_completed",
    Status.NO_SHOW: "status_no_show",
    Status.CANCELLED: "status_cancelled",
    Status.CANCELLED_LATE: "status_cancelled_late",
    Status.CANCELLED_BY_CLINIC: "status_cancelled_by_clinic",
}


def meaning(name: str) -> Status:
    """What a status of this name says; UNKNOWN where its words tell nothing."""
    return _row(name)[0]


class Statuses:
    """The clinic's statuses, both ways."""

    def __init__(self, told: Sequence[AppointmentStatus], settings: PracSuiteSettings) -> None:
        self._settings = settings
        self._in_use = [_entry(one) for one in told if not one.archived]
        self._read = {one.appointment_status_id: meaning(one.status_description) for one in told}
        every = [_entry(one) for one in told]
        for status, setting in reversed(list(_SETTINGS.items())):
            wanted = getattr(settings, setting)
            for one in named(wanted, every) if wanted else ():
                self._read[one.id] = status

    def read(self, status_id: int | None) -> Status:
        """What an appointment's status says; one without a status is simply booked."""
        if status_id is None:
            return Status.SCHEDULED
        return self._read.get(status_id, Status.UNKNOWN)

    def number(self, status: Status) -> int:
        """The clinic's status that says this; Refused where none does, or more than one."""
        setting = _SETTINGS.get(status)
        if setting is None:
            raise Refused(f"{status.value} is not set by Frontdesk")
        row = next(row for row in reversed(_WORDS) if row[0] is status)
        fitting = [one for one in self._in_use if _row(one.name) == row]
        found = chosen(getattr(self._settings, setting), self._in_use, fitting, row[1])
        if isinstance(found, Entry):
            return found.id
        raise UnclearError(f"PRACSUITE_{setting.upper()}: {found}")

    def of_new(self) -> int | None:
        """The status of a new booking; None leaves it to the vendor."""
        try:
            return self.number(Status.SCHEDULED)
        except UnclearError:
            if self._settings.status_new:
                raise
            return None

    def complaints(self) -> list[str]:
        """A sentence for each status that patients need, or that is set, and is not to be told."""
        told = []
        for status, setting in _SETTINGS.items():
            if status in SET_BY_PATIENTS or getattr(self._settings, setting):
                try:
                    self.number(status)
                except UnclearError as unclear:
                    told.append(f"{unclear}.")
        return told


def _row(name: str) -> _Row:
    words = plain(name)
    for status, phrases in _WORDS:
        if any(f" {phrase} " in f" {words} " for phrase in phrases):
            denied = not _DENIALS.isdisjoint(words.split())
            return _NOTHING if denied and status not in _WITH_DENIAL else (status, phrases)
    return _NOTHING


def _entry(told: AppointmentStatus) -> Entry:
    return Entry(told.appointment_status_id, told.status_description)
