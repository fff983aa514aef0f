"""The way to Aerona: nothing leaves that may not be asked now, and each request is counted."""

from datetime import timedelta
from typing import Final

import aiohttp

from connectors.aerona.exchange import Answer, Call, Silence, exchange
from connectors.aerona.settings import AeronaSettings
from connectors.breaker import Breaker, Heard
from connectors.budget import Budget

TOO_MANY: Final = 429
RETRIED: Final = (408, *range(500, 600))

# For a 429 without Retry-After, which Aerona does not document.
_DEFAULT_WAIT: Final = timedelta(minutes=1)
# Whatever it says: the vendor's window is no longer.
_LONGEST_WAIT: Final = timedelta(minutes=15)
_MOST_DIGITS: Final = 9


class Line:
    """Shared by the login and by everything that is asked with its token."""

    def __init__(
        self,
        settings: AeronaSettings,
        http: aiohttp.ClientSession,
        budget: Budget,
        breaker: Breaker,
    ) -> None:
        self._settings = settings
        self._http = http
        self._budget = budget
        self._breaker = breaker

    async def send(self, call: Call, token: str | None) -> Answer | Silence:
        """Send once; raises TooBusy or Unavailable when nothing was sent at all."""
        with self._breaker.asking(call.operation) as asked:
            await self._budget.take(call.use, call.browser)
            got = await exchange(self._http, self._settings, call, token)
            self._breaker.hear(asked, _heard(got))
        if isinstance(got, Answer) and got.status == TOO_MANY:
            self._breaker.keep_still(retry_after(got))
        return got


def retry_after(answer: Answer) -> timedelta:
    """For how long a 429 asks to keep still, within reason."""
    told = answer.headers.get("Retry-After", "")
    if not (told.isascii() and told.isdigit()):
        return _DEFAULT_WAIT
    return min(timedelta(seconds=int(told[:_MOST_DIGITS])), _LONGEST_WAIT)


def _heard(got: Answer | Silence) -> Heard:
    if isinstance(got, Answer):
        return Heard.FAILURE if got.status in RETRIED else Heard.ANSWER
    if got.sent:
        return Heard.SILENCE if got.timed_out else Heard.FAILURE
    return Heard.UNREACHABLE if got.timed_out else Heard.REFUSED
