"""Telegram's refusals, and in one table what each of them means to us."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    TelegramError,
)

from bot.channels.protocol import DeliveryError, Rejected, TryLater, Unreachable


class Flooded(TelegramError):
    """Too much at once (429); the library's own class for it warns whenever one is made."""

    def __init__(self, retry_after: timedelta) -> None:
        """Keep for how long Telegram asked to wait."""
        super().__init__("too many requests")
        self.retry_after = retry_after


class AlreadySo(Rejected):
    """The buttons are gone already, or the message is, or it is too old to be changed."""


class TooOldToAnswer(Rejected):
    """The press was so long ago that nobody waits for its acknowledgement any more."""


class Moved(Unreachable):
    """The group has become a supergroup, which has another number."""

    def __init__(self, chat: int) -> None:
        """Keep the number that it has now."""
        super().__init__("Telegram: the group has another number")
        self.chat = chat


class TokenRefused(TryLater):
    """Telegram does not know this token. Nothing is lost: it may be corrected."""


class OtherReceiver(TryLater):
    """Somebody else receives for this bot: another program, or a webhook."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of refusal, told apart further by a part of its text where the kind is too wide."""

    kind: type[TelegramError]
    text: str
    means: Callable[[str], DeliveryError]
    # Telegram's own words tell staff what to do only where the request itself was wrong.
    quoted: bool = False


# The first rule that fits decides. BadRequest is a NetworkError to the library, so it comes first,
# and the particular texts come before their kind.
RULES = (
    Rule(Forbidden, "", Unreachable, quoted=True),
    Rule(BadRequest, "chat not found", Unreachable, quoted=True),
    Rule(BadRequest, "user not found", Unreachable, quoted=True),
    Rule(BadRequest, "peer_id_invalid", Unreachable, quoted=True),
    Rule(BadRequest, "message is not modified", AlreadySo),
    Rule(BadRequest, "message to edit not found", AlreadySo, quoted=True),
    Rule(BadRequest, "message can't be edited", AlreadySo, quoted=True),
    Rule(BadRequest, "query is too old", TooOldToAnswer),
    Rule(BadRequest, "", Rejected, quoted=True),
    Rule(InvalidToken, "", TokenRefused),
    Rule(Conflict, "", OtherReceiver, quoted=True),
    Rule(TelegramError, "", TryLater),
)


def meaning(error: TelegramError) -> DeliveryError:
    """What to raise for a refusal; it keeps nothing of the request that was refused."""
    if isinstance(error, Flooded):
        return TryLater("Telegram asks to wait", error.retry_after)
    if isinstance(error, ChatMigrated):
        return Moved(error.new_chat_id)
    said = error.message.casefold()
    rule = next(rule for rule in RULES if isinstance(error, rule.kind) and rule.text in said)
    kind = type(error).__name__
    return rule.means(f"Telegram: {error.message}" if rule.quoted else f"Telegram: {kind}")


def reason(said: object) -> str:
    """What Telegram said, as one word for a log, which takes no sentences of other people's."""
    return re.sub(r"[^A-Za-z]+", "-", str(said)).strip("-").casefold()[:60]
