"""What holds for every text, however strange, and what a hostile one may cost."""

import re
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from types import FrameType
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.names import same_name
from dialogs.understand.answers import read_any, read_position, read_yes_no
from dialogs.understand.birth import read_birth_date
from dialogs.understand.emergency import read_emergency
from dialogs.understand.match import find_named
from dialogs.understand.names import read_patient_number, read_surname
from dialogs.understand.repairs import read_repair
from dialogs.understand.said import hear
from dialogs.understand.when import read_when
from dialogs.understand.wish import Ponder, Unsure, When
from dialogs.understand.wishes import read_wishes
from dialogs.understand.words import LANGUAGES

LONDON = ZoneInfo("Europe/London")
NAMES = [("a", "Dr Ana Ruiz"), ("b", "Check-up"), ("c", "Hygiene visit")]

BESIDE = """
9 10 31 14th 2nd 9:30 9.30 25/12 6/8/26 2026 1430 , . ? - / 3-5 2026-08-06 £ not
I my appointment please Dr any except first available soon have people move
"""
VOCABULARY = sorted(
    {word for values in LANGUAGES["en"].times.kinds.values() for word in values}
    | set(BESIDE.split())
)
texts = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from(VOCABULARY), max_size=14).map(" ".join),
)
moments = st.builds(
    lambda day, clock: datetime.combine(day, clock, LONDON),
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.times(),
)
locales = st.sampled_from(["en_GB", "en_US", "en_AU", "xx"])


@given(texts, moments, locales, st.booleans())
@settings(max_examples=400, deadline=None)
def test_no_reading_is_past_or_upside_down(
    text: str,
    now: datetime,
    locale: str,
    bare: bool,  # noqa: FBT001 - hypothesis passes it so
) -> None:
    read = read_when(hear(text, locale), now, locale, bare=bare)
    if isinstance(read, Ponder):
        assert 0 < len(read.phrase) <= 60
        return
    readings = (read,) if isinstance(read, When) else read.readings if read else ()
    assert not isinstance(read, Unsure) or len(readings) <= 4
    for when in readings:
        assert (when.first is None) <= (when.last is None)
        assert when.first is None or when.first >= now.date()
        assert when.first is None or when.last is None or when.first <= when.last
        assert when.first is None or when.first.year <= now.year + 8
        assert when.not_before is None or when.before is None or when.not_before < when.before
        assert when.says_day or when.says_time or when.soonest
        if when.first == when.last == now.date() and when.at:
            assert when.at > now.time()


@given(texts, moments, locales)
@settings(max_examples=300, deadline=None)
def test_no_reader_ever_fails(text: str, now: datetime, locale: str) -> None:
    said = hear(text, locale)
    assert read_yes_no(said) in (True, False, None)
    assert read_any(said) in (True, False)
    assert read_position(said, 3) in (None, 1, 2, 3)
    assert read_emergency(said) in (None, "emergency", "self_harm")
    read_repair(said)
    read_wishes(said)
    find_named(said, NAMES)
    surname = read_surname(said)
    assert surname is None or same_name(surname, surname)
    number = read_patient_number(said)
    assert number is None or re.fullmatch(r"\d{1,11}", number)
    born = read_birth_date(said, now.date(), locale)
    assert born is None or date(1900, 1, 1) <= born <= now.date()


@given(texts)
@settings(max_examples=200, deadline=None)
def test_capitals_and_space_around_change_nothing(text: str) -> None:
    # Letters that have no one small form ("ß", "ı") are not what this is about.
    plain = text.encode("ascii", "ignore").decode()
    assert hear(f"  {plain.upper()}  ").words == hear(plain.lower()).words


@given(st.dates(date(2026, 3, 5), date(2027, 12, 31)))
@settings(max_examples=150, deadline=None)
def test_a_date_with_its_year_is_read_as_itself(day: date) -> None:
    now = datetime(2026, 3, 4, 10, tzinfo=LONDON)
    for written in (
        f"{day.day} {day:%B} {day.year}",
        f"{day:%A} {day.day} {day:%b} {day.year}",
        f"{day:%B} {day.day}, {day.year}",
        day.isoformat(),
        f"{day:%d/%m/%Y}",
    ):
        read = read_when(hear(written), now, "en_GB")
        assert isinstance(read, When), written
        assert (read.first, read.last) == (day, day), written


@given(st.integers(1, 400))
@settings(max_examples=60, deadline=None)
def test_so_many_days_from_now(days: int) -> None:
    now = datetime(2026, 3, 4, 10, tzinfo=LONDON)
    read = read_when(hear(f"in {min(days, 99)} days"), now, "en_GB")
    assert isinstance(read, When)
    assert read.first == now.date() + timedelta(days=min(days, 99))


HOSTILE = {
    "numbers": "1 " * 2500,
    "joined": "1-" * 2500,
    "dates": "1/1/1 " * 900,
    "weekdays": "monday not " * 500,
    "bounds": "from 3 to " * 500,
    "between": "between " * 600,
    "wishes": "cancel my the a an appointment " * 200,
    "dangers": "bleeding will not stop can not " * 200,
    "padding": "can i just please " * 300,
    "marks": ",.-!?" * 1000,
    "emoji": "😀👍" * 2500,
    "wide": "ﷺ" * 5000,
    "letters": "a" * 5000,
    "apostrophes": "a'" * 2500,
    "misspelt": "appointmentx " * 400,
    "no spaces": "mondaytuesday" * 400,
    "birthdays": "12 may " * 700,
}


def steps(work: Callable[[], object]) -> int:
    """How many lines of ours run: a cost that no other load on the machine changes."""
    count = 0

    def trace(frame: FrameType, event: str, _: object) -> Any:  # noqa: ANN401 - as sys wants it
        nonlocal count
        if "understand" not in frame.f_code.co_filename:
            return None
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_text_costs_no_more_than_a_long_sentence(text: str) -> None:
    now = datetime(2026, 3, 4, 10, tzinfo=LONDON)

    def all_readers() -> None:
        said = hear(text)
        read_when(said, now, "en_GB", bare=True)
        read_emergency(said)
        read_repair(said)
        read_wishes(said)
        read_yes_no(said)
        read_birth_date(said, now.date(), "en_GB")
        read_surname(said)
        read_patient_number(said)
        find_named(said, NAMES)

    all_readers()
    assert steps(all_readers) < 25_000
