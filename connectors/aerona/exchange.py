"""One HTTP exchange with Aerona: a request out, and what came back or why nothing did.

aiohttp's errors carry the request's headers, with the token, and its address, with a patient's
name: they end here, as the bare name of what went wrong.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from email.utils import parsedate_to_datetime

import aiohttp

from connectors.aerona.settings import AeronaSettings
from connectors.budget import Use
from connectors.errors import ConnectorError, Refused

TOKEN_HEADER = "AERONA-AUTH-TOKEN"  # noqa: S105 - the header's name

# Raised while the connection is made: not a byte of the request has left.
_NEVER_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)


@dataclass(frozen=True)
class Call:
    """What is asked. `operation` is its name in logs and errors, where the path must not appear."""

    operation: str
    method: str
    path: str
    use: Use
    query: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: Mapping[str, object] | None = field(default=None, repr=False)
    writes: bool = False
    of_a_record: bool = False  # the path names one record, which may not exist
    conflict: type[ConnectorError] = Refused  # what a 409 means
    browser: str = field(default="", repr=False)  # for whom, where that may be anybody


@dataclass(frozen=True)
class Answer:
    """What came back, not yet judged."""

    status: int
    text: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)

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


async def exchange(
    http: aiohttp.ClientSession, settings: AeronaSettings, call: Call, token: str | None
) -> Answer | Silence:
    """Send once, wait no longer than the settings allow, follow no redirect."""
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if token is not None:
        headers[TOKEN_HEADER] = token
    try:
        async with http.request(
            call.method,
            settings.url(call.path),
            params=call.query,
            json=call.body,
            headers=headers,
            allow_redirects=False,
            timeout=_timeout(settings, call),
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


def _timeout(settings: AeronaSettings, call: Call) -> aiohttp.ClientTimeout:
    answer = settings.write_timeout if call.writes else settings.read_timeout
    # On top of the time to connect: whoever runs out of the sum did send.
    return aiohttp.ClientTimeout(
        total=settings.connect_timeout + answer,
        connect=settings.connect_timeout,
        sock_read=answer,
    )
