"""Times that patients are looking at in a check question, so that no two of them race for one.

They live in this process alone: after a restart nobody holds any, and the attempts decide.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from connectors.errors import SlotTaken
from connectors.model import Slot
from dialogs.session import SessionKey

# As long as somebody may think over a check question before others get the time.
LIFE = timedelta(minutes=5)


@dataclass(frozen=True)
class _Lease:
    slot: Slot
    until: datetime


class Leases:
    """At most one for each conversation of a clinic; none overlaps another of its clinician."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        """Hold nothing yet."""
        self._clock = clock
        self._held: dict[SessionKey, _Lease] = {}

    def hold(self, key: SessionKey, slot: Slot, *, until: datetime | None = None) -> None:
        """Keep this time for a conversation, in the place of what it held; raises SlotTaken.

        It is kept `until` then, or as long as somebody may think over a question.
        """
        if any(slot.overlaps(other) for other in self.others(key)):
            raise SlotTaken("another patient is deciding about this time")
        self._held[key] = _Lease(slot, until or self._clock() + LIFE)

    def others(self, key: SessionKey) -> Sequence[Slot]:
        """What other conversations hold at this moment."""
        now = self._clock()
        gone = [one for one, lease in self._held.items() if lease.until <= now]
        for one in gone:
            del self._held[one]
        return [lease.slot for one, lease in self._held.items() if one != key]

    def keep_only(self, key: SessionKey, slots: Collection[str]) -> None:
        """The talk has moved on: let go of what it holds, unless it is one of these slots' keys."""
        lease = self._held.get(key)
        if lease is not None and lease.slot.key not in slots:
            del self._held[key]
