"""Who the simulated patients are, what they want, and how far each of them goes.

Of a hundred patients 60 are known in their chat: they proved who they are before the measuring
starts. 15 are known to the clinic and prove it here. 25 are new: Aerona's creation of patients is
off by default, so that somebody without a patient number cannot book by chat at all but leaves a
request; these 25 are therefore people whose record was made at the desk that day and who come with
their number. They prove themselves too, and every fourth of them mistypes once, which costs one
more look-up. 55 of the hundred go on to the end. Most of the others have only looked at the times;
some leave when they are asked who they are, a few at the last question.
"""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from typing import TypeVar

from sandbox.people import Patient

T = TypeVar("T")

_FIRST_NUMBER = 500_001
_FORENAMES = ("Ada", "Bruno", "Clara", "Dylan", "Elsie", "Felix", "Gina", "Hugo", "Ines", "Jonas")
_SURNAMES = ("Archer", "Bennett", "Carver", "Dawson", "Emerson", "Fletcher", "Garner", "Hopkins")


class Goes(Enum):
    """How far a patient goes who is not held up."""

    TO_THE_TIMES = "looks at the times"
    TO_THE_PROOF = "leaves when asked who they are"
    TO_THE_CHECK = "leaves at the last question"
    TO_THE_END = "books"


_KNOWN_HERE, _KNOWN_TO_THE_CLINIC, _NEW = 60, 15, 25
_CONVERT = 0.55
# Those who do not: known in their chat, nobody asks them who they are.
_LEAVE_KNOWN = ((Goes.TO_THE_TIMES, 0.80), (Goes.TO_THE_CHECK, 0.20))
_LEAVE = ((Goes.TO_THE_TIMES, 0.60), (Goes.TO_THE_PROOF, 0.28), (Goes.TO_THE_CHECK, 0.12))

_SERVICES = (("Check-up", 0.65), ("Hygiene visit", 0.25), ("Filling", 0.10))
_DENTISTS = ("Dr Ruiz", "Dr Tom Reid", "Dr Reed")
_WHENS = (
    ("as soon as possible", 0.30),
    ("{part}", 0.15),
    ("on {weekday}", 0.17),
    ("on {weekday} {part}", 0.10),
    ("next week", 0.15),
    ("in two weeks", 0.05),
    ("tomorrow", 0.08),
)
_PARTS = ("in the morning", "in the afternoon")


@dataclass(frozen=True)
class Person:
    """One simulated patient: what decides about their talk is drawn when they are made."""

    record: Patient
    known_here: bool
    mistypes: bool
    goes: Goes
    service: str
    when: str
    clinician: str | None
    taps: bool
    chance: random.Random

    @property
    def user(self) -> str:
        """Their name in the messenger."""
        return f"u{self.record.id}"

    @property
    def wish(self) -> str:
        """What they write first, unless they only tap."""
        whom = f" with {self.clinician}" if self.clinician else ""
        return f"I'd like a {self.service.lower()}{whom} {self.when}, please"


def person(number: int, seed: int, today: date) -> Person:
    """The patient with this number, the same for the same seed."""
    chance = random.Random(f"{seed}/{number}")  # noqa: S311 - repeatable
    of_a_hundred = chance.randrange(100)
    known_here = of_a_hundred < _KNOWN_HERE
    new = of_a_hundred >= _KNOWN_HERE + _KNOWN_TO_THE_CLINIC
    service = _one_of(chance, _SERVICES)
    wants_somebody = service != "Hygiene visit" and chance.random() < 0.1
    return Person(
        record=Patient(
            _FIRST_NUMBER + number,
            chance.choice(_FORENAMES),
            chance.choice(_SURNAMES),
            date(1940, 1, 1) + timedelta(days=chance.randrange(75 * 365)),
        ),
        known_here=known_here,
        mistypes=new and chance.random() < 0.25,
        goes=_goes(chance, known_here=known_here),
        service=service,
        when=wished_time(chance, today),
        clinician=chance.choice(_DENTISTS) if wants_somebody else None,
        taps=chance.random() < 0.2,
        chance=chance,
    )


def arrivals(
    first: datetime, until: datetime, per_window: float, window: timedelta, seed: int
) -> list[datetime]:
    """When patients write their first message: a Poisson process."""
    chance = random.Random(f"{seed}/arrivals")  # noqa: S311 - repeatable
    mean = window.total_seconds() / per_window
    moments, at = list[datetime](), first
    while (at := at + timedelta(seconds=chance.expovariate(1 / mean))) < until:
        moments.append(at)
    return moments


def wished_time(chance: random.Random, today: date) -> str:
    """When somebody would like to come, in their own words."""
    days = [today + timedelta(days=ahead) for ahead in range(2, 8)]
    weekday = chance.choice([day for day in days if day.weekday() < 5])
    words = _one_of(chance, _WHENS)
    return words.format(weekday=f"{weekday:%A}", part=chance.choice(_PARTS))


def _goes(chance: random.Random, *, known_here: bool) -> Goes:
    if chance.random() < _CONVERT:
        return Goes.TO_THE_END
    return _one_of(chance, _LEAVE_KNOWN if known_here else _LEAVE)


def _one_of(chance: random.Random, weighted: tuple[tuple[T, float], ...]) -> T:
    return chance.choices([one for one, _ in weighted], [weight for _, weight in weighted])[0]
