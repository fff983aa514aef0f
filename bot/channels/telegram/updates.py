"""Reads one raw update of Telegram's into what a patient did; no I/O, and no library of Telegram's.

Every turn passes here, so it reads only what is used, straight from the bytes; why the library's
own types are not used for it stands in docs/decisions/telegram-updates.md, and a test holds the two
readings against each other.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from bot.channels.protocol import Arrival
from dialogs.session import Heard

# What we ask Telegram for; anything else would only cost.
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")

COMMANDS = frozenset({"/start", "/help", "/cancel"})


@dataclass(frozen=True, slots=True)
class Me:
    """Who the bot is; the name is unknown until Telegram has been asked."""

    id: int
    username: str | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What one update holds for us. `chat` is what must stay in order.

    `arrival` is what needs an answer, `callback` the press that waits to be acknowledged, and
    `blocked` says that the user of this chat can no longer be written to.
    """

    update_id: int
    chat: str | None = None
    arrival: Arrival | None = None
    callback: str | None = None
    blocked: bool = False


def read_update(raw: bytes | Mapping[str, Any], me: Me, now: datetime) -> Seen:
    """What the update holds; `now` stands in where Telegram gives no time (a pressed button).

    Raises pydantic's ValidationError, which quotes nothing, when it is no update.
    """
    update = (
        _Update.model_validate_json(raw) if isinstance(raw, bytes) else _Update.model_validate(raw)
    )
    if update.message is not None:
        return _message(update.update_id, update.message, me)
    if update.callback_query is not None:
        return _press(update.update_id, update.callback_query, now)
    if update.edited_message is not None:
        return _edit(update.update_id, update.edited_message)
    if update.my_chat_member is not None:
        return _membership(update.update_id, update.my_chat_member)
    return Seen(update.update_id)


class _Wire(BaseModel):
    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)


class _User(_Wire):
    id: int
    is_bot: bool = False
    language_code: str | None = None


class _Chat(_Wire):
    id: int
    type: str


class _Contact(_Wire):
    phone_number: str
    user_id: int | None = None


class _Entity(_Wire):
    type: str
    user: _User | None = None


class _Message(_Wire):
    # What kind of message it is shows only in which other fields there are.
    model_config = ConfigDict(extra="allow", hide_input_in_errors=True)

    chat: _Chat
    date: int
    edit_date: int | None = None
    sender: _User | None = Field(None, alias="from")
    text: str | None = None
    caption: str | None = None
    entities: tuple[_Entity, ...] = ()
    contact: _Contact | None = None
    forward_origin: Any = None
    media_group_id: str | None = None


class _Question(_Wire):
    chat: _Chat


class _Press(_Wire):
    id: str
    sender: _User = Field(alias="from")
    message: _Question | None = None
    data: str | None = None


class _Member(_Wire):
    status: str


class _Membership(_Wire):
    chat: _Chat
    date: int
    old_chat_member: _Member
    new_chat_member: _Member


class _Update(_Wire):
    update_id: int
    message: _Message | None = None
    edited_message: _Message | None = None
    callback_query: _Press | None = None
    my_chat_member: _Membership | None = None


# Field of a message to our word for it. An animation also has a document and a venue a location:
# the first that is there names it.
_KINDS = {
    "photo": "photo",
    "voice": "voice",
    "audio": "audio",
    "video": "video",
    "video_note": "video",
    "animation": "animation",
    "sticker": "sticker",
    "location": "location",
    "document": "document",
    "poll": "poll",
}

# Messages that Telegram writes about the chat: nobody said anything, so nobody waits for an answer.
_NOTICES = frozenset(
    {
        "boost_added",
        "chat_background_set",
        "chat_shared",
        "delete_chat_photo",
        "message_auto_delete_timer_changed",
        "new_chat_photo",
        "new_chat_title",
        "pinned_message",
        "proximity_alert_triggered",
        "users_shared",
        "web_app_data",
        "write_access_allowed",
    }
)

_GROUPS = frozenset({"group", "supergroup"})
_OUTSIDE = frozenset({"left", "kicked"})
_INSIDE = frozenset({"member", "administrator", "restricted"})

_COMMAND = re.compile(
    r"/(?P<name>[A-Za-z0-9_]{1,32})(?:@(?P<bot>[A-Za-z0-9_]+))?(?:\s+(?P<rest>.*))?", re.DOTALL
)
_START_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
# E.164 has at most 15 digits; fewer than 7 are nobody's number in full.
_PHONE = re.compile(r"[0-9]{7,15}")


def _message(update_id: int, message: _Message, me: Me) -> Seen:
    chat = str(message.chat.id)
    if message.chat.type in _GROUPS:
        if not _speaks_to_us(message, me):
            return Seen(update_id, chat)
        return _refused_group(update_id, chat, message.date)
    if message.chat.type != "private" or message.sender is None or message.sender.is_bot:
        return Seen(update_id, chat)
    at = _time(message.date)
    locale = message.sender.language_code
    message_id = str(update_id)
    if message.text is not None:
        heard = Heard(text=_words(message.text), at=at, locale=locale)
    elif message.contact is not None:
        phone = _own_phone(message, message.contact)
        other = None if phone else "contact"
        heard = Heard(at=at, locale=locale, contact=phone, other=other)
    else:
        other = _kind(message)
        if other is None:
            return Seen(update_id, chat)
        heard = Heard(text=message.caption or "", at=at, locale=locale, other=other)
        if message.media_group_id and not heard.text:
            # Ten photos in one album are ten messages; one answer to them is enough.
            message_id = f"album:{message.media_group_id}"
    return Seen(update_id, chat, Arrival(chat, message_id, heard))


def _edit(update_id: int, message: _Message) -> Seen:
    chat = str(message.chat.id)
    words = message.text or message.caption
    # Without words it is, as a rule, a live location: one edit every few seconds.
    if message.chat.type != "private" or message.sender is None or words is None:
        return Seen(update_id, chat)
    heard = Heard(
        text=words,
        at=_time(message.edit_date or message.date),
        locale=message.sender.language_code,
        other="edited",
    )
    return Seen(update_id, chat, Arrival(chat, str(update_id), heard))


def _press(update_id: int, press: _Press, now: datetime) -> Seen:
    if press.message is None:
        return Seen(update_id, callback=press.id)
    chat = str(press.message.chat.id)
    if press.message.chat.type != "private" or press.data is None:
        return Seen(update_id, chat, callback=press.id)
    heard = Heard(at=now, choice=press.data, locale=press.sender.language_code)
    return Seen(update_id, chat, Arrival(chat, str(update_id), heard), callback=press.id)


def _membership(update_id: int, change: _Membership) -> Seen:
    chat = str(change.chat.id)
    before, after = change.old_chat_member.status, change.new_chat_member.status
    if change.chat.type == "private":
        return Seen(update_id, chat, blocked=after == "kicked")
    if change.chat.type in _GROUPS and before in _OUTSIDE and after in _INSIDE:
        return _refused_group(update_id, chat, change.date)
    return Seen(update_id, chat)


def _refused_group(update_id: int, chat: str, date: int) -> Seen:
    """What people say in a group is not ours to keep: only that we were spoken to."""
    return Seen(
        update_id, chat, Arrival(chat, str(update_id), Heard(at=_time(date), other="group"))
    )


def _speaks_to_us(message: _Message, me: Me) -> bool:
    text = message.text or ""
    name = (me.username or "").casefold()
    command = _COMMAND.fullmatch(text)
    if command is not None:
        to = command["bot"]
        if to is None:
            return f"/{command['name'].casefold()}" in COMMANDS
        return to.casefold() == name
    if any(entity.user is not None and entity.user.id == me.id for entity in message.entities):
        return True
    mentioned = {word.casefold() for word in re.findall(r"@([A-Za-z0-9_]+)", text)}
    return bool(name) and name in mentioned


def _words(text: str) -> str:
    """Commands in their plain form; a command with a sentence behind it is read as the sentence.

    Otherwise "/help I have chest pain" would be a request for the list of commands.
    """
    command = _COMMAND.fullmatch(text)
    if command is None:
        return text
    name, rest = command["name"], command["rest"] or ""
    plain = f"/{name.casefold()}"
    if plain == "/start" and _START_PAYLOAD.fullmatch(rest):
        return plain
    if rest.strip():
        return f"{name} {rest}"
    return plain if plain in COMMANDS else name


def _own_phone(message: _Message, contact: _Contact) -> str | None:
    """The sender's own number: Telegram says whose card it is; a forwarded one proves nothing."""
    if message.sender is None or contact.user_id != message.sender.id:
        return None
    if message.forward_origin is not None:
        return None
    digits = re.sub(r"[^0-9]", "", contact.phone_number)
    return f"+{digits}" if _PHONE.fullmatch(digits) else None


def _kind(message: _Message) -> str | None:
    fields = message.model_extra or {}
    for field, kind in _KINDS.items():
        if field in fields:
            return kind
    return None if _NOTICES & fields.keys() else "unknown"


def _time(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
