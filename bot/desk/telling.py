"""Tells staff by one way: each thing once, many at once in one message, and again when it failed.

What was told is marked after the way took it, so that after a crash it is told twice at worst, and
never not at all. A way that refuses is left alone until it works again, or until the next start:
only a person can put it right, and trying again and again may lock a mailbox.
"""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.channels.protocol import DeliveryError, Rejected, TryLater, Unreachable
from bot.chores import Chore
from bot.desk.wording import Notice
from storage.notices import News
from storage.store import Store

log = structlog.get_logger(__name__)

EVERY_SECONDS = 5.0
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=10)


class Way(Protocol):
    """A way to tell staff something. Its name is stored; between two messages lies its `gap`."""

    name: str
    gap: timedelta

    async def tell(self, notice: Notice) -> None:
        """Send one message; raises DeliveryError.

        TryLater when it may be sent again, Rejected when this message is refused, and Unreachable
        when any would be.
        """
        ...


class Words(Protocol):
    """Makes one message of news, with or without what patients wrote."""

    def __call__(self, news: Sequence[News], *, details: bool) -> Notice: ...


@dataclass
class Telling:
    """One way, and what was tried by it; the rest is lent."""

    way: Way
    store: Store
    words: Words
    details: bool
    clock: Callable[[], datetime]
    chance: random.Random
    _begun: bool = False
    _not_before: datetime | None = None
    _unmarked: tuple[list[int], datetime] | None = None

    def chore(self) -> Chore:
        """What is done again and again."""
        return Chore(f"desk_{self.way.name}", self.tell, EVERY_SECONDS)

    async def tell(self) -> None:
        """Tell all that is news now, in one message."""
        if not self._begun:
            # Whoever has started the server may have put right what was wrong.
            await self.store.taken_up(self.way.name)
            self._begun = True
        await self._mark()
        now = self.clock()
        news = await self.store.news(self.way.name)
        if not news or await self._must_wait(news, now):
            return
        ids = [one.item.id for one in news]
        try:
            await self._send(news)
        except (Unreachable, Rejected) as error:
            await self._give_up(ids, error)
        except TryLater as error:
            log.warning("desk_not_told_yet", way=self.way.name, reason=token(error))
            await self._later(news, error.retry_after)
        except Exception:  # a defect of ours must neither silence the way nor flood the logs
            log.exception("desk_not_told_yet", way=self.way.name)
            await self._later(news, None)
        else:
            log.info("desk_told", way=self.way.name, count=len(news))
            self._unmarked = (ids, now)
            await self._mark()

    async def _send(self, news: Sequence[News]) -> None:
        try:
            await self.way.tell(self.words(news, details=self.details))
        except Rejected:
            if not self.details:
                raise
            # It may be the patients' words that are refused, and the news must arrive.
            await self.way.tell(self.words(news, details=False))

    async def _must_wait(self, news: Sequence[News], now: datetime) -> bool:
        pauses = [one.not_before for one in news if one.not_before is not None]
        if max([*pauses, self._not_before or now]) > now:
            return True
        last = await self.store.last_told(self.way.name)
        return last is not None and last <= now < last + self.way.gap

    async def _mark(self) -> None:
        """Write down what was told, however long the disk takes: else it is told again and again.

        Raises NotCommitted, and nothing more is told until it could be written.
        """
        if self._unmarked is not None:
            ids, at = self._unmarked
            await self.store.told(self.way.name, ids, at)
            self._unmarked = None
            # It works: what it refused before may have been refused for what is right by now.
            await self.store.taken_up(self.way.name)

    async def _later(self, news: Sequence[News], asked: timedelta | None) -> None:
        tries = 1 + max(one.tries for one in news)
        pause = min(FIRST_PAUSE * 2 ** min(tries - 1, 10), LONGEST_PAUSE)
        pause = max(pause * self.chance.uniform(0.75, 1.25), asked or timedelta())
        # Also when the disk does not take it.
        self._not_before = self.clock() + pause
        ids = [one.item.id for one in news]
        await self.store.not_told(self.way.name, ids, tries, self._not_before)

    async def _give_up(self, ids: Sequence[int], error: DeliveryError) -> None:
        why = token(error)
        log.error("desk_not_told", way=self.way.name, reason=why, count=len(ids))
        self._not_before = self.clock() + LONGEST_PAUSE
        await self.store.given_up(self.way.name, ids, why)


def token(error: DeliveryError) -> str:
    """Why, as one word for a log, which takes no sentences of other people's."""
    return re.sub(r"[^A-Za-z]+", "-", str(error)).strip("-").casefold()[:60]
