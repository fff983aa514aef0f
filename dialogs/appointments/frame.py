"""What is known of the appointments that somebody asks about."""

from collections.abc import Mapping
from datetime import timedelta
from typing import ClassVar

from connectors.model import Patient
from dialogs.table import Frame
from dialogs.visits.visit import Visit


class Appointments(Frame):
    """`act` is what to do with the chosen visit: confirm, arrived, cancel or nothing.

    `words` are those that asked to cancel, where they may say which appointment.
    """

    drops: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "patient": ("listed",),
        "listed": ("chosen",),
    }
    keeps: ClassVar[Mapping[str, timedelta]] = {"listed": timedelta(minutes=10)}

    patient: Patient | None = None
    words: str | None = None
    listed: tuple[Visit, ...] | None = None
    chosen: Visit | None = None
    act: str | None = None
