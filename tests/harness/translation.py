"""A conversation as it goes at a clinic that has PracSuite, from how it goes with Aerona.

What differs is said here and nowhere else: patients know no number of theirs, and the clinic's own
list of appointments can always be read. Where the course of a talk differs, and not only words of
it, a file of the same name in tests/conversations/pracsuite holds the whole talk.
"""

import re

# What patients are known by instead of their number.
_CONTACTS = {
    "426909": "07700 900101",
    "426910": "07700 900101",
    "426911": "07700 900102",
    "426912": "07700 900103",
    "111111": "07700 900199",  # nobody's
}
_NUMBER = re.compile("|".join(_CONTACTS))

_LETTERS = """ patient number at Harbour Dental. It is on letters from the clinic.
  [I am new, or do not know it]"""
_SHARE = "  (share my phone number)"
_REACHED_BY = "the mobile number or e-mail address that Harbour Dental has for"
_EXAMPLE = "For example, 07700 900123 or sam@example.com."
_SOUGHT = "by mobile number, e-mail address or name."
_ONLY_HERE = "I know only what was booked in this chat"
_OTHERS = "For any other appointment, ring Harbour Dental on 020 7946 0000."
_LIST = "From the clinic's diary and this chat:"
# With several places it is told which one it is.
_PLACE = "Harbour Street Dental, 1 Quay Street, Harbourside HB1 1AA"
_ARRIVED = "say that you have arrived"
_MOVE = "move or cancel it"
_LOOK = "write “my appointments”."
_STUDIO = "Harbour Street Studio, 4 Mill Lane, Harbourside HB1 1AA"
SENTENCES = (
    (
        "Harbour Dental, 1 Quay Street, London. For opening",
        f"Harbour Dental is at:\n  {_PLACE}\n  {_STUDIO}\n  For opening",
    ),
    ("Harbour Dental, 1 Quay Street, London\n", f"{_PLACE}\n"),
    (f"your{_LETTERS}", f"{_REACHED_BY} you.\n  [Neither of these] [I am new here]\n{_SHARE}"),
    (
        f"that person's{_LETTERS}",
        f"{_REACHED_BY} that person.\n  [Neither of these] [They are new here]\n{_SHARE}",
    ),
    ("[I am new, or do not know it]", "[I am new here]"),
    ("have, confirm or cancel them,", "have, confirm, move or cancel them,"),
    (f"To confirm, {_ARRIVED}, or cancel, {_LOOK}", f"To confirm, {_MOVE}, or {_ARRIVED}, {_LOOK}"),
    (f"To {_ARRIVED}, or cancel, {_LOOK}", f"To {_MOVE}, or {_ARRIVED}, {_LOOK}"),
    ("A patient number has only digits, like 123456.", _EXAMPLE),
    ("by patient number: new here, or does not know it.", _SOUGHT),
    (f"{_ONLY_HERE}, which is one appointment:", _LIST),
    (f"{_ONLY_HERE}, which are these:", _LIST),
    (f"{_ONLY_HERE}, and there is nothing ahead. {_OTHERS}", "I found no appointments ahead."),
    ("[Cancel it] [Nothing, thanks]", "[Move it] [Cancel it] [Nothing, thanks]"),
    ("Cancelled by Patient", "Cancelled by Patient: Patient cancelled"),
    ("Late Cancellation", "Cancelled by Patient: Late cancellation"),
)
# Lines that are about Aerona alone.
_LEFT_OUT = ("= calls:", "set: AERONA_")
_REFERENCE = re.compile(r"\b342\d\d\b")
_FIRST_REFERENCE = 34234


def translated(text: str) -> str:
    """A conversation file of an Aerona clinic, as it is to go at a PracSuite clinic."""
    lines = [_line(line) for line in text.splitlines() if not line.startswith(_LEFT_OUT)]
    told = "\n".join([*lines, ""])
    for aerona, pracsuite in SENTENCES:
        told = told.replace(aerona, pracsuite)
    return told


def renumbered(text: str) -> str:
    """With the appointments' numbers in the order in which they are named.

    A hold takes one of the vendor's numbers, so bookings are numbered by how many holds there were.
    """
    order: dict[str, str] = {}
    return _REFERENCE.sub(
        lambda found: order.setdefault(found[0], str(_FIRST_REFERENCE + len(order))), text
    )


def _line(line: str) -> str:
    if not line.startswith(">"):
        return line
    return _NUMBER.sub(lambda found: _CONTACTS[found[0]], line)
