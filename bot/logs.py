"""Logs that can be handed to anybody: what happened, where and how often, and never to whom.

A log call names an event and passes values by name. Only the names listed here are written, and
only values that look like what the name stands for: a number, or a short token without spaces. So
a patient's words, name, birthday or phone and a clinic's passwords have no way in, whoever writes
the call. People appear as keyed hashes, which can be told apart in one file of logs and looked up
in none. Errors appear as their classes and our own lines; their texts, and what libraries log,
are left out, because those quote addresses with tokens in them.
"""

import errno
import hashlib
import logging
import re
import secrets
import sqlite3
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from traceback import walk_tb
from types import TracebackType
from typing import Literal, TextIO

import structlog
from structlog.typing import EventDict, FilteringBoundLogger, WrappedLogger

# More digits in one token are a date of birth, a phone number or a part of a password.
_MOST_DIGITS = 5
_EVENT = re.compile(r"[A-Za-z][A-Za-z_ -]{0,79}")
_TOKEN = re.compile(rf"(?=\D*(?:\d\D*){{0,{_MOST_DIGITS}}}\Z)[A-Za-z0-9_.:/+-]{{1,60}}")
# An id says nothing by itself and may hold many digits.
_ID = re.compile(r"[A-Za-z0-9_.:/<>-]{1,100}")
# A sentence of our own, without digits, on what the clinic's staff can do.
_ADVICE = re.compile(r"[A-Za-z '’,.;:()-]{1,200}")

# The names that are written, each with what its text has to look like.
SHAPES = (
    dict.fromkeys(("what_to_do",), _ADVICE)
    | dict.fromkeys(("attempt", "appointment", "outbox", "update", "first", "file"), _ID)
    | dict.fromkeys(("at", "where", "host", "request"), _ID)
    | dict.fromkeys(("clinic", "channel", "dialog", "step", "state", "outcome", "version"), _TOKEN)
    | dict.fromkeys(("operation", "status", "use", "kind", "ability", "bot", "wrong"), _TOKEN)
    | dict.fromkeys(("what", "reason", "service", "code", "chore", "way", "fields"), _TOKEN)
    | dict.fromkeys(("error", "cause", "inside", "logger", "port"), _TOKEN)
    | dict.fromkeys(("count", "waiting", "tries", "revision", "size", "number"), _TOKEN)
    | dict.fromkeys(("age", "pause", "retry_after", "seconds", "milliseconds"), _TOKEN)
)
# People, and what leads to them: written as hashes.
HASHED = frozenset({"user", "chat", "patient", "conversation"})

Form = Literal["json", "console"]
Level = Literal["debug", "info", "warning", "error"]

_WITHHELD = "withheld"
_MOST_FRAMES = 8

_OURS = frozenset({"bot", "connectors", "dialogs", "storage", "sandbox"})
_ROOT = Path(__file__).resolve().parents[1]

log: FilteringBoundLogger = structlog.get_logger()


def configure(
    *,
    form: Form = "json",
    level: Level = "info",
    stream: TextIO | None = None,
    key: bytes | None = None,
) -> None:
    """Send all logs of this process, libraries' included, to one stream (standard error).

    People's hashes are made with `key`; without one they change with every start.
    """
    stream = stream or sys.stderr
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            _errors,
            _Allowed(key or secrets.token_bytes(32)),
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _renderer(form, stream),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    others = [handler for handler in root.handlers if not isinstance(handler, _Libraries)]
    root.handlers = [*others, _Libraries()]
    root.setLevel(logging.WARNING)
    # What Python itself would print holds texts of errors, or the arguments of a log call.
    logging.raiseExceptions = False
    logging.captureWarnings(capture=True)
    sys.excepthook = _crashed
    sys.unraisablehook = lambda seen: log.error("error_passed_over", exc_info=seen.exc_value)
    threading.excepthook = lambda seen: log.error("thread_crashed", exc_info=seen.exc_value)


def _renderer(form: Form, stream: TextIO) -> structlog.typing.Processor:
    if form == "console":
        return structlog.dev.ConsoleRenderer(colors=stream.isatty())
    return structlog.processors.JSONRenderer()


def _crashed(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
    else:
        log.critical("crashed", exc_info=error)


class _Libraries(logging.Handler):
    """Libraries' own messages: which one, and the line that says what it was."""

    def emit(self, record: logging.LogRecord) -> None:
        log.log(
            max(logging.DEBUG, min(logging.CRITICAL, record.levelno // 10 * 10)),
            "library_message",
            logger=record.name,
            where=f"{record.module}:{record.lineno}",
            exc_info=record.exc_info,
        )


class _Allowed:
    def __init__(self, key: bytes) -> None:
        self._key = key

    def __call__(self, _logger: WrappedLogger, _method: str, said: EventDict) -> EventDict:
        kept: EventDict = {"event": _text(said.pop("event", None), _EVENT)}
        for name, value in said.items():
            if name in HASHED and value is not None:
                kept[name] = self._hash(str(value))
            elif name in SHAPES:
                kept[name] = _value(value, SHAPES[name])
        return kept

    def _hash(self, value: str) -> str:
        return hashlib.blake2b(value.encode(), key=self._key, digest_size=6).hexdigest()


def _value(value: object, shape: re.Pattern[str]) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return [_value(each, shape) for each in list(value)[:20]]
    return _text(value, shape)


def _text(value: object, shape: re.Pattern[str]) -> str:
    return value if isinstance(value, str) and shape.fullmatch(value) else _WITHHELD


def _errors(_logger: WrappedLogger, _method: str, said: EventDict) -> EventDict:
    """Put the classes and our own lines of an error where the error was."""
    for name, value in said.items():
        if isinstance(value, BaseException) and name != "exc_info":
            said[name] = type(value).__name__
    error = _error(said.pop("exc_info", None))
    if error is None:
        return said
    first, *causes = _chain(error)
    said["error"] = type(first).__name__
    if code := _code(first):
        said["code"] = code
    if causes:
        said["cause"] = [type(cause).__name__ for cause in causes]
    if inside := list(_inside(error)):
        said["inside"] = [type(each).__name__ for each in inside]
    lines = [line for each in (first, *causes, *inside) for line in _lines(each)]
    said["at"] = list(dict.fromkeys(lines))[:_MOST_FRAMES]
    return said


def _error(told: object) -> BaseException | None:
    if told is True:
        told = sys.exc_info()
    if isinstance(told, tuple):
        told = told[1]
    return told if isinstance(told, BaseException) else None


def _code(error: BaseException) -> str | None:
    """What an error says beside its text, where that can only be a name of Python's or the host's.

    Without it, nobody could tell a full disk from a file that may not be read.
    """
    if isinstance(error, ImportError):
        return error.name
    if isinstance(error, OSError):
        return errno.errorcode.get(error.errno or 0)
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorname", None)
    return None


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    reached: BaseException | None = error
    while reached is not None and id(reached) not in seen:
        seen.add(id(reached))
        yield reached
        reached = reached.__cause__ or (
            None if reached.__suppress_context__ else reached.__context__
        )


def _inside(error: BaseException) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        for each in error.exceptions:
            yield each
            yield from _inside(each)


def _lines(error: BaseException) -> list[str]:
    """Our own lines that the error came through, the innermost first."""
    found = []
    for frame, line in walk_tb(error.__traceback__):
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(_ROOT) and path.relative_to(_ROOT).parts[0] in _OURS:
            found.append(f"{path.relative_to(_ROOT).as_posix()}:{line}")
    return found[::-1]
