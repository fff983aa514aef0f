"""The failing disk itself: it can tell a commit that was synced from one that was only written."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.shim import compiler, library
from tests.storage.patients import rows

pytestmark = pytest.mark.skipif(compiler() is None, reason="NOT RUN: there is no C compiler")

# Says each row that was committed, on a disk whose power goes at a call.
SCRIPT = """
import sqlite3, sys
from tests.faults.shim import Order, Trouble
path, synchronous, number = sys.argv[1], sys.argv[2], int(sys.argv[3])
connection = sqlite3.connect(path, isolation_level=None)
connection.execute("PRAGMA journal_mode = WAL")
connection.execute(f"PRAGMA synchronous = {synchronous}")
connection.execute("CREATE TABLE said (n INTEGER)")
connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
Order(path, Trouble.CUT, number, for_good=False, seed=number).take_effect()
for n in range(20):
    connection.execute("INSERT INTO said VALUES (?)", (n,))
    print(n, flush=True)
"""


def lost(folder: Path, synchronous: str) -> list[int]:
    """How many rows each power cut cost that were said to be committed."""
    counts = []
    for number in range(3, 33, 3):
        path = folder / f"{synchronous}-{number}.db"
        said = subprocess.run(  # noqa: S603 - our own script
            [sys.executable, "-c", SCRIPT, str(path), synchronous, str(number)],
            env={**os.environ, "LD_PRELOAD": str(library())},
            capture_output=True,
            text=True,
            check=False,
        )
        assert said.returncode == 137, said.stderr
        [(kept,)] = rows(path, "SELECT count(*) FROM said")
        counts.append(len(said.stdout.split()) - kept)
    return counts


def test_a_power_cut_costs_what_was_not_synced_and_nothing_else(tmp_path: Path) -> None:
    assert max(lost(tmp_path, "FULL")) <= 0
    assert max(lost(tmp_path, "NORMAL")) > 0
