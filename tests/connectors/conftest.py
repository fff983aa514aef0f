"""The real connector against the sandbox over HTTP, at a time that only the tests move."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import aiohttp
import pytest
from aiohttp import web

from connectors import pracsuite
from connectors.aerona import AeronaConnector, AeronaSettings, connect
from connectors.pracsuite import PracSuiteConnector, PracSuiteSettings
from sandbox.clinic import Clinic
from sandbox.gate import PASSWORD, USERNAME
from sandbox.pracsuite_gate import ACCOUNT_KEY, VENDOR_KEY
from sandbox.server import Sandbox

ZONE = ZoneInfo("Europe/London")
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)


@dataclass
class Clock:
    now: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class Surroundings:
    """What a connector borrows; `slept` holds the pauses that it would have made."""

    http: aiohttp.ClientSession
    folder: Path
    clock: Clock = field(default_factory=Clock)
    slept: list[float] = field(default_factory=list)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(0)

    def connect(
        self, base_url: str, *, new_status: int = 10, **settings: object
    ) -> AeronaConnector:
        return connect(
            aerona_settings(base_url, **settings),
            self.http,
            clock=self.clock,
            zone=ZONE,
            budget_folder=self.folder,
            rng=random.Random(1),
            sleep=self.sleep,
            new_status=new_status,
        )

    def pracsuite(self, sandbox: Sandbox, **settings: object) -> PracSuiteConnector:
        return self.pracsuite_at(sandbox.pracsuite.base_url, **settings)

    def pracsuite_at(self, base_url: str, **settings: object) -> PracSuiteConnector:
        """Asks no more in a minute than the tests do."""
        basic: dict[str, object] = {
            "base_url": base_url,
            "vendor_key": VENDOR_KEY,
            "account_key": ACCOUNT_KEY,
            "requests_per_minute": 10_000,
            "daily_quota": 1_000_000,
            "write_reserve": 100,
        }
        return pracsuite.connect(
            PracSuiteSettings.model_validate(basic | settings),
            self.http,
            clock=self.clock,
            zone=ZONE,
            budget_folder=self.folder,
            rng=random.Random(1),
            sleep=self.sleep,
        )


def aerona_settings(base_url: object, **more: object) -> AeronaSettings:
    basic: dict[str, object] = {
        "base_url": base_url,
        "username": USERNAME,
        "password": PASSWORD,
        "practice_id": 9876,
    }
    return AeronaSettings.model_validate(basic | more)


@pytest.fixture
async def around(tmp_path: Path) -> AsyncIterator[Surroundings]:
    async with aiohttp.ClientSession() as http:
        yield Surroundings(http, tmp_path)


StartClinic = Callable[..., Awaitable[Sandbox]]


@pytest.fixture
async def start_clinic(around: Surroundings) -> AsyncIterator[StartClinic]:
    """Starts sandboxes, with an empty diary unless told otherwise."""
    async with AsyncExitStack() as stack:

        async def start(
            *,
            fill: float = 0.0,
            times: Literal["utc", "local"] = "utc",
            optional: Iterable[str] = (),
            old_names: bool = False,
        ) -> Sandbox:
            clinic = Clinic(clock=around.clock, zone=ZONE.key, fill=fill, weeks=5)
            running = Sandbox.running(
                clock=around.clock,
                clinic=clinic,
                times=times,
                optional=optional,
                old_names=old_names,
            )
            return await stack.enter_async_context(running)

        yield start


@pytest.fixture
async def sandbox(start_clinic: StartClinic) -> Sandbox:
    return await start_clinic(optional=("patient_search", "appointment", "appointments"))


@pytest.fixture
def aerona(sandbox: Sandbox, around: Surroundings) -> AeronaConnector:
    return around.connect(sandbox.base_url)


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Serve = Callable[[Handler], Awaitable[str]]


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """Starts a vendor that logs everybody in and answers everything else by the given function."""
    async with AsyncExitStack() as stack:

        async def start(handler: Handler) -> str:
            application = web.Application()
            application.router.add_post("/login", _log_in)
            application.router.add_route("*", "/{rest:.*}", handler)
            runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.01)
            stack.push_async_callback(runner.cleanup)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            host, port = runner.addresses[0][:2]
            return f"http://{host}:{port}"

        yield start


async def _log_in(_: web.Request) -> web.Response:
    return web.json_response(None, headers={"AERONA-AUTH-TOKEN": "canary-token"})
