"""What somebody says about who they are, and whom that proved them to be."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from connectors.model import Patient
from dialogs.table import Frame


class Identify(Frame):
    """The three things that must agree with the patient's record; gone once they did.

    `summary` is what the patient was about to do, in words for staff, and `visit` in words for the
    patient; `other` says that it is for somebody else than the writer.
    """

    drops: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "number": ("patient",),
        "born": ("patient",),
        "surname": ("patient",),
    }

    summary: str | None = None
    visit: str | None = None
    other: bool = False
    number: str | None = None
    born: date | None = None
    surname: str | None = None
    patient: Patient | None = None
