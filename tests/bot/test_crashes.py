"""Killed at each step of a turn, it is started again: nothing is lost, and nothing booked twice.

The table is in docs/storage.md, "When the process dies".
"""

import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from sandbox.misbehaviour import Fault
from sandbox.server import Sandbox
from tests.bot.processes import (
    Server,
    choose,
    env_file,
    free_port,
    made,
    sandbox_clinic,
    served,
    tell,
    to_the_check,
    until,
)
from tests.telegram.fake_bot_api import FakeBotApi
from tests.telegram.fake_chats import User

LOOKUPS = {"AERONA_APPOINTMENTS_SEARCH_PATH": "/appointments/search"}
BOOKED, UNSURE = "Booked: ", "I could not confirm"


@dataclass
class Clinic:
    """A server that is up, its vendor, its Telegram, and Ana, who writes to it."""

    api: FakeBotApi
    sandbox: Sandbox
    server: Server
    ana: User

    async def crash(self) -> None:
        """Kill the server; what the vendor or Telegram held back or refused is over then."""
        await self.server.kill()
        self.sandbox.misbehave.off()
        self.api.troubles.clear()

    async def start_again(self) -> None:
        await self.server.restart("harbour")


@asynccontextmanager
async def clinic(folder: Path, **settings: str) -> AsyncIterator[Clinic]:
    optional = ("appointments",) if settings else ()
    port = free_port()
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(sandbox_clinic(*optional))
        api = await stack.enter_async_context(FakeBotApi())
        file = env_file(folder, "harbour", sandbox, api, SERVER_PORT=str(port), **settings)
        server = await stack.enter_async_context(served(file, port=port))
        await server.ready("harbour")
        yield Clinic(api, sandbox, server, api.user("Ana"))


async def test_killed_after_a_message_was_stored_it_is_answered(tmp_path: Path) -> None:
    async with clinic(tmp_path) as one:
        await tell(one.api, one.ana, "/start", hears="What would you like")
        one.sandbox.misbehave.on(Fault.HOLD_BEFORE, "slots")
        said = len(one.ana.sees)
        one.ana.say("a check-up tomorrow morning please")
        # Telegram was told that it arrived, and the vendor has not answered.
        await one.api.until(lambda: not one.api.unconfirmed, within=10)
        await one.sandbox.misbehave.holding()
        assert len(one.ana.sees) == said
        await one.crash()
        await one.start_again()
        await one.api.until(lambda: len(one.ana.sees) > said, within=10)
        assert "Check-up" in one.ana.sees[-1]
        assert len(one.ana.sees) == said + 1


async def test_killed_while_the_vendor_books_nothing_is_sent_again_and_the_patient_hears_so(
    tmp_path: Path,
) -> None:
    async with clinic(tmp_path) as one:
        await _killed_after_the_booking_was_sent(one)
        await one.start_again()
        await one.api.until(lambda: UNSURE in one.ana.sees[-1], within=10)
        assert len(made(one.sandbox)) == 1
        assert one.sandbox.calls.counts()["create"] == 1
        assert one.ana.sees[-1].count("Booked") == 0
        # The same time is not sent a second time either, however often it is asked for.
        assert not one.api.unconfirmed


async def test_killed_while_the_vendor_books_the_booking_is_found_where_it_can_be_read(
    tmp_path: Path,
) -> None:
    async with clinic(tmp_path, **LOOKUPS) as one:
        await _killed_after_the_booking_was_sent(one)
        await one.start_again()
        await one.api.until(lambda: BOOKED in one.ana.sees[-1], within=10)
        [booked] = made(one.sandbox)
        assert str(booked.id) in one.ana.sees[-1]
        assert one.sandbox.calls.counts()["create"] == 1


async def test_killed_before_the_vendor_books_the_patient_is_not_told_that_it_is_booked(
    tmp_path: Path,
) -> None:
    async with clinic(tmp_path, **LOOKUPS) as one:
        await to_the_check(one.api, one.ana)
        one.sandbox.misbehave.on(Fault.HOLD_BEFORE, "create")
        await choose(one.api, one.ana, "Yes, book it")
        await one.sandbox.misbehave.holding()
        await one.crash()
        await one.start_again()
        await one.api.until(lambda: UNSURE in one.ana.sees[-1], within=10)
        assert made(one.sandbox) == []
        assert one.sandbox.calls.counts()["create"] == 1


async def test_killed_after_the_commit_the_reply_is_delivered(tmp_path: Path) -> None:
    async with clinic(tmp_path) as one:
        await to_the_check(one.api, one.ana)
        one.api.hang_up(method="sendMessage", times=1_000)
        seen, sends = len(one.ana.sees), len(one.api.called("sendMessage"))
        await choose(one.api, one.ana, "Yes, book it")
        await until(lambda: len(one.api.called("sendMessage")) > sends)
        assert len(one.ana.sees) == seen
        await one.crash()
        await one.start_again()
        await one.api.until(lambda: BOOKED in one.ana.sees[-1], within=10)
        assert len(one.ana.sees) == seen + 1
        assert len(made(one.sandbox)) == one.sandbox.calls.counts()["create"] == 1


async def test_killed_after_the_delivery_it_is_said_twice_at_worst_and_booked_once(
    tmp_path: Path,
) -> None:
    async with clinic(tmp_path) as one:
        await to_the_check(one.api, one.ana)
        # It is shown, and the connection ends before that can be known.
        one.api.hang_up(method="sendMessage", times=1_000, acts=True)
        seen = len(one.ana.sees)
        await choose(one.api, one.ana, "Yes, book it")
        await one.api.until(lambda: len(one.ana.sees) > seen, within=10)
        await one.crash()
        shown = len(one.ana.sees)
        await one.start_again()
        await one.api.until(lambda: len(one.ana.sees) > shown, within=10)
        assert BOOKED in one.ana.sees[-1]
        assert len(one.ana.sees) == shown + 1
        assert len(made(one.sandbox)) == one.sandbox.calls.counts()["create"] == 1


@pytest.mark.parametrize("seed", range(2))
async def test_killed_at_any_moment_of_a_booking_it_ends_well(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    async with clinic(tmp_path, **LOOKUPS) as one:
        await to_the_check(one.api, one.ana)
        seen = len(one.ana.sees)
        calls = one.sandbox.calls.count()
        one.ana.press("Yes, book it")
        # Somewhere between the press and its answer, by what was asked of the vendor until then.
        progress = chance.randrange(2)
        await until(
            lambda: one.sandbox.calls.count() >= calls + progress or len(one.ana.sees) > seen
        )
        await one.crash()
        await one.start_again()
        await one.api.until(lambda: len(one.ana.sees) > seen and not one.api.unconfirmed, within=10)
        heard = one.ana.sees[-1]
        assert len(made(one.sandbox)) <= 1
        assert one.sandbox.calls.counts().get("create", 0) <= 1
        assert (BOOKED in heard) == bool(made(one.sandbox)) or UNSURE in heard


async def _killed_after_the_booking_was_sent(one: Clinic) -> None:
    await to_the_check(one.api, one.ana)
    one.sandbox.misbehave.on(Fault.HOLD_AFTER, "create")
    await choose(one.api, one.ana, "Yes, book it")
    await one.sandbox.misbehave.holding()
    assert len(made(one.sandbox)) == 1
    await one.crash()
