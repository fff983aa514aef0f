"""Runs turns: one at a time within a conversation, many conversations at once.

A message is stored before anybody is told that it arrived. Where a turn asks nothing of the
clinic's systems, or they answer at once, storing it and answering it are one transaction; else it
is stored meanwhile, and acknowledged while the turn goes on. Nothing is written there before it is.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from itertools import chain, repeat

import structlog

from bot.attempts import Attempts, Holds, Leases, Reader, described
from bot.background import Background
from bot.catalogue import Catalogues
from bot.channels.protocol import Arrival, NotStored
from bot.delivery import Deliveries
from bot.message import Message, Repeated
from bot.slots import seen_by
from dialogs import wording
from dialogs.engine import Engine
from dialogs.ports import WRITES, DeskRequest, HoldsSlots, Ponders, Ports, TakesRequests
from dialogs.session import Reply, Session, SessionKey
from storage.desk import DeskNote
from storage.errors import (
    BrokenRule,
    IllegalMove,
    NotCommitted,
    NotRead,
    Repeat,
    StaleSession,
    StorageError,
    Unreadable,
)
from storage.inbox import Incoming, StoredIncoming
from storage.outbox import Outgoing
from storage.store import Store
from storage.turns import Turn

log = structlog.get_logger(__name__)

# Pauses before something is tried again that the disk would not have; the last one for ever.
PAUSES = (0.1, 0.5, 2.0, 5.0, 15.0)

SESSION_LOST = (
    "What was said in this chat so far cannot be read any more, and it was begun anew. The patient "
    "was told so. Please ask them what they still need."
)


Job = Message | Callable[[], Awaitable[None]]


@dataclass
class _Desk:
    """Collects what a turn leaves for the desk; implements TakesRequests."""

    key: SessionKey
    attempts: Attempts
    notes: list[DeskNote] = field(default_factory=list)

    def leave(self, request: DeskRequest) -> None:
        moves = self.attempts.moves
        if request.kind == "in_doubt" and moves:
            # What may settle itself is shown to staff only when it has not.
            due = self.attempts.desk_due
            note = DeskNote(request.kind, request.text, self.key, moves[-1].attempt_id, due)
        else:
            note = DeskNote(request.kind, request.text, self.key)
        self.notes.append(note)


class Conversations:
    """All conversations of one clinic on one channel."""

    def __init__(
        self,
        *,
        clinic: str,
        channel: str,
        store: Store,
        engine: Engine,
        vendor: object,
        abilities: Mapping[type, object],
        reader: Reader,
        leases: Leases,
        holds: Holds,
        catalogues: Catalogues,
        deliveries: Deliveries,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]],
        ponder: Ponders | None,
    ) -> None:
        """Everything is lent; `clinic` and `channel` are the names in the session keys."""
        self._clinic = clinic
        self._channel = channel
        self._store = store
        self._engine = engine
        self._vendor = vendor
        self._abilities = abilities
        self._catalogues = catalogues
        self._deliveries = deliveries
        self._clock = clock
        self._sleep = sleep
        self._ponder = ponder
        self._reader = reader
        self._leases = leases
        self._holds = holds
        self._lines: dict[SessionKey, deque[Job]] = {}
        self._background = Background()
        self._closing = False

    def key(self, user: str) -> SessionKey:
        """Whose conversation it is."""
        return SessionKey(clinic=self._clinic, channel=self._channel, user=user)

    async def arrive(self, arrival: Arrival) -> None:
        """Take a message in; returns once it is durable. Raises NotStored when it is not."""
        if self._closing:
            raise NotStored("the server is stopping")
        key = self.key(arrival.user)
        message = self._in_line(key, arrival.message_id)
        if message is None:
            incoming = Incoming(key, arrival.message_id, arrival.heard, self._clock())
            message = Message(self._store, incoming, stored=False)
            self._queue(key, message)
        if self._lines[key][0] is not message:
            try:
                await message.store()
            except (NotCommitted, NotRead) as error:
                raise NotStored(type(error).__name__) from error
            except Repeated:
                return
            except BrokenRule:
                # It never can be; its turn will say so to the patient.
                log.error("message_cannot_be_stored")
        await asyncio.shield(message.durable)

    def recover(self, unhandled: list[StoredIncoming]) -> None:
        """Answer what was stored but not answered when the process ended."""
        for stored in unhandled:
            message = Message(self._store, stored.incoming, stored=True)
            self._queue(stored.incoming.key, message)

    def between_turns(self, key: SessionKey, job: Callable[[], Awaitable[None]]) -> None:
        """Do something with a conversation while nothing else is done with it."""
        self._queue(key, job)

    async def session(self, key: SessionKey) -> Session:
        """The conversation as last saved. One that cannot be read is begun anew, with an apology.

        To be asked for within a turn, or between two.
        """
        try:
            return await self._store.session(key)
        except Unreadable:
            log.exception("session_unreadable")
        note = DeskNote("unreadable", SESSION_LOST, key)
        replies = (self.apology_for_damage(),)
        ids = await self._store.begin_anew(key, replies, (note,))
        self._deliveries.add([Outgoing(ids[0], key, replies[0])])
        return await self._store.session(key)

    def apology_for_damage(self) -> Reply:
        """What to say where something of a conversation cannot be read any more."""
        return wording.damaged(self._engine.repertoire.clinic, self._gettext)

    async def idle(self) -> None:
        """Return once nothing is waiting for its turn."""
        await self._background.idle()

    async def aclose(self, grace: float = 0.0) -> None:
        """Take nothing more in; what does not end in time stays stored for the next start."""
        self._closing = True
        await self._background.aclose(grace)

    def _in_line(self, key: SessionKey, message_id: str) -> Message | None:
        """The same message, where it is being answered or waits for that.

        A repeat has no turn of its own: it would be heard in the conversation as it is by then.
        """
        for job in self._lines.get(key, ()):
            if isinstance(job, Message) and job.incoming.message_id == message_id:
                return job
        return None

    def _queue(self, key: SessionKey, job: Job) -> None:
        """Put a job at the end of its conversation's line."""
        line = self._lines.get(key)
        if line is None:
            line = self._lines[key] = deque()
            self._background.start(self._work_off(key, line))
        line.append(job)

    async def _work_off(self, key: SessionKey, line: deque[Job]) -> None:
        # A webhook's turns begin in the server's context, which knows of no clinic.
        structlog.contextvars.bind_contextvars(clinic=self._clinic)
        try:
            while line:
                await self._done(key, line[0])
                await self._hold_no_more(key)
                line.popleft()
        finally:
            del self._lines[key]
            for job in line:
                if isinstance(job, Message):
                    job.failed()

    async def _done(self, key: SessionKey, job: Job) -> None:
        """Do one job; a defect in it must not cost those behind it their turns."""
        try:
            if isinstance(job, Message):
                await self._answer(key, job)
            else:
                await job()
        except Exception:  # whatever it is, it is this job's alone
            log.exception("job_defect")
            if isinstance(job, Message):
                job.failed()

    async def _answer(self, key: SessionKey, message: Message) -> None:
        """Run one message's turn to its end; once it is stored it is tried until the disk obeys."""
        for pause in chain(PAUSES, repeat(PAUSES[-1])):
            try:
                turn, ids = await self._turn_committed(key, message)
            except (Repeated, Repeat):
                log.info("repeat_dropped")
                message.is_durable()
                return
            except BrokenRule:
                # Not even an apology can be stored: told that it did not arrive, the messenger
                # would send it for ever, and everybody would wait behind it.
                log.exception("message_let_go")
                message.is_durable()
                return
            except (NotCommitted, NotRead) as error:
                log.error("turn_not_durable", error=type(error).__name__)
                if not await self._stored(message):
                    message.failed()
                    return
                message.begun = True
                await self._sleep(pause)
            else:
                message.is_durable()
                replies = zip(ids, turn.replies, strict=True)
                self._deliveries.add(Outgoing(id_, key, reply) for id_, reply in replies)
                return

    async def _hold_no_more(self, key: SessionKey) -> None:
        """A turn is over, whatever came of it: only what the conversation names is still needed."""
        with suppress(StorageError):
            holding = (await self._store.session(key)).holding
            self._leases.keep_only(key, holding)
            self._holds.keep_only(key, holding)

    async def _stored(self, message: Message) -> bool:
        """Whether the message at least is stored, so that it may be answered later."""
        try:
            await message.store()
        except StorageError:
            return False
        except Repeated:
            pass  # the commit will find that too
        return True

    async def _turn_committed(
        self, key: SessionKey, message: Message
    ) -> tuple[Turn, tuple[int, ...]]:
        """Run the turn again where the conversation was changed meanwhile by somebody else."""
        while True:
            before = await self.session(key)
            turn = await self._turn(before, message)
            try:
                return turn, await self._commit(turn, message)
            except StaleSession:
                log.warning("stale_session")
            except (Repeat, NotCommitted, NotRead):
                raise
            except StorageError as error:
                log.exception("turn_cannot_be_stored")
                moves = () if isinstance(error, IllegalMove) else turn.moves
                turn = replace(turn, session=before, replies=self._apology(), moves=moves, desk=())
                return turn, await self._commit(turn, message)

    async def _turn(self, session: Session, message: Message) -> Turn:
        """What the engine makes of a message; nothing of it is durable yet."""
        incoming = message.incoming
        attempts = Attempts(
            store=self._store,
            key=session.key,
            # Without the user: this id is written into logs.
            turn_id=f"{self._channel}/{incoming.message_id}",
            vendor=self._vendor,
            reader=self._reader,
            leases=self._leases,
            holds=self._holds,
            clock=self._clock,
            before=message.store,
            meanwhile=partial(self._say_one_moment, session.key),
        )
        now = self._clock()
        if message.begun and await attempts.begun():
            # What was sent is to be met again, and not passed by because a slot is stale by now.
            now = incoming.at
        desk = _Desk(session.key, attempts)
        after, replies = await self._run(session, message, attempts, desk, now)
        if attempts.used or message.begun:
            for left in await attempts.finish():
                due = await self._reader.desk_due(left.kind)
                desk.notes.append(DeskNote("in_doubt", described(left), session.key, left.id, due))
        return Turn(
            session=after,
            replaces=session.revision,
            incoming=incoming,
            replies=replies,
            moves=tuple(attempts.moves),
            desk=tuple(desk.notes),
        )

    async def _run(
        self, session: Session, message: Message, attempts: Attempts, desk: _Desk, now: datetime
    ) -> tuple[Session, tuple[Reply, ...]]:
        try:
            catalogue = self._catalogues.current
            if catalogue is None:
                await message.store()
                catalogue = await self._catalogues.read()
            ports = Ports(
                self._abilities_of(session, attempts) | {TakesRequests: desk},
                self._engine.repertoire.clinic.local(now),
                catalogue,
                self._ponder,
                message.store_soon,
            )
            after, replies = await self._engine.turn(session, message.incoming.heard, ports)
        except (Repeated, NotCommitted, NotRead):
            raise
        except Exception:  # a defect must not cost the patient the answers given so far
            log.exception("turn_defect")
            return session, self._apology()
        return after, tuple(replies)

    async def _say_one_moment(self, key: SessionKey) -> None:
        """Let the patient know that the vendor is slow; whether that works changes nothing."""
        engine = self._engine.repertoire
        reply = wording.one_moment(engine.translations.gettext)
        try:
            outbox_id = await self._store.say(key, reply)
        except StorageError as error:
            log.warning("one_moment_not_said", error=type(error).__name__)
        else:
            self._deliveries.add([Outgoing(outbox_id, key, reply)])

    def _abilities_of(self, session: Session, attempts: Attempts) -> dict[type, object]:
        """What the clinic's systems can do, as this conversation may use it."""
        browser = None if session.memory.patients else attempts.browser
        return {
            **self._abilities,
            **dict.fromkeys(WRITES & self._abilities.keys(), attempts),
            **seen_by(
                session.key,
                browser,
                abilities=self._abilities,
                store=self._store,
                reader=self._reader,
                leases=self._leases,
                holds=self._holds,
            ),
            HoldsSlots: attempts,
        }

    def _apology(self) -> tuple[Reply, ...]:
        return (wording.broken(self._engine.repertoire.clinic, self._gettext),)

    def _gettext(self, text: str) -> str:
        return self._engine.repertoire.translations.gettext(text)

    async def _commit(self, turn: Turn, message: Message) -> tuple[int, ...]:
        """Commit; one that was acknowledged already is tried again until the disk has it.

        The turn is not run again for that: what the vendor answered is known only here.
        """
        pauses = chain(PAUSES, repeat(PAUSES[-1]))
        while True:
            try:
                return await self._store.commit(turn)
            except NotCommitted as error:
                if not message.durable.done():
                    raise
                log.error("turn_not_durable", error=type(error).__name__)
                await self._sleep(next(pauses))
