"""Times that are kept for a while for somebody who has not booked yet."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

HOLD_LIFE = timedelta(minutes=15)  # PracSuite's contract §3


@dataclass(frozen=True)
class Hold:
    """A time that is kept off everybody else until `until`; column and width are PracSuite's."""

    id: int
    clinician_id: int
    start: datetime
    minutes: int
    column: int
    width: int
    created: datetime
    until: datetime


class Holds:
    """A hold dies by itself, by the clinic's clock."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._kept: dict[int, Hold] = {}

    def alive(self) -> list[Hold]:
        """In the order in which they were asked for."""
        if not self._kept:
            return []
        now = self._clock()
        return [hold for hold in self._kept.values() if now < hold.until]

    def keep(
        self,
        id_: int,
        clinician_id: int,
        start: datetime,
        minutes: int,
        *,
        column: int = 1,
        width: int = 1,
    ) -> Hold:
        now = self._clock().astimezone(UTC)
        until = now + HOLD_LIFE
        hold = Hold(id_, clinician_id, start, minutes, column, width, now, until)
        self._kept[id_] = hold
        return hold

    def get(self, hold_id: int) -> Hold | None:
        """One that is alive."""
        return next((hold for hold in self.alive() if hold.id == hold_id), None)

    def let_go(self, hold_id: int) -> Hold | None:
        """The hold that was alive until now."""
        found = self.get(hold_id)
        self._kept.pop(hold_id, None)
        return found
