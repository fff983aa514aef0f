"""One token for all, renewed before its hour, and no loop of logins when it is lost."""

import asyncio
from datetime import timedelta

import pytest
from aiohttp import web

from connectors.aerona import AeronaConnector
from connectors.errors import NotAllowed, TooBusy, Unavailable
from connectors.model import NewAppointment, Service, SlotSearch
from sandbox.misbehaviour import Fault
from sandbox.server import Sandbox
from tests.connectors.conftest import TODAY, Serve, Surroundings

CHECK_UP = Service("1864", "Check-up", 20, "1")


async def ask_64(aerona: AeronaConnector) -> None:
    await asyncio.gather(*(aerona.patient("426909") for _ in range(64)))


async def test_64_calls_without_a_token_log_in_once(
    aerona: AeronaConnector, sandbox: Sandbox
) -> None:
    await ask_64(aerona)

    assert sandbox.calls.counts() == {"login": 1, "patient": 64}


async def test_64_calls_with_a_dead_token_log_in_once(
    aerona: AeronaConnector, sandbox: Sandbox
) -> None:
    await aerona.patient("426909")
    sandbox.gate.forget()

    await ask_64(aerona)

    assert sandbox.calls.count("login") == 2


async def test_a_login_that_fails_fails_for_all_who_waited(
    sandbox: Sandbox, around: Surroundings
) -> None:
    aerona = around.connect(sandbox.base_url, connect_timeout=0.1, read_timeout=0.3)
    sandbox.misbehave.on(Fault.HOLD_BEFORE, "login")

    results = await asyncio.gather(
        *(aerona.patient("426909") for _ in range(16)), return_exceptions=True
    )

    assert {type(one) for one in results} == {Unavailable}
    # All of them tried again, together.
    assert sandbox.calls.counts() == {"login": 2}


async def test_a_login_that_fails_once_is_tried_again_by_a_read_and_never_by_a_write(
    aerona: AeronaConnector, sandbox: Sandbox
) -> None:
    slot = (await aerona.free_slots(SlotSearch(CHECK_UP, TODAY, TODAY, enough=1)))[0]
    for asks in (aerona.patient("426909"), aerona.book(NewAppointment(slot, "426909"))):
        sandbox.gate.forget()
        sandbox.calls.clear()
        sandbox.misbehave.on(Fault.ERROR_BEFORE, "login", times=1)
        results = await asyncio.gather(asks, return_exceptions=True)
        logins = sandbox.calls.count("login")
        assert [isinstance(one, Unavailable) for one in results] == [logins == 1]

    # The vendor did not let it in: nothing was booked.
    assert (logins, sandbox.calls.count("create")) == (1, 1)
    assert list(sandbox.clinic.diary.appointments(via_api=True)) == []
    assert await aerona.book(NewAppointment(slot, "426909"))


async def test_64_at_once_after_a_second_loss_cost_two_logins_and_then_nothing(
    aerona: AeronaConnector, sandbox: Sandbox, around: Surroundings
) -> None:
    await aerona.patient("426909")
    sandbox.misbehave.on(Fault.TOKEN_LOST, "patient")
    sandbox.calls.clear()

    results = await asyncio.gather(
        *(aerona.patient("426909") for _ in range(64)), return_exceptions=True
    )

    assert {type(one) for one in results} == {TooBusy}
    assert sandbox.calls.count("login") <= 2
    asked = sandbox.calls.count()
    with pytest.raises(TooBusy):
        await aerona.patient("426909")
    assert sandbox.calls.count() == asked


async def test_the_token_is_renewed_before_its_hour_is_over(
    aerona: AeronaConnector, sandbox: Sandbox, around: Surroundings
) -> None:
    await aerona.patient("426909")
    around.clock.move(minutes=54)
    await aerona.patient("426909")
    assert sandbox.calls.count("login") == 1

    around.clock.move(minutes=2)
    await aerona.patient("426909")

    assert sandbox.calls.counts() == {"login": 2, "patient": 3}


async def test_a_write_is_repeated_after_a_lost_token_since_it_cannot_have_acted(
    aerona: AeronaConnector, sandbox: Sandbox
) -> None:
    slot = (await aerona.free_slots(SlotSearch(CHECK_UP, TODAY, TODAY, enough=1)))[0]
    sandbox.misbehave.on(Fault.TOKEN_LOST, "create", times=1)

    assert await aerona.book(NewAppointment(slot, "426909"))

    assert sandbox.calls.count("create") == 2
    assert len(list(sandbox.clinic.diary.appointments(via_api=True))) == 1


async def test_after_a_second_loss_at_once_nothing_is_asked_for_the_rest_of_the_window(
    aerona: AeronaConnector, sandbox: Sandbox, around: Surroundings
) -> None:
    await aerona.patient("426909")
    around.clock.move(minutes=10)
    sandbox.misbehave.on(Fault.TOKEN_LOST, "patient")

    with pytest.raises(TooBusy) as lost:
        await aerona.patient("426909")

    # The window began with the first request, ten minutes ago.
    assert timedelta(minutes=5) <= lost.value.retry_after <= timedelta(minutes=6)
    asked = sandbox.calls.count()
    for _ in range(20):
        with pytest.raises(TooBusy):
            await aerona.patient("426909")
    assert sandbox.calls.count() == asked

    sandbox.misbehave.off()
    around.clock.now += lost.value.retry_after
    assert await aerona.patient("426909")


async def test_a_clock_set_back_does_not_keep_a_clinic_closed(
    aerona: AeronaConnector, sandbox: Sandbox, around: Surroundings
) -> None:
    sandbox.misbehave.on(Fault.TOKEN_LOST, "patient")
    with pytest.raises(TooBusy):
        await aerona.patient("426909")
    sandbox.misbehave.off()

    around.clock.move(days=-1)

    assert await aerona.patient("426909")


async def test_a_token_revoked_every_minute_costs_one_login_each_time(
    aerona: AeronaConnector, sandbox: Sandbox, around: Surroundings
) -> None:
    for _ in range(5):
        sandbox.gate.forget()
        await asyncio.gather(*(aerona.patient("426909") for _ in range(8)))
        around.clock.move(minutes=1)

    assert sandbox.calls.count("login") == 5


async def test_wrong_credentials_are_said_and_not_tried_over_and_over(
    sandbox: Sandbox, around: Surroundings
) -> None:
    aerona = around.connect(sandbox.base_url, password="wrong-canary")

    for _ in range(10):
        with pytest.raises(NotAllowed) as refused:
            await aerona.probe()
        assert "canary" not in str(refused.value)
    assert sandbox.calls.count("login") == 1

    around.clock.move(minutes=2)
    with pytest.raises(NotAllowed):
        await aerona.probe()
    assert sandbox.calls.count("login") == 2


async def test_a_login_without_a_token_is_a_failed_login(
    sandbox: Sandbox, around: Surroundings
) -> None:
    aerona = around.connect(sandbox.base_url)
    sandbox.misbehave.on(Fault.HTML, "login")

    with pytest.raises(NotAllowed):
        await aerona.probe()


async def test_an_operation_that_the_account_may_not_use_stops_no_other(
    around: Surroundings, serve: Serve
) -> None:
    async def handler(request: web.Request) -> web.Response:
        if request.path.startswith("/payments"):
            return web.json_response(None, status=403)
        return web.json_response([])

    aerona = around.connect(await serve(handler))

    with pytest.raises(NotAllowed):
        await aerona.payments("426909", TODAY, TODAY)
    assert await aerona.clinicians() == []


async def test_whoever_gives_up_waiting_for_the_login_leaves_it_to_the_others(
    aerona: AeronaConnector, sandbox: Sandbox
) -> None:
    sandbox.misbehave.on(Fault.SLOW_AFTER, "login", seconds=0.05)
    impatient = asyncio.create_task(aerona.patient("426909"))
    patient = asyncio.create_task(aerona.patient("426909"))
    await asyncio.wait({impatient, patient}, timeout=0.02)

    impatient.cancel()

    assert (await patient).id == "426909"
    with pytest.raises(asyncio.CancelledError):
        await impatient
    assert sandbox.calls.count("login") == 1
