"""The way to a vendor: nothing leaves that may not be asked now, and each request is counted."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

import aiohttp

from connectors.breaker import Asked, Breaker, Heard
from connectors.budget import Budget
from connectors.exchange import Answer, Call, Silence, Timeouts, exchange

TOO_MANY: Final = 429
RETRIED: Final = (408, *range(500, 600))

# For a 429 without Retry-After, which no vendor documents; the next one in a row is twice that.
_FIRST_WAIT: Final = timedelta(minutes=1)
# Whatever it says: then it is tried again.
_LONGEST_WAIT: Final = timedelta(minutes=15)
_MOST_DIGITS: Final = 9


class Line:
    """Shared by everything that is asked with the same credential at the same address."""

    def __init__(
        self,
        http: aiohttp.ClientSession,
        base_url: str,
        *,
        timeouts: Timeouts,
        budget: Budget,
        breaker: Breaker,
    ) -> None:
        self._http = http
        self._base_url = base_url
        self._timeouts = timeouts
        self._budget = budget
        self._breaker = breaker
        self._pauses = 0

    async def send(self, call: Call, headers: Mapping[str, str]) -> Answer | Silence:
        """Send once; raises TooBusy or Unavailable when nothing was sent at all."""
        with self._breaker.asking(call.operation) as asked:
            await self._budget.take(call.use, call.browser)
            got = await exchange(
                self._http,
                call,
                base_url=self._base_url,
                headers=headers,
                timeouts=self._timeouts,
            )
            self._breaker.hear(asked, _heard(got))
        if isinstance(got, Silence):
            return got
        if got.status == TOO_MANY:
            return replace(got, rest=self._rest(got, asked))
        if not self._was_on_its_way(asked):
            self._pauses = 0
        return got

    def _rest(self, answer: Answer, asked: Asked) -> timedelta:
        """For how long a 429 asks to keep still, within reason; nothing is sent meanwhile."""
        rest = _told(answer)
        if rest is None:
            if not self._was_on_its_way(asked):
                self._pauses += 1
            doublings = min(max(self._pauses - 1, 0), _MOST_DIGITS)
            rest = min(_FIRST_WAIT * 2.0**doublings, _LONGEST_WAIT)
        self._breaker.keep_still(rest)
        return rest

    def _was_on_its_way(self, asked: Asked) -> bool:
        """Whether it was sent before the last pause began: it says nothing of how that helped."""
        paused = self._breaker.paused_since()
        return paused is not None and asked.since <= paused


def _told(answer: Answer) -> timedelta | None:
    told = answer.headers.get("Retry-After", "")
    if not (told.isascii() and told.isdigit()):
        return None
    return min(timedelta(seconds=int(told[:_MOST_DIGITS])), _LONGEST_WAIT)


def _heard(got: Answer | Silence) -> Heard:
    if isinstance(got, Answer):
        return Heard.FAILURE if got.status in RETRIED else Heard.ANSWER
    if got.sent:
        return Heard.SILENCE if got.timed_out else Heard.FAILURE
    return Heard.UNREACHABLE if got.timed_out else Heard.REFUSED
