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
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from pathlib import Path

from benchmarks.budget.figures import Figures, figures
from benchmarks.budget.visit import Ended
from benchmarks.budget.world import Load, lived
from bot import logs

OVERLAPS = {
    "yes": "AERONA_OVERLAPS_REFUSED=yes",
    "unknown": "AERONA_OVERLAPS_REFUSED=unknown: an older slot is read again before the create",
}
# Patients in 15 minutes, for how many hours, and the most calls that a booking may take.
LOADS = ((10, 6.0, 3.5), (50, 3.0, 2.8), (100, 2.0, 2.4))
CONFLICTS_GOAL = 1.0

# Raised until the completed bookings no longer grow.
TOO_MUCH = (125, 150, 175, 200)
TOO_MUCH_HOURS = 1.0
FITS_GOAL = 70

_ORDER = ("create", "patient", "slots", "login", "types", "clinicians")


def measured(load: Load) -> Figures:
    """The figures of one day; runs in a process of its own."""
    with (
        Path(os.devnull).open("w", encoding="utf-8") as nowhere,
        tempfile.TemporaryDirectory(prefix="bench-budget-") as folder,
    ):
        logs.configure(form="json", level="error", stream=nowhere)
        return figures(asyncio.run(lived(load, Path(folder))))


def _loads(seed: int, share: float) -> Iterator[Load]:
    for overlaps in OVERLAPS:
        for patients, hours, _ in LOADS:
            yield Load(patients, timedelta(hours=hours * share), overlaps, seed)
    for patients in TOO_MUCH:
        yield Load(patients, timedelta(hours=TOO_MUCH_HOURS * share), seed=seed)


def _show(loads: Iterable[Load], found: Iterable[Figures]) -> None:
    days = list(zip(loads, found, strict=True))
    for overlaps, title in OVERLAPS.items():
        print(f"\n{title}")
        print(
            f"{'patients':>8}{'bookings':>10}{'a window':>10}{'calls':>8}{'a booking':>11}"
            f"{'goal':>6}{'conflicts':>11}{'most in 15 min':>16}{'told to wait':>14}  by operation"
        )
        for (patients, _, goal), (_, day) in zip(
            LOADS, (one for one in days if one[0].overlaps_refused == overlaps), strict=False
        ):
            print(
                f"{patients:>8}{day.bookings:>10}{day.bookings_a_window:>10.1f}"
                f"{day.calls.total():>8}{day.calls_a_booking:>11.2f}{goal:>6}"
                f"{day.conflicts_percent:>10.1f}%{day.most_in_a_window:>16}{day.waited:>14}"
                f"  {_by_operation(day)}"
            )
    print("\nHow many bookings fit into 15 minutes: patients are added until there are no more")
    print(
        f"{'patients':>8}{'a window':>10}{'a booking':>11}"
        f"{'most in 15 min':>16}{'told to wait':>14}"
    )
    refused = [(load, day) for load, day in days if load.overlaps_refused == "yes"]
    for load, day in refused:
        print(
            f"{load.patients:>8.0f}{day.bookings_a_window:>10.1f}{day.calls_a_booking:>11.2f}"
            f"{day.most_in_a_window:>16}{day.waited:>14}"
        )
    most = max(day.bookings_a_window for _, day in refused if day.most_in_a_window <= 300)
    print(
        f"{most:.0f} bookings fit (goal: at least {FITS_GOAL}; conflicts: under "
        f"{CONFLICTS_GOAL:.0f} %; a client that logs in once and remembers nothing: 9)"
    )
    if odd := sum(day.ended[Ended.PUZZLED] + day.ended[Ended.UNANSWERED] for _, day in days):
        print(
            f"{odd} patients were not answered, or not understood: the figures are of other talks"
        )


def _by_operation(day: Figures) -> str:
    rest = sorted(day.calls.keys() - set(_ORDER))
    return "  ".join(f"{name} {day.of(name):.2f}" for name in (*_ORDER, *rest) if day.calls[name])


def main() -> None:
    """Measure everything, and print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.budget", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--share", type=float, default=1.0, help="of the hours, for a try")
    options = parser.parse_args()
    loads = list(_loads(options.seed, options.share))
    # The longest first, so that the two processes end at about the same time.
    order = sorted(range(len(loads)), key=lambda place: -loads[place].patients * loads[place].lasts)
    with ProcessPoolExecutor(max_workers=2) as pool:
        done = dict(zip(order, pool.map(measured, [loads[place] for place in order]), strict=True))
    _show(loads, [done[place] for place in range(len(loads))])


if __name__ == "__main__":
    main()
