"""Runs turns: one at a time within a conversation, many conversations at once.

A message is stored before anybody is told that it arrived. Where a turn asks nothing of the
clinic's systems, storing it and answering it are one transaction; else it is stored first, and
acknowledged while the turn goes on.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from bot.attempts import Attempts
from bot.background import Background
from bot.catalogue import Catalogues
from bot.channels.protocol import Arrival, NotStored
from bot.delivery import Deliveries
from connectors.protocols import BooksAppointments, ChangesStatus
from dialogs import wording
from dialogs.engine import Engine
from dialogs.ports import DeskRequest, Ponders, Ports, TakesRequests
from dialogs.session import Heard, Reply, Session, SessionKey
from storage.desk import DeskNote
from storage.errors import BrokenRule, NotCommitted, NotRead, Repeat, StaleSession
from storage.inbox import Incoming, Received, StoredIncoming
from storage.outbox import Outgoing
from storage.store import Store
from storage.turns import Turn

log = structlog.get_logger(__name__)

# Pauses before a commit is tried again that the disk would not have.
COMMIT_PAUSES = (0.1, 0.5, 2.0, 5.0, 15.0)


class _Repeated(Exception):
    """The message was stored before, so somebody else answers it or has answered it."""


class Message:
    """One message on its way: stored at the latest when its turn is committed."""

    def __init__(self, store: Store, incoming: Incoming, *, stored: bool) -> None:
        self.incoming = incoming
        self.durable: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._store = store
        self._storing: asyncio.Task[Received] | None = None
        if stored:
            self.durable.set_result(None)

    async def store(self) -> None:
        """Make sure that it is durable; raises _Repeated, or what kept it from being stored."""
        if self._storing is None:
            if self.durable.done():
                return
            self._storing = asyncio.create_task(self._store.receive(self.incoming))
        received = await asyncio.shield(self._storing)
        self.is_durable()
        if received.repeat:
            raise _Repeated

    def is_durable(self) -> None:
        if not self.durable.done():
            self.durable.set_result(None)

    def failed(self) -> None:
        """It is not durable, and whoever sent it must send it again."""
        if not self.durable.done():
            self.durable.set_exception(NotStored())
            # Nobody may be waiting any more.
            self.durable.exception()


Job = Message | Callable[[], Awaitable[None]]


@dataclass
class _Desk:
    """Collects what a turn leaves for the desk; implements TakesRequests."""

    key: SessionKey
    attempts: Attempts
    notes: list[DeskNote] = field(default_factory=list)

    def leave(self, request: DeskRequest) -> None:
        moves = self.attempts.moves
        attempt = moves[-1].attempt_id if request.kind == "in_doubt" and moves else None
        self.notes.append(DeskNote(request.kind, request.text, self.key, attempt))


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
        catalogues: Catalogues,
        deliveries: Deliveries,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]],
        ponder: Ponders | None,
        refuses_overlaps: bool,
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
        self._refuses_overlaps = refuses_overlaps
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
        incoming = Incoming(key, arrival.message_id, arrival.heard, self._clock())
        message = Message(self._store, incoming, stored=False)
        if self._queue(key, message) > 1:
            try:
                await message.store()
            except (NotCommitted, NotRead) as error:
                raise NotStored(type(error).__name__) from error
            except _Repeated:
                return
        await asyncio.shield(message.durable)

    def recover(self, unhandled: list[StoredIncoming]) -> None:
        """Answer what was stored but not answered when the process ended."""
        for stored in unhandled:
            message = Message(self._store, stored.incoming, stored=True)
            self._queue(stored.incoming.key, message)

    def between_turns(self, key: SessionKey, job: Callable[[], Awaitable[None]]) -> None:
        """Do something with a conversation while nothing else is done with it."""
        self._queue(key, job)

    async def idle(self) -> None:
        """Return once nothing is waiting for its turn."""
        await self._background.idle()

    async def aclose(self, grace: float = 0.0) -> None:
        """Take nothing more in; what does not end in time stays stored for the next start."""
        self._closing = True
        await self._background.aclose(grace)

    def _queue(self, key: SessionKey, job: Job) -> int:
        """Put a job at the end of its conversation's line, and give the line's length."""
        line = self._lines.get(key)
        if line is None:
            line = self._lines[key] = deque()
            self._background.start(self._work_off(key, line))
        line.append(job)
        return len(line)

    async def _work_off(self, key: SessionKey, line: deque[Job]) -> None:
        try:
            while line:
                job = line[0]
                if isinstance(job, Message):
                    await self._answer(key, job)
                else:
                    await job()
                line.popleft()
        finally:
            del self._lines[key]
            for job in line:
                if isinstance(job, Message):
                    job.failed()

    async def _answer(self, key: SessionKey, message: Message) -> None:
        """Run one message's turn to its end, whatever becomes of it."""
        try:
            turn, ids = await self._turn_committed(key, message)
        except (_Repeated, Repeat):
            log.info("repeat_dropped")
            message.is_durable()
        except (NotCommitted, NotRead, BrokenRule) as error:
            log.error("turn_not_durable", error=type(error).__name__)
            message.failed()
        else:
            message.is_durable()
            replies = zip(ids, turn.replies, strict=True)
            self._deliveries.add(Outgoing(id_, key, reply) for id_, reply in replies)

    async def _turn_committed(
        self, key: SessionKey, message: Message
    ) -> tuple[Turn, tuple[int, ...]]:
        """Run the turn again where the conversation was changed meanwhile by somebody else."""
        while True:
            turn = await self._turn(key, message)
            try:
                return turn, await self._commit(turn, message)
            except StaleSession:
                log.warning("stale_session")

    async def _turn(self, key: SessionKey, message: Message) -> Turn:
        """What the engine makes of a message; nothing of it is durable yet."""
        incoming = message.incoming
        session = await self._store.session(key)
        attempts = Attempts(
            store=self._store,
            key=key,
            # Without the user: this id is written into logs.
            turn_id=f"{key.channel}/{incoming.message_id}",
            vendor=self._vendor,
            clinic=self._engine.clinic,
            clock=self._clock,
            refuses_overlaps=self._refuses_overlaps,
        )
        desk = _Desk(key, attempts)
        catalogue = self._catalogues.current
        if catalogue is None:
            await message.store()
            catalogue = await self._catalogues.read()
        writes = {BooksAppointments, ChangesStatus} & self._abilities.keys()
        ports = Ports(
            {**self._abilities, **dict.fromkeys(writes, attempts), TakesRequests: desk},
            self._engine.clinic.local(self._clock()),
            catalogue,
            self._ponder,
            message.store,
        )
        after, replies = await self._run(session, incoming.heard, ports)
        return Turn(
            session=after,
            replaces=session.revision,
            incoming=incoming,
            replies=tuple(replies),
            moves=tuple(attempts.moves),
            desk=tuple(desk.notes),
        )

    async def _run(
        self, session: Session, heard: Heard, ports: Ports
    ) -> tuple[Session, list[Reply]]:
        try:
            return await self._engine.turn(session, heard, ports)
        except (_Repeated, NotCommitted, NotRead, BrokenRule):
            raise
        except Exception:  # a defect must not cost the patient the answers given so far
            log.exception("turn_defect")
            return session, [wording.broken(self._engine.clinic, self._engine.translations.gettext)]

    async def _commit(self, turn: Turn, message: Message) -> tuple[int, ...]:
        """Commit; one that was acknowledged already is tried again until the disk has it."""
        for pause in COMMIT_PAUSES:
            try:
                return await self._store.commit(turn)
            except NotCommitted:
                if not message.durable.done():
                    raise
                await self._sleep(pause)
        return await self._store.commit(turn)
