"""The clinic's diary: who comes when, to whom and for what, and what has become of it.

Aerona's operations and PracSuite's write into the same one. A time that is kept for a while for
somebody who has not booked yet is a hold: it is nobody's appointment, and it lets go by itself.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import count

from sandbox.holds import Hold, Holds

# contract §3: 15 does not exist
STATUSES = {
    1: "Unconfirmed",
    2: "Confirmed",
    3: "Arrived",
    4: "Failed to Attend",
    5: "Cancelled by Practice",
    6: "In Clinic",
    7: "Completed",
    8: "Online Booking Request",
    9: "Reminder Sent",
    10: "Scheduled",
    11: "Unscheduled",
    12: "Cancelled by Patient",
    13: "Deleted",
    14: "Late Cancellation",
    16: "Was Not Brought",
}
# Times of appointments in these states are free again.
FREED = frozenset({5, 11, 12, 13, 14})
# The contract leaves the allowed changes open (§7). This clinic reopens nothing that has ended,
# and lets those who are in the building only be seen or be sent home by the practice.
_ENDED = frozenset({4, 5, 7, 12, 13, 14, 16})
_HERE = frozenset({3, 6})
_FROM_HERE = frozenset({3, 5, 6, 7})

# Ids of one kind do not depend on how many there are of the other: the first booking through the
# API is always 34234, the contract's sample id (§4.2), however full the diary was.
_FIRST_API_ID = 34234
_FIRST_DESK_ID = 700001

SCHEDULED = 10
CANCELLED_BY_PRACTICE = 5
CANCELLED_BY_PATIENT = 12
DELETED = 13
SOMEBODY_ELSE = 426920  # the patient that staff book for when a test does not care who

Span = tuple[datetime, datetime]


class TakenError(Exception):
    """The clinician has another appointment at that time."""


@dataclass(frozen=True)
class Wish:
    """What is asked for: everything of an appointment that the clinic does not decide."""

    patient_id: int
    clinician_id: int
    type_id: int
    start: datetime
    minutes: int
    status_id: int = SCHEDULED
    notes: str = ""
    emergency: bool = False
    further: Mapping[str, object] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Cancellation:
    """How an appointment ended; `was` is its status before, `by_staff` who did it."""

    was: int
    by_staff: bool
    reason: str = ""
    reason_id: int | None = None


@dataclass(frozen=True)
class Appointment:
    """One entry; `order` counts entries as they were made, `start` is in the clinic's zone.

    `further` is what only PracSuite's records have beside it, by the vendor's names.
    """

    id: int
    order: int
    patient_id: int
    clinician_id: int
    type_id: int
    start: datetime
    minutes: int
    status_id: int
    notes: str
    emergency: bool
    via_api: bool
    blocks: bool  # False: a booking that does not keep others off its time
    created: datetime
    modified: datetime
    further: Mapping[str, object] = field(default_factory=dict, hash=False)
    cancelled: Cancellation | None = None

    @property
    def status(self) -> str:
        return STATUSES[self.status_id]


class Diary:
    """All appointments; asked and told by staff and by the vendor's API alike."""

    def __init__(self, zone: tzinfo, clock: Callable[[], datetime]) -> None:
        self._zone = zone
        self._clock = clock
        self._entries: dict[int, Appointment] = {}
        self.holds = Holds(clock)
        self._on_day: defaultdict[tuple[int, date], list[int]] = defaultdict(list)
        self._api_ids = count(_FIRST_API_ID)
        self._desk_ids = count(_FIRST_DESK_ID)
        self.listeners: list[Callable[[Appointment], None]] = []  # told of bookings via the API
        self.watchers: list[Callable[[str, Appointment], None]] = []  # told of every change

    def appointments(
        self, *, via_api: bool | None = None, patient_id: int | None = None
    ) -> list[Appointment]:
        """What the diary holds, in the order it was made."""
        return [
            entry
            for entry in self._entries.values()
            if via_api in (None, entry.via_api) and patient_id in (None, entry.patient_id)
        ]

    def get(self, appointment_id: int) -> Appointment | None:
        return self._entries.get(appointment_id)

    def busy(self, clinician_id: int, day: date, *, but: int | None = None) -> list[Span]:
        """Taken and kept spans, in UTC, of one clinician on one local day, but for one entry."""
        entries = (self._entries[id_] for id_ in self._on_day[clinician_id, day])
        taken = [
            span(one.start, one.minutes) for one in entries if _occupies(one) and one.id != but
        ]
        kept = [
            span(one.start, one.minutes)
            for one in self.holds.alive()
            if one.clinician_id == clinician_id and one.start.date() == day
        ]
        return taken + kept

    def is_free(
        self, clinician_id: int, start: datetime, minutes: int, *, but: int | None = None
    ) -> bool:
        """Whether nothing else is there; it does not ask whether the clinician works."""
        wanted = span(start, minutes)
        day = start.astimezone(self._zone).date()
        return not any(overlap(wanted, taken) for taken in self.busy(clinician_id, day, but=but))

    def book(self, wish: Wish, *, check: bool = True, blocks: bool = True) -> Appointment:
        """An entry through the API; `TakenError` unless the time is free or nobody checks."""
        if (
            check
            and wish.status_id not in FREED
            and not self.is_free(wish.clinician_id, wish.start, wish.minutes)
        ):
            raise TakenError
        return self._booked(next(self._api_ids), wish, self._now(), blocks=blocks)

    def hold(
        self,
        clinician_id: int,
        start: datetime,
        minutes: int,
        *,
        column: int = 1,
        width: int = 1,
        check: bool = True,
    ) -> Hold:
        """Keep a time for a quarter of an hour; `TakenError` unless it is free."""
        if check and not self.is_free(clinician_id, start, minutes):
            raise TakenError
        begins = start.astimezone(self._zone)
        id_ = next(self._api_ids)
        return self.holds.keep(id_, clinician_id, begins, minutes, column=column, width=width)

    def finalise(self, hold_id: int, wish: Wish) -> Appointment:
        """Make a hold an appointment with the same id; `KeyError` when it is not alive."""
        hold = self.holds.let_go(hold_id)
        if hold is None:
            raise KeyError(hold_id)
        return self._booked(hold_id, wish, hold.created, blocks=True)

    def enter(self, wish: Wish) -> Appointment:
        """An entry by staff, who may overlap as they please."""
        return self._add(next(self._desk_ids), wish, self._now(), via_api=False)

    def lay_out(self, wish: Wish, created: datetime) -> None:
        """An entry that was there before anybody looked: nobody is told of it."""
        watchers, self.watchers = self.watchers, []
        self._add(next(self._desk_ids), wish, created, via_api=False)
        self.watchers = watchers

    def take(
        self,
        clinician_id: int,
        start: datetime,
        *,
        minutes: int = 20,
        type_id: int = 1864,
        patient_id: int = SOMEBODY_ELSE,
    ) -> Appointment:
        """Staff book that time for somebody."""
        return self.enter(Wish(patient_id, clinician_id, type_id, start, minutes))

    def free(self, clinician_id: int, start: datetime) -> list[Appointment]:
        """Staff cancel whatever is in the clinician's book at that moment."""
        moment = span(start, 1)
        found = [
            entry
            for entry in self._entries.values()
            if entry.clinician_id == clinician_id
            and _occupies(entry)
            and overlap(moment, span(entry.start, entry.minutes))
        ]
        return [self.set_status(entry.id, CANCELLED_BY_PRACTICE) for entry in found]

    def set_status(self, appointment_id: int, status_id: int) -> Appointment:
        """Staff set any status; `KeyError` for an appointment or a status that does not exist."""
        return self._set_status(appointment_id, status_id, by_staff=True)

    def move(
        self,
        appointment_id: int,
        start: datetime,
        *,
        clinician_id: int | None = None,
        minutes: int | None = None,
    ) -> Appointment:
        """Staff move an appointment, over others if they please."""
        entry = self._entries[appointment_id]
        return self._change(
            replace(
                entry,
                start=start.astimezone(self._zone),
                clinician_id=clinician_id or entry.clinician_id,
                minutes=minutes or entry.minutes,
            )
        )

    def edit(self, changed: Appointment, *, check: bool = True) -> Appointment:
        """An entry as the API wants it; `TakenError` when it would take another's time."""
        before = self._entries[changed.id]
        wanted = (changed.clinician_id, changed.start, changed.minutes)
        moved = wanted != (before.clinician_id, before.start, before.minutes)
        if check and moved and not self.is_free(*wanted, but=changed.id):
            raise TakenError
        return self._change(changed)

    def cancel(
        self, appointment_id: int, *, recorded: bool, reason: str, reason_id: int | None
    ) -> Appointment:
        """The patient's cancellation through the API, or one that shall not count as theirs."""
        entry = self._entries[appointment_id]
        ended = Cancellation(entry.status_id, by_staff=False, reason=reason, reason_id=reason_id)
        status_id = CANCELLED_BY_PATIENT if recorded else DELETED
        return self._change(replace(entry, status_id=status_id, cancelled=ended))

    def change_status(self, appointment_id: int, status_id: int) -> bool:
        """A change through the API: False when the clinic's rules do not allow it."""
        entry = self._entries[appointment_id]
        if not self._may_become(entry, status_id):
            return False
        self._set_status(appointment_id, status_id, by_staff=False)
        return True

    def _may_become(self, entry: Appointment, status_id: int) -> bool:
        if status_id not in STATUSES or entry.status_id in _ENDED:
            return False
        if entry.status_id in _HERE:
            return status_id in _FROM_HERE
        if entry.status_id in FREED and status_id not in FREED:
            # Put back into the diary: somebody may have got the time meanwhile.
            return self.is_free(entry.clinician_id, entry.start, entry.minutes)
        return True

    def _booked(self, id_: int, wish: Wish, created: datetime, *, blocks: bool) -> Appointment:
        entry = self._add(id_, wish, created, via_api=True, blocks=blocks)
        for listener in self.listeners:
            listener(entry)
        return entry

    def _set_status(self, appointment_id: int, status_id: int, *, by_staff: bool) -> Appointment:
        if status_id not in STATUSES:
            raise KeyError(status_id)
        entry = self._entries[appointment_id]
        ended = Cancellation(entry.status_id, by_staff=by_staff) if status_id in FREED else None
        return self._change(replace(entry, status_id=status_id, cancelled=ended))

    def _change(self, changed: Appointment) -> Appointment:
        before = self._entries[changed.id]
        self._on_day[before.clinician_id, before.start.date()].remove(before.id)
        changed = replace(changed, modified=self._now())
        self._entries[changed.id] = changed
        self._on_day[changed.clinician_id, changed.start.date()].append(changed.id)
        self._tell("updated", changed)
        return changed

    def _add(
        self, id_: int, wish: Wish, created: datetime, *, via_api: bool, blocks: bool = True
    ) -> Appointment:
        entry = Appointment(
            id=id_,
            order=len(self._entries) + 1,
            patient_id=wish.patient_id,
            clinician_id=wish.clinician_id,
            type_id=wish.type_id,
            start=wish.start.astimezone(self._zone),
            minutes=wish.minutes,
            status_id=wish.status_id,
            notes=wish.notes,
            emergency=wish.emergency,
            via_api=via_api,
            blocks=blocks,
            created=created,
            modified=self._now() if via_api else created,
            further=wish.further,
        )
        self._entries[id_] = entry
        self._on_day[entry.clinician_id, entry.start.date()].append(id_)
        self._tell("created", entry)
        return entry

    def _now(self) -> datetime:
        return self._clock().astimezone(UTC)

    def _tell(self, event: str, entry: Appointment) -> None:
        for watcher in self.watchers:
            watcher(event, entry)


def span(start: datetime, minutes: int) -> Span:
    """From and to in UTC: sums and comparisons within one zone follow the wall clock instead."""
    begins = start.astimezone(UTC)
    return begins, begins + timedelta(minutes=minutes)


def overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _occupies(entry: Appointment) -> bool:
    return entry.blocks and entry.status_id not in FREED
