"""Dates of birth, read strictly; today is 4 March 2026."""

from datetime import date

import pytest

from dialogs.understand.birth import read_birth_date
from dialogs.understand.said import hear

TODAY = date(2026, 3, 4)

BORN = {
    "12/05/1984": date(1984, 5, 12),
    "12.5.84": date(1984, 5, 12),
    "12-05-1984": date(1984, 5, 12),
    "12 05 1984": date(1984, 5, 12),
    "12051984": date(1984, 5, 12),
    "1984-05-12": date(1984, 5, 12),
    "12 May 1984": date(1984, 5, 12),
    "12th of May 1984": date(1984, 5, 12),
    "the 12th of may, 1984": date(1984, 5, 12),
    "May 12 1984": date(1984, 5, 12),
    "May 12th, 1984": date(1984, 5, 12),
    "3rd Mar. '85": date(1985, 3, 3),
    "my date of birth is 12/05/1984": date(1984, 5, 12),
    "I was born on 12 May 84 in Leeds": date(1984, 5, 12),
    "12 febuary 1990": date(1990, 2, 12),
    # Two figures for the year: the last such year that is not to come.
    "1/1/00": date(2000, 1, 1),
    "4/3/26": date(2026, 3, 4),
    "5/3/26": date(1926, 3, 5),
    "5/3/27": date(1927, 3, 5),
    "29/02/24": date(2024, 2, 29),
    # Only the other order makes a date.
    "05/25/1984": date(1984, 5, 25),
    "29/02/2000": date(2000, 2, 29),
    "1/1/1900": date(1900, 1, 1),
    "4/3/2026": date(2026, 3, 4),
}
NOT_BORN = """
5/3/2026
12/05/2030
31/12/1899
31/02/1984
29/02/1900
31 February 1984
00/05/1984
12/00/1984
13/13/1984
12 May
12/05
3rd March
1984
tomorrow
yesterday
Tuesday
426909
12/05/1984 or 12/06/1984
12/5/84/7
12/05/19845
no
I'd rather not say
""".strip().splitlines()


@pytest.mark.parametrize(("text", "born"), BORN.items())
def test_a_date_of_birth(text: str, born: date) -> None:
    assert read_birth_date(hear(text), TODAY, "en_GB") == born


@pytest.mark.parametrize("text", NOT_BORN)
def test_what_is_no_date_of_birth(text: str) -> None:
    assert read_birth_date(hear(text), TODAY, "en_GB") is None


def test_the_order_of_figures_follows_the_locale() -> None:
    said = hear("05/12/1984")
    assert read_birth_date(said, TODAY, "en_GB") == date(1984, 12, 5)
    assert read_birth_date(said, TODAY, "en_IE") == date(1984, 12, 5)
    assert read_birth_date(said, TODAY, "en_AU") == date(1984, 12, 5)
    assert read_birth_date(said, TODAY, "en_US") == date(1984, 5, 12)
