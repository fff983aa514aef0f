"""How many requests a vendor's account may still make: a sliding log in a small file.

The limit belongs to the credential, not to a process or a clinic: every program with the same
account counts in the same file, and a restart forgets nothing. A token bucket would not do: full,
and refilled at the vendor's rate, it lets twice the limit through in one window. A vendor may count
in several windows, such as a minute and a day: a request is taken from all of them or from none.

The file is replaced as a whole, under a lock, so that neither a crash nor a second process can
tear it. If it cannot be read all the same, its first window is taken for used up when the file was
last written, and a longer one for half used: too little is asked for a while, and the clinic is not
closed for a day. If it cannot be written, nothing may be asked.

Each request is logged with what it was for. Every use must leave something to the more urgent
ones, so that a patient who is about to be booked is never kept waiting by one who looks around;
and the conversations in which nobody has proven who they are have a share together. Looking around
may not take all of that share: somebody who gives their number is nearer to a booking.
"""

import asyncio
import hashlib
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import TypeVar

import structlog
from filelock import FileLock, Timeout

from connectors.errors import TooBusy, Unavailable
from connectors.spent import Spent, read_windows, together, write_windows

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
class Window:
    """At most `most` requests in any `length`, less what a use must leave to others.

    With a `grain`, the requests of so much time are counted as one number, and each of them until
    the last of them would be over: a day of thousands stays a small file.
    """

    most: int
    length: timedelta
    shares: Shares
    grain: timedelta = timedelta(0)

    def until_free(self, spent: Sequence[Spent], use: Use, now: float) -> timedelta:
        """How long to wait until this use may have one more."""
        wait = self._until(spent, self.most - self.shares.kept[use], now)
        if use.value in _OF_ANYBODY:
            theirs = [one for one in spent if one.use in _OF_ANYBODY]
            wait = max(wait, self._until(theirs, self.shares.anybody, now))
        if use is Use.BROWSE:
            browsed = [one for one in spent if one.use == Use.BROWSE.value]
            wait = max(wait, self._until(browsed, self.shares.browsing, now))
        return wait

    def counted(self, spent: Iterable[Spent], now: float) -> list[Spent]:
        """The requests that are still in the window, oldest first.

        A moment in the future, after the computer's clock was set back, counts as now: it must
        neither be forgotten nor block the clinic for longer than a window.
        """
        start, grain = now - self.length.total_seconds(), self.grain.total_seconds()
        latest = now + grain
        known = [
            one if one.moment <= latest else replace(one, moment=latest)
            for one in spent
            if one.moment > start
        ]
        return sorted(known, key=lambda one: one.moment)

    def with_one_more(self, spent: Sequence[Spent], one: Spent) -> list[Spent]:
        """With another request of this moment."""
        grain = self.grain.total_seconds()
        if not grain:
            return [*spent, one]
        end = (one.moment // grain + 1) * grain
        return together([*spent, replace(one, moment=end)], named_since=one.moment - grain)

    def used_up(self, moment: float, part: float) -> list[Spent]:
        """As if so much of it had been used at a moment, nobody knows for what."""
        return [Spent(moment, count=max(int(self.most * part), 1))]

    def end(self, moment: float, now: float) -> timedelta:
        """How long until a request of a moment is out of the window."""
        return timedelta(seconds=moment - now) + self.length

    def _until(self, spent: Sequence[Spent], most: int, now: float) -> timedelta:
        """How long to wait until fewer than `most` of these are left in the window."""
        over = sum(one.count for one in spent) - most
        if over < 0:
            return timedelta(0)
        if most < 1:
            return self.length
        for one in spent:
            over -= one.count
            if over < 0:
                return max(self.end(one.moment, now), timedelta(seconds=1))
        return self.length


class Budget:
    """What may still be asked with one credential, in each of the vendor's windows."""

    def __init__(self, file: Path, *windows: Window, clock: Callable[[], datetime]) -> None:
        self._file = file
        self._lock = FileLock(
            file.with_suffix(".lock"), timeout=_LOCK_SECONDS, poll_interval=_LOCK_POLL_SECONDS
        )
        self._windows = windows
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
        all_spent = self._spent(now)
        wait = max(
            window.until_free(spent, use, now)
            for window, spent in zip(self._windows, all_spent, strict=True)
        )
        if not wait:
            one = Spent(now, use.value, browser)
            self._replace(
                [
                    window.with_one_more(spent, one)
                    for window, spent in zip(self._windows, all_spent, strict=True)
                ]
            )
        return wait

    def _count_as_booking(self, browser: str) -> None:
        all_spent = self._spent(self._clock().timestamp())
        counted = [
            [
                replace(one, use=Use.BOOK.value, browser="")
                if one.use in _OF_ANYBODY and one.browser == browser
                else one
                for one in spent
            ]
            for spent in all_spent
        ]
        if counted != all_spent:
            self._replace(counted)

    def _rest_of_window(self) -> timedelta:
        now = self._clock().timestamp()
        spent = self._spent(now)[0]
        return self._windows[0].end(spent[0].moment, now) if spent else timedelta(0)

    def _spent(self, now: float) -> list[list[Spent]]:
        """The requests that each window still holds."""
        return [
            window.counted(spent, now)
            for window, spent in zip(self._windows, self._read(), strict=True)
        ]

    def _read(self) -> Sequence[Sequence[Spent]]:
        try:
            text = self._file.read_bytes()
        except FileNotFoundError:
            return [[] for _ in self._windows]
        try:
            return read_windows(text, len(self._windows))
        except (ValueError, RecursionError):
            log.error("budget_file_unreadable", file=self._file.name)
        written = self._file.stat().st_mtime
        first, *longer = self._windows
        return [first.used_up(written, 1), *(one.used_up(written, 0.5) for one in longer)]

    def _replace(self, all_spent: Sequence[Sequence[Spent]]) -> None:
        fresh = self._file.with_suffix(".new")
        # For its owner alone: it tells when the clinic's patients are busy.
        made = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(made, "w", encoding="ascii") as file:
            file.write(write_windows(all_spent))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._file)
