"""The frame: what rests on a changed fact is forgotten, unless it is told as well."""

from collections.abc import Mapping
from datetime import timedelta
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.booking.frame import Booking
from dialogs.registry import DIALOGS
from dialogs.table import Dialog, Frame, answer
from dialogs.understand.wish import When
from tests.dialogs.surgery import MONDAY, SERVICES


class Chain(Frame):
    drops: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "a": ("b",),
        "b": ("c", "page"),
        "c": ("d",),
        "d": ("b",),
    }
    keeps: ClassVar[Mapping[str, timedelta]] = {"c": timedelta(minutes=10)}

    a: int | None = None
    b: int | None = None
    c: int | None = None
    d: int | None = None
    e: int | None = None
    page: int = 0


FACTS = ("a", "b", "c", "d", "e", "page")
facts = st.dictionaries(st.sampled_from(FACTS), st.integers(0, 2))
frames = facts.map(lambda told: Chain().model_copy(update=told))


def value(frame: Frame, fact: str) -> object:
    return getattr(frame, fact)


def unknown(fact: str) -> object:
    return Chain.model_fields[fact].get_default()


def resting_on(fact: str) -> set[str]:
    """All that rests on a fact, however far away; what rests on nothing else known is enough."""
    found: set[str] = set()
    waiting = [fact]
    while waiting:
        for rest in Chain.drops.get(waiting.pop(), ()):
            if rest not in found:
                found.add(rest)
                waiting.append(rest)
    return found


@given(frames, facts)
def test_what_is_told_is_known(frame: Chain, told: dict[str, int]) -> None:
    learned = frame.learn(told)
    assert {fact: value(learned, fact) for fact in told} == told


@given(frames, facts)
def test_what_rests_on_a_changed_fact_is_forgotten_unless_told(
    frame: Chain, told: dict[str, int]
) -> None:
    learned = frame.learn(told)
    for fact, now in told.items():
        if value(frame, fact) != now:
            for rest in Chain.drops.get(fact, ()):
                assert value(learned, rest) == told.get(rest, unknown(rest))


@given(frames, facts)
def test_what_rests_on_nothing_that_changed_is_kept(frame: Chain, told: dict[str, int]) -> None:
    learned = frame.learn(told)
    changed = {fact for fact in told if value(frame, fact) != told[fact]}
    doubtful = set().union(*(resting_on(fact) for fact in changed), told)
    for fact in set(FACTS) - doubtful:
        assert value(learned, fact) == value(frame, fact)


@given(frames, facts)
def test_learning_the_same_twice_changes_nothing_more(frame: Chain, told: dict[str, int]) -> None:
    once = frame.learn(told)
    assert once.learn(told) == once


@given(frames, st.sets(st.sampled_from(FACTS)))
def test_forgetting_is_not_knowing(frame: Chain, fallen: set[str]) -> None:
    left = frame.forget(tuple(fallen))
    assert all(value(left, fact) == unknown(fact) for fact in fallen)


@given(frames)
def test_a_frame_is_stored_and_read_alike(frame: Chain) -> None:
    assert Chain.model_validate_json(frame.model_dump_json(exclude_defaults=True)) == frame


def test_a_frame_is_never_changed_in_place() -> None:
    frame = Chain(a=1)
    frame.learn({"a": 2})
    assert frame.a == 1


def test_a_fact_of_a_newer_version_is_let_go() -> None:
    assert Chain.model_validate_json('{"a": 1, "newer": "fact"}') == Chain(a=1)


def test_knowing_is_of_all_facts() -> None:
    assert Chain(a=1, b=0).knows(("a", "b"))
    assert not Chain(a=1).knows(("a", "b"))
    assert Chain().knows(())


def test_a_new_service_forgets_the_times_and_keeps_the_day() -> None:
    monday = When(first=MONDAY.date(), last=MONDAY.date())
    frame = Booking(service=SERVICES[0], when=monday, offered=(), page=2)
    after = frame.learn({"service": SERVICES[1]})
    assert (after.offered, after.page, after.when) == (None, 0, monday)


def test_an_answer_without_an_outcome_is_the_ordinary_one() -> None:
    assert answer(day="Monday").outcome == "then"
    assert answer("more").facts == {}


@pytest.mark.parametrize("dialog", DIALOGS, ids=lambda dialog: str(dialog.id))
def test_a_fact_that_may_be_forgotten_has_a_value_for_not_known(dialog: Dialog) -> None:
    """Everything has a default, so that a dialog can begin, and be upgraded, with nothing known."""
    frame = dialog.frame()
    assert frame.model_dump_json(exclude_defaults=True) == "{}"
    for fact in dialog.frame.keeps:
        assert getattr(frame, fact) is None
