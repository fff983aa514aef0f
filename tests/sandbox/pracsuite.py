"""Somebody who speaks PracSuite's contract by hand; it shares no code with the connectors."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from sandbox.clinic import Clinic
from sandbox.pracsuite_gate import ACCOUNT_KEY, VENDOR_KEY
from sandbox.pracsuite_large import Size
from sandbox.server import Sandbox
from tests.sandbox.conftest import MovableClock

KEYS = {"x-api-key": VENDOR_KEY, "a-api-key": ACCOUNT_KEY}
WEEK = {"from": "2026-03-03", "to": "2026-03-09", "appointment_type_id": "1864"}
NINE = {
    "app_time": "2026-03-03T09:00:00",
    "practitioner_id": 34567,
    "business_id": 9876,
    "duration": 20,
}
SAMIRA = {"client_id": 426909, "appointment_type_id": 1864}
Query = Mapping[str, str] | list[tuple[str, str]]


class Vendor:
    """PracSuite as an integration sees it, and the sandbox behind it."""

    def __init__(self, sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
        self.sandbox = sandbox
        self.session = session
        self.keys: Mapping[str, str] = KEYS

    async def ask(
        self, method: str, path: str, query: Query | None = None, body: object = None
    ) -> tuple[int, Any]:
        async with self.session.request(
            method,
            self.sandbox.pracsuite.base_url + path,
            params=query,
            json=body,
            headers=self.keys,
        ) as response:
            text = await response.text()
            return response.status, await response.json() if text else None

    async def get(self, path: str, query: Query | None = None) -> tuple[int, Any]:
        return await self.ask("GET", path, query)

    async def post(self, path: str, body: object = None) -> tuple[int, Any]:
        return await self.ask("POST", path, body=body)

    async def available(self, **other: str) -> tuple[int, Any]:
        return await self.get("/available_appointments", {**WEEK, "online": "true", **other})

    async def starts(self, **other: str) -> list[str]:
        """When there are times on the first pages, for Dr Ruiz."""
        query = {"practitioner_ids": "34567", "page_size": "100", **other}
        return [one["app_time"] for one in (await self.available(**query))[1]["available_times"]]

    async def reserve(self, **other: object) -> tuple[int, Any]:
        return await self.post("/reserve_appointment", {**NINE, **other})

    async def hold(self, **other: object) -> int:
        status, made = await self.reserve(**other)
        assert status == 201, made
        id_: int = made["appointment_id"]
        return id_

    async def finalise(self, hold_id: int, **other: object) -> tuple[int, Any]:
        return await self.post(f"/appointment/{hold_id}", {**SAMIRA, **other})

    async def booked(self, **other: object) -> int:
        id_ = await self.hold(**other)
        assert (await self.finalise(id_))[0] == 201
        return id_

    async def edit(self, id_: int, **changes: object) -> tuple[int, Any]:
        return await self.ask("PATCH", f"/appointment/{id_}", body=changes)

    async def cancel(self, id_: int, **how: object) -> tuple[int, Any]:
        return await self.post(f"/appointment/{id_}/cancel", how)


@asynccontextmanager
async def opened(
    clock: MovableClock,
    *,
    clinic: Clinic | None = None,
    old_names: bool = False,
    size: Size | None = None,
    effects: Path | None = None,
) -> AsyncIterator[Vendor]:
    """At a sandbox with an empty diary unless told otherwise."""
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(
            Sandbox.running(
                clock=clock,
                clinic=clinic or Clinic(clock=clock, fill=0.0),
                old_names=old_names,
                size=size,
                effects=effects,
            )
        )
        yield Vendor(sandbox, await stack.enter_async_context(aiohttp.ClientSession()))
