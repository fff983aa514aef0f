"""What stands around the channel in its tests: a clock, naps, an inbox, a server."""

import asyncio
import random
import socket
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from bot.channels.protocol import Arrival, NotStored
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.settings import TelegramSettings
from bot.logs import SHAPES
from dialogs.session import Heard
from tests.telegram.fake_bot_api import FakeBotApi

CHANCE = random.Random(1)
SECRET = "a-secret-of-the-webhook-that-is-long-enough"


@dataclass
class Clock:
    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def wait(self, time: timedelta) -> None:
        self.now += time


class Naps:
    """Sleep that takes no time; only the long rests between checks last until `wake`."""

    def __init__(self) -> None:
        self.slept: list[float] = []
        self.resting = False
        self._wake = asyncio.Event()

    async def __call__(self, seconds: float) -> None:
        if seconds < 300:
            self.slept.append(seconds)
            await asyncio.sleep(0)
        else:
            self._wake.clear()
            self.resting = True
            await self._wake.wait()

    def wake(self) -> None:
        self.resting = False
        self._wake.set()


@dataclass
class Inbox:
    """Stands for the storage: keeps each arrival once, and refuses as often as it is told."""

    arrivals: list[Arrival] = field(default_factory=list)
    repeats: int = 0
    refusals: int = 0
    refused: int = 0
    held: asyncio.Event | None = None

    async def arrive(self, arrival: Arrival) -> None:
        if self.held is not None:
            await self.held.wait()
        await asyncio.sleep(0)
        if self.refusals:
            self.refusals -= 1
            self.refused += 1
            raise NotStored("the disk is full")
        if any(known.message_id == arrival.message_id for known in self.arrivals):
            self.repeats += 1
        else:
            self.arrivals.append(arrival)

    @property
    def heard(self) -> list[Heard]:
        return [arrival.heard for arrival in self.arrivals]

    @property
    def texts(self) -> list[str]:
        return [heard.text for heard in self.heard]


def settings(api: FakeBotApi, **others: str) -> TelegramSettings:
    return TelegramSettings.model_validate(
        {"bot_token": api.token, "api_base_url": api.url, **others}
    )


@asynccontextmanager
async def opened(api: FakeBotApi, naps: Naps, **others: str) -> AsyncIterator[TelegramChannel]:
    """A channel that sends and does not receive."""
    async with TelegramChannel(
        settings(api, **others), now=api.now, sleep=naps, chance=CHANCE
    ) as channel:
        yield channel


@asynccontextmanager
async def polling(
    api: FakeBotApi, inbox: Inbox, naps: Naps, *, blocked: list[str] | None = None
) -> AsyncIterator[TelegramChannel]:
    """A channel that polls until the block ends."""

    async def on_blocked(user: str) -> None:
        if blocked is not None:
            blocked.append(user)

    async with (
        TelegramChannel(
            settings(api), on_blocked=on_blocked, now=api.now, sleep=naps, chance=CHANCE
        ) as channel,
        running(channel, inbox),
    ):
        yield channel


@asynccontextmanager
async def called(
    api: FakeBotApi, inbox: Inbox, naps: Naps, **others: str
) -> AsyncIterator[tuple[TelegramChannel, str]]:
    """A channel with a webhook on a server of its own; gives the server's address too."""
    app = web.Application()
    runner = web.AppRunner(app, shutdown_timeout=1.0)
    # The port is known only when the server runs, and the routes must be added before.
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    async with opened(api, naps, webhook_url=url, webhook_secret=SECRET, **others) as channel:
        app.add_routes(channel.routes())
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", port).start()
            async with running(channel, inbox):
                await api.until(lambda: api.webhook_url and api.commands)
                yield channel, api.webhook_url
        finally:
            await runner.cleanup()


@asynccontextmanager
async def running(channel: TelegramChannel, inbox: Inbox) -> AsyncIterator[None]:
    task = asyncio.create_task(channel.run(inbox.arrive))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def check_written(logs: Iterable[Mapping[str, Any]]) -> None:
    """What staff are told reaches the logs whole, through the filter that keeps patients out."""
    for line in logs:
        for name, value in line.items():
            if name in {"event", "log_level"}:
                continue
            for one in value if isinstance(value, list) else [value]:
                assert isinstance(one, int) or SHAPES[name].fullmatch(one), (name, one)


async def settled(happened: Callable[[], object], *, within: float = 5.0) -> None:
    """Let the loop run until something has happened that the server does not see."""
    async with asyncio.timeout(within):
        while not happened():  # noqa: ASYNC110 - many parts act, none of them tells
            await asyncio.sleep(0.001)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
