"""A real mail server on loopback, which can be told to refuse, to be slow, and whose it is."""

import asyncio
import email.policy
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from functools import cache
from typing import Literal

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USERNAME, PASSWORD = "frontdesk@harbour.example", "canary-of-the-mailbox"


@cache
def authority() -> trustme.CA:
    """Whom the clinic's machine trusts."""
    return trustme.CA()


def trust() -> ssl.SSLContext:
    """The trust store of the clinic's machine."""
    context = ssl.create_default_context()
    authority().configure_trust(context)
    return context


Shows = Literal["its own", "somebody else's", "an unknown one", "an expired one"]


def shown(what: Shows) -> ssl.SSLContext:
    """The certificate that the server shows."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    match what:
        case "its own":
            certificate = authority().issue_cert("127.0.0.1")
        case "somebody else's":
            certificate = authority().issue_cert("mail.other.example")
        case "an unknown one":
            certificate = trustme.CA().issue_cert("127.0.0.1")
        case "an expired one":
            past = datetime(2020, 1, 1, tzinfo=UTC)
            certificate = authority().issue_cert("127.0.0.1", not_after=past)
    certificate.configure_cert(context)
    return context


@dataclass
class Mailbox:
    """What the server took, and what it is told to do; the answers are SMTP's own lines."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    logins: list[tuple[str, str]] = field(default_factory=list)
    connections: int = 0
    refuses: dict[str, str] = field(default_factory=dict)
    login: str | None = None
    data: list[str] = field(default_factory=list)
    silent: bool = False
    _never: asyncio.Event = field(default_factory=asyncio.Event)

    def texts(self) -> list[str]:
        return [text(mail) for mail in self.mails]

    # What aiosmtpd calls

    async def handle_EHLO(  # noqa: N802 - the library's names
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, lines: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return lines

    async def handle_MAIL(  # noqa: N802
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        if self.silent:
            await self._never.wait()
        if address in self.refuses:
            return self.refuses[address]
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.data:
            return self.data.pop(0)
        content = envelope.content
        assert isinstance(content, bytes)
        mail = email.message_from_bytes(content, policy=email.policy.default)
        self.mails.append(mail)
        self.senders.append(envelope.mail_from or "")
        self.recipients.append(list(envelope.rcpt_tos))
        return "250 OK"

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: object
    ) -> AuthResult:
        assert isinstance(given, LoginPassword)
        self.logins.append((given.login.decode(), given.password.decode()))
        if self.login is not None:
            return AuthResult(success=False, handled=False, message=self.login)
        return AuthResult(success=self.logins[-1] == (USERNAME, PASSWORD), handled=False)


def text(mail: EmailMessage) -> str:
    content = mail.get_content()
    assert isinstance(content, str)
    return content.replace("\r\n", "\n")


@asynccontextmanager
async def mail_server(
    security: Literal["starttls", "tls", "none"] = "starttls",
    *,
    shows: Shows = "its own",
    wants_login: bool = False,
    offers_login: bool = True,
) -> AsyncIterator[Mailbox]:
    """A server that listens."""
    mailbox = Mailbox()
    context = None if security == "none" else shown(shows)

    open_ones: list[SMTP] = []

    def connected() -> SMTP:
        mailbox.connections += 1
        one = SMTP(
            mailbox,
            hostname="mail.harbour.example",
            ident="mail",
            tls_context=context if security == "starttls" else None,
            require_starttls=security == "starttls",
            authenticator=mailbox.authenticate,
            auth_exclude_mechanism=() if offers_login else ("LOGIN", "PLAIN"),
            auth_required=security == "starttls" and wants_login,
            # What is encrypted from the first byte is no TLS of the library's own.
            auth_require_tls=security == "starttls",
            loop=asyncio.get_running_loop(),
        )
        open_ones.append(one)
        return one

    server = await asyncio.get_running_loop().create_server(
        connected, "127.0.0.1", 0, ssl=context if security == "tls" else None
    )
    mailbox.port = server.sockets[0].getsockname()[1]
    try:
        yield mailbox
    finally:
        server.close()
        await server.wait_closed()
        for one in open_ones:
            if isinstance(one.transport, asyncio.WriteTransport):
                one.transport.abort()
        # The loop tells the transports in its next round, and closes their sockets after it.
        for _ in range(3):
            await asyncio.sleep(0)
