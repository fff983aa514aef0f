"""The world of one conversation: sandbox clinic, application, clock, one patient's phone."""

import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import aiohttp

from bot.app import ClinicApp, World, open_clinic
from bot.channels.protocol import Arrival, Arrive, Limits
from bot.ponder import Ponderer
from bot.settings import ClinicSettings, load
from dialogs.session import Heard, Reply
from sandbox.clinic import Clinic
from sandbox.server import Sandbox
from tests.harness.script import Script
from tests.harness.vendors import AERONA, LINES, Vendor, variables

USER = "1001"

_SITES = {
    "harbour": {
        "CLINIC_NAME": "Harbour Dental",
        "CLINIC_TIMEZONE": "Europe/London",
        "CLINIC_PHONE": "020 7946 0000",
        "CLINIC_ADDRESS": '"1 Quay Street, London"',
        "CLINIC_BOOKABLE_TYPES": "1864,1865,1866",
    },
}
# With the system that most tests are about.
CLINICS = {name: site | LINES[AERONA] for name, site in _SITES.items()}


@dataclass
class Clock:
    """Time that passes only when a conversation says so."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Pass the time at once."""
        self.now += timedelta(seconds=seconds)


@dataclass
class Phone:
    """The patient's side: what was shown, and the buttons of each question; a Channel."""

    name = "phone"
    limits = Limits(text=4096, label=64, choice_id=64, choices=100)
    shown: list[Reply] = field(default_factory=list)
    live: dict[str, Reply] = field(default_factory=dict)
    said: list[Reply] = field(default_factory=list)

    async def run(self, arrive: Arrive) -> None:
        raise NotImplementedError("a conversation file is played, not received")

    async def deliver(self, user: str, reply: Reply) -> str:
        assert user == USER
        self.said.append(reply)
        self.shown.append(reply)
        handle = str(len(self.said))
        if reply.choices:
            self.live[handle] = reply
        return handle

    async def freeze(self, user: str, handle: str) -> None:
        assert user == USER
        self.live.pop(handle, None)

    def take(self) -> list[Reply]:
        """What was shown since this was asked last."""
        shown, self.shown = self.shown, []
        return shown

    def button(self, label: str, *, old: bool = False) -> str:
        """The id of the newest button with this label; an old one may be of a frozen question."""
        replies = self.said if old else list(self.live.values())
        for reply in reversed(replies[:-1] if old else replies):
            for choice in reply.choices:
                if choice.label == label:
                    return choice.id
        raise AssertionError(f"no button [{label}]")


@dataclass
class Stage:
    """Everything a conversation file can touch."""

    script: Script
    folder: Path
    clock: Clock
    sandbox: Sandbox
    world: World
    settings: ClinicSettings
    phone: Phone = field(default_factory=Phone)
    _app: ClinicApp | None = None
    _open: AsyncExitStack = field(default_factory=AsyncExitStack)
    _count: int = 0
    _last: Arrival | None = None

    @property
    def vendor(self) -> Vendor:
        """The system that books."""
        return Vendor(self.sandbox, self.settings.diary)

    @property
    def app(self) -> ClinicApp:
        assert self._app is not None
        return self._app

    async def start(self) -> None:
        """Open the application on the conversation's database."""
        clinic = open_clinic(self.settings, self.phone, self.world, self.folder / "clinic.db")
        self._app = await self._open.enter_async_context(clinic)
        await self._app.take_up()
        # What chores read at a start is read before anything is said; Aerona has none of it.
        if self.script.vendor != AERONA:
            await self._app.catalogues.refresh_rest()

    async def stop(self) -> None:
        await self._open.aclose()
        self._app = None

    async def restart(self) -> None:
        """End the application and start it again on the same database."""
        await self.stop()
        await self.start()
        await self.app.settled()

    async def hear(self, heard: Callable[[datetime], Heard]) -> None:
        """Let the patient do something, and wait until all was said about it."""
        self._count += 1
        self._last = Arrival(USER, f"m{self._count}", heard(self.clock()))
        await self.again()

    async def again(self) -> None:
        """Deliver the last thing once more, as messengers do."""
        assert self._last is not None
        await self.app.conversations.arrive(self._last)
        await self.app.settled()


@asynccontextmanager
async def staged(script: Script, folder: Path) -> AsyncIterator[Stage]:
    """The stage of a conversation, with the application started."""
    values = _SITES[script.clinic] | {"STORAGE_PATH": "clinic.db"} | script.settings
    zone = ZoneInfo(values["CLINIC_TIMEZONE"])
    clock = Clock(script.now.replace(tzinfo=zone))
    clinic = Clinic(clock=clock, zone=zone.key, fill=script.fill)
    optional = ("appointments",) if "AERONA_APPOINTMENTS_SEARCH_PATH" in values else ()
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(
            Sandbox.running(clock=clock, clinic=clinic, optional=optional)
        )
        http = await stack.enter_async_context(aiohttp.ClientSession())
        ponder = await stack.enter_async_context(Ponderer.ready())
        env = folder / f"{script.clinic}.env"
        values = variables(script.vendor, sandbox) | values
        text = "".join(f"{name}={value}\n" for name, value in values.items())
        env.write_text(text, encoding="utf-8")
        world = World(clock, http, random.Random(1), clock.sleep, ponder)
        stage = Stage(script, folder, clock, sandbox, world, load(env))
        await stage.start()
        stack.push_async_callback(stage.stop)
        yield stage


Event = Callable[[Stage, str], Awaitable[None]]
