"""How the clinic's people are told of what waits for them: the DESK_ group of a clinic's file."""

import ipaddress
import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationInfo
from pydantic import field_validator as validates
from pydantic_core import PydanticCustomError

from bot.settings.groups import Group
from bot.settings.problems import expected

# What is printable and needs no quotes in a mail's head; an address in another script would need
# a mail server that can do more than most.
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9][A-Za-z0-9.-]{1,200}")
_HOST = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,252}")

PORTS = {"starttls": 587, "tls": 465, "none": 25}


def _address(text: str) -> str:
    if not _ADDRESS.fullmatch(text):
        raise expected("an e-mail address, as desk@harbour.example")
    return text


def _addresses(text: object) -> tuple[str, ...]:
    addresses = tuple(part.strip() for part in str(text).split(","))
    if not all(_ADDRESS.fullmatch(each) for each in addresses):
        raise expected("e-mail addresses with commas between them")
    return addresses


def _chat(text: object) -> object:
    if not re.fullmatch(r"-?[1-9][0-9]{0,18}", str(text).strip()):
        raise expected("the number of a chat; that of a group begins with -")
    return text


def _host(text: str) -> str:
    if not _HOST.fullmatch(text) and _ip(text) is None:
        raise expected("the name of a mail server, without a port")
    return text


def _is_loopback(host: str) -> bool:
    ip = _ip(host)
    return host == "localhost" if ip is None else ip.is_loopback


def _ip(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


class DeskGroup(Group):
    """By which ways staff are told; a way is there as a whole, or not at all."""

    telegram_chat: Annotated[int, BeforeValidator(_chat)] | None = Field(
        None,
        description="The number of the Telegram chat in which the clinic's bot tells staff of what "
        "waits for them; docs/desk.md says how to find it",
        examples=["-1001234567890"],
    )
    mail_to: Annotated[tuple[str, ...], BeforeValidator(_addresses)] = Field(
        (),
        description="The e-mail addresses to which staff are told of what waits for them, with "
        "commas between them; with it, DESK_MAIL_FROM and DESK_SMTP_HOST are needed",
        examples=["desk@harbour.example"],
    )
    mail_from: Annotated[str, AfterValidator(_address)] | None = Field(
        None,
        validate_default=True,
        description="The address that these e-mails come from",
        examples=["frontdesk@harbour.example"],
    )
    smtp_host: Annotated[str, AfterValidator(_host)] | None = Field(
        None,
        validate_default=True,
        description="The mail server that takes these e-mails",
        examples=["smtp.harbour.example"],
    )
    smtp_port: int | None = Field(
        None,
        ge=1,
        le=65535,
        description="Its port; without it 587, with DESK_SMTP_SECURITY=tls 465",
        examples=["587"],
    )
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        "starttls",
        description="How the way to the mail server is secured: starttls, tls from the first byte, "
        "or none, which is only for a mail server on this machine",
        examples=["starttls"],
    )
    smtp_username: str | None = Field(
        None,
        description="The name to log in to the mail server with, if it wants one",
        examples=["frontdesk@harbour.example"],
    )
    smtp_password: SecretStr | None = Field(
        None,
        validate_default=True,
        description="The password that belongs to it",
        examples=["the-password-of-that-mailbox"],
    )
    details: Literal["yes", "no"] = Field(
        "no",
        description="Whether these messages hold what the patient wrote, with name and phone; "
        "with no they say what kind of thing waits, since when, and how to read it",
        examples=["no"],
    )

    @property
    def by_mail(self) -> bool:
        """Whether staff are told by e-mail."""
        return bool(self.mail_to)

    @property
    def port(self) -> int:
        """The mail server's port, given or usual."""
        return self.smtp_port or PORTS[self.smtp_security]

    # A variable that is wrong is missing from info.data, and its own problem is enough.

    @validates("mail_from", "smtp_host")
    @classmethod
    def _whole(cls, given: str | None, info: ValidationInfo) -> str | None:
        if given is None and info.data.get("mail_to"):
            raise PydanticCustomError("missing", "needed")
        return given

    @validates("mail_from", "smtp_host", "smtp_port", "smtp_username")
    @classmethod
    def _of_use(cls, given: Any, info: ValidationInfo) -> Any:  # noqa: ANN401 - of any of them
        if given is not None and info.data.get("mail_to") == ():
            raise expected("nothing without DESK_MAIL_TO")
        return given

    @validates("smtp_security")
    @classmethod
    def _private(cls, security: str, info: ValidationInfo) -> str:
        host = info.data.get("smtp_host")
        if security == "none" and host is not None and not _is_loopback(host):
            raise expected("starttls or tls, because DESK_SMTP_HOST is not this machine")
        return security

    @validates("smtp_password")
    @classmethod
    def _login(cls, password: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if "smtp_username" in info.data and (password is None) != (
            info.data["smtp_username"] is None
        ):
            if password is None:
                raise PydanticCustomError("missing", "needed")
            raise expected("nothing without DESK_SMTP_USERNAME")
        return password
