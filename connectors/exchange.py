"""One HTTP exchange with a vendor: a request out, and what came back or why nothing did.

aiohttp's errors carry the request's headers, with the keys, and its address, with a patient's
name: they end here, as the bare name of what went wrong.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from email.utils import parsedate_to_datetime

import aiohttp

from connectors.budget import Use
from connectors.errors import ConnectorError

# Raised while the connection is made: not a byte of the request has left.
_NEVER_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)


@dataclass(frozen=True)
class Call:
    """What is asked. `operation` is its name in logs and errors, where the path must not appear.

    `means` is what a status says of this operation alone, before what it says of all.
    """

    operation: str
    method: str
    path: str
    use: Use
    query: Sequence[tuple[str, str]] = field(default=(), repr=False)
    body: Mapping[str, object] | None = field(default=None, repr=False)
    writes: bool = False
    of_a_record: bool = False  # the path names one record, which may not exist
    means: Mapping[int, type[ConnectorError]] = field(default_factory=dict, repr=False)
    browser: str = field(default="", repr=False)  # for whom, where that may be anybody


@dataclass(frozen=True)
class Answer:
    """What came back, not yet judged. `rest` is for how long a 429 asks to keep still."""

    status: int
    text: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    rest: timedelta = timedelta(0)

    def json(self) -> object:
        """The body; ValueError when it is none. Amounts keep the digits that were sent."""
        body: object = json.loads(self.text, parse_float=Decimal)
        return body

    @property
    def date(self) -> datetime | None:
        """The vendor's clock, where it tells."""
        try:
            return parsedate_to_datetime(self.headers["Date"])
        except (KeyError, ValueError):
            return None


@dataclass(frozen=True)
class Silence:
    """No answer, or only part of one."""

    reason: str
    sent: bool  # whether the request may have reached the vendor
    timed_out: bool


@dataclass(frozen=True)
class Timeouts:
    """Seconds to wait for a connection, for an answer to a question, and for one to a write."""

    connect: float
    read: float
    write: float

    @property
    def longest(self) -> float:
        """The longest that a request can be on its way."""
        return self.connect + max(self.read, self.write)

    def of(self, call: Call) -> aiohttp.ClientTimeout:
        """How long this call is waited for."""
        answer = self.write if call.writes else self.read
        # On top of the time to connect: whoever runs out of the sum did send.
        return aiohttp.ClientTimeout(
            total=self.connect + answer, connect=self.connect, sock_read=answer
        )


async def exchange(
    http: aiohttp.ClientSession,
    call: Call,
    *,
    base_url: str,
    headers: Mapping[str, str],
    timeouts: Timeouts,
) -> Answer | Silence:
    """Send once, wait no longer than the time-outs allow, follow no redirect."""
    try:
        async with http.request(
            call.method,
            base_url + call.path,
            params=call.query,
            json=call.body,
            headers=headers,
            allow_redirects=False,
            timeout=timeouts.of(call),
            middlewares=(_once,),
        ) as response:
            # Some servers put a byte order mark before their JSON.
            text = await response.text(encoding="utf-8-sig", errors="replace")
            return Answer(response.status, text, response.headers)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        return Silence(
            str(error) if isinstance(error, _DroppedError) else type(error).__name__,
            sent=not isinstance(error, _NEVER_SENT),
            timed_out=isinstance(error, TimeoutError),
        )


class _DroppedError(aiohttp.ClientError):
    """The connection ended while an answer was waited for."""


async def _once(
    request: aiohttp.ClientRequest, send: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """Keep aiohttp from sending again by itself, unseen by the budget.

    It does so with a GET or a PUT whose kept connection broke, unless the error is of a kind that
    it does not know.
    """
    try:
        return await send(request)
    except aiohttp.ClientConnectorError:
        raise
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
        raise _DroppedError(type(error).__name__) from None
