"""Answers lost while somebody new is written down, and while a class is joined or left."""

import random
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import date
from pathlib import Path

from sandbox.misbehaviour import Fault as Misbehaving
from sandbox.people import Patient
from tests.faults.answers import MOMENT, NAMES, SETTLE, Spoilt, spoil
from tests.faults.callers import Caller, callers
from tests.faults.fault import Fault, Tally
from tests.faults.inside import Inside, opened
from tests.faults.systems import HOLDING
from tests.faults.witness import Verdict, Witness

_NEW = Patient(0, "Jo", "Bloggs", date(1980, 4, 23), email="jo@example.com")
_ASKED = (
    ("To find your record", "I'm new"),
    ("what is the patient's first name", _NEW.forename),
    ("surname", _NEW.surname),
    ("date of birth", "23/4/1980"),
    ("On which mobile number", _NEW.email),
    ("keep these details", "yes"),
)
_RIGHT, _JOIN, _AGAIN = "Yes, it is right", "Yes, join it", "Try again"
_MOST_STEPS = 12


async def newcomer(seed: int, folder: Path) -> Tally:
    """Somebody new is written down once, whatever becomes of the answer, and then books."""
    chance = random.Random(f"newcomer/{seed}")
    spoilt = tuple(NAMES.values())[seed % len(NAMES)]
    async with _opened(folder, seed, spoilt) as inside:
        caller = Caller(inside, "user 0", _NEW, chance)
        witness = Witness(inside, (caller,))
        await _answer(caller, lambda: caller.button(_RIGHT) is not None)
        operation = chance.choices(("patient_create", "patients", "patient"), (6, 1, 1))[0]
        if chance.random() < 0.2:
            await _killed_over_it(inside, caller)
        else:
            spoil(inside, spoilt, operation, chance)
        for _ in range(_MOST_STEPS):
            choice = caller.button(_RIGHT, _AGAIN)
            if caller.at_the_check:
                break
            if choice is None or choice.label == _AGAIN:
                # "In a few minutes", as they were told.
                await inside.later(SETTLE.total_seconds())
                await caller.say("try again")
            else:
                await caller.press(choice)
        records = [one for one in inside.sandbox.clinic.people.all() if _is_new(one)]
        if caller.at_the_check and records:
            caller.patient = replace(_NEW, id=records[0].id)
            await caller.agree()
        await inside.much_later()
        tally = witness.tally()
        tally.twice = max(0, len(records) - 1)
        if witness.last(caller) is not Verdict.BOOKED:
            said = caller.last.text[:80] if caller.last else "nothing"
            tally.broken.append(f"not booked in the end, after: {said}")
        return tally


async def _killed_over_it(inside: Inside, caller: Caller) -> None:
    """The process ends while the vendor writes them down; the next one takes the message up."""
    vendor = inside.vendor.switches
    vendor.on(Misbehaving.HOLD_AFTER, "patient_create", times=1)
    arrival = inside.arrival(caller.user, "yes")
    await inside.app.conversations.arrive(arrival)
    inside.delivered.append(arrival)
    await vendor.holding()
    await inside.stop()
    vendor.off()
    await inside.start()
    await inside.app.settled()


async def joined(seed: int, folder: Path) -> Tally:
    """A class is joined once and left once; what the patient is told last is so."""
    chance = random.Random(f"class/{seed}")
    spoilt = tuple(NAMES.values())[seed % len(NAMES)]
    async with _opened(folder, seed, spoilt) as inside:
        (caller,) = callers(inside, 1, chance)
        witness = Witness(inside, (caller,))
        leaves = chance.random() < 0.4
        await caller.say("which classes are there?")
        await caller.say(str(chance.randint(1, 2)))
        await caller.say(", ".join(caller.proof))
        if not leaves:
            spoil(inside, spoilt, "add_member", chance)
        await _insist(caller, _JOIN)
        if leaves:
            await caller.say("my appointments")
            spoil(inside, spoilt, "remove_member", chance)
            await _insist(caller, "Leave it", "Leave the class", "Cancel it", "Yes, cancel it")
        await inside.much_later()
        tally = witness.tally()
        tally.twice += _joined_twice(inside)
        tally.broken += _untrue(inside, caller)
        return tally


async def _insist(caller: Caller, *labels: str) -> None:
    """Say yes, and try again what did not go through, as the bot proposes."""
    for _ in range(_MOST_STEPS):
        choice = caller.button(*labels, _AGAIN)
        if choice is None:
            return
        await caller.press(choice)


async def _answer(caller: Caller, done: Callable[[], bool]) -> None:
    """Say who one is, as it is asked for, until it is done."""
    for _ in range(_MOST_STEPS):
        text = caller.last.text if caller.last else ""
        answer = next((told for asked, told in _ASKED if asked in text), None)
        if done():
            return
        if answer is None:
            await caller.go_on()
        else:
            await caller.say(answer)


def _joined_twice(inside: Inside) -> int:
    """How often the vendor was made to put somebody on a list on which they were."""
    on_list: Counter[tuple[str, object]] = Counter()
    twice = 0
    for one in inside.sandbox.pracsuite.sent:
        who = (one.path.rpartition("/")[0], one.body.get("client_id"))
        if one.operation == "add_member":
            twice += on_list[who]
            on_list[who] = 1
        elif one.operation == "remove_member":
            on_list[who] = 0
    return twice


def _untrue(inside: Inside, caller: Caller) -> list[str]:
    """What the patient was told last of the class, where it is not so."""
    pracsuite, clinic = inside.sandbox.pracsuite, inside.sandbox.clinic
    classes = pracsuite.classes.all(clinic.now())
    there = any(caller.patient.id in one.members for one in classes)
    words = (
        ("still being checked", None),
        ("it is being checked", None),
        ("you have no place", False),
        ("have not joined", False),
        ("Cancelled: ", False),
        ("not cancelled", True),
        ("you have a place", True),
        ("Joined: ", True),
    )
    told: bool | None = None
    for text in inside.messenger.texts(caller.user):
        told = next((so for word, so in words if word in text), told)
    if told is None:
        return ["nobody was told how it ended"]
    return [] if told is there else [f"told {told} of a place in a class, which is {there}"]


def _is_new(one: Patient) -> bool:
    return (one.forename, one.surname) == (_NEW.forename, _NEW.surname)


def _opened(folder: Path, seed: int, spoilt: Spoilt) -> AbstractAsyncContextManager[Inside]:
    quick = HOLDING.impatient(MOMENT) if spoilt.slow else {}
    return opened(folder, seed, system=HOLDING, fill=0.0, settings=quick)


FAULTS = (
    Fault(HOLDING.row("answers lost over somebody new"), newcomer, 200, 5),
    Fault(HOLDING.row("answers lost over a class"), joined, 200, 5),
)
