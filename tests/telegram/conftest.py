from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from tests.telegram.around import Clock, Inbox, Naps
from tests.telegram.fake_bot_api import FakeBotApi


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))


@pytest.fixture
async def api(clock: Clock) -> AsyncIterator[FakeBotApi]:
    async with FakeBotApi(now=clock) as running:
        yield running


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def naps() -> Naps:
    return Naps()
