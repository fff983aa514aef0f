"""How a patient comes to every question of every dialog, and how the talk ends from there."""

from dataclasses import dataclass

from tests.dialogs.chat import Chat
from tests.dialogs.movers import MovingSurgery
from tests.dialogs.newcomers import OpenSurgery
from tests.dialogs.public import PublicSurgery
from tests.dialogs.surgery import Surgery

PROOF = ("426909", "12 May 1984", "Taylor")
TO_SLOT = ("check-up tomorrow morning",)
TO_NUMBER = (*TO_SLOT, "1")
TO_CHECK = (*TO_NUMBER, *PROOF)
BOOK = (*TO_CHECK, "yes")
BOOK_TWO = (*BOOK, "check-up on Thursday morning", "1", "yes")
WRONG = (*PROOF[:2], "Miller")

# The same at a clinic whose system searches its patients and can write new ones down.
CONTACT = ("07700 900101", "12 May 1984", "Taylor")
TO_NEW = (*TO_SLOT, "1", "I am new here")
NEW = ("Jo", "Bloggs", "23/4/1980", "jo@example.com", "yes")
TO_NEW_CHECK = (*TO_NEW, *NEW)
REGISTER = (*TO_NEW_CHECK, "yes")
KNOWN = ("Leo", "Taylor", "3/9/2015", "07700 900101", "yes")
ALIKE = ("Leo", "Taylor", "3/9/2015", "07700 900199", "yes")


@dataclass(frozen=True)
class Way:
    """The lines that lead to a question, those that finish the talk, and what is said then."""

    question: str
    lines: tuple[str, ...]
    finish: tuple[str, ...]
    said: str = "Booked: "
    lists: bool = False
    searches: bool = False
    moves: bool = False
    public: bool = False

    def __str__(self) -> str:
        return self.question


# The same at a clinic whose system moves appointments.
BOOK_FAR = ("check-up on Thursday morning", "1", *PROOF, "yes")
TO_WHEN = (*BOOK_FAR, "move my appointment")
TO_TIMES = (*TO_WHEN, "Friday morning")
TO_MOVE = (*TO_TIMES, "1")
MOVE = (*TO_MOVE, "yes")

# At a clinic that has classes too.
TO_CLASSES = ("join the yoga class",)
TO_JOIN = (*TO_CLASSES, "2", *PROOF)
JOIN = (*TO_JOIN, "yes")

_MESSAGE = "I have passed your message on"
_MOVED = "Moved: "
_JOINED = "Joined: "
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
    Way("identify.contact", TO_NUMBER, (*CONTACT, "yes"), searches=True),
    Way(
        "identify.forename",
        (*TO_NUMBER, "07700 900101", "3/9/2015", "Taylor"),
        ("Leo", "yes"),
        searches=True,
    ),
    Way(
        "identify.unclear",
        (*TO_NUMBER, "07700 900102", "31/1/1990", "Okafor"),
        ("leave a message", "Kim Okafor"),
        _MESSAGE,
        searches=True,
    ),
    Way("register.forename", TO_NEW, (*NEW, "yes", "yes"), searches=True),
    Way("register.surname", (*TO_NEW, *NEW[:1]), (*NEW[1:], "yes", "yes"), searches=True),
    Way("register.born", (*TO_NEW, *NEW[:2]), (*NEW[2:], "yes", "yes"), searches=True),
    Way("register.contact", (*TO_NEW, *NEW[:3]), (*NEW[3:], "yes", "yes"), searches=True),
    Way("register.agree", (*TO_NEW, *NEW[:4]), ("yes", "yes", "yes"), searches=True),
    Way("register.check", TO_NEW_CHECK, ("yes", "yes"), searches=True),
    Way(
        "register.wrong",
        (*TO_NEW_CHECK, "no"),
        ("the first name", "Joe", "yes", "yes"),
        searches=True,
    ),
    Way(
        "register.declined",
        (*TO_NEW, *NEW[:4], "no"),
        ("leave a message", "Jo Bloggs", "07700 900199"),
        _MESSAGE,
        searches=True,
    ),
    Way("register.similar", (*TO_NEW, *ALIKE), ("leave a message",), _MESSAGE, searches=True),
    Way(
        "register.refused",
        (*TO_NEW_CHECK, "*writing down refused", "yes"),
        ("leave a message", "07700 900199"),
        _MESSAGE,
        searches=True,
    ),
    Way(
        "register.unsure",
        (*TO_NEW_CHECK, "*writing down silent", "yes"),
        ("*up", "try again", "yes"),
        searches=True,
    ),
    Way(
        "register.not_found_out",
        (*TO_NEW, *NEW[:4], "*search of patients down", "yes"),
        ("*up", "try again", "yes", "yes"),
        searches=True,
    ),
    Way(
        "register.not_written",
        (*TO_NEW_CHECK, "*writing down down", "yes"),
        ("*up", "try again", "yes"),
        searches=True,
    ),
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
        "moving.which",
        (*BOOK_FAR, "check-up on Wednesday morning", "1", "yes", "move my appointment"),
        ("2", "Friday morning", "1", "yes"),
        _MOVED,
        moves=True,
    ),
    Way("moving.when", TO_WHEN, ("Friday morning", "1", "yes"), _MOVED, moves=True),
    Way("moving.slot", TO_TIMES, ("1", "yes"), _MOVED, moves=True),
    Way(
        "moving.clinician",
        (*TO_TIMES, "another clinician"),
        ("Dr Tom Reid", "1", "yes"),
        _MOVED,
        moves=True,
    ),
    Way(
        "moving.nothing_free",
        (*TO_WHEN, "*full", "Friday morning"),
        ("*free", "another day", "Friday morning", "1", "yes"),
        _MOVED,
        moves=True,
    ),
    Way("moving.check", TO_MOVE, ("yes",), _MOVED, moves=True),
    Way(
        "moving.otherwise",
        (*TO_MOVE, "no"),
        ("another day", "Wednesday morning", "1", "yes"),
        _MOVED,
        moves=True,
    ),
    Way(
        "moving.down",
        (*BOOK_FAR, "*list down", "move my appointment to Friday morning"),
        ("*up", "try again", "1", "yes"),
        _MOVED,
        moves=True,
    ),
    Way(
        "moving.not_moved",
        (*TO_MOVE, "*move down", "yes"),
        ("*up", "try again"),
        _MOVED,
        moves=True,
    ),
    Way(
        "moving.refused",
        (*TO_MOVE, "*move refused", "yes"),
        ("*up", "another day", "Wednesday morning", "1", "yes"),
        _MOVED,
        moves=True,
    ),
    Way(
        "moving.by_person",
        (*BOOK_FAR, "*wait 3600", "move my appointment"),
        ("leave a message", "07700 900123"),
        _MESSAGE,
        moves=True,
    ),
    Way("team.which", ("who is Dr Reid",), ("Tom",), "Implant specialist", public=True),
    Way(
        "places.which",
        ("where is the Harbour branch",),
        ("South",),
        "9 South Road",
        public=True,
    ),
    Way(
        "services.which",
        ("how long does whitening take",),
        ("the top-up",),
        "takes 20 minutes",
        public=True,
    ),
    Way("prices.item", ("how much does it cost",), ("resin crown",), "£840.50", public=True),
    Way("prices.which", ("how much is a crown",), ("porcelain",), "£1,250.00", public=True),
    Way(
        "classes.service",
        ("which classes do you have",),
        ("yoga", "1", *PROOF, "yes"),
        _JOINED,
        public=True,
    ),
    Way("classes.which", TO_CLASSES, ("1", *PROOF, "yes"), _JOINED, public=True),
    Way(
        "classes.day",
        (*TO_CLASSES, "another day"),
        ("Friday", "1", *PROOF, "yes"),
        _JOINED,
        public=True,
    ),
    Way(
        "classes.full",
        ("*full", *TO_CLASSES),
        ("*free", "another day", "Friday", "1", *PROOF, "yes"),
        _JOINED,
        public=True,
    ),
    Way(
        "classes.person",
        (*BOOK, "join the yoga class for my son", "1"),
        ("1", "yes"),
        _JOINED,
        public=True,
    ),
    Way("classes.check", TO_JOIN, ("yes",), _JOINED, public=True),
    Way(
        "classes.not_joined",
        (*TO_JOIN, "*joining down", "yes"),
        ("*up", "try again"),
        _JOINED,
        public=True,
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


def surgery_of(way: Way) -> Surgery:
    """A clinic whose system can do what the way needs."""
    if way.moves:
        return MovingSurgery()
    if way.public:
        return PublicSurgery()
    return OpenSurgery() if way.searches else Surgery()


_reached: dict[Way, Chat] = {}


async def reach(way: Way) -> Chat:
    """A chat that has come to this question; a fresh one at each call."""
    if way not in _reached:
        surgery = surgery_of(way)
        _reached[way] = await Chat(surgery, lists=way.lists).play(*way.lines)
    return _reached[way].copy()
