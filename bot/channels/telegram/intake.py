"""Takes one update: acknowledges the press, stores what was done, says who has left."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

import structlog
from pydantic import ValidationError

from bot.channels.protocol import Arrive, DeliveryError
from bot.channels.telegram.transport import Api
from bot.channels.telegram.updates import Me, Seen, read_update

log = structlog.get_logger(__name__)

OnBlocked = Callable[[str], Awaitable[None]]

ANSWER_SECONDS = 10.0
# Beyond these a spinner turns until Telegram stops it; the press itself is never lost.
MOST_ANSWERS = 200


class Intake:
    """What polling and the webhook share; it owns the acknowledgements under way until `aclose`.

    `me` is filled in as soon as Telegram has said who the bot is.
    """

    def __init__(
        self, api: Api, me: Me, now: Callable[[], datetime], on_blocked: OnBlocked | None
    ) -> None:
        """Start nothing yet."""
        self.me = me
        self._now = now
        self._on_blocked = on_blocked
        self._answers = _CallbackAnswers(api)

    async def aclose(self) -> None:
        """Give up acknowledgements that are still under way."""
        await self._answers.aclose()

    def read(self, raw: bytes | Mapping[str, Any]) -> Seen:
        """What the update holds; raises ValidationError when it is none."""
        return read_update(raw, self.me, self._now())

    async def take(self, seen: Seen, arrive: Arrive) -> None:
        """Return when the update may be confirmed; raises NotStored when it may not."""
        if seen.callback is not None:
            # Not after storing: a patient who sees nothing happen presses again.
            self._answers.soon(seen.callback)
        if seen.arrival is not None:
            await arrive(seen.arrival)
        if seen.blocked and seen.chat is not None and self._on_blocked is not None:
            await self._on_blocked(seen.chat)


def what_is_wrong(error: ValidationError) -> list[str]:
    """Where an update was not as expected, without a word of what stood there."""
    return [
        f"{'.'.join(map(str, detail['loc']))}:{detail['type']}"
        for detail in error.errors(include_input=False, include_url=False, include_context=False)
    ]


class _CallbackAnswers:
    """Acknowledges presses beside everything else, so that the spinner on the button stops."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._under_way: set[asyncio.Task[None]] = set()

    def soon(self, callback: str) -> None:
        if len(self._under_way) >= MOST_ANSWERS:
            return
        task = asyncio.create_task(self._answer(callback))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def aclose(self) -> None:
        tasks = tuple(self._under_way)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _answer(self, callback: str) -> None:
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                await self._api.call(self._api.bot.answer_callback_query(callback))
        except (DeliveryError, TimeoutError) as error:
            # Too old, or Telegram is away: the patient gets the reply all the same.
            log.debug("telegram_press_not_acknowledged", error=type(error).__name__)
