"""What staff change about appointments: noticed by asking again and again, told to the patients."""

from collections.abc import Mapping

from bot.attempts.telling import Teller
from bot.changes.noticing import Noticing
from bot.changes.telling import Telling
from bot.chores import Chore
from bot.turns import Conversations
from connectors.protocols import TellsChanges

__all__ = ("watching",)


def watching(
    vendor: object,
    conversations: Conversations,
    teller: Teller,
    abilities: Mapping[type, object],
    every: float,
) -> tuple[Chore, ...]:
    """The chore of a clinic whose vendor can be asked; none where it cannot, or `every` is 0."""
    if not isinstance(vendor, TellsChanges) or not every:
        return ()
    noticing = Noticing(teller.store, vendor, teller.clock)
    telling = Telling(conversations, teller, abilities)

    async def watch() -> None:
        try:
            await noticing.poll()
        finally:
            # What was noticed before does not wait for a vendor that is down.
            await telling.take_up()

    return (Chore("changes", watch, every),)
