"""What the vendor's searches have shown lately, so that the next patient need not ask again.

Each answer is remembered as a *range*: the question, and all free slots from the day asked for up
to where the answer was cut. A range answers every narrower question within it: one clinician of
its type, one part of the day, some of its days. It is patched by what is known since: a newer
answer replaces what an older one said of the same time, and our own bookings take their slots out.
So at no time do two ranges say different things of one slot.

What was taken out by a booking of ours is not what the vendor said. Who needs to hear the vendor
itself (a fresh search) is not answered by a range that was patched where they look.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from connectors.model import PartOfDay, Slot
from connectors.pages import Page, Wanted

# When the vendor cannot be asked, a patient is shown what was free at most so long ago.
OLDEST = timedelta(minutes=10)

# A search before a booking that is about to be made takes nothing older.
FRESH = timedelta(seconds=15)

_REFUTED = -1


@dataclass(frozen=True)
class Question:
    """A search as the vendor is asked it; without a clinician it is for all of the type.

    `typed` tells whether the clinician is known to be of it: only then does an answer for all of
    them speak of this one.
    """

    service_id: str
    day: date
    part: PartOfDay = PartOfDay.ANY
    clinician_id: str | None = None
    typed: bool = True

    @property
    def broad(self) -> bool:
        """Whether its answer shows everybody's whole days."""
        return self.part is PartOfDay.ANY and self.clinician_id is None

    def holds(self, other: "Question") -> bool:
        """Whether its answer tells of the other too, as far as it reaches."""
        return (
            (self.service_id, self.typed) == (other.service_id, other.typed)
            and self.day <= other.day
            and self.part in (PartOfDay.ANY, other.part)
            and self.clinician_id in (None, other.clinician_id)
        )

    def covers(self, slot: Slot) -> bool:
        """Whether its answer would show the slot, as far as it reaches."""
        return Wanted(self.day, date.max, self.part, self.clinician_id).takes(slot)


@dataclass(eq=False)
class Range:
    """One answer as it is known now; `taken` are slots that our own bookings took out of it."""

    question: Question
    page: Page
    read_at: datetime
    version: int
    taken: list[Slot] = field(default_factory=list)

    def knows(self, slot: Slot) -> bool:
        return self.question.covers(slot) and self.page.knows(slot)

    def helps(self, asked: Question) -> bool:
        """Whether it tells of the first day asked for, or is the very answer to it."""
        day = self.page.unknown_from(asked.part)
        return day is None or day > asked.day or self.question == asked

    def take(self, gone: Slot) -> None:
        """The clinician is not free any more while that slot lasts."""
        left = [one for one in self.page.slots if not one.overlaps(gone)]
        self.taken += [one for one in self.page.slots if one.overlaps(gone)]
        self.page = replace(self.page, slots=left)

    def learn(self, newer: "Range") -> None:
        """What the newer one knows is so, here as well."""
        ours, theirs = self.question, newer.question
        if (ours.service_id, ours.typed) != (theirs.service_id, theirs.typed):
            return
        kept = [one for one in self.page.slots if not newer.knows(one)]
        told = [one for one in newer.page.slots if newer.knows(one) and self.knows(one)]
        slots = sorted(kept + told, key=lambda one: (one.start, one.clinician_id))
        self.page = replace(self.page, slots=slots)
        self.taken = [one for one in self.taken if not newer.knows(one)]
        self.taken += [one for one in newer.taken if self.knows(one)]


@dataclass(eq=False)
class Reading:
    """A question that is on its way; bookings made meanwhile are noted for its answer."""

    question: Question
    version: int
    gone: list[Slot] = field(default_factory=list)


class Memory:
    """The ranges of the last minutes. `version` changes with whatever we know to have changed."""

    def __init__(self, life: timedelta, clock: Callable[[], datetime]) -> None:
        self.version = 0
        self._life = life
        self._clock = clock
        self._forgotten = 0
        self._ranges: list[Range] = []
        self._booked: list[tuple[Slot, datetime]] = []
        self._readings: list[Reading] = []
        # However old: it tells how full the diary is, and that changes slowly.
        self._last_broad: dict[str, Range] = {}

    @contextmanager
    def reading(self, question: Question) -> Iterator[Reading]:
        """While the vendor is asked; what it answers is handed to `remember` inside."""
        reading = Reading(question, self.version)
        self._readings.append(reading)
        try:
            yield reading
        finally:
            self._readings.remove(reading)

    def remember(self, reading: Reading, page: Page) -> Range:
        """An answer that has just come; it is told with what we have booked meanwhile."""
        now = self._clock()
        slots = [replace(one, read_at=now) for one in page.slots]
        range_ = Range(reading.question, replace(page, slots=slots), now, reading.version)
        for gone in reading.gone:
            range_.take(gone)
        # What was asked before a change does not overrule what was asked after it.
        older = [one for one in self._ranges if one.version <= reading.version]
        for one in older:
            one.learn(range_)
        self._ranges = [
            one
            for one in self._ranges
            if self._age(one) <= OLDEST and (one not in older or one.question != reading.question)
        ]
        self._ranges.append(range_)
        if reading.question.broad:
            self._last_broad[reading.question.service_id] = range_
        return range_

    def recall(
        self, asked: Question, wanted: Wanted, within: timedelta | None = None
    ) -> Range | None:
        """A range that tells of the question, the one that reaches farthest and is then newest.

        Not older than the memory's life; with `within` not older than that either, and unpatched.
        """
        life = self._life if within is None else min(within, self._life)
        current = (
            one
            for one in self._holding(asked)
            if one.version >= self._forgotten
            and timedelta(0) <= self._age(one) <= life
            and (within is None or not any(wanted.takes(slot) for slot in one.taken))
        )
        return _best(current, asked, wanted)

    def recall_older(self, asked: Question, wanted: Wanted) -> Range | None:
        """The same for when the vendor cannot be asked: whatever is known at all."""
        older = (one for one in self._holding(asked) if timedelta(0) <= self._age(one) <= OLDEST)
        return _best(older, asked, wanted)

    def book(self, slot: Slot) -> None:
        """We have booked this: nothing that overlaps it is free with that clinician any more."""
        now = self._clock()
        self._booked = [(one, at) for one, at in self._booked if now - at <= OLDEST]
        self._booked.append((slot, now))
        self._take(slot)

    def is_gone(self, slot: Slot) -> bool:
        """Whether we have booked this time since it was read, or have seen that somebody has."""
        read_at = slot.read_at
        if read_at is None:
            return False
        booked = any(one.overlaps(slot) and read_at < at for one, at in self._booked)
        return booked or any(
            one.read_at > read_at
            and one.question.service_id == slot.service_id
            and one.knows(slot)
            and all(free.key != slot.key for free in one.page.slots)
            for one in self._ranges
        )

    def _take(self, gone: Slot) -> None:
        self.version += 1
        for one in self._ranges:
            one.take(gone)
        for reading in self._readings:
            reading.gone.append(gone)

    def refute(self, gone: Slot) -> None:
        """The vendor said that this is taken: who showed it was wrong, about more perhaps."""
        for one in self._ranges:
            if any(slot.key == gone.key for slot in one.page.slots):
                one.version = _REFUTED
        self._take(gone)

    def free(self, slot: Slot) -> None:
        """Nobody has this any more: what shows it as taken is wrong."""
        self.version += 1
        self._booked = [(one, at) for one, at in self._booked if not one.overlaps(slot)]
        self._ranges = [
            one
            for one in self._ranges
            if not one.knows(slot) or any(free.key == slot.key for free in one.page.slots)
        ]

    def forget(self) -> None:
        """Something has changed: what is remembered is only good for when nobody can be asked.

        What we have booked ourselves stays gone for who saw it free before that.
        """
        self.version += 1
        self._forgotten = self.version

    def reach(self, service_id: str) -> int:
        """How many days the last answer for everybody showed whole; 1 when there was none."""
        last = self._last_broad.get(service_id)
        if last is None:
            return 1
        end = date.max if last.page.day is None else last.page.day
        return (end - last.question.day).days

    def suffices(self, service_id: str, wanted: Wanted) -> bool:
        """Whether the last answer for everybody would have been enough."""
        last = self._last_broad.get(service_id)
        if last is None or wanted.enough is None:
            return False
        known = (one for one in last.page.slots if last.knows(one) and wanted.takes(one))
        return sum(1 for _ in known) >= wanted.enough

    def _holding(self, asked: Question) -> Iterator[Range]:
        return (one for one in self._ranges if one.question.holds(asked) and one.helps(asked))

    def _age(self, one: Range) -> timedelta:
        return self._clock() - one.read_at


def _best(ranges: Iterable[Range], asked: Question, wanted: Wanted) -> Range | None:
    def reach(one: Range) -> tuple[date, datetime]:
        day = one.page.unknown_from(asked.part) or date.max
        return min(day, wanted.last + timedelta(days=1)), one.read_at

    return max(ranges, key=reach, default=None)
