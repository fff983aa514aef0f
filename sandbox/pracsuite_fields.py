"""One PracSuite request: its path, query and body, read as strictly as the contract allows."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from multidict import MultiMapping

from sandbox.misbehaviour import Fault, Rule
from sandbox.pracsuite_errors import Faulty, body, params

Reader = Callable[[object], Any]

LOCAL = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}")
_ID_DIGITS = 12


class WrongError(ValueError):
    """A value is not what it should be; the message says what that is."""


def whole(least: int = 0, most: int = 10**_ID_DIGITS, step: int = 1) -> Reader:
    def read(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise WrongError("must be an integer")
        if not least <= value <= most or value % step:
            multiple = f" and a multiple of {step}" if step > 1 else ""
            raise WrongError(f"must be from {least} to {most}{multiple}")
        return value

    return read


def one_of(*known: int) -> Reader:
    def read(value: object) -> int:
        if value not in known or not isinstance(value, int) or isinstance(value, bool):
            raise WrongError(f"must be one of {', '.join(map(str, known))}")
        return value

    return read


def text(most: int, *, least: int = 0) -> Reader:
    def read(value: object) -> str:
        if not isinstance(value, str):
            raise WrongError("must be a string")
        if not least <= len(value.strip()) or len(value) > most:
            raise WrongError(f"must have {least} to {most} characters")
        return value

    return read


def nullable(reader: Reader) -> Reader:
    def read(value: object) -> object:
        return None if value is None else reader(value)

    return read


def flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise WrongError("must be a boolean")
    return value


def ids(value: object) -> tuple[int, ...]:
    if not isinstance(value, list):
        raise WrongError("must be an array")
    one = whole()
    return tuple(one(item) for item in value)


def day(value: object) -> date:
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise WrongError("must be a date, yyyy-MM-dd")
    return date.fromisoformat(value)


def local_time(value: object) -> datetime:
    """Without offset, by the clinic's clock (contract §2)."""
    if not isinstance(value, str) or not LOCAL.fullmatch(value):
        raise WrongError("must be local, yyyy-MM-ddTHH:mm:ss without offset")
    return datetime.fromisoformat(value)


def email(value: object) -> str:
    read: str = text(100)(value)
    if read.count("@") != 1 or read.strip("@") != read or " " in read:
        raise WrongError("must be an e-mail address")
    return read


def zone(value: object) -> str:
    read: str = text(60, least=1)(value)
    try:
        ZoneInfo(read)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise WrongError("must be an IANA time zone") from None
    return read


@dataclass(frozen=True)
class Call:
    """What was asked; `base` is the address under which the vendor serves."""

    operation: str
    base: str
    path: str
    names: Mapping[str, str]
    query: MultiMapping[str]
    sent: bytes
    faults: Mapping[Fault, Rule] = field(default_factory=dict)

    def id(self, name: str) -> int:
        """A number of the path."""
        return _number(name, self.names[name])

    def expect(self, known: Iterable[str]) -> None:
        """Refuse what the operation has no parameter for, and what is said twice."""
        for name in self.query:
            if name not in known:
                raise params(f"unknown parameter {name}")

    def parameter(self, name: str) -> str | None:
        values = self.query.getall(name, [])
        if len(values) > 1:
            raise params(f"{name} is there several times")
        return values[0] if values else None

    def number(self, name: str) -> int | None:
        value = self.parameter(name)
        return None if value is None else _number(name, value)

    def numbers(self, name: str) -> frozenset[int]:
        """An array without a style of its own: the parameter once for each (contract §4)."""
        return frozenset(_number(name, value) for value in self.query.getall(name, []))

    def day(self, name: str) -> date:
        value = self.parameter(name)
        if value is None:
            raise params(f"{name} is required")
        try:
            return day(value)
        except ValueError as wrong:
            raise params(f"{name} {wrong}") from None

    def flag(self, name: str) -> bool:
        value = self.parameter(name)
        if value not in (None, "true", "false"):
            raise params(f"{name} must be true or false")
        return value == "true"

    def body(self, fields: Mapping[str, Reader], required: Iterable[str] = ()) -> dict[str, Any]:
        """What was sent, each field read; all that is wrong is told at once."""
        sent = self.json()
        wrong: list[Faulty] = [
            (name, f"{name} is required") for name in required if sent.get(name) is None
        ]
        read = {}
        for name, value in sent.items():
            if name not in fields:
                wrong.append((name, "is not a field of this request"))
                continue
            try:
                read[name] = fields[name](value)
            except ValueError as why:
                if (name, f"{name} is required") not in wrong:
                    wrong.append((name, str(why)))
        if wrong:
            raise body(*wrong)
        return read

    def json(self) -> dict[str, object]:
        """The body as it came; none at all is an empty one."""
        try:
            read = json.loads(self.sent or b"{}")
        except ValueError:
            raise body(("body", "must be JSON")) from None
        if not isinstance(read, dict):
            raise body(("body", "must be a JSON object"))
        return read


def _number(name: str, value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= _ID_DIGITS):
        raise params(f"{name} must be an integer")
    return int(value)
