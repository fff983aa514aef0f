"""The sandbox as a process of its own: started, steered and read from outside."""

import asyncio
import json
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sandbox.server import Sandbox, serve
from tests.sandbox.conftest import Client, MovableClock, Open


async def control(client: Client, method: str, path: str, body: object = None) -> tuple[int, Any]:
    url = client.sandbox.control_url + path
    async with client.session.request(method, url, json=body) as response:
        return response.status, await response.json()


async def test_misbehaviour_is_switched_from_outside(client: Client) -> None:
    switch = {"fault": "status-refused", "times": 2}
    status, rules = await control(client, "POST", "/misbehave", switch)
    assert (status, rules[0]["operation"], rules[0]["times"]) == (200, "status", 2)
    _, made = await client.create()
    assert await client.set_status(made, 12) == (200, False)
    assert await control(client, "DELETE", "/misbehave") == (200, [])
    assert await client.set_status(made, 12) == (200, True)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/misbehave", {}),
        ("/misbehave", {"fault": "tired"}),
        ("/misbehave", ["slow"]),
        ("/take-slot", {"clinicianId": 1, "start": "2026-03-03T09:00:00Z"}),
        ("/take-slot", {"clinicianId": 34567, "start": "2026-03-03T09:00:00"}),
        ("/status", {"id": 1, "status": 12}),
    ],
)
async def test_a_wrong_command_says_what_is_wrong(client: Client, path: str, body: object) -> None:
    status, answer = await control(client, "POST", path, body)
    assert status == 400
    assert answer["message"]


async def test_the_diary_is_read_and_changed_from_outside(client: Client) -> None:
    nine = {"clinicianId": 34567, "start": "2026-03-03T09:00:00+00:00"}
    _, taken = await control(client, "POST", "/take-slot", nine)
    assert (await client.create())[0] == 409
    assert await control(client, "GET", "/diary") == (200, [taken])
    assert await control(client, "GET", "/diary?viaApi=true") == (200, [])
    await control(client, "POST", "/free-slot", nine)
    _, made = await client.create()
    await control(client, "POST", "/status", {"id": made, "status": 3})
    _, (entry,) = await control(client, "GET", "/diary?viaApi=true&patientId=426909")
    assert (entry["id"], entry["status"]) == (made, "Arrived")


async def test_calls_are_counted_by_name_without_what_was_in_them(client: Client) -> None:
    await client.slots()
    await client.get("/patients/426909")
    _, calls = await control(client, "GET", "/calls")
    assert (calls["total"], calls["counts"]) == (3, {"login": 1, "slots": 1, "patient": 1})
    assert calls["latest"][2] == {"operation": "patient", "at": "2026-03-02T09:00:00+00:00"}
    await control(client, "DELETE", "/calls")
    assert client.sandbox.calls.count() == 0


async def test_tokens_are_lost_from_outside(client: Client) -> None:
    await control(client, "POST", "/lose-tokens")
    assert (await client.get("/clinicians"))[0] == 401


async def test_bookings_that_took_effect_are_in_the_file_before_they_are_answered(
    open_clinic: Open, tmp_path: Path
) -> None:
    path = tmp_path / "effects.jsonl"
    async with open_clinic(effects=path) as client:
        client.sandbox.misbehave.on("drop-after", "create", times=1)
        with pytest.raises(aiohttp.ClientError):
            await client.create()
        assert (await client.create())[0] == 409
        await client.create(userId=34568)
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [(one["id"], one["clinicianId"]) for one in lines] == [(34234, 34567), (34235, 34568)]
    assert lines[0]["start"] == "2026-03-03T09:00:00+00:00"


async def test_a_clinic_outlives_its_server(client: Client, clock: MovableClock) -> None:
    _, made = await client.create()
    async with Sandbox.running(clock=clock, clinic=client.sandbox.clinic) as again:
        other = Client(again, client.session)
        other.token = client.token
        assert (await other.get("/clinicians"))[0] == 401
        await other.login()
        assert await other.set_status(made, 12) == (200, True)


async def test_serving_goes_on_until_it_is_cancelled() -> None:
    started: asyncio.Future[Sandbox] = asyncio.get_running_loop().create_future()
    serving = asyncio.ensure_future(serve(port=0, started=started.set_result))
    sandbox = await started
    async with aiohttp.ClientSession() as session:
        client = Client(sandbox, session)
        assert await client.login() == 200
        assert (await client.get("/clinicians"))[0] == 200
    serving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await serving
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.ClientConnectionError):
            await Client(sandbox, session).login()


async def test_an_unknown_look_up_cannot_be_switched_on(clock: MovableClock) -> None:
    with pytest.raises(ValueError, match="patients"):
        async with Sandbox.running(clock=clock, optional=("patients",)):
            pass
