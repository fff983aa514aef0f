"""A whole clinic in this process: real storage, real connector, the sandbox; time is the test's."""

import asyncio
import random
import sqlite3
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp

from bot.app import ClinicApp, World, open_clinic
from bot.channels.protocol import Arrival, Arrive, DeliveryError, Limits
from bot.settings import ClinicSettings, load
from dialogs.session import Heard, Reply
from sandbox import pracsuite_gate
from sandbox.clinic import Clinic
from sandbox.diary import Appointment
from sandbox.server import Sandbox
from tests.bot.processes import SAMIRA
from tests.harness.stage import CLINICS, Clock

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Europe/London"))
PATRICK = ("426911", "30 November 1951", "O'Brien")


@dataclass
class Messenger:
    """A messenger with many users; the next deliveries to one of them can be made to fail."""

    name = "phones"
    limits = Limits(text=4096, label=64, choice_id=64, choices=100)
    shown: dict[str, list[Reply]] = field(default_factory=lambda: defaultdict(list))
    frozen: list[tuple[str, str]] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    trouble: dict[str, deque[Exception]] = field(default_factory=lambda: defaultdict(deque))
    no_freezing: deque[Exception] = field(default_factory=deque)

    async def run(self, arrive: Arrive) -> None:
        raise NotImplementedError("tests hand arrivals over themselves")

    async def deliver(self, user: str, reply: Reply) -> str:
        await asyncio.sleep(0)
        self.log.append(f"try {user}")
        if self.trouble[user]:
            raise self.trouble[user].popleft()
        self.shown[user].append(reply)
        self.log.append(f"said {user}")
        return f"{user}-{len(self.shown[user])}"

    async def freeze(self, user: str, handle: str) -> None:
        if self.no_freezing:
            raise self.no_freezing.popleft()
        self.frozen.append((user, handle))
        self.log.append(f"froze {handle}")

    def fail(self, user: str, *errors: DeliveryError | Exception) -> None:
        self.trouble[user].extend(errors)

    def texts(self, user: str) -> list[str]:
        return [reply.text for reply in self.shown[user]]

    def button(self, user: str, label: str) -> str:
        """The id of the newest button with this label."""
        for reply in reversed(self.shown[user]):
            for choice in reply.choices:
                if choice.label == label:
                    return choice.id
        raise AssertionError(f"no button [{label}]")


@dataclass
class Stand:
    """An open clinic with everything around it."""

    messenger: Messenger
    sandbox: Sandbox
    clock: Clock
    settings: ClinicSettings
    world: World
    path: Path
    _app: ClinicApp | None = None
    _open: AsyncExitStack = field(default_factory=AsyncExitStack)
    _count: int = 0

    @property
    def app(self) -> ClinicApp:
        assert self._app is not None
        return self._app

    async def start(self) -> None:
        """Open the application on the clinic's database, and take up what is left there."""
        opening = open_clinic(self.settings, self.messenger, self.world, self.path)
        self._app = await self._open.enter_async_context(opening)
        await self._app.take_up()

    async def stop(self) -> None:
        await self._open.aclose()
        self._app = None

    def arrival(self, user: str, text: str = "", **what: Any) -> Arrival:  # noqa: ANN401 - fields of Heard
        """Something new from a user."""
        self._count += 1
        return Arrival(user, f"m{self._count}", Heard(text=text, at=self.clock(), **what))

    async def say(self, user: str, *texts: str) -> str:
        """Say one thing after the other; gives the last reply to the last."""
        for text in texts:
            await self.app.conversations.arrive(self.arrival(user, text))
            await self.app.settled()
        return self.heard(user)

    async def press(self, user: str, label: str) -> str:
        choice = self.messenger.button(user, label)
        await self.app.conversations.arrive(self.arrival(user, choice=choice))
        await self.app.settled()
        return self.heard(user)

    def heard(self, user: str) -> str:
        return self.messenger.texts(user)[-1]

    async def to_the_check(
        self, user: str, who: tuple[str, ...] = SAMIRA, wish: str = "check-up tomorrow at 9"
    ) -> None:
        """Everything of a booking up to the question whether it shall be booked."""
        heard = await self.say(user, wish)
        if "patient number" not in heard:
            heard = await self.say(user, "1")
        heard = await self.say(user, *who)
        assert heard.startswith("Please check"), heard

    def made(self) -> list[Appointment]:
        return self.sandbox.clinic.diary.appointments(via_api=True)

    def creates(self) -> int:
        return self.sandbox.calls.counts().get("create", 0)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What is on disk, seen through a connection of one's own."""
        return rows(self.path, sql)


def rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(path)
    try:
        return list(connection.execute(sql))
    finally:
        connection.close()


async def until(happened: Callable[[], object], *, within: float = 5.0) -> None:
    """Let the loop run until something has happened."""
    async with asyncio.timeout(within):
        while not happened():  # noqa: ASYNC110 - many parts act, none of them tells
            await asyncio.sleep(0.002)


@asynccontextmanager
async def stood(
    folder: Path,
    *,
    optional: tuple[str, ...] = (),
    fill: float = 0.3,
    diary: str = "aerona",
    **settings: str,
) -> AsyncIterator[Stand]:
    """A clinic that is open; what another process left behind is taken up.

    It has both vendors where PracSuite is its `diary`.
    """
    clock = Clock(MONDAY)
    clinic = Clinic(clock=clock, fill=fill)
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(
            Sandbox.running(clock=clock, clinic=clinic, optional=optional)
        )
        http = await stack.enter_async_context(aiohttp.ClientSession())
        values = dict(CLINICS["harbour"]) | {"AERONA_BASE_URL": sandbox.base_url} | settings
        if diary == "pracsuite":
            values |= {"CLINIC_DIARY": diary, "PRACSUITE_BASE_URL": sandbox.pracsuite.base_url}
            values |= {
                "PRACSUITE_VENDOR_KEY": pracsuite_gate.VENDOR_KEY,
                "PRACSUITE_ACCOUNT_KEY": pracsuite_gate.ACCOUNT_KEY,
            }
        file = folder / "harbour.env"
        file.write_text("".join(f"{name}={value}\n" for name, value in values.items()))
        chance = random.Random(1)
        world = World(clock, http, chance, clock.sleep)
        stand = Stand(Messenger(), sandbox, clock, load(file), world, folder / "clinic.db")
        stack.push_async_callback(stand.stop)
        await stand.start()
        yield stand
