"""Everything in a text that tells time, found from left to right, and what is left unread."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from dialogs.understand import almanac
from dialogs.understand.almanac import Day
from dialogs.understand.clock import Hours, hours_at
from dialogs.understand.days import Today, day_at, written
from dialogs.understand.lexis import OTHER, Lexeme
from dialogs.understand.words.table import Times

MORNING, AFTERNOON, EVENING = 0, 1, 2
PART_ENDS = (time(12), time(17), time.max)
# What "early" and "late" make of the parts of the day, and lunch: (not before, before).
_EARLY = ((None, time(10)), (None, time(14)), (None, time(18)))
_LATE = ((time(10), None), (time(15), None), (time(18), None))
_AROUND_LUNCH = {
    "before": MORNING,
    "by": MORNING,
    "until": MORNING,
    "after": AFTERNOON,
    "from": AFTERNOON,
}
_LUNCH = (time(12), time(14))


@dataclass(slots=True)
class Item:
    """One expression and where it stands. Exactly one of the values is set, besides `sort`.

    `sort` is "day", "hours", "part", "window", "soonest", "past" or "unclear".
    """

    sort: str
    start: int
    end: int
    day: Day | None = None
    hours: Hours | None = None
    part: int | None = None
    window: tuple[time | None, time | None] = (None, None)
    excluded: bool = False


class _Scanner:
    def __init__(
        self, lexemes: Sequence[Lexeme], now: datetime, times: Times, today: Today, *, bare: bool
    ) -> None:
        self._lexemes = lexemes
        self._kinds = written(lexemes)
        self._now = now
        self._times = times
        self._today = today
        self._bare = bare
        self._items: list[Item] = []

    def scan(self) -> list[Item]:
        place = 0
        while place < len(self._lexemes):
            kind = self._lexemes[place].kind
            found = None if kind in (OTHER, "comma", "stop", "noise") else self._item(place)
            if found:
                self._items += found
            place = found[-1].end if found else place + 1
        return self._items

    def _kind(self, place: int) -> str:
        return self._lexemes[place].kind if 0 <= place < len(self._lexemes) else ""

    def _item(self, place: int) -> list[Item] | None:
        return self._fixed(place) or self._part(place) or self._day(place) or self._hours(place)

    def _fixed(self, place: int) -> list[Item] | None:
        kind = self._kind(place)
        if kind in ("soonest", "anytime"):
            return [Item("soonest", place, place + 1)]
        if kind == "tonight":
            return self._today_part(place, place + 1, EVENING)
        if kind == "this" and self._kind(place + 1) in ("part", "night", "lunch"):
            after = self._lexemes[place + 1]
            part = {"part": after.value, "night": EVENING, "lunch": AFTERNOON}[after.kind]
            return self._today_part(place, place + 2, part)
        if kind == "first-thing":
            return [Item("window", place, place + 1, part=MORNING, window=_EARLY[MORNING])]
        if kind == "after-work":
            return [Item("part", place, place + 1, part=EVENING)]
        return None

    def _today_part(self, place: int, end: int, part: int) -> list[Item]:
        if PART_ENDS[part] <= self._now.time():
            return [Item("past", place, end)]
        return [
            Item("day", place, end, day=almanac.single(self._today.date)),
            Item("part", end, end, part=part),
        ]

    def _part(self, place: int) -> list[Item] | None:
        kind, value = self._lexemes[place].kind, self._lexemes[place].value
        following = self._kind(place + 1)
        part: int | None = None
        end = place + 1
        if kind in ("early", "late") and following == "part":
            part = self._lexemes[place + 1].value
            window = (_EARLY if kind == "early" else _LATE)[part]
            return [Item("window", place, place + 2, part=part, window=window)]
        if kind == "lunch":
            return [Item("window", place, end, window=_LUNCH)]
        if kind in _AROUND_LUNCH and following == "lunch":
            part, end = _AROUND_LUNCH[kind], place + 2
        elif kind == "part" and not self._is_greeting(place):
            part = value
        elif kind == "night" and (self._after_item(place) or self._kind(place - 1) == "at"):
            part = EVENING
        elif kind == "meridiem" and (self._after_item(place) or self._kind(place - 1) == "the"):
            part = value
        return None if part is None else [Item("part", place, end, part=part)]

    def _after_item(self, place: int) -> bool:
        return bool(self._items) and self._items[-1].end == place

    def _is_greeting(self, place: int) -> bool:
        """Whether "Morning, ..." only says hello."""
        return place == 0 and self._kind(1) in ("comma", "stop") and len(self._lexemes) > 2  # noqa: PLR2004

    def _day(self, place: int) -> list[Item] | None:
        read = day_at(self._kinds, self._lexemes, place, self._today)
        if read is None:
            return None
        reading, end = read
        kinds = [lexeme.kind for lexeme in self._lexemes[place:end]]
        if kinds[-1] == "ordinal" and set(kinds) <= {"on", "the", "ordinal"}:
            if not self._is_date(place, end):
                return None
        elif kinds == ["month"] and not self._stands_alone():
            return None
        if isinstance(reading, Day):
            return [Item("day", place, end, day=reading)]
        return [Item("past" if reading == "past" else "unclear", place, end)]

    def _is_date(self, place: int, end: int) -> bool:
        """Whether an ordinal alone is a day: "the 14th please", not "my 3rd visit"."""
        ordinal = self._lexemes[end - 1]
        if not ordinal.text[0].isdigit() and (ordinal.value < 10 or end - place < 2):  # noqa: PLR2004
            return False
        before = self._lexemes[place - 1] if place else None
        after = self._lexemes[end] if end < len(self._lexemes) else None
        strange = before and before.kind == OTHER and before.text not in self._times.polite
        if strange and end - place < 2:  # noqa: PLR2004
            return False
        return after is None or after.kind != OTHER or after.text in self._times.after

    def _stands_alone(self) -> bool:
        return all(
            lexeme.kind in ("month", "stop", "comma") or lexeme.text in self._times.polite
            for lexeme in self._lexemes
        )

    def _hours(self, place: int) -> list[Item] | None:
        last = self._items[-1] if self._items else None
        kind, before = self._kind(place), self._kind(place - 1)
        if kind == "until" and not may_begin(self._lexemes, self._items, place, self._times):
            return None
        # In "9 or 10" the second number is a time since the first is one; "tomorrow 9" and
        # "morning 11" name no day of a month.
        listed = (
            last is not None
            and last.sort == "hours"
            and last.end == place - 1
            and before in ("or", "and")
        )
        run = before == "weekday" and self._kind(place + 1) == "dash"
        led = self._after_item(place) and (run or before in ("relative", "part"))
        # "The second one" is no time, even where times were offered.
        pronoun = place > 0 and self._lexemes[place].text in self._times.pronouns
        bare = listed or led or (self._bare and not pronoun)
        read = hours_at(self._lexemes, place, self._times.after, bare=bare)
        return [Item("hours", place, read[1], hours=read[0])] if read else None


def may_begin(lexemes: Sequence[Lexeme], items: Sequence[Item], place: int, times: Times) -> bool:
    """Whether "until" can bound a wish, and not what somebody does: "working until 5"."""
    before = lexemes[place - 1] if place else None
    return (
        before is None
        or before.kind in ("comma", "stop", "or", "and", "anytime", "day")
        or before.text in times.polite
        or before.text in times.moves
        or any(item.end == place for item in items)
    )


def scan(
    lexemes: Sequence[Lexeme], now: datetime, times: Times, today: Today, *, bare: bool
) -> list[Item]:
    """All items of a text, in their order."""
    return _Scanner(lexemes, now, times, today, bare=bare).scan()
