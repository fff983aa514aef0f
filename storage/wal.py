"""The -wal file beside a database: whether it is whole, and that it is on the disk for good.

While a database is served its latest commits are only there. SQLite reads it as far as its
checksums agree and takes what comes after for a commit that was never made. So a -wal file that
was cut short, changed or deleted would silently cost the latest turns, though they were
acknowledged. The index beside it (-shm) still knows how many frames there were, unless the machine
lost its power: SQLite notes a frame there only after it was synced.

The layouts are in https://www.sqlite.org/walformat.html.
"""

import os
import struct
from pathlib import Path
from typing import NamedTuple

_HEADER = 32  # bytes at the beginning of the -wal file
_FRAME = 24  # bytes before each page in it
_INDEX_HEADER = 48
_INDEX = 2 * _INDEX_HEADER + 4  # the header twice, and how many frames the database has by now
_MASK = 0xFFFFFFFF
_CHUNK = 1 << 20


class _Known(NamedTuple):
    """What the index says: the last frame that was committed, and the salts of its frames."""

    frames: int
    moved: int
    salts: bytes


def lacks_commits(path: Path) -> bool:
    """Whether commits are missing from the -wal file that are not in the database either.

    True only where that is certain.
    """
    known = _known(path)
    if known is None or known.frames <= known.moved:
        return False
    try:
        content = _beside(path, "-wal").read_bytes()
    except FileNotFoundError:
        return True
    if len(content) >= _HEADER and content[16:24] != known.salts:
        return False  # begun anew since; or nobody can say
    return _whole_frames(content) < known.frames


def write_again(path: Path) -> None:
    """Write the -wal file's own bytes over themselves, and sync them. Nobody else may write.

    After a failed sync the system shows what was written and takes it for synced, though it may
    never have reached the disk. What is written again must be synced again.
    """
    try:
        descriptor = os.open(_beside(path, "-wal"), os.O_RDWR)
    except FileNotFoundError:
        return
    try:
        place = 0
        while piece := os.pread(descriptor, _CHUNK, place):
            place += os.pwrite(descriptor, piece, place)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(f"{path.name}{ending}")


def _known(path: Path) -> _Known | None:
    try:
        with _beside(path, "-shm").open("rb") as file:
            index = file.read(_INDEX)
    except FileNotFoundError:
        return None
    header, again = index[:_INDEX_HEADER], index[_INDEX_HEADER : 2 * _INDEX_HEADER]
    if len(index) < _INDEX or header != again or not header[12]:
        return None
    if _checksum(header[:40], "=") != struct.unpack("=II", header[40:48]):
        return None
    (frames,) = struct.unpack("=I", header[16:20])
    (moved,) = struct.unpack("=I", index[96:100])
    return _Known(frames, moved, header[32:40])


def _whole_frames(content: bytes) -> int:
    """How many frames SQLite would read."""
    if len(content) < _HEADER:
        return 0
    magic, _, page_size = struct.unpack(">III", content[:12])
    order = ">" if magic & 1 else "<"
    salts, size = content[16:24], _FRAME + page_size
    sums = _checksum(content[:24], order)
    if sums != struct.unpack(">II", content[24:32]):
        return 0
    count = 0
    for start in range(_HEADER, len(content) - size + 1, size):
        frame = content[start : start + size]
        sums = _checksum(frame[:8] + frame[_FRAME:], order, sums)
        if frame[8:16] != salts or sums != struct.unpack(">II", frame[16:24]):
            break
        count += 1
    return count


def _checksum(content: bytes, order: str, sums: tuple[int, int] = (0, 0)) -> tuple[int, int]:
    """SQLite's own, going on from what came before."""
    first, second = sums
    for one, other in struct.iter_unpack(f"{order}II", content):
        first = (first + one + second) & _MASK
        second = (second + other + first) & _MASK
    return first, second
