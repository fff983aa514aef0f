"""The programme runs what is left, counts what went wrong, and says how to see it again."""

import json
from pathlib import Path

import pytest

from tests.faults.__main__ import _shard
from tests.faults.failpoints import Point
from tests.faults.fault import Fault, Tally
from tests.faults.programme import Plan, Result, Results, Row, run_rows
from tests.faults.rows import fault_named, faults
from tests.faults.steps import BOOKED, nearest, pairs, recorded, singles
from tests.faults.table import table


async def _never(_seed: int, _folder: Path) -> Tally:
    raise AssertionError("everything was run before")


FAULT = Fault("Rain", _never, full=4, short=2)


def result(seed: int, **wrong: int) -> Result:
    tally = Tally(runs=1)
    for name, count in wrong.items():
        setattr(tally, name, count)
    return Result("Rain", seed, 0.5, tally)


def rows_of(folder: Path, plan: Plan, *results: Result) -> Row:
    folder.mkdir(exist_ok=True)
    for one in results:
        Results(plan).add(one)
    [row] = run_rows(plan, [FAULT], say=lambda _: None)
    return row


def test_what_was_run_before_is_not_run_again(tmp_path: Path) -> None:
    row = rows_of(tmp_path, Plan(tmp_path), *map(result, range(4)))
    assert (row.done, row.wanted, row.passed) == (4, 4, True)


def test_shards_share_a_folder_and_see_each_others_results(tmp_path: Path) -> None:
    plans = [Plan(tmp_path, shard=(number, 2)) for number in (1, 2)]
    for plan in plans:
        number = plan.shard[0]
        for seed in (number - 1, number + 1):
            Results(plan).add(result(seed))
    assert rows_of(tmp_path, plans[0]).done == 4


def test_a_torn_line_is_no_result(tmp_path: Path) -> None:
    plan = Plan(tmp_path, short=True)
    Results(plan).add(result(0))
    file = tmp_path / "short-1-of-1.jsonl"
    file.write_text(file.read_text("utf-8") + '{"row": "Ra', "utf-8")
    assert rows_of(tmp_path, plan, result(1)).done == 2


def test_no_run_begins_when_the_time_is_over(tmp_path: Path) -> None:
    row = rows_of(tmp_path, Plan(tmp_path, seconds=0.0), result(0))
    assert (row.done, row.passed) == (1, True)
    assert any("1 of 4" in line for line in table([row]))


@pytest.mark.parametrize("wrong", ["duplicates", "lost", "false_booked", "desk"])
def test_a_row_in_which_anything_went_wrong_fails(tmp_path: Path, wrong: str) -> None:
    row = rows_of(tmp_path, Plan(tmp_path), *map(result, range(3)), result(3, **{wrong: 1}))
    assert not row.passed
    assert list(table([row]))[-1] == "0 passed, 1 failed"


def test_a_row_of_which_nothing_was_run_fails(tmp_path: Path) -> None:
    assert not rows_of(tmp_path, Plan(tmp_path, seconds=0.0)).passed


def test_the_desk_is_no_failure_where_it_is_allowed() -> None:
    fault = Fault("Rain", _never, 1, 1, desk_allowed=True)
    assert Row(fault, 1, Tally(runs=1, desk=1), done=1).passed


def test_a_broken_promise_is_printed_with_how_to_replay_it() -> None:
    tally = Tally(runs=1, broken=["a second renewal"], failures=['--row "Rain" --seed 3'])
    lines = list(table([Row(FAULT, 4, tally, done=1)]))
    assert "  broken: a second renewal" in lines
    assert '  failure: --row "Rain" --seed 3' in lines


def test_every_row_has_a_short_form_and_a_name_of_its_own() -> None:
    assert all(0 < fault.short <= fault.full for fault in faults())
    assert all(fault_named(fault.name) is fault for fault in faults())


def test_a_shard_is_one_of_so_many() -> None:
    assert _shard("3/8") == (3, 8)


def test_a_result_is_read_as_it_was_written(tmp_path: Path) -> None:
    plan = Plan(tmp_path)
    Results(plan).add(result(2, lost=1))
    assert list(Results(plan).read()) == [result(2, lost=1)]
    assert json.loads((tmp_path / "full-1-of-1.jsonl").read_text("utf-8"))["seed"] == 2


def test_both_sides_of_every_step_are_among_the_single_kills_and_the_steps_come_first() -> None:
    kills = [point for (point,) in singles()]
    names = {point.name for point in recorded(BOOKED.talk)}
    assert len(kills) == len(set(kills)) == 2 * len(recorded(BOOKED.talk))
    assert {(one.side, one.name) for one in kills[: 2 * len(names)]} == {
        (side, name) for side in ("before", "after") for name in names
    }


def test_every_step_is_paired_with_every_step_of_the_process_that_starts_again() -> None:
    firsts = {(first.side, first.name) for first, _ in pairs()}
    seconds = {(second.side, second.name) for _, second in pairs()}
    again = {point.name for point in (*recorded(BOOKED.talk), *recorded(BOOKED.doubt))}
    assert firsts >= {("after", point.name) for point in recorded(BOOKED.talk)}
    assert seconds == {(side, name) for side in ("before", "after") for name in again}


def test_of_each_step_the_passing_nearest_to_the_booking_is_taken() -> None:
    names = ("a 1", "a 2", "b 1", "vendor.create 1", "a 3", "b 2")
    points = [Point.read(f"before {name}") for name in names]
    chosen = ["before b 1", "before vendor.create 1", "before a 3"]
    assert list(map(str, nearest(points))) == chosen
