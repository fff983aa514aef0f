"""What is known of the appointments that somebody asks about."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import ClassVar

from connectors.model import Patient, Status
from dialogs.session import Value
from dialogs.table import Frame


class Visit(Value):
    """One appointment to speak of; `reference` is None while its outcome is in doubt.

    `here` says that it was made in this chat, and not only found in the clinic's own list;
    `changing` that a change of it was sent and nobody knows yet whether it was taken.
    """

    reference: str | None
    patient: Patient
    service: str
    clinician: str
    start: datetime
    status: Status
    here: bool
    changing: bool = False


class Appointments(Frame):
    """`act` is what to do with the chosen visit: confirm, arrived, cancel or nothing."""

    drops: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "patient": ("listed",),
        "listed": ("chosen",),
    }
    keeps: ClassVar[Mapping[str, timedelta]] = {"listed": timedelta(minutes=10)}

    patient: Patient | None = None
    listed: tuple[Visit, ...] | None = None
    chosen: Visit | None = None
    act: str | None = None
