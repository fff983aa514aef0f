"""What a clinic says about its Telegram bot, and what is wrong with it, without ever quoting it."""

import ipaddress
import re
from typing import Annotated, Self
from urllib.parse import SplitResult, urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    model_validator,
)

OFFICIAL_API = "https://api.telegram.org"

# Telegram connects to no other port; a Bot API server of the clinic's own connects to any.
WEBHOOK_PORTS = frozenset({443, 80, 88, 8443})

_TOKEN = re.compile(r"[0-9]{3,20}:[A-Za-z0-9_-]{20,100}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{32,256}")


def _token(token: SecretStr) -> SecretStr:
    if not _TOKEN.fullmatch(token.get_secret_value()):
        raise ValueError(
            "expected the token exactly as @BotFather gave it: digits, a colon, letters"
        )
    return token


def _secret(secret: SecretStr) -> SecretStr:
    if not _SECRET.fullmatch(secret.get_secret_value()):
        raise ValueError("expected 32 to 256 characters, only letters A-Z and a-z, digits, _ and -")
    return secret


def _url(address: str) -> str:
    parts = _parts(address)
    if parts is None or parts.username or parts.query or parts.fragment:
        raise ValueError(
            "expected an address such as https://bot.clinic.example, nothing behind it"
        )
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_loopback(parts.hostname)):
        raise ValueError(
            "expected an address that starts with https:// (http only on this machine)"
        )
    return address.rstrip("/")


def _parts(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        # Reading the port is what checks it.
        usable = parts.hostname is not None and (parts.port is None or parts.port > 0)
    except ValueError:
        return None
    return parts if usable else None


def _is_loopback(host: str | None) -> bool:
    if host is None:
        return False
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _nothing_if_empty(given: object) -> object:
    return None if given == "" else given


_Url = Annotated[str, AfterValidator(_url)]


class TelegramSettings(BaseModel):
    """The TELEGRAM_ group of a clinic's file; without a webhook address the bot asks for news."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    bot_token: Annotated[SecretStr, AfterValidator(_token)] = Field(
        description="The bot's password, as @BotFather gave it. Whoever has it can read and write "
        "in the bot's name.",
        examples=["123456789:AbCdEfGhIjKlMnOpQrStUvWxYz_0123456"],
    )
    api_base_url: _Url = Field(
        default=OFFICIAL_API,
        description="Where Telegram's Bot API is. Change it only for a Bot API server of your own.",
        examples=[OFFICIAL_API, "http://127.0.0.1:8081"],
    )
    webhook_url: Annotated[_Url | None, BeforeValidator(_nothing_if_empty)] = Field(
        default=None,
        description="The public https address of this server, if Telegram shall call it. Leave it "
        "out and Frontdesk asks Telegram for news, which needs no public address.",
        examples=["https://bot.clinic.example"],
    )
    webhook_secret: Annotated[
        Annotated[SecretStr, AfterValidator(_secret)] | None, BeforeValidator(_nothing_if_empty)
    ] = Field(
        default=None,
        description="A long random word with which Telegram proves that a call is its own. Needed "
        "with a webhook address; letters, digits, _ and -, at least 32 of them.",
        examples=["make-one-with-openssl-rand-hex-32"],
    )
    webhook_connections: int = Field(
        default=20,
        ge=1,
        le=100,
        description="With a webhook: how many calls Telegram may make at the same time.",
        examples=["20"],
    )
    poll_seconds: int = Field(
        default=30,
        ge=1,
        le=50,
        description="Without a webhook: how long one question for news is held open.",
        examples=["30"],
    )

    @model_validator(mode="after")
    def _webhook_is_whole(self) -> Self:
        if self.webhook_url is None:
            return self
        if self.webhook_secret is None:
            raise ValueError("webhook_url needs webhook_secret as well")
        port = urlsplit(self.webhook_url).port or 443
        if self.api_base_url == OFFICIAL_API and port not in WEBHOOK_PORTS:
            raise ValueError("webhook_url: Telegram only calls the ports 443, 80, 88 and 8443")
        return self
