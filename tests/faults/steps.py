"""The server is killed before and after every durable or external step, and at all pairs of them.

Which steps there are is recorded: `python -m tests.faults.steps` lets a patient book and cancel,
and writes down each passing of a failpoint, in `passings/`. A test fails when a talk passes other
failpoints than are recorded there.
"""

import asyncio
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from sandbox.people import KNOWN
from tests.faults.failpoints import Point
from tests.faults.fault import Fault, Tally
from tests.faults.patients import Kind, Patient
from tests.faults.standing import Standing, standing

PASSINGS = Path(__file__).parent / "passings"

# What the server passes while a patient books and then cancels; and what it passes when it is
# started after it was killed with the booking in doubt.
TALK, DOUBT = PASSINGS / "talk.txt", PASSINGS / "doubt.txt"
BOOKING = "vendor.create"
IN_DOUBT = Point("after", BOOKING, 1)
# What the server that finds it in doubt must do to settle it, and to say so.
SETTLING = (
    "vendor.appointments",
    "write.turn+confirmed",
    "telegram.sendMessage",
    "write.outbox.delivered",
)


@cache
def recorded(file: Path) -> tuple[Point, ...]:
    """The passings of a file in their order, each before its step."""
    lines = file.read_text("utf-8").splitlines()
    return tuple(Point.read(f"before {line}") for line in lines if line)


def around(points: Iterable[Point]) -> list[Point]:
    """Both sides of each."""
    return [Point(side, one.name, one.passing) for one in points for side in ("before", "after")]


def nearest(points: Sequence[Point]) -> list[Point]:
    """Of each name the passing that is nearest to the booking, else the first."""
    names = [point.name for point in points]
    booking = names.index(BOOKING) if BOOKING in names else 0
    by_distance = sorted(enumerate(names), key=lambda one: -abs(one[0] - booking))
    chosen = {name: place for place, name in by_distance}
    return [points[place] for place in sorted(chosen.values())]


@cache
def singles() -> tuple[tuple[Point, ...], ...]:
    """Every single kill of a talk: first the nearest of each step, then all others."""
    first = around(nearest(recorded(TALK)))
    return tuple((point,) for point in dict.fromkeys((*first, *around(recorded(TALK)))))


def pairs() -> tuple[tuple[Point, ...], ...]:
    """A kill at each step, and one at each step of the process that was started again."""
    again = {point.name: Point(point.side, point.name, 1) for point in recorded(TALK)}
    again |= {point.name: point for point in nearest(recorded(DOUBT))}
    every = product(around(nearest(recorded(TALK))), around(again.values()))
    first = product((IN_DOUBT,), around(Point("before", name, 1) for name in SETTLING))
    return tuple(dict.fromkeys((*first, *every)))


async def run_single(seed: int, folder: Path) -> Tally:
    """The `seed`-th of the single kills."""
    return await _run(singles()[seed], folder)


async def run_pair(seed: int, folder: Path) -> Tally:
    """The `seed`-th of the pairs."""
    return await _run(pairs()[seed], folder)


async def _run(kills: Sequence[Point], folder: Path) -> Tally:
    async with standing(folder) as stand:
        patient = patient_of(stand)
        tally = await stand.talked(patient, stand.lived(kills), patient.talk())
        meant = ", then ".join(map(str, kills))
        tally.failures = [f"killed {meant}: {why}" for why in tally.failures]
        return tally


def patient_of(stand: Standing) -> Patient:
    """The one whose talk is recorded."""
    person = KNOWN[0]
    user = stand.api.user(person.forename)
    wish = "check-up tomorrow morning"
    return Patient(user, stand.api, stand.clock, Kind.CANCELS, person, wish)


async def passed(kills: Sequence[Point], folder: Path) -> list[Point]:
    """The passings in the last life of a server that was killed at these points."""
    async with standing(folder) as stand:
        patient = patient_of(stand)
        tally = await stand.talked(patient, stand.lived(kills), patient.talk())
        if tally.failures:
            raise RuntimeError(tally.failures)
        return [point for point in stand.traces[-1] if point.side == "before"]


async def _record() -> None:
    for file, kills in ((TALK, ()), (DOUBT, (IN_DOUBT,))):
        with TemporaryDirectory() as folder:
            points = await passed(kills, Path(folder))
        lines = [f"{point.name} {point.passing}\n" for point in points]
        await asyncio.to_thread(file.write_text, "".join(lines), "utf-8")


FAULTS = (
    Fault(
        "SIGKILL before and after each step",
        run_single,
        full=len(singles()),
        short=2 * len(nearest(recorded(TALK))),
    ),
    Fault(
        "SIGKILL at each pair of steps",
        run_pair,
        full=len(pairs()),
        short=2 * len(SETTLING),
        desk_allowed=True,
    ),
)

if __name__ == "__main__":
    sys.exit(asyncio.run(_record()))
