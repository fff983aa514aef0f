"""The slow reader: only whole phrases, only days to come, and never longer than its budget."""

import threading
import tracemalloc
from collections.abc import AsyncIterator
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot import ponder
from bot.ponder import Ponderer, read
from dialogs.understand.wish import When

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=ZoneInfo("Europe/London"))

DAYS = {
    "the 12th day of march": date(2026, 3, 12),
    "12-mar-2026": date(2026, 3, 12),
    "2026 march 12": date(2026, 3, 12),
    "12 mar '27": date(2027, 3, 12),
}
NOTHING = """
2
a
march
12th
yesterday
5 march 1900
3 march 2020
5 march 2031
32nd of march
not monday
easter monday
hello there
""".strip().splitlines()


@pytest.fixture
async def ponderer() -> AsyncIterator[Ponderer]:
    async with Ponderer.ready() as ready:
        yield ready


@pytest.mark.parametrize(("phrase", "day"), DAYS.items())
def test_a_day_that_is_to_come(phrase: str, day: date) -> None:
    assert read(phrase, NOW, "en_GB") == When(first=day, last=day)


def test_a_day_with_its_hour() -> None:
    day = date(2026, 3, 12)
    assert read("12 march at 3pm", NOW, "en_GB") == When(first=day, last=day, at=time(15))


@pytest.mark.parametrize("phrase", NOTHING)
def test_what_is_no_day_to_come_is_not_read(phrase: str) -> None:
    assert read(phrase, NOW, "en_GB") is None


def test_the_order_follows_the_locale() -> None:
    british, american = read("5.6.2026", NOW, "en_GB"), read("5.6.2026", NOW, "en_US")
    assert british is not None
    assert american is not None
    assert (british.first, american.first) == (date(2026, 6, 5), date(2026, 5, 6))


async def test_it_reads_off_the_event_loop(ponderer: Ponderer) -> None:
    # The budget is for a patient's sake; here only that it is read at all.
    slow = Ponderer(budget=5)
    try:
        day = date(2026, 3, 12)
        assert await slow("2026 march 12", NOW, "en_GB") == When(first=day, last=day)
    finally:
        slow.close()
    assert await ponderer("x" * 61, NOW, "en_GB") is None


async def test_whatever_takes_too_long_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    let_go, calls = threading.Event(), []

    def stuck(phrase: str, _now: datetime, _locale: str) -> When | None:
        calls.append(phrase)
        let_go.wait(5)
        return When(soonest=True)

    monkeypatch.setattr(ponder, "read", stuck)
    slow = Ponderer(budget=0.01)
    try:
        assert await slow("first", NOW, "en_GB") is None
        # The thread is still at the first: the second does not queue behind it.
        assert await slow("second", NOW, "en_GB") is None
        assert calls == ["first"]
    finally:
        let_go.set()
        slow.close()


def test_a_thousand_moments_leave_nothing_behind() -> None:
    """dateparser once kept a parser for every RELATIVE_BASE that it was given."""

    def pondered(times: int) -> None:
        for minute in range(times):
            read("12 march", NOW.replace(minute=minute % 60, second=minute // 60), "en_GB")

    pondered(50)
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        pondered(150)
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after - before < 500_000
