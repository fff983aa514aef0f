"""From a row of items to one wish, to several that must not be guessed between, or to none."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from dialogs.understand import almanac
from dialogs.understand.almanac import Day
from dialogs.understand.items import Item
from dialogs.understand.lexis import Lexeme
from dialogs.understand.reading import Unclear, check_excluded, is_over, merged, readings
from dialogs.understand.wish import Unsure, When

_TO = ("to", "until", "dash")
_ALTERNATIVES = ("or", "and", "comma")
_MOST_READINGS = 4
_BOUNDS = ("before", "by", "until", "after", "from", "week-of")
_TRAILING = {"onwards": "from", "earlier": "by"}
_FILLING = ("the", "on", "at", "in", "a")


@dataclass(slots=True)
class _Group:
    """One day with the hours that were said of it; `start` and `end` are those of the day."""

    day: Day | None = None
    start: int = 0
    end: int = 0
    times: list[Item] = field(default_factory=list)
    early: bool = False  # its hours were said before its day


def gathered(found: Sequence[Lexeme], items: Sequence[Item], now: datetime) -> When | Unsure | None:
    """The wish that the items make."""
    try:
        return _gathered(found, items, now)
    except Unclear:
        return None


def _gathered(
    found: Sequence[Lexeme], items: Sequence[Item], now: datetime
) -> When | Unsure | None:
    kept = [item for item in items if not item.excluded]
    excluded = [item for item in items if item.excluded]
    groups = _groups(found, [item for item in kept if item.sort != "soonest"])
    mismatch = _agreed(found, groups, now)
    if mismatch:
        return mismatch
    groups = _ranges(found, _bounded(found, groups, now))
    _spread(groups)
    soonest = any(item.sort == "soonest" for item in kept)
    if not groups:
        return When(soonest=True) if soonest and not excluded else None
    troubles = [group.day.trouble for group in groups if group.day and group.day.trouble]
    if troubles:
        return Unsure((), troubles[0]) if len(groups) == 1 else None
    found_readings = [one for group in groups for one in readings(group.day, group.times, now)]
    if excluded:
        check_excluded(excluded, found_readings)
    return _told(found_readings, now, soonest=soonest)


def _told(made: Sequence[When], now: datetime, *, soonest: bool) -> When | Unsure:
    ahead = [one for one in merged(list(dict.fromkeys(made))) if not is_over(one, now)]
    if not ahead:
        return Unsure((), "past")
    if len(ahead) > 1:
        if len(ahead) > _MOST_READINGS:
            raise Unclear
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
    """Days after "before", "by", "until", "after" and "from" as the run of days that is meant."""
    for place, group in enumerate(groups):
        if group.day is None:
            continue
        previous = groups[place - 1] if place else None
        following = groups[place + 1] if place + 1 < len(groups) else None
        kind = _leading(found, group)
        # "Monday until Friday" and "from Monday to Friday" are runs of their own.
        if kind == "until" and previous and not _between(found, previous, group)[1:]:
            continue
        if kind == "from" and following and _is_run(_between(found, group, following)):
            continue
        if kind == "" and group.end < len(found):
            kind = _TRAILING.get(found[group.end].kind, "")
        group.day = _bound(group.day, kind, now)
    return groups


def _leading(found: Sequence[Lexeme], group: _Group) -> str:
    place = group.start - 1
    while place >= 0 and found[place].kind in ("the", "on"):
        place -= 1
    kind = found[place].kind if place >= 0 else ""
    return kind if kind in _BOUNDS else ""


def _bound(day: Day, kind: str, now: datetime) -> Day:
    today = now.date()
    if not kind or (day.trouble and day.trouble != "past"):
        return day
    if kind in ("before", "by", "until"):
        last = day.first - almanac.ONE_DAY if kind == "before" else day.last
        if day.trouble or last < today:
            return almanac.trouble(today, "past")
        return Day(today, last, day.assumed)
    if day.trouble:
        return day
    if kind == "week-of":
        monday = almanac.monday_of(day.first)
        return Day(max(monday, today), monday + almanac.WEEK - almanac.ONE_DAY, day.assumed)
    first = day.first if kind == "from" else day.last + almanac.ONE_DAY
    return Day(first, almanac.NO_END, day.assumed)


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
        between = _between(found, one, other)
        if one.day is None or other.day is None or set(between) - {"comma"}:
            place += 1
            continue
        if (
            between
            and one.day.weekday != other.day.weekday
            and None not in (one.day.weekday, other.day.weekday)
        ):
            # "Monday, Tuesday or Wednesday" is a list.
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
        raise Unclear
    offset = (named.weekday - dated.first.weekday() + 3) % 7 - 3
    nearest = dated.first + timedelta(days=offset)
    if nearest < now.date():
        nearest += almanac.WEEK
    times = one.times + other.times
    both = [
        reading for day in (dated, almanac.single(nearest)) for reading in readings(day, times, now)
    ]
    return Unsure(tuple(both), "weekday_mismatch")


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
        if _is_run(between) or (opened and between == ["and"]):
            made[-1] = _Group(
                _run(last.day, group.day), last.start, group.end, last.times + group.times
            )
        elif "or" in between or (between and set(between) <= set(_ALTERNATIVES)):
            made.append(group)
        else:
            raise Unclear
    return made


def _is_run(between: Sequence[str]) -> bool:
    return bool(between) and all(kind in _TO for kind in between)


def _run(first: Day, last: Day) -> Day:
    if first.trouble or last.trouble:
        return first if first.trouble else last
    end = last.last
    if end < first.first and last.weekday is not None:
        end += almanac.WEEK
    if end < first.first:
        raise Unclear
    return Day(first.first, end, tuple(dict.fromkeys(first.assumed + last.assumed)))


def _spread(groups: Sequence[_Group]) -> None:
    """Hours said once for several days: after the last of them, or before the first."""
    if len(groups) < 2:  # noqa: PLR2004
        return
    timed = [group for group in groups if group.times]
    if len(timed) == 1 and (timed[0] is groups[-1] or timed[0].early):
        for group in groups:
            group.times = timed[0].times
