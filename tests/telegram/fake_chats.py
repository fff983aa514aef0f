"""People in Telegram: what their chats show, and what they can do, each deed as one update."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

JSON = dict[str, Any]

# How long Telegram waits for the acknowledgement of a press; the fake's own, nobody documents it.
PRESS_LASTS = timedelta(seconds=15)


@dataclass
class World:
    """What all chats share: the clock, the numbers, and where updates go."""

    now: Callable[[], datetime]
    emit: Callable[[str, JSON], JSON]
    changed: Callable[[], None]
    bot: JSON
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def stamp(self) -> int:
        return int(self.now().timestamp())


@dataclass
class Shown:
    """One message as the chat shows it; `buttons` are those that can still be pressed."""

    message_id: int
    text: str
    by_bot: bool
    date: int
    markup: JSON = field(default_factory=dict)

    @property
    def buttons(self) -> list[str]:
        return [button["text"] for button in self._inline()]

    def data_of(self, label: str) -> str | None:
        return next((str(b["callback_data"]) for b in self._inline() if b["text"] == label), None)

    @property
    def editable(self) -> bool:
        return self.by_bot and self.markup.keys() <= {"inline_keyboard"}

    def _inline(self) -> list[JSON]:
        return [button for row in self.markup.get("inline_keyboard", []) for button in row]


@dataclass
class Press:
    """A pressed button whose spinner turns until the bot acknowledges it, or gave up."""

    id: str
    at: datetime
    answered: bool = False


class Chat:
    """A chat of any type with the bot in it."""

    type = "private"

    def __init__(self, world: World, chat_id: int) -> None:
        self.id = chat_id
        self.world = world
        self.messages: list[Shown] = []
        self.keyboard: list[JSON] = []
        self.presses: list[Press] = []
        # None while messages get through; else Telegram's words for why they do not.
        self.unreachable: str | None = None
        self._ids = count(1)

    @property
    def sees(self) -> list[str]:
        """The bot's messages, oldest first."""
        return [shown.text for shown in self.messages if shown.by_bot]

    @property
    def buttons(self) -> list[str]:
        """Every inline button of the chat that can still be pressed."""
        return [label for shown in self.messages for label in shown.buttons]

    @property
    def keys(self) -> list[str]:
        """The keys of the keyboard that covers the letters."""
        return [str(key["text"]) for key in self.keyboard]

    @property
    def spinning(self) -> int:
        """How many presses the bot has not acknowledged."""
        return sum(not press.answered for press in self.presses)

    def describe(self) -> JSON:
        return {"id": self.id, "type": self.type}

    def message(self, message_id: int) -> Shown | None:
        return next((shown for shown in self.messages if shown.message_id == message_id), None)

    def show(self, text: str, markup: JSON) -> JSON:
        """The bot's message; gives what Telegram answers to it."""
        shown = Shown(next(self._ids), text, by_bot=True, date=self.world.stamp(), markup=markup)
        self.messages.append(shown)
        if "keyboard" in markup:
            self.keyboard = [key for row in markup["keyboard"] for key in row]
        if markup.get("remove_keyboard"):
            self.keyboard = []
        self.world.changed()
        return self.wire(shown)

    def wire(self, shown: Shown) -> JSON:
        """A message of the bot's as Telegram writes it."""
        wire = {
            "message_id": shown.message_id,
            "from": self.world.bot,
            "chat": self.describe(),
            "date": shown.date,
            "text": shown.text,
        }
        inline = shown.markup.get("inline_keyboard")
        return wire | ({"reply_markup": {"inline_keyboard": inline}} if inline else {})

    def _send(self, sender: "User", content: JSON) -> JSON:
        message_id = next(self._ids)
        date = self.world.stamp()
        self.messages.append(
            Shown(message_id, str(content.get("text", "")), by_bot=False, date=date)
        )
        message = {
            "message_id": message_id,
            "from": sender.profile(),
            "chat": self.describe(),
            "date": date,
            **content,
        }
        text = content.get("text", "")
        if text.startswith("/"):
            length = len(text.split()[0])
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        return self.world.emit("message", message)


class User(Chat):
    """A person in their private chat with the bot. Every deed gives the update it became."""

    def __init__(self, world: World, user_id: int, name: str, language: str | None) -> None:
        super().__init__(world, user_id)
        self.name = name
        self.language = language
        self.phone = f"4479000{user_id % 100000:05}"
        # A bot cannot write first.
        self.unreachable = "Forbidden: bot can't initiate conversation with a user"
        self._here = False

    def describe(self) -> JSON:
        return {"id": self.id, "type": "private", "first_name": self.name}

    def profile(self) -> JSON:
        language = {"language_code": self.language} if self.language else {}
        return {"id": self.id, "is_bot": False, "first_name": self.name, **language}

    def say(self, text: str) -> JSON:
        return self._do({"text": text})

    def press(self, label: str) -> JSON:
        """Press the newest live button with this label."""
        found = ((shown, shown.data_of(label)) for shown in reversed(self.messages))
        shown, data = next(((one, data) for one, data in found if data is not None), (None, None))
        if shown is None:
            raise LookupError(f"no button {label!r}; there are {self.buttons}")
        press = Press(f"{next(self.world.numbers):018}", self.world.now())
        self.presses.append(press)
        query = {
            "id": press.id,
            "from": self.profile(),
            "chat_instance": str(self.id),
            "message": self.wire(shown),
            "data": data,
        }
        return self.world.emit("callback_query", query)

    def tap_key(self, label: str) -> JSON:
        """Tap a key of the keyboard that the bot has put over the letters."""
        key = next((key for key in self.keyboard if key["text"] == label), None)
        if key is None:
            raise LookupError(f"no key {label!r}; there are {self.keys}")
        return self.share_contact() if key.get("request_contact") else self.say(label)

    def share_contact(self, phone: str | None = None, *, of: "User | None" = None) -> JSON:
        """Share one's own number, or somebody else's card."""
        owner = of or self
        contact = {"phone_number": phone or owner.phone, "first_name": owner.name}
        return self._do({"contact": contact | {"user_id": owner.id}})

    def send_photo(self, caption: str | None = None, *, album: str | None = None) -> JSON:
        photo = [{"file_id": "p", "file_unique_id": "p", "width": 90, "height": 90}]
        words = {"caption": caption} if caption else {}
        return self._do({"photo": photo, **words, **({"media_group_id": album} if album else {})})

    def send_voice(self) -> JSON:
        return self._do({"voice": {"file_id": "v", "file_unique_id": "v", "duration": 3}})

    def send_location(self) -> JSON:
        return self._do({"location": {"longitude": 0.1, "latitude": 51.5}})

    def send(self, content: JSON) -> JSON:
        """Anything else: the fields that tell a message of this kind."""
        return self._do(content)

    def edit(self, message_id: int, text: str) -> JSON:
        """Change the words of a message sent before."""
        shown = self.message(message_id)
        if shown is None:
            raise LookupError(f"no message {message_id}")
        shown.text = text
        return self.world.emit(
            "edited_message",
            {
                "message_id": message_id,
                "from": self.profile(),
                "chat": self.describe(),
                "date": shown.date,
                "edit_date": self.world.stamp(),
                "text": text,
            },
        )

    def delete(self, message_id: int) -> None:
        """Make a message vanish from the chat."""
        self.messages = [shown for shown in self.messages if shown.message_id != message_id]

    def block(self) -> JSON:
        self.unreachable = "Forbidden: bot was blocked by the user"
        return self._membership("member", "kicked")

    def unblock(self) -> JSON:
        self.unreachable = None
        return self._membership("kicked", "member")

    def delete_account(self) -> None:
        self.unreachable = "Forbidden: user is deactivated"

    def _do(self, content: JSON) -> JSON:
        if not self._here:
            self._here, self.unreachable = True, None
        return self._send(self, content)

    def _membership(self, before: str, after: str) -> JSON:
        return self.world.emit("my_chat_member", membership(self, self, before, after))


class Group(Chat):
    """A chat of several people with the bot among them."""

    type = "supergroup"

    def say(self, sender: User, text: str) -> JSON:
        return self._send(sender, {"text": text})

    def add_bot(self, by: User) -> JSON:
        return self.world.emit("my_chat_member", membership(self, by, "left", "member"))


def membership(chat: Chat, by: User, before: str, after: str) -> JSON:
    """The bot's standing in a chat has changed."""
    bot = chat.world.bot
    until = {"until_date": 0} if after == "kicked" else {}
    return {
        "chat": chat.describe(),
        "from": by.profile(),
        "date": chat.world.stamp(),
        "old_chat_member": {
            "user": bot,
            "status": before,
            **({"until_date": 0} if before == "kicked" else {}),
        },
        "new_chat_member": {"user": bot, "status": after, **until},
    }
