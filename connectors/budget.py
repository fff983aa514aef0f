"""How many requests a vendor's account may still make: a sliding log in a small file.

The limit belongs to the credential, not to a process or a clinic: every program with the same
account counts in the same file, and a restart forgets nothing. A token bucket would not do: full,
and refilled at the vendor's rate, it lets twice the limit through in one window.

The file is replaced as a whole, under a lock, so that neither a crash nor a second process can
tear it. If it cannot be read all the same, it is taken for a window used up when the file was last
written: too little is asked for a quarter of an hour, and never too much. If it cannot be written,
nothing may be asked.

Each request is logged with what it was for. Every use must leave something to the more urgent
ones, so that a patient who is about to be booked is never kept waiting by one who looks around;
and the conversations in which nobody has proven who they are have a share together. Looking around
may not take all of that share: somebody who gives their number is nearer to a booking.
"""

import asyncio
import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from math import isfinite
from pathlib import Path
from typing import TypeVar

import structlog
from filelock import FileLock, Timeout

from connectors.errors import TooBusy, Unavailable

log = structlog.get_logger()

T = TypeVar("T")

# Holders keep the lock for about a millisecond; somebody who has it for seconds is stuck.
_LOCK_SECONDS = 5.0
_LOCK_POLL_SECONDS = 0.002


class Use(Enum):
    """What a request is for, the most urgent first."""

    SETTLE = "settling"  # what became of a booking, and the login that everything needs
    CANCEL = "cancelling"
    BOOK = "booking"  # with the reading right before it
    STATUS = "status-change"
    LOOKUP = "look-up"  # a patient, an account, appointments
    PROOF = "proving"  # a patient, for somebody who may be anybody
    SEARCH = "search"  # free slots, for a patient
    BROWSE = "browsing"  # free slots, for somebody who may be anybody
    CATALOGUE = "catalogue"  # services and clinicians, which can be served older


_OF_ANYBODY = frozenset({Use.PROOF.value, Use.BROWSE.value})


@dataclass(frozen=True)
class Shares:
    """How much of the limit each use must leave to others.

    `anybody` is what all have together who have not proven who they are; of it, browsing may have
    no more than `browsing`.
    """

    kept: Mapping[Use, int]
    anybody: int
    browsing: int


def shares(limit: int, reserve: int) -> Shares:
    """The usual shares, with so many requests reserved for settling and cancelling."""
    kept = {
        Use.SETTLE: 0,
        Use.CANCEL: reserve // 3,
        Use.BOOK: reserve,
        Use.STATUS: reserve + limit // 45,
        Use.LOOKUP: reserve + limit // 20,
        Use.PROOF: reserve + limit // 15,
        Use.SEARCH: reserve + limit // 10,
        Use.BROWSE: reserve + limit // 10,
        Use.CATALOGUE: reserve + limit * 3 // 20,
    }
    return Shares(kept, anybody=limit // 5, browsing=limit // 5 - limit // 20)


def budget_file(folder: Path, vendor: str, *credential: str) -> Path:
    """The file of a credential; its name tells nothing of the credential."""
    name = hashlib.sha256("\n".join((vendor, *credential)).encode()).hexdigest()[:32]
    return folder / f"{vendor}-{name}.budget"


@dataclass(frozen=True)
class _Spent:
    """One request: when, for what, and by which browser."""

    moment: float
    use: str = ""  # empty: logged before uses were
    browser: str = ""

    @classmethod
    def read(cls, told: object) -> "_Spent":
        """From the file; ValueError for what was never written there."""
        match told:
            case [float() as moment, str() as use, str() as browser] if isfinite(moment):
                return cls(moment, use, browser)
            case float() if isfinite(told):
                return cls(told)
            case _:
                raise ValueError("not a request")

    def written(self) -> Sequence[float | str]:
        return self.moment, self.use, self.browser


class Budget:
    """At most `limit` requests in any `window`, less what a use must leave to others."""

    def __init__(
        self,
        file: Path,
        *,
        limit: int,
        window: timedelta,
        shares: Shares,
        clock: Callable[[], datetime],
    ) -> None:
        self._file = file
        self._lock = FileLock(
            file.with_suffix(".lock"), timeout=_LOCK_SECONDS, poll_interval=_LOCK_POLL_SECONDS
        )
        self._limit = limit
        self._window = window
        self._shares = shares
        self._clock = clock

    async def take(self, use: Use, browser: str = "") -> None:
        """Count one request, durably, before it is sent; raises TooBusy when none is left."""
        wait = await asyncio.to_thread(self._guarded, lambda: self._take(use, browser))
        if wait:
            log.warning("budget_used_up", use=use.value, retry_after=wait.total_seconds())
            raise TooBusy(f"no requests are left for {use.value}", wait)

    async def count_as_booking(self, browser: str) -> None:
        """What this browser spent was no browsing: it has led to a question of the booking."""
        await asyncio.to_thread(self._guarded, lambda: self._count_as_booking(browser))

    async def rest_of_window(self) -> timedelta:
        """How long until the window that began with the oldest request still counted is over."""
        return await asyncio.to_thread(self._guarded, self._rest_of_window)

    def _guarded(self, work: Callable[[], T]) -> T:
        """Work on the file, which others wait for; runs in a thread."""
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with self._lock:
                return work()
        except (OSError, Timeout) as error:
            raise Unavailable("the file that counts the requests cannot be used") from error

    def _take(self, use: Use, browser: str) -> timedelta:
        now = self._clock().timestamp()
        spent = self._spent(now)
        wait = self._until_one_is_free(spent, self._limit - self._shares.kept[use], now)
        if use.value in _OF_ANYBODY:
            theirs = [one for one in spent if one.use in _OF_ANYBODY]
            wait = max(wait, self._until_one_is_free(theirs, self._shares.anybody, now))
        if use is Use.BROWSE:
            browsed = [one for one in spent if one.use == Use.BROWSE.value]
            wait = max(wait, self._until_one_is_free(browsed, self._shares.browsing, now))
        if not wait:
            self._replace([*spent, _Spent(now, use.value, browser)])
        return wait

    def _until_one_is_free(self, spent: Sequence[_Spent], most: int, now: float) -> timedelta:
        """How long to wait until fewer than `most` of these are left in the window."""
        if len(spent) < most:
            return timedelta(0)
        if most < 1:
            return self._window
        return max(self._end(spent[len(spent) - most].moment, now), timedelta(seconds=1))

    def _count_as_booking(self, browser: str) -> None:
        spent = self._spent(self._clock().timestamp())
        counted = [
            replace(one, use=Use.BOOK.value, browser="")
            if one.use in _OF_ANYBODY and one.browser == browser
            else one
            for one in spent
        ]
        if counted != spent:
            self._replace(counted)

    def _rest_of_window(self) -> timedelta:
        now = self._clock().timestamp()
        spent = self._spent(now)
        return self._end(spent[0].moment, now) if spent else timedelta(0)

    def _end(self, moment: float, now: float) -> timedelta:
        return timedelta(seconds=moment - now) + self._window

    def _spent(self, now: float) -> list[_Spent]:
        """The requests still in the window, oldest first.

        A moment in the future, after the computer's clock was set back, counts as now: it must
        neither be forgotten nor block the clinic for longer than a window.
        """
        start = now - self._window.total_seconds()
        spent = [
            replace(one, moment=min(one.moment, now)) for one in self._read() if one.moment > start
        ]
        return sorted(spent, key=lambda one: one.moment)

    def _read(self) -> list[_Spent]:
        try:
            text = self._file.read_bytes()
        except FileNotFoundError:
            return []
        try:
            return _all_read(json.loads(text, parse_int=float))
        except (ValueError, RecursionError):
            log.error("budget_file_unreadable", file=self._file.name)
        return [_Spent(self._file.stat().st_mtime)] * self._limit

    def _replace(self, spent: Sequence[_Spent]) -> None:
        fresh = self._file.with_suffix(".new")
        # For its owner alone: it tells when the clinic's patients are busy.
        made = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(made, "w", encoding="ascii") as file:
            file.write(json.dumps([one.written() for one in spent]))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._file)


def _all_read(told: object) -> list[_Spent]:
    if not isinstance(told, list):
        raise ValueError("not a list")  # noqa: TRY004 - the file's fault, like any other
    return [_Spent.read(one) for one in told]
