"""Virtual time: it stands still while anything is done, then jumps to what comes next.

Nothing here waits for a real second. Everybody who does something (a patient, the desk, a chore of
the application) is an *actor*: a coroutine that acts and then `rest`s. One actor is woken at a
time, and the next one only when the first rests again and the application has nothing left to do.
So a run with the same seed is the same run, however busy the machine is.
"""

import asyncio
import heapq
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

# Real seconds between two looks at an application that waits for virtual time to pass.
_LOOK = 0.002


@dataclass(order=True)
class _Wake:
    at: datetime
    place: int
    sleeper: asyncio.Future[None] = field(compare=False)
    actor: bool = field(compare=False)


class Timeline:
    """A clock, and all who wait for a moment of it."""

    def __init__(self, now: datetime) -> None:
        """Begin at this moment, with nobody waiting."""
        self.now = now
        self._wakes: list[_Wake] = []
        self._places = count()
        self._tasks: set[asyncio.Task[None]] = set()
        self._defects: list[BaseException] = []
        self._awake = 0
        self._nobody_awake = asyncio.Event()
        self._nobody_awake.set()
        self._pausing = 0
        self._somebody_pauses = asyncio.Event()

    def __call__(self) -> datetime:
        return self.now

    async def rest(self, seconds: float) -> None:
        """What an actor does between two acts."""
        self._wakened(-1)
        await self._moment(seconds, actor=True)

    async def sleep(self, seconds: float) -> None:
        """What the application calls to wait; it may do so in the middle of its work."""
        self._pausing += 1
        self._somebody_pauses.set()
        try:
            await self._moment(seconds, actor=False)
        finally:
            self._pausing -= 1

    def begin(self, life: Coroutine[Any, Any, None]) -> None:
        """Let another actor act, from now on."""
        self._wakened(1)
        task = asyncio.create_task(life)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    async def run(
        self, until: datetime, settled: Callable[[], Awaitable[None]], unanswered: Callable[[], int]
    ) -> None:
        """Let everything happen up to a moment.

        `settled` returns when the application has nothing left to do; `unanswered` tells how many
        messages it has not answered yet. Raises what an actor failed with.
        """
        await self._calm(settled, unanswered)
        while self._wakes and self._wakes[0].at <= until:
            wake = heapq.heappop(self._wakes)
            if wake.sleeper.done():
                continue
            self.now = max(self.now, wake.at)
            if wake.actor:
                self._wakened(1)
            wake.sleeper.set_result(None)
            await self._calm(settled, unanswered)
            if self._defects:
                raise self._defects[0]
        self.now = max(self.now, until)

    async def aclose(self) -> None:
        """Everybody goes home."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _moment(self, seconds: float, *, actor: bool) -> None:
        sleeper = asyncio.get_running_loop().create_future()
        at = self.now + timedelta(seconds=seconds)
        heapq.heappush(self._wakes, _Wake(at, next(self._places), sleeper, actor))
        await sleeper

    def _wakened(self, how_many: int) -> None:
        self._awake += how_many
        if self._awake:
            self._nobody_awake.clear()
        else:
            self._nobody_awake.set()

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if task.cancelled():
            return
        self._wakened(-1)
        if (error := task.exception()) is not None:
            self._defects.append(error)

    async def _calm(
        self, settled: Callable[[], Awaitable[None]], unanswered: Callable[[], int]
    ) -> None:
        """Return once nothing happens any more unless time passes."""
        done = False
        while not done or self._awake:
            await self._nobody_awake.wait()
            done = await self._at_rest(settled, unanswered)

    async def _at_rest(
        self, settled: Callable[[], Awaitable[None]], unanswered: Callable[[], int]
    ) -> bool:
        """Whether the application is idle, or all that it works at waits for time to pass."""
        work = asyncio.ensure_future(settled())
        try:
            while not work.done():
                self._somebody_pauses.clear()
                if not self._pausing:
                    pauses = asyncio.ensure_future(self._somebody_pauses.wait())
                    await asyncio.wait({work, pauses}, return_when=asyncio.FIRST_COMPLETED)
                    pauses.cancel()
                    continue
                await asyncio.wait({work}, timeout=_LOOK)
                if not work.done() and self._pausing >= max(unanswered(), 1):
                    return True
            return True
        finally:
            work.cancel()
