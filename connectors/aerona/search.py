"""Covering days without holes, with a search that only ever gives the next 50.

docs/vendors/aerona.md, Slots: a search starts on a whole day and has no end and no second page. A
full answer is cut somewhere on its last day, and asking again from that day repeats what was
there. So a search is a set of *strands*, at first one. Each strand knows the moment up to which
everything is known to it:

- fewer than 50: everything is known, the strand is done;
- full, and its last day is later than the day asked for: the days before the last are whole, and
  the strand goes on from the last day;
- full of one day alone: going on is impossible. The strand is replaced by one for each part of the
  day, and those, where they fill up too, by one for each clinician. A strand that cannot be split
  any further (one clinician, one part of one day) skips to the next day and says so.

The strand that knows least is asked next. What all strands know is returned, so it has no holes;
and when that is enough, nothing more is asked. A part of a day that is over before the moment up to
which a strand knows is not asked for again.

Whoever answers may know more than was asked for: a page of all clinicians over the whole day tells
a strand of one clinician's mornings what it needs, up to where that page was cut.
"""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby, pairwise

from connectors.model import PartOfDay, Slot
from connectors.pages import Page, Wanted, first_day_left

FULL = 50

_PARTS = (PartOfDay.MORNING, PartOfDay.AFTERNOON, PartOfDay.EVENING)
_DAY = timedelta(days=1)


def page(slots: Sequence[Slot], asked_from: date, *, full: bool, of_one: bool) -> Page:
    """What the vendor's answer tells; its slots in its own order, `of_one` clinician or of many."""
    if not full:
        return Page(slots)
    last = max((slot.start.date() for slot in slots), default=asked_from)
    return Page(slots, max(last, asked_from), _sure_until(slots, of_one=of_one))


@dataclass(frozen=True)
class Found:
    """Slots without holes, earliest first; not `whole` when the vendor hides some of a day."""

    slots: Sequence[Slot]
    whole: bool


AskPage = Callable[[date, PartOfDay, str | None], Awaitable[Page]]
Clinicians = Callable[[], Awaitable[Collection[str]]]


@dataclass(frozen=True)
class _Strand:
    day: date  # the next one to ask from
    part: PartOfDay
    clinician_id: str | None
    until: datetime | None = None  # everything before this moment is known; None: nothing yet

    def known_until(self) -> tuple[date, float]:
        return self.day, 0.0 if self.until is None else self.until.timestamp()

    def knows(self, slot: Slot) -> bool:
        if self.until is not None and slot.start < self.until:
            return True
        return slot.start.date() < self.day

    def asks_for(self, slot: Slot) -> bool:
        return (
            slot.start.date() >= self.day
            and self.part in (PartOfDay.ANY, PartOfDay.of(slot.start.time()))
            and self.clinician_id in (None, slot.clinician_id)
        )


async def cover(wanted: Wanted, ask: AskPage, clinicians: Clinicians, *, by_type: bool) -> Found:
    """Ask until the wanted days are known, or the `enough` earliest slots of them.

    `by_type` tells whether a page can be asked for all clinicians at once. Slots' starts must be
    in the clinic's zone.
    """
    strands = [_Strand(wanted.first, wanted.part, wanted.clinician_id)]
    if not by_type and wanted.clinician_id is None:
        strands = [replace(strands[0], clinician_id=one) for one in await clinicians()]
    found: dict[str, Slot] = {}
    whole = True
    while strands:
        if wanted.enough is not None and len(_known(found, strands)) >= wanted.enough:
            break
        strand = min(strands, key=_Strand.known_until)
        strands.remove(strand)
        told = await ask(strand.day, strand.part, strand.clinician_id)
        shown = (slot for slot in told.slots if wanted.takes(slot) and strand.asks_for(slot))
        found.update((slot.key, slot) for slot in shown)
        day = told.unknown_from(strand.part)
        if day is None:
            continue
        until = told.until or strand.until
        if day > strand.day:
            finer = [replace(strand, day=day, until=until)]
        elif strand.part is PartOfDay.ANY:
            finer = [
                replace(strand, day=first_day_left(day, until, part), part=part, until=until)
                for part in _PARTS
            ]
        elif strand.clinician_id is None:
            seen = {slot.clinician_id for slot in told.slots}
            ids = sorted(seen.union(await clinicians()))
            finer = [replace(strand, clinician_id=one, until=until) for one in ids]
        else:
            whole = False
            finer = [replace(strand, day=strand.day + _DAY, until=None)]
        strands += [one for one in finer if one.day <= wanted.last]
    return Found(_known(found, strands), whole)


def _known(found: dict[str, Slot], strands: Sequence[_Strand]) -> list[Slot]:
    """Those that no strand can still find an earlier one to; earliest first."""
    known = (slot for slot in found.values() if all(one.knows(slot) for one in strands))
    return sorted(known, key=lambda slot: (slot.start, slot.clinician_id))


def _sure_until(slots: Sequence[Slot], *, of_one: bool) -> datetime | None:
    """Within its last day a full page is known up to its last slot, if it shows its order.

    A page by the clock, on which some day goes back to a clinician whom it had left, can only have
    been cut by the clock. Otherwise each day may be listed clinician by clinician, and only whole
    days are sure.
    """
    starts = [slot.start for slot in slots]
    if not starts or any(later < earlier for earlier, later in pairwise(starts)):
        return None
    in_turn = [(slot.start.date(), slot.clinician_id) for slot in slots]
    turns = sum(1 for _ in groupby(in_turn))
    if not of_one and turns == len(set(in_turn)):
        return None
    return starts[-1]
