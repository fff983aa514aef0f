"""Says what was committed: in order within a conversation, many conversations at once."""

from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from itertools import chain, repeat

import structlog

from bot.background import Background
from bot.channels.protocol import Channel, Rejected, TryLater, Unreachable
from dialogs.session import SessionKey
from storage.errors import NotCommitted, StorageError
from storage.outbox import OpenQuestion, Outgoing
from storage.store import Store

log = structlog.get_logger(__name__)

FIRST_PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(minutes=5)
# Seconds before a mark is tried again that the disk would not have; the last one for ever.
MARK_PAUSES = (0.1, 0.5, 2.0, 5.0, 15.0)

MOST_REMEMBERED = 1_000


class Deliveries:
    """One clinic's outbox on its way to one channel.

    A reply is marked as delivered after the messenger took it, so that after a crash it is said
    twice at worst, and never not at all. A patient who cannot be reached holds nobody else up.
    """

    def __init__(
        self,
        store: Store,
        channel: Channel,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        """Deliver nothing yet."""
        self._store = store
        self._channel = channel
        self._clock = clock
        self._sleep = sleep
        self._lines: dict[SessionKey, deque[Outgoing]] = {}
        # Whose buttons can still be pressed, in the conversations that something was said in last.
        # Nobody else delivers or freezes, so that they are not read again for every reply.
        self._open: OrderedDict[SessionKey, list[OpenQuestion]] = OrderedDict()
        self._background = Background()

    def add(self, outgoing: Iterable[Outgoing]) -> None:
        """Say these, each behind what its conversation still has to be told."""
        for one in outgoing:
            line = self._lines.get(one.key)
            if line is None:
                line = self._lines[one.key] = deque()
                self._background.start(self._deliver(one.key, line))
            line.append(one)

    async def idle(self) -> None:
        """Return once nothing is waiting."""
        await self._background.idle()

    async def aclose(self, grace: float = 0.0) -> None:
        """Stop; what was not said stays in the outbox for the next start."""
        await self._background.aclose(grace)

    async def _deliver(self, key: SessionKey, line: deque[Outgoing]) -> None:
        try:
            while line:
                outgoing = line[0]
                frozen = await self._freeze(outgoing)
                # What is added while the user proves out of reach is for when they are back.
                waiting = len(line)
                for _ in range(1 if await self._say(outgoing, frozen) else waiting):
                    line.popleft()
        finally:
            if self._lines.get(key) is line:
                del self._lines[key]

    async def _freeze(self, outgoing: Outgoing) -> list[int]:
        """Take the buttons off the questions that are over, before the next thing is said.

        Buttons that stay are harmless: an older question's are known as such. Nothing waits here.
        """
        frozen, left = list[int](), list[OpenQuestion]()
        try:
            for question in await self._open_questions(outgoing):
                try:
                    await self._channel.freeze(outgoing.key.user, question.handle)
                except TryLater:
                    left.append(question)
                    continue
                except (Unreachable, Rejected) as error:
                    log.info("question_not_frozen", error=type(error).__name__)
                frozen.append(question.id)
            self._remember(outgoing.key, left)
        except StorageError as error:
            log.error("question_not_frozen", error=type(error).__name__)
        except Exception:  # a defect of the channel's; the reply itself still counts
            log.exception("question_not_frozen")
        return frozen

    async def _open_questions(self, outgoing: Outgoing) -> list[OpenQuestion]:
        known = self._open.get(outgoing.key)
        return (
            await self._store.open_questions(outgoing.key, outgoing.id) if known is None else known
        )

    def _remember(self, key: SessionKey, questions: list[OpenQuestion]) -> None:
        self._open[key] = questions
        self._open.move_to_end(key)
        if len(self._open) > MOST_REMEMBERED:
            self._open.popitem(last=False)

    async def _say(self, outgoing: Outgoing, frozen: list[int]) -> bool:
        """Whether the conversation can go on; False when its user cannot be reached any more.

        What was frozen is marked with what is said; if neither is, it is only frozen once more.
        """
        tries = outgoing.tries
        await self._wait_until(outgoing.not_before)
        while True:
            try:
                handle = await self._channel.deliver(outgoing.key.user, outgoing.reply)
            except TryLater as later:
                tries += 1
                pause = later.retry_after or min(FIRST_PAUSE * 2 ** min(tries, 10), LONGEST_PAUSE)
                await self._postpone(outgoing, pause, tries)
            except Unreachable:
                log.info("user_unreachable", outbox=outgoing.id)
                await self._mark(partial(self._store.unreachable, outgoing.key))
                return False
            except Exception as error:  # also a defect of the channel's: it would only come again
                log.error("reply_rejected", outbox=outgoing.id, exc_info=error)
                why = type(error).__name__
                await self._mark(partial(self._store.rejected, outgoing.id, why))
                return True
            else:
                await self._mark(partial(self._store.delivered, outgoing.id, handle, frozen))
                known = self._open.get(outgoing.key)
                if known is not None and outgoing.reply.choices:
                    known.append(OpenQuestion(outgoing.id, handle))
                return True

    async def _postpone(self, outgoing: Outgoing, pause: timedelta, tries: int) -> None:
        try:
            await self._store.postponed(outgoing.id, self._clock() + pause, tries)
        except NotCommitted as error:
            # Only a restart in the meantime would know too little of it.
            log.warning("postponed_not_marked", error=type(error).__name__)
        await self._sleep(pause.total_seconds())

    async def _mark(self, write: Callable[[], Awaitable[None]]) -> None:
        """Write down what became of a reply, however long the disk takes: else it is said twice."""
        pauses = chain(MARK_PAUSES, repeat(MARK_PAUSES[-1]))
        while True:
            try:
                await write()
            except NotCommitted as error:
                log.error("delivery_not_marked", error=type(error).__name__)
                await self._sleep(next(pauses))
            else:
                return

    async def _wait_until(self, moment: datetime | None) -> None:
        if moment is not None and moment > self._clock():
            await self._sleep((moment - self._clock()).total_seconds())
