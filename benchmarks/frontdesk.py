"""Our side: everything of a turn but the network, wired as `bot/app.py` wires it.

Real: reading the update, the conversations, the engine with all its dialogs, the attempts, the
storage (a file on the disk of the working folder; WAL, synchronous=FULL), the deliveries. Storing
the message and answering it are one commit, since the stubbed vendor answers at once; a booking is
three more: the message, the attempt prepared, the attempt sent. Each reply is one more when it was
delivered. Stubbed: the vendor and the Bot API, in `stubs.py`. The vendor refuses overlaps, so that
the slot is not searched again before it is booked.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Self

from benchmarks.patients import DAY
from benchmarks.stubs import ZONE, Telegram, Vendor
from bot.attempts import Holds, Leases, Reader
from bot.catalogue import Catalogues
from bot.channels.protocol import Arrive, Channel, Limits
from bot.channels.telegram.updates import Me, read_update
from bot.delivery import Deliveries
from bot.ponder import Ponderer
from bot.turns import Conversations
from bot.vendors import abilities_of
from dialogs.clinic import Clinic
from dialogs.ports import TakesRequests
from dialogs.registry import engine_for
from dialogs.session import Reply
from storage.attempts import State
from storage.outbox import Outgoing
from storage.store import Store

ME = Me(1, "harbour")
CLINIC = Clinic(name="Harbour Dental", zone=ZONE, phone="020 7946 0000")

_BEGAN = perf_counter()


def clock() -> datetime:
    """The time by the benchmark's day."""
    return datetime.fromtimestamp(DAY + perf_counter() - _BEGAN, UTC)


class _Messenger:
    """The channel: takes a reply, and shows it to the patient."""

    name = "telegram"
    limits = Limits(text=4096, label=64, choice_id=64, choices=100)

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram

    async def run(self, arrive: Arrive) -> None:
        raise NotImplementedError("the benchmark hands updates in itself")

    async def deliver(self, user: str, reply: Reply) -> str:
        return str(self._telegram.show(int(user), [choice.id for choice in reply.choices]))

    async def freeze(self, user: str, handle: str) -> None:
        pass


class _Watched(Deliveries):
    """Deliveries that notice the moment at which a turn's replies are in the outbox for good."""

    def __init__(self, store: Store, channel: Channel, clock: Callable[[], datetime]) -> None:
        super().__init__(store, channel, clock, asyncio.sleep)
        self.committed: dict[str, asyncio.Future[tuple[float, int]]] = {}

    def add(self, outgoing: Iterable[Outgoing]) -> None:
        said = list(outgoing)
        at = perf_counter()
        self.committed.pop(said[0].key.user).set_result((at, len(said)))
        super().add(said)


class Frontdesk:
    """The application with one clinic. Made by `opened`."""

    def __init__(
        self, store: Store, conversations: Conversations, deliveries: _Watched, vendor: Vendor
    ) -> None:
        """Borrow the parts."""
        self._store = store
        self._conversations = conversations
        self._deliveries = deliveries
        self._vendor = vendor

    @classmethod
    @asynccontextmanager
    async def opened(cls, folder: Path, telegram: Telegram) -> AsyncIterator[Self]:
        async with AsyncExitStack() as stack:
            store = await stack.enter_async_context(Store.open(folder / "clinic.db", clock))
            ponder = await stack.enter_async_context(Ponderer.ready())
            vendor = Vendor()
            abilities = abilities_of(vendor)
            deliveries = _Watched(store, _Messenger(telegram), clock)
            catalogues = Catalogues(abilities)
            await catalogues.read()
            reader = Reader(
                store=store,
                abilities=abilities,
                clinic=CLINIC,
                clock=clock,
                refuses_overlaps=True,
                window=timedelta(seconds=90),
            )
            conversations = Conversations(
                clinic="harbour",
                channel="telegram",
                store=store,
                engine=engine_for(CLINIC, frozenset({*abilities, TakesRequests})),
                vendor=vendor,
                abilities=abilities,
                catalogues=catalogues,
                deliveries=deliveries,
                clock=clock,
                sleep=asyncio.sleep,
                ponder=ponder,
                reader=reader,
                leases=Leases(clock),
                holds=Holds(store, vendor, clock),
            )
            stack.push_async_callback(deliveries.aclose, 1.0)
            stack.push_async_callback(conversations.aclose, 1.0)
            yield cls(store, conversations, deliveries, vendor)

    async def hear(self, raw: bytes, user: int) -> tuple[float, int]:
        """Take an update in; when its replies were durable, and how many there are.

        `arrive` alone may return earlier: a message that is stored may be acknowledged.
        """
        arrival = read_update(raw, ME, clock()).arrival
        assert arrival is not None
        durable: asyncio.Future[tuple[float, int]] = asyncio.get_running_loop().create_future()
        self._deliveries.committed[str(user)] = durable
        await self._conversations.arrive(arrival)
        return await durable

    async def settled(self) -> None:
        """Return once every reply is delivered and marked as such."""
        await self._conversations.idle()
        await self._deliveries.idle()

    async def booked(self) -> int:
        """How many appointments the vendor has; no attempt is open, no reply waits."""
        assert not await self._store.open_attempts()
        assert not await self._store.undelivered()
        one = await self._store.attempt("telegram/8/1")
        assert one is None or one.state is State.CONFIRMED
        return len(self._vendor.booked)
