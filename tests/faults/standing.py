"""One clinic under test: its vendor, its messenger, its file, and the server that is killed."""

import asyncio
import random
import sqlite3
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sandbox.server import PATH
from tests.bot.processes import free_port
from tests.faults import checks
from tests.faults.clock import SharedClock
from tests.faults.failpoints import Point, passed
from tests.faults.fault import Tally
from tests.faults.forks import Child, fork_server
from tests.faults.inside import DEFECTS
from tests.faults.patients import Patient, StuckError
from tests.faults.vendor import EFFECTS, vendor
from tests.harness.stage import CLINICS
from tests.telegram.fake_bot_api import FakeBotApi

LOOKUPS = {"AERONA_APPOINTMENTS_SEARCH_PATH": "/appointments/search"}
_SETTLE = 30
# What comes later than this, by the clinic's clock, comes too late for the checks.
_LATER, _STEPS = 240.0, 24


class EndedError(Exception):
    """The server did not live until it was killed."""


@dataclass
class Standing:
    """Everything that a run needs; the server is started and killed from here."""

    folder: Path
    clock: SharedClock
    api: FakeBotApi
    env: Path
    child: Child | None = None
    lives: int = 0
    _over: bool = False

    @property
    def database(self) -> Path:
        return self.folder / "clinic.db"

    @property
    def traces(self) -> list[list[Point]]:
        """What each life of the server has passed."""
        return [passed(self.folder / f"trace-{life + 1}.txt") for life in range(self.lives)]

    def start(self, kill: Point | None = None) -> Child:
        """A new life of the server on the same database."""
        self.lives += 1
        self.child = fork_server().start(
            self.env,
            clock=self.folder / "clock",
            trace=self.folder / f"trace-{self.lives}.txt",
            log=self.folder / "server.log",
            kill=None if kill is None else str(kill),
        )
        return self.child

    async def lived(self, kills: Sequence[Point]) -> None:
        """Start it again whenever it dies; each life may end at a failpoint, the last must not."""
        for kill in kills:
            await self.start(kill).ended()
            if self.traces[-1][-1:] != [kill] and not self._over:
                raise EndedError("the server ended by itself; see server.log")
        await self.start().ended()
        if not self._over:
            raise EndedError("the server ended by itself; see server.log")

    async def end(self) -> None:
        """The last life is over."""
        self._over = True
        if self.child is not None:
            self.child.kill()
            await self.child.ended()

    async def quiet(self) -> None:
        """Return when all is answered and said, however late something is settled."""
        async with asyncio.timeout(12):
            while not self._is_quiet():
                self.clock.let_pass(1)
                await asyncio.sleep(0.02)

    async def much_later(self) -> None:
        """Let the settle window and a sweep go by."""
        for _ in range(_STEPS):
            self.clock.let_pass(_LATER / _STEPS)
            await asyncio.sleep(0.012)

    def _is_quiet(self) -> bool:
        if self.api.unconfirmed:
            return False
        with suppress(sqlite3.Error):
            waiting = checks.rows(
                self.database,
                "SELECT (SELECT count(*) FROM inbox WHERE handled_at IS NULL)"
                " + (SELECT count(*) FROM outbox WHERE state = 'waiting')",
            )
            return not waiting[0][0]
        return False

    def judged(self, patient: Patient) -> Tally:
        """What the run came to."""
        chat = checks.Chat(
            patient.person.id,
            patient.wishes,
            patient.updates,
            tuple(patient.user.sees),
            patient.repeats,
        )
        made = self.folder / EFFECTS
        tally = checks.judged(made, self.database, [chat], self.api.unconfirmed)
        log = (self.folder / "server.log").read_text("utf-8")
        tally.broken += [f"a defect: {one}" for one in sorted(DEFECTS) if f'"{one}"' in log]
        return tally

    async def talked(
        self, patient: Patient, lives: Coroutine[Any, Any, None], talk: Coroutine[Any, Any, None]
    ) -> Tally:
        """Let the patient talk while the server lives and dies; what came of it."""
        server, said = asyncio.create_task(lives), asyncio.create_task(self._to_the_end(talk))
        failures = list[str]()
        try:
            done, _ = await asyncio.wait((server, said), return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        except (StuckError, TimeoutError, EndedError) as error:
            failures.append(f"{type(error).__name__} {error}")
        finally:
            for task in (server, said):
                task.cancel()
            await asyncio.gather(server, said, return_exceptions=True)
            await self.end()
        tally = self.judged(patient)
        if failures or not tally.sound or tally.desk:
            tally.failures = [*failures, self.told(patient)]
        return tally

    async def _to_the_end(self, talk: Coroutine[Any, Any, None]) -> None:
        await talk
        await self.quiet()
        await self.much_later()
        await self.quiet()

    def told(self, patient: Patient) -> str:
        """How a run can be told from others: its patient, and where each life ended."""
        lasts = ", then ".join(str(trace[-1]) if trace else "nothing" for trace in self.traces)
        ends = ", ".join(patient.ends) or "nothing"
        return f"{patient.kind} patient, ended with {ends}; failpoints passed last: {lasts}"


@asynccontextmanager
async def standing(folder: Path, **settings: str) -> AsyncIterator[Standing]:
    """A clinic whose server is not running yet."""
    clock = SharedClock.begun(folder / "clock")
    origin = vendor().open(folder, clock=folder / "clock", optional=("appointments",))
    async with FakeBotApi(now=clock) as api:
        values = CLINICS["harbour"] | {
            "AERONA_BASE_URL": origin + PATH,
            "AERONA_SETTLE_SECONDS": str(_SETTLE),
            "TELEGRAM_BOT_TOKEN": api.token,
            "TELEGRAM_API_BASE_URL": api.url,
            "STORAGE_PATH": "clinic.db",
            "SERVER_PORT": str(free_port()),
            **LOOKUPS,
            **settings,
        }
        env = folder / "harbour.env"
        env.write_text("".join(f"{name}={value}\n" for name, value in values.items()), "utf-8")
        stand = Standing(folder, clock, api, env)
        try:
            yield stand
        finally:
            await stand.end()


def chance_of(seed: int, what: str) -> random.Random:
    """The chance of one run."""
    return random.Random(f"{what}/{seed}")
