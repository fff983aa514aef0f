"""From a row of items to one wish, to several that must not be guessed between, or to none."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from connectors.model import PartOfDay
from dialogs.understand import almanac
from dialogs.understand.almanac import Day
from dialogs.understand.clock import Clock, Hours, settle
from dialogs.understand.items import PART_ENDS, Item
from dialogs.understand.lexis import Lexeme
from dialogs.understand.wish import Unsure, When

_PARTS = (PartOfDay.MORNING, PartOfDay.AFTERNOON, PartOfDay.EVENING)
_TO = ("to", "until", "dash")
_ALTERNATIVES = ("or", "and", "comma")
_MOST_READINGS = 4
# From this hour on, "Tuesday" said on a Tuesday is next week's.
_DAY_IS_OVER = time(17)
_FILLING = ("the", "on", "at", "in", "a")


@dataclass(slots=True)
class _Group:
    """One day with the hours that were said of it; `start` and `end` are those of the day."""

    day: Day | None = None
    start: int = 0
    end: int = 0
    times: list[Item] = field(default_factory=list)
    early: bool = False  # its hours were said before its day


class _Unclear(Exception):
    """What was said does not fit together in a way that is certain."""


def gathered(
    found: Sequence[Lexeme], items: Sequence[Item], now: datetime, *, moves: bool
) -> When | Unsure | None:
    """The wish that the items make. `moves` says that an appointment is to be moved."""
    try:
        return _gathered(found, items, now, moves=moves)
    except _Unclear:
        return None


def _gathered(
    found: Sequence[Lexeme], items: Sequence[Item], now: datetime, *, moves: bool
) -> When | Unsure | None:
    kept = [item for item in items if not item.excluded]
    excluded = [item for item in items if item.excluded]
    groups = _bounded(found, _groups(found, [item for item in kept if item.sort != "soonest"]), now)
    if moves:
        groups = _new_time_only(found, groups)
    mismatch = _agreed(found, groups, now)
    if mismatch:
        return mismatch
    groups = _ranges(found, groups)
    _spread(groups)
    soonest = any(item.sort == "soonest" for item in kept)
    if not groups:
        return When(soonest=True) if soonest and not excluded else None
    troubles = [group.day.trouble for group in groups if group.day and group.day.trouble]
    if troubles:
        return Unsure((), troubles[0]) if len(groups) == 1 else None
    readings = [reading for group in groups for reading in _readings(group, now)]
    if excluded:
        _check_excluded(excluded, readings)
    return _told(readings, now, soonest=soonest)


def _told(readings: list[When], now: datetime, *, soonest: bool) -> When | Unsure:
    readings = _merged(list(dict.fromkeys(readings)))
    ahead = [reading for reading in readings if not _is_over(reading, now)]
    if not ahead:
        return Unsure((), "past")
    if len(ahead) > 1:
        if len(ahead) > _MOST_READINGS:
            raise _Unclear
        return Unsure(tuple(ahead), "which")
    only = ahead[0]
    return replace(only, soonest=True) if soonest and not only.says_day else only


def _groups(found: Sequence[Lexeme], items: Sequence[Item]) -> list[_Group]:
    """Each day with its hours; hours before the first day belong to that."""
    groups: list[_Group] = []
    waiting: list[Item] = []
    for item in items:
        if item.day is None:
            if groups and not _leads_to_next(found, item, items):
                groups[-1].times.append(item)
            else:
                waiting.append(item)
            continue
        groups.append(_Group(item.day, item.start, item.end, waiting, early=bool(waiting)))
        waiting = []
    if waiting:
        if groups:
            groups[-1].times += waiting
        else:
            groups.append(_Group(None, waiting[0].start, waiting[-1].end, waiting))
    return groups


def _leads_to_next(found: Sequence[Lexeme], item: Item, items: Sequence[Item]) -> bool:
    """Whether hours belong to the day after them: "Monday at 9 or at 10 on Tuesday"."""
    before = found[item.start - 1].kind if item.start else ""
    following = next((one for one in items if one.day and one.start >= item.end), None)
    if following is None or before not in ("or", "and", "comma"):
        return False
    return all(lexeme.kind in _FILLING for lexeme in found[item.end : following.start])


def _bounded(found: Sequence[Lexeme], groups: list[_Group], now: datetime) -> list[_Group]:
    """Days after "before", "by" and "until" as a run of days from today; open ends are unclear."""
    today = now.date()
    for group in groups:
        if group.day is None or not group.start:
            continue
        place = group.start - 1
        while place and found[place].kind in ("the", "on"):
            place -= 1
        kind = found[place].kind
        if kind in ("since", "after"):
            raise _Unclear
        if kind == "week-of" and not group.day.trouble:
            monday = almanac.monday_of(group.day.first)
            sunday = monday + almanac.WEEK - almanac.ONE_DAY
            group.day = Day(max(monday, today), sunday, group.day.assumed)
        if kind == "from" and not _ends_later(found, groups, group):
            raise _Unclear
        # "Monday until Friday" is a run of its own; "until Friday" begins today.
        joined = any(other.end >= place - 1 for other in groups if other.end <= place)
        if kind in ("before", "by") or (kind == "until" and not joined):
            last = group.day.last if kind != "before" else group.day.first - almanac.ONE_DAY
            group.day = (
                almanac.trouble(today, group.day.trouble or "past")
                if group.day.trouble or last < today
                else Day(today, last, group.day.assumed)
            )
    return groups


def _ends_later(found: Sequence[Lexeme], groups: Sequence[_Group], group: _Group) -> bool:
    following = next((other for other in groups if other.start >= group.end and other.day), None)
    if following is None:
        return (
            group.end < len(found) and group.day is not None and group.day.first != group.day.last
        )
    return any(lexeme.kind in _TO for lexeme in found[group.end : following.start])


def _new_time_only(found: Sequence[Lexeme], groups: list[_Group]) -> list[_Group]:
    """Of an appointment that is to be moved, the time it moves to: the last, and after "to"."""
    days = [group for group in groups if group.day]
    if not days:
        return groups
    target = days[-1]
    place = target.start - 1
    while place >= 0 and found[place].kind in ("the", "on", "around"):
        place -= 1
    if len(days) > 2 or place < 0 or found[place].kind not in ("to", "for", "until"):  # noqa: PLR2004
        raise _Unclear
    return [target]


def _between(found: Sequence[Lexeme], one: _Group, other: _Group) -> list[str]:
    """The kinds of words between two days, the hours said of the first left out."""
    read = {place for item in one.times for place in range(item.start, item.end)}
    read |= {place for item in other.times for place in range(item.start, item.end)}
    return [
        found[place].kind
        for place in range(one.end, other.start)
        if place not in read and found[place].kind not in _FILLING
    ]


def _agreed(found: Sequence[Lexeme], groups: list[_Group], now: datetime) -> Unsure | None:
    """Two ways of naming one day ("Tuesday 5 March") made one; or that they do not agree."""
    place = 0
    while place + 1 < len(groups):
        one, other = groups[place], groups[place + 1]
        if one.day is None or other.day is None or set(_between(found, one, other)) - {"comma"}:
            place += 1
            continue
        if one.day.trouble or other.day.trouble:
            return Unsure((), one.day.trouble or other.day.trouble or "past")
        day = _same_day(one.day, other.day)
        if day is None:
            return _mismatch(one, other, now)
        groups[place : place + 2] = [
            _Group(day, one.start, other.end, one.times + other.times, early=one.early)
        ]
    return None


def _same_day(one: Day, other: Day) -> Day | None:
    for narrow, wide in ((one, other), (other, one)):
        if narrow.first == narrow.last and wide.first <= narrow.first <= wide.last:
            return replace(narrow, weekday=None)
        if (
            narrow.weekday is not None
            and wide.first == wide.last
            and wide.weekday is None
            and wide.first.weekday() == narrow.weekday
        ):
            return wide
    return None


def _mismatch(one: _Group, other: _Group, now: datetime) -> Unsure | None:
    """A weekday and a date that disagree, as the two days that may be meant."""
    days = [group.day for group in (one, other) if group.day]
    named = next((day for day in days if day.weekday is not None), None)
    dated = next((day for day in days if day.weekday is None and day.first == day.last), None)
    if named is None or dated is None or named.weekday is None:
        raise _Unclear
    offset = (named.weekday - dated.first.weekday() + 3) % 7 - 3
    nearest = dated.first + timedelta(days=offset)
    if nearest < now.date():
        nearest += almanac.WEEK
    both = _Group(dated, times=one.times + other.times)
    readings = [
        reading
        for day in (dated, almanac.single(nearest))
        for reading in _readings(replace(both, day=day), now)
    ]
    return Unsure(tuple(readings), "weekday_mismatch")


def _ranges(found: Sequence[Lexeme], groups: list[_Group]) -> list[_Group]:
    """Make "Monday to Wednesday" one run of days; refuse what says nothing certain between two."""
    made: list[_Group] = []
    for group in groups:
        last = made[-1] if made else None
        if last is None or last.day is None or group.day is None:
            made.append(group)
            continue
        between = _between(found, last, group)
        opened = found[last.start - 1].kind == "between" if last.start else False
        if (between and all(kind in _TO for kind in between)) or (opened and between == ["and"]):
            made[-1] = _Group(
                _run(last.day, group.day), last.start, group.end, last.times + group.times
            )
        elif "or" in between or (between and set(between) <= set(_ALTERNATIVES)):
            made.append(group)
        else:
            raise _Unclear
    return made


def _run(first: Day, last: Day) -> Day:
    if first.trouble or last.trouble:
        return first if first.trouble else last
    end = last.last
    if end < first.first and last.weekday is not None:
        end += almanac.WEEK
    if end < first.first:
        raise _Unclear
    return Day(first.first, end, tuple(dict.fromkeys(first.assumed + last.assumed)))


def _spread(groups: Sequence[_Group]) -> None:
    """Hours said once for several days: after the last of them, or before the first."""
    if len(groups) < 2:  # noqa: PLR2004
        return
    timed = [group for group in groups if group.times]
    if len(timed) == 1 and (timed[0] is groups[-1] or timed[0].early):
        for group in groups:
            group.times = timed[0].times


def _readings(group: _Group, now: datetime) -> list[When]:
    """What one day and its hours mean; several where alternatives were said."""
    parts = list(dict.fromkeys(item.part for item in group.times if item.part is not None))
    windows = [item.window for item in group.times if item.sort == "window"]
    hours = _joined_hours([item.hours for item in group.times if item.hours])
    if len(windows) > 1 or (len(parts) > 1 and (hours or windows)) or (windows and hours):
        raise _Unclear
    window = windows[0] if windows else None
    each_part: list[int | None] = [*parts] or [None]
    each_hour: list[Hours | None] = [*hours] or [None]
    return [
        _one_reading(group.day, part, one, window, now) for part in each_part for one in each_hour
    ]


def _joined_hours(hours: list[Hours]) -> list[Hours]:
    """Make "after 9" and "before 12" one window; other hours are alternatives."""
    if len(hours) == 2:  # noqa: PLR2004
        starts = [one.not_before for one in hours if one.not_before and not one.before]
        ends = [one.before for one in hours if one.before and not one.not_before]
        if starts and ends:
            return [Hours(not_before=starts[0], before=ends[0])]
    if len(hours) > 1 and not all(one.at for one in hours):
        raise _Unclear
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
            raise _Unclear
        if part is not None and at and PartOfDay.of(at) is not _PARTS[part]:
            raise _Unclear
    elif window:
        not_before, before = window
    first, last = (day.first, day.last) if day else (None, None)
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
    return _is_over(when, now) or (not when.says_time and now.time() >= _DAY_IS_OVER)


def _is_over(when: When, now: datetime) -> bool:
    """Whether nothing of it is still to come."""
    if when.last is None or when.last > now.date():
        return False
    if when.last < now.date():
        return True
    ends = [end for end in (when.at, when.before) if end]
    if when.part is not PartOfDay.ANY:
        ends.append(PART_ENDS[_PARTS.index(when.part)])
    return any(end <= now.time() for end in ends)


def _merged(readings: list[When]) -> list[When]:
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


def _check_excluded(excluded: Sequence[Item], readings: Sequence[When]) -> None:
    """What is left is certain only if none of the days that were excluded is among it."""
    for item in excluded:
        for reading in readings:
            if item.day is None or item.day.trouble or reading.first is None:
                raise _Unclear
            if _overlaps(item.day, reading.first, reading.last or reading.first):
                raise _Unclear


def _overlaps(day: Day, first: date, last: date) -> bool:
    if day.weekday is None:
        return day.first <= last and first <= day.last
    # "Not Monday" is no Monday at all, in whatever week.
    return almanac.coming(first, day.weekday) <= last
