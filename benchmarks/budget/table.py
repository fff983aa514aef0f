"""The figures as people read them."""

from collections.abc import Iterable, Mapping

from benchmarks.budget.figures import Figures
from benchmarks.budget.visit import Ended
from benchmarks.budget.world import Load

LIMIT = 300
FITS_GOAL = 70

_OPERATIONS = ("create", "patient", "slots", "login", "types", "clinicians")
_COSTS = (9, 10, 10, 10, 11, 6, 15, 16, 14)
_ROOM = (9, 10, 11, 16, 14)


def costs(title: str, days: Mapping[Load, Figures], goals: Mapping[float, float]) -> None:
    """What a booking cost under each load, and what it was spent on."""
    print(f"\n{title}")
    _line(
        _COSTS,
        *("patients", "bookings", "a window", "requests", "a booking", "goal"),
        *("conflicts <1 %", "most in 15 min", "told to wait"),
    )
    for load, day in days.items():
        spent = "  ".join(f"{name} {day.of(name):.2f}" for name in _operations(day))
        _line(
            _COSTS,
            *(f"{load.patients:.0f}", f"{day.bookings}", f"{day.bookings_a_window:.1f}"),
            *(f"{day.calls.total()}", f"{day.calls_a_booking:.2f}", f"{goals[load.patients]}"),
            *(f"{day.conflicts_percent:.1f} %", f"{day.most_in_a_window}", f"{day.waited}"),
            f"  {spent}",
        )


def room(days: Mapping[Load, Figures]) -> None:
    """How many bookings fit into a window: the most of all loads that kept to the limit."""
    print("\nHow many bookings fit into 15 minutes: more patients come until it is no more of them")
    _line(_ROOM, "patients", "a window", "a booking", "most in 15 min", "told to wait")
    for load, day in days.items():
        _line(
            _ROOM,
            *(f"{load.patients:.0f}", f"{day.bookings_a_window:.1f}", f"{day.calls_a_booking:.2f}"),
            *(f"{day.most_in_a_window}", f"{day.waited}"),
        )
    kept = [day.bookings_a_window for day in days.values() if day.most_in_a_window <= LIMIT]
    print(f"{max(kept, default=0):.0f} bookings fit (goal: at least {FITS_GOAL}).")


def forgetful(day: Figures) -> None:
    """The same talks with a client that remembers nothing, reckoned and not measured."""
    each = day.forgetful / day.bookings
    print(
        f"A client that logs in once and remembers nothing would need {each:.1f} requests for each "
        f"of these bookings: at most {270 / each:.0f} would fit."
    )


def odd(days: Iterable[Figures]) -> None:
    """Say so where patients did not get through for another reason than their own."""
    found = sum(day.ended[Ended.PUZZLED] + day.ended[Ended.UNANSWERED] for day in days)
    if found:
        print(f"{found} patients were not answered or at a loss: the figures are of other talks.")


def _operations(day: Figures) -> list[str]:
    rest = sorted(day.calls.keys() - set(_OPERATIONS))
    return [name for name in (*_OPERATIONS, *rest) if day.calls[name]]


def _line(widths: tuple[int, ...], *cells: str) -> None:
    print("".join(f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=False)), end="")
    print("".join(cells[len(widths) :]))
