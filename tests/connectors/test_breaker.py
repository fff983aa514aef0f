"""A vendor that does not answer is left alone at once, tried now and then, and found again."""

import asyncio
from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from connectors.aerona import AeronaConnector
from connectors.breaker import Breaker, Heard
from connectors.errors import ConnectorError, OutcomeUnknown, TooBusy, Unavailable
from connectors.model import NewAppointment, Service, Slot, SlotSearch
from sandbox.misbehaviour import Fault
from sandbox.server import Sandbox
from tests.connectors.conftest import MONDAY, TODAY, Clock, Surroundings

CHECK_UP = Service("1864", "Check-up", 20, "1")
SLOT = Slot(datetime(2026, 3, 3, 9, tzinfo=UTC), 20, "1864", "34567", "Dr Ana Ruiz")
BOOKING = NewAppointment(SLOT, "426909")
QUICK: dict[str, Any] = {"connect_timeout": 0.2, "read_timeout": 0.2, "write_timeout": 0.2}


async def fails(asking: Awaitable[object]) -> type[ConnectorError]:
    with pytest.raises(ConnectorError) as failed:
        await asking
    return type(failed.value)


async def opened(aerona: AeronaConnector, sandbox: Sandbox, fault: Fault) -> None:
    """Let the vendor fail until nobody asks it any more."""
    await aerona.probe()
    sandbox.misbehave.on(fault)
    await fails(aerona.patient("426909"))
    await fails(aerona.payments("426909", TODAY, TODAY))
    sandbox.calls.clear()


@pytest.mark.parametrize("fault", [Fault.ERROR_BEFORE, Fault.DROP_BEFORE, Fault.HOLD_BEFORE])
async def test_after_a_few_failures_in_a_row_nothing_is_asked_and_nothing_is_spent(
    sandbox: Sandbox, around: Surroundings, fault: Fault
) -> None:
    aerona = around.connect(sandbox.base_url, **QUICK)
    await opened(aerona, sandbox, fault)
    [file] = around.folder.glob("*.budget")
    spent = file.read_text()
    began = asyncio.get_running_loop().time()

    for _ in range(20):
        assert await fails(aerona.patient("426909")) is Unavailable
        # Certainly not sent, so that nobody has to wonder.
        assert await fails(aerona.book(BOOKING)) is Unavailable

    assert sandbox.calls.count() == 0
    assert file.read_text() == spent
    assert asyncio.get_running_loop().time() - began < 2
    assert aerona.down_since() == MONDAY


async def test_a_vendor_that_is_down_for_ten_minutes_is_tried_six_times_a_minute_and_found_again(
    sandbox: Sandbox, aerona: AeronaConnector, around: Surroundings
) -> None:
    await opened(aerona, sandbox, Fault.ERROR_BEFORE)

    for _ in range(600):
        around.clock.move(seconds=1)
        await fails(aerona.patient("426909"))
    assert 50 <= sandbox.calls.count() <= 60
    assert aerona.down_since() == MONDAY

    sandbox.misbehave.off()
    waited = 0
    while aerona.down_since() is not None:
        around.clock.move(seconds=1)
        waited += 1
        await asyncio.gather(aerona.patient("426909"), return_exceptions=True)
    assert waited <= 10
    assert await aerona.payments("426909", TODAY, TODAY) is not None


async def test_64_at_once_are_one_probe(
    sandbox: Sandbox, aerona: AeronaConnector, around: Surroundings
) -> None:
    await opened(aerona, sandbox, Fault.ERROR_BEFORE)
    around.clock.move(seconds=10)

    await asyncio.gather(*(fails(aerona.patient("426909")) for _ in range(64)))

    assert sandbox.calls.count() == 1


async def test_one_operation_that_fails_while_others_live_keeps_only_itself_back(
    sandbox: Sandbox, aerona: AeronaConnector, around: Surroundings
) -> None:
    sandbox.misbehave.on(Fault.ERROR_BEFORE, "payments")

    for _ in range(30):
        await fails(aerona.payments("426909", TODAY, TODAY))
        assert await aerona.patient("426909")
        assert aerona.down_since() is None
        around.clock.move(seconds=2)

    assert sandbox.calls.count("patient") == 30
    # One in ten seconds, after the three that were believed.
    assert sandbox.calls.count("payments") <= 9


async def test_nobody_there_is_believed_after_three_refused_connections(
    around: Surroundings, unused_tcp_port: int
) -> None:
    aerona = around.connect(f"http://127.0.0.1:{unused_tcp_port}")

    assert await fails(aerona.patient("426909")) is Unavailable

    assert aerona.down_since() == MONDAY
    [file] = around.folder.glob("*.budget")
    spent = file.read_text()
    assert await fails(aerona.book(BOOKING)) is Unavailable
    assert file.read_text() == spent


async def test_a_booking_that_got_no_answer_stays_unknown_and_the_next_is_kept_back(
    sandbox: Sandbox, around: Surroundings
) -> None:
    aerona = around.connect(sandbox.base_url, **QUICK)
    await aerona.probe()
    sandbox.misbehave.on(Fault.HOLD_AFTER, "create")

    assert await fails(aerona.book(BOOKING)) is OutcomeUnknown
    assert await fails(aerona.book(BOOKING)) is OutcomeUnknown
    assert await fails(aerona.book(BOOKING)) is Unavailable

    assert sandbox.calls.count("create") == 2
    assert await aerona.patient("426909")


async def test_while_it_is_down_older_times_are_served_and_never_to_who_is_about_to_book(
    sandbox: Sandbox, aerona: AeronaConnector, around: Surroundings
) -> None:
    search = SlotSearch(CHECK_UP, TODAY, TODAY)
    before = await aerona.free_slots(search)
    around.clock.move(minutes=5)
    await opened(aerona, sandbox, Fault.ERROR_BEFORE)

    older = await aerona.free_slots(search)

    assert older == [one for one in before if one.start >= around.clock.now]
    assert {one.read_at for one in older} == {MONDAY}
    assert await fails(aerona.free_slots(SlotSearch(CHECK_UP, TODAY, TODAY, fresh=True))) is (
        Unavailable
    )
    around.clock.move(minutes=6)
    assert await fails(aerona.free_slots(search)) is Unavailable


def ask(breaker: Breaker, operation: str, heard: Heard | None) -> bool:
    """Whether it was let through."""
    try:
        with breaker.asking(operation) as asked:
            if heard is not None:
                breaker.hear(asked, heard)
    except Unavailable:
        return False
    return True


def test_no_way_to_connect_is_believed_at_once() -> None:
    breaker = Breaker(Clock())

    assert ask(breaker, "slots", Heard.UNREACHABLE)

    assert not ask(breaker, "patient", None)


def test_who_waits_for_five_seconds_counts_as_unanswered() -> None:
    clock = Clock()
    breaker = Breaker(clock)

    with breaker.asking("slots") as first, breaker.asking("patient"):
        clock.move(seconds=4)
        assert ask(breaker, "types", None)
        clock.move(seconds=2)
        assert not ask(breaker, "types", None)
        # Slow, and yet alive.
        breaker.hear(first, Heard.ANSWER)
        assert ask(breaker, "types", Heard.ANSWER)


def test_a_request_that_waits_counts_once_however_it_ends() -> None:
    clock = Clock()
    breaker = Breaker(clock)

    with breaker.asking("create") as slow:
        clock.move(seconds=6)
        assert ask(breaker, "create", None)
        breaker.hear(slow, Heard.SILENCE)

    assert ask(breaker, "create", None)
    assert breaker.down_since() is None


def test_a_probe_that_was_never_sent_leaves_the_next_one_free() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    ask(breaker, "slots", Heard.UNREACHABLE)
    clock.move(seconds=10)

    assert ask(breaker, "slots", None)
    assert ask(breaker, "slots", Heard.ANSWER)

    assert breaker.down_since() is None


def test_a_clock_set_back_keeps_nobody_waiting_for_its_hour() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    breaker.keep_still(timedelta(minutes=1))
    with pytest.raises(TooBusy), breaker.asking("slots"):
        pass
    clock.move(hours=-1)

    assert ask(breaker, "slots", Heard.UNREACHABLE)
    clock.move(hours=-1)
    assert ask(breaker, "slots", Heard.ANSWER)
