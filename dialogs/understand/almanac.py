"""Days worked out from what was said of them; the only place that calculates with dates."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

WEEK = timedelta(days=7)
ONE_DAY = timedelta(days=1)
# The last day of what has no end.
NO_END = date.max
_SUNDAY = 6
_SATURDAY = 5
# A date without a year that went by so recently is meant as past, not as next year's.
_JUST_PAST = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Day:
    """A day or a run of days. `weekday` is set when only the weekday's name was said.

    `trouble` says why there is no such day to come: "past", "too_far" or "no_such_day".
    """

    first: date
    last: date
    assumed: tuple[str, ...] = ()
    weekday: int | None = None
    trouble: str | None = None


def single(day: date, *assumed: str) -> Day:
    return Day(day, day, assumed)


def trouble(today: date, why: str) -> Day:
    return Day(today, today, trouble=why)


def coming(today: date, weekday: int) -> date:
    """The nearest such weekday, today included."""
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def of_week(today: date, weekday: int, weeks: int) -> date:
    """A weekday of the week so many weeks from now; weeks begin on Monday."""
    return monday_of(today) + weeks * WEEK + timedelta(days=weekday)


def week(today: date, weeks: int) -> Day:
    """The whole of a week, or what is left of this one."""
    monday = monday_of(today) + weeks * WEEK
    return Day(max(monday, today), monday + timedelta(days=_SUNDAY))


def weekend(today: date, weeks: int) -> Day:
    saturday = of_week(today, _SATURDAY, weeks)
    return Day(max(saturday, today), saturday + ONE_DAY)


def months_on(day: date, months: int) -> date:
    """The same day of a later month, or that month's last."""
    year, month = _month_on(day, months)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def whole_month(today: date, months: int) -> Day:
    year, month = _month_on(today, months)
    return Day(max(date(year, month, 1), today), date(year, month, monthrange(year, month)[1]))


def named_month(today: date, month: int, year: int | None = None) -> Day:
    """The month of that name that is going on or comes next, or that of a given year."""
    months = (month - today.month) % 12
    if year is not None:
        months = (year - today.year) * 12 + month - today.month
        if not 0 <= months <= 24:  # noqa: PLR2004
            return trouble(today, "past" if months < 0 else "too_far")
    found = whole_month(today, months)
    rolled = year is None and found.first.year > today.year
    return Day(found.first, found.last, ("next_year",) if rolled else ())


def day_of_month(today: date, number: int) -> Day:
    """The next day with this number, in this month or the first later one that has it."""
    if not 1 <= number <= 31:  # noqa: PLR2004
        return trouble(today, "no_such_day")
    for months in range(3):
        year, month = _month_on(today, months)
        if number <= monthrange(year, month)[1] and date(year, month, number) >= today:
            return single(date(year, month, number))
    return trouble(today, "no_such_day")


def calendar_day(today: date, day: int, month: int, year: int | None, *assumed: str) -> Day:
    """A day of a month, of the year given or of the nearest that makes sense."""
    if year is not None:
        return _of_year(today, a_date(year if year > 99 else 2000 + year, month, day), assumed)  # noqa: PLR2004
    this_year = a_date(today.year, month, day)
    if this_year and this_year >= today:
        return single(this_year, *assumed)
    if this_year and today - this_year <= _JUST_PAST:
        return trouble(today, "past")
    next_year = a_date(today.year + 1, month, day)
    if next_year is None:
        return trouble(today, "past" if this_year else "no_such_day")
    return single(next_year, *assumed, "next_year")


def _of_year(today: date, day: date | None, assumed: tuple[str, ...]) -> Day:
    if day is None:
        return trouble(today, "no_such_day")
    if day < today:
        return trouble(today, "past")
    return trouble(today, "too_far") if day.year > today.year + 1 else single(day, *assumed)


def numeric(today: date, parts: tuple[str, ...], *, month_first: bool) -> Day:
    """A date in figures, its order by locale unless only the other one makes a date."""
    first, second, third = parts
    if len(first) == 4:  # noqa: PLR2004
        return calendar_day(today, int(third or 0), int(second), int(first))
    year = int(third) if third else None
    order = ("month_first", "day_first") if month_first else ("day_first", "month_first")
    a, b = int(first), int(second)
    pairs = {"day_first": (a, b), "month_first": (b, a)}
    possible = [name for name in order if a_date(2000, pairs[name][1], pairs[name][0])]
    if not possible:
        return trouble(today, "no_such_day")
    day, month = pairs[possible[0]]
    # Nothing is assumed where the other order would be the same day, or none.
    plain = a == b or (len(possible) == 1 and possible[0] == order[0])
    return calendar_day(today, day, month, year, *(() if plain else possible[:1]))


def a_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month_on(day: date, months: int) -> tuple[int, int]:
    years, month = divmod(day.month - 1 + months, 12)
    return day.year + years, month + 1
