"""A supervisor learns whether the process lives, and which clinic cannot be served."""

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.health import Readiness, routes


def readiness(parts: dict[str, bool]) -> Readiness:
    return Readiness(
        storage=lambda: parts["storage"],
        catalogue=lambda: parts["catalogue"],
        channel=lambda: parts["channel"],
    )


async def asked(path: str, clinics: dict[str, dict[str, bool]]) -> tuple[int, dict[str, object]]:
    app = web.Application()
    app.add_routes(routes({name: readiness(parts) for name, parts in clinics.items()}))
    async with TestClient(TestServer(app)) as client, client.get(path) as response:
        return response.status, await response.json()


UP = {"storage": True, "catalogue": True, "channel": True}


async def test_the_process_lives_whatever_its_clinics_do() -> None:
    assert await asked("/health", {"harbour": dict.fromkeys(UP, False)}) == (200, {"alive": True})


async def test_clinics_that_are_up_are_ready() -> None:
    assert await asked("/ready", {"harbour": UP, "quay": UP}) == (
        200,
        {"ready": True, "clinics": {"harbour": UP, "quay": UP}},
    )


async def test_a_vendor_that_is_down_makes_nobody_restart_the_process() -> None:
    status, told = await asked("/ready", {"harbour": UP | {"catalogue": False}})
    assert status == 200
    assert told["clinics"] == {"harbour": UP | {"catalogue": False}}


async def test_one_clinic_that_is_not_up_is_named() -> None:
    for part in ("storage", "channel"):
        status, told = await asked("/ready", {"harbour": UP, "quay": UP | {part: False}})
        assert status == 503
        assert told == {"ready": False, "clinics": {"harbour": UP, "quay": UP | {part: False}}}


async def test_a_process_without_clinics_is_not_ready() -> None:
    assert await asked("/ready", {}) == (503, {"ready": False, "clinics": {}})
