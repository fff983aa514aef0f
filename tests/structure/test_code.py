"""What holds for every file, whoever writes it."""

import ast
import importlib
import pkgutil
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import connectors
from bot.logs import HASHED, SHAPES
from connectors.errors import ConnectorError
from tests.structure.sources import PACKAGES, ROOT, named, sources, tree

LONGEST = 400

CLOCKS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "monotonic"),
}

# What one module of a connector raises and the next one turns into an error of the tree.
INSIDE = {"connectors.reading.UnreadableError"}

LOG_METHODS = {"debug", "info", "warning", "error", "exception", "critical"}


def committed(*patterns: str) -> list[Path]:
    """The files that are or will be committed; all files where git is not there to ask."""
    listed = subprocess.run(  # noqa: S603 - fixed arguments
        ["git", "ls-files", "-co", "--exclude-standard", *patterns],  # noqa: S607 - found on PATH
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    names = listed.stdout.splitlines()
    return [ROOT / name for name in names if (ROOT / name).is_file()] or sources(*PACKAGES, "tests")


def test_a_long_file_has_its_reason_in_the_decisions() -> None:
    reasons = "\n".join(page.read_text("utf-8") for page in (ROOT / "docs/decisions").glob("*.md"))
    long = [
        f"{named(path)} has {lines} lines"
        for path in sources(*PACKAGES, "tests", "benchmarks")
        if (lines := len(path.read_text("utf-8").splitlines())) > LONGEST
        and named(path) not in reasons
    ]
    assert long == []


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    home = re.compile(r"/(?:home|Users)/[a-z]|/wor[k]/|[A-Z]:\\\\Users")
    found = [
        f"{named(path)}:{number}"
        for path in committed("*.py", "*.md", "*.toml", "*.txt", "Makefile", ".ci/run", "deploy/*")
        if path != Path(__file__)
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1)
        if home.search(line)
    ]
    assert found == []


def test_dialogs_ask_no_clock_and_open_no_file() -> None:
    found = [
        f"{named(path)}:{node.lineno}"
        for path in sources("dialogs")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and _reaches_out(node.func)
    ]
    assert found == []


def _reaches_out(called: ast.expr) -> bool:
    if isinstance(called, ast.Name):
        return called.id in {"open", "input", "print", "exec", "eval"}
    if not isinstance(called, ast.Attribute):
        return False
    owner = called.value
    name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
    return (name, called.attr) in CLOCKS


def test_every_module_says_in_a_sentence_what_it_is_for() -> None:
    assert not [named(path) for path in sources(*PACKAGES) if not ast.get_docstring(tree(path))]


def test_every_exception_of_the_connectors_descends_from_one_root() -> None:
    modules = [
        importlib.import_module(found.name)
        for found in pkgutil.walk_packages(connectors.__path__, "connectors.")
    ]
    strangers = {
        f"{value.__module__}.{name}"
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, type)
        and issubclass(value, BaseException)
        and value.__module__.startswith("connectors")
        and not issubclass(value, ConnectorError)
        # What never leaves its module may be of whatever kind a library asks for.
        and not name.startswith("_")
    }
    assert strangers == INSIDE


def _log_calls() -> Iterator[tuple[str, ast.Call]]:
    for path in sources(*PACKAGES):
        for node in ast.walk(tree(path)):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in LOG_METHODS
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id in {"log", "logger", "_log", "_logger"}
            ):
                yield f"{named(path)}:{node.lineno}", node


def test_a_log_call_names_its_event_with_a_constant() -> None:
    assert not [
        place
        for place, call in _log_calls()
        if len(call.args) != 1
        or not isinstance(call.args[0], ast.Constant)
        or not re.fullmatch(r"[a-z][a-z_]*", str(call.args[0].value))
    ]


def test_a_log_call_passes_only_what_is_written() -> None:
    known = SHAPES.keys() | HASHED | {"exc_info"}
    assert not [
        f"{place} passes {keyword.arg}"
        for place, call in _log_calls()
        for keyword in call.keywords
        if keyword.arg not in known
    ]


@pytest.mark.parametrize("folder", PACKAGES)
def test_nothing_prints_but_the_commands(folder: str) -> None:
    assert not [
        f"{named(path)}:{node.lineno}"
        for path in sources(folder)
        if not named(path).startswith(("bot/commands/", "bot/__main__.py", "sandbox/__main__.py"))
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "print"
    ]


def test_there_are_no_mocks_and_nothing_left_to_do() -> None:
    left = re.compile(r"\bunittest\.mock\b|\bAsyncMock\b|\bMagicMock\b|#\s*(?:TODO|FIXME|XXX)\b")
    assert not [
        f"{named(path)}:{number}"
        for path in sources(*PACKAGES, "tests", "benchmarks")
        if path != Path(__file__)
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if left.search(line)
    ]
