"""What can be booked, with whom, where and for how much, kept ready for every turn."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import structlog

from connectors.errors import ConnectorError
from connectors.protocols import (
    ListsClinicians,
    ListsPlaces,
    ListsPrices,
    ListsServices,
    LoadsCatalogue,
)
from dialogs.clinic import Catalogue

log = structlog.get_logger(__name__)

EVERY_SECONDS = 600.0
# A list is told of each time that another tenth of it is known.
_STEPS = 10

Listed = TypeVar("Listed")


class Catalogues:
    """The clinic's catalogue as last read. The connectors remember it for hours themselves.

    Services, clinicians and places come first, since nothing can be booked without them; prices may
    be many pages, and nobody waits for those. Names are prepared for being looked up before
    anybody is given them, in a thread, since that takes seconds for long lists.
    """

    def __init__(self, abilities: Mapping[type, object]) -> None:
        """Read nothing yet."""
        self._services = abilities.get(ListsServices)
        self._clinicians = abilities.get(ListsClinicians)
        self._places = abilities.get(ListsPlaces)
        self._prices = abilities.get(ListsPrices)
        self._reading = asyncio.Lock()
        self._changing = asyncio.Lock()
        self._readings = 0
        self.current: Catalogue | None = None

    async def read(self) -> Catalogue:
        """The catalogue, read if it was never read; empty where that does not work now."""
        readings = self._readings
        async with self._reading:
            # Whoever has waited while another one asked in vain does not ask again.
            if self.current is None and self._readings == readings:
                await self.refresh()
                self._readings += 1
        return self.current or Catalogue()

    async def refresh(self) -> None:
        """Ask for services, clinicians and places; what was known stays where it is not told.

        A time is only told with its place, so these come together.
        """
        if not isinstance(self._services, ListsServices):
            return
        if not isinstance(self._clinicians, ListsClinicians):
            return
        services = await _told(self._services.services)
        clinicians = await _told(self._clinicians.clinicians) if services is not None else None
        places = await _told(self._places.places) if isinstance(self._places, ListsPlaces) else None

        def changed(known: Catalogue) -> Catalogue:
            if services is not None and clinicians is not None:
                known = replace(known, services=services, clinicians=clinicians)
            return known if places is None else replace(known, places=places)

        if self.current is not None or clinicians is not None:
            await self._change(changed)

    async def refresh_rest(self) -> None:
        """Ask for prices, once there is something to be booked."""
        await self.read()
        if self.current is None:
            return
        if isinstance(self._prices, ListsPrices):
            items = await _told(self._prices.items)
            if items is not None:
                await self._change(lambda known: replace(known, items=items))

    async def _change(self, changed: Callable[[Catalogue], Catalogue]) -> None:
        async with self._changing:
            new = changed(self.current or Catalogue())
            if new != self.current:
                self.current = await asyncio.to_thread(new.indexed)


async def _told(ask: Callable[[], Awaitable[Sequence[Listed]]]) -> tuple[Listed, ...] | None:
    try:
        return tuple(await ask())
    except ConnectorError as error:
        log.warning("catalogue_not_read", error=type(error).__name__)
        return None


async def load(vendor: object, say: Callable[[str], object]) -> None:
    """Read all lists of a vendor that has long ones, and say how far that has come.

    As in "Items: 4,200 of 50,000". Raises ConnectorError.
    """
    if not isinstance(vendor, LoadsCatalogue):
        return
    told: dict[str, int] = {}

    def progress(what: str, known: int, there: int) -> None:
        step = known * _STEPS // max(there, 1)
        if told.get(what) != step:
            told[what] = step
            say(f"{what[:1].upper()}{what[1:]}: {known:,} of {there:,}")

    await vendor.load(progress)
