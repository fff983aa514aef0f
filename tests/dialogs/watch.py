"""What must be true after every turn, whatever a patient does and however the clinic fails."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from connectors.model import Slot, Status
from tests.dialogs.chat import Chat
from tests.dialogs.newcomers import OpenSurgery
from tests.dialogs.patient import AGREEING, CANCELLING, COMING, REPEATING, Turn
from tests.dialogs.surgery import SERVICES, ZONE, Booked

LARGEST_SESSION = 16 * 1024
DEEPEST_STACK = 6
MOST_ACTIVE = 3

# Ids of services, clinicians and patients, choices' meanings, Python and the vendor.
INTERNAL = re.compile(
    r"[{}]|\bNone\b(?! of them)|\bTrue\b|\bFalse\b|\bnull\b|aerona|traceback|datetime|<class"
    r"|\b(186[456]|3456[789]|4269\d\d|4270\d\d)\b|@20|!(start|change)|\b(slot|day|part|visit):\S",
    re.IGNORECASE,
)
WEEKDAY = re.compile(r"\d{1,2}/\d{1,2}/\d{2,4}")
STATUSES = {
    "Cancelled: ": (Status.CANCELLED, Status.CANCELLED_LATE),
    "now knows that you will come": (Status.CONFIRMED,),
    "now knows that you have arrived": (Status.ARRIVED,),
}


def moment(at: datetime) -> str:
    """A day and a time as patients must read them; on purpose not the engine's own words."""
    local = at.astimezone(ZONE)
    clock = f"{local.hour % 12 or 12}:{local:%M}{local:%p}".lower()
    clock = {"12:00pm": "midday", "12:00am": "midnight"}.get(clock, clock)
    return f"{local:%A} {local.day} {local:%B}, {clock}"


def line(booked: Booked, names: Mapping[str, str], *, verb: str = "Booked") -> str:
    """An appointment as it must be said when it is booked, or moved."""
    services = {service.id: service.name for service in SERVICES}
    slot = booked.slot
    visit = f"{services[slot.service_id]} with {slot.clinician_name}, {moment(slot.start)}"
    return f"{verb}: {visit}, for {names[booked.patient_id]}."


@dataclass
class Watch:
    """Compares the clinic and the chat before and after a turn."""

    chat: Chat
    writes: int = field(init=False)
    created: int = field(init=False)
    shown: str = field(init=False)
    live: tuple[str, ...] = field(init=False)
    diary: dict[str, Status] = field(init=False)
    slots: dict[str, Slot] = field(init=False)
    troubled: bool = field(init=False)

    def __post_init__(self) -> None:
        surgery = self.chat.surgery
        self.writes = len(surgery.writes)
        self.created = len(surgery.created) if isinstance(surgery, OpenSurgery) else 0
        self.shown = self.chat.asked
        self.live = tuple(label.casefold() for label in self.chat.labels)
        self.diary = {one.reference: one.status for one in surgery.diary}
        self.slots = {one.reference: one.slot for one in surgery.diary}
        self.troubled = bool(surgery.troubles)

    def check(self, turn: Turn) -> None:
        self.answered(turn)
        self.readable()
        self.written(turn)
        self.told()
        self.diary_sound()
        self.registered(turn)
        self.stored()

    def answered(self, turn: Turn) -> None:
        texts = [reply.text for reply in self.chat.said]
        assert all(text.strip() for text in texts), "an empty reply"
        assert texts or turn.again, "silence"

    def readable(self) -> None:
        for reply in self.chat.said:
            for text in (reply.text, *(choice.label for choice in reply.choices)):
                found = INTERNAL.search(text)
                assert found is None, f"{found[0]!r} was said"
                # The example of a date of birth is the only date in figures.
                assert not WEEKDAY.search(text.replace("23/4/1980", "")), "a date in figures"

    def written(self, turn: Turn) -> None:
        """A booking or a cancellation follows a question with its moment, and a clear answer."""
        for kind, start in self.chat.surgery.writes[self.writes :]:
            if kind in (Status.CONFIRMED, Status.ARRIVED):
                assert self.explicit(turn, COMING), f"{kind} without a word of it"
                assert moment(start) in self.chat.text, f"{kind} without saying of what"
            else:
                cancels = kind in (Status.CANCELLED, Status.CANCELLED_LATE)
                agreed = (*AGREEING, *CANCELLING) if cancels else AGREEING
                assert self.explicit(turn, agreed), f"{kind} without a clear yes"
                assert moment(start) in self.shown, f"{kind} of what was not shown"
            if kind in ("book", "move"):
                assert start > self.chat.surgery.now, f"{kind} to what is over"

    def explicit(self, turn: Turn, words: tuple[str, ...]) -> bool:
        if turn.button is not None:
            return turn.live
        text = (turn.text or "").strip()
        return text in (*words, *REPEATING) or text.isdigit() or text.casefold() in self.live

    def told(self) -> None:
        """What is said to be done is done, and what is done is said."""
        surgery = self.chat.surgery
        fresh = [one for one in surgery.diary if one.reference not in self.diary]
        said = [line for line in self.chat.text.splitlines() if line.startswith("Booked: ")]
        names = {patient.id: patient.name for patient in surgery.people}
        lines = [line(one, names) for one in fresh]
        assert all(one in lines for one in said), "said to be booked, and is not"
        assert len(fresh) <= 1, "booked more than once in a turn"
        if fresh and not self.troubled:
            assert lines == said, "booked, and not said"
        self.told_of_moves(names)
        for words, statuses in STATUSES.items():
            if words in self.chat.text:
                done = [one for one in surgery.diary if moment(one.slot.start) in self.chat.text]
                assert any(one.status in statuses for one in done), f"said and not done: {words}"

    def told_of_moves(self, names: Mapping[str, str]) -> None:
        changed = [
            one
            for one in self.chat.surgery.diary
            if self.slots.get(one.reference, one.slot) != one.slot
        ]
        lines = [line(one, names, verb="Moved") for one in changed]
        said = [one for one in self.chat.text.splitlines() if one.startswith("Moved: ")]
        assert all(one in lines for one in said), "said to be moved, and is not"
        if not self.troubled:
            assert lines == said, "moved, and not said"

    def diary_sound(self) -> None:
        surgery = self.chat.surgery
        active = [(one.patient_id, one.slot.start) for one in surgery.active()]
        assert len(active) == len(set(active)), "one patient twice at the same time"
        for patient in surgery.people:
            ahead = [
                one
                for one in surgery.diary
                if one.patient_id == patient.id
                and one.status.active
                and one.slot.start > surgery.now
            ]
            assert len(ahead) <= MOST_ACTIVE, "more appointments than a patient may have"

    def registered(self, turn: Turn) -> None:
        """A new patient is written down once, after a clear yes to all that is written."""
        surgery = self.chat.surgery
        if not isinstance(surgery, OpenSurgery):
            return
        for new in surgery.created[self.created :]:
            assert self.explicit(turn, AGREEING), "written down without a clear yes"
            told = f"First name: {new.forename}\nSurname: {new.surname}\n"
            assert any(told in said for said in self.chat.story), "written down without a check"
            assert "?" in self.shown or "try again" in self.shown, "written down unasked"
        known = [(one.forename, one.surname, one.born) for one in surgery.people]
        fresh = known[len(OpenSurgery().people) :]
        assert len(fresh) == len(set(fresh)), "one patient with two records"

    def stored(self) -> None:
        session = self.chat.session
        assert 1 <= len(session.stack) <= DEEPEST_STACK
        assert len(self.chat.stored.encode()) < LARGEST_SESSION, "the session grows"
