"""Unsound tables are refused, each with its sentence; the real ones are sound."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import ClassVar

import pytest

from dialogs.check import UnsoundDialog, check, faults_of
from dialogs.diagram import mermaid
from dialogs.ports import Ports, TakesRequests
from dialogs.registry import DIALOGS, engine_for, served
from dialogs.session import Reply
from dialogs.table import (
    Answer,
    Dialog,
    Frame,
    Reading,
    Step,
    answer,
    ask,
    branch,
    do,
    end,
    run,
)
from dialogs.talk import Talk, Told
from tests.dialogs.surgery import HARBOUR, Surgery
from tests.dialogs.ways import WAYS, Way, reach

# What a small phone shows of a button without cutting it.
LONGEST_LABEL = 64


class Facts(Frame):
    day: str | None = None


class Astray(Frame):
    drops: ClassVar[Mapping[str, tuple[str, ...]]] = {"gone": ("lost",)}
    keeps: ClassVar[Mapping[str, timedelta]] = {"stale": timedelta(1)}


def say(_frame: Frame, _talk: Talk) -> Reply:
    return Reply(text="Which day?")


def read(_told: Told, _frame: Frame, _talk: Talk) -> Reading:
    return None


def choose(_frame: Frame, _talk: Talk) -> str:
    return "one"


async def work(_frame: Frame, _talk: Talk, _ports: Ports) -> Answer:
    return answer("done")


def dialog(*steps: Step, frame: type[Frame] = Facts) -> Dialog:
    return Dialog("small", frame, steps)


DAY = ask("day", say=say, read=read, fills=("day",), then="over")
OVER = end("over", say)
OTHER = Dialog("other", Facts, (DAY, OVER, end("else", say, outcome="left")))

UNSOUND: tuple[tuple[str, Dialog], ...] = (
    ("two steps have the same id", dialog(DAY, DAY, OVER)),
    (
        "day leads to nowhere (then), which does not exist",
        dialog(ask("day", say=say, read=read, then="nowhere", more="over"), OVER),
    ),
    ("day leads nowhere", dialog(ask("day", say=say, read=read), OVER)),
    ("lost cannot be reached", dialog(DAY, OVER, end("lost", say))),
    (
        "again has no way to an end",
        dialog(
            ask("day", say=say, read=read, then="over", more="again"),
            ask("again", say=say, read=read, then="again"),
            OVER,
        ),
    ),
    (
        "look is on a loop without a question in it",
        dialog(
            do("look", work, found="over", none="which", unavailable="over"),
            branch("which", choose, one="look", two="over"),
            OVER,
        ),
    ),
    (
        "look does not say what happens when the system is unavailable",
        dialog(do("look", work, found="over"), OVER),
    ),
    (
        "book commits and does not say what happens when its outcome is unknown",
        dialog(do("book", work, commits=True, refused="over", unavailable="over"), OVER),
    ),
    (
        "book commits and does not say what happens when it is refused",
        dialog(do("book", work, commits=True, unsure="over", unavailable="over"), OVER),
    ),
    ("which is a branch with one way", dialog(branch("which", choose, one="over"), OVER)),
    (
        "the frame has no hour",
        dialog(ask("day", say=say, read=read, fills=("hour",), then="over"), OVER),
    ),
    ("the frame has no gone", dialog(OVER, frame=Astray)),
    ("the frame has no lost", dialog(OVER, frame=Astray)),
    ("the frame has no stale", dialog(OVER, frame=Astray)),
    ("the frame has no reason", dialog(DAY, end("over", say, gives=("reason",)))),
    (
        "day is heard anywhere but fills nothing",
        dialog(ask("day", say=say, read=read, anywhere=True, then="over"), OVER),
    ),
    (
        "find runs nobody, which does not exist",
        dialog(run("find", "nobody", done="over"), OVER),
    ),
    (
        "find has edges for ['done'], other ends ['done', 'left']",
        dialog(run("find", "other", done="over"), OVER),
    ),
    (
        "find has edges for ['done', 'left', 'lost'], other ends ['done', 'left']",
        dialog(run("find", "other", done="over", left="over", lost="over"), OVER),
    ),
)


@pytest.mark.parametrize(("sentence", "unsound"), UNSOUND, ids=[fault for fault, _ in UNSOUND])
def test_an_unsound_table_is_refused_with_its_sentence(sentence: str, unsound: Dialog) -> None:
    dialogs = {"small": unsound, "other": replace(OTHER)}
    assert sentence in faults_of(unsound, dialogs)
    with pytest.raises(UnsoundDialog) as refused:
        check(dialogs)
    assert f"small: {sentence}" in str(refused.value).splitlines()


def test_a_dialog_that_a_clinic_may_lack_need_not_be_there() -> None:
    table = dialog(run("find", "nobody", done="over", lacking="over"), OVER)
    assert faults_of(table, {}) == []
    table = dialog(run("find", "other", done="over", left="over", lacking="over"), OVER)
    assert faults_of(table, {"other": OTHER}) == []
    table = dialog(run("find", "other", done="over", lacking="over"), OVER)
    assert faults_of(table, {"other": OTHER}) != []


def test_a_loop_that_asks_something_is_sound() -> None:
    found = do("look", work, found="over", none="day", unavailable="over")
    round_ = ask("day", say=say, read=read, fills=("day",), then="look")
    assert faults_of(dialog(found, round_, OVER), {}) == []


def test_all_faults_are_told_at_once() -> None:
    table = dialog(do("look", work, found="gone"), OVER, end("lost", say))
    with pytest.raises(UnsoundDialog) as refused:
        check({"small": table})
    assert len(str(refused.value).splitlines()) >= 4


def test_the_real_dialogs_are_sound() -> None:
    check({dialog.id: dialog for dialog in DIALOGS})


def test_the_ids_of_dialogs_differ() -> None:
    assert len({dialog.id for dialog in DIALOGS}) == len(DIALOGS)


@pytest.mark.parametrize("lacking", sorted(Surgery().abilities().keys() - {TakesRequests}, key=str))
def test_a_clinic_that_lacks_an_ability_gets_the_dialogs_that_need_it_not(lacking: type) -> None:
    can = frozenset(Surgery().abilities()) - {lacking}
    needing = {one.dialog for one in served(can) if lacking.__name__ in one.lacks}
    assert not engine_for(HARBOUR, can).repertoire.dialogs.keys() & needing


@pytest.mark.parametrize("real", DIALOGS, ids=lambda dialog: str(dialog.id))
def test_a_diagram_shows_every_step_and_every_edge(real: Dialog) -> None:
    drawn = mermaid(real)
    boxes = [line for line in drawn.splitlines()[1:] if "-->" not in line]
    assert [line.strip().split("(")[0].split("[")[0].split("{")[0] for line in boxes] == [
        step.id for step in real.steps
    ]


@pytest.mark.parametrize("way", WAYS, ids=str)
async def test_labels_fit_every_channel(way: Way) -> None:
    chat = await reach(way)
    assert len(chat.buttons) <= 12
    for button in chat.buttons:
        assert 0 < len(button.label) <= LONGEST_LABEL
        assert 0 < len(button.id.encode()) <= 64
    # Somebody who writes a label must be understood: no two of them may be the same.
    assert len(set(chat.labels)) == len(chat.labels)


@pytest.mark.parametrize("steering", ["change something", "stop", "help", "my appointments"])
async def test_the_labels_of_what_steers_the_talk_fit_as_well(steering: str) -> None:
    chat = await reach(next(way for way in WAYS if way.question == "booking.check"))
    await chat.write(steering)
    assert chat.labels
    assert all(0 < len(label) <= LONGEST_LABEL for label in chat.labels)
