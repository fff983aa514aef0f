"""The server is killed at a random moment of a patient's talk, and started again."""

import asyncio
import random
from functools import partial
from pathlib import Path

from tests.faults.fault import Fault, Tally
from tests.faults.patients import Patient
from tests.faults.standing import Standing, standing
from tests.faults.systems import AERONA, HOLDING, System

# Real seconds: a talk takes about as long, and a booking about as long from the tap on.
_TALK, _BOOKING = 0.5, 0.05


async def run(system: System, seed: int, folder: Path) -> Tally:
    """One talk with one kill: at any moment of it, or around the moment of the booking."""
    chance = random.Random(f"kill {seed}")
    async with standing(folder, system) as stand:
        patient = Patient.drawn(chance, stand.api, stand.clock, system)
        killed = asyncio.Event()
        lives = _lives(chance, stand, patient, killed)
        return await stand.talked(patient, lives, _talk(patient, killed))


async def _lives(
    chance: random.Random, stand: Standing, patient: Patient, killed: asyncio.Event
) -> None:
    child = stand.start()
    if chance.random() < 0.5:
        await asyncio.sleep(chance.uniform(0, _TALK))
    else:
        await patient.tapped.wait()
        await asyncio.sleep(chance.uniform(0, _BOOKING))
    child.kill()
    await child.ended()
    killed.set()
    await stand.lived([])


async def _talk(patient: Patient, killed: asyncio.Event) -> None:
    await patient.talk()
    await killed.wait()


NAME = "SIGKILL at a random moment, restart, the patient goes on"
FAULTS = (
    Fault(AERONA.row(NAME), partial(run, AERONA), 1_000, 40),
    Fault(HOLDING.row(NAME), partial(run, HOLDING), 1_000, 4),
)
