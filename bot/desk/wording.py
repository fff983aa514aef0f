"""What staff read: what waits for them, what is to be done about it, and how they answer.

It is read by receptionists, in a chat of several people or in a mailbox, so without `details` it
holds nothing of a patient.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from storage.desk import DeskItem
from storage.notices import News


@dataclass(frozen=True, slots=True)
class Kind:
    """What an item is, and what somebody has to do about it."""

    about: str
    to_do: str


_RING = "Ring them."

KINDS = {
    "in_doubt": Kind(
        "it is not certain whether this was done",
        "Look in the clinic's diary, and answer what you have found. Do not book it again before.",
    ),
    "person": Kind("a patient asks to be rung", _RING),
    "unknown_patient": Kind("a patient could not be found in the clinic's system", _RING),
    "new_patient": Kind(
        "a new patient was not written down by the chat",
        "Look whether they are in the clinic's system already, and ring them.",
    ),
    "booking": Kind("a patient wants an appointment", _RING),
    "book": Kind("a patient wants an appointment", _RING),
    "availability": Kind("a patient wants an appointment", _RING),
    "appointments": Kind("a patient asks about their appointments", _RING),
    "cancel": Kind("a patient wants to cancel an appointment", _RING),
    "confirm": Kind("a patient wants to confirm an appointment", _RING),
    "arrived": Kind("a patient has arrived", "Look for them in the waiting room."),
    "change": Kind("a patient wants to change an appointment", _RING),
    "move": Kind("a patient wants to move an appointment", _RING),
    "late": Kind("a patient is running late", _RING),
    "prices": Kind("a patient asks about prices", _RING),
    "account": Kind("a patient asks about payments or invoices", _RING),
    "extra": Kind(
        "an appointment may have been made twice",
        "Look in the clinic's diary whether all is as it should be.",
    ),
    "unreadable": Kind("what a patient wrote was damaged on the disk", "Read it, and ask them."),
    "outage": Kind(
        "the clinic's booking system does not answer",
        "Nothing has to be answered. It goes away by itself when the system answers again.",
    ),
}

# More than these are counted, and not listed: nobody reads them in a message.
MOST = 20
LONGEST_DETAIL = 600

Local = Callable[[datetime], datetime]


@dataclass(frozen=True, slots=True)
class Notice:
    """One message to staff. `id` is the same whenever the same thing is told again."""

    id: str
    subject: str
    text: str


def kind(name: str) -> Kind:
    """What an item of this kind is; one that is not known here is called by its name."""
    return KINDS.get(name) or Kind(name.replace("_", " "), "Read it, and see to it.")


def title(item: DeskItem, local: Local) -> str:
    """One line: the item's number, when it came up, and what it is."""
    at = local(item.at)
    return f"{item.id}. {at:%A} {at.day} {at:%B}, {at:%H:%M}: {kind(item.note.kind).about}"


def lines(text: str) -> list[str]:
    """The lines of a text that somebody else wrote, with nothing in them but what can be read."""
    printable = ("".join(c if c.isprintable() else " " for c in line) for line in text.splitlines())
    return [line.strip() for line in printable if line.strip()]


def notice(news: Sequence[News], *, clinic: str, file: str, local: Local, details: bool) -> Notice:
    """One message about all of these."""
    waiting = [one.item for one in news if not one.over]
    over = [one.item for one in news if one.over]
    subject = f"{clinic}: {_headline(waiting, over)}"
    parts = [subject]
    if waiting:
        parts += _listed(waiting, lambda item: _entry(item, local, details=details))
        parts.append(
            "To read this and to answer, on the computer that Frontdesk runs on:\n"
            f"    python -m bot desk {file}"
        )
    if over:
        parts.append("No longer needed, it has been settled without you:")
        parts += _listed(over, lambda item: title(item, local))
    parts.append("This message was written by Frontdesk. Nobody reads an answer to it.")
    return Notice(_id(news, clinic), subject, "\n\n".join(parts))


def trial(clinic: str, file: str, now: datetime) -> Notice:
    """A message that only shows that staff can be told."""
    subject = f"{clinic}: a test of Frontdesk"
    text = (
        "This is how you will hear of what waits for the clinic's desk. Nothing has to be done "
        f"now.\n\nWhat waits can be read, on the computer that Frontdesk runs on, with:\n"
        f"    python -m bot desk {file}"
    )
    return Notice(_digest([clinic, now.isoformat()]), subject, f"{subject}\n\n{text}")


def _headline(waiting: Sequence[DeskItem], over: Sequence[DeskItem]) -> str:
    if len(waiting) == 1:
        return f"{kind(waiting[0].note.kind).about} (item {waiting[0].id})"
    if waiting:
        return f"{len(waiting)} things wait for the desk"
    if len(over) == 1:
        return f"item {over[0].id} needs nobody any more"
    return f"{len(over)} things need nobody any more"


def _listed(items: Sequence[DeskItem], entry: Callable[[DeskItem], str]) -> Iterator[str]:
    yield from map(entry, items[:MOST])
    if len(items) > MOST:
        yield f"… and {len(items) - MOST} more."


def _entry(item: DeskItem, local: Local, *, details: bool) -> str:
    told = "\n".join(lines(item.note.text)) if details else ""
    if len(told) > LONGEST_DETAIL:
        told = f"{told[:LONGEST_DETAIL]}…"
    return "\n".join([title(item, local), *told.splitlines(), kind(item.note.kind).to_do])


def _id(news: Iterable[News], clinic: str) -> str:
    # An item's number alone could come again in a database that was put back.
    told = (f"{one.item.id} {one.item.at.isoformat()} {one.over}" for one in news)
    return _digest([clinic, *told])


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
