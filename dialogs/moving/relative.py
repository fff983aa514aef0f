"""Times that are said by the time that an appointment has now: "two weeks later"."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

from dialogs.moving.said import of_the_new
from dialogs.talk import Talk
from dialogs.understand import almanac
from dialogs.understand.said import Said
from dialogs.understand.when import read_when
from dialogs.understand.wish import When

_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_SHIFT = re.compile(
    rf"\b({'|'.join(_NUMBERS)}|\d{{1,2}}) (day|week)s? (later|after|earlier|sooner|before)\b"
)
_NEXT_DAY = re.compile(r"\b(?:day after|following day)$")
_DAY_BEFORE = re.compile(r"\bday before$")
_NEXT_WEEK = re.compile(r"\b(?:week after|following week)$")
_SAME_DAY = re.compile(r"\b(?:same|that) day\b")
_SAME_TIME = re.compile(r"\bsame (?:time|hour)\b")
_ANY = (_SHIFT, _NEXT_DAY, _DAY_BEFORE, _NEXT_WEEK, _SAME_DAY, _SAME_TIME)


def is_relative(said: Said) -> bool:
    """Whether what was said can only be understood by the time that there is now."""
    text = " ".join(said.words)
    return any(pattern.search(text) for pattern in _ANY)


def read_relative(said: Said, start: datetime, talk: Talk) -> When | None:
    """The time that is wished for in the place of `start`; None where none is certain."""
    text = " ".join(said.words)
    local = talk.clinic.local(start)
    heard = read_when(of_the_new(said), talk.now, talk.locale)
    plain = heard if isinstance(heard, When) else When()
    if _SAME_TIME.search(text) and not plain.says_time:
        plain = replace(plain, at=local.time())
    days = _days(text, local)
    if days is not None and not plain.says_day:
        first, last = days
        if last < talk.today:
            return None
        plain = replace(plain, first=first, last=last, soonest=False)
    if _SAME_DAY.search(text) and not plain.says_time:
        if "earlier" in said.words:
            plain = replace(plain, before=local.time())
        elif "later" in said.words:
            plain = replace(plain, not_before=local.time())
    return plain if plain.says_day else None


def _days(text: str, local: datetime) -> tuple[date, date] | None:
    """The first and the last day that are meant, seen from the day that it is on now."""
    day = local.date()
    if shift := _SHIFT.search(text):
        number, unit, direction = shift.groups()
        ahead = timedelta(**{f"{unit}s": _NUMBERS.get(number) or int(number)})
        day += ahead if direction in ("later", "after") else -ahead
    elif _NEXT_WEEK.search(text):
        monday = almanac.monday_of(day) + almanac.WEEK
        return monday, monday + almanac.WEEK - almanac.ONE_DAY
    elif _NEXT_DAY.search(text):
        day += almanac.ONE_DAY
    elif _DAY_BEFORE.search(text):
        day -= almanac.ONE_DAY
    elif not _SAME_DAY.search(text):
        return None
    return day, day
