"""A vendor that counts by the minute and by the day: a request is taken from both or from none."""

import json
import os
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.budget import Budget, Use, Window, shares
from connectors.errors import TooBusy
from tests.connectors.conftest import Clock

MINUTE, DAY, GRAIN = timedelta(minutes=1), timedelta(days=1), timedelta(minutes=15)


def budget(file: Path, clock: Clock, minute: int = 10, day: int = 100) -> Budget:
    return Budget(
        file,
        Window(minute, MINUTE, shares(minute, 1)),
        Window(day, DAY, shares(day, 10), grain=GRAIN),
        clock=clock,
    )


async def spend(owner: Budget, use: Use, most: int = 1000) -> int:
    for had in range(most):
        try:
            await owner.take(use)
        except TooBusy:
            return had
    return most


async def a_day_of(owner: Budget, clock: Clock, use: Use, each: int = 10) -> int:
    """Take what every minute gives until the day gives nothing more."""
    had = 0
    while got := await spend(owner, use, each):
        had += got
        clock.move(minutes=1)
    return had


async def test_a_minute_is_over_long_before_the_day(tmp_path: Path) -> None:
    clock = Clock()
    owner = budget(tmp_path / "some.budget", clock)

    assert await spend(owner, Use.SETTLE) == 10
    with pytest.raises(TooBusy) as busy:
        await owner.take(Use.SETTLE)

    assert busy.value.retry_after == MINUTE
    clock.move(minutes=1)
    assert await spend(owner, Use.SETTLE) == 10


async def test_the_day_ends_it_and_gives_back_when_it_was_said_to(tmp_path: Path) -> None:
    clock = Clock()
    owner = budget(tmp_path / "some.budget", clock)

    assert await a_day_of(owner, clock, Use.SETTLE) == 100
    with pytest.raises(TooBusy) as busy:
        await owner.take(Use.SETTLE)

    assert DAY - GRAIN < busy.value.retry_after <= DAY + GRAIN
    clock.now += busy.value.retry_after
    assert await spend(owner, Use.SETTLE) == 10


async def test_what_the_day_refuses_is_not_taken_from_the_minute(tmp_path: Path) -> None:
    file, clock = tmp_path / "some.budget", Clock()
    owner = budget(file, clock)
    await a_day_of(owner, clock, Use.CATALOGUE)
    clock.move(minutes=1)
    before = file.read_bytes()

    assert await spend(owner, Use.CATALOGUE) == 0

    assert file.read_bytes() == before
    assert await spend(owner, Use.SETTLE) == 10


async def test_the_more_urgent_have_their_share_of_the_day_too(tmp_path: Path) -> None:
    clock = Clock()
    owner = budget(tmp_path / "some.budget", clock)

    had = {
        use: await a_day_of(owner, clock, use)
        for use in (Use.CATALOGUE, Use.LOOKUP, Use.BOOK, Use.SETTLE)
    }

    assert had == {Use.CATALOGUE: 75, Use.LOOKUP: 10, Use.BOOK: 5, Use.SETTLE: 10}


async def test_what_led_to_a_check_question_is_no_browsing_of_the_day_either(
    tmp_path: Path,
) -> None:
    clock = Clock()
    owner = budget(tmp_path / "some.budget", clock)
    for _ in range(15):
        await owner.take(Use.BROWSE, "ana")
        clock.move(minutes=1)
    with pytest.raises(TooBusy):
        await owner.take(Use.BROWSE, "ben")

    await owner.count_as_booking("ana")

    await owner.take(Use.BROWSE, "ben")


async def test_a_busy_day_is_a_small_file_that_names_nobody_for_long(tmp_path: Path) -> None:
    file, clock = tmp_path / "some.budget", Clock()
    owner = budget(file, clock, minute=60, day=100_000)

    for number in range(400):
        await owner.take(Use.SEARCH)
        await owner.take(Use.BROWSE, f"browser-{number}")
        clock.move(minutes=3)

    minute, day = json.loads(file.read_text())["windows"]
    assert len(minute) == 2
    assert sum(one[3] if len(one) > 3 else 1 for one in day) == 800
    assert len(day) < 2 * 20 * 5
    assert len({one[2] for one in day}) <= 12


async def test_a_restart_forgets_neither_the_minute_nor_the_day(tmp_path: Path) -> None:
    file, clock = tmp_path / "some.budget", Clock()
    await a_day_of(budget(file, clock), clock, Use.SETTLE)

    assert await spend(budget(file, clock), Use.SETTLE) == 0


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[]", "{}", '{"windows": []}', '{"windows": [[]]}', '{"windows": [[], {}]}'),
        '{"windows": [[], [[1, "booking", "", 0]]]}',
        '{"windows": [[], [[1, "booking", "", 1.5]]]}',
    ],
)
async def test_a_file_that_cannot_be_read_costs_a_minute_and_not_the_day(
    tmp_path: Path, text: str
) -> None:
    file, clock = tmp_path / "some.budget", Clock()
    file.write_text(text)
    written = clock.now.timestamp()
    os.utime(file, (written, written))
    owner = budget(file, clock)

    with pytest.raises(TooBusy) as busy:
        await owner.take(Use.SETTLE)
    assert busy.value.retry_after == MINUTE

    clock.move(minutes=1)
    assert await a_day_of(owner, clock, Use.SETTLE) == 50


async def test_a_clock_set_back_blocks_for_no_longer_than_the_window(tmp_path: Path) -> None:
    clock = Clock()
    owner = budget(tmp_path / "some.budget", clock)
    await a_day_of(owner, clock, Use.SETTLE)
    clock.move(days=-30)

    with pytest.raises(TooBusy) as busy:
        await owner.take(Use.SETTLE)

    assert busy.value.retry_after <= DAY + GRAIN


@settings(max_examples=20, deadline=None)
@given(pauses=st.lists(st.floats(0, 4 * 3600, allow_nan=False), min_size=20, max_size=60))
async def test_no_day_and_no_minute_ever_hold_more_than_their_limit(pauses: list[float]) -> None:
    with TemporaryDirectory() as folder:
        clock = Clock()
        owner = budget(Path(folder) / "some.budget", clock, minute=10, day=20)
        made: list[datetime] = []
        waits: list[timedelta] = []
        for pause in pauses:
            clock.move(seconds=pause)
            for _ in range(2):
                try:
                    await owner.take(Use.SETTLE)
                except TooBusy as busy:
                    waits.append(busy.retry_after)
                else:
                    made.append(clock.now)
        assert all(timedelta(0) < wait <= DAY + GRAIN for wait in waits)
        for end in made:
            assert len([at for at in made if end - MINUTE < at <= end]) <= 10
            assert len([at for at in made if end - DAY < at <= end]) <= 20
