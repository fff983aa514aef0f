"""Asking again: a question may be asked again after a pause, a write never."""

import random
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final

import structlog

from connectors.exchange import Answer, Call, Silence
from connectors.line import RETRIED, TOO_MANY

log = structlog.get_logger()

# A silent vendor has already cost a whole timeout: it is asked twice, a failing one three times.
_TRIES: Final = 3
_TRIES_OF_SILENCE: Final = 2
_FIRST_PAUSE: Final = 0.3
# A pause that the vendor asks for is waited for if it is no longer; else the patient is told.
_LONGEST_PAUSE: Final = timedelta(seconds=5)


class Retries:
    """How often a question is asked, and how long is waited in between."""

    def __init__(self, *, rng: random.Random, sleep: Callable[[float], Awaitable[object]]) -> None:
        self._rng = rng
        self._sleep = sleep

    async def ask(
        self, call: Call, once: Callable[[Call], Awaitable[Answer | Silence]]
    ) -> Answer | Silence:
        """What became of the last try; a write is sent once."""
        tries = 1
        while True:
            got = await once(call)
            if call.writes or tries >= _most_tries(got):
                return got
            log.warning("vendor_asked_again", operation=call.operation, tries=tries)
            await self._sleep(self._pause(got, tries))
            tries += 1

    async def rest(self, rest: timedelta) -> None:
        """Wait that long and a little more, not the same for two."""
        await self._sleep(rest.total_seconds() + _FIRST_PAUSE * self._rng.uniform(0.5, 1.5))

    def _pause(self, got: Answer | Silence, tries: int) -> float:
        """How long to wait; never the same for two, so that they do not come back together."""
        pause = _FIRST_PAUSE * 2.0 ** (tries - 1) * self._rng.uniform(0.5, 1.5)
        return pause + got.rest.total_seconds() if isinstance(got, Answer) else pause


def _most_tries(got: Answer | Silence) -> int:
    """How often a question is asked that is answered like this."""
    if isinstance(got, Silence):
        return _TRIES_OF_SILENCE if got.timed_out else _TRIES
    if got.status == TOO_MANY:
        return _TRIES_OF_SILENCE if got.rest <= _LONGEST_PAUSE else 1
    return _TRIES if got.status in RETRIED else 1
