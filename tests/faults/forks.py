"""The real server in processes that start at once: forked from one that has imported everything.

The parent runs no event loop and no thread, so that a child is as good as a fresh process. Each
runs `bot.commands.run.run`, by a clock that others move, with failpoints.
"""

import asyncio
import gc
import json
import os
import signal
import subprocess
import sys
import traceback
import zoneinfo
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Child:
    """A server that was forked. It is nobody's child here: only its end can be seen."""

    pid: int

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    async def ended(self) -> None:
        """Return once it is dead, whoever killed it."""
        loop = asyncio.get_running_loop()
        over = asyncio.Event()
        with suppress(ProcessLookupError):
            descriptor = os.pidfd_open(self.pid)
            loop.add_reader(descriptor, over.set)
            try:
                await over.wait()
            finally:
                loop.remove_reader(descriptor)
                os.close(descriptor)


class ForkServer:
    """The parent, in a process of its own."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "tests.faults.forks"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self, env: Path, *, clock: Path, trace: Path, log: Path, kill: str | None) -> Child:
        """Fork a server for a clinic's file; it is killed at the failpoint `kill`, if that comes.

        `trace` gets the failpoints that it passes.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        wanted = {"env": env, "clock": clock, "trace": trace, "log": log, "kill": kill or ""}
        line = json.dumps({name: str(value) for name, value in wanted.items()})
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        return Child(int(self._process.stdout.readline()))


@cache
def fork_server() -> ForkServer:
    """The one of this process; it ends with it."""
    return ForkServer()


def main() -> None:
    """Fork a child for each line that is read, and say its process id."""
    import_everything()
    children = set[int]()
    for line in sys.stdin:
        children -= _reaped(children)
        wanted = json.loads(line)
        pid = os.fork()
        if pid == 0:
            live(**wanted)
        children.add(pid)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()
    for pid in children - _reaped(children):
        os.kill(pid, signal.SIGKILL)


def import_everything() -> None:
    import bot.commands.run  # noqa: F401, PLC0415 - here, so that it is there in every child
    from bot.ponder import _WARMING, read  # noqa: PLC0415
    from tests.faults import clock, failpoints  # noqa: F401, PLC0415

    # The pinned time zones, as `python -m bot` does.
    zoneinfo.reset_tzpath([])
    read(*_WARMING)
    gc.collect()
    # What the collector touched would be copied in every child.
    gc.freeze()


def _reaped(children: set[int]) -> set[int]:
    """Which of them have ended; until then nobody else can get their numbers."""
    return {pid for pid in children if os.waitpid(pid, os.WNOHANG)[0]}


def live(env: str, clock: str, trace: str, log: str, kill: str) -> None:
    """The whole life of a forked server."""
    from bot.commands.run import run  # noqa: PLC0415
    from tests.faults.clock import SharedClock  # noqa: PLC0415
    from tests.faults.failpoints import Failpoints, Point  # noqa: PLC0415

    status = 70
    try:
        file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        nothing = os.open(os.devnull, os.O_RDONLY)
        for descriptor, stands_for in ((nothing, 0), (file, 1), (file, 2)):
            os.dup2(descriptor, stands_for)
        Failpoints(Path(trace), Point.read(kill) if kill else None).install()
        time = SharedClock(Path(clock))
        status = asyncio.run(run([Path(env)], _say, clock=time, sleep=time.sleep))
    except BaseException:  # noqa: BLE001 - it is the end of this process, whatever it was
        os.write(2, traceback.format_exc().encode())
    finally:
        os._exit(status)


def _say(line: str) -> None:
    os.write(1, f"{line}\n".encode())


if __name__ == "__main__":
    main()
