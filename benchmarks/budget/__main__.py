"""`make bench-budget`: requests to the vendor for each completed booking, and how many of them fit.

Simulated patients write to the real application over virtual hours; the vendor is the sandbox,
asked over HTTP, which counts 300 requests in any 15 minutes and kills the token beyond. Who the
patients are and what they want stands in `people.py`, what they do in `visit.py`, the desk in
`staff.py`; docs/decisions/0009 tells what is assumed. The same seed gives the same figures.
"""

import argparse
import asyncio
import os
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from pathlib import Path

from benchmarks.budget import table
from benchmarks.budget.figures import Figures, figures
from benchmarks.budget.world import Load, lived
from bot import logs

# What AERONA_OVERLAPS_REFUSED says: with "unknown" an older slot is read again before the create.
OVERLAPS = ("yes", "unknown")
# Patients in 15 minutes, for how many hours, and the most requests that a booking may take.
LOADS = ((10, 6.0, 3.5), (50, 3.0, 2.8), (100, 2.0, 2.4))
# Raised until the completed bookings no longer grow.
CROWDS = (150, 200, 250, 300)
CROWD_HOURS = 1.0


def measured(load: Load) -> Figures:
    """The figures of one day; runs in a process of its own."""
    with (
        Path(os.devnull).open("w", encoding="utf-8") as nowhere,
        tempfile.TemporaryDirectory(prefix="bench-budget-") as folder,
    ):
        logs.configure(form="json", level="error", stream=nowhere)
        return figures(asyncio.run(lived(load, Path(folder))))


def measured_all(loads: Sequence[Load]) -> list[Figures]:
    """The figures of all of them, two at a time, the largest first so that both end together."""
    order = sorted(range(len(loads)), key=lambda place: -loads[place].patients * loads[place].lasts)
    with ProcessPoolExecutor(max_workers=2) as pool:
        found = dict(zip(order, pool.map(measured, [loads[place] for place in order]), strict=True))
    return [found[place] for place in range(len(loads))]


def main() -> None:
    """Measure everything, and print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.budget", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--share", type=float, default=1.0, help="of the hours, for a try")
    options = parser.parse_args()
    seed, share = options.seed, options.share
    costs = [
        Load(patients, timedelta(hours=hours * share), overlaps, seed)
        for overlaps in OVERLAPS
        for patients, hours, _ in LOADS
    ]
    crowds = [Load(many, timedelta(hours=CROWD_HOURS * share), seed=seed) for many in CROWDS]
    found = dict(zip((*costs, *crowds), measured_all([*costs, *crowds]), strict=True))
    goals = {float(patients): goal for patients, _, goal in LOADS}
    for overlaps in OVERLAPS:
        days = {load: found[load] for load in costs if load.overlaps_refused == overlaps}
        table.costs(f"AERONA_OVERLAPS_REFUSED={overlaps}", days, goals)
    headline = [load for load in costs if load.overlaps_refused == OVERLAPS[0]]
    table.room({load: found[load] for load in (*headline, *crowds)})
    table.forgetful(found[headline[-1]])
    table.odd(found.values())


if __name__ == "__main__":
    main()
