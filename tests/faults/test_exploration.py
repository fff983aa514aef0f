"""The exploration of all schedules finds what it is there to find, and finds the server sound."""

from datetime import timedelta

from tests.faults.exploration import LAG, LATE, SETTLE, explore, tallied


def test_a_single_fault_ends_well_and_asks_nobody_at_the_desk() -> None:
    tally = tallied(explore(faults=1))
    assert tally.runs > 15
    assert tally.sound
    assert tally.desk == 0


def test_three_faults_book_nothing_twice_and_lose_nothing() -> None:
    tally = tallied(explore(faults=3))
    assert tally.runs > 8_000
    assert tally.sound


def test_a_window_shorter_than_the_slowest_effect_is_seen_to_book_twice() -> None:
    assert LATE + LAG < SETTLE
    assert tallied(explore(faults=2, settle=timedelta(seconds=20))).duplicates > 0
