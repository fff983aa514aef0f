"""Staff move and cancel what a patient has booked, while the patient is about to do the same."""

import random
from datetime import timedelta
from pathlib import Path

from sandbox.diary import CANCELLED_BY_PRACTICE, FREED, Appointment
from sandbox.misbehaviour import Fault as Misbehaving
from tests.faults import moves
from tests.faults.callers import Caller, callers
from tests.faults.fault import Fault, Tally
from tests.faults.inside import Inside, opened
from tests.faults.systems import HOLDING
from tests.faults.witness import Witness

WISHES = ("check-up on Thursday morning", "check-up on Friday at 10am")
_LATER = (10.0, 60.0, 130.0, 130.0, 300.0, 300.0, 1800.0)


async def beside(seed: int, folder: Path) -> Tally:
    """Whoever was first, the patient is told what became of it, once, and finds it so."""
    chance = random.Random(f"staff/{seed}")
    async with opened(folder, seed, system=HOLDING, fill=0.0) as inside:
        (caller,) = callers(inside, 1, chance, wishes=WISHES)
        witness = Witness(inside, (caller,))
        # The look for changes begins when the clinic opens.
        await inside.later(1)
        await caller.to_the_check()
        await caller.agree()
        (entry,) = inside.made()
        if chance.random() < 0.5:
            # Seen by the look for changes before it is changed.
            await inside.later(300)
        asks = chance.choice(("move", "cancel", "nothing"))
        if asks == "move":
            await moves.asked(caller, chance.choice(moves.WISHES))
        elif asks == "cancel":
            await caller.say("cancel my appointment")
        if chance.random() < 0.3:
            lost = chance.choice((Misbehaving.DROP_AFTER, Misbehaving.DROP_BEFORE))
            inside.vendor.switches.on(lost, chance.choice(("edit", "cancel")), times=1)
        witness.diaries.staff_changed(entry.id)
        _staff(inside, entry, chance)
        await caller.say("yes" if asks != "nothing" else "thanks")
        for seconds in _LATER:
            await inside.later(seconds)
        await caller.say("my appointments")
        tally = witness.tally()
        tally.broken += _untrue(inside, caller, entry.id)
        return tally


def _staff(inside: Inside, entry: Appointment, chance: random.Random) -> None:
    diary = inside.sandbox.clinic.diary
    if chance.random() < 0.5:
        diary.move(entry.id, entry.start + timedelta(hours=chance.choice((1, 2, 24))))
    else:
        diary.set_status(entry.id, CANCELLED_BY_PRACTICE)


def _untrue(inside: Inside, caller: Caller, appointment_id: int) -> list[str]:
    """What the patient finds when they look in the end, where it is not so."""
    entry = inside.sandbox.clinic.diary.get(appointment_id)
    text = caller.last.text if caller.last else ""
    if entry is None or entry.status_id in FREED:
        return [f"{text[:80]!r}, which is cancelled"] if "Check-up" in text else []
    told = [one for one in inside.messenger.texts(caller.user) if "has moved this" in one]
    broken = [f"told {len(told)} times that it was moved"] if len(told) > 1 else []
    if moves.moment(entry.start) not in text:
        broken.append(f"{text[:80]!r}, which is at {moves.moment(entry.start)}")
    return broken


# What staff have changed and we may have changed as well, only they can tell.
_NAME = HOLDING.row("staff move and cancel what was booked")
FAULTS = (Fault(_NAME, beside, 200, 4, desk_allowed=True),)
