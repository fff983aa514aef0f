"""The real server on a failing disk: forked, as in forks.py, from a parent with the disk's library.

The library is laid before the C library when a process is started; the forked child tells it what
is to fail, and when.
"""

import asyncio
import json
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from tests.faults.forks import ROOT, Child, import_everything, live
from tests.faults.shim import Order, Trouble, library


@dataclass
class Sick(Child):
    """A server on a failing disk; `ending` is a file that says how it ended."""

    ending: Path

    async def status(self) -> int:
        """How it ended, once it has: its exit status, or what killed it as a negative number."""
        await self.ended()
        async with asyncio.timeout(15):
            while not (said := await asyncio.to_thread(_said, self.ending)):  # noqa: ASYNC110 - written by another process
                await asyncio.sleep(0.005)
        return int(said)


def _said(ending: Path) -> str:
    return ending.read_text() if ending.exists() else ""


class SickServers:
    """The parent, in a process of its own."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "tests.faults.sick"],
            cwd=ROOT,
            env={**os.environ, "LD_PRELOAD": str(library())},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self, env: Path, order: Order, *, clock: Path, trace: Path, log: Path) -> Sick:
        """Fork a server for a clinic's file, on a disk with these orders."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        ending = trace.with_suffix(".ended")
        named = {"env": env, "clock": clock, "trace": trace, "log": log, "ending": ending}
        wanted = {name: str(path) for name, path in named.items()} | {"order": asdict(order)}
        self._process.stdin.write(f"{json.dumps(wanted)}\n")
        self._process.stdin.flush()
        return Sick(int(self._process.stdout.readline()), ending)


@cache
def sick_servers() -> SickServers:
    """The one of this process; it ends with it."""
    return SickServers()


def main() -> None:
    """Fork a server for each line that is read, and somebody who sees how it ends."""
    import_everything()
    watchers = set[int]()
    for line in sys.stdin:
        watchers -= {pid for pid in watchers if os.waitpid(pid, os.WNOHANG)[0]}
        pid = os.fork()
        if pid == 0:
            _watch(**json.loads(line))
        watchers.add(pid)


def _watch(ending: str, order: dict[str, object], **wanted: str) -> None:
    """Fork the server, say its process id, and write down how it ended."""
    pid = os.fork()
    if pid == 0:
        Order(**(order | {"trouble": Trouble(order["trouble"])})).take_effect()  # type: ignore[arg-type]
        live(**wanted, kill="")
    os.write(1, f"{pid}\n".encode())
    _, ended = os.waitpid(pid, 0)
    fresh = Path(f"{ending}.fresh")
    # The run may be over, and its folder gone.
    with suppress(FileNotFoundError):
        fresh.write_text(str(os.waitstatus_to_exitcode(ended)))
        fresh.replace(ending)
    os._exit(0)


if __name__ == "__main__":
    main()
