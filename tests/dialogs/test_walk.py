"""Walking the table: what is known is passed, what is stale is found out anew."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from connectors.errors import (
    ConnectorError,
    NotAllowed,
    NotFound,
    OutcomeUnknown,
    Refused,
    SlotTaken,
    TooBusy,
    Unavailable,
)
from dialogs.check import check
from dialogs.clinic import Catalogue
from dialogs.ports import Ports
from dialogs.session import Active, Session
from dialogs.table import Answer, Dialog, Frame, branch, do, end
from dialogs.walk import Walk
from tests.dialogs import toys
from tests.dialogs.chat import KEY
from tests.dialogs.surgery import MONDAY


@pytest.fixture(autouse=True)
def _looked() -> Iterator[None]:
    toys.looked.clear()
    yield
    toys.looked.clear()


def walk(
    *stack: Active, now: datetime = MONDAY, dialogs: Mapping[str, Dialog] | None = None
) -> Walk:
    ports = Ports({}, now, Catalogue())
    session = Session(key=KEY, stack=(Active(dialog="menu", version=1, step="menu"), *stack))
    talk = toys.ENGINE.repertoire.talk(session, ports)
    return Walk(
        toys.ENGINE.repertoire.dialogs if dialogs is None else dialogs, session, talk, ports
    )


def trip(frame: str = "{}", step: str = "day", more: Mapping[str, object] | None = None) -> Active:
    fields = {"dialog": "trip", "version": 2, "step": step, "frame": frame}
    return Active.model_validate(fields | dict(more or {}))


def said(one: Walk) -> list[str]:
    return [reply.text for reply in one.replies]


def test_the_toys_are_sound() -> None:
    check(toys.ENGINE.repertoire.dialogs)


async def test_the_first_question_that_is_not_answered_is_asked() -> None:
    one = walk(trip())
    await one.go()
    assert said(one) == ["Which day?"]


async def test_a_known_fact_is_not_asked_for() -> None:
    one = walk(trip('{"day": "monday"}'))
    await one.go()
    assert said(one) == ["looked for monday. Which hour?"]


async def test_work_whose_facts_are_known_is_not_done_again() -> None:
    one = walk(trip('{"day": "monday", "found": "as before"}'))
    await one.go()
    assert said(one) == ["as before. Which hour?"]
    assert toys.looked == []


async def test_a_dialog_that_was_run_is_entered_and_left_with_its_fact() -> None:
    one = walk(trip('{"day": "monday", "found": "x", "hour": "ten"}'))
    await one.go()
    assert said(one) == ["Whose name?"]
    assert [live.dialog.id for live in one.stack] == ["menu", "trip", "name"]
    one.top.learn({"name": "ann"}, MONDAY)
    await one.go()
    assert said(one)[-1] == "monday at ten for ann?"
    assert [live.dialog.id for live in one.stack] == ["menu", "trip"]


async def test_a_dialog_is_not_run_for_what_is_known() -> None:
    one = walk(trip('{"day": "monday", "found": "x", "hour": "ten", "name": "bob"}'))
    await one.go()
    assert said(one) == ["monday at ten for bob?"]


@pytest.mark.parametrize(("minutes", "again"), [(9, False), (11, True)])
async def test_a_fact_is_kept_for_its_time_and_no_longer(minutes: int, *, again: bool) -> None:
    facts = '{"day": "monday", "found": "as before"}'
    stored = trip(facts, "hour", {"learned": {"found": MONDAY.isoformat()}})
    one = walk(stored, now=MONDAY + timedelta(minutes=minutes))
    await one.again()
    assert toys.looked == (["monday"] if again else [])
    assert said(one) == ["looked for monday. Which hour?" if again else "as before. Which hour?"]


async def test_learning_a_fact_again_starts_its_time_again() -> None:
    one = walk(
        trip(more={"learned": {"found": MONDAY.isoformat()}}), now=MONDAY + timedelta(minutes=9)
    )
    one.top.learn({"found": "fresh"}, one.now)
    assert one.encoded()[-1].learned == {"found": one.now}


async def test_a_forgotten_fact_has_no_time() -> None:
    stored = trip(
        '{"day": "monday", "found": "x"}', "hour", {"learned": {"found": MONDAY.isoformat()}}
    )
    one = walk(stored)
    one.top.forget(("day",))
    assert one.encoded()[-1].learned == {}


async def test_a_dialog_that_the_clinic_no_longer_has_is_let_go() -> None:
    gone = Active(dialog="gone", version=1, step="somewhere", frame='{"strange": 1}')
    one = walk(gone, trip('{"day": "monday"}', "hour"))
    assert [live.dialog.id for live in one.stack] == ["menu", "trip"]


@pytest.mark.parametrize("changed", [{"version": 1}, {"version": 3}, {"step": "never_was"}])
async def test_another_version_walks_anew_with_the_facts_that_are_good(
    changed: dict[str, object],
) -> None:
    facts = '{"day": "monday", "found": "x", "strange": [1, {"a": 2}]}'
    one = walk(trip(facts, "sure", changed))
    await one.go(one.top.step)
    assert said(one) == ["x. Which hour?"]


async def test_the_same_dialog_is_not_twice_on_the_stack() -> None:
    one = walk(trip(), Active(dialog="name", version=1, step="name"))
    one.push(toys.TRIP, {"day": "friday", "unknown": 1})
    assert [live.dialog.id for live in one.stack] == ["menu", "trip"]
    assert one.top.frame == toys.Trip(day="friday")


async def test_leaving_all_forgets_all() -> None:
    one = walk(trip('{"day": "monday"}'))
    one.leave_all()
    assert [live.dialog.id for live in one.stack] == ["menu"]


@pytest.mark.parametrize(
    ("error", "edge"),
    [
        (SlotTaken("x"), "taken"),
        (OutcomeUnknown("x"), "unsure"),
        (Refused("x"), "refused"),
        (NotFound("x"), "missing"),
        (TooBusy("x", timedelta(seconds=5)), "busy"),
        (Unavailable("x"), "unavailable"),
        (NotAllowed("x"), "unavailable"),
        (ConnectorError("x"), "unavailable"),
    ],
)
@pytest.mark.parametrize("named", [True, False])
async def test_what_went_wrong_becomes_an_outcome(
    error: ConnectorError, edge: str, *, named: bool
) -> None:
    async def fail(_frame: Frame, _talk: object, _ports: Ports) -> Answer:
        raise error

    work = do("work", fail, unavailable="unavailable")
    if named:
        work = replace(work, edges={"unavailable": "unavailable", edge: edge})
    ends = tuple(end(name, toys.say_stop, outcome=name) for name in set(work.edges.values()))
    failing = Dialog("failing", Frame, (work, *ends))
    menu = toys.MENU
    one = walk(
        Active(dialog="failing", version=1, step="work"),
        dialogs={"failing": failing, "menu": menu},
    )
    await one.go()
    assert said(one) == ["Stopped."]


async def test_a_defect_is_not_taken_for_trouble_at_the_clinic() -> None:
    async def broken(_frame: Frame, _talk: object, _ports: Ports) -> Answer:
        raise ZeroDivisionError

    table = Dialog("broken", Frame, (do("work", broken, unavailable="over"), end("over")))
    one = walk(Active(dialog="broken", version=1, step="work"), dialogs={"broken": table})
    with pytest.raises(ZeroDivisionError):
        await one.go()


async def test_a_walk_in_circles_ends() -> None:
    def on(_frame: Frame, _talk: object) -> str:
        return "on"

    table = Dialog("round", Frame, (branch("a", on, on="b"), branch("b", on, on="a")))
    one = walk(Active(dialog="round", version=1, step="a"), dialogs={"round": table})
    with pytest.raises(RuntimeError, match="circles"):
        await one.go()


async def test_only_the_last_reply_has_choices_and_they_are_opaque() -> None:
    one = walk(trip())
    one.say(toys.say_menu(Frame(), one.talk))
    await one.go()
    replies, shown = one.shown(7)
    assert [len(reply.choices) for reply in replies] == [0, 3]
    assert [choice.id for choice in replies[-1].choices] == ["7.1", "7.2", "7.3"]
    assert [choice.means for choice in shown] == list(toys.DAYS)
