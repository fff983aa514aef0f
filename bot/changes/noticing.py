"""Asks the vendor what has changed, and writes down what is somebody else's doing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.changes.ours import Judged, Ours
from connectors.model import Appointment
from connectors.protocols import TellsChanges
from storage.store import Store

log = structlog.get_logger(__name__)

# How far back the very first poll looks: what it learns is what later changes are known by, and a
# day of a big clinic is some hundred requests.
FIRST_LOOK = timedelta(days=1)


@dataclass
class Noticing:
    """One clinic's polls, one at a time; everything is lent."""

    store: Store
    vendor: TellsChanges
    clock: Callable[[], datetime]

    async def poll(self) -> None:
        """Ask once, and write what it tells in one transaction. Raises ConnectorError.

        The very first one only learns how things stand.
        """
        since, asked_at = await self.store.changes.asked_until(), self.clock()
        answer = await self.vendor.changes(since or asked_at - FIRST_LOOK)
        # An appointment may be told of twice: in the diary, and among those that are removed. What
        # is nobody's is a time that is kept for somebody.
        told = {one.id: one for one in answer.appointments if one.patient_id or one.group}
        if since is None:
            judged = [Judged(one) for one in told.values()]
        else:
            judged = await self._judged(list(told.values()), asked_at)
        waiting = sum(one.waits for one in judged)
        changed = [one.change for one in judged if one.change is not None]
        await self.store.changes.noticed(
            self.clock(),
            asked_at=asked_at,
            until=since if since is not None and waiting else answer.until,
            known=[one.now for one in judged if not one.waits],
            changed=changed,
        )
        for one in changed:
            log.info("change_noticed", appointment=one.after.id, kind=one.kind.value)
        if waiting:
            log.info("changes_left_for_the_next_poll", count=waiting)

    async def _judged(self, told: Sequence[Appointment], asked_at: datetime) -> list[Judged]:
        references = [one.id for one in told]
        known = await self.store.changes.known(references)
        # In this order: one that ends in between is read twice, and counts as it ended.
        under_way = await self.store.open_attempts()
        ours = Ours.of((*under_way, *await self.store.changes.ours(references)), asked_at)
        return [ours.judged(one, known.get(one.id)) for one in told]
