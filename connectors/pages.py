"""What is wanted of a diary, and how far one answer of a vendor's search tells of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from connectors.model import PartOfDay, Slot

_ENDS = {PartOfDay.MORNING: time(12), PartOfDay.AFTERNOON: time(17)}


@dataclass(frozen=True)
class Page:
    """What an answer tells: all slots of the days before `day`, and of that day before `until`.

    Without a `day` it shows all there is; without an `until` nothing of that day is sure.
    """

    slots: Sequence[Slot]
    day: date | None = None
    until: datetime | None = None

    def knows(self, slot: Slot) -> bool:
        """Whether the slot would be shown here if it were free."""
        if self.day is None or slot.start.date() < self.day:
            return True
        return self.until is not None and slot.start < self.until

    def unknown_from(self, part: PartOfDay) -> date | None:
        """The first day of which this part is not shown whole; None when there is none."""
        if self.day is None:
            return None
        return first_day_left(self.day, self.until, part)


@dataclass(frozen=True)
class Wanted:
    """The days, both included, and what restricts them."""

    first: date
    last: date
    part: PartOfDay = PartOfDay.ANY
    clinician_id: str | None = None
    enough: int | None = None

    def takes(self, slot: Slot) -> bool:
        """Whether the slot is one of those wanted."""
        return (
            self.first <= slot.start.date() <= self.last
            and self.part in (PartOfDay.ANY, PartOfDay.of(slot.start.time()))
            and self.clinician_id in (None, slot.clinician_id)
        )


def first_day_left(day: date, until: datetime | None, part: PartOfDay) -> date:
    """That day, or the next one where this part of it is over before `until`."""
    ends = _ENDS.get(part)
    if ends is None or until is None or until.date() != day or until.time() < ends:
        return day
    return day + timedelta(days=1)
