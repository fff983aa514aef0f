"""What a person decided about an attempt in doubt, left by a command and taken up by the server."""

from dataclasses import dataclass
from datetime import datetime

import aiosqlite

from storage.attempts import Outcome
from storage.rows import fetch, moment
from storage.writer import Statement


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of an attempt, as a person found out."""

    id: int
    attempt_id: str
    outcome: Outcome
    reference: str | None
    by: str
    at: datetime


LEAVE = """
    INSERT INTO decision (attempt_id, outcome, reference, decided_by, decided_at)
    SELECT attempt.id, ?, ?, ?, ? FROM attempt
    WHERE attempt.id = ? AND attempt.state = 'in_doubt'
    RETURNING id
"""

FORGET = Statement("DELETE FROM decision WHERE taken_at < ?")

OPEN = """
    SELECT id, attempt_id, outcome, reference, decided_by, decided_at
    FROM decision WHERE taken_at IS NULL ORDER BY id
"""


async def open_ones(reader: aiosqlite.Connection) -> list[Decision]:
    return [
        Decision(id, attempt_id, Outcome(outcome), reference, by, moment(at))
        for id, attempt_id, outcome, reference, by, at in await fetch(reader, OPEN)  # noqa: A001
    ]
