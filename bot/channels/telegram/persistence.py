"""Trying again: after longer and longer pauses, saying each trouble once."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog

from bot.channels.protocol import DeliveryError, TryLater
from bot.channels.telegram.errors import OtherReceiver, TokenRefused, reason

log = structlog.get_logger(__name__)

T = TypeVar("T")
Sleep = Callable[[float], Awaitable[None]]

FIRST_SECONDS = 1.0
LONGEST_SECONDS = 60.0


class Pauses:
    """Pauses that double up to a minute, with jitter, so that many clinics do not call at once."""

    def __init__(self, sleep: Sleep = asyncio.sleep, chance: random.Random | None = None) -> None:
        """Both are given by tests, so that nothing sleeps there."""
        self._sleep = sleep
        self._chance = chance or random.Random()  # noqa: S311 - spreads load, guards nothing
        self._next = FIRST_SECONDS

    async def after(self, error: Exception) -> None:
        """Wait exactly as long as Telegram asked to, or else longer than the last time."""
        asked = error.retry_after if isinstance(error, TryLater) else None
        if asked is not None:
            await self._sleep(asked.total_seconds())
            return
        seconds = self._next * (0.5 + self._chance.random() / 2)
        self._next = min(self._next * 2, LONGEST_SECONDS)
        await self._sleep(seconds)

    def reset(self) -> None:
        """Something worked: begin again with the shortest pause."""
        self._next = FIRST_SECONDS


class Persistence:
    """Asks Telegram until it answers. A clinic's server outlives every outage of Telegram's."""

    def __init__(self, pauses: Pauses) -> None:
        """`pauses` belong to this one alone."""
        self._pauses = pauses
        self._trouble: type[DeliveryError] | None = None

    @property
    def troubled(self) -> bool:
        """Whether it is asking in vain just now."""
        return self._trouble is not None

    async def until_done(self, attempt: Callable[[], Awaitable[T]]) -> T:
        """What the first attempt that works gives."""
        while True:
            try:
                result = await attempt()
            except DeliveryError as error:
                if type(error) is not self._trouble:
                    self._trouble = type(error)
                    self._say(error)
                await self._pauses.after(error)
            else:
                break
        if self._trouble is not None:
            self._trouble = None
            log.info("telegram_receiving_again")
        self._pauses.reset()
        return result

    def _say(self, error: DeliveryError) -> None:
        log.error(
            "telegram_not_receiving",
            error=type(error).__name__,
            reason=reason(error),
            what_to_do=advice(error),
        )


def advice(error: DeliveryError) -> str:
    """What staff can do about it."""
    match error:
        case TokenRefused():
            return "compare the bot token in the clinic's file with the one that BotFather shows"
        case OtherReceiver() if "webhook" in str(error):
            return (
                "another program has set a webhook for this bot: stop that program, then restart "
                "Frontdesk, which removes the webhook"
            )
        case OtherReceiver():
            return (
                "another program receives with this bot's token: stop it, "
                "or make a bot for Frontdesk alone"
            )
        case TryLater():
            return "nothing: Frontdesk goes on trying, and no message is lost"
        case _:
            return "check the Telegram settings in the clinic's file"
