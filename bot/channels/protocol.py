"""What the application and a messenger rely on of each other."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol, runtime_checkable

from dialogs.session import Heard, Reply


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something that a user of a messenger did, under the messenger's own id for it.

    `message_id` is unique within the channel for good: a second arrival with it is a repeat.
    """

    user: str
    message_id: str
    heard: Heard


# Returns once the arrival is durable (or was before: a repeat), and only then may the messenger be
# told that it arrived. Raises NotStored when it could not be made durable.
Arrive = Callable[[Arrival], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one message of the channel can hold; longer texts are split, more choices are rows."""

    text: int
    label: int
    choice_id: int
    choices: int


class NotStored(Exception):
    """The arrival is not durable; the messenger must not be told that it arrived."""


class DeliveryError(Exception):
    """A message was not delivered."""


class TryLater(DeliveryError):
    """The messenger asks to wait, or did not answer; the same message may be sent again after."""

    def __init__(self, message: str, retry_after: timedelta | None = None) -> None:
        """Keep how long the messenger asked to wait, where it said so."""
        super().__init__(message)
        self.retry_after = retry_after


class Unreachable(DeliveryError):
    """The user cannot be written to any more: the bot was blocked, or the account is gone."""


class Rejected(DeliveryError):
    """The messenger will never take this message; the ones behind it may still go."""


class Channel(Protocol):
    """A messenger. It is run, it delivers, and it takes the buttons off questions that are over."""

    name: str
    limits: Limits

    async def run(self, arrive: Arrive) -> None:
        """Receive until cancelled."""
        ...

    async def deliver(self, user: str, reply: Reply) -> str:
        """Send one reply and give the messenger's handle of it; raises DeliveryError."""
        ...

    async def freeze(self, user: str, handle: str) -> None:
        """Take the buttons off a delivered question and leave its text; raises DeliveryError."""
        ...


@runtime_checkable
class TellsStaff(Protocol):
    """A messenger that can also write to a chat of the clinic's own people."""

    async def tell_staff(self, chat: int, text: str) -> None:
        """Write to the chat; raises DeliveryError, with TryLater before anything was written."""
        ...
