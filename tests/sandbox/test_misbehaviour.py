"""Each way to misbehave, seen by the caller and in the diary."""

import asyncio

import aiohttp
import pytest

from sandbox.misbehaviour import Fault
from sandbox.server import Sandbox
from tests.sandbox.conftest import Client, MovableClock, Open


def booked(client: Client) -> int:
    return len(client.sandbox.clinic.diary.appointments(via_api=True))


@pytest.mark.parametrize(
    ("fault", "happened"), [(Fault.DROP_BEFORE, 0), (Fault.DROP_AFTER, 1), (Fault.CUT_SHORT, 1)]
)
async def test_a_connection_that_breaks_tells_nothing_of_what_happened(
    client: Client, fault: Fault, happened: int
) -> None:
    client.sandbox.misbehave.on(fault, "create", times=1)
    with pytest.raises(aiohttp.ClientError):
        await client.create()
    assert booked(client) == happened
    assert (await client.create(userId=34568))[0] == 200


@pytest.mark.parametrize(("fault", "happened"), [(Fault.HOLD_BEFORE, 0), (Fault.HOLD_AFTER, 1)])
async def test_a_held_call_is_never_answered(client: Client, fault: Fault, happened: int) -> None:
    client.sandbox.misbehave.on(fault, "create", times=1)
    waiting = asyncio.ensure_future(client.create())
    await client.sandbox.misbehave.holding()
    await client.get("/clinicians")  # others are served meanwhile
    assert not waiting.done()
    client.sandbox.misbehave.release()
    with pytest.raises(aiohttp.ClientError):
        await waiting
    assert booked(client) == happened


async def test_a_server_stops_although_a_call_is_held(clock: MovableClock) -> None:
    async with aiohttp.ClientSession() as session:
        async with Sandbox.running(clock=clock) as sandbox:
            client = Client(sandbox, session)
            await client.login()
            sandbox.misbehave.on(Fault.HOLD_AFTER)
            waiting = asyncio.ensure_future(client.get("/clinicians"))
            await sandbox.misbehave.holding()
        with pytest.raises(aiohttp.ClientError):
            await waiting


@pytest.mark.parametrize(("fault", "happened"), [(Fault.ERROR_BEFORE, 0), (Fault.ERROR_AFTER, 1)])
async def test_an_error_may_have_acted(client: Client, fault: Fault, happened: int) -> None:
    client.sandbox.misbehave.on(fault, "create", times=1, status=502)
    with pytest.raises(aiohttp.ContentTypeError) as caught:  # no JSON comes with it
        await client.create()
    assert caught.value.status == 502
    assert booked(client) == happened


@pytest.mark.parametrize(("fault", "happened"), [(Fault.HTML, 0), (Fault.HTML_AFTER, 1)])
async def test_a_page_comes_with_status_200(client: Client, fault: Fault, happened: int) -> None:
    client.sandbox.misbehave.on(fault, "create")
    with pytest.raises(aiohttp.ContentTypeError) as caught:
        await client.create()
    assert caught.value.status == 200
    assert booked(client) == happened


@pytest.mark.parametrize(("fault", "before"), [(Fault.SLOW, 0), (Fault.SLOW_AFTER, 1)])
async def test_slowness_waits_where_the_test_says(
    open_clinic: Open, fault: Fault, before: int
) -> None:
    asleep: asyncio.Queue[float] = asyncio.Queue()
    wake = asyncio.Event()

    async def sleeper(seconds: float) -> None:
        asleep.put_nowait(seconds)
        await wake.wait()

    async with open_clinic(sleeper=sleeper) as client:
        client.sandbox.misbehave.on(fault, "create", seconds=80)
        waiting = asyncio.ensure_future(client.create())
        assert await asleep.get() == 80
        assert booked(client) == before
        wake.set()
        assert (await waiting)[0] == 200
        assert booked(client) == 1


async def test_what_is_slow_still_acts_when_the_caller_has_gone(open_clinic: Open) -> None:
    asleep, wake = asyncio.Event(), asyncio.Event()

    async def sleeper(_: float) -> None:
        asleep.set()
        await wake.wait()

    async with open_clinic(sleeper=sleeper) as client:
        client.sandbox.misbehave.on(Fault.SLOW, "create")
        waiting = asyncio.ensure_future(client.create())
        await asleep.wait()
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        await client.get("/clinicians")
        assert booked(client) == 0
        wake.set()
        await client.get("/clinicians")
        assert booked(client) == 1


async def test_lost_tokens_need_a_new_login(client: Client) -> None:
    client.sandbox.lose_tokens()
    assert (await client.get("/clinicians"))[0] == 401
    await client.login()
    client.sandbox.misbehave.on(Fault.TOKEN_LOST, "clinicians", every=3)
    assert [(await client.get("/clinicians"))[0] for _ in range(3)] == [200, 200, 401]
    await client.login()
    assert [(await client.get("/clinicians"))[0] for _ in range(3)] == [200, 200, 401]


async def test_the_next_create_finds_its_time_just_taken(client: Client) -> None:
    client.sandbox.misbehave.on(Fault.SLOT_TAKEN, times=1)
    client.sandbox.lose_tokens()
    assert (await client.create())[0] == 401  # not yet: the clinic never saw it
    await client.login()
    assert (await client.create())[0] == 409
    assert booked(client) == 0
    assert (await client.create(userId=34568))[0] == 200


async def test_a_conflict_may_be_400_or_go_unnoticed(client: Client) -> None:
    misbehave = client.sandbox.misbehave
    misbehave.on(Fault.SLOT_TAKEN)
    misbehave.on(Fault.CONFLICT_400)
    assert (await client.create())[0] == 400
    misbehave.off(Fault.CONFLICT_400)
    misbehave.on(Fault.UNCHECKED)
    assert (await client.create())[0] == 200
    overlapping = client.sandbox.clinic.diary.appointments()
    assert len({entry.start for entry in overlapping}) == 1
    assert len(overlapping) == 3


async def test_a_booking_may_leave_its_time_on_offer(client: Client) -> None:
    client.sandbox.misbehave.on(Fault.NOT_BLOCKING)
    assert (await client.create())[0] == 200
    _, slots = await client.slots(clinicianTypeId=None, clinicianId=34567)
    assert slots[0]["appointmentTime"] == "2026-03-03T09:00:00Z"
    assert (await client.create(patientId=426910))[0] == 200


async def test_a_status_may_be_refused_whatever_it_is(client: Client) -> None:
    _, made = await client.create()
    client.sandbox.misbehave.on(Fault.STATUS_REFUSED, times=1)
    assert await client.set_status(made, 12) == (200, False)
    assert await client.set_status(made, 12) == (200, True)


async def test_a_switch_that_could_never_strike_is_refused(client: Client) -> None:
    misbehave = client.sandbox.misbehave
    for fault, operation in (("sloww", None), ("slow", "creates"), ("unchecked", "slots")):
        with pytest.raises(ValueError, match=r"\w"):
            misbehave.on(fault, operation)
    with pytest.raises(ValueError, match="start at 1"):
        misbehave.on(Fault.HTML, times=0)
    assert misbehave.rules() == []


async def test_everything_can_be_switched_off(client: Client) -> None:
    misbehave = client.sandbox.misbehave
    misbehave.on(Fault.ERROR_BEFORE)
    misbehave.on(Fault.ERROR_BEFORE, "create")
    misbehave.on(Fault.HTML, "create")
    misbehave.off(Fault.ERROR_BEFORE, "create")
    assert [rule.operation for rule in misbehave.rules()] == ["*", "create"]
    misbehave.off()
    assert (await client.create())[0] == 200
