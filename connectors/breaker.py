"""Whether a vendor may be asked at all just now, told by how it has answered lately.

A vendor that does not answer costs every patient a whole time-out, and every request counts. After
a few failures in a row nobody asks any more: everybody hears at once that it cannot be reached.
Every ten seconds one request is let through all the same, and the first answer ends it.

Not every failure speaks of the whole vendor. When only one operation fails and others are not known
to, only that operation is kept back; the next failure of another one shows that it is all of them.
When no connection comes about, no operation can work.

Any answer is a sign of life, also one that refuses: what it means is for others to judge.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

import structlog

from connectors.errors import TooBusy, Unavailable

log = structlog.get_logger()

# How many failures in a row are believed.
_MOST: Final = 3
_PROBE_EVERY: Final = timedelta(seconds=10)
# Who has waited so long for an answer counts as silence before the time-out is over.
_OVERDUE: Final = timedelta(seconds=5)


class Heard(Enum):
    """What became of a request."""

    ANSWER = "answer"
    FAILURE = "failure"  # the vendor says itself that it does not work
    REFUSED = "refused"  # no connection: nobody is there
    SILENCE = "silence"
    UNREACHABLE = "unreachable"  # no connection, and not even a word that there is none


# How many failures each counts for: silence has cost somebody a whole time-out already.
_WEIGHTS: Final = {Heard.FAILURE: 1, Heard.REFUSED: 1, Heard.SILENCE: 2, Heard.UNREACHABLE: 3}
_NO_CONNECTION: Final = (Heard.REFUSED, Heard.UNREACHABLE)


@dataclass
class _Row:
    """Failures one after the other, with no answer between them."""

    since: datetime
    weight: int = 0
    operations: set[str] = field(default_factory=set)
    no_connection: bool = False
    probed: datetime | None = None

    @property
    def long(self) -> bool:
        return self.weight >= _MOST

    @property
    def of_the_vendor(self) -> bool:
        return self.long and (self.no_connection or len(self.operations) > 1)


@dataclass(eq=False)
class Asked:
    """A request that was let through."""

    operation: str
    since: datetime
    heard: Heard | None = None


class Breaker:
    """One for each vendor's account in a process."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._whole: _Row | None = None
        self._each: dict[str, _Row] = {}
        self._answered: datetime | None = None
        self._waiting: list[Asked] = []
        self._pause: tuple[datetime, datetime] | None = None

    def down_since(self) -> datetime | None:
        """Since when nothing that was asked was answered; None while the vendor answers."""
        return self._whole.since if self._whole is not None and self._whole.long else None

    def keep_still(self, rest: timedelta) -> None:
        """The vendor has asked for a pause: nothing is sent before it is over."""
        now = self._clock()
        self._pause = (now, now + max(rest, self._rest_of_pause(now)))
        log.warning("vendor_asks_for_a_pause", pause=rest.total_seconds())

    def paused_since(self) -> datetime | None:
        """When the last pause began that the vendor has asked for, be it over or not."""
        return None if self._pause is None else self._pause[0]

    @contextmanager
    def asking(self, operation: str) -> Iterator[Asked]:
        """Around a request: raises TooBusy or Unavailable where nothing may be asked now.

        What became of it is told to `hear`, inside. Who never came to ask has not been heard of.
        """
        now = self._clock()
        rest = self._rest_of_pause(now)
        if rest > timedelta(0):
            raise TooBusy("the vendor has asked for a pause", rest)
        row = self._closed_by(operation, now)
        before = None if row is None else row.probed
        if row is not None:
            if before is not None and timedelta(0) <= now - before < _PROBE_EVERY:
                raise Unavailable("the vendor has not answered lately and is not asked")
            row.probed = now
        asked = Asked(operation, now)
        self._waiting.append(asked)
        try:
            yield asked
        finally:
            self._waiting.remove(asked)
            if row is not None and asked.heard is None:
                row.probed = before

    def hear(self, asked: Asked, heard: Heard) -> None:
        """What became of the request."""
        counted = asked.heard is not None
        asked.heard = heard
        if heard is Heard.ANSWER:
            self._alive(asked.operation)
        elif not counted:
            self._failed(asked.operation, heard)

    def _alive(self, operation: str) -> None:
        if self.down_since() is not None:
            log.warning("vendor_answers_again", operation=operation)
        self._answered = self._clock()
        self._whole = None
        self._each.pop(operation, None)

    def _failed(self, operation: str, heard: Heard) -> None:
        now = self._clock()
        self._whole = self._whole or _Row(now)
        was_down = self._whole.long
        for row in (self._whole, self._each.setdefault(operation, _Row(now))):
            row.weight += _WEIGHTS[heard]
            row.operations.add(operation)
            row.no_connection |= heard in _NO_CONNECTION
            row.probed = now
        if self._whole.long and not was_down:
            log.error("vendor_does_not_answer", operation=operation)

    def _closed_by(self, operation: str, now: datetime) -> _Row | None:
        """The failures for which this is not asked."""
        self._count_overdue(now)
        if self._whole is not None and self._whole.of_the_vendor:
            return self._whole
        own = self._each.get(operation)
        return own if own is not None and own.long else None

    def _count_overdue(self, now: datetime) -> None:
        """Whoever waits too long, with nobody answered meanwhile, hears nothing any more."""
        for asked in self._waiting:
            waited = now - max(asked.since, self._answered or asked.since)
            if asked.heard is None and waited > _OVERDUE:
                asked.heard = Heard.SILENCE
                self._failed(asked.operation, Heard.SILENCE)

    def _rest_of_pause(self, now: datetime) -> timedelta:
        if self._pause is None:
            return timedelta(0)
        since, until = self._pause
        # After the computer's clock was set back the pause would last too long.
        return until - now if since <= now < until else timedelta(0)
