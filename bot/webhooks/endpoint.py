"""The address that Aerona calls: 200 when what it told is durable, and only then.

docs/vendors/aerona.md, Webhooks. How Aerona proves that it is Aerona is not documented, so the path
is all the protection there is: it cannot be guessed, and it stands in no log. Neither are method
and body documented; whatever comes there is kept as it is.
"""

import asyncio
import hashlib
import hmac
from collections.abc import Callable
from typing import Protocol

import structlog
from aiohttp import web
from pydantic import SecretStr

from bot.body import body_of
from storage.errors import StorageError

log = structlog.get_logger(__name__)

LARGEST_BODY = 1_000_000
# So many calls are read at the same time, and for so many seconds each; the others wait outside.
AT_ONCE = 8
PATIENCE = 10.0


class Takes(Protocol):
    """Keeps what a vendor tells."""

    async def take(self, body: bytes) -> None:
        """Durable when it returns; raises StorageError when it could not be stored."""
        ...


def path_of(secret: SecretStr, slug: str) -> str:
    """Where a clinic's events come in; who knows the path of one clinic knows no other."""
    told = f"frontdesk aerona webhook {slug}".encode()
    digest = hmac.new(secret.get_secret_value().encode(), told, hashlib.sha256)
    return f"/aerona/{digest.hexdigest()[:48]}"


def routes(path: str, clinic: Callable[[], Takes | None]) -> list[web.RouteDef]:
    """What Aerona calls; `clinic` gives who takes it, or None while the clinic is not open."""
    room = asyncio.Semaphore(AT_ONCE)

    async def receive(request: web.Request) -> web.Response:
        async with room:
            try:
                async with asyncio.timeout(PATIENCE):
                    body = await body_of(request, LARGEST_BODY)
            except TimeoutError:
                return web.Response(status=408)
            if body is None:
                return web.Response(status=413)
            return web.Response(status=await _stored(body, clinic()))

    # Any other method is answered 405.
    return [web.post(path, receive), web.put(path, receive)]


async def _stored(body: bytes, clinic: Takes | None) -> int:
    """The status that says what became of it. Aerona calls again unless it is exactly 200."""
    if clinic is None:
        return 503
    try:
        await clinic.take(body)
    except StorageError as error:
        log.warning("vendor_event_not_stored", error=type(error).__name__)
        return 503
    return 200
