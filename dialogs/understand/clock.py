"""The grammar of hours: clock times and windows, spoken or in figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from dialogs.understand.lexis import OTHER, Lexeme

_HOUR = 60
_NOON = 12 * _HOUR
_DAY = 24 * _HOUR
_SPOKEN_MINUTES = (5, 10, 20, 25)
_SPOKEN_AFTER_HOUR = (10, 15, 20, 25, 30, 35, 40, 45, 50, 55)
# Minutes of the day, where the time ends, whether it is surely one, and by the 24-hour clock.
_Found = tuple[int, int, bool, bool]
_JOINERS = ("to", "until", "dash")
# After a bare number these make it a date, an age or a count: "at 5 March", "after 3 days".
_COUNTED = (
    "month",
    "of",
    "ordinal",
    "day",
    "week",
    "fortnight",
    "months",
    "unit",
    "year",
    "suffix",
)


@dataclass(frozen=True, slots=True)
class Clock:
    """A time as it was said. `sure` means that nothing else than a time can be meant."""

    minutes: int
    half: str | None  # "am", "pm" or "24" where it was said
    sure: bool


@dataclass(frozen=True, slots=True)
class Hours:
    """One time or a window; which half of the day is meant may still be open."""

    at: Clock | None = None
    not_before: Clock | None = None
    before: Clock | None = None


def hours_at(
    lexemes: Sequence[Lexeme], place: int, may_follow: frozenset[str], *, bare: bool
) -> tuple[Hours, int] | None:
    """The hours named at a place, with where they end; a number alone only where `bare` says so."""
    reader = _Reader(lexemes, may_follow, bare=bare)
    kind = lexemes[place].kind
    if kind in ("between", "from"):
        return reader.window(place + 1, open_end=kind == "from")
    if kind in ("after", "past"):
        return reader.bound(place + 1, "not_before")
    if kind in ("before", "by", "until"):
        return reader.bound(place + 1, "before")
    if kind in ("at", "around"):
        skip = kind == "at" and place + 1 < len(lexemes) and lexemes[place + 1].kind == "around"
        return reader.point(place + 2 if skip else place + 1, asked=True)
    return reader.point(place, asked=bare)


class _Reader:
    def __init__(
        self, lexemes: Sequence[Lexeme], may_follow: frozenset[str], *, bare: bool
    ) -> None:
        self._lexemes = lexemes
        self._may_follow = may_follow
        self._bare = bare

    def _kind(self, place: int) -> str:
        return self._lexemes[place].kind if 0 <= place < len(self._lexemes) else ""

    def window(self, place: int, *, open_end: bool) -> tuple[Hours, int] | None:
        first = self.clock(place)
        if first is None:
            return None
        start, end = first
        if self._kind(end) in (*_JOINERS, "and"):
            if second := self.clock(end + 1):
                return Hours(not_before=start, before=second[0]), second[1]
            if self._kind(end) != "and":
                return None
        if not open_end:
            return None
        if self._kind(end) == "on":
            end += 1
        return Hours(not_before=start), end

    def bound(self, place: int, which: str) -> tuple[Hours, int] | None:
        if self._kind(place) == "around":
            place += 1
        found = self.clock(place)
        if found is None:
            return None
        clock, end = found
        hours = Hours(not_before=clock) if which == "not_before" else Hours(before=clock)
        return hours, end

    def point(self, place: int, *, asked: bool) -> tuple[Hours, int] | None:
        found = self.clock(place)
        if found is None:
            return None
        clock, end = found
        if self._kind(end) in _JOINERS and (second := self.clock(end + 1)):
            if asked or clock.sure or second[0].sure:
                return Hours(not_before=clock, before=second[0]), second[1]
            return None
        if not (asked or clock.sure):
            return None
        if self._kind(end) == "onwards":
            return Hours(not_before=clock), end + 1
        if self._kind(end) == "earlier":
            return Hours(before=clock), end + 1
        return Hours(at=clock), end

    def clock(self, place: int) -> tuple[Clock, int] | None:
        """One clock time at a place, with where it ends."""
        found = self._spoken(place) or self._figures(place)
        if found is None or found[0] >= _DAY:
            return None
        minutes, end, sure, day_long = found
        if self._kind(end) == "oclock":
            sure, end = True, end + 1
        half = "24" if day_long or minutes >= 13 * _HOUR else None
        beside = end
        while self._kind(beside) in ("in", "the", "this"):
            beside += 1
        if self._kind(beside) == "meridiem":
            if minutes < 13 * _HOUR:
                half = "pm" if self._lexemes[beside].value else "am"
            sure, end = True, beside + 1
        elif beside > end and self._kind(beside) == "part":
            # "3 in the afternoon" is surely a time; the part is read by itself.
            sure = sure or 1 <= self._lexemes[place].value <= 12  # noqa: PLR2004
        if not sure and not self._alone(place, end):
            return None
        return Clock(minutes, half, sure), end

    def _alone(self, place: int, end: int) -> bool:
        """Whether a number counts nothing that follows it."""
        if not 1 <= self._lexemes[place].value <= 12 or end - place > 1:  # noqa: PLR2004
            return False
        kind = self._kind(end)
        if kind in _COUNTED:
            return False
        return kind != OTHER or self._lexemes[end].text in self._may_follow

    def _figures(self, place: int) -> _Found | None:
        kind = self._kind(place)
        if kind in ("figure", "numeral"):
            return self._lexemes[place].value * _HOUR, place + 1, False, False
        if kind == "noon":
            return _NOON, place + 1, True, True
        if kind == "clock":
            lexeme = self._lexemes[place]
            # "07:30" is written by the 24-hour clock; "02:30" at a clinic hardly is.
            early = lexeme.value < _HOUR or lexeme.value >= 7 * _HOUR
            whole_day = lexeme.text.startswith("0") and early
            return lexeme.value, place + 1, True, whole_day
        if kind == "hhmm":
            if self._bare or self._kind(place - 1) in ("at", "weekday", "relative"):
                return self._lexemes[place].value, place + 1, True, True
            if self._kind(place + 1) in ("hours", "meridiem"):
                skipped = 2 if self._kind(place + 1) == "hours" else 1
                return self._lexemes[place].value, place + skipped, True, skipped > 1
        return None

    def _spoken(self, place: int) -> _Found | None:
        """Half nine, half past two, quarter to four, ten past three, nine thirty."""
        kind = self._kind(place)
        if kind == "a" and self._kind(place + 1) == "quarter":
            place, kind = place + 1, "quarter"
        if kind == "half":
            past = self._kind(place + 1) == "past"
            hour = self._hour(place + 2 if past else place + 1)
            end = place + 3 if past else place + 2
            return (hour * _HOUR + 30, end, True, False) if hour else None
        if kind == "quarter":
            return self._past_or_to(place + 1, 15)
        if kind in ("figure", "numeral"):
            return self._hour_and_minutes(place) or self._minutes_and_hour(place)
        return None

    def _hour_and_minutes(self, place: int) -> _Found | None:
        """Nine thirty, or 9 30 pm: two figures side by side alone may be anything."""
        hour = self._hour(place)
        kinds = self._kind(place), self._kind(place + 1)
        if not hour or kinds not in (("numeral", "numeral"), ("figure", "figure")):
            return None
        minutes = self._lexemes[place + 1].value
        told = kinds[0] == "numeral" or self._kind(place + 2) == "meridiem"
        if minutes not in _SPOKEN_AFTER_HOUR or not told:
            return None
        return hour * _HOUR + minutes, place + 2, True, False

    def _minutes_and_hour(self, place: int) -> _Found | None:
        minutes = self._lexemes[place].value
        after = place + 2 if self._kind(place + 1) == "unit" else place + 1
        # "10 to 4" in figures may be a window; in words it is ten minutes to four.
        if minutes in _SPOKEN_MINUTES and (
            self._kind(place) == "numeral" or self._kind(after) == "past"
        ):
            return self._past_or_to(after, minutes)
        return None

    def _past_or_to(self, place: int, minutes: int) -> _Found | None:
        hour = self._hour(place + 1)
        if not hour:
            return None
        if self._kind(place) in ("past", "after"):
            return hour * _HOUR + minutes, place + 2, True, False
        if self._kind(place) == "to":
            return hour * _HOUR - minutes, place + 2, True, False
        return None

    def _hour(self, place: int) -> int | None:
        if self._kind(place) == "noon":
            return 12
        if self._kind(place) not in ("figure", "numeral"):
            return None
        hour = self._lexemes[place].value
        return hour if 1 <= hour <= 12 else None  # noqa: PLR2004


def settle(clock: Clock, part: int | None, later_than: int = 0) -> tuple[time, str | None]:
    """The clock time that is meant, and what had to be assumed for it ("am" or "pm").

    Without am or pm, 8 to 11 are in the morning and 1 to 7 in the afternoon, as clinics are open;
    `part` (0 morning, 1 afternoon, 2 evening) decides where it was said. The end of a window comes
    after its beginning, `later_than`.
    """
    minutes = clock.minutes % _DAY
    assumed = None
    noonish = _NOON <= minutes < _NOON + _HOUR
    if clock.half == "am":
        minutes -= _NOON if noonish else 0
    elif clock.half == "pm":
        minutes += 0 if noonish else _NOON
    elif clock.half is None and not noonish and minutes < _NOON + _HOUR:
        if part is not None:
            minutes += _NOON if part else 0
        elif minutes < 8 * _HOUR or minutes <= later_than:
            minutes, assumed = minutes + _NOON, "pm"
        else:
            assumed = "am"
    minutes %= _DAY
    return time(minutes // _HOUR, minutes % _HOUR), assumed
