"""From what people say to a message for the desk."""

from collections.abc import Mapping

from dialogs.desk.frame import Desk
from dialogs.phrases import says
from dialogs.table import Reading, answer
from dialogs.talk import Talk, Told
from dialogs.understand.answers import read_yes_no
from dialogs.understand.contacts import read_phone
from dialogs.understand.names import read_surname

LONGEST_NOTE = 500


def why(frame: Desk, _talk: Talk) -> str:
    """Whether the patient asked for a person, or another dialog hands its talk over."""
    return "handed_over" if frame.summary is not None else "asked"


def offer(told: Told, _frame: Desk, _talk: Talk) -> Reading:
    if told.pick == "message" or says(told.said, "message") or read_yes_no(told.said):
        return answer("message", wanted=True)
    if told.pick == "enough" or says(told.said, "nothing") or read_yes_no(told.said) is False:
        return answer("enough")
    return None


def note(told: Told, _frame: Desk, _talk: Talk) -> Reading:
    words = told.said.original.strip()
    return answer(note=words[:LONGEST_NOTE]) if words else None


def known_name(_frame: Desk, talk: Talk) -> Mapping[str, object] | None:
    """The person who has proven who they are in this chat."""
    known = talk.memory.patients
    return {"name": f"{known[0].name} ({known[0].id})"} if known else None


def name(told: Told, _frame: Desk, _talk: Talk) -> Reading:
    found = read_surname(told.said)
    return answer(name=found) if found else None


def phone(told: Told, _frame: Desk, _talk: Talk) -> Reading:
    if told.contact is not None:
        return answer(phone=told.contact)
    found = read_phone(told.said)
    return answer(phone=found) if found else None
