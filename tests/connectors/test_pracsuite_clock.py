"""How far the vendor's clock is off is not believed of an answer that was long on its way."""

from datetime import timedelta
from email.utils import format_datetime

from aiohttp import web

from tests.connectors.conftest import Serve, Surroundings
from tests.connectors.test_pracsuite_bookings import HELD, SLOT

LATE = timedelta(seconds=10)


async def test_a_lost_hold_is_found_although_the_clock_was_told_late(
    serve: Serve, around: Surroundings
) -> None:
    began = around.clock.now
    slow = [True, False]
    measured: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        headers = {"Date": format_datetime(around.clock.now, usegmt=True)}
        if request.path == "/business":
            measured.append(request.path)
            around.clock.now += LATE if slow.pop(0) else timedelta(0)
            return web.json_response({"businesses": []}, headers=headers)
        entry = HELD | {"created": (began + timedelta(seconds=1)).isoformat()}
        return web.json_response({"appointments": [entry], "total_entries": 1}, headers=headers)

    connector = around.pracsuite_at(await serve(answer))
    for _ in range(3):
        hold = await connector.lost_hold(SLOT, began, began + timedelta(seconds=2))
        assert hold is not None
        assert hold.id == "5"
    # Asked once more, and then known.
    assert len(measured) == len((True, False))
