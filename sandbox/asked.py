"""One request as the operations see it, its fields read as strictly as the contract allows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from sandbox.misbehaviour import Fault, Rule

T = TypeVar("T")

ID_DIGITS = 11  # contract §2
TYPE_DIGITS = 2
DURATION_DIGITS = 6


class RefusedError(Exception):
    """The request is answered with this status instead of a result."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


@dataclass(frozen=True)
class Asked:
    """Path, query and body of one request, and what shall go wrong with it."""

    path: Mapping[str, str]
    query: Mapping[str, str]
    body: Mapping[str, object]
    faults: Mapping[Fault, Rule] = field(default_factory=dict)

    def path_id(self, name: str) -> int:
        return _whole(name, self.path[name], ID_DIGITS)

    def number(self, name: str, digits: int = ID_DIGITS) -> int | None:
        """A whole number of the query, if it is there."""
        value = self.query.get(name)
        return None if value is None else _whole(name, value, digits)

    def need_number(self, name: str, digits: int = ID_DIGITS) -> int:
        return need(name, self.number(name, digits))

    def flag(self, name: str) -> bool:
        value = self.query.get(name, "false").lower()
        if value not in ("true", "false"):
            raise RefusedError(400, f"{name} must be true or false")
        return value == "true"

    def day(self, name: str) -> date | None:
        value = self.query.get(name)
        return None if value is None else _day(name, value)

    def need_day(self, name: str) -> date:
        return need(name, self.day(name))

    def sent_number(self, name: str, digits: int = ID_DIGITS) -> int:
        """A whole number of the body."""
        value = need(name, self.body.get(name))
        # JSON's true is an int to Python, and "1864" is not a number to Aerona's tables.
        if not isinstance(value, int) or isinstance(value, bool):
            raise RefusedError(400, f"{name} must be a whole number")
        return _whole(name, str(value), digits)

    def sent_text(self, name: str, default: str | None = None) -> str:
        value = self.body.get(name)
        if value is None:
            value = default
        if not isinstance(value, str):
            raise RefusedError(400, f"{name} must be a text")
        return value

    def sent_flag(self, name: str) -> bool:
        value = self.body.get(name) or False
        if not isinstance(value, bool):
            raise RefusedError(400, f"{name} must be true or false")
        return value

    def sent_day(self, name: str) -> date:
        return _day(name, self.sent_text(name))


def need(name: str, value: T | None) -> T:
    if value is None:
        raise RefusedError(400, f"{name} is required")
    return value


def _whole(name: str, value: str, digits: int) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= digits):
        raise RefusedError(400, f"{name} must be a whole number of at most {digits} digits")
    return int(value)


def _day(name: str, value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise RefusedError(400, f"{name} must be a date, YYYY-MM-DD") from None
