"""What is done again and again beside the conversations, by one clock and one way to fail."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from connectors.errors import ConnectorError
from storage.errors import StorageError

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Chore:
    """`work` does all that is due now and returns; it is done again `every` so many seconds."""

    name: str
    work: Callable[[], Awaitable[None]]
    every: float

    async def done(self) -> None:
        """Do it once; what fails is logged, and tried again the next time."""
        try:
            await self.work()
        except (ConnectorError, StorageError) as error:
            log.warning("chore_failed", chore=self.name, error=type(error).__name__)
        except Exception:  # a defect in one chore must not end the others, nor this one for good
            log.exception("chore_defect", chore=self.name)

    async def keep_doing(self, sleep: Callable[[float], Awaitable[None]]) -> None:
        """Until cancelled."""
        while True:
            await self.done()
            await sleep(self.every)
