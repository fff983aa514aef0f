"""Which question a patient is looking at: read off its words and buttons, as a person would."""

from collections.abc import Callable
from enum import Enum

from dialogs.session import Choice, Reply


class Asked(Enum):
    """What the last thing that was said wants of the patient."""

    MENU = "what to do"
    SERVICE = "what for"
    WHEN = "when"
    TIMES = "which of the times"
    NUMBER = "the patient number"
    BORN = "the date of birth"
    SURNAME = "the surname"
    FAILED = "to check the details"
    CHECK = "whether to book"
    BOOKED = "nothing: it is booked"
    WAIT = "to try again later"
    NOTHING_FREE = "another day, since nothing is free"
    NAME = "a name for the desk"
    PHONE = "a phone number for the desk"
    PASSED_ON = "nothing: the desk will ring"
    STOPPED = "nothing: it was stopped"
    UNSURE = "not to book again"
    ELSE = "something else"


# The first row that fits counts.
_SIGNS: tuple[tuple[Asked, Callable[[Reply], bool]], ...] = (
    (Asked.BOOKED, lambda reply: reply.text.startswith("Booked:")),
    (Asked.CHECK, lambda reply: button(reply, "Yes, book it") is not None),
    (Asked.TIMES, lambda reply: button(reply, "More times") is not None),
    (Asked.SERVICE, lambda reply: "is the appointment for?" in reply.text),
    (Asked.WHEN, lambda reply: button(reply, "Soonest") is not None),
    (Asked.FAILED, lambda reply: "could not find a patient" in reply.text),
    (Asked.NUMBER, lambda reply: "your patient number at" in reply.text),
    (Asked.BORN, lambda reply: "date of birth?" in reply.text),
    (Asked.SURNAME, lambda reply: reply.text.endswith("surname?")),
    (Asked.NOTHING_FREE, lambda reply: "found no free time" in reply.text),
    (Asked.WAIT, lambda reply: button(reply, "Try again") is not None),
    (Asked.NAME, lambda reply: reply.text.endswith("What is your name?")),
    (Asked.PHONE, lambda reply: reply.asks_contact),
    (Asked.PASSED_ON, lambda reply: "passed your message on" in reply.text),
    (Asked.UNSURE, lambda reply: "Do not book again" in reply.text),
    (Asked.STOPPED, lambda reply: reply.text.startswith("I have stopped")),
    (Asked.MENU, lambda reply: button(reply, "Book an appointment") is not None),
)


def asked(reply: Reply) -> Asked:
    """What a reply wants."""
    return next((one for one, fits in _SIGNS if fits(reply)), Asked.ELSE)


def button(reply: Reply, label: str) -> Choice | None:
    """The button with this label, where the reply has one."""
    return next((choice for choice in reply.choices if choice.label == label), None)


def times(reply: Reply) -> tuple[Choice, ...]:
    """The buttons that are free times: they stand before "More times"."""
    labels = [choice.label for choice in reply.choices]
    return reply.choices[: labels.index("More times")]
