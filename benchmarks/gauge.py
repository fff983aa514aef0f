"""What holds an event loop up: the processor time of its callbacks, and a late heartbeat."""

import asyncio
import gc
import heapq
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field

GOAL = 0.020
LONGEST_SHOWN = 10
BEAT = 0.005


@dataclass(order=True, frozen=True)
class Callback:
    """One that took long: seconds of processor time, of which so many for garbage."""

    seconds: float
    garbage: float
    name: str


@dataclass
class Gauge:
    """Measures every callback that the loop of this thread runs."""

    count: int = 0
    over: int = 0
    longest: list[Callback] = field(default_factory=list)
    _garbage: float = 0.0
    _collecting: float = 0.0

    @contextmanager
    def measuring(self) -> Iterator[None]:
        """Within, every callback is measured; other threads' loops are not."""
        run, thread = asyncio.events.Handle._run, threading.get_ident()  # noqa: SLF001 - no other way

        def measured(handle: asyncio.Handle) -> None:
            if threading.get_ident() != thread:
                run(handle)
                return
            began, garbage = time.thread_time(), self._garbage
            run(handle)
            self._add(handle, time.thread_time() - began, self._garbage - garbage)

        gc.callbacks.append(self._collected)
        asyncio.events.Handle._run = measured  # type: ignore[method-assign,assignment] # noqa: SLF001
        try:
            yield
        finally:
            asyncio.events.Handle._run = run  # type: ignore[method-assign] # noqa: SLF001
            gc.callbacks.remove(self._collected)

    def _add(self, handle: asyncio.Handle, seconds: float, garbage: float) -> None:
        self.count += 1
        self.over += seconds > GOAL
        if len(self.longest) < LONGEST_SHOWN:
            heapq.heappush(self.longest, Callback(seconds, garbage, _name(handle)))
        elif seconds > self.longest[0].seconds:
            heapq.heapreplace(self.longest, Callback(seconds, garbage, _name(handle)))

    def _collected(self, phase: str, _info: dict[str, int]) -> None:
        if phase == "start":
            self._collecting = time.thread_time()
        else:
            self._garbage += time.thread_time() - self._collecting


def _name(handle: asyncio.Handle) -> str:
    """The callback; a task is told by its coroutine and by where that waits now."""
    callback = handle._callback  # type: ignore[attr-defined] # noqa: SLF001 - for its name alone
    task = getattr(callback, "__self__", None)
    if not isinstance(task, asyncio.Task):
        return getattr(callback, "__qualname__", repr(callback)[:60])
    outer = waiting = task.get_coro()
    while (inner := getattr(waiting, "cr_await", None)) is not None and hasattr(inner, "cr_code"):
        waiting = inner
    first, last = (getattr(one, "__qualname__", repr(one)) for one in (outer, waiting))
    return first if first == last else f"{first}, now in {last}"


class Heartbeat:
    """Wakes every few milliseconds, and keeps how late it was at worst."""

    def __init__(self) -> None:
        """Nothing was late yet."""
        self.longest = 0.0

    async def beat(self) -> None:
        """Until cancelled."""
        while True:
            began = time.perf_counter()
            await asyncio.sleep(BEAT)
            self.longest = max(self.longest, time.perf_counter() - began - BEAT)

    @asynccontextmanager
    async def beating(self) -> AsyncIterator[None]:
        """Beat as long as the block lasts."""
        task = asyncio.create_task(self.beat())
        try:
            yield
        finally:
            task.cancel()
