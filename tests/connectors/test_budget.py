"""The vendor's limit holds in any window, across restarts and processes, and writes go first."""

import asyncio
import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.budget import Budget, Use, budget_file, kept_back
from connectors.errors import TooBusy, Unavailable
from tests.connectors.conftest import Clock

WINDOW = timedelta(minutes=15)


def budget(file: Path, clock: Clock, limit: int = 40, reserve: int = 10) -> Budget:
    kept = kept_back(limit, reserve)
    return Budget(file, limit=limit, window=WINDOW, kept=kept, clock=clock)


async def spend(owner: Budget, use: Use, most: int = 1000) -> int:
    """Take until nothing is left; how many were had."""
    for had in range(most):
        try:
            await owner.take(use)
        except TooBusy:
            return had
    return most


@settings(max_examples=25, deadline=None)
@given(
    wishes=st.lists(
        st.tuples(st.sampled_from(Use), st.floats(0, 400, allow_nan=False)), max_size=60
    ),
    restart_every=st.integers(1, 20),
)
async def test_no_window_ever_holds_more_than_the_limit(
    wishes: list[tuple[Use, float]], restart_every: int
) -> None:
    limit = 12
    with TemporaryDirectory() as folder:
        file, clock = Path(folder) / "some.budget", Clock()
        owner = budget(file, clock, limit, reserve=4)
        made: list[tuple[datetime, Use]] = []
        waits: list[timedelta] = []
        for number, (use, pause) in enumerate(wishes):
            clock.move(seconds=pause)
            if number % restart_every == 0:
                owner = budget(file, clock, limit, reserve=4)
            try:
                await owner.take(use)
            except TooBusy as busy:
                waits.append(busy.retry_after)
            else:
                made.append((clock.now, use))
        assert all(timedelta(0) < wait <= WINDOW for wait in waits)
        for end, _ in made:
            window = [use for at, use in made if end - WINDOW < at <= end]
            assert len(window) <= limit
            # What is no write leaves the writes their share.
            assert len([use for use in window if use is not Use.WRITE]) <= limit - 4


async def test_searching_never_uses_up_what_writes_and_lookups_need(tmp_path: Path) -> None:
    owner = budget(tmp_path / "some.budget", Clock())

    assert await spend(owner, Use.CATALOGUE) == 26
    assert await spend(owner, Use.SEARCH) == 2
    assert await spend(owner, Use.LOOKUP) == 2
    assert await spend(owner, Use.WRITE) == 10


def test_the_usual_limit_keeps_thirty_for_writes() -> None:
    assert list(kept_back(270, 30).values()) == [0, 30, 43, 57]


async def test_what_is_used_up_comes_back_when_it_was_said_to(tmp_path: Path) -> None:
    clock = Clock()
    owner = budget(tmp_path / "some.budget", clock)
    await spend(owner, Use.SEARCH, 20)
    clock.move(minutes=5)
    await spend(owner, Use.SEARCH)

    with pytest.raises(TooBusy) as busy:
        await owner.take(Use.SEARCH)
    assert busy.value.retry_after == timedelta(minutes=10)

    clock.now += busy.value.retry_after
    assert await spend(owner, Use.SEARCH) == 20


async def test_a_restart_forgets_nothing(tmp_path: Path) -> None:
    clock = Clock()
    file = tmp_path / "some.budget"
    await spend(budget(file, clock), Use.WRITE)

    for _ in range(3):
        with pytest.raises(TooBusy):
            await budget(file, clock).take(Use.WRITE)


async def test_many_at_once_take_no_more_than_there_is(tmp_path: Path) -> None:
    clock = Clock()
    owners = [budget(tmp_path / "some.budget", clock, 40, 5) for _ in range(4)]

    results = await asyncio.gather(
        *(owner.take(Use.WRITE) for owner in owners for _ in range(20)), return_exceptions=True
    )

    assert len([one for one in results if one is None]) == 40
    assert len([one for one in results if isinstance(one, TooBusy)]) == 40


_OTHER_PROCESS = """
import asyncio, sys
from datetime import UTC, datetime
from pathlib import Path
from tests.connectors.test_budget import budget, spend
from connectors.budget import Use

clock = lambda: datetime(2026, 3, 2, 9, tzinfo=UTC)
owner = budget(Path(sys.argv[1]), clock, 60, 5)
sys.stdin.readline()
print("had", asyncio.run(spend(owner, Use.WRITE)))
"""


async def test_two_processes_share_one_limit(tmp_path: Path) -> None:
    file = tmp_path / "some.budget"
    others = [
        await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            _OTHER_PROCESS,
            str(file),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
        )
        for _ in range(2)
    ]
    outputs = await asyncio.gather(*(one.communicate(b"go\n") for one in others))

    had = [
        int(line.removeprefix("had "))
        for output, _ in outputs
        for line in output.decode().splitlines()
        if line.startswith("had ")
    ]
    assert (len(had), sum(had)) == (2, 60)


@pytest.mark.parametrize("text", ["", "{", "null", '["x"]', "[1, true]", "\x00\x01", "[[1]]"])
async def test_a_file_that_cannot_be_read_counts_as_a_window_used_up_when_it_was_written(
    tmp_path: Path, text: str
) -> None:
    clock = Clock()
    file = tmp_path / "some.budget"
    file.write_text(text)
    written = clock.now.timestamp() - 300
    os.utime(file, (written, written))
    owner = budget(file, clock)

    with pytest.raises(TooBusy) as busy:
        await owner.take(Use.WRITE)
    assert busy.value.retry_after == timedelta(minutes=10)

    clock.move(minutes=10)
    await owner.take(Use.WRITE)


async def test_a_file_that_cannot_be_written_lets_nothing_through(tmp_path: Path) -> None:
    in_the_way = tmp_path / "a-file"
    in_the_way.write_text("")
    owner = budget(in_the_way / "some.budget", Clock())

    with pytest.raises(Unavailable):
        await owner.take(Use.WRITE)


async def test_a_clock_set_back_neither_forgets_nor_blocks_longer_than_a_window(
    tmp_path: Path,
) -> None:
    clock = Clock()
    owner = budget(tmp_path / "some.budget", clock)
    await spend(owner, Use.WRITE)
    clock.move(days=-30)

    with pytest.raises(TooBusy) as busy:
        await owner.take(Use.WRITE)

    assert busy.value.retry_after <= WINDOW


async def test_the_rest_of_a_window_began_with_its_oldest_request(tmp_path: Path) -> None:
    clock = Clock()
    owner = budget(tmp_path / "some.budget", clock)
    assert await owner.rest_of_window() == timedelta(0)

    await owner.take(Use.WRITE)
    clock.move(minutes=4)
    await owner.take(Use.WRITE)

    assert await owner.rest_of_window() == timedelta(minutes=11)


def test_a_credential_has_one_file_whose_name_tells_nothing(tmp_path: Path) -> None:
    one = budget_file(tmp_path, "aerona", "https://a.example", "canary-user")

    assert one == budget_file(tmp_path, "aerona", "https://a.example", "canary-user")
    assert one != budget_file(tmp_path, "aerona", "https://b.example", "canary-user")
    assert one != budget_file(tmp_path, "other", "https://a.example", "canary-user")
    assert "canary" not in one.name
    assert "example" not in one.name


async def test_counting_stalls_the_event_loop_for_no_time_that_is_felt(tmp_path: Path) -> None:
    owner = budget(tmp_path / "some.budget", Clock(), limit=270, reserve=30)
    await spend(owner, Use.WRITE, 60)
    loop = asyncio.get_running_loop()
    taking = asyncio.gather(*(owner.take(Use.WRITE) for _ in range(40)))
    busy = []

    while not taking.done():
        began = loop.time()
        await asyncio.sleep(0)
        busy.append(loop.time() - began)

    await taking
    # The file is worked on in threads; what is left is switching between them.
    assert sorted(busy)[len(busy) // 2] < 0.005
