"""Looks for free times that fit a wish; where there are none, for those nearest to it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from connectors.model import PartOfDay, Slot, SlotSearch
from connectors.protocols import FindsFreeSlots
from dialogs.ports import Ports
from dialogs.talk import Talk
from dialogs.times.choose import (
    PAGE,
    PAGES,
    fits,
    one_a_time,
    pages,
    too_soon,
    wished_moment,
)
from dialogs.times.frame import Times
from dialogs.understand.wish import When

# Enough of the earliest to fill what is shown at once; each further question costs a request.
ENOUGH = PAGE * PAGES

# Times that were read longer ago than this are shown with the moment of their reading.
OLD = timedelta(minutes=2)

# Whether the patient has something else at a time, so that it is none for them.
Taken = Callable[[Slot], bool]


async def look(
    frame: Times, talk: Talk, ports: Ports, taken: Taken, *, nearest: bool = True
) -> Mapping[str, object]:
    """Look for what was wished; where there is none of it, for what is `nearest` to it.

    Gives facts for the frame; without `offered` among them nothing was found.
    """
    facts = await _Looking(frame, talk, ports, taken).facts(nearest=nearest)
    return {**facts, "as_of": _as_of(facts, talk)}


def _as_of(facts: Mapping[str, object], talk: Talk) -> datetime | None:
    """When the offered times were read, if that is long ago: the diary cannot be asked just now."""
    offered = facts.get("offered")
    reads = [slot.read_at for slot in offered if slot.read_at] if isinstance(offered, tuple) else []
    oldest = min(reads, default=talk.now)
    return oldest if talk.now - oldest > OLD else None


@dataclass(frozen=True, slots=True)
class _Looking:
    """One look into the diary for the wish of a frame."""

    frame: Times
    talk: Talk
    ports: Ports
    taken: Taken

    async def facts(self, *, nearest: bool) -> dict[str, object]:
        frame, talk = self.frame, self.talk
        when = frame.when or When(soonest=True)
        if frame.gone is not None:
            return await self._nearest(frame.gone.start, frame.gone)
        found = await self._free(when)
        still_free = [slot for slot in found if frame.slot and slot.key == frame.slot.key]
        if frame.slot is not None and not still_free:
            return await self._nearest(frame.slot.start, frame.slot)
        if not found and not nearest:
            return {"slot": None}
        if not found:
            moment = wished_moment(when, talk, ahead=talk.clinic.policy.minimum_notice)
            return await self._nearest(moment, None)
        offered = pages(found, talk)
        if still_free:
            return {"offered": offered, "slot": still_free[0]}
        starts = one_a_time(found)
        if when.at is not None and when.first == when.last and len(starts) == 1:
            return {"offered": offered, "slot": starts[0]}
        return {"offered": offered}

    async def _nearest(self, moment: datetime, gone: Slot | None) -> dict[str, object]:
        """The free slots nearest to a moment: of its day first, then of the days after it."""
        when = self.frame.when
        day = self.talk.clinic.local(moment).date()
        found = _without(gone, await self._free(When(first=day, last=day)))
        if not found:
            found = await self._free(When(first=day + timedelta(days=1)))
        if not found:
            found = _without(gone, await self._free(When(soonest=True)))
        if not found:
            return {"slot": None}
        near = moment if gone is not None or (when and when.says_time) else None
        offered = pages(found, self.talk, near=near)
        return {"offered": offered, "missed": gone is None, "gone": gone, "slot": None}

    async def _free(self, when: When) -> list[Slot]:
        """Free slots that fit the wish, the clinic's notice and its horizon, and are not taken."""
        frame, talk = self.frame, self.talk
        if frame.service is None:
            return []
        first, last = _bounds(when, talk)
        if first > last:
            return []
        narrow = when.at is not None or when.not_before is not None or when.before is not None
        one_day = first == last
        search = SlotSearch(
            service=frame.service,
            first_day=first,
            last_day=last,
            part=_part(when),
            clinician_id=frame.clinician if frame.clinician != "any" else None,
            enough=None if narrow or one_day else ENOUGH,
        )
        return [
            slot
            for slot in await self.ports[FindsFreeSlots].free_slots(search)
            if not too_soon(slot, talk) and fits(slot, when, talk) and not self.taken(slot)
        ]


def _without(gone: Slot | None, found: list[Slot]) -> list[Slot]:
    return [slot for slot in found if gone is None or slot.key != gone.key]


def _bounds(when: When, talk: Talk) -> tuple[date, date]:
    """The days to search: what was wished, within notice and horizon."""
    policy = talk.clinic.policy
    earliest = (talk.now + policy.minimum_notice).date()
    latest = talk.today + policy.horizon
    first = max(when.first or earliest, earliest)
    return first, min(when.last or latest, latest)


def _part(when: When) -> PartOfDay:
    """The part of the day that covers the wished times; ANY where one part does not."""
    if when.part is not PartOfDay.ANY:
        return when.part
    if when.at is not None:
        return PartOfDay.of(when.at)
    if when.before is not None and when.before <= time(12):
        return PartOfDay.MORNING
    if when.not_before is not None and when.not_before >= time(17):
        return PartOfDay.EVENING
    if when.not_before is not None and when.before is not None:
        first, last = PartOfDay.of(when.not_before), PartOfDay.of(when.before)
        return first if first is last else PartOfDay.ANY
    return PartOfDay.ANY
