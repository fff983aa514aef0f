"""Writes .env.example and docs/settings.md from the models, so that neither can tell another story.

A test fails when a committed file differs; `make diagrams` writes both anew.
"""

import re
from collections.abc import Iterator
from textwrap import wrap
from typing import get_args

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from bot.settings.model import GROUPS

_WIDTH = 96

# What a group is for, and when its variables are needed.
_TITLES = {
    "clinic": "The clinic, as patients know it, and its rules for booking by chat.",
    "aerona": "The clinic's Aerona. Needed where bookings or lookups are made there.",
    "pracsuite": "The clinic's PracSuite, in the place of Aerona or beside it. Needed where "
    "bookings or lookups are made there.",
    "telegram": "The clinic's Telegram bot. Needed by `run`; `chat` and `demo` do without.",
    "desk": "How the clinic's people are told of what waits for them: in a Telegram chat, by "
    "e-mail, or both. Without either, somebody has to look at the list by themselves.",
    "storage": "Where this clinic's conversations are kept. Needed by `run`, `backup` and "
    "`restore`; a trial chat does without.",
    "server": "What the process listens on and how it logs. One process may serve several "
    "clinics: say it in one of their files, or alike in all of them.",
}

# A clinic has one practice management system as a rule, so the file to start from names one.
_OTHERWISE = frozenset({"pracsuite"})

_HEAD = (
    "One clinic's settings. Copy this file, one for each clinic, and name it after the clinic: "
    "the name before .env, as in harbour.env, is the clinic's short name in its database and in "
    "logs. Keep it to yourself (chmod 600): it holds passwords.\n\n"
    "Then run: python -m bot check harbour.env\n\n"
    "A line that begins with # is a remark. Variables on such a line may stay so; each shows its "
    "default, or an example where it has none. A value that holds a # stands in quotes."
)


def example() -> str:
    """The text of .env.example."""
    return "\n\n".join([_remark(_HEAD), *map(_group, GROUPS)]) + "\n"


def reference() -> str:
    """The text of docs/settings.md."""
    return "\n".join(_page())


def _group(prefix: str) -> str:
    title = f"--- {prefix.upper()}_*\n{_TITLES[prefix].replace('`', '')}"
    beside = prefix in _OTHERWISE
    entries = [
        _entry(f"{prefix}_{name}".upper(), field, beside=beside) for name, field in _fields(prefix)
    ]
    return "\n\n".join([_remark(title), *entries])


def _entry(variable: str, field: FieldInfo, *, beside: bool) -> str:
    needed = _needed(variable, field)
    about = f"{needed}. {_sentence(field)}" if needed else _sentence(field)
    if _is_secret(field) and field.is_required():
        # Left empty, so that a forgotten one is missing instead of wrong.
        mark = "# " if beside else ""
        return f"{_remark(f'{about} It looks like {_given(field)}')}\n{mark}{variable}="
    line = f"{variable}={_written(_default(field) or _given(field))}"
    return f"{_remark(about)}\n{'' if needed and not beside else '# '}{line}"


def _page() -> Iterator[str]:
    yield "# Settings"
    yield ""
    yield "Each clinic has one env file. Its variables are these; [.env.example](../.env.example)"
    yield "is a file to start from. `python -m bot check harbour.env` says everything that is wrong"
    yield "or missing, by name. Nothing is taken from the environment of the process."
    yield ""
    yield "This page is generated from the code (`make diagrams`)."
    for prefix in GROUPS:
        yield from ("", f"## {prefix.upper()}_*", "", _TITLES[prefix], "")
        yield "| Variable | What it says | Default | Example |"
        yield "|---|---|---|---|"
        for name, field in _fields(prefix):
            variable = f"{prefix}_{name}".upper()
            cells = (
                f"`{variable}`",
                _cell(_sentence(field)),
                f"`{_default(field)}`" if _default(field) else _needed(variable, field).lower(),
                f"`{_cell(_given(field))}`" if _given(field) else "",
            )
            yield f"| {' | '.join(cells)} |"
    yield ""


def _fields(prefix: str) -> Iterator[tuple[str, FieldInfo]]:
    model: type[BaseModel] = GROUPS[prefix]
    yield from model.model_fields.items()


def _needed(variable: str, field: FieldInfo) -> str:
    if field.is_required():
        return "Required"
    return "Required by run" if variable == "STORAGE_PATH" else ""


def _is_secret(field: FieldInfo) -> bool:
    return SecretStr in (field.annotation, *get_args(field.annotation))


def _sentence(field: FieldInfo) -> str:
    return f"{(field.description or '').rstrip('.')}."


def _default(field: FieldInfo) -> str:
    default = field.get_default(call_default_factory=True, validated_data={})
    return "" if field.is_required() or default in {None, (), ""} else str(default)


def _given(field: FieldInfo) -> str:
    return str(field.examples[0]) if field.examples else ""


def _written(value: str) -> str:
    # As the file needs it: a space before a # begins a remark, so such a value stands in quotes.
    return f"'{value}'" if re.search(r"\s#", value) else value


def _remark(text: str) -> str:
    lines = [
        line
        for part in text.split("\n")
        for line in wrap(part, _WIDTH, break_on_hyphens=False) or [""]
    ]
    return "\n".join(f"# {line}".rstrip() for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", r"\|")
