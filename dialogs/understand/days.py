"""The grammar of days: which words in which order name a day, a week or a month.

The rules are phrases over kinds of words, tried in order; the first that fits is taken, so a rule
stands before those that would read a part of it. What a rule means is the function beside it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dialogs.understand import almanac
from dialogs.understand.almanac import Day
from dialogs.understand.lexis import Lexeme
from dialogs.understand.patterns import Alphabet, expression

_WORDS_FOR_SETS: Mapping[str, str] = {
    "num": "figure|numeral",
    "nth": "figure|numeral|ordinal",
    "count": "figure|numeral|a|couple",
    "vaguely": "figure|numeral|a|couple|few",
    "span": "day|week|fortnight|months",
    "past_span": "day|week|fortnight|months|unit|hours",
    "since": "weekday|relative|month|ordinal|date|part|year|day|week|fortnight|months|unit",
    "to": "to|until|dash",
}


@dataclass(frozen=True, slots=True)
class Today:
    """What a rule may know: the day it is, and whether 6/8 is in June here."""

    date: date
    month_first: bool


# What a rule makes of its words: a day, "past" if it looks back, "vague" if it cannot be sure.
Reading = Day | str | None
Rule = Callable[[Mapping[str, list[Lexeme]], Today], Reading]


def _first(words: Mapping[str, list[Lexeme]], *kinds: str) -> Lexeme | None:
    return next((words[kind][0] for kind in kinds if kind in words), None)


def _number(words: Mapping[str, list[Lexeme]]) -> int:
    found = _first(words, "figure", "numeral", "ordinal")
    if found:
        return found.value
    return 2 if "couple" in words else 1


def _look_back(_: Mapping[str, list[Lexeme]], __: Today) -> Reading:
    return "past"


def _vague(_: Mapping[str, list[Lexeme]], __: Today) -> Reading:
    return "vague"


def _day_and_month(words: Mapping[str, list[Lexeme]], today: Today) -> Reading:
    year = _first(words, "year")
    return almanac.calendar_day(
        today.date, _number(words), words["month"][0].value, year.value if year else None
    )


def _days_and_month(words: Mapping[str, list[Lexeme]], today: Today) -> Reading:
    numbers = [one for one in words["all"] if one.kind in ("figure", "numeral", "ordinal")]
    if numbers[0].value >= numbers[-1].value:
        return "vague"
    year = _first(words, "year")
    ends = [
        almanac.calendar_day(
            today.date, one.value, words["month"][0].value, year.value if year else None
        )
        for one in numbers
    ]
    return next((end for end in ends if end.trouble), replace(ends[0], last=ends[-1].last))


def _day_of_months(words: Mapping[str, list[Lexeme]], today: Today) -> Reading:
    month = almanac.months_on(today.date.replace(day=1), 1 if "next" in words else 0)
    return almanac.calendar_day(today.date, _number(words), month.month, month.year)


def _in_figures(words: Mapping[str, list[Lexeme]], today: Today) -> Reading:
    return almanac.numeric(today.date, words["date"][0].parts, month_first=today.month_first)


def _ordinal(words: Mapping[str, list[Lexeme]], today: Today) -> Reading:
    return almanac.day_of_month(today.date, words["ordinal"][0].value)


def _span(words: Mapping[str, list[Lexeme]], start: date) -> date | None:
    number = _number(words)
    unit = _first(words, "day", "week", "fortnight", "months")
    if unit is None or number > 366:  # noqa: PLR2004
        return None
    if unit.kind == "months":
        return almanac.months_on(start, number)
    days = {"day": 1, "week": 7, "fortnight": 14}[unit.kind]
    return start + timedelta(days=days * number)


def _in_a_while(words: Mapping[str, list[Lexeme]], today: Today) -> Reading:
    day = _span(words, today.date)
    return almanac.single(day) if day else None


def _within(words: Mapping[str, list[Lexeme]], today: Today) -> Reading:
    day = _span(words, today.date)
    return Day(today.date, day) if day else None


def _named(words: Mapping[str, list[Lexeme]], today: Today) -> date:
    if weekday := _first(words, "weekday"):
        return almanac.coming(today.date, weekday.value)
    return today.date + timedelta(days=words["relative"][0].value)


def _while_after(words: Mapping[str, list[Lexeme]], today: Today) -> Reading:
    day = _span(words, _named(words, today))
    return almanac.single(day) if day else None


def _weekday_of_week(words: Mapping[str, list[Lexeme]], today: Today) -> Reading:
    day = almanac.of_week(today.date, words["weekday"][0].value, 1 if "next" in words else 0)
    return almanac.trouble(today.date, "past") if day < today.date else almanac.single(day)


def _next_weekday(words: Mapping[str, list[Lexeme]], today: Today) -> Reading:
    # As the British mean it: the one of next week, not the nearest. Said back with its date.
    return almanac.single(almanac.of_week(today.date, words["weekday"][0].value, 1), "next_week")


def _coming_weekday(words: Mapping[str, list[Lexeme]], today: Today) -> Reading:
    tomorrow = today.date + almanac.ONE_DAY
    return almanac.single(almanac.coming(tomorrow, words["weekday"][0].value))


def _this_weekday(words: Mapping[str, list[Lexeme]], today: Today) -> Reading:
    return almanac.single(almanac.coming(today.date, words["weekday"][0].value))


def _weekday(words: Mapping[str, list[Lexeme]], today: Today) -> Reading:
    weekday = words["weekday"][0].value
    return replace(almanac.single(almanac.coming(today.date, weekday)), weekday=weekday)


def _relative(words: Mapping[str, list[Lexeme]], today: Today) -> Reading:
    return almanac.single(_named(words, today))


def _week(words: Mapping[str, list[Lexeme]], today: Today) -> Reading:
    return almanac.week(today.date, 1 if "next" in words else 0)


def _week_after_next(_: Mapping[str, list[Lexeme]], today: Today) -> Reading:
    return almanac.week(today.date, 2)


def _weekend(words: Mapping[str, list[Lexeme]], today: Today) -> Reading:
    if "next" in words:
        return replace(almanac.weekend(today.date, 1), assumed=("next_week",))
    return almanac.weekend(today.date, 0)


def _month(words: Mapping[str, list[Lexeme]], today: Today) -> Reading:
    year = _first(words, "year")
    return almanac.named_month(today.date, words["month"][0].value, year.value if year else None)


def _months(words: Mapping[str, list[Lexeme]], today: Today) -> Reading:
    return almanac.whole_month(today.date, 1 if "next" in words else 0)


RULES: tuple[tuple[str, Rule], ...] = (
    # A certain weekday of a month
    ("[the] last|ordinal weekday of|in [the] [next|this] month|months", _vague),
    # What looks back, or only says how long
    ("yesterday [part|night]", _look_back),
    ("last weekday|week|weekend|months|month|night|part|fortnight|day|unit", _look_back),
    ("[for|around] @vaguely @past_span ago", _look_back),
    ("since [the] [last] [@vaguely] [@since] [of] [month]", _look_back),
    ("for [around] [the] [last|past|next] @vaguely @past_span", _look_back),
    ("@num unit|hours", _look_back),
    ("time-since [@vaguely] [@past_span]", _look_back),
    # Said too loosely to name days
    ("early|late|vague|half [part|in|of] [the] [next|this] week|months|month|weekday", _vague),
    ("every [num] weekday|day|week|month|months|part", _vague),
    ("feast [weekday]", _vague),
    ("weekday after next|that", _vague),
    ("in [around] @vaguely unit|hours", _vague),
    # Dates
    ("[between|from] [the] @nth @to|and [the] @nth [of] month [comma] [year]", _days_and_month),
    ("[between|from] month [the] @nth @to|and [the] @nth [comma] [year]", _days_and_month),
    ("[the] @nth [day] [of|in] month [comma] [year]", _day_and_month),
    ("[the] @nth [day] of|in this|next months", _day_of_months),
    ("[year] month [the] @nth !meridiem [comma] [year]", _day_and_month),
    ("date !unit|hours", _in_figures),
    # Spans from today, or from a day
    ("[the] @count @span [on|from|after] weekday|relative", _while_after),
    ("[the] week|fortnight on|from|after weekday|relative", _while_after),
    ("weekday|relative week|fortnight", _while_after),
    ("in|within [around] [the] next [@count] @span", _within),
    ("[the] next @count @span", _within),
    ("within [around] @count @span", _within),
    ("in [around] @count @span", _in_a_while),
    ("@count @span from-now", _in_a_while),
    # Weekdays
    ("weekday [comma] [of|in] next|this week", _weekday_of_week),
    ("next|this week [comma] [on] weekday", _weekday_of_week),
    ("[the] next weekday", _next_weekday),
    ("[this|the] coming weekday", _coming_weekday),
    ("this weekday", _this_weekday),
    ("weekday", _weekday),
    ("relative", _relative),
    # Weeks and months
    ("far-week", _week_after_next),
    ("rest-week", _week),
    ("[in|the] next|this [coming] week", _week),
    ("[on|at] [the] [this|next|coming] weekend", _weekend),
    ("[in|the] next|this months", _months),
    ("[in|next|this] month [of] [year]", _month),
    ("[the] ordinal", _ordinal),
)  # fmt: skip

_ALPHABET = Alphabet()
_GRAMMAR = re.compile(
    "|".join(
        f"(?P<r{number}>{expression(pattern, _ALPHABET.letter, _WORDS_FOR_SETS)})"
        for number, (pattern, _) in enumerate(RULES)
    ),
    re.DOTALL,
)


def written(lexemes: Sequence[Lexeme]) -> str:
    """The kinds of the words, as the grammar reads them."""
    return _ALPHABET.write(lexeme.kind for lexeme in lexemes)


def day_at(
    kinds: str, lexemes: Sequence[Lexeme], place: int, today: Today
) -> tuple[Reading, int] | None:
    """What the grammar reads at a place, with where that ends; None where no day is named."""
    match = _GRAMMAR.match(kinds, place)
    if match is None or match.lastgroup is None:
        return None
    words: dict[str, list[Lexeme]] = {"all": list(lexemes[place : match.end()])}
    for lexeme in lexemes[place : match.end()]:
        words.setdefault(lexeme.kind, []).append(lexeme)
    reading = RULES[int(match.lastgroup[1:])][1](words, today)
    return None if reading is None else (reading, match.end())
