"""Something that a vendor seldom changes, remembered for hours."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

import structlog

from connectors.errors import ConnectorError
from connectors.flight import SingleFlight

log = structlog.get_logger()

T = TypeVar("T")

_TRY_AGAIN = timedelta(minutes=1)


class Kept(Generic[T]):
    """Reads once for all who ask, and again when it is older than `life`.

    When that fails, what was known is served on: a list of services from this morning is better
    than none.
    """

    def __init__(
        self,
        name: str,
        read: Callable[[], Awaitable[T]],
        life: timedelta,
        clock: Callable[[], datetime],
    ) -> None:
        self._name = name
        self._read = read
        self._life = life
        self._clock = clock
        # With when it was read, and when it is to be read next.
        self._known: tuple[T, datetime, datetime] | None = None
        self._flight: SingleFlight[T] = SingleFlight()

    async def get(self) -> T:
        """What is known, fresh or not; raises what went wrong only when nothing is known."""
        if self._known is not None:
            value, since, until = self._known
            # After the computer's clock was set back it would be kept too long.
            if since <= self._clock() < until:
                return value
        return await self._flight.ask(self._name, self._refreshed)

    async def _refreshed(self) -> T:
        try:
            value = await self._read()
            # An empty list may be a passing fault of the vendor's.
            life = self._life if value else min(self._life, _TRY_AGAIN)
        except ConnectorError as error:
            if self._known is None:
                raise
            log.warning("kept_older", what=self._name, reason=type(error).__name__)
            value, life = self._known[0], min(self._life, _TRY_AGAIN)
        now = self._clock()
        self._known = (value, now, now + life)
        return value
