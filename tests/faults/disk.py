"""The disk fails under the server at the n-th call, or loses its power; the patient goes on.

A disk that is full, or broken for a while, is survived without a restart. After a failed sync the
server ends by itself, with the status that its supervisor starts it again for.
"""

import asyncio
import random
from pathlib import Path

from bot.stopping import NOT_SYNCED
from tests.faults import damage
from tests.faults.fault import Fault, Tally
from tests.faults.patients import Patient
from tests.faults.shim import Order, Trouble, compiler
from tests.faults.sick import sick_servers
from tests.faults.standing import Standing, standing

POWER_IS_GONE = 137

# Each trouble with the last call that it may be at: about as many as a start and a talk make.
TROUBLES = (
    (Trouble.FULL, 160),
    (Trouble.CUT, 200),
    (Trouble.UNSYNCED, 32),
    (Trouble.BROKEN, 160),
    (Trouble.CUT, 200),
    (Trouble.UNREADABLE, 60),
)
ENDINGS = {Trouble.UNSYNCED: NOT_SYNCED, Trouble.CUT: POWER_IS_GONE}

# Real seconds until a disk is mended that fails from the n-th call on.
_MENDED_WITHIN = 1.0


def order_of(seed: int, files: Path) -> tuple[Order, random.Random]:
    """What goes wrong in the run of a seed, and the chance for the rest of it."""
    chance = random.Random(f"disk {seed}")
    trouble, calls = TROUBLES[seed % len(TROUBLES)]
    number, for_good = chance.randint(1, calls), chance.random() < 0.5
    return Order(str(files), trouble, number, for_good, seed), chance


async def run(seed: int, folder: Path) -> Tally:
    """One talk on a disk that fails once; what it came to."""
    if compiler() is None:
        return Tally(failures=["NOT RUN: there is no C compiler (cc) to make the failing disk of"])
    async with standing(folder) as stand:
        order, chance = order_of(seed, stand.database)
        patient = Patient.drawn(chance, stand.api, stand.clock)
        tally = await stand.talked(patient, _lives(stand, order, chance), patient.talk())
        what = f"{order.trouble.name.lower()} at call {order.number}"
        meant = f"{what}, for good" if order.for_good else what
        tally.failures = [f"{meant}: {why}" for why in tally.failures]
        return tally


async def _lives(stand: Standing, order: Order, chance: random.Random) -> None:
    stand.lives += 1
    sick = stand.child = sick_servers().start(
        stand.env,
        order,
        clock=stand.folder / "clock",
        trace=stand.folder / f"trace-{stand.lives}.txt",
        log=stand.folder / "server.log",
    )
    mending = asyncio.create_task(_mended(order, chance.uniform(0, _MENDED_WITHIN)))
    try:
        status = await sick.status()
    except asyncio.CancelledError:
        # The talk is over. Nobody may write into the folder when it is cleared away.
        sick.kill()
        await sick.status()
        raise
    finally:
        mending.cancel()
    wanted = ENDINGS.get(order.trouble)
    if status != wanted:
        raise TimeoutError(f"it ended with {status} and should have with {wanted}")
    await stand.lived([])


async def _mended(order: Order, after: float) -> None:
    await asyncio.sleep(after)
    order.mend()


FAULTS = (
    Fault("disk full, I/O error, failing fsync, power cut at the n-th call", run, 200, 20),
    Fault("a byte of the database changed", damage.run, 100, 10),
)
