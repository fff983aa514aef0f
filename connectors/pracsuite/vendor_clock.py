"""What the vendor's clock shows, which stamps its records."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from connectors.budget import Use
from connectors.pracsuite.client import PracSuiteClient

# The header that tells has whole seconds, and an answer takes its time.
TOLERANCE: Final = timedelta(seconds=3)
_KEPT: Final = timedelta(hours=1)


class VendorClock:
    """How far the vendor's clock is ahead of ours, asked for at most once in an hour.

    What an answer tells that was long on its way is not kept: it may be wrong by half of that.
    """

    def __init__(self, client: PracSuiteClient, clock: Callable[[], datetime]) -> None:
        self._client = client
        self._clock = clock
        self._known: tuple[timedelta, timedelta, datetime] | None = None

    async def ahead(self, use: Use) -> timedelta:
        """How far; nothing where the vendor does not tell."""
        return (await self.measured(use))[0]

    async def measured(self, use: Use) -> tuple[timedelta, timedelta]:
        """How far, and by how much that may be wrong."""
        now = self._clock()
        if self._known is not None and timedelta(0) <= now - self._known[2] < _KEPT:
            return self._known[:2]
        told = await self._client.practice.clock(use=use)
        answered = self._clock()
        half = (answered - now) / 2
        ahead = timedelta(0) if told is None else told - now - half
        wrong = TOLERANCE + half
        if half <= TOLERANCE:
            self._known = (ahead, wrong, answered)
        return ahead, wrong
