"""Repairs are whole utterances; a wish that holds the same word is none."""

import pytest

from dialogs.understand.repairs import Repair, read_repair
from dialogs.understand.said import hear

REPAIRS = {
    "cancel": "cancel",
    "Cancel.": "cancel",
    "/cancel": "cancel",
    "stop": "cancel",
    "never mind": "cancel",
    "nevermind": "cancel",
    "forget it": "cancel",
    "please cancel this": "cancel",
    "I want to stop": "cancel",
    "I changed my mind": "cancel",
    "cancel please": "cancel",
    "actually cancel": "cancel",
    "quit": "cancel",
    "back": "back",
    "go back": "back",
    "sorry, can I go back please": "back",
    "previous": "back",
    "go back one step": "back",
    "undo": "back",
    "/back": "back",
    "repeat": "repeat",
    "say that again": "repeat",
    "can you repeat that please": "repeat",
    "what did you say?": "repeat",
    "again": "repeat",
    "pardon?": "repeat",
    "sorry, what?": "repeat",
    "help": "help",
    "/help": "help",
    "what can you do?": "help",
    "help me please": "help",
    "I don't understand": "help",
    "how does this work": "help",
    "person": "person",
    "I want to speak to a human": "person",
    "can I speak to someone": "person",
    "talk to a real person please": "person",
    "reception": "person",
    "speak to reception": "person",
    "can someone call me": "person",
    "put me through to the receptionist": "person",
    "agent": "person",
    "call me back": "person",
    "restart": "restart",
    "start again": "restart",
    "start over": "restart",
    "/start": "restart",
    "let's start again": "restart",
    "begin again": "restart",
    "from the beginning": "restart",
}

CHANGES = {
    "change the time": "time",
    "another time": "time",
    "different day": "day",
    "change the day please": "day",
    "change the date": "day",
    "can I change the time?": "time",
    "change dentist": "clinician",
    "a different dentist": "clinician",
    "change the service": "service",
    "another treatment": "service",
    "change my name": "patient",
    "change": None,
    "change it": None,
    "I want to change something": None,
    "change the appointment type": "service",
    "choose another day": "day",
    "pick a different time": "time",
    "change who I see": "clinician",
    "can I see a different doctor please": "clinician",
    "a later time": "time",
}

NO_REPAIRS = [
    "?",
    "I'd like to cancel my appointment",
    "cancel my appointment",
    "I can't go back to work",
    "my back hurts",
    "help with my tooth",
    "I need to see a person about my tooth",
    "stop the bleeding",
    "can I book again",
    "back tooth",
    "a second person",
    "don't stop",
    "cancel tomorrow",
    "I don't want to cancel",
    "repeat prescription",
    "yes",
    "is there parking",
    "back pain",
    "book again",
    "",
    "change my appointment",
    "I'd like to change my appointment",
    "change my appointment to Tuesday",
    "time",
    "what time",
    "day",
    "my dentist",
    "the change was good",
    "time please",
]


@pytest.mark.parametrize(("text", "kind"), REPAIRS.items())
def test_a_repair(text: str, kind: str) -> None:
    assert read_repair(hear(text)) == Repair(kind)


@pytest.mark.parametrize(("text", "what"), CHANGES.items())
def test_a_change_says_what_is_to_change(text: str, what: str | None) -> None:
    assert read_repair(hear(text)) == Repair("change", what)


@pytest.mark.parametrize("text", NO_REPAIRS)
def test_a_wish_or_a_complaint_is_no_repair(text: str) -> None:
    assert read_repair(hear(text)) is None
