"""How a reply looks in Telegram: its text in messages that fit, its choices as buttons."""

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from dialogs.session import Reply

# Telegram says "characters"; elsewhere it counts UTF-16 units, and they are the stricter reading.
LONGEST_TEXT = 4096

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove


def markup(reply: Reply, share_label: str) -> Markup:
    """What stands under the message.

    The one way to ask for a phone number is a keyboard in the place of the letters. A message has
    one keyboard only, so choices beside it become keys too; a key types its label, and a typed
    label is as good as a button. Any message without buttons puts such a keyboard away: Telegram
    leaves it until it is told, and whether one is open cannot be asked.
    """
    if reply.asks_contact:
        share = KeyboardButton(share_label, request_contact=True)
        keys = [[share], *([KeyboardButton(choice.label)] for choice in reply.choices)]
        return ReplyKeyboardMarkup(keys, resize_keyboard=True, one_time_keyboard=True)
    if reply.choices:
        return InlineKeyboardMarkup(
            [
                [InlineKeyboardButton(choice.label, callback_data=choice.id)]
                for choice in reply.choices
            ]
        )
    return ReplyKeyboardRemove()


def split(text: str, limit: int = LONGEST_TEXT) -> list[str]:
    """The text in parts of at most `limit` UTF-16 units, cut between paragraphs where possible.

    Then between lines, then between words, and inside a word only when it alone is too long.
    """
    parts = []
    rest = text.rstrip()
    while _units(rest) > limit:
        room = _characters_within(rest, limit)
        cut = next(
            (
                found
                for gap in ("\n\n", "\n", " ")
                if (found := rest.rfind(gap, room // 2, room)) > 0
            ),
            room,
        )
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*parts, rest]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _characters_within(text: str, limit: int) -> int:
    used = 0
    for count, character in enumerate(text):
        used += 1 if ord(character) <= 0xFFFF else 2  # noqa: PLR2004 - the last of one unit
        if used > limit:
            return count
    return len(text)
