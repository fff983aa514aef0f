"""The Telegram channel: put together here, and the sending half of it."""

import asyncio
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self

import structlog
from aiohttp import web
from telegram import LinkPreviewOptions, ReplyKeyboardRemove

from bot.channels.protocol import Arrive, DeliveryError, Limits, Rejected, TryLater
from bot.channels.telegram.errors import AlreadySo, Moved, reason
from bot.channels.telegram.intake import Intake, OnBlocked
from bot.channels.telegram.look import LONGEST_TEXT, Markup, markup, split
from bot.channels.telegram.persistence import Pauses, Persistence, Sleep
from bot.channels.telegram.polling import Polling
from bot.channels.telegram.settings import TelegramSettings
from bot.channels.telegram.transport import Api
from bot.channels.telegram.updates import Me
from bot.channels.telegram.webhook import Webhook
from dialogs.session import Reply

log = structlog.get_logger(__name__)

# The command menu beside the input field.
MENU = (
    ("start", "Start again"),
    ("help", "What I can do"),
    ("cancel", "Stop what we are doing"),
)

# How long `deliver` itself waits between the parts of one text. Given back as TryLater, the parts
# already shown would be shown again.
LONGEST_WAIT_INSIDE = timedelta(seconds=60)

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


def _now() -> datetime:
    return datetime.now(UTC)


class TelegramChannel:
    """One clinic's bot. `async with` opens it; then `run` receives, and all else may be called."""

    name = "telegram"
    limits = Limits(text=LONGEST_TEXT, label=64, choice_id=64, choices=100)

    def __init__(
        self,
        settings: TelegramSettings,
        *,
        on_blocked: OnBlocked | None = None,
        now: Callable[[], datetime] = _now,
        sleep: Sleep = asyncio.sleep,
        chance: random.Random | None = None,
        share_label: str = "Share my phone number",
        keyboard_away: str = "OK.",
    ) -> None:
        """Connect to nothing yet.

        `on_blocked` is awaited with the user who has blocked the bot. `keyboard_away` is what a
        message says that only puts the phone number's keyboard away: Telegram takes none without.
        """
        self._api = Api(settings)
        # The part of the token before the colon is the bot's public id.
        me = Me(int(settings.bot_token.get_secret_value().partition(":")[0]))
        self._intake = Intake(self._api, me, now, on_blocked)
        self._telegram = Persistence(Pauses(sleep, chance))
        self._webhook: Webhook | None = None
        if settings.webhook_url is not None:
            self._webhook = Webhook(settings, self._api, self._intake, self._telegram, sleep)
        self._receiver = self._webhook or Polling(
            self._api, self._intake, self._telegram, Pauses(sleep, chance)
        )
        self._known = False
        self._sleep = sleep
        self._share_label = share_label
        self._keyboard_away = keyboard_away
        # Whose letters we have covered with the phone number's keyboard. Forgotten by a restart;
        # then the next message without buttons puts it away.
        self._keyboards: set[str] = set()

    async def __aenter__(self) -> Self:
        """Open the connection pool; a channel that was closed may be opened again."""
        await self._api.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End what runs beside, then close the connections. End `run` and deliveries before."""
        await self._intake.aclose()
        await self._api.__aexit__(kind, error, traceback)

    def routes(self) -> list[web.RouteDef]:
        """What to add to the application's server before it starts; nothing without a webhook."""
        return [] if self._webhook is None else self._webhook.routes()

    async def run(self, arrive: Arrive) -> None:
        """Receive until cancelled, through every outage of Telegram's."""
        self._intake.me = await self._telegram.until_done(self._who_am_i)
        self._known = True
        try:
            await self._offer_menu()
            await self._receiver.run(arrive)
        finally:
            self._known = False

    @property
    def receiving(self) -> bool:
        """Whether Telegram knows the bot and nothing is known to keep its news away."""
        return self._known and not self._telegram.troubled

    async def deliver(self, user: str, reply: Reply) -> str:
        """Send one reply; a handle names all of its messages, and the last one has the buttons."""
        *before, last = split(reply.text)
        under = markup(reply, self._share_label)
        sent: list[int] = []
        if user in self._keyboards and reply.choices and not reply.asks_contact:
            # A message has one markup: these buttons, or the word to put the keyboard away.
            before.insert(0, self._keyboard_away)
        for part in before:
            sent.append(await self._send_part(user, part, ReplyKeyboardRemove(), is_first=not sent))
            self._keyboards.discard(user)
        sent.append(await self._send_part(user, last, under, is_first=not sent))
        if reply.asks_contact:
            self._keyboards.add(user)
        else:
            self._keyboards.discard(user)
        return ",".join(map(str, sent))

    async def freeze(self, user: str, handle: str) -> None:
        """Take the buttons off; that they, or the whole message, are gone already is success."""
        try:
            message_id = int(handle.rpartition(",")[2])
        except ValueError:
            raise Rejected("no handle of this channel's") from None
        try:
            await self._api.call(
                self._api.bot.edit_message_reply_markup(user, message_id, reply_markup=None)
            )
        except AlreadySo:
            return

    async def tell_staff(self, chat: int, text: str) -> None:
        """Write to a chat of the clinic's own people, also when its group got another number."""
        try:
            await self._tell_staff(chat, text)
        except Moved as moved:
            await self._tell_staff(moved.chat, text)

    async def _tell_staff(self, chat: int, text: str) -> None:
        for place, part in enumerate(split(text)):
            await self._send_part(str(chat), part, None, is_first=not place)

    async def _send_part(
        self, user: str, text: str, under: Markup | None, *, is_first: bool
    ) -> int:
        try:
            return await self._send(user, text, under)
        except TryLater as error:
            wait = error.retry_after
            if is_first or wait is None or wait > LONGEST_WAIT_INSIDE:
                raise
        await self._sleep(wait.total_seconds())
        return await self._send(user, text, under)

    async def _send(self, user: str, text: str, under: Markup | None) -> int:
        message = await self._api.call(
            # No parse mode: what a patient or a vendor wrote is text, never formatting.
            self._api.bot.send_message(
                user, text, reply_markup=under, link_preview_options=_NO_PREVIEW
            )
        )
        return message.message_id

    async def _who_am_i(self) -> Me:
        bot = await self._api.call(self._api.bot.get_me())
        log.info("telegram_connected", bot=bot.username)
        return Me(bot.id, bot.username)

    async def _offer_menu(self) -> None:
        try:
            await self._api.call(self._api.bot.set_my_commands(MENU))
        except DeliveryError as error:
            # A convenience: typing the words works without it.
            log.warning(
                "telegram_no_command_menu", error=type(error).__name__, reason=reason(error)
            )
