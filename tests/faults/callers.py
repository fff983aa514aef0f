"""Patients who book by themselves: each knows what it wants, and answers what it reads."""

import random
import re
from dataclasses import dataclass, field

from dialogs.session import Choice, Reply
from sandbox.people import Patient
from tests.faults.inside import Inside
from tests.faults.systems import HOLDING

WISHES = (
    "check-up tomorrow at 9",
    "check-up tomorrow morning",
    "a check-up on Thursday afternoon please",
    "I need a filling tomorrow",
    "hygiene visit soonest",
    "check-up with Dr Tom Reid next week",
)
# What people say in between that must cost nobody anything.
ASIDES = (
    *("hello", "back", "repeat", "help", "🦷", "my appointments", "is it booked?", "thanks"),
    *("change the time", "more times", "no, Thursday", "asdf", "yes", "1", "what does it cost"),
    *("where are you", "start again", "", "book", "check-up on Friday at 10am"),
)
YES = ("Yes, book it", "Yes, request it")
AGAIN = "Try again"
_TIME = re.compile(r"\b\d{1,2}:\d\d[ap]m$")
_MOST_STEPS = 14
_BEFORE_AGAIN = 15.0


@dataclass
class Caller:
    """A patient with a phone, who wants one visit."""

    inside: Inside
    user: str
    patient: Patient
    chance: random.Random
    wish: str = WISHES[0]
    pick: int | None = 0  # which of the offered times; None: any
    pressed: list[Choice] = field(default_factory=list)

    @property
    def proof(self) -> tuple[str, str, str]:
        """Who they are, as the bot asks for it."""
        born = self.patient.dob
        known_by = self.patient.email if self.inside.system is HOLDING else str(self.patient.id)
        return known_by, f"{born.day} {born:%B} {born.year}", self.patient.surname

    @property
    def last(self) -> Reply | None:
        said = self.inside.messenger.shown[self.user]
        return said[-1] if said else None

    @property
    def at_the_check(self) -> bool:
        """Whether they are asked, just now, if it shall be booked."""
        return self.button(*YES) is not None

    def button(self, *labels: str) -> Choice | None:
        choices = self.last.choices if self.last else ()
        return next((choice for choice in choices if choice.label in labels), None)

    async def say(self, text: str) -> None:
        await self.inside.hear(self.user, text)

    async def press(self, choice: Choice) -> None:
        self.pressed.append(choice)
        await self.inside.hear(self.user, choice=choice.id)

    async def to_the_check(self) -> bool:
        """Everything up to the question whether it shall be booked; False if it is not reached."""
        for _ in range(_MOST_STEPS):
            if self.at_the_check:
                return True
            if not await self.go_on():
                return False
        return False

    async def agree(self) -> None:
        """Say yes to the check, by the button or in words."""
        choice = self.button(*YES)
        if choice is not None and self.chance.random() < 0.5:
            await self.press(choice)
        else:
            await self.say("yes")

    async def book(self) -> None:
        """Go on until nothing more is asked that leads to a booking."""
        for _ in range(_MOST_STEPS):
            if self.at_the_check:
                await self.agree()
            elif not await self.go_on():
                return

    async def go_on(self) -> bool:
        """Answer the last message as somebody who wants to get on; False if it asks nothing."""
        reply = self.last
        if reply is None:
            await self.say(self.wish)
            return True
        again, times = self.button(AGAIN), self.times(reply)
        answers = (
            ("patient number", ", ".join(self.proof)),
            ("mobile number or e-mail address", ", ".join(self.proof)),
            ("date of birth", self.proof[1]),
            ("surname", self.proof[2]),
            ("What is the appointment for", "check-up"),
            ("when would suit", "tomorrow"),
            ("Who is the appointment for", "1"),
            ("What would you like", self.wish),
        )
        if times:
            place = self.chance.randrange(len(times)) if self.pick is None else self.pick
            await self.press(times[min(place, len(times) - 1)])
            return True
        for asked, answer in answers:
            if asked in reply.text:
                await self.say(answer)
                return True
        if again is not None:
            # Nobody tries again at once, and nobody may: the vendor is left alone for a moment.
            await self.inside.later(_BEFORE_AGAIN)
            await self.press(again)
            return True
        return False

    @staticmethod
    def times(reply: Reply) -> list[Choice]:
        """The free times among the choices."""
        return [choice for choice in reply.choices if _TIME.search(choice.label)]


def callers(
    inside: Inside, count: int, chance: random.Random, *, wishes: tuple[str, ...] = WISHES[:1]
) -> list[Caller]:
    """So many patients, each with a phone of their own."""
    return [
        Caller(inside, f"user {n}", patient, chance, chance.choice(wishes))
        for n, patient in enumerate(inside.patients(count))
    ]
