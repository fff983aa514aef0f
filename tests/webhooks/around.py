"""An endpoint on loopback over a real database, what it hints at, and somebody who calls it."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
from aiohttp import web
from pydantic import SecretStr

from bot.webhooks.endpoint import Takes, path_of, routes
from bot.webhooks.events import Events
from connectors.model import Slot
from storage.store import Store
from tests.storage.patients import Clock

SECRET = SecretStr("0123456789abcdef0123456789abcdef")
PATH = path_of(SECRET, "harbour")
PRACTICE = 9876


def told(object_id: int = 34234, **other: object) -> bytes:
    """What Aerona is taken to send when an appointment has changed."""
    body: dict[str, object] = {
        "objectType": "Appointment",
        "objectId": object_id,
        "event": "updated",
        "practiceId": PRACTICE,
        "modified": "2026-03-02T10:00:00Z",
        "data": {"appointmentStatusId": 12},
    }
    return json.dumps(body | other).encode()


async def no_pause(_: float) -> None:
    """What would be a while passes at once."""


@dataclass
class Hints:
    """Whoever remembers slots, and whoever settles doubts; both only count what they are told."""

    forgotten: int = 0
    hints: int = 0
    browsers: list[str] = field(default_factory=list)

    def seems_taken(self, slot: Slot) -> bool:
        raise NotImplementedError("a webhook asks for no slot")

    def forget_slots(self) -> None:
        self.forgotten += 1

    async def count_as_booking(self, browser: str) -> None:
        self.browsers.append(browser)

    def hint(self) -> None:
        self.hints += 1


@dataclass
class Place:
    """A clinic's endpoint; `events` may be taken away, as while the clinic is not open."""

    url: str
    http: aiohttp.ClientSession
    store: Store
    hints: Hints
    events: Takes | None

    async def call(
        self,
        body: bytes = b"",
        method: str = "POST",
        path: str = PATH,
        headers: Mapping[str, str] | None = None,
    ) -> int:
        async with self.http.request(method, self.url + path, data=body, headers=headers) as answer:
            return answer.status


async def let_it_grow(store: Store, *, pages: int | None) -> None:
    """Give the database no more room than it has, as a full disk would, or as much as it wants."""
    connection = store._writer._connection
    await connection.execute_fetchall(f"PRAGMA max_page_count = {pages or 1_000_000}")


@asynccontextmanager
async def listening(application: web.Application) -> AsyncIterator[str]:
    """The address of a server that answers for the application."""
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.05)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def open_place(database: Path) -> AsyncIterator[Place]:
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(Store.open(database, Clock()))
        hints = Hints()
        events = Events(store, PRACTICE, no_pause, hints, hints)
        stack.push_async_callback(events.aclose)
        application = web.Application()
        application.add_routes(routes(PATH, lambda: place.events))
        url = await stack.enter_async_context(listening(application))
        http = await stack.enter_async_context(aiohttp.ClientSession())
        place = Place(url, http, store, hints, events)
        yield place


async def handled(place: Place) -> None:
    """Return once nothing that came is left to be handled."""
    assert isinstance(place.events, Events)
    await place.events.idle()
