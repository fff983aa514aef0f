"""The pretend clinic on loopback: started, stopped and looked into from here."""

import asyncio
import json
import os
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web

from sandbox.aerona import Aerona
from sandbox.aerona_http import FAULTS_OF, OPERATIONS, AeronaHttp
from sandbox.aerona_json import AeronaJson, Times
from sandbox.calls import Calls
from sandbox.clinic import Clinic, Clock
from sandbox.control import Control, describe
from sandbox.diary import Appointment
from sandbox.gate import LIMIT, Gate
from sandbox.misbehaviour import Misbehaviour
from sandbox.pracsuite_http import PATH as PRACSUITE_PATH
from sandbox.pracsuite_large import Size
from sandbox.pracsuite_server import PracSuiteServer, open_pracsuite
from sandbox.serving import Serving, Sleeper
from sandbox.switches import PracSuiteControl, Switches
from sandbox.webhooks import Address, Webhooks, telling

HOST = "127.0.0.1"
PATH = "/AeronaAPI/v1"
CONTROL_PATH = "/_sandbox"
# Whoever is still held without an answer when the server stops was told to expect none.
_PATIENCE = 0.05


@dataclass(frozen=True)
class Sandbox:
    """A running server: where it is, what it holds, and the switches to make it misbehave."""

    origin: str
    clinic: Clinic
    misbehave: Misbehaviour
    calls: Calls
    gate: Gate
    webhooks: Webhooks
    pracsuite: PracSuiteServer

    @property
    def base_url(self) -> str:
        """What a clinic would set as Aerona's address."""
        return self.origin + PATH

    @property
    def control_url(self) -> str:
        return self.origin + CONTROL_PATH

    def lose_tokens(self) -> None:
        """Every token is worthless from now on, as after a restart of the vendor's server."""
        self.gate.forget()

    @staticmethod
    @asynccontextmanager
    async def running(
        *,
        clock: Clock,
        clinic: Clinic | None = None,
        host: str = HOST,
        port: int = 0,
        times: Times = "utc",
        optional: Iterable[str] = (),
        effects: Path | None = None,
        sleeper: Sleeper = asyncio.sleep,
        limit: int = LIMIT,
        old_names: bool = False,
        size: Size | None = None,
    ) -> AsyncIterator["Sandbox"]:
        """Serve until left; a clinic that is handed in keeps its diary afterwards.

        `effects` names a file to which every booking that took effect is written before its
        answer leaves. `old_names` and `size` are for PracSuite alone.
        """
        clinic = clinic or Clinic(clock=clock)
        gate = Gate(clock, limit=limit)
        misbehave = Misbehaviour(OPERATIONS, FAULTS_OF)
        calls = Calls()
        wording = AeronaJson(clinic, times)
        aerona = AeronaHttp(
            Aerona(clinic, gate, wording),
            gate,
            Serving(misbehave, calls, clock=clock, sleeper=sleeper),
            optional=optional,
        )
        application = web.Application()
        application.add_subapp(PATH, aerona.application())
        pracsuite = open_pracsuite(clinic, sleeper=sleeper, old_names=old_names, size=size)
        application.add_subapp(PRACSUITE_PATH, pracsuite.application())
        async with AsyncExitStack() as stack:
            webhooks = await stack.enter_async_context(telling(clinic, wording, sleeper))
            control = Control(
                clinic, gate, Switches(misbehave, calls), webhooks, PracSuiteControl(pracsuite)
            )
            application.add_subapp(CONTROL_PATH, control.application())
            if effects is not None:
                stack.enter_context(_written(clinic, effects))
            # No access log: queries carry names and dates of birth.
            runner = web.AppRunner(application, access_log=None, shutdown_timeout=_PATIENCE)
            stack.push_async_callback(runner.cleanup)
            await runner.setup()
            await web.TCPSite(runner, host, port).start()
            stack.callback(misbehave.release)
            stack.callback(pracsuite.misbehave.release)
            pracsuite.address.origin = origin = _origin(runner)
            yield Sandbox(origin, clinic, misbehave, calls, gate, webhooks, pracsuite)


async def serve(
    host: str = HOST,
    port: int = 8095,
    *,
    started: Callable[[Sandbox], None] | None = None,
    clock: Clock | None = None,
    zone: str = "Europe/London",
    seed: int = 1,
    fill: float = 0.3,
    times: Times = "utc",
    optional: Iterable[str] = (),
    effects: Path | None = None,
    webhooks: str | None = None,
    old_names: bool = False,
    size: Size | None = None,
) -> None:
    """Run until cancelled; `started` is told where, once requests are answered.

    `webhooks` is the address that is told of changes in the diary.
    """
    clock = clock or _real_clock
    async with Sandbox.running(
        clock=clock,
        clinic=Clinic(clock=clock, zone=zone, seed=seed, fill=fill),
        host=host,
        port=port,
        times=times,
        optional=optional,
        effects=effects,
        old_names=old_names,
        size=size,
    ) as sandbox:
        if webhooks is not None:
            sandbox.webhooks.send_to(Address(webhooks))
        if started is not None:
            started(sandbox)
        await asyncio.Event().wait()


@contextmanager
def _written(clinic: Clinic, path: Path) -> Iterator[None]:
    """One line for each booking, on the disk before anybody hears of it."""
    with path.open("a", encoding="utf-8") as file:

        def write(entry: Appointment) -> None:
            file.write(json.dumps(describe(entry)) + "\n")
            file.flush()
            os.fsync(file.fileno())

        clinic.diary.listeners.append(write)
        try:
            yield
        finally:
            clinic.diary.listeners.remove(write)


def _real_clock() -> datetime:
    return datetime.now(UTC)


def _origin(runner: web.AppRunner) -> str:
    host, port = runner.addresses[0][:2]
    return f"http://{host}:{port}"
