"""`python -m bot desk harbour.env --test`: sends a message by each way, and says how it went."""

from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path

from bot.channels.protocol import DeliveryError
from bot.channels.telegram.channel import TelegramChannel
from bot.desk.telling import Way, token
from bot.desk.ways import ways
from bot.desk.wording import Notice, trial
from bot.settings import load

Say = Callable[[str], None]

_TITLES = {"telegram": "Telegram", "mail": "E-mail"}
_WHERE = {"telegram": "Look into the staff chat", "mail": "Look into the mailbox"}

# The first that is a part of what went wrong says what to look at. Telegram's own words on the
# left; ours for a mail server.
_ADVICE = (
    ("chat not found", "is DESK_TELEGRAM_CHAT right, with its minus sign, and is the bot in it?"),
    ("not a member", "add the bot to the staff chat again."),
    ("kicked", "add the bot to the staff chat again."),
    ("blocked", "the bot was blocked there: unblock it."),
    ("initiate conversation", "open a chat with the bot and press Start first."),
    ("not enough rights", "let the bot write in the staff chat."),
    ("invalidtoken", "look at TELEGRAM_BOT_TOKEN."),
    ("login refused", "look at DESK_SMTP_USERNAME and DESK_SMTP_PASSWORD."),
    ("no login", "the mail server wants no login: leave out DESK_SMTP_USERNAME and its password."),
    ("sender refused", "the mail server does not let us write as DESK_MAIL_FROM."),
    ("recipients refused", "the mail server knows nobody of DESK_MAIL_TO."),
    ("message refused", "the mail server took it for something else, perhaps spam."),
    ("refused for now", "the mail server asks to try again in a few minutes."),
    ("certificate", "the mail server cannot show that it is DESK_SMTP_HOST."),
    ("no encryption", "the mail server offers none on this port: look at DESK_SMTP_SECURITY."),
    ("encryption failed", "look at DESK_SMTP_SECURITY and DESK_SMTP_PORT: they do not fit."),
    ("no answer", "the mail server does not answer: look at DESK_SMTP_HOST and DESK_SMTP_PORT."),
    ("not connected", "nothing answers there: look at DESK_SMTP_HOST and DESK_SMTP_PORT."),
)


async def send_trial(env: Path, clock: Callable[[], datetime], say: Say) -> int:
    """Send one message by each way that is configured; 0 when all of them took it."""
    settings = load(env, needs=frozenset({"telegram"}))
    if settings.telegram is None:
        raise ValueError("load has made sure of the bot")
    async with AsyncExitStack() as stack:
        channel = await stack.enter_async_context(TelegramChannel(settings.telegram, now=clock))
        configured = ways(settings, channel, clock)
        if not configured:
            say(
                "Staff are told nowhere: set DESK_TELEGRAM_CHAT, or DESK_MAIL_TO and what belongs "
                "to it."
            )
            return 1
        notice = trial(settings.clinic.name, settings.file.name, clock())
        sent = [await _sent(way, notice, say) for way in configured]
    return 0 if all(sent) else 1


async def _sent(way: Way, notice: Notice, say: Say) -> bool:
    try:
        await way.tell(notice)
    except DeliveryError as error:
        said = str(error).casefold()
        advice = next((words for part, words in _ADVICE if part in said), token(error))
        say(f"{_TITLES[way.name]}: not sent; {advice}")
        return False
    say(f"{_TITLES[way.name]}: sent. {_WHERE[way.name]}, on a phone or computer of the desk.")
    return True
