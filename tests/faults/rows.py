"""Which modules the rows of the table come from, in the order of the table."""

import importlib
from functools import cache

from tests.faults.fault import Fault

MODULES = (
    "kills",
    "steps",
    "exploration",
    "answers",
    "newcomers",
    "updates",
    "races",
    "budget_storm",
    "staff",
    "limits",
    "tokens",
    "disk",
)


@cache
def faults() -> tuple[Fault, ...]:
    """Every row of the table."""
    found: list[Fault] = []
    for name in MODULES:
        found += importlib.import_module(f"tests.faults.{name}").FAULTS
    names = [fault.name for fault in found]
    if len(set(names)) < len(names):
        raise ValueError("two rows have the same name")
    return tuple(found)


def fault_named(name: str) -> Fault:
    """The row with this name, or the only one that contains it."""
    exact = [fault for fault in faults() if fault.name == name]
    near = exact or [fault for fault in faults() if name.casefold() in fault.name.casefold()]
    if len(near) != 1:
        raise LookupError(f"{len(near)} rows are called {name!r}: {[one.name for one in faults()]}")
    return near[0]
