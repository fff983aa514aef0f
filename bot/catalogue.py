"""What can be booked and with whom, kept ready for every turn."""

import asyncio
from collections.abc import Mapping

import structlog

from connectors.errors import ConnectorError
from connectors.protocols import ListsClinicians, ListsServices
from dialogs.clinic import Catalogue

log = structlog.get_logger(__name__)

EVERY_SECONDS = 600.0


class Catalogues:
    """The clinic's catalogue as last read. The connectors remember it for hours themselves."""

    def __init__(self, abilities: Mapping[type, object]) -> None:
        """Read nothing yet."""
        self._services = abilities.get(ListsServices)
        self._clinicians = abilities.get(ListsClinicians)
        self._reading = asyncio.Lock()
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
        """Ask the connectors; what was known stays where they cannot tell."""
        if not isinstance(self._services, ListsServices):
            return
        if not isinstance(self._clinicians, ListsClinicians):
            return
        try:
            services = tuple(await self._services.services())
            clinicians = tuple(await self._clinicians.clinicians())
        except ConnectorError as error:
            log.warning("catalogue_not_read", error=type(error).__name__)
            return
        if self.current is None or (services, clinicians) != (
            self.current.services,
            self.current.clinicians,
        ):
            self.current = Catalogue(services, clinicians)
