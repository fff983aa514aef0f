"""The sandbox clinic tells of its diary as the contract has it, and as badly as it leaves open."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from sandbox.clinic import Clinic
from sandbox.server import Sandbox
from sandbox.webhooks import FURTHER_TRIES, HOUR, Address
from tests.sandbox.conftest import MONDAY, Client, MovableClock
from tests.webhooks.around import listening

NINE = MONDAY.replace(day=3)


@dataclass
class Ear:
    """Whoever is told: answers as it was told to, and 200 when it was told nothing."""

    url: str = ""
    heard: list[tuple[str, Any]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)

    async def hear(self, request: web.Request) -> web.Response:
        assert request.content_type == "application/json"
        self.heard.append((request.method, await request.json()))
        return web.Response(status=self.answers.pop(0) if self.answers else 200)

    @property
    def told(self) -> list[tuple[int, str]]:
        return [(body["objectId"], body["event"]) for _, body in self.heard]


@dataclass
class Scene:
    sandbox: Sandbox
    client: Client
    ear: Ear
    slept: list[float]

    @property
    def diary(self) -> Any:  # noqa: ANN401 - its type is the sandbox's own business
        return self.sandbox.clinic.diary


@asynccontextmanager
async def scene(*, fill: float = 0.0) -> AsyncIterator[Scene]:
    clock, ear, slept = MovableClock(), Ear(), []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        clock.move(seconds=seconds)
        await asyncio.sleep(0)

    application = web.Application()
    application.router.add_route("*", "/told", ear.hear)
    async with AsyncExitStack() as stack:
        ear.url = await stack.enter_async_context(listening(application)) + "/told"
        clinic = Clinic(clock=clock, fill=fill)
        running = Sandbox.running(clock=clock, clinic=clinic, sleeper=sleep)
        sandbox = await stack.enter_async_context(running)
        http = await stack.enter_async_context(aiohttp.ClientSession())
        client = Client(sandbox, http)
        await client.login()
        yield Scene(sandbox, client, ear, slept)


async def test_every_change_is_told_whoever_made_it() -> None:
    async with scene() as here:
        here.sandbox.webhooks.send_to(Address(here.ear.url))
        _, made = await here.client.create()
        await here.client.set_status(made, 12)
        taken = here.diary.take(34567, NINE.replace(hour=11))
        here.diary.free(34567, NINE.replace(hour=11))
        await here.sandbox.webhooks.idle()
    assert sorted(here.ear.told) == sorted(
        [(made, "created"), (made, "updated"), (taken.id, "created"), (taken.id, "updated")]
    )
    [body] = [
        body for _, body in here.ear.heard if (body["objectId"], body["event"]) == (made, "updated")
    ]
    assert body["objectType"] == "Appointment"
    assert (body["practiceId"], body["modified"]) == (9876, "2026-03-02T09:00:00Z")
    assert body["data"]["appointmentStatusId"] == 12
    assert here.slept == []


async def test_nothing_is_told_without_an_address_or_of_what_was_there_before() -> None:
    async with scene(fill=0.5) as here:
        await here.client.create()
        here.sandbox.webhooks.send_to(Address(here.ear.url))
        here.sandbox.clinic.clock.move(days=7)  # type: ignore[attr-defined]
        await here.client.slots(searchStart="2026-05-01")
        here.sandbox.webhooks.send_to(None)
        await here.client.create(appointmentTime="2026-03-10T15:00:00Z")
        assert here.sandbox.webhooks.waiting == 0
    assert here.ear.heard == []


@pytest.mark.parametrize("status", [201, 202, 204, 301, 404, 500, 503])
async def test_anything_but_200_is_tried_again_an_hour_later(status: int) -> None:
    async with scene() as here:
        here.ear.answers = [status, status]
        here.sandbox.webhooks.send_to(Address(here.ear.url, method="PUT"))
        await here.client.create()
        await here.sandbox.webhooks.idle()
        answers = [delivery.status for delivery in here.sandbox.webhooks.deliveries]
    assert [method for method, _ in here.ear.heard] == ["PUT"] * 3
    assert here.slept == [HOUR] * 2
    assert answers == [status, status, 200]


async def test_after_24_more_tries_it_is_given_up() -> None:
    async with scene() as here:
        here.ear.answers = [500] * 100
        here.sandbox.webhooks.send_to(Address(here.ear.url))
        await here.client.create()
        await here.sandbox.webhooks.idle()
        assert here.sandbox.webhooks.waiting == 0
    assert len(here.ear.heard) == 1 + FURTHER_TRIES
    assert here.slept == [HOUR] * FURTHER_TRIES
    assert len({json.dumps(body) for _, body in here.ear.heard}) == 1


async def test_an_address_where_nobody_is_is_tried_again_too() -> None:
    async with scene() as here:
        here.sandbox.webhooks.send_to(Address("http://127.0.0.1:1/told"))
        await here.client.create()
        await here.sandbox.webhooks.idle()
        answers = [delivery.status for delivery in here.sandbox.webhooks.deliveries]
    assert answers == [None] * (1 + FURTHER_TRIES)


async def test_events_are_repeated_disordered_and_late_on_demand() -> None:
    async with scene() as here:
        webhooks = here.sandbox.webhooks
        webhooks.send_to(Address(here.ear.url, repeats=3, together=4, late=86_400))
        starts = [NINE.replace(hour=hour) for hour in (9, 10, 11, 12, 13)]
        ids = [here.diary.take(34567, start).id for start in starts]
        await webhooks.idle()
        told = [id_ for id_, _ in here.ear.told]
        assert sorted(told) == sorted(ids[:4] * 3)
        assert told != sorted(told)
        assert here.slept == [86_400]
        assert webhooks.waiting == 1
        webhooks.flush()
        await webhooks.idle()
        assert here.ear.told[12:] == [(ids[4], "created")] * 3


async def test_it_is_switched_from_outside() -> None:
    async with scene() as here:
        url = here.sandbox.control_url + "/webhooks"
        http = here.client.session
        async with http.post(url, json={"url": here.ear.url, "repeats": 2}) as answer:
            assert (await answer.json())["address"]["repeats"] == 2
        await here.client.create()
        await here.sandbox.webhooks.idle()
        async with http.get(url) as answer:
            said = await answer.json()
        assert (said["waiting"], said["answers"]) == (0, [200, 200])
        for wrong in ({}, {"url": "x"}, {"url": here.ear.url, "late": -1}, {"where": here.ear.url}):
            async with http.post(url, json=wrong) as answer:
                assert answer.status == 400
        async with http.delete(url) as answer:
            assert (await answer.json())["address"] is None
