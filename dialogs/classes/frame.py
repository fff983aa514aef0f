"""What is known of a wish to join a class."""

from collections.abc import Mapping
from datetime import timedelta
from typing import ClassVar

from connectors.model import GroupClass, Patient
from dialogs.times.frame import Times


class Classes(Times):
    """`service` is which class, and `found` are those with room, earliest first.

    `gone` is the time of one that has become full meanwhile; `someone` is as in booking.
    """

    drops: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "service": ("found",),
        "when": ("found", "gone"),
        "found": ("chosen",),
    }
    keeps: ClassVar[Mapping[str, timedelta]] = {"found": timedelta(minutes=10)}

    found: tuple[GroupClass, ...] | None = None
    chosen: GroupClass | None = None
    someone: bool = False
    patient: Patient | None = None
