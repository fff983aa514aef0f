"""How many requests a vendor's account may still make: a sliding log in a small file.

The limit belongs to the credential, not to a process or a clinic: every program with the same
account counts in the same file, and a restart forgets nothing. A token bucket would not do: full,
and refilled at the vendor's rate, it lets twice the limit through in one window.

The file is replaced as a whole, under a lock, so that neither a crash nor a second process can
tear it. If it cannot be read all the same, it is taken for a window used up when the file was last
written: too little is asked for a quarter of an hour, and never too much. If it cannot be written,
nothing may be asked.
"""

import asyncio
import hashlib
import json
import os
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from enum import Enum
from pathlib import Path

import structlog
from filelock import FileLock, Timeout

from connectors.errors import TooBusy, Unavailable

log = structlog.get_logger()

# Holders keep the lock for about a millisecond; somebody who has it for seconds is stuck.
_LOCK_SECONDS = 5.0
_LOCK_POLL_SECONDS = 0.002


class Use(Enum):
    """What a request is for, the most urgent first."""

    WRITE = "write"  # bookings, status changes, the login that all of them need
    LOOKUP = "look-up"  # a patient, an account, whether a booking happened
    SEARCH = "search"  # free slots
    CATALOGUE = "catalogue"  # services and clinicians, which can be served older


def kept_back(limit: int, write_reserve: int) -> dict[Use, int]:
    """How much of the limit each use must leave to the more urgent ones."""
    return {
        Use.WRITE: 0,
        Use.LOOKUP: write_reserve,
        Use.SEARCH: write_reserve + limit // 20,
        Use.CATALOGUE: write_reserve + limit // 10,
    }


def budget_file(folder: Path, vendor: str, *credential: str) -> Path:
    """The file of a credential; its name tells nothing of the credential."""
    name = hashlib.sha256("\n".join((vendor, *credential)).encode()).hexdigest()[:32]
    return folder / f"{vendor}-{name}.budget"


class Budget:
    """At most `limit` requests in any `window`, less what is kept back from a use."""

    def __init__(
        self,
        file: Path,
        *,
        limit: int,
        window: timedelta,
        kept: Mapping[Use, int],
        clock: Callable[[], datetime],
    ) -> None:
        self._file = file
        self._lock = FileLock(
            file.with_suffix(".lock"), timeout=_LOCK_SECONDS, poll_interval=_LOCK_POLL_SECONDS
        )
        self._limit = limit
        self._window = window
        self._kept = dict(kept)
        self._clock = clock

    async def take(self, use: Use) -> None:
        """Count one request, durably, before it is sent; raises TooBusy when none is left."""
        wait = await asyncio.to_thread(self._guarded, self._take, use)
        if wait:
            log.warning("budget_used_up", use=use.value, retry_after=wait.total_seconds())
            raise TooBusy(f"no requests are left for a {use.value}", wait)

    async def rest_of_window(self) -> timedelta:
        """How long until the window that began with the oldest request still counted is over."""
        return await asyncio.to_thread(self._guarded, self._rest_of_window)

    def _guarded(self, work: Callable[..., timedelta], *args: Use) -> timedelta:
        """Work on the file, which others wait for; runs in a thread."""
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with self._lock:
                return work(*args)
        except (OSError, Timeout) as error:
            raise Unavailable("the file that counts the requests cannot be used") from error

    def _take(self, use: Use) -> timedelta:
        now = self._clock().timestamp()
        spent = self._spent(now)
        allowed = self._limit - self._kept[use]
        if len(spent) >= allowed:
            if allowed < 1:
                return self._window
            frees_one = spent[len(spent) - allowed]
            return max(self._end(frees_one, now), timedelta(seconds=1))
        self._replace([*spent, now])
        return timedelta(0)

    def _rest_of_window(self) -> timedelta:
        now = self._clock().timestamp()
        spent = self._spent(now)
        return self._end(spent[0], now) if spent else timedelta(0)

    def _end(self, moment: float, now: float) -> timedelta:
        return timedelta(seconds=moment - now) + self._window

    def _spent(self, now: float) -> list[float]:
        """The moments still in the window, oldest first.

        A moment in the future, after the computer's clock was set back, counts as now: it must
        neither be forgotten nor block the clinic for longer than a window.
        """
        start = now - self._window.total_seconds()
        return sorted(min(moment, now) for moment in self._read() if moment > start)

    def _read(self) -> list[float]:
        try:
            text = self._file.read_bytes()
        except FileNotFoundError:
            return []
        try:
            moments = json.loads(text)
        except ValueError:
            moments = None
        if isinstance(moments, list) and all(type(one) in (int, float) for one in moments):
            return [float(one) for one in moments]
        log.error("budget_file_unreadable", file=self._file.name)
        return [self._file.stat().st_mtime] * self._limit

    def _replace(self, moments: list[float]) -> None:
        fresh = self._file.with_suffix(".new")
        # For its owner alone: it tells when the clinic's patients are busy.
        made = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(made, "w", encoding="ascii") as file:
            file.write(json.dumps(moments))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._file)
