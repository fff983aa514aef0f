"""Finds out what became of writes whose answer was lost, and tells their patients.

The vendor is read again and again until the write is found, or is proven not to have happened; what
reading cannot settle stays with the desk, whose note falls due when the window is over.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot.attempts.life import Answer, Ended, Seen, Sight, Step, driven, next_look, settling
from bot.attempts.reading import FRESH, Reader
from bot.attempts.telling import Teller
from bot.attempts.wishes import BookingWish, StatusWish
from bot.attempts.writing import able, sent
from bot.turns import Conversations
from connectors.protocols import BooksAppointments, ChangesStatus, SettlesBookings
from storage.attempts import Attempt, Kind, Move, State
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
        """Look at every doubt whose time has come, each between two turns of its conversation."""
        now = self.clock()
        doubts = [one for one in await self.store.open_attempts() if _is_doubt(one)]
        self._looked = {one.id: at for one in doubts if (at := self._looked.get(one.id))}
        for doubt in doubts:
            if doubt.id not in self._queued and await self._is_due(doubt, now):
                self._queued.add(doubt.id)
                self.conversations.between_turns(doubt.key, self._job(doubt.id))

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
        by_list = doubt.kind is Kind.STATUS or isinstance(self.vendor, SettlesBookings)
        return self.reader.window if by_list else self.reader.window + FRESH

    def _job(self, attempt_id: str) -> Callable[[], Awaitable[None]]:
        async def look() -> None:
            try:
                attempt = await self.store.attempt(attempt_id)
                if attempt is not None and _is_doubt(attempt):
                    await self._settle(attempt)
            except IllegalMove:
                # Somebody else has settled it since it was read.
                log.info("settled_before", attempt=attempt_id)
            finally:
                self._queued.discard(attempt_id)

        return look

    async def _settle(self, doubt: Attempt) -> None:
        now = self.clock()
        self._looked[doubt.id] = now
        session = await self.conversations.session(doubt.key)
        waits = session.revision == doubt.told_revision and await self._is_ours_alone(doubt)
        protocol = settling(doubt, now, self._window(doubt), waits=waits)
        ended = await driven(protocol, lambda step: self._do(step, doubt))
        await self._conclude(doubt, ended)

    async def _is_ours_alone(self, doubt: Attempt) -> bool:
        """Whether no person was asked to look at it: they may just be booking it by hand."""
        return all(item.note.attempt_id != doubt.id for item in await self.store.desk_items())

    async def _do(self, step: Step, doubt: Attempt) -> Answer:
        match step:
            case Step.DOUBT:
                await self.store.move(Move(doubt.id, State.IN_DOUBT))
            case Step.LOOK:
                sight = await self.reader.look(doubt)
                log.info("looked", attempt=doubt.id, outcome=sight.seen.value)
                return await self._owned(sight, doubt)
            case Step.CHECK if doubt.kind is Kind.BOOK:
                new = BookingWish.model_validate_json(doubt.wish).new
                return await self.reader.obstacle(new, always=True)
            case Step.SENT:
                due = await self.reader.desk_due(doubt.kind)
                await self.store.move(Move(doubt.id, State.SENT, due_at=due))
            case Step.SEND:
                return await sent(lambda: self._send(doubt))
        return None

    async def _owned(self, sight: Sight, doubt: Attempt) -> Sight:
        """A sighting counts once: an appointment that another attempt made is not this one's."""
        if sight.seen is Seen.THERE and doubt.kind is Kind.BOOK:
            for other in await self.store.held():
                if other.id != doubt.id and other.reference == sight.reference:
                    return Sight(Seen.ABSENT)
        return sight

    async def _send(self, doubt: Attempt) -> str:
        if doubt.kind is Kind.BOOK:
            new = BookingWish.model_validate_json(doubt.wish).new
            return await able(self.vendor, BooksAppointments).book(new)
        wish = StatusWish.model_validate_json(doubt.wish)
        await able(self.vendor, ChangesStatus).change_status(wish.appointment_id, wish.status)
        return wish.appointment_id

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
