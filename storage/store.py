"""A clinic's database as the application uses it."""

import itertools
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import NoReturn, Self, TypeVar

import aiosqlite

from dialogs.session import Reply, Session, SessionKey
from storage import (
    attempt_rows,
    changes,
    decisions,
    desk,
    events,
    facts,
    inbox,
    notices,
    outbox,
    sessions,
    turns,
)
from storage.attempts import Attempt, Move, State, legal
from storage.database import scripts
from storage.decisions import Decision
from storage.desk import DeskItem, DeskNote
from storage.errors import Clash, IllegalMove, NotCommitted, NotRead, Repeat, StaleSession
from storage.events import StoredEvent
from storage.health import Health
from storage.holds import HoldRows
from storage.inbox import IllegibleMessage, Incoming, Received, StoredIncoming
from storage.notices import News
from storage.outbox import IllegibleReply, OpenQuestion, Outgoing
from storage.rows import stamp
from storage.serving import open_for_serving
from storage.sessions import RecentSessions, at_revision, load
from storage.turns import Turn
from storage.visit import Visit, visiting
from storage.writer import Row, Writer, writing

T = TypeVar("T")

MOST_RECENT_SESSIONS = 1_000

# A messenger may deliver again for a day; until then an answered message must be known.
REPEATS_ARE_KNOWN = timedelta(hours=24)


class Store:
    """The one server's database. Everything that it writes is durable when the method returns.

    A write raises NotCommitted when the disk would not have it: then nothing was written, and the
    same call may be made again. Writes that wait at the same time share one commit.
    """

    def __init__(
        self,
        reader: aiosqlite.Connection,
        writer: Writer,
        health: Health,
        clock: Callable[[], datetime],
        last_outbox_id: int,
    ) -> None:
        """Borrow what `open` has opened."""
        self._reader = reader
        self._writer = writer
        self._health = health
        self._clock = clock
        self._outbox_ids = itertools.count(last_outbox_id + 1)
        self._recent = RecentSessions(MOST_RECENT_SESSIONS)
        self.holds = HoldRows(reader, writer, self._read)
        self.changes = changes.ChangeRows(reader, writer, self._read)

    @classmethod
    @asynccontextmanager
    async def open(cls, path: Path, clock: Callable[[], datetime]) -> AsyncIterator[Self]:
        """Serve a database: lock it, make sure that it is sound, and upgrade it after a backup.

        A file that does not exist is made. Raises NotOpened, whose text tells a clinic what to do.
        """
        async with AsyncExitStack() as stack:
            served = open_for_serving(path, scripts())
            connection, reader = await stack.enter_async_context(served)
            health = Health(path)
            await connection.create_function("legal_move", 3, legal, deterministic=True)
            modules = (inbox, outbox, turns, attempt_rows, events, changes)
            declarations = tuple(module.DECLARATION for module in modules)
            writer = await stack.enter_async_context(writing(connection, declarations, health))
            yield cls(reader, writer, health, clock, await outbox.last_id(reader))

    @staticmethod
    def visit(path: Path, clock: Callable[[], datetime]) -> AbstractAsyncContextManager[Visit]:
        """A command's way in while a server may be running; it neither locks nor upgrades."""
        return visiting(path, clock)

    async def lost(self) -> NoReturn:
        """Wait until the database cannot be relied on any more; until then this does not return.

        Raises DatabaseCorrupt, or NotSynced, after which the process has to end. From that moment
        on nothing is written.
        """
        await self._health.lost()

    async def _read(self, question: Awaitable[T]) -> T:
        try:
            return await question
        except NotRead as error:
            self._health.met(error.reason)
            raise

    # What patients say

    async def receive(self, incoming: Incoming) -> Received:
        """Store a message, or find that it was stored before."""
        word, row_id = await self._writer.write(inbox.RECEIVE, inbox.row_of(incoming))
        return Received(row_id, repeat=word == "repeat")

    async def unhandled(self) -> list[StoredIncoming]:
        """Messages that are still to be answered, in the order of their arrival."""
        return await self._read(inbox.unhandled(self._reader))

    async def illegible_messages(self) -> list[IllegibleMessage]:
        """Messages that are still to be answered and cannot be read any more.

        A turn that answers one, with an apology, ends it.
        """
        return await self._read(inbox.illegible(self._reader))

    # Turns

    async def session(self, key: SessionKey) -> Session:
        """The session as last saved; an empty one of revision 0 for a new conversation."""
        recent = self._recent.get(key)
        if recent is not None:
            return recent
        session = await self._read(load(self._reader, key))
        self._recent.keep(session)
        return session

    async def begin_anew(
        self, key: SessionKey, replies: tuple[Reply, ...], notes: tuple[DeskNote, ...]
    ) -> tuple[int, ...]:
        """Begin a conversation anew whose session cannot be read.

        The old one is kept for a month, under the name of no user. Gives the outbox ids.
        """
        revision = await self._read(sessions.revision(self._reader, key))
        row = (self._now(), key.clinic, key.channel, key.user)
        await self._writer.write(sessions.KEEP, row)
        await self.changes.unproven(key)
        return await self.commit(Turn(Session(key=key), revision, replies=replies, desk=notes))

    async def commit(self, turn: Turn) -> tuple[int, ...]:
        """Write everything that the turn leaves behind, and give the outbox ids of its replies.

        Raises Repeat, StaleSession or IllegalMove when that cannot be; then nothing was written.
        """
        saved = at_revision(turn.session, turn.replaces + 1)
        ids = tuple(itertools.islice(self._outbox_ids, len(turn.replies)))
        # Whoever asks meanwhile, or after a failure or a cancelled wait, reads what is on disk.
        self._recent.drop(saved.key)
        await self._commit(turns.row_of(turn, saved, ids, self._clock()), about=str(saved.key))
        self._recent.keep(saved)
        return ids

    # What is said

    async def say(self, key: SessionKey, reply: Reply) -> int:
        """Say something beside the turns; gives its outbox id."""
        outbox_id = next(self._outbox_ids)
        row = turns.row_of_saying(key, reply, outbox_id, self._clock())
        await self._commit(row, about=str(key))
        return outbox_id

    async def undelivered(self) -> list[Outgoing]:
        """Replies that wait to be delivered, in the order in which they were said."""
        return await self._read(outbox.undelivered(self._reader))

    async def illegible_replies(self) -> list[IllegibleReply]:
        """Replies that wait to be delivered and cannot be read any more."""
        return await self._read(outbox.illegible(self._reader))

    async def delivered(self, outbox_id: int, handle: str, frozen: Sequence[int] = ()) -> None:
        """It was said; only the messenger's handle of it is kept.

        `frozen` are the ids of older questions whose buttons are gone.
        """
        row = (outbox_id, handle, self._now(), json.dumps(list(frozen)))
        await self._writer.write(outbox.DELIVERED, row)

    async def postponed(self, outbox_id: int, until: datetime, tries: int) -> None:
        """It was tried so many times, and may be tried again at a later moment."""
        await self._writer.write(outbox.POSTPONED, (stamp(until), tries, outbox_id))

    async def rejected(self, outbox_id: int, why: str) -> None:
        """The messenger will never take it. `why` is kept: give it no words of a patient."""
        await self._writer.write(outbox.REJECTED, (why, self._now(), outbox_id))

    async def unreachable(self, key: SessionKey) -> None:
        """Nobody hears: everything that waits for this conversation is dropped."""
        row = (self._now(), key.clinic, key.channel, key.user)
        await self._writer.write(outbox.UNREACHABLE, row)

    async def open_questions(self, key: SessionKey, before: int) -> list[OpenQuestion]:
        """Questions delivered before an outbox id whose buttons were not taken off yet."""
        return await self._read(outbox.open_questions(self._reader, key, before))

    # What is asked of vendors

    async def prepare(
        self, attempt: Attempt, *, beside_booked: bool = False, shown_at: datetime | None = None
    ) -> None:
        """Begin an attempt; raises BrokenRule when its id was used before.

        Raises Clash where another booking is open for its patient, or for an overlapping time of
        its clinician; with `beside_booked` also where one was booked here and not cancelled, and in
        any case where one was booked after the time was `shown_at`. Of one appointment only one
        change is open at a time.
        """
        row = attempt_rows.row_of(
            attempt, self._clock(), beside_booked=beside_booked, shown_at=shown_at
        )
        match await self._writer.write(attempt_rows.PREPARE, row):
            case ("clash", of):
                raise Clash(of)

    async def sent(self, attempt_id: str) -> None:
        """Be sure, before a request leaves, that it is known to have left. Raises IllegalMove."""
        await self.move(Move(attempt_id, State.SENT))

    async def move(self, *moves: Move, takes: tuple[int, ...] = ()) -> None:
        """Move attempts outside of a turn, and take up decisions with it. Raises IllegalMove."""
        row = turns.row_without_session(self._clock(), moves=moves, takes=takes)
        await self._commit(row, about="outside of a conversation")

    async def attempt(self, attempt_id: str) -> Attempt | None:
        return await self._read(attempt_rows.one(self._reader, attempt_id))

    async def open_attempts(self) -> list[Attempt]:
        """Attempts whose outcome is unknown, the oldest first."""
        return await self._read(attempt_rows.open_ones(self._reader))

    async def looked(self, attempt: Attempt) -> None:
        """Keep what the readings so far say of an attempt in doubt."""
        at = None if attempt.looked_at is None else stamp(attempt.looked_at)
        row = (at, attempt.absent, attempt.puzzling, attempt.id)
        await self._writer.write(attempt_rows.LOOKED, row)

    async def held(self, *, patient_id: str | None = None, booked: bool = True) -> list[Attempt]:
        """Bookings made here whose time is not over: open, or confirmed and not cancelled here.

        Of one patient, or of all; without those that are confirmed unless the `booked` are wanted.
        """
        now = self._clock()
        held = attempt_rows.held(self._reader, now, patient_id, booked=booked)
        return await self._read(held)

    async def orphans(self, before: datetime) -> list[Attempt]:
        """Attempts begun before a moment that nobody is at work on, and no message takes up."""
        return await self._read(attempt_rows.orphans(self._reader, before))

    async def unnoted(self, before: datetime) -> list[Attempt]:
        """Attempts in doubt since before a moment about which staff have no note."""
        return await self._read(attempt_rows.unnoted(self._reader, before))

    async def doubted(self, most_sweeps: int) -> list[Attempt]:
        """Bookings that were once in doubt and are not now, swept for extras less often than so."""
        return await self._read(attempt_rows.doubted(self._reader, most_sweeps))

    async def swept(self, attempt_id: str) -> None:
        """Extras of a booking were looked for once more."""
        await self._writer.write(attempt_rows.SWEPT, (attempt_id,))

    # What a vendor tells unasked

    async def receive_event(self, vendor: str, body: bytes) -> None:
        """Store what a vendor told, or find that it is stored.

        Raises NotCommitted also while too many wait to be handled.
        """
        row = events.row_of(vendor, body, self._clock())
        match await self._writer.write(events.RECEIVE, row):
            case ("full",):
                raise NotCommitted("too many events wait")

    async def open_events(self, most: int) -> list[StoredEvent]:
        """At most so many events that are still to be handled, in the order of their arrival."""
        return await events.open_ones(self._reader, most)

    async def event_handled(self, event: StoredEvent) -> None:
        """It needs nothing any more; only the mark stays by which a repeat is known."""
        row = (self._now(), event.id, stamp(event.at))
        await self._writer.write(events.HANDLED, row)

    # What was found out about a vendor

    async def fact(self, name: str) -> str | None:
        """What is known under this name."""
        return await self._read(facts.one(self._reader, name))

    async def know(self, name: str, value: str) -> None:
        """Keep something for good, in the place of what was known under this name."""
        await self._writer.write(facts.KNOW, (name, value, self._now()))

    # What people at the clinic do

    async def leave_desk_item(self, note: DeskNote) -> None:
        """Leave something for staff outside of a turn."""
        row = turns.row_without_session(self._clock(), desk=(note,))
        await self._commit(row, about="outside of a conversation")

    async def desk_items(self) -> list[DeskItem]:
        """What staff have still to do, the oldest first."""
        return await self._read(desk.open_items(self._reader, self._clock()))

    async def decisions(self) -> list[Decision]:
        """Decisions of people that were not taken up yet, the oldest first."""
        return await self._read(decisions.open_ones(self._reader))

    async def taken(self, decision_id: int) -> None:
        """A decision was taken up, or is of no use any more."""
        row = turns.row_without_session(self._clock(), takes=(decision_id,))
        await self._commit(row, about="outside of a conversation")

    async def newest_desk_item(self, kind: str) -> DeskItem | None:
        """The last item of a kind, whether it waits or not."""
        return await self._read(desk.newest(self._reader, kind))

    async def needs_nobody(self, item_id: int, by: str) -> None:
        """An item has settled itself; `by` says how."""
        await self._writer.write(desk.SETTLE_BY_ITSELF, (self._now(), by, item_id))

    # What people at the clinic are told

    async def news(self, way: str) -> list[News]:
        """What staff are still to be told by this way."""
        return await self._read(notices.news(self._reader, way, self._clock()))

    async def last_told(self, way: str) -> datetime | None:
        """When staff were told of anything by this way."""
        return await self._read(notices.last_told(self._reader, way))

    async def told(self, way: str, ids: Sequence[int], at: datetime) -> None:
        """Staff were told by this way of items as they stood at a moment."""
        await self._writer.write(notices.TOLD, notices.row_of(way, stamp(at), ids=ids))

    async def not_told(self, way: str, ids: Sequence[int], tries: int, until: datetime) -> None:
        """The way failed so many times, and is tried again at a later moment."""
        row = notices.row_of(way, tries, stamp(until), ids=ids)
        await self._writer.write(notices.FAILED, row)

    async def given_up(self, way: str, ids: Sequence[int], why: str) -> None:
        """The way will not take these, unless it is taken up again."""
        await self._writer.write(notices.GIVEN_UP, notices.row_of(way, why, ids=ids))

    async def taken_up(self, way: str) -> None:
        """What was given up for a way is tried again."""
        await self._writer.write(notices.TAKEN_UP, (way,))

    # Housekeeping

    async def forget(self, before: datetime) -> None:
        """Let go of what was answered, delivered or settled before a moment.

        The ids of messages stay for at least a day, whatever the moment.
        """
        known = min(before, self._clock() - REPEATS_ARE_KNOWN)
        await self._writer.write(inbox.FORGET, (stamp(known),))
        await self._writer.write(events.FORGET, (stamp(self._clock() - events.KEPT),))
        for module in (outbox, desk, decisions, attempt_rows, sessions):
            await self._writer.write(module.FORGET, (stamp(before),))
        await self.changes.forget(before)

    def _now(self) -> str:
        return stamp(self._clock())

    async def _commit(self, row: Row, *, about: str) -> None:
        try:
            verdict = await self._writer.write(turns.COMMIT, row)
        except NotCommitted:
            self._recent.clear()
            raise
        match verdict:
            case ("repeat",):
                raise Repeat(f"{about}: this message was answered before")
            case ("stale",):
                raise StaleSession(f"{about}: the conversation has moved on")
            case ("illegal", attempt_id, None, _):
                raise IllegalMove(f"there is no attempt {attempt_id}")
            case ("illegal", attempt_id, state, target):
                raise IllegalMove(f"attempt {attempt_id} is {state}: it cannot become {target}")
