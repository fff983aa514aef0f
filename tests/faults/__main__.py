"""`python -m tests.faults`: Frontdesk under counted faults; docs/faults.md says how to use it."""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.faults.programme import Plan, run_rows
from tests.faults.rows import fault_named, faults
from tests.faults.table import table

# Together with the runs that are under way when the time is over, below five minutes.
SHORT_SECONDS = 275.0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--short", action="store_true", help="fewer runs: at most five minutes")
    parser.add_argument("--minutes", type=float, help="begin no run later; go on with --resume")
    parser.add_argument("--row", action="append", help="only this row, or a part of its name")
    parser.add_argument("--rows", metavar="TEXT", help="only the rows whose names hold this")
    parser.add_argument("--seed", type=int, help="only the run with this seed")
    parser.add_argument("--shard", type=_shard, default=(1, 1), metavar="I/N")
    parser.add_argument("--resume", type=Path, metavar="FOLDER", help="where the results are kept")
    parser.add_argument("--jobs", type=int, default=2, help="how many runs at once")
    parser.add_argument("--list", action="store_true", help="name the rows")
    return parser.parse_args(arguments)


def _shard(text: str) -> tuple[int, int]:
    number, _, of = text.partition("/")
    if not 1 <= int(number) <= int(of):
        raise argparse.ArgumentTypeError("like 3/8, the third of eight parts")
    return int(number), int(of)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 0 only if every row that was run is as wanted."""
    options = _options(arguments)
    chosen = [fault_named(name) for name in options.row] if options.row else list(faults())
    chosen = [fault for fault in chosen if (options.rows or "") in fault.name]
    if options.list:
        for fault in chosen:
            _say(f"{fault.name}: {fault.full:,} runs, short {fault.short:,}")
        return 0
    minutes = options.minutes
    seconds = minutes * 60 if minutes is not None else SHORT_SECONDS if options.short else None
    folder = options.resume or Path(tempfile.mkdtemp(prefix="faults-"))
    plan = Plan(folder, options.short, options.seed, options.shard, options.jobs, seconds)
    rows = run_rows(plan, chosen, say=_say)
    sound = all(row.passed for row in rows)
    if options.resume is None and sound and all(row.done >= row.wanted for row in rows):
        shutil.rmtree(folder)
    else:
        _say(f"The results are in {folder}; --resume {folder} goes on with them.")
    _say("")
    for line in table(rows):
        _say(line)
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
