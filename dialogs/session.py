"""What goes in and out of a turn, and what a conversation remembers between two turns."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel, ConfigDict, field_validator

from connectors.model import Patient, Slot, Status

# Those of the last months are spoken of; older ones would only make the session grow.
MOST_APPOINTMENTS = 20


class Value(BaseModel):
    """A frozen value that is stored as JSON; fields that a newer version wrote are let go."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Heard(Value):
    """One thing that a patient did; nothing of the messenger is left in it.

    `choice` is the id of a pressed button, `contact` the patient's own shared phone number, `other`
    names what was sent when it was no plain text: "photo", "voice", "audio", "video", "animation",
    "sticker", "location", "document", "poll", "contact" (somebody else's), "edited", "group" or
    "unknown". `locale` is the messenger's first guess of the language.
    """

    text: str = ""
    at: datetime
    choice: str | None = None
    locale: str | None = None
    contact: str | None = None
    other: str | None = None

    @field_validator("text")
    @classmethod
    def _storable(cls, text: str) -> str:
        # Half a surrogate pair, as a broken keyboard may send it, can be stored nowhere.
        return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


class Choice(Value):
    """A button. Its id is short and opaque outside; inside a dialog it is what the press means."""

    id: str
    label: str


class Shown(Value):
    """A button as the patient sees it, with what it means to the question that showed it."""

    id: str
    label: str
    means: str


class Reply(Value):
    """What to say. How it looks is the channel's business."""

    text: str
    choices: tuple[Choice, ...] = ()
    asks_contact: bool = False


class SessionKey(Value):
    """Whose conversation it is: one user of one channel at one clinic."""

    clinic: str
    channel: str
    user: str

    def __str__(self) -> str:
        return f"{self.clinic}/{self.channel}/{self.user}"


class Active(Value):
    """A dialog in progress. The step is a hint; the frame (JSON of its facts) is the truth.

    `trail` lists the questions that were answered, in order, so that one can go back; `learned`
    says since when facts are known that do not keep.
    """

    dialog: str
    version: int
    step: str
    frame: str = "{}"
    trail: tuple[str, ...] = ()
    learned: dict[str, datetime] = {}


class Kept(Value):
    """An appointment made in this chat; `reference` is None while its outcome is in doubt."""

    reference: str | None
    patient: Patient
    service: str
    slot: Slot
    status: Status

    @property
    def key(self) -> str:
        """The same for the same patient at the same time with the same clinician."""
        return f"{self.patient.id}/{self.slot.key}"

    def replaces(self, other: Self) -> bool:
        """Whether it is a later word on the same appointment."""
        moved = self.reference is not None and self.reference == other.reference
        return moved or self.key == other.key


class Memory(Value):
    """What outlives a dialog: who has proven to be whom, what was booked here, failed proofs.

    `told` is the last of the practice's changes that was told here (storage/changes.py).
    """

    patients: tuple[Patient, ...] = ()
    appointments: tuple[Kept, ...] = ()
    failed_proofs: tuple[datetime, ...] = ()
    told: int = 0

    def with_patient(self, patient: Patient) -> Self:
        """Remember a proven patient; the last one proven comes first."""
        others = tuple(known for known in self.patients if known.id != patient.id)
        return self.model_copy(update={"patients": (patient, *others)})

    def coming(self, now: datetime) -> bool:
        """Whether an appointment of this chat is still ahead."""
        return any(kept.status.active and kept.slot.start > now for kept in self.appointments)

    def moved(self, reference: str, slot: Slot) -> Self:
        """The same with the new time of an appointment, where it is known here at all."""
        for kept in self.appointments:
            if kept.reference == reference:
                return self.with_appointment(kept.model_copy(update={"slot": slot}))
        return self

    def with_appointment(self, kept: Kept) -> Self:
        """Remember an appointment, in the place of what was known of the same one.

        One that was moved is known again by its reference.
        """
        others = tuple(known for known in self.appointments if not kept.replaces(known))
        return self.model_copy(update={"appointments": (*others, kept)[-MOST_APPOINTMENTS:]})


class Session(Value):
    """A conversation between two turns; saved as a whole, replacing exactly the revision before.

    `question` numbers the questions asked, and `shown` holds the choices of the last one with what
    each of them means, so that a button of an older question is known as such; `pressed` is the
    button that was acted on last, so that a second tap on it is let pass in silence. `aside` says
    that the last thing asked was not the question of the dialog on top. `holding` are the keys of
    the times that are kept for the patient.
    """

    key: SessionKey
    revision: int = 0
    stack: tuple[Active, ...] = ()
    question: int = 0
    shown: tuple[Shown, ...] = ()
    pressed: str | None = None
    aside: bool = False
    misses: int = 0
    greeted: bool = False
    locale: str | None = None
    memory: Memory = Memory()
    holding: tuple[str, ...] = ()
