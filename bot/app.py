"""The only place where the parts are built and wired; what is opened here is closed in order."""

import asyncio
import random
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import aiohttp
import structlog

from bot import catalogue
from bot import decisions as decide
from bot.attempts import Holds, Leases, Reader
from bot.attempts import holds as hold
from bot.attempts import settling as settle
from bot.attempts import sweep as extras
from bot.attempts.settling import Settling
from bot.attempts.sweep import Sweep
from bot.attempts.telling import Teller
from bot.background import Background, first_of
from bot.catalogue import Catalogues
from bot.changes import watching
from bot.channels.protocol import Channel, NotStored
from bot.chores import Chore
from bot.decisions import Decisions
from bot.delivery import Deliveries
from bot.desk.outage import outages
from bot.desk.ways import telling, ways
from bot.housekeeping import tidying
from bot.illegible import EVERY_SECONDS as LOOK_FOR_ILLEGIBLE
from bot.illegible import Illegible
from bot.settings import ClinicSettings
from bot.turns import Conversations
from bot.vendors import VENDORS, abilities_of, connect, connect_lookups
from bot.webhooks.events import Events
from connectors.protocols import RemembersSlots
from dialogs.ports import Ponders, TakesRequests
from dialogs.registry import engine_for
from dialogs.understand.prepare import prepare
from storage.errors import NotCommitted
from storage.store import Store

log = structlog.get_logger(__name__)

# A supervisor is promised ten seconds. What has not ended by then is taken up at the next start.
STOP_WITHIN = 5.0
SAY_WITHIN = 1.0


@dataclass(frozen=True)
class World:
    """What the application takes from outside: time, chance, and the network."""

    clock: Callable[[], datetime]
    http: aiohttp.ClientSession
    rng: random.Random
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ponder: Ponders | None = None
    tls: ssl.SSLContext | None = None  # what a mail server has to show; None: as the system has it


@dataclass
class ClinicApp:
    """One clinic, open: its storage, its conversations on one channel, its deliveries."""

    settings: ClinicSettings
    channel: Channel
    store: Store
    conversations: Conversations
    deliveries: Deliveries
    catalogues: Catalogues
    decisions: Decisions
    events: Events
    chores: tuple[Chore, ...]
    sleep: Callable[[float], Awaitable[None]]
    _background: Background = field(default_factory=Background)

    @property
    def slug(self) -> str:
        """The clinic's short name."""
        return self.settings.slug

    async def run(self) -> None:
        """Answer what was left over, then receive until cancelled.

        Raises storage.errors.DatabaseCorrupt when the database proves damaged meanwhile, and
        NotSynced when a sync failed: then nothing may be closed, and the process has to end.
        """
        await self.start()
        await first_of(self.channel.run(self.conversations.arrive), self.store.lost())

    async def take_up(self) -> None:
        """Answer and say everything that the last process left behind."""
        self.deliveries.add(await self.store.undelivered())
        self.conversations.recover(await self.store.unhandled())

    async def start(self) -> None:
        """Take up what was left behind, and begin what goes on beside the conversations."""
        await self.take_up()
        for chore in self.chores:
            self._background.start(chore.keep_doing(self.sleep))

    async def catch_up(self) -> None:
        """Do once, at this moment, what else goes on beside the conversations."""
        for chore in self.chores:
            await chore.done()
        await self.settled()

    async def settled(self) -> None:
        """Return once nothing is left to answer or to say."""
        await self.events.idle()
        await self.conversations.idle()
        await self.deliveries.idle()

    async def blocked(self, user: str) -> None:
        """The user does not want to be written to: let go of what waits to be said.

        Raises NotStored when that could not be written down.
        """
        try:
            await self.store.unreachable(self.conversations.key(user))
        except NotCommitted as error:
            raise NotStored(type(error).__name__) from error

    async def stop(self) -> None:
        """Take nothing more in, and give what is running a moment to end."""
        await self._background.aclose()
        await self.events.aclose()
        await self.conversations.aclose(STOP_WITHIN)
        await self.deliveries.aclose(SAY_WITHIN)


@asynccontextmanager
async def open_clinic(
    settings: ClinicSettings,
    channel: Channel,
    world: World,
    path: Path,
    budget_folder: Path | None = None,
) -> AsyncIterator[ClinicApp]:
    """Open a clinic's storage and wire its parts; nothing is received before `run`.

    Raises storage.errors.NotOpened, whose text tells a clinic what to do.
    """
    async with AsyncExitStack() as stack:
        facts = settings.facts()
        # Else the first patient of the day would wait for it.
        prepare(facts.local(world.clock()), facts.locale)
        store = await stack.enter_async_context(Store.open(path, world.clock))
        budgets = budget_folder or path.parent
        vendor = connect(settings, world, budgets)
        abilities = abilities_of(vendor, *connect_lookups(settings, world, budgets))
        engine = engine_for(facts, frozenset({*abilities, TakesRequests}))
        deliveries = Deliveries(store, channel, world.clock, world.sleep)
        catalogues = Catalogues(abilities)
        leases = Leases(world.clock)
        holds = Holds(store, vendor, world.clock)
        await store.holds.none_is_wanted()
        reader = Reader(
            store=store,
            abilities=abilities,
            clinic=facts,
            clock=world.clock,
            refuses_overlaps=settings.refuses_overlaps,
            window=settings.settle,
        )
        conversations = Conversations(
            clinic=settings.slug,
            channel=channel.name,
            store=store,
            engine=engine,
            vendor=vendor,
            abilities=abilities,
            reader=reader,
            leases=leases,
            holds=holds,
            catalogues=catalogues,
            deliveries=deliveries,
            clock=world.clock,
            sleep=world.sleep,
            ponder=world.ponder,
        )
        teller = Teller(store, conversations.session, engine, deliveries, catalogues, world.clock)
        decisions = Decisions(store, conversations, teller)
        settling = Settling(store, vendor, reader, conversations, teller, world.clock)
        sweep = Sweep(store, vendor, reader, leases, holds, world.clock)
        slots = vendor if isinstance(vendor, RemembersSlots) else None
        events = Events(store, settings.practice_id, world.sleep, slots, settling)
        illegible = Illegible(store, conversations, deliveries)
        chores = (
            Chore("catalogue", catalogues.refresh, catalogue.EVERY_SECONDS),
            Chore("prices", catalogues.refresh_rest, catalogue.EVERY_SECONDS),
            Chore("decisions", decisions.take_up, decide.EVERY_SECONDS),
            Chore("settling", settling.work, settle.EVERY_SECONDS),
            Chore("sweep", sweep.work, extras.EVERY_SECONDS),
            Chore("holds", holds.work, hold.EVERY_SECONDS),
            *telling(
                settings,
                ways(settings, channel, world.clock, world.tls),
                store,
                world.clock,
                world.rng,
            ),
            *outages(vendor, VENDORS[settings.diary].name, store, world.clock, facts.local),
            *watching(vendor, conversations, teller, abilities, settings.poll_seconds),
            events.chore,
            Chore("illegible", illegible.set_aside, LOOK_FOR_ILLEGIBLE),
            tidying(store, world.clock),
        )
        app = ClinicApp(
            settings=settings,
            channel=channel,
            store=store,
            conversations=conversations,
            deliveries=deliveries,
            catalogues=catalogues,
            decisions=decisions,
            events=events,
            chores=chores,
            sleep=world.sleep,
        )
        stack.push_async_callback(app.stop)
        yield app
