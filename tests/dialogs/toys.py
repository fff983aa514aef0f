"""A dialog small enough to see through: a day and an hour, a look into the diary, a booking."""

from collections.abc import Mapping
from datetime import timedelta
from gettext import NullTranslations
from typing import ClassVar

from dialogs.engine import Engine
from dialogs.ports import Ports
from dialogs.repertoire import Repertoire
from dialogs.session import Choice, Reply
from dialogs.table import Answer, Dialog, Frame, Reading, answer, ask, branch, do, end, run
from dialogs.talk import Talk, Told
from tests.dialogs.surgery import HARBOUR

DAYS = ("monday", "tuesday", "friday")
HOURS = ("nine", "ten")


class Trip(Frame):
    drops: ClassVar[Mapping[str, tuple[str, ...]]] = {"day": ("found",), "found": ("hour",)}
    keeps: ClassVar[Mapping[str, timedelta]] = {"found": timedelta(minutes=10)}

    day: str | None = None
    found: str | None = None
    hour: str | None = None
    name: str | None = None


class Name(Frame):
    name: str | None = None


def _word(told: Told, words: tuple[str, ...]) -> str | None:
    if told.pick is not None:
        return told.pick if told.pick in words else None
    return next((word for word in told.said.words if word in words), None)


def _choices(words: tuple[str, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(id=word, label=word.title()) for word in words)


def say_menu(_frame: Frame, _talk: Talk) -> Reply:
    return Reply(text="Menu?", choices=(Choice(id="!start:trip", label="A trip"),))


def read_menu(_told: Told, _frame: Frame, _talk: Talk) -> Reading:
    return None


def say_day(_frame: Trip, _talk: Talk) -> Reply:
    return Reply(text="Which day?", choices=_choices(DAYS))


def read_day(told: Told, _frame: Trip, _talk: Talk) -> Reading:
    day = _word(told, DAYS)
    return None if day is None else answer(day=day)


async def look(frame: Trip, _talk: Talk, ports: Ports) -> Answer:
    looked.append(frame.day)
    return answer("found", found=f"looked for {frame.day}")


def say_hour(frame: Trip, _talk: Talk) -> Reply:
    return Reply(text=f"{frame.found}. Which hour?", choices=_choices(HOURS))


def read_hour(told: Told, _frame: Trip, _talk: Talk) -> Reading:
    hour = _word(told, HOURS)
    return None if hour is None else answer(hour=hour)


def known(frame: Trip, _talk: Talk) -> str:
    return "yes" if frame.name else "no"


def say_sure(frame: Trip, _talk: Talk) -> Reply:
    text = f"{frame.day} at {frame.hour} for {frame.name}?"
    return Reply(text=text, choices=(Choice(id="yes", label="Yes"), Choice(id="no", label="No")))


def read_sure(told: Told, _frame: Trip, _talk: Talk) -> Reading:
    picked = _word(told, ("yes", "no"))
    return None if picked is None else answer(picked)


def say_name(_frame: Name, _talk: Talk) -> Reply:
    return Reply(text="Whose name?")


def read_name(told: Told, _frame: Name, _talk: Talk) -> Reading:
    word = _word(told, ("ann", "bob"))
    return None if word is None else answer(name=word)


def say_done(frame: Trip, _talk: Talk) -> Reply:
    return Reply(text=f"Done: {frame.day} {frame.hour} {frame.name}.")


def say_stop(_frame: Frame, _talk: Talk) -> Reply:
    return Reply(text="Stopped.")


def say_alarm(_frame: Frame, _talk: Talk) -> Reply:
    return Reply(text="Alarm?", choices=(Choice(id="carry_on", label="Carry on"),))


def read_alarm(told: Told, _frame: Frame, _talk: Talk) -> Reading:
    return answer("carry_on") if _word(told, ("carry_on", "carry")) else None


def greeting(_talk: Talk) -> Reply:
    return Reply(text="Welcome.")


# What the diary was asked for, in order.
looked: list[str | None] = []

MENU = Dialog("menu", Frame, (ask("menu", say=say_menu, read=read_menu),), quiet=True)
NAME = Dialog(
    "name",
    Name,
    (
        ask("name", say=say_name, read=read_name, fills=("name",), then="named"),
        end("named", outcome="named", gives=("name",)),
    ),
)
TRIP = Dialog(
    "trip",
    Trip,
    (
        ask(
            "day",
            say=say_day,
            read=read_day,
            fills=("day",),
            called="time",
            anywhere=True,
            then="look",
        ),
        do("look", look, fills=("found",), found="hour", unavailable="stopped"),
        ask("hour", say=say_hour, read=read_hour, fills=("hour",), called="slot", then="known"),
        branch("known", known, yes="sure", no="who"),
        run("who", "name", fills=("name",), named="sure"),
        ask("sure", say=say_sure, read=read_sure, yes="done", no="day"),
        end("done", say_done),
        end("stopped", say_stop),
    ),
    version=2,
    wishes=("book",),
    menu=lambda _talk: "A trip",
)
PERSON = Dialog("person", Frame, (end("over", say_stop),))
ALARM = Dialog(
    "alarm",
    Frame,
    (ask("alarm", say=say_alarm, read=read_alarm, owns=("*", "!"), carry_on="over"), end("over")),
)

ENGINE = Engine(
    Repertoire(
        clinic=HARBOUR,
        dialogs={one.id: one for one in (MENU, TRIP, NAME, PERSON, ALARM)},
        bottom="menu",
        emergency="alarm",
        person="person",
        greeting=greeting,
        translations=NullTranslations(),
    )
)
