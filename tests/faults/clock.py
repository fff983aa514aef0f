"""A clock that several processes share and one of them moves: minutes pass in a moment."""

import asyncio
import mmap
import struct
import time
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

BEGINS = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Europe/London"))

# The monotonic moment at which it began, and the seconds that were let pass since.
_LAYOUT = struct.Struct("dd")
# Whoever waits looks again so often whether time was moved.
_LOOK = 0.01


class SharedClock:
    """Real time plus what was let pass, kept in a file; every process that opens it agrees."""

    def __init__(self, path: Path) -> None:
        """Share what `begun` has made."""
        with path.open("r+b") as file:
            self._memory = mmap.mmap(file.fileno(), _LAYOUT.size)

    @classmethod
    def begun(cls, path: Path) -> "SharedClock":
        """A clock that shows BEGINS at this moment."""
        path.write_bytes(_LAYOUT.pack(time.monotonic(), 0.0))
        return cls(path)

    def __call__(self) -> datetime:
        began, passed = _LAYOUT.unpack(self._memory)
        return BEGINS + timedelta(seconds=time.monotonic() - began + passed)

    def let_pass(self, seconds: float) -> None:
        """Move the time, for everybody."""
        began, passed = _LAYOUT.unpack(self._memory)
        self._memory[:] = _LAYOUT.pack(began, passed + seconds)

    async def sleep(self, seconds: float) -> None:
        """Return once so much time has passed by this clock."""
        until = self() + timedelta(seconds=seconds)
        while (left := (until - self()).total_seconds()) > 0:  # noqa: ASYNC110 - moved from elsewhere
            await asyncio.sleep(min(left, _LOOK))
