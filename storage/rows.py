"""How values stand in rows, and how they are read without an error telling what was read."""

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

import aiosqlite
from pydantic import ValidationError
from pydantic_core import PydanticSerializationError

from dialogs.session import Value
from storage.errors import BrokenRule, NotRead, reason_of

V = TypeVar("V", bound=Value)


def stamp(at: datetime) -> str:
    """A moment as stored; refuses one without an offset, which could mean anything."""
    if at.tzinfo is None:
        raise ValueError("a moment without an offset cannot be stored")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def moment(text: str) -> datetime:
    """A stored moment, in UTC."""
    return datetime.fromisoformat(text)


def moment_if(text: str | None) -> datetime | None:
    return None if text is None else moment(text)


def written(value: Value, *, whole: bool = False) -> str:
    """A value as stored, without the fields that have their default unless it is to be `whole`."""
    try:
        return value.model_dump_json(exclude_defaults=not whole)
    except PydanticSerializationError:
        raise BrokenRule("cannot be stored: half of a surrogate pair") from None


def value(model: type[V], text: str, *, of: str) -> V:
    """A stored value; `of` names its row in the error, which holds nothing of the value."""
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        kinds = sorted({detail["type"] for detail in error.errors(include_input=False)})
        # pydantic's own text quotes what it read, and that may be a patient's words.
        raise NotRead(f"{of} cannot be read: {', '.join(kinds)}") from None


async def fetch(
    connection: aiosqlite.Connection, sql: str, parameters: Sequence[Any] = ()
) -> list[sqlite3.Row]:
    """Every row of a query."""
    try:
        return list(await connection.execute_fetchall(sql, parameters))
    except sqlite3.Error as error:
        raise NotRead(f"the database did not answer: {reason_of(error)}") from error
