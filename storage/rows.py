"""How values stand in rows, and how they are read without an error telling what was read."""

import re
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar
from zlib import crc32

import aiosqlite
from pydantic import ValidationError
from pydantic_core import PydanticSerializationError

from dialogs.session import Value
from storage.errors import BrokenRule, NotRead, Unreadable, reason_of

V = TypeVar("V", bound=Value)

UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)

# A stored value ends with a checksum of what stands before it. SQLite notices when a page is not
# where it belongs, and not when a letter in it has become another one: an hour, a name.
_SUM = re.compile(rb',"crc":(\d+)\}$')


def stamp(at: datetime) -> str:
    """A moment as stored; refuses one without an offset, which could mean anything."""
    if at.tzinfo is None:
        raise ValueError("a moment without an offset cannot be stored")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def moment(text: str) -> datetime:
    """A stored moment, in UTC."""
    return datetime.fromisoformat(text)


def moment_or(text: str, otherwise: datetime) -> datetime:
    """A stored moment, or another one where it cannot be read and does not matter much."""
    try:
        return moment(text)
    except ValueError:
        return otherwise


def moment_if(text: str | None) -> datetime | None:
    return None if text is None else moment(text)


def written(value: Value, *, whole: bool = False) -> str:
    """A value as stored, without the fields that have their default unless it is to be `whole`."""
    try:
        text = value.model_dump_json(exclude_defaults=not whole)
    except PydanticSerializationError:
        raise BrokenRule("cannot be stored: half of a surrogate pair") from None
    return f'{text[:-1]},"crc":{crc32(text.encode())}}}'


def value(model: type[V], stored: bytes, *, of: str) -> V:
    """A stored value; raises Unreadable. `of` names its row in the error.

    It is given as bytes, since not even its letters may be what they were.
    """
    found = _SUM.search(stored)
    text = stored if found is None else stored[: found.start()] + b"}"
    if found is not None and int(found[1]) != crc32(text):
        raise Unreadable(f"{of} cannot be read: it is not as it was written")
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        kinds = sorted({detail["type"] for detail in error.errors(include_input=False)})
        # pydantic's own text quotes what it read, and that may be a patient's words.
        raise Unreadable(f"{of} cannot be read: {', '.join(kinds)}") from None


def lenient(raw: bytes) -> str:
    """Text of a column. One undecodable letter must not keep whole tables from being read."""
    return raw.decode("utf-8", "replace")


async def fetch(
    connection: aiosqlite.Connection,
    sql: str,
    parameters: Sequence[Any] | Mapping[str, Any] = (),
) -> list[sqlite3.Row]:
    """Every row of a query."""
    try:
        return list(await connection.execute_fetchall(sql, parameters))
    except sqlite3.Error as error:
        reason = reason_of(error)
        raise NotRead(f"the database did not answer: {reason}", reason) from error
    except UnicodeDecodeError:
        # SQLite quotes from a damaged schema, and Python cannot read what it says.
        raise NotRead("the schema cannot be read", "SQLITE_CORRUPT") from None
