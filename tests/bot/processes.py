"""Real processes of ours, the fake Telegram and the sandbox clinic that they talk to."""

import asyncio
import itertools
import os
import signal
import socket
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp

from sandbox.diary import Appointment
from sandbox.server import Sandbox
from tests.harness.stage import CLINICS
from tests.telegram.fake_bot_api import FakeBotApi
from tests.telegram.fake_chats import User

ROOT = Path(__file__).resolve().parents[2]

JSON = dict[str, Any]
SAMIRA = ("426909", "12 May 1984", "Taylor")


def now() -> datetime:
    return datetime.now(UTC)


_PORTS = itertools.count(os.getpid() * 97)


def free_port() -> int:
    """A port below those that the system gives away by itself: free after a restart, too."""
    for number in _PORTS:
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", 20_000 + number % 12_000))
            return int(probe.getsockname()[1])
    raise AssertionError("no port is free")


async def until(happened: Callable[[], object], *, within: float = 10.0) -> None:
    """Look again and again at what another process does."""
    async with asyncio.timeout(within):
        while not happened():  # noqa: ASYNC110 - it is another process, which tells nobody
            await asyncio.sleep(0.01)


def env_file(folder: Path, name: str, sandbox: Sandbox, api: FakeBotApi, **more: str) -> Path:
    """What a clinic would write; everything that it names lies in its folder."""
    values = CLINICS["harbour"] | {
        "CLINIC_NAME": f"{name.title()} Dental",
        "AERONA_BASE_URL": sandbox.base_url,
        "AERONA_WRITE_TIMEOUT": "20",
        "TELEGRAM_BOT_TOKEN": api.token,
        "TELEGRAM_API_BASE_URL": api.url,
        "STORAGE_PATH": f"{name}.db",
        **more,
    }
    path = folder / f"{name}.env"
    path.write_text("".join(f"{each}={value}\n" for each, value in values.items()))
    return path


async def command(
    *arguments: object, said: str = "", folder: Path | None = None, within: float = 20.0
) -> tuple[int, str]:
    """Run `python -m bot ...` to its end; gives its exit status and all that it printed."""
    process = await started(*arguments, folder=folder, stdin=asyncio.subprocess.PIPE)
    async with asyncio.timeout(within):
        printed, _ = await process.communicate(said.encode())
    return process.returncode or 0, printed.decode()


async def started(
    *arguments: object, folder: Path | None = None, stdin: int = asyncio.subprocess.DEVNULL
) -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *("-W", "error", "-m", "bot"),
        *map(str, arguments),
        cwd=folder or ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=stdin,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )


@dataclass
class Server:
    """`python -m bot run` with these files, its lines collected as they come."""

    files: tuple[Path, ...]
    port: int
    lines: list[str] = field(default_factory=list)
    process: Process | None = None
    _reading: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Return when it listens."""
        self.lines.clear()
        self.process = await started("run", *self.files)
        self._reading = asyncio.create_task(self._read(self.process))
        await until(lambda: self.said('"listening"'))

    async def ready(self, *clinics: str) -> None:
        """Return when these clinics are up, whatever becomes of the others."""
        async with asyncio.timeout(10):
            while not _are_up(clinics, (await self.ask("/ready"))[1]):  # noqa: ASYNC110 - the same
                await asyncio.sleep(0.02)

    async def ask(self, path: str) -> tuple[int, JSON]:
        url = f"http://127.0.0.1:{self.port}{path}"
        async with aiohttp.ClientSession() as http, http.get(url) as answer:
            return answer.status, await answer.json()

    def said(self, words: str) -> bool:
        return any(words in line for line in self.lines)

    async def kill(self) -> None:
        """End it as a power cut would."""
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()
        await self._end()

    async def stop(self) -> int:
        """Ask it to stop; gives its exit status."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        status = await self.process.wait()
        await self._end()
        return status

    async def restart(self, *clinics: str) -> None:
        await self.start()
        await self.ready(*clinics)

    async def _end(self) -> None:
        if self._reading is not None:
            await self._reading
            self._reading = None

    async def _read(self, process: Process) -> None:
        assert process.stdout is not None
        async for line in process.stdout:
            self.lines.append(line.decode().rstrip())


def _are_up(clinics: Sequence[str], told: JSON) -> bool:
    up = (told["clinics"][name] for name in clinics)
    return all(one["storage"] and one["channel"] for one in up)


@asynccontextmanager
async def served(*files: Path, port: int) -> AsyncIterator[Server]:
    """A server that listens; it is killed at the end if it was not stopped."""
    server = Server(files, port)
    try:
        await server.start()
        yield server
    finally:
        await server.kill()


@asynccontextmanager
async def sandbox_clinic(*optional: str) -> AsyncIterator[Sandbox]:
    """The sandbox clinic by the real clock, which the processes live by."""
    async with Sandbox.running(clock=now, optional=optional) as sandbox:
        yield sandbox


def made(sandbox: Sandbox, patient_id: int = 426909) -> list[Appointment]:
    """What the diary holds for this patient that came through the API."""
    return sandbox.clinic.diary.appointments(via_api=True, patient_id=patient_id)


async def choose(api: FakeBotApi, user: User, label: str | None = None) -> str:
    """Press this button of the newest message once it is there, or its first one."""
    await api.until(lambda: _newest(user) and (label is None or label in _newest(user)), within=10)
    label = label or _newest(user)[0]
    user.press(label)
    return label


async def tell(api: FakeBotApi, user: User, words: str, *, hears: str = "") -> str:
    """Say something, and give the bot's next message, or the next one with these words."""
    seen = len(user.sees)
    user.say(words)
    await api.until(lambda: len(user.sees) > seen and hears in user.sees[-1], within=10)
    return user.sees[-1]


async def to_the_check(api: FakeBotApi, user: User, who: tuple[str, str, str] = SAMIRA) -> None:
    """Everything of a first booking up to the question whether it shall be booked."""
    await tell(api, user, "/start", hears="What would you like")
    for label in ("Book an appointment", "Check-up", "Soonest"):
        await choose(api, user, label)
    await api.until(lambda: "Another day" in _newest(user), within=10)
    user.press(_newest(user)[0])
    await api.until(lambda: "patient number" in user.sees[-1], within=10)
    for words, hears in zip(who, ("date of birth", "surname", "Please check"), strict=True):
        await tell(api, user, words, hears=hears)
    await api.until(lambda: "Yes, book it" in _newest(user), within=10)


def _newest(user: User) -> list[str]:
    return user.messages[-1].buttons if user.messages else []
