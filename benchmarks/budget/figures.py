"""What is read off a virtual day: requests as the vendor counted them, and completed bookings."""

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from benchmarks.budget.visit import Ended
from benchmarks.budget.world import WINDOW, Day

# The first quarter of an hour is not measured: nothing is remembered yet, and nobody books yet.
_WARMING = timedelta(minutes=15)


@dataclass(frozen=True)
class Figures:
    """Of one day, without its first 15 minutes; `most_in_a_window` is of all its requests.

    `conflicts` are creates that the vendor refused, `taken` patients who heard that a time was
    taken meanwhile, `waited` patients who were told to wait. `forgetful` is what the same talks
    would have cost a client that logs in once and remembers nothing else: for each talk the types
    and the clinicians, for each showing of free times a search, for each proof a look-up.
    """

    patients: int
    bookings: int
    windows: float
    calls: Counter[str]
    conflicts: int
    taken: int
    waited: int
    forgetful: int
    most_in_a_window: int
    ended: Counter[Ended]

    @property
    def calls_a_booking(self) -> float:
        return self.calls.total() / self.bookings if self.bookings else float("inf")

    @property
    def bookings_a_window(self) -> float:
        return self.bookings / self.windows

    @property
    def conflicts_percent(self) -> float:
        creates = self.calls["create"]
        return 100 * self.conflicts / creates if creates else 0.0

    def of(self, operation: str) -> float:
        """How many calls of this operation a booking took."""
        return self.calls[operation] / self.bookings if self.bookings else 0.0


def figures(day: Day) -> Figures:
    """The figures of a day that is over."""
    first, last = day.began + _WARMING, day.ended
    inside = [story for story in day.stories if first <= story.began < last]
    calls = day.sandbox.calls.latest()
    counted = Counter(call.operation for call in calls if first <= call.at < last)
    made = sum(first <= at < last for at in day.made)
    booked = [
        story
        for story in day.stories
        if story.ended is Ended.BOOKED and story.at and first <= story.at < last
    ]
    return Figures(
        patients=len(inside),
        bookings=len(booked),
        windows=(last - first) / WINDOW,
        calls=counted,
        conflicts=counted["create"] - made,
        taken=sum(story.taken > 0 for story in inside),
        waited=sum(story.told_to_wait > 0 for story in inside),
        forgetful=sum(2 + one.views + one.proven for one in inside) + counted["create"],
        most_in_a_window=max(sizes_of_windows(call.at for call in calls), default=0),
        ended=Counter(story.ended for story in inside if story.ended),
    )


def sizes_of_windows(moments: Iterable[datetime]) -> Iterable[int]:
    """For each request, how many there were in the 15 minutes that end with it."""
    window: deque[datetime] = deque()
    for moment in moments:
        window.append(moment)
        while window[0] <= moment - WINDOW:
            window.popleft()
        yield len(window)
