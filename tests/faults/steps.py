"""The server is killed before and after every durable or external step, and at all pairs of them.

Which steps there are is recorded: `python -m tests.faults.steps` lets a patient book and cancel,
and writes down each passing of a failpoint, in `passings/`. A test fails when a talk passes other
failpoints than are recorded there.
"""

import asyncio
import random
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from sandbox.people import KNOWN
from tests.faults.failpoints import Point
from tests.faults.fault import Fault, Tally
from tests.faults.patients import Kind, Patient
from tests.faults.standing import Standing, standing
from tests.faults.systems import AERONA, HOLDING, System

PASSINGS = Path(__file__).parent / "passings"

# A sample of the pairs of a system whose every step is paired with so many others.
MOST_PAIRS = 600


@dataclass(frozen=True)
class Talk:
    """What the server passes at a system while one patient has a talk, which is of this kind.

    `doubt` is what it passes when it is started after it was killed with the booking in doubt.
    `first` are the steps that the short form kills at; `settling` what the server that finds the
    booking in doubt must do to settle it, and to say so.
    """

    system: System
    kind: Kind
    talk: Path
    doubt: Path
    settling: tuple[str, ...]
    first: tuple[str, ...] = ()

    @property
    def booking(self) -> str:
        """The step that books."""
        return f"vendor.{self.system.book}"

    @property
    def in_doubt(self) -> Point:
        """Killed here, it is not known whether it is booked."""
        return Point("after", self.booking, 1)


_SAID = ("write.turn+confirmed", "telegram.sendMessage", "write.outbox.delivered")
BOOKED = Talk(
    AERONA,
    Kind.CANCELS,
    PASSINGS / "talk.txt",
    PASSINGS / "doubt.txt",
    ("vendor.appointments", *_SAID),
)
HELD = Talk(
    HOLDING,
    Kind.WHOLE,
    PASSINGS / "pracsuite" / "talk.txt",
    PASSINGS / "pracsuite" / "doubt.txt",
    ("vendor.appointment", *_SAID),
    first=(
        *("write.holds.asked", "vendor.reserve", "write.holds.answered", "write.holds.wanted"),
        *("vendor.finalise", "vendor.edit", "vendor.cancel", "write.holds.gone"),
    ),
)
TALKS = (BOOKED, HELD)


@cache
def recorded(file: Path) -> tuple[Point, ...]:
    """The passings of a file in their order, each before its step."""
    lines = file.read_text("utf-8").splitlines()
    return tuple(Point.read(f"before {line}") for line in lines if line)


def around(points: Iterable[Point]) -> list[Point]:
    """Both sides of each."""
    return [Point(side, one.name, one.passing) for one in points for side in ("before", "after")]


def nearest(points: Sequence[Point], talk: Talk = BOOKED) -> list[Point]:
    """Of each name the passing that is nearest to the booking, else the first."""
    names = [point.name for point in points]
    booking = names.index(talk.booking) if talk.booking in names else 0
    by_distance = sorted(enumerate(names), key=lambda one: -abs(one[0] - booking))
    chosen = {name: place for place, name in by_distance}
    return [points[place] for place in sorted(chosen.values())]


@cache
def singles(talk: Talk = BOOKED) -> tuple[tuple[Point, ...], ...]:
    """Every single kill of a talk: first the nearest of each step, then all others."""
    all_of_them = recorded(talk.talk)
    near = nearest(all_of_them, talk)
    first = [point for point in near if point.name in talk.first]
    points = (*around(first), *around(near), *around(all_of_them))
    return tuple((point,) for point in dict.fromkeys(points))


@cache
def pairs(talk: Talk = BOOKED) -> tuple[tuple[Point, ...], ...]:
    """A kill at each step, and one at each step of the process that was started again."""
    again = {point.name: Point(point.side, point.name, 1) for point in recorded(talk.talk)}
    again |= {point.name: point for point in nearest(recorded(talk.doubt), talk)}
    every = product(around(nearest(recorded(talk.talk), talk)), around(again.values()))
    first = product((talk.in_doubt,), around(Point("before", name, 1) for name in talk.settling))
    return tuple(dict.fromkeys((*first, *every)))


@cache
def sampled(talk: Talk) -> tuple[tuple[Point, ...], ...]:
    """All pairs of Aerona's talk; of a longer one so many, the same ones always."""
    every = pairs(talk)
    first = every[: 2 * len(talk.settling)]
    if talk is BOOKED:
        return every
    others = every[len(first) :]
    some = min(MOST_PAIRS - len(first), len(others))
    return (*first, *random.Random("pairs").sample(others, some))


async def run_single(talk: Talk, seed: int, folder: Path) -> Tally:
    """The `seed`-th of the single kills."""
    return await _run(talk, singles(talk)[seed], folder)


async def run_pair(talk: Talk, seed: int, folder: Path) -> Tally:
    """The `seed`-th of the pairs."""
    return await _run(talk, sampled(talk)[seed], folder)


async def _run(talk: Talk, kills: Sequence[Point], folder: Path) -> Tally:
    async with standing(folder, talk.system) as stand:
        patient = patient_of(stand, talk)
        tally = await stand.talked(patient, stand.lived(kills), patient.talk())
        meant = ", then ".join(map(str, kills))
        tally.failures = [f"killed {meant}: {why}" for why in tally.failures]
        return tally


def patient_of(stand: Standing, talk: Talk = BOOKED) -> Patient:
    """The one whose talk is recorded."""
    person = KNOWN[0]
    user = stand.api.user(person.forename)
    wish = "check-up tomorrow morning"
    return Patient(user, stand.api, stand.clock, talk.kind, person, wish)


async def passed(talk: Talk, kills: Sequence[Point], folder: Path) -> list[Point]:
    """The passings in the last life of a server that was killed at these points."""
    async with standing(folder, talk.system) as stand:
        patient = patient_of(stand, talk)
        tally = await stand.talked(patient, stand.lived(kills), patient.talk())
        if tally.failures:
            raise RuntimeError(tally.failures)
        return [point for point in stand.traces[-1] if point.side == "before"]


async def _record() -> None:
    none: tuple[Point, ...] = ()
    records = [(talk, talk.talk, none) for talk in TALKS]
    records += [(talk, talk.doubt, (talk.in_doubt,)) for talk in TALKS]
    for talk, file, kills in records:
        with TemporaryDirectory() as folder:
            points = await passed(talk, kills, Path(folder))
        lines = [f"{point.name} {point.passing}\n" for point in points]
        await asyncio.to_thread(file.write_text, "".join(lines), "utf-8")


FAULTS = tuple(
    fault
    for talk, kills, again in (
        (BOOKED, 2 * len(nearest(recorded(BOOKED.talk))), 2 * len(BOOKED.settling)),
        (HELD, 2 * len(HELD.first), 2),
    )
    for fault in (
        Fault(
            talk.system.row("SIGKILL before and after each step"),
            partial(run_single, talk),
            full=len(singles(talk)),
            short=kills,
        ),
        Fault(
            talk.system.row("SIGKILL at each pair of steps"),
            partial(run_pair, talk),
            full=len(sampled(talk)),
            short=again,
            desk_allowed=True,
        ),
    )
)

if __name__ == "__main__":
    sys.exit(asyncio.run(_record()))
