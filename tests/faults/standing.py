"""One clinic under test: its vendor, its messenger, its file, and the server that is killed."""

import asyncio
import random
import sqlite3
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp

from sandbox.diary import FREED
from sandbox.server import CONTROL_PATH
from tests.bot.processes import free_port
from tests.faults import checks, moves
from tests.faults.clock import SharedClock
from tests.faults.failpoints import Point, passed
from tests.faults.fault import Tally
from tests.faults.forks import Child, fork_server
from tests.faults.inside import DEFECTS
from tests.faults.patients import Kind, Patient, StuckError
from tests.faults.systems import AERONA, System
from tests.faults.vendor import EFFECTS, vendor
from tests.telegram.fake_bot_api import FakeBotApi

LOOKUPS = {"AERONA_APPOINTMENTS_SEARCH_PATH": "/appointments/search"}
_SETTLE = 30
# A minute after the talk has ended nothing is kept; so long the processes may need to get there.
_LET_GO, _REAL = 60.0, 2.0
# What comes later than this, by the clinic's clock, comes too late for the checks.
_LATER, _STEP = 240.0, 10.0


class EndedError(Exception):
    """The server did not live until it was killed."""


@dataclass
class Standing:
    """Everything that a run needs; the server is started and killed from here."""

    folder: Path
    clock: SharedClock
    api: FakeBotApi
    env: Path
    system: System
    origin: str
    child: Child | None = None
    lives: int = 0
    _over: bool = False
    _begun: list[checks.JSON] = field(default_factory=list)
    _ended: list[checks.JSON] = field(default_factory=list)
    _left: int = 0

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

    async def let_pass(self, seconds: float) -> None:
        """Let so much time go by, at a pace at which the server can do what is due."""
        for _ in range(round(seconds / _STEP)):
            self.clock.let_pass(_STEP)
            await asyncio.sleep(0.012)

    async def _kept(self) -> int:
        """How many times the vendor still keeps."""
        loop = asyncio.get_running_loop()
        until = loop.time() + _REAL
        while (kept := len(await self._ask("/pracsuite/holds"))) and loop.time() < until:  # noqa: ASYNC110 - in another process
            await asyncio.sleep(0.05)
        return kept

    async def _ask(self, what: str) -> list[checks.JSON]:
        """Look into the vendor's own process."""
        async with (
            aiohttp.ClientSession() as http,
            http.get(f"{self.origin}{CONTROL_PATH}{what}") as answer,
        ):
            told: list[checks.JSON] = await answer.json()
            return told

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
        tally.holds = self._left
        first = [*self._begun, *checks.effects(made)]
        gone = checks.changed_unasked(first, self._ended, checks.wishes(self.database))
        tally.taken_away = len(gone)
        tally.broken += gone + self._moved(patient)
        log = (self.folder / "server.log").read_text("utf-8")
        tally.broken += [f"a defect: {one}" for one in sorted(DEFECTS) if f'"{one}"' in log]
        return tally

    def _moved(self, patient: Patient) -> list[str]:
        """What is not so of what the patient was told of a move."""
        if patient.kind is not Kind.MOVES or not self._ended:
            return []
        made = checks.effects(self.folder / EFFECTS)
        mine = [one for one in self._ended if one["id"] in [each["id"] for each in made]]
        starts = [_start(one) for one in mine if one["statusId"] not in FREED]
        return moves.wrong(patient.user.sees, _start(made[0]), starts) if made else []

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
        self._begun = await self._ask("/diary")
        await talk
        await self.quiet()
        await self.let_pass(_LET_GO)
        self._left = await self._kept()
        await self.let_pass(_LATER)
        await self.quiet()
        self._ended = await self._ask("/diary")

    def told(self, patient: Patient) -> str:
        """How a run can be told from others: its patient, and where each life ended."""
        lasts = ", then ".join(str(trace[-1]) if trace else "nothing" for trace in self.traces)
        ends = ", ".join(patient.ends) or "nothing"
        return f"{patient.kind} patient, ended with {ends}; failpoints passed last: {lasts}"


@asynccontextmanager
async def standing(
    folder: Path, system: System = AERONA, **settings: str
) -> AsyncIterator[Standing]:
    """A clinic whose server is not running yet."""
    clock = SharedClock.begun(folder / "clock")
    origin = vendor().open(folder, clock=folder / "clock", optional=("appointments",))
    async with FakeBotApi(now=clock) as api:
        values = system.variables(origin) | {
            f"{system.prefix}_SETTLE_SECONDS": str(_SETTLE),
            "TELEGRAM_BOT_TOKEN": api.token,
            "TELEGRAM_API_BASE_URL": api.url,
            "STORAGE_PATH": "clinic.db",
            "SERVER_PORT": str(free_port()),
            **(LOOKUPS if system is AERONA else {}),
            **settings,
        }
        env = folder / "harbour.env"
        env.write_text("".join(f"{name}={value}\n" for name, value in values.items()), "utf-8")
        stand = Standing(folder, clock, api, env, system, origin)
        try:
            yield stand
        finally:
            await stand.end()


def _start(entry: checks.JSON) -> datetime:
    return datetime.fromisoformat(entry["start"])


def chance_of(seed: int, what: str) -> random.Random:
    """The chance of one run."""
    return random.Random(f"{what}/{seed}")
