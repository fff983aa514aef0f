"""What somebody says about who they are, and whom that proved them to be."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from connectors.model import Patient
from dialogs.table import Frame


class Person(Frame):
    """What is said of a patient, and what it is said for.

    `contact` is a mobile number or an e-mail address, and empty for who has neither. `summary` is
    what the patient was about to do, in words for staff, and `visit` in words for the patient;
    `other` says that it is for somebody else than the writer, `clinician_id` whom they would see.
    """

    summary: str | None = None
    visit: str | None = None
    other: bool = False
    clinician_id: str | None = None
    contact: str | None = None
    forename: str | None = None
    born: date | None = None
    surname: str | None = None
    patient: Patient | None = None


class Identify(Person):
    """The three things that must agree with the patient's record; gone once they did.

    The first of them is the patient number or the contact, whichever the clinic knows its patients
    by; the first name stands in for a contact, and tells twins apart. `unclear` is why only a
    person at the clinic can say who this is.
    """

    drops: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "number": ("patient", "unclear"),
        "contact": ("patient", "unclear", "forename"),
        "forename": ("patient", "unclear"),
        "born": ("patient", "unclear"),
        "surname": ("patient", "unclear"),
    }

    number: str | None = None
    unclear: str | None = None
