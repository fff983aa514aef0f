"""`python -m bot chat`: talk to a clinic in the console, the sandbox clinic or a real one."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import aiohttp

from bot.app import ClinicApp, World, open_clinic
from bot.channels.console import Console
from bot.channels.protocol import Channel
from bot.commands.live import budget_folder
from bot.commands.sandbox import variables
from bot.ponder import Ponderer
from bot.settings import ClinicSettings, load
from bot.settings.desk import DeskGroup
from bot.settings.groups import VendorName
from sandbox.clinic import Clinic as SandboxClinic
from sandbox.server import Sandbox

_CLINIC = """\
CLINIC_NAME=Harbour Dental
CLINIC_TIMEZONE=Europe/London
CLINIC_PHONE=020 7946 0000
CLINIC_ADDRESS="1 Quay Street, London"
CLINIC_BOOKABLE_TYPES=1864,1865,1866
"""


def now() -> datetime:
    """The one place where the process asks the machine for the time."""
    return datetime.now(UTC)


def http_session() -> aiohttp.ClientSession:
    """One session for all vendors of the process.

    Connections are kept for a moment only: one that the vendor closes just as a booking is sent
    would leave that booking in doubt.
    """
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(keepalive_timeout=4))


@asynccontextmanager
async def world(
    clock: Callable[[], datetime], sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> AsyncIterator[World]:
    """What an application takes from outside, opened and warmed."""
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(http_session())
        ponder = await stack.enter_async_context(Ponderer.ready())
        # Spreads retries; guards nothing.
        rng = random.Random()  # noqa: S311
        yield World(clock=clock, http=http, rng=rng, sleep=sleep, ponder=ponder)


@asynccontextmanager
async def sandbox_clinic(
    clock: Callable[[], datetime], folder: Path, system: VendorName = "aerona"
) -> AsyncIterator[tuple[Sandbox, ClinicSettings]]:
    """The sandbox clinic with the env file that a clinic with this system would write for it."""
    clinic = SandboxClinic(clock=clock)
    async with Sandbox.running(clock=clock, clinic=clinic) as sandbox:
        path = folder / "harbour.env"
        lines = [f"{name}={value}\n" for name, value in variables(sandbox, system).items()]
        path.write_text(_CLINIC + "".join(lines), encoding="utf-8")
        yield sandbox, load(path)


@asynccontextmanager
async def opened(
    settings: ClinicSettings, channel: Channel, clock: Callable[[], datetime], folder: Path
) -> AsyncIterator[ClinicApp]:
    """A clinic's application whose conversations are kept in the folder only."""
    async with (
        world(clock) as outside,
        open_clinic(settings, channel, outside, folder / "chat.db", budget_folder(settings)) as app,
    ):
        yield app


async def chat(
    env: Path | None,
    record: Path | None,
    say: Callable[[str], None],
    lines: AsyncIterator[str],
    *,
    echo: bool,
    system: VendorName = "aerona",
) -> int:
    """Talk until the lines end; `record` gets the talk as a conversation file."""
    # A conversation file tells the minute; a talk that is recorded is held at its beginning.
    began = now().replace(second=0, microsecond=0)
    clock = (lambda: began) if record is not None else now
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="frontdesk-")))
        if env is None:
            _, settings = await stack.enter_async_context(sandbox_clinic(clock, folder, system))
        else:
            # A trial tells the clinic's people of nothing.
            settings = load(env).model_copy(update={"desk": DeskGroup()})
        console = Console(lines, say, clock, echo=echo)
        app = await stack.enter_async_context(opened(settings, console, clock, folder))
        console.settled = app.settled
        await app.run()
        await app.settled()
        if record is not None:
            await asyncio.to_thread(_write, record, settings, began, console.written)
            say(f"Written to {record}.")
    return 0


def _write(path: Path, settings: ClinicSettings, at: datetime, written: list[str]) -> None:
    local = at.astimezone(settings.clinic.timezone)
    head = [
        "# Say here in one line why this conversation matters.",
        f"clinic: {settings.slug}        now: {local:%Y-%m-%d %H:%M}",
    ]
    if settings.lookups:
        head.append("vendor: both, because it has both systems")
        head.append(f"set: CLINIC_DIARY={settings.diary}")
    elif settings.diary != "aerona":
        # What is the same with every system is written as it goes with Aerona.
        head.append(f"vendor: {settings.diary}, because say here why it is for that one alone")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([*head, *written]) + "\n", encoding="utf-8")
