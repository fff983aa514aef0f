"""Killed at each step of a turn, it is started again: nothing is lost, and nothing booked twice.

The table is in docs/storage.md, "When the process dies".
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from sandbox.misbehaviour import Fault
from sandbox.server import Sandbox
from tests.bot.processes import (
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

pytestmark = pytest.mark.asyncio(loop_scope="module")

LOOKUPS = {"AERONA_APPOINTMENTS_SEARCH_PATH": "/appointments/search"}
BOOKED, UNSURE = "Booked: ", "I am not sure yet whether"


@dataclass
class Clinic:
    """One clinic of the server: its vendor, its Telegram, and Ana, who writes to it."""

    api: FakeBotApi
    sandbox: Sandbox
    ana: User
    # What Ana had seen when the server was killed.
    saw: int = 0

    async def hears(self, words: str = "") -> str:
        """What Ana reads next after the kill, once it holds these words."""
        ana = self.ana
        await self.api.until(lambda: len(ana.sees) > self.saw and words in ana.sees[-1], within=10)
        return ana.sees[-1]

    @property
    def creates(self) -> int:
        return self.sandbox.calls.counts().get("create", 0)


# Each lets its clinic come to another step of a turn, at which the server is killed.


async def _stored(one: Clinic) -> None:
    """Telegram was told that it arrived, and the vendor has not answered."""
    await tell(one.api, one.ana, "/start", hears="What would you like")
    one.sandbox.misbehave.on(Fault.HOLD_BEFORE, "slots")
    one.ana.say("a check-up tomorrow morning please")
    await one.sandbox.misbehave.holding()
    await one.api.until(lambda: not one.api.unconfirmed, within=10)


async def _sent(one: Clinic) -> None:
    """The vendor has booked, and does not say so."""
    await to_the_check(one.api, one.ana)
    one.sandbox.misbehave.on(Fault.HOLD_AFTER, "create")
    await choose(one.api, one.ana, "Yes, book it")
    await one.sandbox.misbehave.holding()
    assert len(made(one.sandbox)) == 1


async def _on_the_way(one: Clinic) -> None:
    """The request has left, and the vendor has not booked."""
    await to_the_check(one.api, one.ana)
    one.sandbox.misbehave.on(Fault.HOLD_BEFORE, "create")
    await choose(one.api, one.ana, "Yes, book it")
    await one.sandbox.misbehave.holding()


async def _committed(one: Clinic) -> None:
    """It is booked and written down, and Telegram takes no message."""
    await to_the_check(one.api, one.ana)
    one.api.hang_up(method="sendMessage", times=1_000)
    sends = len(one.api.called("sendMessage"))
    await choose(one.api, one.ana, "Yes, book it")
    await until(lambda: len(one.api.called("sendMessage")) > sends)


async def _delivered(one: Clinic) -> None:
    """Ana has read it, and the connection ended before that could be known."""
    await to_the_check(one.api, one.ana)
    one.api.hang_up(method="sendMessage", times=1_000, acts=True)
    seen = len(one.ana.sees)
    await choose(one.api, one.ana, "Yes, book it")
    await one.api.until(lambda: len(one.ana.sees) > seen, within=10)


STEPS: dict[str, tuple[Callable[[Clinic], Awaitable[None]], dict[str, str]]] = {
    "stored": (_stored, {}),
    "sent": (_sent, {}),
    "readable": (_sent, LOOKUPS),
    "underway": (_on_the_way, LOOKUPS),
    "committed": (_committed, {}),
    "delivered": (_delivered, {}),
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def killed(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[dict[str, Clinic]]:
    """A server whose clinics are at different steps; killed, and started again."""
    folder = tmp_path_factory.mktemp("killed")
    port = free_port()
    async with AsyncExitStack() as stack:
        clinics, files = {}, []
        for number, (name, (_, settings)) in enumerate(STEPS.items()):
            optional = ("appointments",) if settings else ()
            sandbox = await stack.enter_async_context(sandbox_clinic(*optional))
            token = f"10000000{number}:the-token-of-this-clinic"
            api = await stack.enter_async_context(FakeBotApi(token))
            files.append(
                env_file(folder, name, sandbox, api, SERVER_PORT=str(port), **settings),
            )
            clinics[name] = Clinic(api, sandbox, api.user("Ana"))
        server = await stack.enter_async_context(served(*files, port=port))
        await server.ready(*clinics)
        await asyncio.gather(*(step(clinics[name]) for name, (step, _) in STEPS.items()))
        await server.kill()
        for one in clinics.values():
            one.saw = len(one.ana.sees)
            one.sandbox.misbehave.off()
            one.api.troubles.clear()
        await server.restart(*clinics)
        yield clinics


Killed = dict[str, Clinic]


async def test_killed_after_a_message_was_stored_it_is_answered(killed: Killed) -> None:
    one = killed["stored"]
    assert "Check-up" in await one.hears()
    assert len(one.ana.sees) == one.saw + 1


async def test_killed_while_the_vendor_books_nothing_is_sent_again_and_the_patient_hears_so(
    killed: Killed,
) -> None:
    one = killed["sent"]
    assert BOOKED not in await one.hears(UNSURE)
    assert len(made(one.sandbox)) == one.creates == 1


async def test_killed_while_the_vendor_books_the_booking_is_found_where_it_can_be_read(
    killed: Killed,
) -> None:
    one = killed["readable"]
    [booked] = made(one.sandbox)
    assert str(booked.id) in await one.hears(BOOKED)
    assert one.creates == 1


async def test_killed_before_the_vendor_books_the_patient_is_not_told_that_it_is_booked(
    killed: Killed,
) -> None:
    one = killed["underway"]
    await one.hears(UNSURE)
    assert made(one.sandbox) == []
    assert one.creates == 1


async def test_killed_after_the_commit_the_reply_is_delivered(killed: Killed) -> None:
    one = killed["committed"]
    await one.hears(BOOKED)
    assert len(one.ana.sees) == one.saw + 1
    assert len(made(one.sandbox)) == one.creates == 1


async def test_killed_after_the_delivery_it_is_said_twice_at_worst_and_booked_once(
    killed: Killed,
) -> None:
    one = killed["delivered"]
    await one.hears(BOOKED)
    assert len(one.ana.sees) == one.saw + 1
    assert len(made(one.sandbox)) == one.creates == 1


@pytest.mark.parametrize("asked", [1, 2])
async def test_killed_at_any_moment_of_a_booking_it_ends_well(tmp_path: Path, asked: int) -> None:
    port = free_port()
    async with sandbox_clinic("appointments") as sandbox, FakeBotApi() as api:
        one = Clinic(api, sandbox, api.user("Ana"))
        file = env_file(tmp_path, "harbour", sandbox, api, SERVER_PORT=str(port), **LOOKUPS)
        async with served(file, port=port) as server:
            await server.ready("harbour")
            await to_the_check(api, one.ana)
            one.saw, calls = len(one.ana.sees), sandbox.calls.count()
            one.ana.press("Yes, book it")
            # Somewhere between the press and its answer, as soon as the vendor is asked so often.
            await until(
                lambda: sandbox.calls.count() >= calls + asked or len(one.ana.sees) > one.saw
            )
            await server.kill()
            await server.restart("harbour")
            heard = await one.hears()
            await api.until(lambda: not api.unconfirmed, within=10)
            assert len(made(sandbox)) <= 1
            assert one.creates <= 1
            assert UNSURE in heard or (BOOKED in heard) == bool(made(sandbox))
