"""The slow reader of dates: dateparser in a thread of its own, for phrases that ours leaves."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Self

from dateparser.date import DateData, DateDataParser

from dialogs.understand.wish import When

LONGEST = 60
BUDGET = 0.05
_MONTH_FIRST = frozenset(("en", "en_US", "en_PH", "en_CA"))
# dateparser answers "2" or "a" too, with a day that nobody meant.
_REQUIRED = ["day", "month"]
_WARMING = ("5th of march 2030", datetime(2030, 1, 1, tzinfo=UTC), "en_GB")


class Ponderer:
    """Reads one short phrase at a time off the event loop; whatever takes too long is not read.

    Its answer is a single day to come, with a clock time where the phrase has one, or None: also
    for what is past, more than a year ahead, longer than 60 characters, or not done in time.
    """

    def __init__(self, budget: float = BUDGET) -> None:
        self._budget = budget
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ponder")
        self._busy = False

    @classmethod
    @asynccontextmanager
    async def ready(cls) -> AsyncIterator[Self]:
        """A warmed ponderer, its thread ended with the block."""
        ponderer = cls()
        try:
            await ponderer.warm()
            yield ponderer
        finally:
            ponderer.close()

    async def warm(self) -> None:
        """Let dateparser load what its first phrase of all would have to wait for."""
        await asyncio.get_running_loop().run_in_executor(self._thread, read, *_WARMING)

    async def __call__(self, phrase: str, now: datetime, locale: str) -> When | None:
        """Read a phrase, `now` being the clinic's local time."""
        # A thread cannot be stopped: while a phrase overruns its time, the next are not read.
        if self._busy or len(phrase) > LONGEST:
            return None
        self._busy = True
        work = self._thread.submit(read, phrase, now, locale)
        work.add_done_callback(lambda _: self._free())
        try:
            async with asyncio.timeout(self._budget):
                return await asyncio.wrap_future(work)
        except TimeoutError:
            return None

    def _free(self) -> None:
        self._busy = False

    def close(self) -> None:
        """End the thread after the phrase that it is at."""
        self._thread.shutdown(wait=False, cancel_futures=True)


def read(phrase: str, now: datetime, locale: str) -> When | None:
    """What dateparser makes of a phrase as a whole, if it is a day that can be meant."""
    language, _, _ = locale.replace("-", "_").partition("_")
    month_first = locale.replace("-", "_") in _MONTH_FIRST
    parser = DateDataParser(
        languages=[language],
        settings={
            "DATE_ORDER": "MDY" if month_first else "DMY",
            "PREFER_DATES_FROM": "future",
            "RELATIVE_BASE": now.replace(tzinfo=None),
            "REQUIRE_PARTS": _REQUIRED,
            "RETURN_TIME_AS_PERIOD": True,
            "NORMALIZE": True,
        },
    )
    found: DateData = parser.get_date_data(phrase[:LONGEST])
    moment: datetime | None = found["date_obj"]
    if moment is None or found["period"] not in ("day", "time"):
        return None
    if moment.date() < now.date() or moment.year > now.year + 1:
        return None
    timed = found["period"] == "time"
    if timed and moment.replace(tzinfo=None) <= now.replace(tzinfo=None):
        return None
    return When(
        first=moment.date(),
        last=moment.date(),
        at=moment.time().replace(second=0, microsecond=0) if timed else None,
    )
