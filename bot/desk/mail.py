"""Telling staff by e-mail, through the clinic's own mail server."""

import asyncio
import email.policy
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

import aiosmtplib
import structlog

from bot.channels.protocol import DeliveryError, Rejected, TryLater, Unreachable
from bot.desk.wording import Notice
from bot.settings.desk import DeskGroup

log = structlog.get_logger(__name__)

# For each answer of the mail server, and for all of them together.
ANSWER_SECONDS = 20.0
WHOLE_SECONDS = 60.0

# The name that we greet with says nothing of the machine, and is right as RFC 5321 has it.
_GREETING = "[127.0.0.1]"

_FOR_GOOD = 500


@dataclass
class Mail:
    """A mail server and whom it is to write to; `tls` stands in for the system's trust store."""

    settings: DeskGroup
    clock: Callable[[], datetime]
    tls: ssl.SSLContext | None = None
    answer_seconds: float = ANSWER_SECONDS
    name: str = "mail"
    # A mailbox that fills up is no longer read.
    gap: timedelta = timedelta(minutes=2)

    async def tell(self, notice: Notice) -> None:
        """Send one mail to all; raises DeliveryError.

        Where the server takes it for some of them, it is sent, and the others are logged.
        """
        if self.tls is None and self.settings.smtp_security != "none":
            # Reading all the certificates of the system takes a while.
            self.tls = await asyncio.to_thread(ssl.create_default_context)
        try:
            async with asyncio.timeout(WHOLE_SECONDS):
                refused = await self._sent(self._composed(notice))
        except (aiosmtplib.SMTPException, TimeoutError, OSError) as error:
            failure = _meaning(error)
        else:
            if refused:
                log.warning("desk_mail_not_to_all", count=refused)
            return
        # Raised out here, so that the library's error, which quotes addresses and what the server
        # wrote, is not kept as its context.
        raise failure

    async def _sent(self, message: EmailMessage) -> int:
        settings = self.settings
        client = aiosmtplib.SMTP(
            hostname=settings.smtp_host,
            port=settings.port,
            local_hostname=_GREETING,
            timeout=self.answer_seconds,
            use_tls=settings.smtp_security == "tls",
            start_tls=False,
            tls_context=self.tls,
        )
        try:
            await client.connect()
            await self._secured(client)
            refused, _ = await client.send_message(
                message, sender=settings.mail_from, recipients=settings.mail_to
            )
        finally:
            # It has said that it took the mail; a farewell would only be another thing to wait for.
            client.close()
        return len(refused)

    async def _secured(self, client: aiosmtplib.SMTP) -> None:
        """Encrypt and log in as the settings have it, or send nothing at all."""
        settings = self.settings
        await client.ehlo()
        if settings.smtp_security == "starttls":
            if not client.supports_extension("starttls"):
                raise TryLater("no encryption")
            await client.starttls()
            await client.ehlo()
        if settings.smtp_username is not None and settings.smtp_password is not None:
            if not client.supported_auth_methods:
                raise TryLater("no login")
            await client.login(settings.smtp_username, settings.smtp_password.get_secret_value())

    def _composed(self, notice: Notice) -> EmailMessage:
        sender = self.settings.mail_from or ""
        message = EmailMessage(policy=email.policy.SMTP)
        message["From"] = sender
        message["To"] = ", ".join(self.settings.mail_to)
        message["Subject"] = " ".join(notice.subject.split())
        message["Date"] = format_datetime(self.clock())
        # A repeat after a crash has the same, and most mail programs show it once.
        message["Message-ID"] = f"<frontdesk-{notice.id}@{sender.rpartition('@')[2]}>"
        # Else an answering machine would answer, and we to it.
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(notice.text, charset="utf-8", cte="quoted-printable")
        return message


def _meaning(error: Exception) -> DeliveryError:
    """What to raise for it, in words of ours."""
    match error:
        case aiosmtplib.SMTPAuthenticationError():
            return _lasting(error.code, Unreachable("login refused"))
        case aiosmtplib.SMTPSenderRefused():
            return _lasting(error.code, Unreachable("sender refused"))
        case aiosmtplib.SMTPRecipientsRefused():
            codes = [one.code for one in error.recipients]
            return _lasting(min(codes, default=_FOR_GOOD), Unreachable("recipients refused"))
        case aiosmtplib.SMTPDataError():
            return _lasting(error.code, Rejected("message refused"))
        case aiosmtplib.SMTPResponseException():
            return TryLater("refused for now")
        case TimeoutError():
            return TryLater("no answer")
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in _chain(error)):
        # It may have run out yesterday and be renewed tomorrow. Nothing was sent, no password.
        return TryLater("certificate")
    if any(isinstance(cause, ssl.SSLError) for cause in _chain(error)):
        return TryLater("encryption failed")
    return TryLater("not connected")


def _lasting(code: int, refusal: DeliveryError) -> DeliveryError:
    """The refusal, if it is one for good; a server that greylists says no and means later."""
    return refusal if code >= _FOR_GOOD else TryLater("refused for now")


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
