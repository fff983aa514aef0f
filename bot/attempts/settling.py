"""Finds out what became of writes whose answer was lost, and tells their patients.

The vendor is read again and again until the write is found, or is proven not to have happened; what
reading cannot settle stays with the desk, whose note falls due when the window is over.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot.attempts.life import Answer, Ended, Seen, Sight, Step, driven, next_look, settling
from bot.attempts.reading import DESK_AFTER, FRESH, Reader
from bot.attempts.telling import Teller
from bot.attempts.wishes import described, wish_of
from bot.attempts.writing import sent
from bot.turns import Conversations
from connectors.errors import ConnectorError, Unavailable
from connectors.protocols import SettlesBookings
from storage.attempts import Attempt, Kind, Move, State
from storage.desk import DeskNote
from storage.errors import IllegalMove
from storage.store import Store

log = structlog.get_logger(__name__)

EVERY_SECONDS = 2.0


@dataclass
class Settling:
    """One clinic's doubts; everything is lent."""

    store: Store
    vendor: object
    reader: Reader
    conversations: Conversations
    teller: Teller
    clock: Callable[[], datetime]
    _looked: dict[str, datetime] = field(default_factory=dict)
    _queued: set[str] = field(default_factory=set)

    async def work(self) -> None:
        """Look at every doubt whose time has come, and end it between two turns where that is due.

        The vendor is read beside the conversations: nobody waits for that who writes meanwhile.
        """
        await self._adopt()
        now = self.clock()
        doubts = [one for one in await self.store.open_attempts() if _is_doubt(one)]
        self._looked = {one.id: at for one in doubts if (at := self._looked.get(one.id))}
        due = [one for one in doubts if one.id not in self._queued and await self._is_due(one, now)]
        for doubt in due:
            self._looked[doubt.id] = now
        sights = await asyncio.gather(*(self._look(doubt) for doubt in due))
        for doubt, sight in zip(due, sights, strict=True):
            self._queued.add(doubt.id)
            self.conversations.between_turns(doubt.key, self._job(doubt, sight, now))

    async def _adopt(self) -> None:
        """See to it that no attempt stays open without anybody who looks after it.

        After a defect, a damaged row, an upgrade or a restored copy nobody may be at work on one.
        """
        long_ago = self.clock() - self.reader.window - DESK_AFTER
        for orphan in await self.store.orphans(long_ago):
            log.error("attempt_adopted", attempt=orphan.id, state=orphan.state.value)
            left = orphan.state is not State.PREPARED
            await self.store.move(Move(orphan.id, State.IN_DOUBT if left else State.REFUSED))
            if left:
                await self._note(orphan)
        for doubt in await self.store.unnoted(long_ago):
            await self._note(doubt)

    async def _note(self, doubt: Attempt) -> None:
        due = await self.reader.desk_due(doubt.kind)
        note = DeskNote("in_doubt", described(doubt), doubt.key, doubt.id, due)
        await self.store.leave_desk_item(note)

    def hint(self) -> None:
        """Something happened at the vendor: every doubt is looked at the next time."""
        self._looked.clear()

    async def _is_due(self, doubt: Attempt, now: datetime) -> bool:
        if doubt.puzzling or not await self.reader.settles(doubt.kind):
            return False
        last = self._looked.get(doubt.id)
        return next_look(doubt, last, now, self._window(doubt)) <= now

    def _window(self, doubt: Attempt) -> timedelta:
        """What is read in the free slots may be as old as FRESH."""
        by_list = doubt.kind is not Kind.BOOK or isinstance(self.vendor, SettlesBookings)
        return self.reader.window if by_list else self.reader.window + FRESH

    def _job(self, doubt: Attempt, sight: Sight, now: datetime) -> Callable[[], Awaitable[None]]:
        async def settle() -> None:
            try:
                attempt = await self.store.attempt(doubt.id)
                # What was seen says nothing of one that has moved on since.
                if attempt == doubt:
                    await self._settle(doubt, sight, now)
            except IllegalMove:
                log.info("settled_before", attempt=doubt.id)
            finally:
                self._queued.discard(doubt.id)

        return settle

    async def _settle(self, doubt: Attempt, sight: Sight, now: datetime) -> None:
        session = await self.conversations.session(doubt.key)
        waits = (
            session.revision == doubt.told_revision
            and wish_of(doubt).again
            and await self._is_ours_alone(doubt)
        )
        protocol = settling(doubt, now, self._window(doubt), waits=waits)
        seen = [sight]
        ended = await driven(protocol, lambda step: self._do(step, doubt, seen))
        await self._conclude(doubt, ended)

    async def _look(self, doubt: Attempt) -> Sight:
        """One reading. A sighting counts once: what another attempt has made is not this one's."""
        sight = await self.reader.look(doubt)
        log.info("looked", attempt=doubt.id, outcome=sight.seen.value)
        if sight.seen is Seen.THERE and doubt.kind is Kind.BOOK:
            for other in await self.store.held():
                if other.id != doubt.id and other.reference == sight.reference:
                    return Sight(Seen.ABSENT)
        return sight

    async def _is_ours_alone(self, doubt: Attempt) -> bool:
        """Whether no person was asked to look at it: they may just be booking it by hand."""
        return all(item.note.attempt_id != doubt.id for item in await self.store.desk_items())

    async def _do(self, step: Step, doubt: Attempt, seen: list[Sight]) -> Answer:
        match step:
            case Step.DOUBT:
                await self.store.move(Move(doubt.id, State.IN_DOUBT))
            case Step.LOOK:
                # After a second sending it is looked at anew.
                return seen.pop() if seen else await self._look(doubt)
            case Step.CHECK:
                return await self._obstacle(doubt)
            case Step.SENT:
                due = await self.reader.desk_due(doubt.kind)
                await self.store.move(Move(doubt.id, State.SENT, due_at=due))
            case Step.SEND:
                return await sent(lambda: wish_of(doubt).send(self.vendor))
        return None

    async def _obstacle(self, doubt: Attempt) -> ConnectorError | None:
        """Why it may not be sent again: gone, not to be read, or with the desk by now."""
        obstacle = await wish_of(doubt).obstacle(self.reader, always=True)
        if obstacle is None and not await self._is_ours_alone(doubt):
            return Unavailable("a person looks at it")
        return obstacle

    async def _conclude(self, doubt: Attempt, ended: Ended) -> None:
        if ended.state is None:
            if ended.attempt is not None:
                await self.store.looked(ended.attempt)
        elif ended.state is State.IN_DOUBT:
            await self.store.move(Move(doubt.id, State.IN_DOUBT))
        else:
            log.info("settled", attempt=doubt.id, state=ended.state.value)
            move = Move(doubt.id, ended.state, reference=ended.reference)
            await self.teller.tell(doubt, move, ended.reference)


def _is_doubt(attempt: Attempt) -> bool:
    """In doubt, or sent a second time by a process that died over it.

    What a turn has sent is that turn's until it is committed.
    """
    sent_again = attempt.state is State.SENT and attempt.doubted_at is not None
    return attempt.state is State.IN_DOUBT or sent_again
