"""The tables and the code agree: outcomes, edges, where sentences and engine commands stand."""

import ast
import re
from pathlib import Path

import pytest

from dialogs.about import ABOUT
from dialogs.appointments.choose import ACTS
from dialogs.registry import DIALOGS
from dialogs.table import Ask, Branch, Dialog, Do, Step, edges_of
from dialogs.walk import OUTCOMES
from tests.dialogs.code import folder, outcomes, strings
from tests.dialogs.ways import WAYS, Way, reach

HANDLED = [
    pytest.param(dialog, step, id=f"{dialog.id}.{step.id}")
    for dialog in DIALOGS
    for step in dialog.steps
    if isinstance(step, Ask | Do | Branch)
]
FROM_ERRORS = {name for _, name in OUTCOMES}

# The handlers that work an outcome out, and what it can be.
WORKED_OUT: dict[str, set[str]] = {
    "about.what": set(ABOUT.wishes),
    "appointments.allowed": set(ACTS),
    "appointments.sure": {"yes", "no"},
    "appointments.change": {"confirmed", "arrived", "cancelled"},
}

COMMANDS = re.compile(
    r"!(back|cancel|repeat|help|restart|person|change|change:[a-z_]+|start:[a-z_]+(:[a-z_]+)?)"
)
SENTENCE = re.compile(r"[A-Za-z]{2,} [a-z]{2,}")


@pytest.mark.parametrize(("dialog", "step"), HANDLED)
def test_a_handler_comes_to_exactly_the_declared_outcomes(dialog: Dialog, step: Step) -> None:
    named, worked_out = outcomes(step)
    place = f"{dialog.id}.{step.id}"
    assert worked_out == (place in WORKED_OUT), f"{place} works its outcome out, or not any more"
    named |= WORKED_OUT.get(place, set())
    declared = set(edges_of(step))
    assert named <= declared, f"{place} comes to what leads nowhere"
    from_errors = FROM_ERRORS if isinstance(step, Do) else set()
    assert declared <= named | from_errors, f"{place} has edges that are never taken"


def test_only_handlers_that_are_there_work_their_outcomes_out() -> None:
    assert set(WORKED_OUT) <= {f"{d.id}.{step.id}" for d in DIALOGS for step in d.steps}


@pytest.mark.parametrize("dialog", DIALOGS, ids=lambda dialog: str(dialog.id))
def test_a_table_is_its_imports_and_the_dialog_and_nothing_else(dialog: Dialog) -> None:
    docstring, *rest = ast.parse((folder(dialog) / "__init__.py").read_text("utf-8")).body
    assert isinstance(docstring, ast.Expr)
    *imports, table = rest
    assert all(isinstance(one, ast.Import | ast.ImportFrom) for one in imports)
    assert isinstance(table, ast.Assign)
    assert isinstance(table.value, ast.Call)
    assert isinstance(table.value.func, ast.Name)
    assert table.value.func.id == "Dialog"
    assert not [node for node in ast.walk(table) if isinstance(node, ast.Lambda | ast.JoinedStr)]


@pytest.mark.parametrize("dialog", DIALOGS, ids=lambda dialog: str(dialog.id))
def test_no_handler_knows_the_table_or_the_engine(dialog: Dialog) -> None:
    known = {"dialogs.walk", "dialogs.engine", "dialogs.repairs", f"dialogs.{dialog.id}"}
    for path in _parts(dialog, "hear.py", "choose.py", "work.py", "frame.py", "wording.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom):
                names = {alias.name for alias in node.names}
                assert node.module not in known or names.issubset({"wording", "choose", "hear"})
                assert not names & {"Dialog", "edges_of", "Walk"}
            if isinstance(node, ast.Attribute):
                assert node.attr not in {"by_id", "edges", "steps"}


@pytest.mark.parametrize("dialog", DIALOGS, ids=lambda dialog: str(dialog.id))
def test_sentences_stand_in_wording_or_are_left_for_the_desk(dialog: Dialog) -> None:
    found = [
        f"{path.name}:{line} {text}"
        for path in _parts(dialog, "hear.py", "choose.py", "frame.py", "__init__.py")
        for line, text in strings(path)
        if SENTENCE.search(text)
    ]
    assert found == []
    for path in _parts(dialog, "work.py"):
        speaks = any(SENTENCE.search(text) for _, text in strings(path))
        assert not speaks or "DeskRequest(" in path.read_text("utf-8")


@pytest.mark.parametrize("dialog", DIALOGS, ids=lambda dialog: str(dialog.id))
def test_a_choice_that_belongs_to_the_engine_is_a_command_it_knows(dialog: Dialog) -> None:
    for line, text in strings(folder(dialog) / "wording.py"):
        if text.startswith("!"):
            # What follows the colon of an f-string is looked at where it is shown.
            whole = f"{text}anything" if text.endswith(":") else text
            assert COMMANDS.fullmatch(whole), f"{line}: {text}"


@pytest.mark.parametrize("way", WAYS, ids=str)
async def test_a_shown_command_leads_somewhere(way: Way) -> None:
    chat = await reach(way)
    steps = {step.id for dialog in DIALOGS for step in dialog.steps}
    for after in (None, "change something"):
        if after:
            await chat.write(after)
        for shown in chat.session.shown:
            if not shown.means.startswith("!"):
                continue
            assert COMMANDS.fullmatch(shown.means), shown
            name, _, rest = shown.means[1:].partition(":")
            assert name != "start" or rest.partition(":")[0] in chat.engine.repertoire.dialogs
            assert name != "change" or not rest or rest in steps


def test_every_question_is_reached_by_a_way() -> None:
    questions = {f"{dialog.id}.{one.id}" for dialog in DIALOGS for one in dialog.questions()}
    assert {way.question for way in WAYS} == questions


@pytest.mark.parametrize("way", WAYS, ids=str)
async def test_a_way_leads_to_its_question_and_on(way: Way) -> None:
    chat = await reach(way)
    assert chat.question == way.question
    await chat.play(*way.finish)
    assert way.said in chat.text


def _parts(dialog: Dialog, *names: str) -> list[Path]:
    return [path for name in names if (path := folder(dialog) / name).is_file()]
