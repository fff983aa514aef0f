"""What seldom changes is remembered, and an odd answer not for long."""

from datetime import timedelta

import pytest

from connectors.errors import NotAllowed
from connectors.kept import Kept
from tests.connectors.conftest import Clock


async def test_an_empty_answer_is_asked_for_again_after_a_minute() -> None:
    clock, answers = Clock(), [["late"], []]

    async def read() -> list[str]:
        return answers.pop()

    kept = Kept("things", read, timedelta(hours=6), clock)
    assert await kept.get() == []

    clock.move(minutes=2)
    assert await kept.get() == ["late"]


async def test_a_clock_set_back_keeps_nothing_longer() -> None:
    clock, answers = Clock(), ["new", "old"]

    async def read() -> str:
        return answers.pop()

    kept = Kept("things", read, timedelta(hours=6), clock)
    assert await kept.get() == "old"
    clock.move(days=-1)

    assert await kept.get() == "new"
    clock.move(hours=5)
    assert await kept.get() == "new"


async def test_nothing_known_means_that_the_failure_is_told_each_time() -> None:
    asked = 0

    async def read() -> list[str]:
        nonlocal asked
        asked += 1
        raise NotAllowed("no")

    kept = Kept("things", read, timedelta(hours=6), Clock())
    for _ in range(2):
        with pytest.raises(NotAllowed):
            await kept.get()
    assert asked == 2
