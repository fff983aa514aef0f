"""A sandbox at nine on a Monday morning, whose clock only the tests move."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sandbox.aerona_json import Times
from sandbox.clinic import Clinic
from sandbox.gate import PASSWORD, USERNAME
from sandbox.server import Sandbox
from sandbox.serving import Sleeper

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class MovableClock:
    def __init__(self) -> None:
        self.now = MONDAY

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


class Client:
    """Somebody who speaks the contract by hand; it shares no code with the connectors."""

    def __init__(self, sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
        self.sandbox = sandbox
        self.session = session
        self.token = ""

    async def login(self, password: str = PASSWORD) -> int:
        body = {"username": USERNAME, "password": password}
        async with self.session.post(self.sandbox.base_url + "/login", json=body) as response:
            self.token = response.headers.get("AERONA-AUTH-TOKEN", "")
            return response.status

    async def ask(
        self, method: str, path: str, query: dict[str, str] | None = None, body: object = None
    ) -> tuple[int, Any]:
        async with self.session.request(
            method,
            self.sandbox.base_url + path,
            params=query,
            json=body,
            headers={"AERONA-AUTH-TOKEN": self.token},
        ) as response:
            return response.status, await response.json()

    async def get(self, path: str, **query: object) -> tuple[int, Any]:
        return await self.ask("GET", path, {name: str(value) for name, value in query.items()})

    async def slots(self, **other: object) -> tuple[int, Any]:
        query: dict[str, object] = {
            "clinicianTypeId": 1,
            "practiceId": 9876,
            "appointmentTypeId": 1864,
            "searchStart": "2026-03-03",
            "timeOfDay": 0,
        }
        query.update(other)
        kept = {name: value for name, value in query.items() if value is not None}
        return await self.get("/find-appointment-slots", **kept)

    async def create(self, **other: object) -> tuple[int, Any]:
        body: dict[str, object] = {
            "practiceId": 9876,
            "userId": 34567,
            "appointmentTypeId": 1864,
            "appointmentStatusId": 8,
            "appointmentTime": "2026-03-03T09:00:00Z",
            "duration": 20,
            "patientId": 426909,
        }
        body.update(other)
        kept = {name: value for name, value in body.items() if value is not None}
        return await self.ask("POST", "/appointments", body=kept)

    async def set_status(self, appointment_id: int, status_id: object) -> tuple[int, Any]:
        path = f"/appointments/{appointment_id}/status"
        return await self.ask("PUT", path, body={"appointmentStatusId": status_id})


Open = Callable[..., AbstractAsyncContextManager[Client]]


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def open_clinic(clock: MovableClock) -> Open:
    """A client, logged in, at a sandbox with an empty diary unless told otherwise."""

    @asynccontextmanager
    async def opened(
        *,
        clinic: Clinic | None = None,
        times: Times = "utc",
        optional: Iterable[str] = (),
        effects: Path | None = None,
        sleeper: Sleeper = asyncio.sleep,
    ) -> AsyncIterator[Client]:
        async with AsyncExitStack() as stack:
            sandbox = await stack.enter_async_context(
                Sandbox.running(
                    clock=clock,
                    clinic=clinic or Clinic(clock=clock, fill=0.0),
                    times=times,
                    optional=optional,
                    effects=effects,
                    sleeper=sleeper,
                )
            )
            client = Client(sandbox, await stack.enter_async_context(aiohttp.ClientSession()))
            await client.login()
            yield client

    return opened


@pytest.fixture
async def client(open_clinic: Open) -> AsyncIterator[Client]:
    async with open_clinic() as client:
        yield client
