"""Told to stop, the server ends within ten seconds, whatever hangs, and loses nothing."""

import asyncio
import os
import signal
import time
from pathlib import Path

import pytest

from sandbox.misbehaviour import Fault
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
from tests.faults.shim import Order, Trouble, compiler
from tests.faults.sick import sick_servers
from tests.faults.standing import standing
from tests.storage.patients import rows
from tests.telegram.fake_bot_api import FakeBotApi

pytestmark = pytest.mark.asyncio(loop_scope="module")

LOOKUPS = {"AERONA_APPOINTMENTS_SEARCH_PATH": "/appointments/search"}
SECRET = "a-secret-of-the-webhook-that-is-long-enough"
AT_MOST = 10.0


async def stopped(server: Server) -> float:
    """How many seconds a stop takes; it must end well."""
    began = time.monotonic()
    assert await server.stop() == 0
    return time.monotonic() - began


async def test_a_booking_under_way_at_the_deadline_stays_sent_and_is_looked_up_at_the_next_start(
    tmp_path: Path,
) -> None:
    port = free_port()
    async with sandbox_clinic("appointments") as sandbox, FakeBotApi() as api:
        file = env_file(tmp_path, "harbour", sandbox, api, SERVER_PORT=str(port), **LOOKUPS)
        async with served(file, port=port) as server:
            await server.ready("harbour")
            ana = api.user("Ana")
            await to_the_check(api, ana)
            sandbox.misbehave.on(Fault.HOLD_AFTER, "create")
            await choose(api, ana, "Yes, book it")
            await sandbox.misbehave.holding()
            assert await stopped(server) < AT_MOST
            assert rows(tmp_path / "harbour.db", "SELECT state FROM attempt") == [("sent",)]
            sandbox.misbehave.off()
            seen = len(ana.sees)
            await server.restart("harbour")
            await api.until(lambda: len(ana.sees) > seen and "Booked: " in ana.sees[-1], within=30)
            assert len(made(sandbox)) == 1
            assert sandbox.calls.counts()["create"] == 1


async def test_neither_a_vendor_that_hangs_nor_more_signals_keep_it_from_ending_well(
    tmp_path: Path,
) -> None:
    port = free_port()
    webhook = {
        "TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{port}",
        "TELEGRAM_WEBHOOK_SECRET": SECRET,
        "AERONA_READ_TIMEOUT": "20",
    }
    async with sandbox_clinic() as sandbox, FakeBotApi() as api:
        file = env_file(tmp_path, "harbour", sandbox, api, SERVER_PORT=str(port), **webhook)
        async with served(file, port=port) as server:
            await server.ready("harbour")
            ana, ben = api.user("Ana"), api.user("Ben")
            await tell(api, ana, "/start", hears="What would you like")
            sandbox.misbehave.on(Fault.HOLD_BEFORE, "slots")
            ana.say("a check-up tomorrow morning please")
            await sandbox.misbehave.holding()
            await api.until(lambda: not api.unconfirmed, within=30)
            assert server.process is not None
            began = time.monotonic()
            server.process.send_signal(signal.SIGTERM)
            await until(lambda: server.said('"stopping"'), within=30)
            # While the turn has its time to end, nothing new is taken in.
            ben.say("Hello")
            await api.until(lambda: api.webhook_answers[-1] == 503, within=30)
            while server.process.returncode is None:
                for name in (signal.SIGTERM, signal.SIGINT):
                    server.process.send_signal(name)
                await asyncio.sleep(0.02)
            assert server.process.returncode == 0
            assert time.monotonic() - began < AT_MOST
            sandbox.misbehave.off()
            seen = len(ana.sees)
            await server.restart("harbour")
            await api.until(lambda: len(ana.sees) > seen and ben.sees, within=30)


@pytest.mark.skipif(compiler() is None, reason="NOT RUN: no C compiler for the failing disk")
@pytest.mark.parametrize("sync", [2, 15])
async def test_a_disk_that_hangs_does_not_keep_it_from_ending(tmp_path: Path, sync: int) -> None:
    async with standing(tmp_path) as stand:
        order = Order(str(stand.database), Trouble.HANGING, sync, for_good=False, seed=1)
        log = tmp_path / "server.log"
        child = sick_servers().start(
            stand.env, order, clock=tmp_path / "clock", trace=tmp_path / "trace.txt", log=log
        )
        stand.child = child
        user = stand.api.user("Ana")
        for _ in range(10):
            user.say("/start")
        hangs = Path(f"{stand.database}-hangs")
        await until(hangs.exists, within=30)
        began = time.monotonic()
        os.kill(child.pid, signal.SIGTERM)
        assert await child.status() == 0
        assert time.monotonic() - began < AT_MOST
        # Whatever hung, Telegram was told of nothing that is not on the disk.
        stand.start()
        await stand.api.until(lambda: user.sees and not stand.api.unconfirmed, within=30)
