"""`python -m benchmarks.where`: where the processor time of our turns goes, at 16 conversations.

Samples the stack of the event loop's thread as often as the system's timer allows (some hundreds
of times per second of processor time), which costs next to nothing, and gives each sample to the
innermost file of ours (or of the benchmark) on it. "waiting" is work of other threads (SQLite's)
while the loop had nothing to do.
"""

import argparse
import os
import signal
from collections import Counter
from pathlib import Path
from types import FrameType
from typing import Self

from benchmarks.frontdesk import Frontdesk
from benchmarks.turn import measure
from bot import logs

_ROOT = Path(__file__).resolve().parents[1]
_OURS = ("bot", "connectors", "dialogs", "storage", "benchmarks")
_LIBRARIES = ("pydantic", "aiosqlite", "asyncio", "structlog", "babel", "re", "copy.py", "json")


class Sampler:
    """Counts where the main thread is; `with` it."""

    def __init__(self) -> None:
        """Count nothing yet."""
        self.files: Counter[str] = Counter()
        self.lines: Counter[str] = Counter()
        self.whole: Counter[str] = Counter()
        self.libraries: Counter[str] = Counter()
        self.samples = 0

    def __enter__(self) -> Self:
        """Begin."""
        signal.signal(signal.SIGPROF, self._sample)
        signal.setitimer(signal.ITIMER_PROF, 0.001, 0.001)
        return self

    def __exit__(self, *_: object) -> None:
        """End."""
        signal.setitimer(signal.ITIMER_PROF, 0)

    def _sample(self, _number: int, innermost: FrameType | None) -> None:
        self.samples += 1
        owner, seen = None, set[str]()
        library = None
        frame = innermost
        while frame is not None:
            path = Path(frame.f_code.co_filename)
            if path.is_relative_to(_ROOT) and path.relative_to(_ROOT).parts[0] in _OURS:
                name = path.relative_to(_ROOT).as_posix()
                owner = owner or f"{name}:{frame.f_lineno} {frame.f_code.co_qualname}"
                seen.add(f"{name}:{frame.f_code.co_firstlineno} {frame.f_code.co_qualname}")
            elif owner is None and library is None:
                parts = path.parts
                library = next((one for one in _LIBRARIES if one in parts), None)
            frame = frame.f_back
        if innermost is not None and innermost.f_code.co_filename.endswith("selectors.py"):
            owner, library = "(waiting)", None
        owner = owner or "(event loop)"
        self.files[owner.partition(":")[0]] += 1
        self.lines[owner] += 1
        self.whole.update(seen)
        if library:
            self.libraries[library] += 1


def main() -> None:
    """Sample, and print what was found."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.where", description=__doc__)
    parser.add_argument("--at-once", type=int, default=16)
    parser.add_argument("--conversations", type=int, default=1500)
    parser.add_argument("--rows", type=int, default=30)
    options = parser.parse_args()
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        logs.configure(form="json", level="info", stream=nowhere)
        with Sampler() as sampler:
            figures = measure(Frontdesk.opened, options.at_once, options.conversations)
    print(f"{figures.a_second:,.0f} turns a second, {figures.cpu:,.0f} µs of CPU each, of which")
    for title, found in (
        ("by file", sampler.files),
        ("in a library, for whichever file", sampler.libraries),
        ("by function, with all that it calls", sampler.whole),
        ("by line", sampler.lines),
    ):
        print(f"\n{title}")
        for name, count in found.most_common(options.rows):
            share = count / sampler.samples
            print(f"{share:7.1%} {share * figures.cpu:7.0f}  {name}")


if __name__ == "__main__":
    main()
