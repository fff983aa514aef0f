"""The messenger of the virtual world: what each patient sends, and what reached them."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime

from bot.channels.protocol import Arrival, Arrive, Limits
from dialogs.session import Choice, Heard, Reply


class Phones:
    """A channel with many users, who read when they come to it."""

    name = "phones"
    limits = Limits(text=4096, label=64, choice_id=64, choices=100)

    def __init__(self) -> None:
        """Nobody has written yet."""
        self._unread: defaultdict[str, list[Reply]] = defaultdict(list)
        self._waiting: set[str] = set()
        self.acknowledged = 0

    async def run(self, arrive: Arrive) -> None:
        raise NotImplementedError("the patients hand in what they send themselves")

    async def deliver(self, user: str, reply: Reply) -> str:
        self._unread[user].append(reply)
        self._waiting.discard(user)
        return f"{user}-{len(self._unread[user])}"

    async def freeze(self, user: str, handle: str) -> None:
        pass

    def unanswered(self) -> int:
        """How many of the users have had no answer yet to what they sent last."""
        return len(self._waiting)

    def read(self, user: str) -> list[Reply]:
        """What was said to a user since they looked last."""
        return self._unread.pop(user, [])

    async def send(self, arrive: Arrive, user: str, heard: Heard) -> None:
        """Returns when it is acknowledged: from then on it must not be lost."""
        self._waiting.add(user)
        self.acknowledged += 1
        await arrive(Arrival(user, f"m{self.acknowledged}", heard))


class Chat:
    """One user's side of a conversation."""

    def __init__(
        self, phones: Phones, arrive: Arrive, user: str, clock: Callable[[], datetime]
    ) -> None:
        """Lent: the phones, the way into the application, the time."""
        self.user = user
        self._phones = phones
        self._arrive = arrive
        self._clock = clock

    async def say(self, text: str) -> None:
        await self._send(Heard(text=text, at=self._clock()))

    async def press(self, choice: Choice) -> None:
        await self._send(Heard(choice=choice.id, at=self._clock()))

    def read(self) -> list[Reply]:
        return self._phones.read(self.user)

    async def _send(self, heard: Heard) -> None:
        await self._phones.send(self._arrive, self.user, heard)
