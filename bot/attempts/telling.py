"""Tells a patient what became of something in doubt, in one transaction with the attempt's end."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from pydantic import ValidationError

from bot.attempts.wishes import wish_of
from bot.catalogue import Catalogues
from bot.delivery import Deliveries
from dialogs.engine import Engine
from dialogs.news import News
from dialogs.ports import Ports
from dialogs.session import Reply, Session, SessionKey
from storage.attempts import Attempt, Move
from storage.outbox import Outgoing
from storage.store import Store
from storage.turns import Turn

# The sweep's own attempts: what is theirs begins so.
SWEPT = "sweep/"

NOTHING: Mapping[type, object] = {}

log = structlog.get_logger(__name__)


@dataclass
class Teller:
    """One clinic's; call it between two turns of the conversation. Everything is lent."""

    store: Store
    session: Callable[[SessionKey], Awaitable[Session]]
    engine: Engine
    deliveries: Deliveries
    catalogues: Catalogues
    clock: Callable[[], datetime]

    async def tell(
        self,
        attempt: Attempt,
        move: Move,
        reference: str | None,
        *,
        takes: tuple[int, ...] = (),
    ) -> None:
        """Write the move, and say how it ended: with the vendor's reference, or not at all.

        Raises IllegalMove where the attempt has moved meanwhile; then nothing was said. What cannot
        be read any more is ended without a word: staff have the note about it.
        """
        if attempt.id.startswith(SWEPT):
            # The patient knows nothing of an extra, nor of what becomes of it.
            await self.store.move(move, takes=takes)
            return
        try:
            news = wish_of(attempt).news(attempt, reference)
        except ValidationError:
            log.exception("wish_illegible", attempt=attempt.id)
            news = None
        if news is None:
            await self.store.move(move, takes=takes)
            return
        session = await self.session(attempt.key)
        await self.say(session, (news,), moves=(move,), takes=takes)

    async def say(
        self,
        session: Session,
        news: Sequence[News],
        *,
        abilities: Mapping[type, object] = NOTHING,
        moves: tuple[Move, ...] = (),
        takes: tuple[int, ...] = (),
    ) -> None:
        """Tell a conversation the news, and write what they change with what is said of them."""
        now = self.engine.repertoire.clinic.local(self.clock())
        ports = Ports(abilities, now, await self.catalogues.read())
        after, replies = session, list[Reply]()
        for one in news:
            after, said = await self.engine.tell(after, one, ports)
            replies += said
        turn = Turn(
            session=after,
            replaces=session.revision,
            replies=tuple(replies),
            moves=moves,
            takes=takes,
        )
        ids = await self.store.commit(turn)
        outgoing = zip(ids, replies, strict=True)
        self.deliveries.add([Outgoing(id_, session.key, reply) for id_, reply in outgoing])
