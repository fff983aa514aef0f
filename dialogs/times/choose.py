"""Which free times to show, and in which order."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from connectors.model import PartOfDay, Service, Slot
from dialogs.talk import Talk
from dialogs.times.frame import Times
from dialogs.understand.wish import When

PAGE = 5
PAGES = 3


def for_service(service: Service, frame: Times, talk: Talk) -> dict[str, object]:
    """The service as a fact; a clinician who was wished for and does not do it is let go."""
    able = {clinician.id for clinician in talk.clinicians_for(service)}
    keeps = frame.clinician in (None, "any") or frame.clinician in able
    return {"service": service} if keeps else {"service": service, "clinician": None}


def one_day(slots: Iterable[Slot], talk: Talk) -> date | None:
    """The clinic's calendar day of all these slots, where it is the same."""
    days = {talk.clinic.local(slot.start).date() for slot in slots}
    return days.pop() if len(days) == 1 else None


def shown(frame: Times) -> tuple[Slot, ...]:
    """The page of times that the patient is looking at."""
    start = frame.page * PAGE
    return (frame.offered or ())[start : start + PAGE]


def fits(slot: Slot, when: When, talk: Talk) -> bool:
    """Whether a slot is what was wished, by the clinic's clock."""
    local = talk.clinic.local(slot.start)
    day, clock = local.date(), local.time()
    return (
        (when.first is None or when.first <= day)
        and (when.last is None or day <= when.last)
        and (when.part is PartOfDay.ANY or PartOfDay.of(clock) is when.part)
        and (when.at is None or clock == when.at)
        and (when.not_before is None or clock >= when.not_before)
        and (when.before is None or clock < when.before)
    )


def too_soon(slot: Slot, talk: Talk) -> bool:
    """Whether a slot is over, or nearer than the clinic takes bookings for."""
    return slot.start < talk.now + talk.clinic.policy.minimum_notice


def one_a_time(slots: Iterable[Slot]) -> list[Slot]:
    """One slot for each starting time: the first clinician that has it."""
    by_start: dict[datetime, Slot] = {}
    for slot in slots:
        by_start.setdefault(slot.start, slot)
    return sorted(by_start.values(), key=lambda slot: slot.start)


def pages(slots: Iterable[Slot], talk: Talk, *, near: datetime | None = None) -> tuple[Slot, ...]:
    """Slots in the order of showing: each page of five in the order of time.

    Near a moment, the nearest come first; else a page spreads over the nearest days and, within a
    day, over its hours, so that five times are a real choice.
    """
    left = one_a_time(slots)
    shown: list[Slot] = []
    while left and len(shown) < PAGE * PAGES:
        page = _nearest(left, near) if near is not None else _spread(left, talk)
        left = [slot for slot in left if slot not in page]
        shown += sorted(page, key=lambda slot: slot.start)
    return tuple(shown)


def _nearest(slots: Sequence[Slot], moment: datetime) -> list[Slot]:
    return sorted(slots, key=lambda slot: (abs(slot.start - moment), slot.start))[:PAGE]


def _spread(slots: Sequence[Slot], talk: Talk) -> list[Slot]:
    days: dict[date, list[Slot]] = {}
    for slot in slots:
        days.setdefault(talk.clinic.local(slot.start).date(), []).append(slot)
    nearest = list(days.values())[:3]
    # The earliest day may fill the page alone; with more days each gives its share.
    share = {1: (PAGE,), 2: (3, 2), 3: (2, 2, 1)}[len(nearest)]
    chosen = [
        slot for day, count in zip(nearest, share, strict=True) for slot in _evenly(day, count)
    ]
    rest = [slot for slot in slots if slot not in chosen]
    return chosen + rest[: PAGE - len(chosen)]


def _evenly(slots: Sequence[Slot], count: int) -> list[Slot]:
    if len(slots) <= count:
        return list(slots)
    return [slots[place * len(slots) // count] for place in range(count)]


def wished_moment(when: When, talk: Talk, *, ahead: timedelta = timedelta()) -> datetime:
    """The moment to look around when nothing fits: what was wished, as one point in time."""
    day = when.first or talk.today
    clock = when.at or when.not_before or _MIDDLES[when.part]
    local = datetime.combine(day, clock, tzinfo=talk.clinic.zone)
    return max(local, talk.now + ahead)


_MIDDLES = {
    PartOfDay.ANY: time(9),
    PartOfDay.MORNING: time(9),
    PartOfDay.AFTERNOON: time(13),
    PartOfDay.EVENING: time(17),
}
