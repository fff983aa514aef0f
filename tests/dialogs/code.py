"""What the handlers of a dialog can come to, read from their code."""

import ast
import importlib
import inspect
import textwrap
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

from dialogs.table import Ask, Branch, Dialog, Do, Step

# `answer` without an outcome.
USUAL = "then"


def module_of(dialog: Dialog, name: str) -> ModuleType:
    return importlib.import_module(f"dialogs.{dialog.id}.{name}")


def folder(dialog: Dialog) -> Path:
    file = importlib.import_module(f"dialogs.{dialog.id}").__file__
    assert file is not None
    return Path(file).parent


def handler(step: Step) -> object:
    match step:
        case Ask():
            return step.read
        case Do():
            return step.work
        case Branch():
            return step.choose
        case _:
            return None


@cache
def functions(module: ModuleType) -> dict[str, ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(inspect.getsource(module))
    return {
        node.name: node
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def outcomes(step: Step) -> tuple[set[str], bool]:
    """The outcomes named in a handler and in what it calls; whether some are not literals."""
    called = handler(step)
    module = inspect.getmodule(called)
    assert module is not None
    assert inspect.isfunction(called)
    found: set[str] = set()
    open_ended = False
    for node in _reached(module, called.__name__):
        for outcome in _named(node, pure=isinstance(step, Branch)):
            if outcome is None:
                open_ended = True
            else:
                found.add(outcome)
    return found, open_ended


def _reached(
    module: ModuleType, name: str, seen: frozenset[str] = frozenset()
) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """A function and the functions of its module that it hands its answer over to."""
    node = functions(module).get(name)
    if node is None or name in seen:
        return
    yield node
    for returned in ast.walk(node):
        if isinstance(returned, ast.Return | ast.Assign) and returned.value is not None:
            for call in ast.walk(returned.value):
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
                    yield from _reached(module, call.func.id, seen | {name})


def _named(node: ast.AST, *, pure: bool) -> Iterator[str | None]:
    """The outcomes in one function; None for one that is worked out and not written."""
    for found in ast.walk(node):
        if pure and isinstance(found, ast.Return) and found.value is not None:
            yield from _literals(found.value)
        elif isinstance(found, ast.Call) and isinstance(found.func, ast.Name):
            if found.func.id == "answer":
                yield from _literals(found.args[0]) if found.args else (USUAL,)
            elif found.func.id == "Answer":
                yield from _literals(found.args[0])


def _literals(value: ast.expr) -> Iterator[str | None]:
    match value:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=orelse):
            yield from _literals(body)
            yield from _literals(orelse)
        case _:
            yield None


def strings(path: Path) -> Iterator[tuple[int, str]]:
    """Every string of a module that is no docstring, with its line."""
    tree = ast.parse(textwrap.dedent(path.read_text(encoding="utf-8")))
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.lineno, node.value
