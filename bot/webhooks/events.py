"""What is done with a vendor's events: they are hints to look, and nothing is believed of them.

Repeats, lateness and disorder do no harm because of that: whatever an event says, all it can cause
is that the next search asks the vendor, and that what is in doubt is looked up a little earlier.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

import structlog

from bot.background import Background
from bot.chores import Chore
from connectors.aerona.events import Event, read
from connectors.protocols import RemembersSlots
from storage.events import StoredEvent
from storage.store import Store

log = structlog.get_logger(__name__)

VENDOR = "aerona"
AT_ONCE = 20
# What could not be handled when it came, or was left by the last process, waits no longer.
EVERY_SECONDS = 60.0
# After a hint so many seconds pass before the next: looking costs requests, and staff who move a
# whole morning, or a vendor that repeats itself, would cause as many looks as there are events.
CALM = 5.0


class Hinted(Protocol):
    """Wants to know at once when something may have changed at the vendor."""

    def hint(self) -> None:
        """Something happened at the vendor: look now at what is in doubt. Returns at once."""
        ...


class Events:
    """A clinic's events: stored when they come, handled right after."""

    def __init__(
        self,
        store: Store,
        practice_id: int,
        sleep: Callable[[float], Awaitable[None]],
        slots: RemembersSlots | None = None,
        hinted: Hinted | None = None,
    ) -> None:
        """`slots` and `hinted` are told when the diary may have changed."""
        self._store = store
        self._practice_id = practice_id
        self._sleep = sleep
        self._slots = slots
        self._hinted = hinted
        self._one_at_a_time = asyncio.Lock()
        self._waiting = False
        self._background = Background()
        self.chore = Chore("events", self.take_up, EVERY_SECONDS)

    async def take(self, body: bytes) -> None:
        """Store it; raises NotCommitted when that could not be done. It is handled after that."""
        await self._store.receive_event(VENDOR, body)
        if not self._waiting:
            self._waiting = True
            self._background.start(self.chore.done())

    async def take_up(self) -> None:
        """Handle everything that waits, and what comes meanwhile."""
        async with self._one_at_a_time:
            # From here on what comes may be missed by the reading, and needs one more.
            self._waiting = False
            while waiting := await self._store.open_events(AT_ONCE):
                await self._handle(waiting)
                if len(waiting) < AT_ONCE:
                    await self._sleep(CALM)

    async def idle(self) -> None:
        """Return once nothing that came is left to be handled."""
        await self._background.idle()

    async def aclose(self) -> None:
        """Handle nothing more; what waits is handled at the next start."""
        await self._background.aclose()

    async def _handle(self, waiting: list[StoredEvent]) -> None:
        events = [read(each.body) for each in waiting]
        if any(self._tells_something(event) for event in events):
            self._tell()
        # Only now: should the process die before, the hint is given again.
        await asyncio.gather(*(self._store.event_handled(each) for each in waiting))
        about = sorted({event.about.value for event in events})
        log.info("vendor_events_handled", count=len(events), kind=about)

    def _tells_something(self, event: Event) -> bool:
        return event.may_concern(self._practice_id) and event.may_change_the_diary()

    def _tell(self) -> None:
        if self._slots is not None:
            self._slots.forget_slots()
        if self._hinted is not None:
            self._hinted.hint()
