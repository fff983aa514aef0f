"""An endpoint in a process of its own, which dies when it has stored and before it has answered."""

import asyncio
import os
import signal
import sys
from pathlib import Path

from aiohttp import web

from bot.webhooks.endpoint import routes
from bot.webhooks.events import Events
from storage.store import Store
from tests.storage.patients import Clock
from tests.webhooks.around import PATH, PRACTICE, listening


class DiesBetween:
    """Stores an event as it should, and is killed with the answer on its lips."""

    def __init__(self, events: Events) -> None:
        self._events = events

    async def take(self, body: bytes) -> None:
        await self._events.take(body)
        os.kill(os.getpid(), signal.SIGKILL)


async def serve(path: Path) -> None:
    async with Store.open(path, Clock()) as store:
        dying = DiesBetween(Events(store, PRACTICE, asyncio.sleep))
        application = web.Application()
        application.add_routes(routes(PATH, lambda: dying))
        async with listening(application) as url:
            sys.stdout.write(f"{url}\n")
            sys.stdout.flush()
            await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1])))
