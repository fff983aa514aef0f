"""The Bot API over HTTP: one pool of connections, every timeout stated, the token on the wire only.

The libraries in between log addresses, show the token in `repr` and quote it in errors. So they
never get it: they work with a stand-in, and the innermost transport puts the token in its place as
the request leaves.
"""

import json
import logging
from collections.abc import Awaitable
from datetime import timedelta
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx
from pydantic import SecretStr
from telegram import Bot
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from bot.channels.telegram.errors import Flooded, meaning
from bot.channels.telegram.settings import TelegramSettings
from bot.channels.telegram.updates import ALLOWED_UPDATES

T = TypeVar("T")

STAND_IN = "TOKEN"

CONNECT_SECONDS = 5.0
READ_SECONDS = 20.0
WRITE_SECONDS = 10.0
# For a free connection of the pool.
POOL_SECONDS = 10.0
CONNECTIONS = 64

_TOO_MANY_REQUESTS = 429
# Where Telegram asks to wait without saying how long.
_UNSAID_WAIT = timedelta(seconds=5)


class Api:
    """The Bot API of one bot. Open it with `async with`; every call raises DeliveryError only."""

    def __init__(self, settings: TelegramSettings) -> None:
        """Open nothing yet."""
        # At DEBUG they log whole requests, patients' words included, and a line for each request.
        for library in ("httpx", "httpcore", "telegram"):
            logging.getLogger(library).setLevel(logging.WARNING)
        self._request = _Request(settings.bot_token)
        self._base_url = f"{settings.api_base_url}/bot"
        self._poll_seconds = settings.poll_seconds
        self.bot = Bot(
            STAND_IN,
            base_url=self._base_url,
            request=self._request,
            get_updates_request=self._request,
        )

    async def __aenter__(self) -> Self:
        """Open the pool; connections are made when they are needed."""
        # Not Bot.initialize: that asks Telegram who the bot is, and a clinic's server must start
        # while Telegram is out of reach.
        await self._request.initialize()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close every connection."""
        await self._request.shutdown()

    async def call(self, request: Awaitable[T]) -> T:
        """Await one request of `bot`."""
        try:
            return await request
        except TelegramError as error:
            failure = meaning(error)
        # Raised out here, so that the library's error, which holds the request with the patient's
        # words and the frames that know the token, is not kept as its context.
        raise failure

    async def updates(self, offset: int | None) -> list[dict[str, Any]]:
        """Updates from `offset` on, oldest first and as they came; waits until there are any.

        Asking for an offset confirms everything before it.
        """
        # Bot.get_updates would build all of the library's types of each update only for us to read
        # two of their fields; its request object gives the plain answer.
        query = httpx.QueryParams(
            {
                "timeout": self._poll_seconds,
                "allowed_updates": json.dumps(ALLOWED_UPDATES),
                **({} if offset is None else {"offset": offset}),
            }
        )
        found = await self.call(
            self._request.post(
                f"{self._base_url}{STAND_IN}/getUpdates?{query}",
                read_timeout=self._poll_seconds + READ_SECONDS,
            )
        )
        return found if isinstance(found, list) else []


class _Request(HTTPXRequest):
    """The library's HTTP, with what we know better about tokens, floods and answers in no JSON."""

    def __init__(self, token: SecretStr) -> None:
        super().__init__(
            connection_pool_size=CONNECTIONS,
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            write_timeout=WRITE_SECONDS,
            pool_timeout=POOL_SECONDS,
            # One process serves several clinics: what its environment says is none of theirs.
            httpx_kwargs={"transport": _TokenOnTheWire(token), "trust_env": False},
        )

    async def do_request(
        self,
        *request: Any,  # noqa: ANN401 - handed on as they are; the library's types for them are private
        **timeouts: Any,  # noqa: ANN401 - the same
    ) -> tuple[int, bytes]:
        code, payload = await super().do_request(*request, **timeouts)
        if code == _TOO_MANY_REQUESTS:
            # The library's RetryAfter warns of its own deprecation whenever it is made.
            raise Flooded(_asked_to_wait(self.parse_json_payload(payload)))
        return code, payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The library's own logs the whole answer when it is no JSON, and believes any shape."""
        try:
            answer = json.loads(payload)
        except ValueError:
            answer = None
        if isinstance(answer, dict) and ("result" in answer or "description" in answer):
            return answer
        raise TelegramError("the answer is none of Telegram's") from None


def _asked_to_wait(answer: dict[str, Any]) -> timedelta:
    parameters = answer.get("parameters")
    seconds = parameters.get("retry_after") if isinstance(parameters, dict) else None
    return timedelta(seconds=seconds) if isinstance(seconds, int) else _UNSAID_WAIT


class _TokenOnTheWire(httpx.AsyncBaseTransport):
    def __init__(self, token: SecretStr) -> None:
        self._token = token
        self._inner = httpx.AsyncHTTPTransport(
            trust_env=False, limits=httpx.Limits(max_connections=CONNECTIONS)
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        real = f"/bot{self._token.get_secret_value()}/".encode()
        path = request.url.raw_path.replace(f"/bot{STAND_IN}/".encode(), real, 1)
        return await self._inner.handle_async_request(
            httpx.Request(
                request.method,
                request.url.copy_with(raw_path=path),
                headers=request.headers,
                stream=request.stream,
                extensions=request.extensions,
            )
        )

    async def aclose(self) -> None:
        await self._inner.aclose()
