"""Locales, the turn of months and years, and what the hour of the day changes."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from tests.understand.telling import table, tell

LONDON = ZoneInfo("Europe/London")

ORDER = [
    ("en_GB", "6/8", "Thu 6 Aug [day_first]"),
    ("en_IE", "6/8", "Thu 6 Aug [day_first]"),
    ("en_AU", "6/8", "Thu 6 Aug [day_first]"),
    ("en_NZ", "6/8", "Thu 6 Aug [day_first]"),
    ("en_US", "6/8", "Mon 8 Jun [month_first]"),
    ("en-US", "6/8", "Mon 8 Jun [month_first]"),
    ("en_US", "6/8/2026", "Mon 8 Jun [month_first]"),
    ("en_US", "2026-06-08", "Mon 8 Jun"),
    ("en_GB", "7/7", "Tue 7 Jul"),
    ("en_GB", "25/8", "Tue 25 Aug"),
    ("en_US", "8/25", "Tue 25 Aug"),
    ("en_US", "25/8", "Tue 25 Aug [day_first]"),
    ("en_GB", "8/25", "Tue 25 Aug [month_first]"),
    ("en_US", "August 6th", "Thu 6 Aug"),
    ("en_US", "6 August", "Thu 6 Aug"),
    ("en_US", "half nine", "at 09:30 [am]"),
]


@pytest.mark.parametrize(("locale", "said", "read"), ORDER)
def test_the_order_of_day_and_month_follows_the_locale(locale: str, said: str, read: str) -> None:
    assert tell(said, locale=locale) == read


# Wednesday 31 December 2025, 10:00
YEAR_END = """
tomorrow              => Thu 1 Jan
today                 => Wed 31 Dec 2025
Friday                => Fri 2 Jan
next Tuesday          => Tue 6 Jan [next_week]
this week             => Wed 31 Dec 2025 to Sun 4 Jan
next month            => Thu 1 Jan to Sat 31 Jan
in January            => Thu 1 Jan to Sat 31 Jan [next_year]
3 January             => Sat 3 Jan [next_year]
30 December           => past?
the 1st               => Thu 1 Jan
the 31st              => Wed 31 Dec 2025
in a month            => Sat 31 Jan
in two months         => Sat 28 Feb
1 January 2027        => too_far?
29 February           => no_such_day?
"""


@pytest.mark.parametrize(("said", "read"), table(YEAR_END))
def test_the_turn_of_the_year(said: str, read: str) -> None:
    assert tell(said, now=datetime(2025, 12, 31, 10, tzinfo=LONDON)) == read


# Friday 30 January 2026, 10:00
MONTH_END = """
the 30th              => Fri 30 Jan
the 29th              => Sun 29 Mar
the 31st              => Sat 31 Jan
the 28th              => Sat 28 Feb
in a month            => Sat 28 Feb
Monday                => Mon 2 Feb
Monday to Wednesday   => Mon 2 Feb to Wed 4 Feb
the 31st of next month => no_such_day?
"""


@pytest.mark.parametrize(("said", "read"), table(MONTH_END))
def test_the_turn_of_the_month(said: str, read: str) -> None:
    assert tell(said, now=datetime(2026, 1, 30, 10, tzinfo=LONDON)) == read


def test_a_leap_day() -> None:
    in_2027 = datetime(2027, 6, 1, 10, tzinfo=LONDON)
    assert tell("29 February", now=in_2027) == "Tue 29 Feb 2028 [next_year]"
    in_2028 = datetime(2028, 2, 28, 10, tzinfo=LONDON)
    assert tell("tomorrow", now=in_2028) == "Tue 29 Feb 2028"


@pytest.mark.parametrize(
    ("hour", "said", "read"),
    [
        (10, "Wednesday", "Wed 4 Mar"),
        (16, "Wednesday", "Wed 4 Mar"),
        # The day is over: next week's, and that is said.
        (17, "Wednesday", "Wed 11 Mar [next_week]"),
        (10, "Wednesday morning", "Wed 4 Mar morning"),
        (13, "Wednesday morning", "Wed 11 Mar morning [next_week]"),
        (13, "Wednesday at 9", "Wed 11 Mar at 09:00 [am next_week]"),
        (13, "Wednesday at 2", "Wed 4 Mar at 14:00 [pm]"),
        (13, "today at 9", "past?"),
        (13, "this morning", "past?"),
        (13, "it started this morning", "-"),
        (13, "it started this morning, anything this afternoon?", "Wed 4 Mar afternoon"),
        (18, "this afternoon", "past?"),
        (18, "today", "Wed 4 Mar"),
        (18, "tonight", "Wed 4 Mar evening"),
        (18, "today before 5", "past?"),
        (18, "Wednesday or Thursday", "which? Wed 11 Mar [next_week] / Thu 5 Mar"),
    ],
)
def test_what_is_over_today_is_not_meant(hour: int, said: str, read: str) -> None:
    assert tell(said, now=datetime(2026, 3, 4, hour, tzinfo=LONDON)) == read


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("this weekend", "Sun 8 Mar"),
        ("next weekend", "Sat 14 Mar to Sun 15 Mar [next_week]"),
        ("next week", "Mon 9 Mar to Sun 15 Mar"),
        ("this week", "Sun 8 Mar"),
        ("Monday", "Mon 9 Mar"),
        ("next Monday", "Mon 9 Mar [next_week]"),
        ("Sunday", "Sun 8 Mar"),
        ("coming Sunday", "Sun 15 Mar"),
    ],
)
def test_weeks_begin_on_monday(said: str, read: str) -> None:
    sunday = datetime(2026, 3, 8, 10, tzinfo=LONDON)
    assert tell(said, now=sunday) == read


@pytest.mark.parametrize("sunday", [date(2026, 3, 29), date(2026, 10, 25)])
def test_a_change_of_the_clocks_moves_no_day(sunday: date) -> None:
    now = datetime.combine(sunday, time(0, 30), LONDON)
    assert tell("tomorrow", now=now).startswith("Mon")
    assert tell("in 7 days", now=now).startswith("Sun")
    assert tell("today at 9", now=now).startswith("Sun")
