"""The vendor's limit holds in any window, across restarts and processes, and writes go first."""

import asyncio
import json
import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.budget import Budget, Use, Window, budget_file, shares
from connectors.errors import TooBusy, Unavailable
from tests.connectors.conftest import Clock

WINDOW = timedelta(minutes=15)


def budget(file: Path, clock: Clock, limit: int = 40, reserve: int = 10) -> Budget:
    share = shares(limit, reserve)
    return Budget(file, Window(limit, WINDOW, share), clock=clock)


async def spend(owner: Budget, use: Use, most: int = 1000) -> int:
    """Take until nothing is left; how many were had."""
    for had in range(most):
        try:
            await owner.take(use)
        except TooBusy:
            return had
    return most


WISH = st.tuples(
    st.sampled_from(Use), st.floats(0, 400, allow_nan=False), st.sampled_from(["", "ana", "ben"])
)


@settings(max_examples=30, deadline=None)
@given(wishes=st.lists(WISH, max_size=60), restart_every=st.integers(1, 20))
async def test_no_window_ever_holds_more_than_the_limit(
    wishes: list[tuple[Use, float, str]], restart_every: int
) -> None:
    limit, share = 15, shares(15, 4)
    with TemporaryDirectory() as folder:
        file, clock = Path(folder) / "some.budget", Clock()
        owner = budget(file, clock, limit, reserve=4)
        made: list[tuple[datetime, Use]] = []
        waits: list[timedelta] = []
        for number, (use, pause, browser) in enumerate(wishes):
            clock.move(seconds=pause)
            if number % restart_every == 0:
                # Whatever the last owner was about to write is left lying there.
                file.with_suffix(".new").write_text("[[1, ")
                owner = budget(file, clock, limit, reserve=4)
            before = [one for at, one in made if at > clock.now - WINDOW]
            try:
                await owner.take(use, browser)
            except TooBusy as busy:
                waits.append(busy.retry_after)
                theirs = [one for one in before if one in (Use.BROWSE, Use.PROOF)]
                assert len(before) >= limit - share.kept[use] or len(theirs) >= 3
            else:
                # It left to the more urgent ones what is kept for them.
                assert len(before) < limit - share.kept[use]
                made.append((clock.now, use))
        assert all(timedelta(0) < wait <= WINDOW for wait in waits)
        for end, _ in made:
            window = [use for at, use in made if end - WINDOW < at <= end]
            assert len(window) <= limit
            assert window.count(Use.BROWSE) + window.count(Use.PROOF) <= limit // 5


async def test_each_use_leaves_to_the_more_urgent_ones_what_is_kept_for_them(
    tmp_path: Path,
) -> None:
    owner = budget(tmp_path / "some.budget", Clock(), limit=270, reserve=30)

    had = {use: await spend(owner, use) for use in reversed(Use)}

    assert had == {
        Use.CATALOGUE: 200,
        Use.BROWSE: 13,
        Use.SEARCH: 0,
        Use.PROOF: 9,
        Use.LOOKUP: 5,
        Use.STATUS: 7,
        Use.BOOK: 6,
        Use.CANCEL: 20,
        Use.SETTLE: 10,
    }


def test_the_order_of_the_uses_is_that_of_what_they_leave() -> None:
    kept = [shares(270, 30).kept[use] for use in Use]

    assert kept == sorted(kept)
    assert kept[list(Use).index(Use.BOOK)] == 30


async def test_browsers_have_their_share_together_and_nobody_else_is_kept_from_searching(
    tmp_path: Path,
) -> None:
    clock = Clock()
    owner = budget(tmp_path / "some.budget", clock, limit=100)
    for number in range(15):
        await owner.take(Use.BROWSE, f"browser-{number}")
        clock.move(seconds=1)

    with pytest.raises(TooBusy) as busy:
        await owner.take(Use.BROWSE, "one-more")

    assert busy.value.retry_after == WINDOW - timedelta(seconds=15)
    assert await spend(owner, Use.SEARCH) == 65
    clock.now += busy.value.retry_after
    await owner.take(Use.BROWSE, "one-more")


async def test_a_newcomer_is_looked_up_while_others_only_look_around(tmp_path: Path) -> None:
    owner = budget(tmp_path / "some.budget", Clock(), limit=270, reserve=30)
    assert await spend(owner, Use.BROWSE) == 41

    assert await spend(owner, Use.PROOF) == 13


async def test_who_guesses_numbers_leaves_four_fifths_to_all_others(tmp_path: Path) -> None:
    owner = budget(tmp_path / "some.budget", Clock(), limit=270, reserve=30)
    assert await spend(owner, Use.PROOF) == 54
    assert await spend(owner, Use.BROWSE) == 0

    assert await spend(owner, Use.LOOKUP) == 270 - 54 - 43
    assert await spend(owner, Use.BOOK) == 13


async def test_what_led_to_a_check_question_was_no_browsing(tmp_path: Path) -> None:
    file, clock = tmp_path / "some.budget", Clock()
    owner = budget(file, clock, limit=50)
    for browser in ("ana", "ben") * 4:
        await owner.take(Use.BROWSE, browser)
    for browser in ("ana", "ben"):
        await owner.take(Use.PROOF, browser)

    await owner.count_as_booking("ana")
    await owner.count_as_booking("nobody")

    # Ana's five are free for others, and still requests that were made.
    again = budget(file, clock, limit=50)
    for use in (*[Use.BROWSE] * 4, Use.PROOF):
        await again.take(use, "cem")
    for use in (Use.BROWSE, Use.PROOF):
        with pytest.raises(TooBusy):
            await again.take(use, "cem")
    assert await spend(again, Use.SETTLE) == 35


async def test_a_file_from_before_uses_were_logged_counts_in_full(tmp_path: Path) -> None:
    clock = Clock()
    file = tmp_path / "some.budget"
    now = clock.now.timestamp()
    file.write_text(f"[{now - 1000}, {now - 300}, {int(now) - 200}]")
    owner = budget(file, clock)

    assert await owner.rest_of_window() == timedelta(minutes=10)
    assert await spend(owner, Use.SETTLE) == 38
    assert await spend(budget(file, clock), Use.SETTLE) == 0


async def test_only_its_owner_can_read_the_file(
    tmp_path: Path,
) -> None:
    file = tmp_path / "some.budget"
    await budget(file, Clock()).take(Use.BROWSE, "an-opaque-name")

    assert file.stat().st_mode & 0o777 == 0o600
    assert json.loads(file.read_text()) == [[Clock().now.timestamp(), "browsing", "an-opaque-name"]]


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
    await spend(budget(file, clock), Use.SETTLE)

    for _ in range(3):
        with pytest.raises(TooBusy):
            await budget(file, clock).take(Use.SETTLE)


async def test_many_at_once_take_no_more_than_there_is(tmp_path: Path) -> None:
    clock = Clock()
    owners = [budget(tmp_path / "some.budget", clock, 40, 5) for _ in range(4)]

    results = await asyncio.gather(
        *(owner.take(Use.SETTLE) for owner in owners for _ in range(20)), return_exceptions=True
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
print("had", asyncio.run(spend(owner, Use.SETTLE)))
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


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "null", '["x"]', "[1, true]", "\x00\x01", "[[1]]", "[NaN]", "[" * 100_000),
        *('[["1", "", ""]]', '[[1, "booking", null]]', '[[Infinity, "booking", ""]]'),
    ],
)
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
        await owner.take(Use.SETTLE)
    assert busy.value.retry_after == timedelta(minutes=10)

    clock.move(minutes=10)
    await owner.take(Use.SETTLE)


async def test_a_file_that_cannot_be_written_lets_nothing_through(tmp_path: Path) -> None:
    in_the_way = tmp_path / "a-file"
    in_the_way.write_text("")
    owner = budget(in_the_way / "some.budget", Clock())

    with pytest.raises(Unavailable):
        await owner.take(Use.SETTLE)


async def test_a_clock_set_back_neither_forgets_nor_blocks_longer_than_a_window(
    tmp_path: Path,
) -> None:
    clock = Clock()
    owner = budget(tmp_path / "some.budget", clock)
    await spend(owner, Use.SETTLE)
    clock.move(days=-30)

    with pytest.raises(TooBusy) as busy:
        await owner.take(Use.SETTLE)

    assert busy.value.retry_after <= WINDOW


async def test_the_rest_of_a_window_began_with_its_oldest_request(tmp_path: Path) -> None:
    clock = Clock()
    owner = budget(tmp_path / "some.budget", clock)
    assert await owner.rest_of_window() == timedelta(0)

    await owner.take(Use.SETTLE)
    clock.move(minutes=4)
    await owner.take(Use.SETTLE)

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
    await spend(owner, Use.SETTLE, 60)
    loop = asyncio.get_running_loop()
    taking = asyncio.gather(*(owner.take(Use.SETTLE) for _ in range(40)))
    busy = []

    while not taking.done():
        began = loop.time()
        await asyncio.sleep(0)
        busy.append(loop.time() - began)

    await taking
    # The file is worked on in threads; what is left is switching between them.
    assert sorted(busy)[len(busy) // 2] < 0.005
