"""What a new patient says of themselves."""

from collections.abc import Mapping
from typing import ClassVar

from dialogs.identify.frame import Person


class Register(Person):
    """The facts of one new patient; `agreed` says that the clinic may keep them.

    `doubt` is why a person at the clinic has to look first.
    """

    drops: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "contact": ("patient", "doubt"),
        "forename": ("patient", "doubt"),
        "born": ("patient", "doubt"),
        "surname": ("patient", "doubt"),
    }

    agreed: bool | None = None
    doubt: str | None = None
