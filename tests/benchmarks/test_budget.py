"""The virtual world that the budget is measured in: its time, its counting, and that it repeats."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.budget.figures import figures, sizes_of_windows
from benchmarks.budget.people import person
from benchmarks.budget.timeline import Timeline
from benchmarks.budget.visit import Ended
from benchmarks.budget.world import Day, Load, lived

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


async def idle() -> None:
    """An application with nothing to do."""


async def passed(timeline: Timeline, minutes: float) -> None:
    await timeline.run(timeline() + timedelta(minutes=minutes), idle, lambda: 0)


async def test_everybody_acts_in_their_turn_and_time_jumps_between() -> None:
    timeline, seen = Timeline(NINE), list[tuple[str, int]]()

    async def act(name: str, every: float) -> None:
        while True:
            await timeline.rest(every)
            began = timeline()
            await asyncio.sleep(0)
            assert timeline() == began
            seen.append((name, int((began - NINE).total_seconds())))

    timeline.begin(act("slow", 400))
    timeline.begin(act("quick", 300))
    await passed(timeline, 15)
    await timeline.aclose()
    assert seen == [("quick", 300), ("slow", 400), ("quick", 600), ("slow", 800), ("quick", 900)]
    assert timeline() == NINE + timedelta(minutes=15)


async def test_an_application_that_waits_in_the_middle_of_its_work_does_not_stop_time() -> None:
    timeline = Timeline(NINE)
    work = asyncio.create_task(timeline.sleep(120))

    async def settled() -> None:
        await asyncio.wait({work})

    await timeline.run(NINE + timedelta(seconds=119), settled, lambda: 1)
    assert not work.done()
    await timeline.run(NINE + timedelta(seconds=121), settled, lambda: 1)
    assert work.done()


async def test_an_actor_that_fails_ends_the_run() -> None:
    timeline = Timeline(NINE)

    async def fail() -> None:
        await timeline.rest(60)
        raise RuntimeError("a defect in the simulation")

    timeline.begin(fail())
    with pytest.raises(RuntimeError, match="simulation"):
        await passed(timeline, 15)


def test_a_window_holds_what_is_less_than_fifteen_minutes_old() -> None:
    moments = [NINE + timedelta(minutes=minutes) for minutes in (0, 5, 15, 19, 31)]
    assert list(sizes_of_windows(moments)) == [1, 2, 2, 3, 2]


def test_patients_are_as_many_of_each_kind_as_is_said() -> None:
    people = [person(number, 1, NINE.date()) for number in range(4000)]
    kinds = Counter(one.known_here for one in people)
    goes = Counter(one.goes.name for one in people)
    assert 0.57 < kinds[True] / len(people) < 0.63
    assert 0.52 < goes["TO_THE_END"] / len(people) < 0.58
    assert 0.04 < sum(one.mistypes for one in people) / len(people) < 0.09


def told(day: Day) -> list[tuple[str, str, str]]:
    return [
        (f"{story.began:%H:%M:%S}", story.booked, story.ended.name if story.ended else "")
        for story in day.stories
    ]


async def test_the_same_seed_is_the_same_day_and_everybody_is_answered(tmp_path: Path) -> None:
    days = list[Day]()
    for folder in (tmp_path / "one", tmp_path / "two"):
        folder.mkdir()
        days.append(await lived(Load(10, timedelta(minutes=30)), folder))
    first, second = days
    assert told(first) == told(second)
    assert first.sandbox.calls.counts() == second.sandbox.calls.counts()
    ended = figures(first).ended
    assert ended[Ended.BOOKED] > 0
    assert not ended.keys() & {Ended.PUZZLED, Ended.UNANSWERED}
