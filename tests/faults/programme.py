"""Runs the rows of the fault programme in several processes, every result kept on the disk."""

import asyncio
import json
import multiprocessing
import os
import shutil
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.faults.fault import Fault, Tally
from tests.faults.rows import fault_named

# A run that hangs is a finding, and must not end the programme.
LONGEST_RUN, LONGEST_SHORT_RUN = 1_800.0, 270.0

Say = Callable[[str], None]


@dataclass(frozen=True)
class Plan:
    """What is to be run. `shard` is (3, 8) for the third of eight parts.

    No run begins after so many `seconds`.
    """

    folder: Path
    short: bool = False
    seed: int | None = None
    shard: tuple[int, int] = (1, 1)
    jobs: int = 2
    seconds: float | None = None

    @property
    def longest_run(self) -> float:
        """Seconds that one run may take."""
        return LONGEST_SHORT_RUN if self.short else LONGEST_RUN

    def seeds(self, fault: Fault) -> range | tuple[int]:
        """The seeds of a row in all shards together."""
        if self.seed is not None:
            return (self.seed,)
        return range(fault.short if self.short else fault.full)


@dataclass
class Row:
    """What a row of the table has come to."""

    fault: Fault
    wanted: int
    tally: Tally = field(default_factory=Tally)
    done: int = 0
    seconds: float = 0.0

    @property
    def passed(self) -> bool:
        """Whether what was run is as wanted; something must have been run."""
        desk = self.tally.desk and not self.fault.desk_allowed
        return self.done > 0 and self.tally.sound and not desk


@dataclass(frozen=True)
class Result:
    """One run, as a line of the file of results."""

    row: str
    seed: int
    seconds: float
    tally: Tally


class Results:
    """The results in a folder; each is on the disk before the next run begins.

    Every shard writes a file of its own and reads those of all.
    """

    def __init__(self, plan: Plan) -> None:
        number, of = plan.shard
        kind = "short" if plan.short else "full"
        self._folder = plan.folder
        self._pattern = f"{kind}-*.jsonl"
        self._file = plan.folder / f"{kind}-{number}-of-{of}.jsonl"

    def read(self) -> Iterator[Result]:
        """What was run before; a last line that a power cut tore is none."""
        for file in sorted(self._folder.glob(self._pattern)):
            for line in file.read_text("utf-8").splitlines():
                try:
                    read = json.loads(line)
                except ValueError:
                    continue
                yield Result(**(read | {"tally": Tally(**read["tally"])}))

    def add(self, result: Result) -> None:
        with self._file.open("a", encoding="utf-8") as file:
            # Begins its own line, whatever a torn one before it ended with.
            file.write("\n" + json.dumps(asdict(result)) + "\n")
            file.flush()
            os.fsync(file.fileno())


def run_rows(plan: Plan, faults: Iterable[Fault], *, say: Say) -> list[Row]:
    """Run what was not run before, and give the rows with everything that is known of them."""
    plan.folder.mkdir(parents=True, exist_ok=True)
    results = Results(plan)
    known: dict[str, dict[int, Result]] = {}
    for result in () if plan.seed is not None else results.read():
        known.setdefault(result.row, {})[result.seed] = result
    rows = {fault.name: Row(fault, len(plan.seeds(fault))) for fault in faults}
    left = list[tuple[float, Fault, int]]()
    for name, row in rows.items():
        before = known.get(name, {})
        for result in before.values():
            _count(row, result)
        shard = _of_shard(plan, row.fault)
        left += (
            (place / len(shard), row.fault, seed)
            for place, seed in enumerate(shard)
            if seed not in before
        )
    # Every row gets on at the same pace: time that is too short is too short for all of them.
    left.sort(key=lambda run: run[0])
    workers = _Workers(plan)
    for result in workers.run([(fault, seed) for _, fault, seed in left]):
        row = rows[result.row]
        results.add(result)
        _count(row, result)
        if row.done == row.wanted or not result.tally.sound:
            say(
                f"{row.fault.name}: {row.done} of {row.wanted}, {'' if row.passed else 'NOT '}sound"
            )
    workers.close()
    return list(rows.values())


def _of_shard(plan: Plan, fault: Fault) -> list[int]:
    number, of = plan.shard
    return [seed for place, seed in enumerate(plan.seeds(fault)) if place % of == number - 1]


def _count(row: Row, result: Result) -> None:
    row.done += 1
    row.seconds += result.seconds
    row.tally.add(result.tally)


class _Workers:
    """Processes that run what they are given, one row after the other."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._pool = self._fresh()

    def _fresh(self) -> ProcessPoolExecutor:
        # Spawned: what a run forks or threads in one process is no business of another.
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self._plan.jobs, mp_context=context)

    def run(self, runs: Iterable[tuple[Fault, int]]) -> Iterator[Result]:
        """Run these, so many at once, and begin none after the time is over."""
        seconds = self._plan.seconds
        ends = None if seconds is None else time.monotonic() + seconds
        waiting = iter(runs)
        running: dict[Future[Result], tuple[Fault, int]] = {}

        def begin() -> None:
            over = ends is not None and time.monotonic() >= ends
            run = None if over else next(waiting, None)
            if run is not None:
                fault, seed = run
                arguments = (fault.name, seed, self._plan.folder, self._plan.longest_run)
                running[self._pool.submit(run_once, *arguments)] = run

        for _ in range(self._plan.jobs):
            begin()
        while running:
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                run = running.pop(future)
                try:
                    yield future.result()
                except BrokenProcessPool:
                    # Whose fault it was nobody can tell: all that ran at the time are counted.
                    yield from (_died(*one) for one in (run, *running.values()))
                    running.clear()
                    self._pool = self._fresh()
                    break
            for _ in range(self._plan.jobs - len(running)):
                begin()

    def close(self) -> None:
        self._pool.shutdown()


def run_once(name: str, seed: int, folder: Path, longest: float) -> Result:
    """One run in an empty folder, which is kept if something went wrong there."""
    place = folder / "failed" / f"{_slug(name)}-{seed}"
    began = time.monotonic()
    with TemporaryDirectory(prefix="fault-") as temporary:
        at = Path(temporary)
        # What is logged belongs to the run, and not into the table.
        log = os.open(at / "run.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        for descriptor in (1, 2):
            os.dup2(log, descriptor)
        os.close(log)
        try:
            tally = asyncio.run(_within_time(name, seed, at, longest))
        except Exception as error:  # noqa: BLE001 - it is this run's alone, and is counted
            (at / "traceback.txt").write_text(traceback.format_exc(), "utf-8")
            tally = Tally(runs=1, failures=[f"{type(error).__name__}: {error}"])
        desk = tally.desk and not fault_named(name).desk_allowed
        if desk or not tally.sound:
            shutil.rmtree(place, ignore_errors=True)
            shutil.copytree(at, place, ignore_dangling_symlinks=True)
            replay = f'replay: --row "{name}" --seed {seed}; its files: {place}'
            tally.failures = [f"{why}; {replay}" for why in tally.failures or [_what(tally)]]
    return Result(name, seed, time.monotonic() - began, tally)


async def _within_time(name: str, seed: int, folder: Path, longest: float) -> Tally:
    async with asyncio.timeout(longest):
        return await fault_named(name).run(seed, folder)


def _died(fault: Fault, seed: int) -> Result:
    why = f'the process of the run died; replay: --row "{fault.name}" --seed {seed}'
    return Result(fault.name, seed, 0.0, Tally(runs=1, failures=[why]))


def _what(tally: Tally) -> str:
    counted = {
        "duplicates": tally.duplicates,
        "lost": tally.lost,
        'false "booked"': tally.false_booked,
        "left to the desk": tally.desk,
        "holds left": tally.holds,
        "taken away": tally.taken_away,
        "written twice": tally.twice,
        "broken promises": len(tally.broken),
    }
    return ", ".join(f"{count} {what}" for what, count in counted.items() if count)


def _slug(name: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in name.lower()).split())[:60]
