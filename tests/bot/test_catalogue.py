"""What can be booked is asked for once for everybody, and what is old is let go of."""

import asyncio
from datetime import timedelta
from pathlib import Path

from bot.housekeeping import KEPT
from sandbox.misbehaviour import Fault
from tests.bot.around import stood


async def test_patients_who_wait_for_a_vendor_that_is_down_wait_together(tmp_path: Path) -> None:
    async with stood(tmp_path) as stand:
        stand.sandbox.misbehave.on(Fault.ERROR_BEFORE)
        await stand.app.catalogues.read()
        alone = stand.sandbox.calls.count()
        await asyncio.gather(*(stand.app.catalogues.read() for _ in range(20)))
        assert stand.sandbox.calls.count() - alone <= alone
        stand.sandbox.misbehave.off()
        # Until then a vendor that has failed so often is left alone.
        stand.clock.now += timedelta(minutes=1)
        assert (await stand.app.catalogues.read()).services


async def test_what_was_answered_and_delivered_long_ago_is_let_go_of(tmp_path: Path) -> None:
    async with stood(tmp_path) as stand:
        await stand.say("ana", "/start")
        stand.clock.now += KEPT + timedelta(days=1)
        await stand.say("ben", "/start")
        assert stand.rows("SELECT count(*) FROM inbox") == [(2,)]
        await stand.app.catch_up()
        assert stand.rows("SELECT user FROM inbox") == [("ben",)]
        assert stand.rows("SELECT DISTINCT user FROM outbox") == [("ben",)]
        # The conversation itself is kept.
        assert stand.rows("SELECT count(*) FROM session") == [(2,)]
