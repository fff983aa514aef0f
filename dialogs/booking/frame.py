"""What is known of a wish for an appointment."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import ClassVar

from connectors.model import Patient, Service, Slot
from dialogs.table import Frame
from dialogs.understand.wish import When


class Booking(Frame):
    """The facts of one booking.

    `words` are what was said while the clinic's services were not known, to be read once they are;
    `clinician` is an id, "any" or not known (which means any). `offered` are free slots in the
    order of showing, a page at a time; `missed` says that none of them is quite what was wished;
    `gone` is a slot that was taken meanwhile;
    `someone` that the patient spoke of somebody whom nobody may guess. `held` is the key of the
    slot that is kept for the patient, `as_of` since when the offered times were not read again,
    where that is long ago. `lost` says that a booking in doubt turned out not to have been made,
    and that the patient is to be asked.
    """

    drops: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "service": ("offered",),
        "clinician": ("offered",),
        "when": ("offered", "gone"),
        "offered": ("slot", "page", "missed"),
        "slot": ("allowed", "held", "lost", "reference"),
        "patient": ("allowed", "reference"),
    }
    keeps: ClassVar[Mapping[str, timedelta]] = {"offered": timedelta(minutes=10)}

    words: str | None = None
    service: Service | None = None
    clinician: str | None = None
    when: When | None = None
    offered: tuple[Slot, ...] | None = None
    page: int = 0
    missed: bool = False
    gone: Slot | None = None
    slot: Slot | None = None
    someone: bool = False
    patient: Patient | None = None
    allowed: bool | None = None
    held: str | None = None
    as_of: datetime | None = None
    lost: bool = False
    reference: str | None = None

    @property
    def holding(self) -> str | None:
        """The slot of the check question."""
        return self.held
