"""Questions in flight: who asks what is being asked already waits for the same answer."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

from connectors.errors import TooBusy

T = TypeVar("T")


@dataclass
class _Flight(Generic[T]):
    task: asyncio.Task[T]
    waiting: int = 0


class SingleFlight(Generic[T]):
    """One request for all who ask at once.

    A request lives as long as somebody waits for it: when the last one is cancelled, so is the
    request. Whoever comes later, asks anew; a failure is shared by those who waited and forgotten.
    """

    def __init__(self) -> None:
        self._flights: dict[Hashable, _Flight[T]] = {}

    async def ask(self, key: Hashable, question: Callable[[], Awaitable[T]]) -> T:
        """The answer to `question`, or to the one with the same key that is under way."""
        flight = self._flights.get(key)
        if flight is None:
            flight = _Flight(asyncio.ensure_future(_run(question)))
            self._flights[key] = flight
            flight.task.add_done_callback(lambda _: self._landed(key, flight))
        flight.waiting += 1
        try:
            return await asyncio.shield(flight.task)
        finally:
            flight.waiting -= 1
            if not flight.waiting and not flight.task.done():
                self._landed(key, flight)
                flight.task.cancel()
                await asyncio.wait({flight.task})

    async def ask_for(
        self, payer: Hashable, key: Hashable, question: Callable[[], Awaitable[T]]
    ) -> T:
        """The same, where another's lack of budget is not shared: then it is paid for once more."""
        pays = False

        async def paid() -> T:
            nonlocal pays
            pays = True
            return await question()

        try:
            return await self.ask(key, paid)
        except TooBusy:
            if pays:
                raise
        return await self.ask((key, payer), question)

    def _landed(self, key: Hashable, flight: _Flight[T]) -> None:
        if self._flights.get(key) is flight:
            del self._flights[key]


async def _run(question: Callable[[], Awaitable[T]]) -> T:
    return await question()
