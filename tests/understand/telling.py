"""Wishes for a time written in short, so that a table of sentences can be read."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from connectors.model import PartOfDay
from dialogs.understand.said import hear
from dialogs.understand.when import read_when
from dialogs.understand.wish import Ponder, Unsure, When

# A Wednesday, in the middle of the morning.
NOW = datetime(2026, 3, 4, 10, 0, tzinfo=ZoneInfo("Europe/London"))


def _day(day: date) -> str:
    year = "" if day.year == NOW.year else f" {day.year}"
    return f"{day:%a} {day.day} {day:%b}{year}"


def _clock(clock: time) -> str:
    return f"{clock:%H:%M}"


def _wish(when: When) -> str:
    told: list[str] = []
    if when.first is not None and when.first == when.last:
        told.append(_day(when.first))
    elif when.first is not None and when.last is not None:
        told.append(f"{_day(when.first)} to {_day(when.last)}")
    elif when.first is not None:
        told.append(f"from {_day(when.first)}")
    if when.part is not PartOfDay.ANY:
        told.append(str(when.part))
    if when.at is not None:
        told.append(f"at {_clock(when.at)}")
    if when.not_before is not None and when.before is not None:
        told.append(f"{_clock(when.not_before)}-{_clock(when.before)}")
    elif when.not_before is not None:
        told.append(f"after {_clock(when.not_before)}")
    elif when.before is not None:
        told.append(f"before {_clock(when.before)}")
    if when.soonest:
        told.append("soonest")
    assumed = f" [{' '.join(when.assumed)}]" if when.assumed else ""
    return " ".join(told) + assumed


def tell(text: str, *, now: datetime = NOW, locale: str = "en_GB", bare: bool = False) -> str:
    """What is read of a text, in short; "-" for nothing."""
    match read_when(hear(text, locale), now, locale, bare=bare):
        case None:
            return "-"
        case Ponder(phrase):
            return f"ponder: {phrase}"
        case Unsure((), why):
            return f"{why}?"
        case Unsure(readings, why):
            return f"{why}? " + " / ".join(_wish(reading) for reading in readings)
        case When() as when:
            return _wish(when)


def table(text: str) -> list[tuple[str, str]]:
    """The rows of a table of sentences and what is read of them, with "=>" between the two."""
    rows = [line.split("=>") for line in text.strip().splitlines() if line.strip()]
    return [(said.strip(), read.strip()) for said, read in rows]
