"""What is known of a wish for another time."""

from collections.abc import Mapping
from datetime import timedelta
from typing import ClassVar

from connectors.model import Patient
from dialogs.times.frame import Times
from dialogs.visits.visit import Visit


class Moving(Times):
    """The facts of one move.

    `words` are how it was asked for, which may say which appointment is meant and when it is to be
    instead; `chosen` is that appointment, as it is now, and `slot` its new time. A clinician who is
    not known is the same one as before, if there is any time with them. `held` is the key of the
    slot that is kept for the patient.
    """

    drops: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "patient": ("listed",),
        "listed": ("chosen",),
        "chosen": ("service", "offered"),
        "service": ("offered",),
        "clinician": ("offered",),
        "when": ("offered", "gone"),
        "offered": ("slot", "page", "missed"),
        "slot": ("held",),
    }
    keeps: ClassVar[Mapping[str, timedelta]] = {
        "listed": timedelta(minutes=10),
        "offered": timedelta(minutes=10),
    }

    words: str | None = None
    patient: Patient | None = None
    listed: tuple[Visit, ...] | None = None
    chosen: Visit | None = None
    held: str | None = None

    @property
    def holding(self) -> str | None:
        """The slot of the check question."""
        return self.held
