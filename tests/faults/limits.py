"""A vendor that lets fewer requests through than it was taken for, and says so with 429."""

import random
from pathlib import Path

from tests.faults.callers import WISHES, callers
from tests.faults.fault import Fault, Tally
from tests.faults.inside import opened
from tests.faults.systems import HOLDING
from tests.faults.witness import Verdict, Witness

PATIENTS = 4
TURNS = 30


async def limited(seed: int, folder: Path) -> Tally:
    """A few patients book and cancel in some minutes; then the vendor has time for all again."""
    chance = random.Random(f"limited/{seed}")
    ours = {"PRACSUITE_REQUESTS_PER_MINUTE": str(chance.choice((60, 100_000)))}
    async with opened(folder, seed, system=HOLDING, fill=0.0, settings=ours) as inside:
        few = callers(inside, PATIENTS, chance, wishes=WISHES)
        witness = Witness(inside, few)
        gate = inside.sandbox.pracsuite.gate
        gate.per_minute, free = chance.randint(8, 50), gate.per_minute
        gate.retry_after = chance.choice((None, 5, 30))
        for _ in range(TURNS):
            caller = chance.choice(few)
            if witness.last(caller) is Verdict.BOOKED:
                # Nobody books once more beside what they have.
                await caller.say(chance.choice(("my appointments", "cancel my appointment", "yes")))
            elif caller.at_the_check:
                await caller.agree()
            elif not await caller.go_on():
                await caller.say(caller.wish)
            await inside.later(chance.choice((0.0, 2.0, 10.0, 40.0)))
        gate.per_minute = free
        await inside.much_later()
        for caller in few:
            if not witness.verdicts[caller.user]:
                await caller.say("start again")
                await caller.say(caller.wish)
                await caller.book()
        await inside.much_later()
        tally = witness.tally()
        said = [witness.last(one) for one in few]
        if Verdict.BOOKED not in said:
            tally.broken.append("nobody was booked in the end")
        return tally


FAULTS = (Fault(HOLDING.row("429 and the minute's limit"), limited, 200, 3),)
