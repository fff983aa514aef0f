"""What is wrong with a file of settings, said by the names of variables, never with their values.

pydantic's own texts are not shown: some of them quote what was given. What is expected comes from
a table of pydantic's error types, from the texts that our own validators raise, and otherwise from
the field's description.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails, PydanticCustomError

# pydantic's error types that a value in a file can cause, in plain words. The braces are filled
# from the error's own context, which holds limits of ours and never what was given.
_EXPECTED = {
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "int_type": "a whole number",
    "float_parsing": "a number",
    "bool_parsing": "yes or no",
    "greater_than": "more than {gt}",
    "greater_than_equal": "at least {ge}",
    "less_than": "less than {lt}",
    "less_than_equal": "at most {le}",
    "string_too_short": "at least {min_length} characters",
    "string_too_long": "at most {max_length} characters",
    "too_short": "at least {min_length} characters",
    "too_long": "at most {max_length} characters",
    "literal_error": "{expected}",
    "enum": "{expected}",
    "url_parsing": "a web address that begins with https://",
    "url_scheme": "a web address that begins with https://",
}
_OURS = "expected"


@dataclass(frozen=True, slots=True)
class Problem:
    """One variable, what is expected of it, and how the file falls short of that."""

    variable: str
    expected: str
    state: Literal["wrong", "missing", "not known", "given twice", "shared"] = "wrong"

    def __str__(self) -> str:
        return f"{self.variable} is {self.state}: {self.expected}"


class BadSettings(Exception):
    """A clinic's file cannot be used; `problems` is all that is wrong with it, without values."""

    def __init__(self, file: Path, problems: Sequence[Problem]) -> None:
        """Keep everything that is wrong with this file."""
        self.file = file
        self.problems = tuple(problems)
        super().__init__("\n".join([f"{file.name} cannot be used.", *map(str, self.problems)]))


def described(variable: str, field: FieldInfo) -> str:
    """What a variable is for, with an example where it has one."""
    text = (field.description or f"a value for {variable}").rstrip(".")
    return f"{text}, for example {field.examples[0]}" if field.examples else text


def problem(variable: str, field: FieldInfo, error: ErrorDetails) -> Problem:
    """What one of pydantic's errors means to the person who wrote the file."""
    about = described(variable, field)
    if error["type"] == "missing":
        return Problem(variable, about, "missing")
    expected = _words(error)
    return Problem(variable, f"{expected} ({about})" if expected else f"expected: {about}")


def of_group(prefix: str, fields: Mapping[str, FieldInfo], error: ErrorDetails) -> Problem:
    """A rule between several variables of a group, told by their names instead of the fields'."""
    names = rf"\b({'|'.join(fields)})\b"
    text = re.sub(names, lambda name: f"{prefix}_{name[0]}".upper(), _words(error))
    return Problem(f"{prefix}_*".upper(), text or "expected values that fit together")


def expected(what: str) -> PydanticCustomError:
    """What a validator of ours raises; `what` never holds the value."""
    return PydanticCustomError(_OURS, "expected {what}", {"what": what})


def _words(error: ErrorDetails) -> str:
    context: Mapping[str, object] = error.get("ctx", {})
    if error["type"] == _OURS:
        return error["msg"]
    if error["type"] in _EXPECTED:
        return f"expected {_EXPECTED[error['type']].format_map(context)}"
    if error["type"] != "value_error":
        return ""
    # The sentence of a validator elsewhere. Should one ever quote its input, it is not shown.
    text = str(context["error"])
    given = error["input"].values() if isinstance(error["input"], dict) else [error["input"]]
    return "" if any(str(value) in text for value in given) else text
