"""Dates of birth: a strict reader of its own, since they are always past and never relative."""

import re
from datetime import date

from dialogs.understand.almanac import a_date
from dialogs.understand.said import Said
from dialogs.understand.words import per_language
from dialogs.understand.words.table import Words

_EARLIEST = date(1900, 1, 1)
_YEAR = r"(\d{4}|\d{2})(?!\d)"
_SEPARATED = re.compile(
    rf"(?<![\d./-])(\d{{1,2}})\s?([./-])\s?(\d{{1,2}})\s?\2\s?{_YEAR}(?![./-]\d)"
)
_ISO = re.compile(r"(?<![\d./-])(\d{4})([./-])(\d{1,2})\2(\d{1,2})(?![\d./-])")
_SPACED = re.compile(r"(?<!\d)(\d{1,2}) (\d{1,2}) (\d{4})(?!\d)")
_RUN_TOGETHER = re.compile(r"(?<!\d)(\d{2})(\d{2})((?:19|20)\d{2})(?!\d)")


@per_language
def _named(words: Words) -> tuple[dict[str, int], re.Pattern[str], re.Pattern[str]]:
    kinds = words.times.kinds
    months = {**kinds["month"], **kinds["weak-month"]}
    month = "|".join(sorted(months, key=len, reverse=True))
    nth = rf"(\d{{1,2}})\s?(?:{'|'.join(kinds['suffix'])})?"
    joining = "|".join((*kinds["of"], *kinds["the"]))
    gap = rf"[\s,./-]*(?:(?:{joining})\s)?[\s,./-]*"
    day_month = re.compile(rf"(?<!\d){nth}{gap}({month})\.?{gap}{_YEAR}")
    month_day = re.compile(rf"\b({month})\.?{gap}{nth}{gap}{_YEAR}")
    return months, day_month, month_day


def read_birth_date(said: Said, today: date, locale: str) -> date | None:
    """The date of birth that a text gives: day, month and year, in figures or with the month named.

    None if there is none, or more than one, or if it is no day, not yet past, or before 1900. A
    year of two figures is the last such year that is not to come. The order of figures follows the
    locale, unless only the other one makes a date.
    """
    month_first = locale.replace("-", "_") in said.language.times.month_first
    given = _given(" ".join(said.tokens), said, month_first=month_first)
    if len(given) != 1:
        return None
    year, month, day = given.pop()
    if len(year) == 2:  # noqa: PLR2004
        # The latest of the years that end so; 29 February is looked for in the century before too.
        century = today.year - today.year % 100 + int(year)
        years = [century, century - 100]
    else:
        years = [int(year)]
    dates = [found for one in years if (found := a_date(one, month, day))]
    return next((found for found in dates if _EARLIEST <= found <= today), None)


def _given(text: str, said: Said, *, month_first: bool) -> set[tuple[str, int, int]]:
    """Every date in the text as year, month and day, whether or not there is such a day."""
    months, day_month, month_day = _named(said.language)
    given = {(year, months[name], int(day)) for day, name, year in day_month.findall(text)}
    if not given:
        given = {(year, months[name], int(day)) for name, day, year in month_day.findall(text)}
    given |= {(year, int(month), int(day)) for year, _, month, day in _ISO.findall(text)}
    in_figures = [(a, b, year) for a, _, b, year in _SEPARATED.findall(text)]
    in_figures += _SPACED.findall(text) + _RUN_TOGETHER.findall(text)
    for first, second, year in in_figures:
        a, b = int(first), int(second)
        day, month = (b, a) if month_first else (a, b)
        if month > 12 >= day:  # noqa: PLR2004
            day, month = month, day
        given.add((year, month, day))
    return given
