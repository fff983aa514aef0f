"""What the fault programme is made of: rows of its table, each a kind of fault run many times."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Tally:
    """What the runs of one fault came to. Wanted: 0 in each but `runs`.

    `lost` counts acknowledged messages that were never answered, `false_booked` patients who were
    told "booked" while the diary held nothing of theirs, `desk` what was left for staff to settle
    although the vendor could be read. `holds` are times that the vendor still kept for us a minute
    after nobody needed them, `taken_away` appointments that were ended, moved or given to somebody
    else without their patient's wish, `twice` patients written down twice and classes joined twice.
    `broken` are other promises of the row that did not hold (a window over the limit, a second
    renewal), one line each; `failures` tell how to replay a run that went wrong: its seed, and the
    failpoint that it last passed.
    """

    runs: int = 0
    duplicates: int = 0
    lost: int = 0
    false_booked: int = 0
    desk: int = 0
    holds: int = 0
    taken_away: int = 0
    twice: int = 0
    broken: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Take the runs of another one in."""
        self.runs += other.runs
        self.duplicates += other.duplicates
        self.lost += other.lost
        self.false_booked += other.false_booked
        self.desk += other.desk
        self.holds += other.holds
        self.taken_away += other.taken_away
        self.twice += other.twice
        self.broken += other.broken
        self.failures += other.failures

    @property
    def sound(self) -> bool:
        """Whether everything that was promised held."""
        bad = self.duplicates or self.lost or self.false_booked
        bad = bad or self.holds or self.taken_away or self.twice
        return not (bad or self.broken or self.failures)


# A seed and an empty folder in; what that one run came to out. The same seed is the same run.
Run = Callable[[int, Path], Awaitable[Tally]]


@dataclass(frozen=True)
class Fault:
    """A row of the table: `run` with the seeds from 0 to `full` - 1, or to `short` - 1.

    A row whose runs are "all" of something says how many that are. `desk_allowed` says that its
    runs hold more than a single fault, or a vendor that cannot be read: the desk is no failure
    then.
    """

    name: str
    run: Run
    full: int
    short: int
    desk_allowed: bool = False
