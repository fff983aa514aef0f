"""A vendor that writes down each request as it came and answers as it is told."""

import json
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from aiohttp import web

from connectors.breaker import Breaker
from connectors.budget import Budget, Window, budget_file, shares
from connectors.exchange import Timeouts
from connectors.line import Line
from connectors.pracsuite.client import PracSuiteClient
from connectors.pracsuite.requests import Requests
from connectors.pracsuite.settings import PracSuiteSettings
from connectors.retries import Retries
from tests.connectors.conftest import Surroundings

VENDOR_KEY = "canary-vendor-key"
ACCOUNT_KEY = "canary-account-key"


@dataclass(frozen=True)
class Seen:
    """A request, as it came over the wire."""

    method: str
    path: str
    query: list[tuple[str, str]]
    raw_query: str
    headers: dict[str, str]
    body: Any

    @property
    def page(self) -> int:
        return int(dict(self.query)["page"])


@dataclass
class Told:
    """What is answered."""

    body: object = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    text: str | None = None


Answering = Callable[[Seen], Told]


@dataclass
class Recording:
    base_url: str = ""
    seen: list[Seen] = field(default_factory=list)
    answering: Answering = lambda _: Told({})

    @property
    def only(self) -> Seen:
        [one] = self.seen
        return one

    async def handle(self, request: web.Request) -> web.Response:
        text = await request.text()
        seen = Seen(
            request.method,
            request.path.removeprefix("/v1"),
            list(request.query.items()),
            request.rel_url.raw_query_string,
            {name.lower(): value for name, value in request.headers.items()},
            json.loads(text) if text else None,
        )
        self.seen.append(seen)
        told = self.answering(seen)
        if told.text is None and told.status == web.HTTPNoContent.status_code:
            return web.Response(status=told.status, headers=told.headers)
        body = json.dumps(told.body) if told.text is None else told.text
        return web.Response(
            status=told.status,
            text=body,
            headers=told.headers,
            content_type="application/json",
        )


@asynccontextmanager
async def recording(answering: Answering | None = None) -> AsyncIterator[Recording]:
    running = Recording()
    if answering is not None:
        running.answering = answering
    application = web.Application()
    application.router.add_route("*", "/v1/{rest:.*}", running.handle)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.01)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        running.base_url = f"http://{host}:{port}/v1"
        yield running
    finally:
        await runner.cleanup()


def pracsuite_settings(base_url: object, **more: object) -> PracSuiteSettings:
    basic: dict[str, object] = {
        "base_url": base_url,
        "vendor_key": VENDOR_KEY,
        "account_key": ACCOUNT_KEY,
    }
    return PracSuiteSettings.model_validate(basic | more)


def client_of(around: Surroundings, base_url: str, **more: object) -> PracSuiteClient:
    """The client alone, over a line of its own; its budget is a minute's."""
    settings = pracsuite_settings(base_url, **more)
    timeouts = Timeouts(settings.connect_timeout, settings.read_timeout, settings.write_timeout)
    limit = settings.requests_per_minute
    budget = Budget(
        budget_file(around.folder, "pracsuite", base_url, VENDOR_KEY),
        Window(limit, timedelta(minutes=1), shares(limit, settings.write_reserve)),
        clock=around.clock,
    )
    breaker = Breaker(around.clock)
    line = Line(around.http, base_url, timeouts=timeouts, budget=budget, breaker=breaker)
    retries = Retries(rng=random.Random(1), sleep=around.sleep)
    return PracSuiteClient.over(Requests(line, settings, retries))


def carries_both_keys(seen: Seen) -> None:
    assert seen.headers["x-api-key"] == VENDOR_KEY
    assert seen.headers["a-api-key"] == ACCOUNT_KEY
    assert seen.headers["accept"] == "application/json"
