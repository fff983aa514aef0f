"""Sets aside what waits in the database and cannot be read any more, so that nobody waits for it.

The patient hears that something was damaged, staff get what can still be made out of it, and its
row is ended. Until all of that is written down it is found again at the next look.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

import structlog

from bot.delivery import Deliveries
from bot.turns import Conversations
from dialogs.session import SessionKey
from storage.desk import DeskNote
from storage.errors import Repeat, StorageError
from storage.inbox import IllegibleMessage, Incoming
from storage.outbox import IllegibleReply, Outgoing
from storage.store import Store
from storage.turns import Turn

log = structlog.get_logger(__name__)

# Damage is met when a server starts; later looks are for what the disk did not take then.
EVERY_SECONDS = 600.0

_MESSAGE = (
    "A message of this patient cannot be read any more. They were asked to write it again. What "
    "stands there:"
)
_REPLY = (
    "Something that this patient was to be told cannot be read any more. They were told so. What "
    "stands there:"
)
_LONGEST = 500


@dataclass
class Illegible:
    """Looks for such rows; everything is lent."""

    store: Store
    conversations: Conversations
    deliveries: Deliveries

    async def set_aside(self) -> None:
        """Set each of them aside, between two turns of its conversation."""
        for message in await self.store.illegible_messages():
            log.error("message_illegible", number=message.id)
            key = message.incoming.key
            self.conversations.between_turns(key, self._job(partial(self._message, message)))
        for reply in await self.store.illegible_replies():
            log.error("reply_illegible", outbox=reply.id)
            self.conversations.between_turns(reply.key, self._job(partial(self._reply, reply)))

    def _job(self, work: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
        async def job() -> None:
            try:
                await work()
            except Repeat:
                log.info("repeat_dropped")
            except StorageError as error:
                log.error("illegible_not_set_aside", error=type(error).__name__)

        return job

    async def _message(self, message: IllegibleMessage) -> None:
        key = message.incoming.key
        await self._apologise(key, _MESSAGE, message.raw, message.incoming)

    async def _reply(self, reply: IllegibleReply) -> None:
        await self._apologise(reply.key, _REPLY, reply.raw)
        # After what is said in its place: a crash in between says that twice, and never not at all.
        await self.store.rejected(reply.id, "unreadable")

    async def _apologise(
        self, key: SessionKey, words: str, raw: str, incoming: Incoming | None = None
    ) -> None:
        session = await self.conversations.session(key)
        apology = self.conversations.apology_for_damage()
        note = DeskNote("unreadable", f"{words}\n{_legible(raw)}", key)
        turn = Turn(
            session=session,
            replaces=session.revision,
            incoming=incoming,
            replies=(apology,),
            desk=(note,),
        )
        ids = await self.store.commit(turn)
        self.deliveries.add([Outgoing(ids[0], key, apology)])


def _legible(raw: str) -> str:
    """What a person can make out of it, on one line and not too long."""
    return "".join(letter if letter.isprintable() else " " for letter in raw)[:_LONGEST]
