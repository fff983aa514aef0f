"""Long polling: asks Telegram for news and confirms an update only when it is durable."""

import asyncio
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

import structlog
from pydantic import ValidationError

from bot.channels.protocol import Arrive, NotStored
from bot.channels.telegram.intake import Intake, what_is_wrong
from bot.channels.telegram.persistence import Pauses, Persistence
from bot.channels.telegram.transport import Api
from bot.channels.telegram.updates import Seen

log = structlog.get_logger(__name__)


class Polling:
    """Receives by asking; Telegram keeps an update until a later offset is asked for."""

    def __init__(self, api: Api, intake: Intake, telegram: Persistence, storage: Pauses) -> None:
        """`storage` are the pauses while nothing can be stored."""
        self._api = api
        self._intake = intake
        self._telegram = telegram
        self._storage = storage

    async def run(self, arrive: Arrive) -> None:
        """Receive until cancelled; what was not confirmed by then comes again."""
        await self._telegram.until_done(self._remove_webhook)
        offset: int | None = None
        while True:
            updates = await self._telegram.until_done(partial(self._api.updates, offset))
            if not updates:
                # All is confirmed, so no offset means the same. After a quiet week Telegram draws
                # new ids, and an old offset may lie above them.
                offset = None
                continue
            offset, failure = await self._take(updates, arrive)
            if failure is None:
                self._storage.reset()
            else:
                log.warning("telegram_updates_not_stored", first=offset)
                await self._storage.after(failure)

    async def _remove_webhook(self) -> None:
        """While there is one Telegram refuses to be asked. What waits there is kept."""
        await self._api.call(self._api.bot.delete_webhook(drop_pending_updates=False))

    async def _take(
        self, updates: Iterable[Mapping[str, Any]], arrive: Arrive
    ) -> tuple[int | None, NotStored | None]:
        """Store a batch: each chat in its order, chats at once. Gives the next offset."""
        chats: dict[str | None, list[Seen]] = {}
        offset: int | None = None
        for raw in updates:
            seen = self._read(raw)
            offset = seen.update_id + 1 if seen else offset
            if seen is not None:
                chats.setdefault(seen.chat, []).append(seen)
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(self._take_in_order(chat, arrive)) for chat in chats.values()
            ]
        failures = [failed for task in tasks if (failed := task.result()) is not None]
        if failures:
            # From the first that is not durable. Those behind it that are come a second time, and
            # the inbox drops them.
            return min(failures, key=lambda failed: failed[0])
        return offset, None

    async def _take_in_order(
        self, updates: Iterable[Seen], arrive: Arrive
    ) -> tuple[int, NotStored] | None:
        for seen in updates:
            try:
                await self._intake.take(seen, arrive)
            except NotStored as error:
                return seen.update_id, error
        return None

    def _read(self, raw: Mapping[str, Any]) -> Seen | None:
        try:
            return self._intake.read(raw)
        except ValidationError as error:
            wrong = what_is_wrong(error)
        update_id = raw.get("update_id")
        log.error("telegram_update_unreadable", update=update_id, wrong=wrong)
        # Passed over: it would come again for ever, and everybody would wait behind it.
        return Seen(update_id) if isinstance(update_id, int) else None
