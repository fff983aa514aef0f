"""Telegram's queue of updates: kept until they are confirmed, handed to one receiver at a time."""

import asyncio
from collections.abc import Callable
from typing import Any

from tests.telegram import fake_limits as limits
from tests.telegram.fake_limits import Refusal

JSON = dict[str, Any]

FIRST_UPDATE = 700_000_001
MOST_UPDATES = 100


class UpdateQueue:
    """What waits for the bot. `changed` is told of whatever happens."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self.pending: list[JSON] = []
        self._changed = changed
        self._next = FIRST_UPDATE
        self._allowed: list[str] = []
        self._poll: asyncio.Future[str] | None = None

    @property
    def is_polled(self) -> bool:
        return self._poll is not None

    def put(self, kind: str, content: JSON) -> JSON:
        update = {"update_id": self._next, kind: content}
        self._next += 1
        if not self._allowed or kind in self._allowed:
            self.pending.append(update)
            self.end_poll("news")
        self._changed()
        return update

    def configure(self, given: JSON) -> None:
        """Remember what the receiver wants, and forget what waits if it says so."""
        if "allowed_updates" in given:
            self._allowed = limits.parse(given["allowed_updates"], [])
        if str(given.get("drop_pending_updates", "")).lower() == "true":
            self.pending.clear()

    async def get(self, given: JSON) -> list[JSON]:
        """getUpdates: an offset confirms all before it; without news the question is held."""
        self.end_poll("another")
        self.configure(given)
        offset = int(given.get("offset", 0))
        if offset < 0:
            self.pending = self.pending[offset:]
        self.pending = [update for update in self.pending if update["update_id"] >= offset]
        if not self.pending and int(given.get("timeout", 0)) > 0:
            await self._wait()
        return self.pending[: min(int(given.get("limit", MOST_UPDATES)), MOST_UPDATES)]

    def end_poll(self, why: str) -> None:
        """End the question that is held: "news", "timeout", "another" or "webhook"."""
        poll, self._poll = self._poll, None
        if poll is not None and not poll.done():
            poll.set_result(why)

    async def _wait(self) -> None:
        self._poll = poll = asyncio.get_running_loop().create_future()
        self._changed()
        try:
            ended = await poll
        finally:
            if self._poll is poll:
                self._poll = None
        if ended == "another":
            raise Refusal(
                409,
                "Conflict: terminated by other getUpdates request; make sure that only one bot "
                "instance is running",
            )
        if ended == "webhook":
            raise Refusal(409, "Conflict: terminated by setWebhook request")
