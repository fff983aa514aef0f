"""What a new patient says of themselves."""

from collections.abc import Mapping
from datetime import timedelta
from typing import ClassVar

from dialogs.identify.frame import Person


class Register(Person):
    """The facts of one new patient; `agreed` says that the clinic may keep them.

    `looked` says that nobody like them was found a moment ago, `doubt` is why a person at the
    clinic has to look first.
    """

    drops: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "contact": ("patient", "looked", "doubt"),
        "forename": ("patient", "looked", "doubt"),
        "born": ("patient", "looked", "doubt"),
        "surname": ("patient", "looked", "doubt"),
    }
    keeps: ClassVar[Mapping[str, timedelta]] = {"looked": timedelta(minutes=10)}

    agreed: bool | None = None
    looked: bool | None = None
    doubt: str | None = None
