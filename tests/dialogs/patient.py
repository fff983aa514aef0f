"""A patient who does whatever comes into the head, the same again for the same seed."""

import random
from dataclasses import dataclass, field

from connectors.errors import OutcomeUnknown, Refused, SlotTaken, TooBusy, Unavailable
from dialogs.session import Choice
from tests.dialogs.chat import ODD, Chat
from tests.dialogs.surgery import MONDAY, Trouble

AGREEING = (
    *("yes", "yes please", "Yes!", "ok", "book it", "yes, book it", "go ahead", "confirm"),
    "move it",
)
CANCELLING = ("cancel my appointment",)
REPEATING = ("try again", "again please")
COMING = ("I will come", "confirm my appointment", "I have arrived", "confirm")

TIMES = (
    "tomorrow",
    "tomorrow morning",
    "Thursday afternoon",
    "next week",
    "on Friday at 10am",
    "after 3pm",
    "soonest",
    "Wednesday at 9",
    "31 February",
    "1 January 1900",
    "Monday the 4th",
    "in a year",
    "evening",
)
WISHES = (
    "book",
    "check-up tomorrow at 9am",
    "I need a filling on Tuesday morning",
    "hygiene visit with Nina Cole",
    "check-up with Dr Reid for my son",
    "my appointments",
    "cancel my appointment",
    "I want to move my appointment",
    "move my check-up to Friday afternoon",
    "reschedule my appointment to the same time next week",
    "I am running late",
    "what does it cost",
    "where are you",
    "a person please",
    "thanks",
    "hello",
    *COMING,
)
REPAIRS = (
    *("back", "cancel", "stop", "repeat", "help", "start again", "change the time"),
    *("change the service", "change", "no, Thursday", "change the person", "never mind"),
)
DANGER = ("I have chest pain", "I can't breathe", "carry on", "not an emergency")
NONSENSE = ("asdf", "🦷", "", "   ", "?", "{name}", "None", "purple monkey", "x" * 5000, "<b>", "0")
PROOFS = ("426909", "12 May 1984", "Taylor", "426910", "3/9/2015", "Miller", "999999")
CONTACTS = ("07700 900101", "sam@example.com", "07700 900199", "jo@example.com", "I am new")
SHORT = (
    "no",
    "1",
    "2",
    "3",
    "5",
    "the last one",
    "morning",
    "I don't know",
    "anyone",
    "more times",
)
POOLS = (
    *(AGREEING, REPEATING, TIMES, WISHES, REPAIRS, DANGER, NONSENSE, PROOFS, SHORT),
    CONTACTS,
)

# What somebody answers who means to get on.
SENSIBLE: dict[str, tuple[str, ...]] = {
    "welcome.menu": ("check-up tomorrow at 9am", "book", "my appointments", "check-up on Friday"),
    "booking.service": ("check-up", "hygiene visit"),
    "booking.when": TIMES[:8],
    "booking.slot": ("1", "2", "the first one", "9am"),
    "booking.clinician": ("anyone", "Dr Reid"),
    "booking.check": AGREEING,
    "identify.number": ("426909", "426909", "426910"),
    "identify.born": ("12 May 1984", "12 May 1984", "3/9/2015"),
    "identify.surname": ("Taylor",),
    "identify.contact": (
        "07700 900101",
        "sam@example.com",
        "neither",
        "I am new",
        "jo@example.com",
    ),
    "identify.forename": ("Sam", "Leo", "Jo"),
    "identify.failed": ("try again", "I am new"),
    "register.forename": ("Jo", "Leo", "Jo Bloggs"),
    "register.surname": ("Bloggs", "Taylor"),
    "register.born": ("23 April 1980", "3/9/2015"),
    "register.contact": ("07700 900199", "jo@example.com", "07700 900101"),
    "register.agree": AGREEING,
    "register.check": AGREEING,
    "register.unsure": ("try again",),
    "appointments.sure": ("yes",),
    "appointments.act": ("cancel it", "I will come", "I have arrived"),
    "moving.when": ("Thursday afternoon", "a week later", "the same day but later"),
    "moving.slot": ("1", "2", "another day"),
    "moving.check": AGREEING,
    "desk.name": ("Sam Taylor",),
    "desk.phone": ("07700 900123",),
    "emergency.warning": ("carry on",),
}

READS = ("free_slots", "patient", "appointments", "search_patients")
WRITES = ("book", "change_status", "create_patient", "move")
FUNCTIONS = (*READS, *WRITES)
ERRORS = (Unavailable("down"), TooBusy("quota", MONDAY - MONDAY), Refused("no"), SlotTaken("gone"))


@dataclass
class Turn:
    """What the patient did: the words that were written, or the button that was pressed."""

    text: str | None = None
    button: Choice | None = None
    live: bool = False
    again: bool = False


@dataclass
class Wanderer:
    """Does one thing after another in a chat."""

    seed: int
    chat: Chat
    chance: random.Random = field(init=False)
    pressed: Choice | None = None

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)

    def world(self) -> None:
        """Time passes, and the clinic's system fails and recovers."""
        chance, surgery = self.chance, self.chat.surgery
        if chance.random() < 0.15:
            self.chat.happen(f"wait {chance.choice((1, 7, 11, 45, 180, 1500, 4300))}")
        if surgery.troubles and chance.random() < 0.6:
            self.chat.happen("up")
        elif chance.random() < 0.12:
            function = chance.choice(FUNCTIONS)
            if function in WRITES and chance.random() < 0.4:
                trouble = Trouble(OutcomeUnknown("no answer"), after=chance.random() < 0.5)
            else:
                trouble = Trouble(chance.choice(ERRORS))
            surgery.troubles[function] = trouble
            self.chat.story.append(f"* {function}: {trouble}")

    async def act(self) -> Turn:
        """One message, one tap, or one thing that is no text."""
        chance, chat = self.chance, self.chat
        dice = chance.random()
        if dice < 0.35 and chat.buttons:
            return await self.press(chance.choice(chat.buttons))
        if dice < 0.38 and self.pressed is not None:
            return await self.press(self.pressed)
        if dice < 0.43 and chat.seen:
            return await self.press(chance.choice(chat.seen[-20:]))
        if dice < 0.46:
            await chat.send(chance.choice(sorted(ODD)))
            return Turn()
        text = chance.choice(chance.choice(POOLS))
        if dice < 0.8:
            text = chance.choice(SENSIBLE.get(chat.question, (text,)))
        elif dice < 0.84 and chat.seen:
            text = chance.choice(chat.seen).label
        await chat.write(text)
        return Turn(text=text)

    async def press(self, button: Choice) -> Turn:
        live = button in self.chat.buttons
        again = button.id == self.chat.session.pressed
        self.pressed = button
        await self.chat.press(button)
        return Turn(button=button, live=live, again=again)
