"""One message on its way: stored at the latest when its turn is committed."""

import asyncio

from bot.channels.protocol import NotStored
from storage.errors import StorageError
from storage.inbox import Incoming, Received
from storage.store import Store

# How long a turn may ask the clinic's systems before its message is stored on its own.
PATIENCE = 0.05


class Repeated(Exception):
    """The message was stored before, so somebody else answers it or has answered it."""


class Message:
    """`durable` is done as soon as the messenger may be told that the message arrived.

    `begun` says that its turn may have been run before, by this process or by one that died.
    """

    def __init__(self, store: Store, incoming: Incoming, *, stored: bool) -> None:
        """Store nothing yet; one that is `stored` is left over from another process."""
        self.incoming = incoming
        self.begun = stored
        self.durable: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._store = store
        self._storing: asyncio.Task[Received] | None = None
        self._soon: asyncio.TimerHandle | None = None
        if stored:
            self.durable.set_result(None)

    async def store_soon(self) -> None:
        """See to it that it is durable in a moment, should its turn not be committed by then."""
        if self._soon is None and self._storing is None and not self.durable.done():
            loop = asyncio.get_running_loop()
            self._soon = loop.call_later(PATIENCE, self._store_now)

    async def store(self) -> None:
        """Make sure that it is durable; raises Repeated, or what kept it from being stored."""
        if self._storing is None:
            if self.durable.done():
                return
            self._storing = self._begun_storing()
        storing = self._storing
        try:
            received = await asyncio.shield(storing)
        except StorageError:
            if self._storing is storing:
                self._storing = None
            raise
        self.is_durable()
        if received.repeat:
            raise Repeated

    def is_durable(self) -> None:
        """It is stored, or it is answered for good."""
        self._over()
        if not self.durable.done():
            self.durable.set_result(None)

    def failed(self) -> None:
        """It is not durable, and whoever sent it must send it again."""
        self._over()
        if not self.durable.done():
            self.durable.set_exception(NotStored("it could not be stored"))
            # Nobody may be waiting any more.
            self.durable.exception()

    def _over(self) -> None:
        if self._soon is not None:
            self._soon.cancel()

    def _store_now(self) -> None:
        if self._storing is None and not self.durable.done():
            self._storing = self._begun_storing()

    def _begun_storing(self) -> asyncio.Task[Received]:
        # A task, since whoever waits may be cancelled and the row would be written all the
        # same: whoever came next would then take his own message for a repeat.
        storing = asyncio.create_task(self._store.receive(self.incoming))
        storing.add_done_callback(self._looked_at)
        return storing

    def _looked_at(self, storing: asyncio.Task[Received]) -> None:
        # Nobody may be waiting; asyncio would complain that nobody saw an error.
        if not storing.cancelled() and storing.exception() is None:
            self.is_durable()
        elif self._storing is storing:
            self._storing = None
