"""Notices that the clinic's system does not answer, and that it does again."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.chores import Chore
from bot.desk.wording import Local
from connectors.errors import ConnectorError, Unavailable
from connectors.protocols import Checks, TellsOutage
from storage.desk import DeskItem, DeskNote
from storage.store import Store

log = structlog.get_logger(__name__)

KIND = "outage"
RECOVERED = "recovered"

EVERY_SECONDS = 10.0
# A shorter one is over before anybody could do something about it.
PATIENCE = timedelta(minutes=2)
# At night nobody asks for anything, and nothing would show that the system answers again.
ASK_EVERY = timedelta(minutes=1)


@dataclass
class Outages:
    """One item on the desk's list for each outage; everything is lent.

    The item outlives the process. A new process knows of no failure yet, which proves nothing: the
    item is only settled when the system was seen to answer.
    """

    vendor: TellsOutage
    name: str
    ask: Callable[[], Awaitable[object]] | None
    store: Store
    clock: Callable[[], datetime]
    local: Local
    _seen_down: bool = False
    _asked_at: datetime | None = None

    def chore(self) -> Chore:
        """What is done again and again."""
        return Chore("outage", self.look, EVERY_SECONDS)

    async def look(self) -> None:
        """Leave an item, or settle it."""
        down_since = self.vendor.down_since()
        last = await self.store.newest_desk_item(KIND)
        if last is not None and last.settled_at is None:
            if await self._answers_again(down_since):
                log.info("vendor_answers_again")
                await self.store.needs_nobody(last.id, by=RECOVERED)
        elif down_since is not None and self._is_new(down_since, last):
            log.error("vendor_outage")
            await self.store.leave_desk_item(DeskNote(KIND, self._words(down_since)))
        self._seen_down = down_since is not None

    def _is_new(self, down_since: datetime, last: DeskItem | None) -> bool:
        """Whether it lasts long enough, and nobody has marked it as done meanwhile."""
        known = last is not None and last.at >= down_since
        return not known and self.clock() - down_since >= PATIENCE

    async def _answers_again(self, down_since: datetime | None) -> bool:
        if down_since is None and self._seen_down:
            return True
        now = self.clock()
        if self.ask is None or (
            self._asked_at and self._asked_at <= now < self._asked_at + ASK_EVERY
        ):
            return False
        self._asked_at = now
        try:
            await self.ask()
        except Unavailable:
            return False
        except ConnectorError as error:
            # Whoever refuses is there.
            log.info("vendor_refuses_to_be_asked", error=type(error).__name__)
        return True

    def _words(self, down_since: datetime) -> str:
        since = self.local(down_since)
        return (
            f"{self.name} has not answered since {since:%A} {since.day} {since:%B}, {since:%H:%M}. "
            "Patients who write are asked to ring the clinic.\n"
            f"If it lasts, ring those who look after {self.name} for you."
        )


def outages(
    vendor: object, name: str, store: Store, clock: Callable[[], datetime], local: Local
) -> tuple[Chore, ...]:
    """The chore, for a vendor whose connector can tell; `name` is what staff call it."""
    if not isinstance(vendor, TellsOutage):
        return ()
    ask = vendor.probe if isinstance(vendor, Checks) else None
    return (Outages(vendor, name, ask, store, clock, local).chore(),)
