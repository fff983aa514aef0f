"""How a patient comes to every question of every dialog, and how the talk ends from there."""

from dataclasses import dataclass

from tests.dialogs.chat import Chat

PROOF = ("426909", "12 May 1984", "Taylor")
TO_SLOT = ("check-up tomorrow morning",)
TO_NUMBER = (*TO_SLOT, "1")
TO_CHECK = (*TO_NUMBER, *PROOF)
BOOK = (*TO_CHECK, "yes")
BOOK_TWO = (*BOOK, "check-up on Thursday morning", "1", "yes")
WRONG = (*PROOF[:2], "Miller")


@dataclass(frozen=True)
class Way:
    """The lines that lead to a question, those that finish the talk, and what is said then."""

    question: str
    lines: tuple[str, ...]
    finish: tuple[str, ...]
    said: str = "Booked: "
    lists: bool = False

    def __str__(self) -> str:
        return self.question


_MESSAGE = "I have passed your message on"
_COMING = "The clinic now knows that you will come"

WAYS = (
    Way("welcome.menu", ("hello",), BOOK),
    Way("booking.service", ("book",), ("Check-up", "tomorrow morning", "1", *PROOF, "yes")),
    Way("booking.when", ("check-up",), ("tomorrow morning", "1", *PROOF, "yes")),
    Way("booking.slot", TO_SLOT, ("1", *PROOF, "yes")),
    Way(
        "booking.clinician",
        (*TO_SLOT, "another clinician"),
        ("Dr Tom Reid", "1", *PROOF, "yes"),
    ),
    Way(
        "booking.nothing_free",
        ("*full", *TO_SLOT),
        ("*free", "another day", "tomorrow morning", "1", *PROOF, "yes"),
    ),
    Way("booking.person", (*BOOK, "check-up for my son on Thursday morning", "1"), ("1", "yes")),
    Way("booking.check", TO_CHECK, ("yes",)),
    Way(
        "booking.otherwise",
        (*TO_CHECK, "no"),
        ("another day", "Thursday morning", "1", "yes"),
    ),
    Way("booking.down", ("*search down", *TO_SLOT), ("*up", "try again", "1", *PROOF, "yes")),
    Way("booking.not_booked", (*TO_CHECK, "*booking down", "yes"), ("*up", "try again")),
    Way(
        "booking.lost",
        (*TO_CHECK, "*booking lost", "yes", "*up", "*settled"),
        ("yes",),
    ),
    Way(
        "booking.refused",
        (*TO_CHECK, "*booking refused", "yes"),
        ("*up", "another day", "Thursday morning", "1", "yes"),
    ),
    Way("identify.number", TO_NUMBER, (*PROOF, "yes")),
    Way("identify.born", (*TO_NUMBER, PROOF[0]), (*PROOF[1:], "yes")),
    Way("identify.surname", (*TO_NUMBER, *PROOF[:2]), (*PROOF[2:], "yes")),
    Way("identify.failed", (*TO_NUMBER, *WRONG), ("try again", *PROOF, "yes")),
    Way(
        "identify.locked",
        (*TO_NUMBER, *WRONG, *WRONG, *WRONG, "try again"),
        ("leave a message", "Sam Taylor", "07700 900123"),
        _MESSAGE,
    ),
    Way("identify.down", (*TO_NUMBER, "*records down", *PROOF), ("*up", "try again", "yes")),
    Way("appointments.which", (*BOOK_TWO, "my appointments"), ("1", "I will come"), _COMING),
    Way("appointments.act", (*BOOK, "my appointments"), ("I will come",), _COMING),
    Way("appointments.sure", (*BOOK, "cancel my appointment"), ("yes",), "Cancelled: "),
    Way(
        "appointments.not_changed",
        (*BOOK, "*status down", "confirm my appointment"),
        ("*up", "try again"),
        _COMING,
    ),
    Way(
        "appointments.down",
        (*BOOK, "*list down", "my appointments"),
        ("*up", "try again", "I will come"),
        _COMING,
        lists=True,
    ),
    Way(
        "desk.offer",
        ("a person please",),
        ("leave a message", "Please ring me", "Sam Taylor", "07700 900123"),
        _MESSAGE,
    ),
    Way(
        "desk.note",
        ("a person please", "leave a message"),
        ("Please ring me", "Sam Taylor", "07700 900123"),
        _MESSAGE,
    ),
    Way(
        "desk.name",
        ("a person please", "leave a message", "Please ring me"),
        ("Sam Taylor", "07700 900123"),
        _MESSAGE,
    ),
    Way(
        "desk.phone",
        ("a person please", "leave a message", "Please ring me", "Sam Taylor"),
        ("07700 900123",),
        _MESSAGE,
    ),
    Way(
        "emergency.warning",
        (*TO_SLOT, "I have chest pain"),
        ("carry on", "1", *PROOF, "yes"),
    ),
)

_reached: dict[Way, Chat] = {}


async def reach(way: Way) -> Chat:
    """A chat that has come to this question; a fresh one at each call."""
    if way not in _reached:
        _reached[way] = await Chat(lists=way.lists).play(*way.lines)
    return _reached[way].copy()
