"""Tells patients what the practice has changed: every conversation that knows them, once."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from bot.attempts.telling import Teller
from bot.turns import Conversations
from dialogs.news import News, StaffCancelled, StaffMoved
from dialogs.session import Memory, SessionKey
from storage.changes import Change, Kind
from storage.errors import StorageError

log = structlog.get_logger(__name__)


@dataclass
class Telling:
    """One clinic's changes on their way to the patients; everything is lent.

    A conversation remembers the last change that it was told of, and that is saved with what is
    said; a change is marked as told when the last conversation has heard of it. So whatever fails
    in between, nobody hears of it twice and nobody misses it.
    """

    conversations: Conversations
    teller: Teller
    abilities: Mapping[type, object]
    _queued: set[SessionKey] = field(default_factory=set)

    async def take_up(self) -> None:
        """Tell all that waits, each conversation between two of its turns."""
        waiting, now = dict[int, set[SessionKey]](), self.teller.clock()
        by_key = defaultdict[SessionKey, list[Change]](list)
        for change in await self.teller.store.changes.untold():
            keys = (
                await self.teller.store.changes.conversations(change) if _ahead(change, now) else []
            )
            waiting[change.id] = set(keys)
            for key in keys:
                by_key[key].append(change)
        await self._mark(waiting)
        for key, changes in by_key.items():
            if key not in self._queued:
                self._queued.add(key)
                self.conversations.between_turns(key, self._job(key, changes, waiting))

    def _job(
        self, key: SessionKey, changes: Sequence[Change], waiting: dict[int, set[SessionKey]]
    ) -> Callable[[], Awaitable[None]]:
        async def tell() -> None:
            try:
                await self._tell(key, changes)
                for change in changes:
                    waiting[change.id].discard(key)
                await self._mark(waiting)
            except StorageError as error:
                # It stays untold: the next look finds it again.
                log.error("change_not_told", error=type(error).__name__)
            finally:
                self._queued.discard(key)

        return tell

    async def _tell(self, key: SessionKey, changes: Sequence[Change]) -> None:
        session = await self.conversations.session(key)
        memory = session.memory
        new = [change for change in changes if change.id > memory.told]
        news = [_news(change) for change in new if _concerns(change, memory)]
        for patient in {one.after.patient_id for one in new if not _concerns(one, memory)}:
            await self.teller.store.changes.unproven(key, patient)
        if news:
            memory = memory.model_copy(update={"told": new[-1].id})
            told = session.model_copy(update={"memory": memory})
            await self.teller.say(told, news, abilities=self.abilities)

    async def _mark(self, waiting: dict[int, set[SessionKey]]) -> None:
        """Mark what nobody waits to hear of any more."""
        over = [id_ for id_, keys in waiting.items() if not keys]
        if over:
            await self.teller.store.changes.told(over, self.teller.clock())
        for id_ in over:
            del waiting[id_]


def _ahead(change: Change, now: datetime) -> bool:
    """Whether somebody would come at the wrong time who does not hear of it."""
    start = change.before.start if change.kind is Kind.CANCELLED else change.after.start
    return start > now


def _concerns(change: Change, memory: Memory) -> bool:
    """Whether a conversation knows who it is about."""
    patient = change.after.patient_id
    known = {one.id for one in memory.patients}
    here = {one.reference for one in memory.appointments}
    return not patient or patient in known or change.after.id in here


def _news(change: Change) -> News:
    if change.kind is Kind.CANCELLED:
        return StaffCancelled(change.before, change.after.status)
    return StaffMoved(change.before, change.after)
