"""Named places of a process at which it can be killed: each durable and each external step.

They are put around the few functions through which every such step goes: the writer of the
database, the HTTP of the vendors, and the HTTP of the messenger. So a step that is new has its
failpoints at once, and nothing in the product knows of them. `vendor.create` is passed before the
request leaves and after its answer has begun to arrive; `write.turn` before the transaction begins
and after it is durable.
"""

import importlib
import json
import os
import pkgutil
import re
import signal
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache, wraps
from pathlib import Path
from typing import Any

import aiohttp
import httpx
from yarl import URL

import storage
from storage import turns
from storage.writer import Row, Statement, Writer

Name = Callable[..., str]

_VENDOR = (
    ("POST", r"/login", "login"),
    ("GET", r"/find-appointment-slots", "slots"),
    ("GET", r"/appointment-types", "types"),
    ("GET", r"/clinicians", "clinicians"),
    ("GET", r"/patients/\d+", "patient"),
    ("POST", r"/appointments", "create"),
    ("PUT", r"/appointments/\d+/status", "status"),
    ("GET", r"/appointments/search", "appointments"),
    # PracSuite's
    ("GET", r"/available_appointments", "available"),
    ("POST", r"/reserve_appointment", "reserve"),
    ("POST", r"/appointment/\d+", "finalise"),
    ("GET", r"/appointment/\d+", "appointment"),
    ("PATCH", r"/appointment/\d+", "edit"),
    ("POST", r"/appointment/\d+/cancel", "cancel"),
    ("GET", r"(?:/practitioner/\d+|/patient/\d+)?/appointment", "appointments"),
    ("GET", r"/appointment_book", "book"),
    ("GET", r"/cancelled_appointment(?:/\d+)?", "cancelled"),
    ("GET", r"/patient(?:/\d+)?", "patients"),
    ("GET", r"/\w+(?:/\d+)?(?:/\w+)?", "catalogue"),
)


@dataclass(frozen=True)
class Point:
    """One moment of one process: "before" or "after" the n-th passing of a name."""

    side: str
    name: str
    passing: int

    def __str__(self) -> str:
        return f"{self.side} {self.name} {self.passing}"

    @classmethod
    def read(cls, text: str) -> "Point":
        side, name, passing = text.split()
        return cls(side, name, int(passing))


class Failpoints:
    """Writes down each that is passed, and kills the process at one of them."""

    def __init__(self, trace: Path, kill: Point | None) -> None:
        # Written past every buffer: it outlives the process.
        self._file = os.open(trace, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._kill = kill
        self._passed: Counter[str] = Counter()

    def install(self) -> None:
        """Put them in their places, for the rest of this process's life."""
        places: tuple[tuple[type, str, Name], ...] = (
            (Writer, "write", _of_write),
            (aiohttp.ClientSession, "_request", _of_vendor),
            (httpx.AsyncHTTPTransport, "handle_async_request", _of_messenger),
        )
        for owner, method, name in places:
            setattr(owner, method, self._around(getattr(owner, method), name))

    def _around(self, step: Callable[..., Awaitable[Any]], name: Name) -> Callable[..., Any]:
        @wraps(step)
        async def watched(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - whatever it takes
            called = name(*args, **kwargs)
            self._passed[called] += 1
            passing = self._passed[called]
            self._pass(Point("before", called, passing))
            result = await step(*args, **kwargs)
            self._pass(Point("after", called, passing))
            return result

        return watched

    def _pass(self, point: Point) -> None:
        os.write(self._file, f"{point}\n".encode())
        if point == self._kill:
            os.kill(os.getpid(), signal.SIGKILL)


def passed(trace: Path) -> list[Point]:
    """What a process has passed, in order."""
    if not trace.exists():
        return []
    return [Point.read(line) for line in trace.read_text("utf-8").splitlines()]


def _of_write(_: Writer, statement: Statement, row: Row) -> str:
    if statement != turns.COMMIT:
        return f"write.{_statements().get(statement, 'other')}"
    # The same statement commits turns and moves attempts outside of them.
    moves = next((json.loads(each) for each in row if _is_moves(each)), ())
    targets = sorted({move["to"] for move in moves})
    session = row[1] is not None
    return "+".join(("write.turn" if session else "write.move", *targets))


def _is_moves(value: object) -> bool:
    return isinstance(value, str) and value.startswith("[{") and '"to":' in value


@cache
def _statements() -> dict[Statement, str]:
    """The name of each statement: where it stands, and how it is called there."""
    modules = [
        importlib.import_module(found.name)
        for found in pkgutil.iter_modules(storage.__path__, "storage.")
    ]
    return {
        value: f"{module.__name__.partition('.')[2]}.{name.lower()}"
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, Statement)
    }


def _of_vendor(_: object, method: str, url: str | URL, **__: object) -> str:
    path = URL(url).path
    for known, pattern, name in _VENDOR:
        if method == known and re.fullmatch(rf".*/v\d+{pattern}", path):
            return f"vendor.{name}"
    return f"vendor.{method}:{path}"


def _of_messenger(_: object, request: httpx.Request) -> str:
    method = request.url.path.rpartition("/")[2]
    if method != "getUpdates":
        return f"telegram.{method}"
    # With an offset the question confirms what came before.
    return "telegram.confirm" if "offset" in request.url.params else "telegram.ask"
