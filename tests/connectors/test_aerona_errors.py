"""Every way in which a call can fail is one of our errors, and says truly whether it acted."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web

from connectors import errors
from connectors.aerona import AeronaConnector
from connectors.errors import (
    ConnectorError,
    NotFound,
    OutcomeUnknown,
    Refused,
    SlotTaken,
    TooBusy,
    Unavailable,
)
from connectors.model import NewAppointment, Service, Slot, SlotSearch, Status
from sandbox.misbehaviour import Fault
from sandbox.server import Sandbox
from tests.connectors.conftest import TODAY, Handler, Serve, Surroundings

CHECK_UP = Service("1864", "Check-up", 20, "1")
SLOT = Slot(datetime(2026, 3, 3, 9, tzinfo=UTC), 20, "1864", "34567", "Dr Ana Ruiz")
BOOKING = NewAppointment(SLOT, "426909")
QUICK: dict[str, Any] = {"connect_timeout": 0.1, "read_timeout": 0.1, "write_timeout": 0.1}


class Passing(Surroundings):
    """Where the pauses that the connector makes do pass."""

    async def sleep(self, seconds: float) -> None:
        await super().sleep(seconds)
        self.clock.move(seconds=seconds)


def answering(status: int, text: str = "[]", headers: dict[str, str] | None = None) -> Handler:
    async def handler(_: web.Request) -> web.Response:
        return web.Response(status=status, text=text, headers=headers)

    return handler


def test_every_error_descends_from_the_root() -> None:
    told = [one for one in vars(errors).values() if isinstance(one, type)]
    raised = [one for one in told if issubclass(one, Exception)]

    assert len(raised) == 10
    assert all(issubclass(one, ConnectorError) for one in raised)


@pytest.mark.parametrize(
    ("status", "error", "asked"),
    [
        (302, Unavailable, 1),
        (400, Refused, 1),
        (404, NotFound, 1),
        (408, Unavailable, 3),
        (409, Refused, 1),
        (410, NotFound, 1),
        (422, Refused, 1),
        (429, TooBusy, 1),
        (500, Unavailable, 3),
        (502, Unavailable, 3),
        (503, Unavailable, 3),
    ],
)
async def test_each_status_of_a_read_has_its_error(
    around: Surroundings, serve: Serve, status: int, error: type[ConnectorError], asked: int
) -> None:
    seen = 0

    async def handler(_: web.Request) -> web.Response:
        nonlocal seen
        seen += 1
        return web.Response(status=status, text="canary")

    aerona = around.connect(await serve(handler))

    with pytest.raises(error) as raised:
        await aerona.patient("426909")

    assert type(raised.value) is error
    assert "canary" not in str(raised.value)
    assert seen == asked
    assert len(around.slept) == asked - 1


@pytest.mark.parametrize(
    ("status", "booking", "changing"),
    [
        (302, OutcomeUnknown, OutcomeUnknown),
        (400, Refused, Refused),
        (404, Refused, NotFound),
        (408, OutcomeUnknown, OutcomeUnknown),
        (409, SlotTaken, Refused),
        (415, Refused, Refused),
        (422, Refused, Refused),
        (429, TooBusy, TooBusy),
        (500, OutcomeUnknown, OutcomeUnknown),
        (503, OutcomeUnknown, OutcomeUnknown),
        (504, OutcomeUnknown, OutcomeUnknown),
    ],
)
async def test_each_status_of_a_write_has_its_error_and_no_write_is_repeated(
    around: Surroundings,
    serve: Serve,
    status: int,
    booking: type[ConnectorError],
    changing: type[ConnectorError],
) -> None:
    writes = []

    async def handler(request: web.Request) -> web.Response:
        if request.method == "GET":
            slot = {"appointmentTime": "2026-03-03T09:00:00Z", "clinicianId": 34567}
            return web.json_response([slot])
        writes.append(request.path)
        return web.Response(status=status, text="canary")

    aerona = around.connect(await serve(handler))

    with pytest.raises(booking) as booked:
        await aerona.book(BOOKING)
    # After a 429 without a word on how long.
    around.clock.move(minutes=1)
    with pytest.raises(changing) as changed:
        await aerona.change_status("34234", Status.CONFIRMED)

    assert (type(booked.value), type(changed.value)) == (booking, changing)
    assert writes == ["/appointments", "/appointments/34234/status"]
    assert around.slept == []


@pytest.mark.parametrize(
    "fault",
    [
        Fault.DROP_BEFORE,
        Fault.DROP_AFTER,
        Fault.HOLD_BEFORE,
        Fault.HOLD_AFTER,
        Fault.ERROR_BEFORE,
        Fault.ERROR_AFTER,
        Fault.HTML,
        Fault.HTML_AFTER,
        Fault.CUT_SHORT,
    ],
    ids=str,
)
async def test_a_booking_that_may_have_happened_is_unknown_and_sent_once(
    around: Surroundings, sandbox: Sandbox, fault: Fault
) -> None:
    aerona = around.connect(sandbox.base_url, **QUICK)
    slot = (await aerona.free_slots(SlotSearch(CHECK_UP, TODAY, TODAY, enough=1)))[0]
    sandbox.misbehave.on(fault, "create")

    with pytest.raises(OutcomeUnknown):
        await aerona.book(NewAppointment(slot, "426909"))

    assert sandbox.calls.count("create") == 1
    # The clinic's system works again, and so does the next booking.
    sandbox.misbehave.off()
    slot = (await aerona.free_slots(SlotSearch(CHECK_UP, TODAY, TODAY, enough=1)))[0]
    assert await aerona.book(NewAppointment(slot, "426909"))


async def test_a_status_change_on_a_dropped_connection_is_sent_once(
    around: Surroundings, sandbox: Sandbox
) -> None:
    """aiohttp by itself would send a PUT a second time."""
    aerona = around.connect(sandbox.base_url)
    slot = (await aerona.free_slots(SlotSearch(CHECK_UP, TODAY, TODAY, enough=1)))[0]
    booked = await aerona.book(NewAppointment(slot, "426909"))
    sandbox.misbehave.on(Fault.DROP_BEFORE, "status")

    with pytest.raises(OutcomeUnknown):
        await aerona.change_status(booked, Status.CONFIRMED)

    assert sandbox.calls.count("status") == 1


async def test_no_read_is_sent_that_the_budget_has_not_counted(
    around: Surroundings, sandbox: Sandbox
) -> None:
    aerona = around.connect(sandbox.base_url)
    await aerona.probe()
    sandbox.misbehave.on(Fault.DROP_BEFORE, "patient")

    with pytest.raises(Unavailable):
        await aerona.patient("426909")

    assert sandbox.calls.count("patient") == 3


@pytest.mark.parametrize(
    "text",
    ["", "null", "true", '"34234"', "34.5", '{"id": 34234}', "[34234]", "<html>", "3423", "{"],
)
async def test_only_a_bare_number_says_that_it_is_booked(
    around: Surroundings, serve: Serve, text: str
) -> None:
    aerona = around.connect(await serve(answering(200, text)))

    if text == "3423":
        assert await aerona.book(BOOKING) == "3423"
        return
    with pytest.raises(OutcomeUnknown):
        await aerona.book(BOOKING)


@pytest.mark.parametrize("status", [200, 201])
async def test_a_booking_may_be_answered_with_200_or_201_and_any_content_type(
    around: Surroundings, serve: Serve, status: int
) -> None:
    aerona = around.connect(await serve(answering(status, "\ufeff34234")))

    assert await aerona.book(BOOKING) == "34234"


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("false", Refused),
        ("0", OutcomeUnknown),
        ("1", OutcomeUnknown),
        ('"true"', OutcomeUnknown),
        ("null", OutcomeUnknown),
        ("", OutcomeUnknown),
        ("<html>", OutcomeUnknown),
    ],
)
async def test_only_true_says_that_a_status_is_changed(
    around: Surroundings, serve: Serve, text: str, error: type[ConnectorError]
) -> None:
    aerona = around.connect(await serve(answering(200, text)))

    with pytest.raises(error):
        await aerona.change_status("34234", Status.CONFIRMED)


@pytest.mark.parametrize("text", ["", "<html>", "null", "{}", "7", "[7]", "[" * 100_000])
async def test_a_read_that_cannot_be_understood_is_unavailable(
    around: Surroundings, serve: Serve, text: str
) -> None:
    aerona = around.connect(await serve(answering(200, text)))

    with pytest.raises(Unavailable):
        await aerona.services()


async def test_a_path_that_is_not_known_there_is_no_missing_record(
    around: Surroundings, serve: Serve
) -> None:
    aerona = around.connect(await serve(answering(404)))

    with pytest.raises(Unavailable):
        await aerona.services()


async def test_nobody_at_the_address_means_that_nothing_was_booked(
    around: Surroundings,
) -> None:
    aerona = around.connect("http://127.0.0.1:9")

    with pytest.raises(Unavailable):
        await aerona.book(BOOKING)


async def test_a_connection_refused_after_the_login_means_that_nothing_was_booked(
    around: Surroundings, unused_tcp_port: int
) -> None:
    application = web.Application()

    async def log_in(_: web.Request) -> web.Response:
        headers = {"AERONA-AUTH-TOKEN": "canary", "Connection": "close"}
        return web.json_response(None, headers=headers)

    application.router.add_post("/login", log_in)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.01)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", unused_tcp_port).start()
    aerona = around.connect(f"http://127.0.0.1:{unused_tcp_port}")
    with pytest.raises(Unavailable):
        await aerona.services()
    await runner.cleanup()

    with pytest.raises(Unavailable):
        await aerona.book(BOOKING)


async def test_a_silent_vendor_is_asked_twice_and_no_longer_waited_for_than_set(
    around: Surroundings, sandbox: Sandbox
) -> None:
    aerona = around.connect(sandbox.base_url, **QUICK)
    sandbox.misbehave.on(Fault.HOLD_BEFORE, "patient")
    began = asyncio.get_running_loop().time()

    with pytest.raises(Unavailable):
        await aerona.patient("426909")

    assert asyncio.get_running_loop().time() - began < 2
    assert sandbox.calls.count("patient") == 2


async def test_a_read_that_fails_once_is_answered_after_a_pause_of_its_own(
    around: Surroundings, sandbox: Sandbox, aerona: AeronaConnector
) -> None:
    sandbox.misbehave.on(Fault.ERROR_BEFORE, "patient", times=2)

    assert (await aerona.patient("426909")).id == "426909"

    first, second = around.slept
    assert 0.15 <= first <= 0.45
    assert 0.3 <= second <= 0.9


@pytest.mark.parametrize(
    ("told", "seconds"), [("17", 17), ("", 60), ("soon", 60), ("²", 60), ("9" * 30, 900)]
)
async def test_a_429_says_for_how_long(
    around: Surroundings, serve: Serve, told: str, seconds: int
) -> None:
    aerona = around.connect(
        await serve(answering(429, headers={"Retry-After": told} if told.isascii() else None))
    )

    with pytest.raises(TooBusy) as busy:
        await aerona.services()

    assert busy.value.retry_after.total_seconds() == seconds


async def test_what_a_429_asks_for_is_kept_by_everything_until_it_is_over(
    around: Surroundings, serve: Serve
) -> None:
    asked = []

    async def handler(request: web.Request) -> web.Response:
        asked.append(request.path)
        many = len(asked) == 1
        return web.json_response([], status=429 if many else 200, headers={"Retry-After": "40"})

    aerona = around.connect(await serve(handler))
    with pytest.raises(TooBusy):
        await aerona.services()
    around.clock.move(seconds=30)

    with pytest.raises(TooBusy) as busy:
        await aerona.book(BOOKING)
    with pytest.raises(TooBusy):
        await aerona.patient("426909")

    assert busy.value.retry_after.total_seconds() == 10
    assert len(asked) == 1
    around.clock.move(seconds=10)
    await aerona.services()


async def test_a_short_pause_that_a_429_asks_for_is_waited_for_by_reads_alone(
    around: Surroundings, serve: Serve
) -> None:
    asked = []

    async def handler(request: web.Request) -> web.Response:
        asked.append(request.method)
        many = len(asked) % 2
        return web.json_response([], status=429 if many else 200, headers={"Retry-After": "2"})

    passing = Passing(around.http, around.folder, around.clock)
    aerona = passing.connect(await serve(handler))

    assert await aerona.services() == []
    with pytest.raises(TooBusy):
        await aerona.book(BOOKING)

    assert asked == ["GET", "GET", "POST"]
    assert 2.1 <= passing.slept[0] <= 2.5


async def test_a_redirect_is_not_followed_with_the_token(
    around: Surroundings, serve: Serve
) -> None:
    async def elsewhere(_: web.Request) -> web.Response:
        raise AssertionError("followed")

    address = await serve(elsewhere)
    aerona = around.connect(await serve(answering(302, headers={"Location": f"{address}/stolen"})))

    with pytest.raises(Unavailable):
        await aerona.services()
