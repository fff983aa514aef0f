"""The sandbox clinic in a process of its own, opened anew for each run."""

import asyncio
import json
import subprocess
import sys
from contextlib import AsyncExitStack
from functools import cache
from pathlib import Path

from sandbox.clinic import Clinic
from sandbox.server import Sandbox
from tests.faults.clock import SharedClock
from tests.faults.forks import ROOT

EFFECTS = "effects.jsonl"


class Vendor:
    """The process; one clinic is open in it at a time."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "tests.faults.vendor"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def open(self, folder: Path, *, clock: Path, optional: tuple[str, ...] = ()) -> str:
        """Open a fresh clinic whose effects are logged in the folder; gives its origin."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        wanted = {"folder": str(folder), "clock": str(clock), "optional": optional}
        self._process.stdin.write(json.dumps(wanted) + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()


@cache
def vendor() -> Vendor:
    """The one of this process; it ends with it."""
    return Vendor()


async def main() -> None:
    """Open a clinic for each line that is read, and say where it is."""
    loop = asyncio.get_running_loop()
    async with AsyncExitStack() as stack:
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            await stack.aclose()
            wanted = json.loads(line)
            clock = SharedClock(Path(wanted["clock"]))
            sandbox = await stack.enter_async_context(
                Sandbox.running(
                    clock=clock,
                    clinic=Clinic(clock=clock, weeks=2),
                    optional=wanted["optional"],
                    effects=Path(wanted["folder"]) / EFFECTS,
                )
            )
            sys.stdout.write(f"{sandbox.origin}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main())
