"""`python -m benchmarks.process`: how soon the real server is ready, and how much memory it takes.

Starts `python -m bot run` as a clinic would, against the sandbox clinic and a fake Bot API over
HTTP, and measures from the start of the process until `/ready` answers 200. dateparser is warm by
then: `Ponderer.ready` reads a first phrase. Then some patients talk to it, and what the system says
of the process is read again. Medians of several starts, the first of which is
not counted: it reads the libraries from the disk. Linux only (`/proc`).
"""

import argparse
import asyncio
import os
import socket
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import aiohttp

from sandbox.server import Sandbox
from tests.bot.processes import env_file
from tests.telegram.fake_bot_api import FakeBotApi
from tests.telegram.fake_chats import User

STARTS = 3
PATIENTS = 30
TALK = ("hello", "a check-up next week", "in the morning", "the first one")

WITHIN = 30.0


@dataclass(frozen=True)
class Figures:
    """Seconds until ready; megabytes then, after the talks, and at most."""

    ready: float
    at_start: float
    after: float
    most: float


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _memory(pid: int, name: str) -> float:
    """A line of the process's status, in megabytes."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) * 1024 / 1e6
    raise LookupError(name)


async def _until_ready(url: str) -> None:
    async with aiohttp.ClientSession() as http, asyncio.timeout(WITHIN):
        while True:
            try:
                async with http.get(url) as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientConnectionError:
                pass
            await asyncio.sleep(0.005)


async def _talks(api: FakeBotApi) -> None:
    """Patients who ask for times, look at more, and go to the question who they are."""
    for number in range(PATIENTS):
        user = api.user(f"Ana {number}")
        for words in TALK:
            seen = len(user.sees)
            user.say(words)
            await api.until(partial(_answered, user, seen), within=WITHIN)


def _answered(user: User, seen: int) -> bool:
    return len(user.sees) > seen


async def _start(folder: Path) -> Figures:
    def now() -> datetime:
        return datetime.now(UTC)

    async with Sandbox.running(clock=now) as sandbox, FakeBotApi() as api:
        port = str(_free_port())
        env = env_file(folder, "harbour", sandbox, api, SERVER_PORT=port)
        began = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run", str(env)),
            stdin=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            await _until_ready(f"http://127.0.0.1:{port}/ready")
            ready = time.perf_counter() - began
            at_start = _memory(process.pid, "VmRSS")
            await _talks(api)
            after, most = _memory(process.pid, "VmRSS"), _memory(process.pid, "VmHWM")
        finally:
            process.terminate()
            api.end_polls()
            await process.wait()
        return Figures(ready, at_start, after, most)


def main() -> None:
    """Start several times, and print the medians."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.process", description=__doc__)
    parser.add_argument("--starts", type=int, default=STARTS)
    starts = parser.parse_args().starts
    found: list[Figures] = []
    for _ in range(starts + 1):
        with tempfile.TemporaryDirectory(prefix=".bench-", dir=Path.cwd()) as folder:
            found.append(asyncio.run(_start(Path(folder))))
    counted = found[1:] or found
    print(f"the server's own process, {os.cpu_count()} processors, median of {len(counted)} starts")
    for title, unit, wanted, values in (
        ("from its start to /ready", "s", "at most 2.5", [one.ready for one in counted]),
        ("memory when ready", "MB", "", [one.at_start for one in counted]),
        (f"memory after {PATIENTS} talks", "MB", "at most 120", [one.after for one in counted]),
        ("memory at most", "MB", "", [one.most for one in counted]),
    ):
        wish = f"  (wanted: {wanted})" if wanted else ""
        print(f"{title:28}{statistics.median(values):8.2f} {unit:3}{wish}")


if __name__ == "__main__":
    main()
