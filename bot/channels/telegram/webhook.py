"""The webhook: Telegram calls us, proves that it is Telegram, and hears 200 when all is durable."""

import hashlib
import hmac
from datetime import datetime

import structlog
from aiohttp import web
from pydantic import SecretStr, ValidationError

from bot.body import body_of
from bot.channels.protocol import Arrive, NotStored
from bot.channels.telegram.errors import reason
from bot.channels.telegram.intake import Intake, what_is_wrong
from bot.channels.telegram.persistence import Persistence, Sleep
from bot.channels.telegram.settings import TelegramSettings
from bot.channels.telegram.transport import Api
from bot.channels.telegram.updates import ALLOWED_UPDATES, Seen

log = structlog.get_logger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of the header
LARGEST_BODY = 1_000_000
SECONDS_BETWEEN_CHECKS = 300.0


def path_of(token: SecretStr) -> str:
    """Where a bot's updates come in: each bot its own place, which tells nothing of the token."""
    digest = hashlib.sha256(b"frontdesk telegram webhook " + token.get_secret_value().encode())
    return f"/telegram/{digest.hexdigest()[:32]}"


class Webhook:
    """Receives by being called. Its routes belong on the application's own server."""

    def __init__(
        self,
        settings: TelegramSettings,
        api: Api,
        intake: Intake,
        telegram: Persistence,
        sleep: Sleep,
    ) -> None:
        """The settings must have a webhook's address and secret."""
        if settings.webhook_url is None or settings.webhook_secret is None:
            raise ValueError("no webhook is configured")
        self._path = path_of(settings.bot_token)
        self._url = f"{settings.webhook_url}{self._path}"
        self._secret = settings.webhook_secret
        self._connections = settings.webhook_connections
        self._api = api
        self._intake = intake
        self._telegram = telegram
        self._sleep = sleep
        self._arrive: Arrive | None = None
        self._last_complaint: datetime | None = None

    def routes(self) -> list[web.RouteDef]:
        """What Telegram calls; it answers 503 while `run` is not running."""
        return [web.post(self._path, self._receive)]

    async def run(self, arrive: Arrive) -> None:
        """Receive until cancelled, and look now and then whether Telegram still calls here."""
        # First of all: Telegram calls as soon as it knows the address.
        self._arrive = arrive
        try:
            await self._telegram.until_done(self._register)
            while True:
                await self._sleep(SECONDS_BETWEEN_CHECKS)
                await self._telegram.until_done(self._check)
        finally:
            self._arrive = None

    async def _register(self) -> None:
        """Tell Telegram where to call; what waits there is kept."""
        await self._api.call(
            self._api.bot.set_webhook(
                self._url,
                secret_token=self._secret.get_secret_value(),
                allowed_updates=ALLOWED_UPDATES,
                max_connections=self._connections,
                drop_pending_updates=False,
            )
        )

    async def _check(self) -> None:
        info = await self._api.call(self._api.bot.get_webhook_info())
        if info.url != self._url:
            log.error(
                "telegram_webhook_was_changed",
                what_to_do="another program uses this bot's token: stop it, or make a bot for "
                "Frontdesk alone",
            )
            await self._register()
        elif info.last_error_date and info.last_error_date != self._last_complaint:
            self._last_complaint = info.last_error_date
            log.warning(
                "telegram_could_not_call",
                reason=reason(info.last_error_message),
                waiting=info.pending_update_count,
            )

    async def _receive(self, request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "").encode()
        if not hmac.compare_digest(given, self._secret.get_secret_value().encode()):
            return web.Response(status=401)
        body = await body_of(request, LARGEST_BODY)
        if body is None:
            return web.Response(status=413)
        if self._arrive is None:
            return web.Response(status=503)
        try:
            seen = self._intake.read(body)
        except ValidationError as error:
            return _unreadable(error)
        return await self._store(seen, self._arrive)

    async def _store(self, seen: Seen, arrive: Arrive) -> web.Response:
        try:
            await self._intake.take(seen, arrive)
        except NotStored:
            log.warning("telegram_updates_not_stored", first=seen.update_id)
            return web.Response(status=503)
        return web.Response()


def _unreadable(error: ValidationError) -> web.Response:
    wrong = what_is_wrong(error)
    log.error("telegram_update_unreadable", wrong=wrong)
    # JSON of another shape is taken and let go: it would be sent again for ever, and everybody's
    # messages would wait behind it. What is no JSON was not written by Telegram.
    is_json = all(detail["type"] != "json_invalid" for detail in error.errors(include_input=False))
    return web.Response(status=200 if is_json else 400)
