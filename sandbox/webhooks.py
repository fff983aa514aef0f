"""What the vendor tells unasked: each change of the diary, to an address that the clinic gave.

Contract §5: told is what is answered with exactly 200; anything else is tried again each hour, up
to 24 times. What §5 leaves open is what a clinic has to live with, and can be switched on here:
the same event several times, several events in another order, and events that come late.
"""

import asyncio
import json
import random
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus

import aiohttp

from sandbox.aerona_json import AeronaJson
from sandbox.catalogue import PRACTICE_ID
from sandbox.clinic import Clinic
from sandbox.diary import Appointment

FURTHER_TRIES = 24
HOUR = 3600.0
# Contract §5 names no time limit for the answer.
_PATIENCE = aiohttp.ClientTimeout(total=10)


@dataclass(frozen=True)
class Address:
    """Where and how events are sent.

    `repeats` is how often each is sent, `together` how many are collected and then sent in another
    order, and `late` how many seconds each waits first.
    """

    url: str
    method: str = "POST"
    repeats: int = 1
    together: int = 1
    late: float = 0.0

    def __post_init__(self) -> None:
        """Refuse what could never send anything."""
        if self.repeats < 1 or self.together < 1 or self.late < 0:
            raise ValueError("repeats and together start at 1, late at 0")
        if not self.url.startswith(("http://", "https://")):
            raise ValueError("url must begin with https:// or http://")


@dataclass(frozen=True)
class Delivery:
    """One try: the status of its answer, or None where none came; `body` is what was sent."""

    body: bytes
    status: int | None


class Webhooks:
    """Sends nothing until it is given an address. Made by `telling`."""

    def __init__(
        self,
        clinic: Clinic,
        wording: AeronaJson,
        http: aiohttp.ClientSession,
        sleeper: Callable[[float], Awaitable[None]],
    ) -> None:
        self._clinic = clinic
        self._wording = wording
        self._http = http
        self._sleeper = sleeper
        self._chance = random.Random(1)  # noqa: S311 - repeatable
        self._address: Address | None = None
        self._collected: list[bytes] = []
        self._sending: set[asyncio.Task[None]] = set()
        self.deliveries: deque[Delivery] = deque(maxlen=1000)

    @property
    def address(self) -> Address | None:
        return self._address

    @property
    def waiting(self) -> int:
        """How many are being sent, or wait to be sent or tried again."""
        return len(self._collected) + len(self._sending)

    def send_to(self, address: Address | None) -> None:
        """From now on; with None nothing more is told, and what waits is let go."""
        self._address = address
        self._collected.clear()
        if address is None:
            for task in self._sending:
                task.cancel()

    def tell(self, event: str, entry: Appointment) -> None:
        """Something has changed in the diary."""
        if self._address is None:
            return
        self._collected.append(self._body(event, entry))
        if len(self._collected) >= self._address.together:
            self.flush()

    def flush(self) -> None:
        """Send what was collected, although it is not enough yet."""
        if self._address is None or not self._collected:
            return
        bodies = self._collected * self._address.repeats
        self._collected = []
        if self._address.together > 1:
            self._chance.shuffle(bodies)
        self._start(self._send(self._address, bodies))

    async def idle(self) -> None:
        """Return once nothing is being sent or tried again; what is collected stays."""
        while self._sending:
            await asyncio.wait(self._sending)

    async def aclose(self) -> None:
        self.send_to(None)
        await asyncio.gather(*self._sending, return_exceptions=True)

    async def _send(self, address: Address, bodies: list[bytes]) -> None:
        """One after the other; one that was not taken does not hold up the next."""
        if address.late:
            await self._sleeper(address.late)
        for body in bodies:
            if not await self._was_taken(address, body):
                self._start(self._try_again(address, body))

    async def _try_again(self, address: Address, body: bytes) -> None:
        for _ in range(FURTHER_TRIES):
            await self._sleeper(HOUR)
            if await self._was_taken(address, body):
                return

    async def _was_taken(self, address: Address, body: bytes) -> bool:
        status = None
        headers = {"Content-Type": "application/json"}
        try:
            async with self._http.request(
                address.method, address.url, data=body, headers=headers, allow_redirects=False
            ) as answer:
                status = answer.status
        except (aiohttp.ClientError, TimeoutError):
            pass
        self.deliveries.append(Delivery(body, status))
        return status == HTTPStatus.OK

    def _start(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    def _body(self, event: str, entry: Appointment) -> bytes:
        """Contract §8."""
        told = {
            "objectType": "Appointment",
            "objectId": entry.id,
            "event": event,
            "practiceId": PRACTICE_ID,
            "modified": self._wording.write_time(self._clinic.now()),
            "data": self._wording.appointment(entry),
        }
        return json.dumps(told).encode()


@asynccontextmanager
async def telling(
    clinic: Clinic, wording: AeronaJson, sleeper: Callable[[float], Awaitable[None]]
) -> AsyncIterator[Webhooks]:
    """Watch the clinic's diary until left."""
    async with aiohttp.ClientSession(timeout=_PATIENCE) as http:
        webhooks = Webhooks(clinic, wording, http, sleeper)
        clinic.diary.watchers.append(webhooks.tell)
        try:
            yield webhooks
        finally:
            clinic.diary.watchers.remove(webhooks.tell)
            await webhooks.aclose()
