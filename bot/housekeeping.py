"""Lets go of what nobody needs any more: ids of old messages, delivered replies, finished notes."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog

from storage.errors import StorageError
from storage.store import Store

log = structlog.get_logger(__name__)

KEPT = timedelta(days=30)
EVERY_SECONDS = 6 * 3600.0


async def keep_tidy(
    store: Store, clock: Callable[[], datetime], sleep: Callable[[float], Awaitable[None]]
) -> None:
    """Until cancelled."""
    while True:
        try:
            await store.forget(clock() - KEPT)
        except StorageError as error:
            log.warning("old_rows_not_forgotten", error=type(error).__name__)
        await sleep(EVERY_SECONDS)
