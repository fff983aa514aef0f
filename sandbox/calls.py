"""The log of what the vendor was asked: names and times, never what was in it."""

from collections import Counter, deque
from dataclasses import dataclass
from datetime import datetime

_KEPT = 100_000


@dataclass(frozen=True)
class Call:
    """One request that arrived."""

    operation: str
    at: datetime


class Calls:
    """Every request since the start or the last `clear`; only the latest are kept singly."""

    def __init__(self) -> None:
        self._latest: deque[Call] = deque(maxlen=_KEPT)
        self._counts: Counter[str] = Counter()

    def add(self, operation: str, at: datetime) -> None:
        self._latest.append(Call(operation, at))
        self._counts[operation] += 1

    def count(self, operation: str | None = None) -> int:
        """How many, of one operation or of all."""
        return self._counts.total() if operation is None else self._counts[operation]

    def counts(self) -> dict[str, int]:
        return dict(self._counts)

    def latest(self) -> list[Call]:
        return list(self._latest)

    def clear(self) -> None:
        self._latest.clear()
        self._counts.clear()
