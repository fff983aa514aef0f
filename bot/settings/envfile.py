"""Reads one env file as python-dotenv does: quotes, inline comments, `export`, CRLF, a BOM.

Two habits of python-dotenv are left out on purpose. `${NAME}` stays as it was typed: filling it
from the process environment would leak that into every clinic and change passwords. And a line
that cannot be read, or a name given twice, is a problem instead of being passed over in silence.
"""

import re
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from dotenv.parser import Binding, parse_stream

from bot.settings.problems import BadSettings, Problem

# Only what certainly is a name is ever shown. The second line of a key that was pasted with a line
# break looks like `c2VjcmV0PQ==`, and is no name for anyone to read.
_NAME = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+")


@dataclass(frozen=True, slots=True)
class Given:
    """A value of the file and the line that it stands on; the value is never part of the repr."""

    value: str = field(repr=False)
    line: int


@dataclass(frozen=True, slots=True)
class EnvFile:
    """What a file says, by name, and which of its lines say nothing; empty values are left out."""

    path: Path
    given: dict[str, Given]
    problems: tuple[Problem, ...]


def read(path: Path) -> EnvFile:
    """Read the file; raises BadSettings when it cannot be read at all."""
    text, why = _text(path)
    if text is None:
        raise BadSettings(path, [Problem(f"the file {path.name}", why)])
    return _parse(path, text)


def shown(name: str, line: int) -> str:
    """The name as it may be shown: itself, or only its line where it may be a part of a value."""
    return name if _NAME.fullmatch(name) else f"line {line}"


def _text(path: Path) -> tuple[str | None, str]:
    # Nothing is raised inside of an `except`: a UnicodeDecodeError carries the whole file with it.
    try:
        return path.read_text(encoding="utf-8-sig"), ""
    except FileNotFoundError:
        return None, "there is no such file"
    except IsADirectoryError:
        return None, "this is a folder; expected a file of settings"
    except PermissionError:
        return None, "it may not be read by the user that runs Frontdesk"
    except UnicodeDecodeError:
        return None, "expected text in UTF-8"
    except OSError:
        return None, "it cannot be read"


def _parse(path: Path, text: str) -> EnvFile:
    given: dict[str, Given] = {}
    problems: list[Problem] = []
    for binding in parse_stream(StringIO(text)):
        line = _line(binding)
        if binding.error or (binding.key is not None and binding.value is None):
            problems.append(Problem(f"line {line}", "expected NAME=VALUE, with closed quotes"))
        elif binding.key is None:
            continue
        elif binding.key in given:
            first = given[binding.key].line
            expected = f"expected once, and it stands on line {first} and on line {line}"
            problems.append(Problem(shown(binding.key, line), expected, "given twice"))
        else:
            given[binding.key] = Given(binding.value or "", line)
    filled = {name: each for name, each in given.items() if each.value.strip()}
    return EnvFile(path, filled, tuple(problems))


def _line(binding: Binding) -> int:
    # The parser counts from the end of the last binding, so blank lines before this one belong
    # to its text.
    text = binding.original.string
    blank = text[: len(text) - len(text.lstrip())]
    return binding.original.line + blank.count("\n")
