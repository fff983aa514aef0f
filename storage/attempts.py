"""What was asked of a vendor, from before it leaves until its outcome is known.

Each move is durable before what follows it, and only the moves of one table are possible: the
methods refuse others, and so does the SQL, through the function `legal_move` over that same table.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from dialogs.session import SessionKey


class Kind(StrEnum):
    BOOK = "book"
    STATUS = "status"
    MOVE = "move"  # an appointment to another time
    PATIENT = "patient"  # a new one
    JOIN = "join"  # a class


class State(StrEnum):
    """Where an attempt stands. A state's name is stored; never rename one."""

    PREPARED = "prepared"  # nothing has left
    SENT = "sent"  # it may have left, or it is about to
    CONFIRMED = "confirmed"  # the vendor said, or showed, that it happened
    REFUSED = "refused"  # it did not happen
    IN_DOUBT = "in_doubt"  # it may have happened
    SETTLED = "settled"  # a person has said what became of it

    @property
    def open(self) -> bool:
        """Whether its outcome is still unknown."""
        return self in (State.PREPARED, State.SENT, State.IN_DOUBT)


class Outcome(StrEnum):
    """What a person found out about an attempt in doubt."""

    BOOKED = "booked"
    NOT_BOOKED = "not_booked"


MOVES: dict[State, frozenset[State]] = {
    # Into doubt only by restoring a backup: it may have been sent after the copy was made.
    State.PREPARED: frozenset({State.SENT, State.REFUSED, State.IN_DOUBT}),
    State.SENT: frozenset({State.CONFIRMED, State.REFUSED, State.IN_DOUBT}),
    # Sent again only when readings of the vendor have proven that nothing happened.
    State.IN_DOUBT: frozenset({State.CONFIRMED, State.REFUSED, State.SETTLED, State.SENT}),
    State.CONFIRMED: frozenset(),
    State.REFUSED: frozenset(),
    State.SETTLED: frozenset(),
}

MOST_SENDS = 2


def legal(source: str, target: str, sends: int) -> bool:
    """Whether an attempt that was sent so many times may move from one state to another."""
    if target == State.SENT and sends >= MOST_SENDS:
        return False
    return State(target) in MOVES[State(source)]


@dataclass(frozen=True, slots=True)
class Attempt:
    """Something asked of a vendor on a patient's behalf. `wish` is JSON that the application reads.

    `reference` is the vendor's own id; `outcome` and `settled_by` are what a person said. `tag` is
    a name for it that tells nothing of the patient. What is known of a doubt since the request was
    sent last: `absent` readings in a row showed nothing of it, the last one at `looked_at`; one
    that is `puzzling` cannot be settled by reading. `told_revision` is the session in which the
    patient was told of the doubt; `sweeps` counts how often extras were looked for since.
    """

    id: str
    key: SessionKey
    kind: Kind
    patient_id: str
    start: datetime
    wish: str
    clinician_id: str | None = None
    minutes: int | None = None
    state: State = State.PREPARED
    sends: int = 0
    reference: str | None = None
    outcome: Outcome | None = None
    settled_by: str | None = None
    prepared_at: datetime | None = None
    sent_at: datetime | None = None
    concluded_at: datetime | None = None
    tag: str = ""
    doubted_at: datetime | None = None
    looked_at: datetime | None = None
    absent: int = 0
    puzzling: bool = False
    told_revision: int | None = None
    sweeps: int = 0

    @property
    def ends_at(self) -> datetime:
        """The end of the time that is asked for."""
        return self.start + timedelta(minutes=self.minutes or 1)


@dataclass(frozen=True, slots=True)
class Move:
    """A step of an attempt's life. An outcome and a person belong to SETTLED, and only to it.

    `due_at` puts off what staff are to be told of the attempt.
    """

    attempt_id: str
    to: State
    reference: str | None = None
    outcome: Outcome | None = None
    by: str | None = None
    due_at: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse a settlement without its outcome, and an outcome without a settlement."""
        if (self.to is State.SETTLED) != (self.outcome is not None):
            raise ValueError("an attempt is settled with an outcome, and only then has one")
