"""One day and the hours that were said of it, as a wish; and which wishes are still to come."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time

from connectors.model import PartOfDay
from dialogs.understand import almanac
from dialogs.understand.almanac import Day
from dialogs.understand.clock import Clock, Hours, settle
from dialogs.understand.items import MORNING, PART_ENDS, Item
from dialogs.understand.wish import When

_PARTS = (PartOfDay.MORNING, PartOfDay.AFTERNOON, PartOfDay.EVENING)
# From this hour on, "Tuesday" said on a Tuesday is next week's.
_DAY_IS_OVER = time(17)
_NOON = time(12)


class Unclear(Exception):
    """What was said does not fit together in a way that is certain."""


def readings(day: Day | None, times: Sequence[Item], now: datetime) -> list[When]:
    """What one day and its hours mean; several where alternatives were said."""
    parts = list(dict.fromkeys(item.part for item in times if item.part is not None))
    windows = [item.window for item in times if item.sort == "window"]
    hours = _joined_hours([item.hours for item in times if item.hours])
    if len(windows) > 1 or (len(parts) > 1 and (hours or windows)) or (windows and hours):
        raise Unclear
    window = windows[0] if windows else None
    each_part: list[int | None] = [*parts] or [None]
    each_hour: list[Hours | None] = [*hours] or [None]
    return [_one_reading(day, part, one, window, now) for part in each_part for one in each_hour]


def _joined_hours(hours: list[Hours]) -> list[Hours]:
    """Make "after 9" and "before 12" one window; other hours are alternatives."""
    if len(hours) == 2:  # noqa: PLR2004
        starts = [one.not_before for one in hours if one.not_before and not one.before]
        ends = [one.before for one in hours if one.before and not one.not_before]
        if starts and ends:
            return [Hours(not_before=starts[0], before=ends[0])]
    if len(hours) > 1 and not all(one.at for one in hours):
        raise Unclear
    return hours


def _one_reading(
    day: Day | None,
    part: int | None,
    hours: Hours | None,
    window: tuple[time | None, time | None] | None,
    now: datetime,
) -> When:
    assumed: list[str] = list(day.assumed) if day else []

    def clock(said: Clock | None, later_than: int = 0) -> time | None:
        if said is None:
            return None
        meant, guessed = settle(said, part, later_than)
        if guessed:
            assumed.append(guessed)
        return meant

    at = not_before = before = None
    if hours:
        at = clock(hours.at)
        not_before = clock(_with_half_of(hours.not_before, hours.before))
        earliest = not_before.hour * 60 + not_before.minute if not_before else 0
        before = clock(hours.before, earliest)
        if not_before and before and before <= not_before:
            raise Unclear
        # "4 in the evening" is what people say; "3pm in the morning" is a slip.
        if part is not None and at and (at < _NOON) is not (part == MORNING):
            raise Unclear
    elif window:
        not_before, before = window
    first = day.first if day else None
    last = None if day is None or day.last == almanac.NO_END else day.last
    when = When(
        first=first,
        last=last,
        part=PartOfDay.ANY if part is None or at else _PARTS[part],
        at=at,
        not_before=not_before,
        before=before,
    )
    if day and day.weekday is not None and first == now.date() and _weekday_over(when, now):
        when = replace(when, first=day.first + almanac.WEEK, last=day.first + almanac.WEEK)
        assumed.append("next_week")
    return replace(when, assumed=tuple(dict.fromkeys(assumed)))


def _with_half_of(start: Clock | None, end: Clock | None) -> Clock | None:
    """Let "3 to 5pm" begin in the afternoon too, unless that would be after its end."""
    if not start or not end or start.half or end.half not in ("am", "pm"):
        return start
    earlier = start.minutes % (12 * 60) < end.minutes % (12 * 60)
    return replace(start, half=end.half) if earlier else start


def _weekday_over(when: When, now: datetime) -> bool:
    return is_over(when, now) or (not when.says_time and now.time() >= _DAY_IS_OVER)


def is_over(when: When, now: datetime) -> bool:
    """Whether nothing of it is still to come."""
    if when.last is None or when.last > now.date():
        return False
    if when.last < now.date():
        return True
    ends = [end for end in (when.at, when.before) if end]
    if when.part is not PartOfDay.ANY:
        ends.append(PART_ENDS[_PARTS.index(when.part)])
    return any(end <= now.time() for end in ends)


def merged(readings: list[When]) -> list[When]:
    """Days in a row with the same hours are one run of days."""
    merged: list[When] = []
    for reading in readings:
        last = merged[-1] if merged else None
        if (
            last
            and last.last
            and reading.first == last.last + almanac.ONE_DAY
            and _hours_of(reading) == _hours_of(last)
        ):
            assumed = tuple(dict.fromkeys(last.assumed + reading.assumed))
            merged[-1] = replace(last, last=reading.last, assumed=assumed)
        else:
            merged.append(reading)
    return merged


def _hours_of(when: When) -> When:
    return replace(when, first=None, last=None, assumed=())


def check_excluded(excluded: Sequence[Item], readings: Sequence[When]) -> None:
    """What is left is certain only if none of the days that were excluded is among it."""
    for item in excluded:
        for reading in readings:
            if item.day is None or item.day.trouble or reading.first is None:
                raise Unclear
            if _overlaps(item.day, reading.first, reading.last or almanac.NO_END):
                raise Unclear


def _overlaps(day: Day, first: date, last: date) -> bool:
    if day.weekday is None:
        return day.first <= last and first <= day.last
    # "Not Monday" is no Monday at all, in whatever week.
    return almanac.coming(first, day.weekday) <= last
