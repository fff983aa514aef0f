"""`make bench-turn`: durable turns a second and how long a patient waits for one, beside a peer.

A turn lasts from the raw bytes of a Telegram update to the committed outbox row (with the peer: to
the committed state). A patient takes the next turn when the reply has reached them, so turns a
second and processor time hold what comes after a turn too: delivering, and marking as delivered
(the peer: sending through the library's Bot; ours hands the reply to a stub of the channel). Each
figure is the median of three rounds, in which the sides take turns, on the disk of the working
folder. `benchmarks.where` shows where our processor time goes, `benchmarks.process` the memory and
the start of the real server.
"""

import argparse
import asyncio
import gc
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from benchmarks import patients
from benchmarks.frontdesk import Frontdesk
from benchmarks.patients import TURNS
from benchmarks.peer import peer_in_a_thread, peer_on_the_loop
from benchmarks.stubs import Telegram
from bot import logs

ROUNDS = 3
WARMING = 20

# How many conversations are played with so many at once.
CONVERSATIONS = {1: 200, 16: 800, 64: 800}


class System(Protocol):
    """One side of the comparison."""

    async def hear(self, raw: bytes, user: int) -> tuple[float, int]:
        """When what an update led to was durable, and how many messages answer it."""
        ...

    async def settled(self) -> None:
        """Return once nothing is left to do."""
        ...

    async def booked(self) -> int:
        """How many appointments were booked."""
        ...


Opens = Callable[[Path, Telegram], AbstractAsyncContextManager[System]]

OURS = "Frontdesk"
SIDES: dict[str, Opens] = {
    OURS: Frontdesk.opened,
    "PTB + aiosqlite": peer_in_a_thread,
    "PTB + sqlite3 on the loop": peer_on_the_loop,
}


@dataclass(frozen=True)
class Figures:
    """Of one round, or the medians of several. Times are in milliseconds, `cpu` in microseconds."""

    a_second: float
    p50: float
    p99: float
    cpu: float


async def _conversation(system: System, telegram: Telegram, user: int) -> list[float]:
    """One patient's five turns; how long each took until it was durable, in seconds."""
    took, buttons = [], list[str]()
    for turn in range(TURNS):
        raw = patients.update(turn, user, buttons)
        began = time.perf_counter()
        durable, messages = await system.hear(raw, user)
        took.append(durable - began)
        buttons = await telegram.reached(user, messages)
    telegram.hung_up(user)
    return took


async def _conversations(
    system: System, telegram: Telegram, users: Sequence[int], at_once: int
) -> list[float]:
    waiting = iter(users)

    async def one_after_another(users: Iterator[int]) -> list[float]:
        return [one for user in users for one in await _conversation(system, telegram, user)]

    played = await asyncio.gather(*(one_after_another(waiting) for _ in range(at_once)))
    await system.settled()
    return [took for each in played for took in each]


async def measured(opens: Opens, at_once: int, conversations: int, folder: Path) -> Figures:
    """Play so many conversations, so many of them at once."""
    telegram = Telegram()
    async with opens(folder, telegram) as system:
        warming = range(1, 1 + WARMING)
        users = range(1 + WARMING, 1 + WARMING + conversations)
        await _conversations(system, telegram, warming, min(at_once, WARMING))
        gc.collect()
        began, worked = time.perf_counter(), time.process_time()
        took = await _conversations(system, telegram, users, at_once)
        lasted, work = time.perf_counter() - began, time.process_time() - worked
        if await system.booked() != WARMING + conversations:
            sys.exit("a patient was not served: the figures would be of another talk")
    turns = conversations * TURNS
    cuts = statistics.quantiles(took, n=100)
    return Figures(turns / lasted, cuts[49] * 1e3, cuts[98] * 1e3, work / turns * 1e6)


def measure(opens: Opens, at_once: int, conversations: int) -> Figures:
    """The same on a database of its own, in the working folder."""
    with tempfile.TemporaryDirectory(prefix=".bench-", dir=Path.cwd()) as folder:
        return asyncio.run(measured(opens, at_once, conversations, Path(folder)))


def medians(rounds: Sequence[Figures]) -> Figures:
    """The median of each figure."""
    return Figures(
        statistics.median(one.a_second for one in rounds),
        statistics.median(one.p50 for one in rounds),
        statistics.median(one.p99 for one in rounds),
        statistics.median(one.cpu for one in rounds),
    )


def _compare(rounds: int, share: float) -> None:
    found: dict[tuple[str, int], list[Figures]] = {}
    for _ in range(rounds):
        for at_once, conversations in CONVERSATIONS.items():
            for name, opens in SIDES.items():
                figures = measure(opens, at_once, max(at_once, int(conversations * share)))
                found.setdefault((name, at_once), []).append(figures)
    print(
        f"{'conversations at once':>31}{'turns/s':>10}{'p50 ms':>9}{'p99 ms':>9}{'CPU µs':>9}"
        f"{'we do':>9}"
    )
    for at_once in CONVERSATIONS:
        ours = medians(found[OURS, at_once])
        for name in SIDES:
            one = medians(found[name, at_once])
            times = f"{ours.a_second / one.a_second:.2f}x" if name != OURS else ""
            print(
                f"{name:27}{at_once:>4}{one.a_second:>10,.0f}{one.p50:>9.2f}{one.p99:>9.2f}"
                f"{one.cpu:>9,.0f}{times:>9}"
            )


def main() -> None:
    """Measure, and print one table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.turn", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--share", type=float, default=1.0, help="of the conversations, for a try")
    options = parser.parse_args()
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        logs.configure(form="json", level="info", stream=nowhere)
        _compare(options.rounds, options.share)


if __name__ == "__main__":
    main()
