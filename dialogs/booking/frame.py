"""What is known of a wish for an appointment."""

from collections.abc import Mapping
from datetime import timedelta
from typing import ClassVar

from connectors.model import Patient
from dialogs.times.frame import Times


class Booking(Times):
    """The facts of one booking.

    `words` are what was said while the clinic's services were not known, to be read once they are;
    a clinician who is not known may be any. `someone` says that the patient spoke of somebody whom
    nobody may guess. `held` is the key of the slot that is kept for the patient. `lost` says that
    a booking in doubt turned out not to have been made, and that the patient is to be asked.
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
    someone: bool = False
    patient: Patient | None = None
    allowed: bool | None = None
    held: str | None = None
    lost: bool = False
    reference: str | None = None

    @property
    def holding(self) -> str | None:
        """The slot of the check question."""
        return self.held
