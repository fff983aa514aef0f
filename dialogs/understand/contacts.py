"""Phone numbers and e-mail addresses, for when a question asks how somebody can be reached."""

import re

from dialogs.understand.said import Said

_EMAIL = re.compile(r"[\w.%+'-]+@[\w-]+(?:\.[\w-]+)+")
_LONGEST_EMAIL = 100
_PHONE = re.compile(r"(?<!\d)\+?\d[\d\s().-]{5,18}\d(?!\d)")
_DIGITS = range(7, 16)
# A date of birth has as many digits as a short phone number.
_DATE = re.compile(r"\d{1,2}[ .-]\d{1,2}[ .-](?:19|20)\d{2}|(?:19|20)\d{2}[.-]\d{1,2}[.-]\d{1,2}")


def read_phone(said: Said) -> str | None:
    """The first phone number in a text, in the patient's own spelling."""
    for found in _PHONE.finditer(said.original):
        number = found[0].strip()
        if sum(c.isdigit() for c in number) in _DIGITS and not _DATE.fullmatch(number):
            return number
    return None


def read_email(said: Said) -> str | None:
    """The first e-mail address in a text."""
    found = _EMAIL.search(said.original)
    return found[0] if found is not None and len(found[0]) <= _LONGEST_EMAIL else None


def read_contact(said: Said) -> str | None:
    """The e-mail address that was given, or else the phone number; `is_email` tells which."""
    # Digits of an address are no phone number.
    return read_email(said) or (None if "@" in said.original else read_phone(said))


def is_email(contact: str) -> bool:
    """Whether a contact is an e-mail address and no phone number."""
    return "@" in contact
