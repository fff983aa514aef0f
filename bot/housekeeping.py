"""Lets go of what nobody needs any more: ids of old messages, delivered replies, finished notes."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.chores import Chore
from storage.store import Store

KEPT = timedelta(days=30)
EVERY_SECONDS = 6 * 3600.0


def tidying(store: Store, clock: Callable[[], datetime]) -> Chore:
    """The chore that keeps a clinic's database from growing."""

    async def tidy() -> None:
        await store.forget(clock() - KEPT)

    return Chore("housekeeping", tidy, EVERY_SECONDS)
