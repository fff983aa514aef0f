"""Takes up what people at the clinic decided about bookings in doubt, and tells the patients."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from bot.attempts.telling import Teller
from bot.turns import Conversations
from storage.attempts import Attempt, Move, Outcome, State
from storage.decisions import Decision
from storage.errors import IllegalMove, StorageError
from storage.store import Store

log = structlog.get_logger(__name__)

# Commands leave decisions in the database; looking for them costs one small read.
EVERY_SECONDS = 2.0


@dataclass
class Decisions:
    """Looks for decisions while the server runs; everything is lent."""

    store: Store
    conversations: Conversations
    teller: Teller

    async def take_up(self) -> None:
        """Take up every decision that waits, each between two turns of its conversation."""
        for decision in await self.store.decisions():
            attempt = await self.store.attempt(decision.attempt_id)
            if attempt is None or attempt.state is not State.IN_DOUBT:
                await self.store.taken(decision.id)
                continue
            self.conversations.between_turns(attempt.key, self._job(decision, attempt))

    def _job(self, decision: Decision, attempt: Attempt) -> Callable[[], Awaitable[None]]:
        async def tell() -> None:
            try:
                await self._tell(decision, attempt)
            except IllegalMove:
                # It was taken up since it was read; there is nothing left to say.
                log.info("decision_taken_before", attempt=attempt.id)
            except StorageError as error:
                # It stays open: the next look finds it again.
                log.error("decision_not_taken", attempt=attempt.id, error=type(error).__name__)

        return tell

    async def _tell(self, decision: Decision, attempt: Attempt) -> None:
        booked = decision.outcome is Outcome.BOOKED
        move = Move(
            attempt.id,
            State.SETTLED,
            reference=decision.reference,
            outcome=decision.outcome,
            by=decision.by,
        )
        reference = (decision.reference or "-") if booked else None
        await self.teller.tell(attempt, move, reference, takes=(decision.id,))
