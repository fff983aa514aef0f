"""The failing disk, compiled when it is needed, and the orders that it takes."""

import ctypes
import hashlib
import os
import shutil
import subprocess
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).parent / "disk.c"
# Not kept in git; several processes may compile it at the same time.
BUILD = Path(__file__).resolve().parents[3] / "build" / "faults"


class Trouble(IntEnum):
    """What the disk does; the numbers are those in disk.c, where they are explained."""

    NOTHING = 0
    FULL = 1
    BROKEN = 2
    UNREADABLE = 3
    UNSYNCED = 4
    CUT = 5
    HANGING = 6


@dataclass(frozen=True)
class Order:
    """Trouble with the files whose names begin with `files`, at the n-th call."""

    files: str
    trouble: Trouble
    number: int
    for_good: bool
    seed: int

    def take_effect(self) -> None:
        """In this process, which was started with the library laid before the others."""
        library = ctypes.CDLL(None)
        library.disk_order.argtypes = [
            ctypes.c_char_p,
            ctypes.c_int,
            ctypes.c_long,
            ctypes.c_int,
            ctypes.c_uint64,
        ]
        library.disk_order(self.files.encode(), self.trouble, self.number, self.for_good, self.seed)

    def mend(self) -> None:
        """Let the disk be well from now on."""
        Path(f"{self.files}-mended").touch()


def compiler() -> str | None:
    """A compiler of this machine."""
    return shutil.which("cc") or shutil.which("gcc")


@cache
def library() -> Path:
    """The compiled library; raises FileNotFoundError where there is no compiler."""
    with_what = compiler()
    if with_what is None:
        raise FileNotFoundError("NOT RUN: there is no C compiler (cc) to make the failing disk of")
    version = hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:12]
    made = BUILD / f"disk-{version}.so"
    if not made.exists():
        BUILD.mkdir(parents=True, exist_ok=True)
        fresh = BUILD / f"disk-{version}.{os.getpid()}"
        subprocess.run(  # noqa: S603 - our own source
            [with_what, "-shared", "-fPIC", "-O2", "-o", fresh, SOURCE, "-ldl", "-pthread"],
            check=True,
        )
        fresh.replace(made)
    return made
