"""Faults of one answer: it is dropped, cut short, an error, somebody else's page, or too late."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from sandbox.diary import FREED
from sandbox.misbehaviour import Fault as Misbehaving
from tests.faults import moves
from tests.faults.callers import ASIDES, WISHES, Caller, callers
from tests.faults.fault import Fault, Tally
from tests.faults.inside import SOON, Inside, opened
from tests.faults.systems import AERONA, HOLDING, System
from tests.faults.witness import Verdict, Witness

FULL, SHORT, SHORT_HOLDING = 200, 20, 4
SETTLE = timedelta(seconds=90)
# Twice the 20 seconds that a clinic waits by default, by the clinic's clock. Ours would take too
# long: we give up after a moment of the real one.
TWICE = 40.0
MOMENT = "0.12"
# What is spoilt only once the patient has come so far.
AFTERWARDS = frozenset({"create", "status", "finalise", "cancel", "edit"})


@dataclass(frozen=True)
class Spoilt:
    """What becomes of an answer: mostly after what was asked has happened, at times before."""

    after: Misbehaving
    before: Misbehaving | None
    statuses: tuple[int, ...] = (503,)
    seconds: float = TWICE
    slow: bool = False


DROPPED = Spoilt(Misbehaving.DROP_AFTER, Misbehaving.DROP_BEFORE)
CUT_SHORT = Spoilt(Misbehaving.CUT_SHORT, None)
FAILED = Spoilt(Misbehaving.ERROR_AFTER, Misbehaving.ERROR_BEFORE, (500, 502, 503, 504, 408))
PAGE = Spoilt(Misbehaving.HTML_AFTER, Misbehaving.HTML)
LATE = Spoilt(Misbehaving.SLOW_AFTER, Misbehaving.SLOW, slow=True)


async def _run(system: System, spoilt: Spoilt, seed: int, folder: Path) -> Tally:
    chance = random.Random(f"{spoilt.after}/{seed}")
    operation = chance.choices(tuple(system.spoilt), tuple(system.spoilt.values()))[0]
    readable = chance.random() < 0.6
    quick = system.impatient(MOMENT) if spoilt.slow else {}
    async with opened(folder, seed, system=system, readable=readable, settings=quick) as inside:
        (caller,) = callers(inside, 1, chance, wishes=WISHES)
        caller.pick = None
        witness = Witness(inside, (caller,))
        lose = partial(spoil, inside, spoilt, operation, chance)
        if operation not in AFTERWARDS:
            lose()
        if not await caller.to_the_check():
            witness.broken.append(f"stuck before the check, after: {_words(caller)}")
        if operation in ("cancel", "reserve") and chance.random() < 0.5:
            if operation == "cancel":
                lose()
            await _think_again(caller, witness)
            operation = "release"
        if operation == system.book:
            lose()
        await caller.agree()
        if operation == system.cancel:
            lose()
            await _cancel(caller, witness)
        elif operation == "edit":
            await _edit(caller, witness, lose, chance)
        await _wait(inside, caller, chance)
        await _still_serves(caller, witness, chance)
        if operation == system.book:
            _sent_again_too_early(inside, witness)
        return witness.tally()


def spoil(inside: Inside, spoilt: Spoilt, operation: str, chance: random.Random) -> None:
    """The next answer to this; a question may be asked again, so up to three of its answers."""
    before = spoilt.before is not None and chance.random() < 0.3
    inside.vendor.switches.on(
        spoilt.before if before and spoilt.before else spoilt.after,
        operation,
        times=1 if operation in inside.system.writes else chance.randint(1, 3),
        seconds=spoilt.seconds,
        status=chance.choice(spoilt.statuses),
    )


async def _wait(inside: Inside, caller: Caller, chance: random.Random) -> None:
    """Time passes; the patient may ask, tap again or try to book again meanwhile."""
    restless = chance.random() < 0.5
    for seconds in SOON:
        if restless and chance.random() < 0.25:
            if caller.pressed and chance.random() < 0.4:
                await caller.press(caller.pressed[-1])
            else:
                await caller.say(chance.choice(("is it booked?", "book", "yes", *ASIDES)))
        await inside.later(seconds)
    for seconds in (300, 1800, 3600):
        await inside.later(seconds)


async def _cancel(caller: Caller, witness: Witness) -> None:
    """Cancel what is booked; an answer that was lost is asked for again, as the bot proposes."""
    await caller.say("my appointments")
    cancel = caller.button("Cancel it")
    if cancel is None:
        witness.broken.append(f"no appointment to cancel, after: {_words(caller)}")
        return
    await caller.press(cancel)
    for _ in range(3):
        choice = caller.button("Yes, cancel it", "Try again")
        if choice is None:
            break
        await caller.press(choice)
    diary = caller.inside.sandbox.clinic.diary
    (entry,) = diary.appointments(via_api=True, patient_id=caller.patient.id)
    if _words(caller).startswith("Cancelled: ") and entry.status_id not in FREED:
        witness.broken.append("told that it is cancelled, which it is not")


async def _think_again(caller: Caller, witness: Witness) -> None:
    """Another time than the one that is kept: that is let go, and the other one is booked."""
    await caller.say("on Friday afternoon please")
    if not await caller.to_the_check():
        witness.broken.append(f"no other time to be had, after: {_words(caller)}")


async def _edit(
    caller: Caller, witness: Witness, lose: Callable[[], None], chance: random.Random
) -> None:
    """Move what is booked, or say that one will come."""
    diary = caller.inside.sandbox.clinic.diary
    (entry,) = diary.appointments(via_api=True, patient_id=caller.patient.id)
    if chance.random() < 0.4:
        lose()
        await caller.say("I will come to my appointment")
        return
    if not await moves.asked(caller, chance.choice(moves.WISHES)):
        if caller.last is None or "hours away" not in caller.last.text:
            witness.broken.append(f"no question whether to move, after: {_words(caller)}")
        return
    witness.moved[caller.user] = entry.start
    lose()
    await moves.agreed(caller)


async def _still_serves(caller: Caller, witness: Witness, chance: random.Random) -> None:
    """Whatever came before, the patient can go on, and is told the truth."""
    if witness.last(caller) is Verdict.NOT_BOOKED and chance.random() < 0.5:
        await caller.say("start again")
        await caller.say(caller.wish)
        await caller.book()
        await caller.inside.much_later()
        if witness.last(caller) is not Verdict.BOOKED:
            witness.broken.append(f"could not book once more, after: {_words(caller)}")
    await caller.say("my appointments")


def _sent_again_too_early(inside: Inside, witness: Witness) -> None:
    """Until an effect can no longer come late, nobody knows, and nothing is sent again."""
    again = inside.rows("SELECT count(*) FROM attempt WHERE kind = 'book' AND sends > 1")
    if again == [(0,)]:
        # Who has booked once more since, has sent another wish.
        return
    calls = inside.vendor.calls.latest()
    sent = [call.at for call in calls if call.operation == inside.system.book]
    if len(sent) > 1 and sent[1] - sent[0] < SETTLE:
        witness.broken.append(f"sent again after {(sent[1] - sent[0]).total_seconds():g} seconds")


def _words(caller: Caller) -> str:
    return caller.last.text[:60] if caller.last else "nothing"


NAMES = {
    "an answer dropped": DROPPED,
    "an answer cut short": CUT_SHORT,
    "5xx after the effect": FAILED,
    "HTML with 200": PAGE,
    "an answer after twice the time-out": LATE,
}
FAULTS: tuple[Fault, ...] = tuple(
    Fault(system.row(name), partial(_run, system, spoilt), FULL, short)
    for system, short in ((AERONA, SHORT), (HOLDING, SHORT_HOLDING))
    for name, spoilt in NAMES.items()
)
