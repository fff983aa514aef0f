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
    """How far the vendor's clock is ahead of ours, asked for at most once in an hour."""

    def __init__(self, client: PracSuiteClient, clock: Callable[[], datetime]) -> None:
        self._client = client
        self._clock = clock
        self._known: tuple[timedelta, datetime] | None = None

    async def ahead(self, use: Use) -> timedelta:
        """How far; nothing where the vendor does not tell."""
        now = self._clock()
        if self._known is None or not timedelta(0) <= now - self._known[1] < _KEPT:
            told = await self._client.practice.clock(use=use)
            answered = self._clock()
            middle = now + (answered - now) / 2
            self._known = (timedelta(0) if told is None else told - middle, answered)
        return self._known[0]
