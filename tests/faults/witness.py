"""What patients were told, held against the clinic's diary: at that moment, and at the end."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import combinations

from dialogs.session import Reply
from sandbox.diary import FREED, Appointment, overlap, span
from tests.faults import moves
from tests.faults.callers import YES, Caller
from tests.faults.fault import Tally
from tests.faults.inside import Inside
from tests.faults.moves import moment
from tests.faults.taken_away import Diaries

_REFERENCE = re.compile(r"Reference: (\d+)")
_DOUBTS = "SELECT patient_id FROM attempt WHERE kind = 'book' AND state IN ('sent', 'in_doubt')"
_STATUS_WISHES = "SELECT wish FROM attempt WHERE kind = 'status'"
_WISHES = "SELECT wish FROM attempt WHERE kind IN ('status', 'move')"
_HANDLED = "SELECT message_id FROM inbox WHERE handled_at IS NOT NULL"
_DESK = "SELECT due_at, left_at, settled_at FROM desk WHERE kind IN ('in_doubt', 'extra')"
_APOLOGY = "Something went wrong on my side"


class Verdict(StrEnum):
    """What a message says of a booking."""

    BOOKED = "booked"
    NOT_BOOKED = "not booked"
    UNSURE = "unsure"


# The first that fits counts: a doubt also speaks of "booked".
_VERDICTS = (
    (
        Verdict.UNSURE,
        re.compile(r"[Nn]ot sure yet(:| whether .*booked)|earlier booking .* still being checked"),
    ),
    (Verdict.NOT_BOOKED, re.compile(r"not booked|[Nn]othing (is|was) booked|did not go through")),
    (Verdict.BOOKED, re.compile(r"Reference: \d+|Yes, booked:")),
)


def verdict(text: str) -> Verdict | None:
    return next((one for one, words in _VERDICTS if words.search(text)), None)


@dataclass
class Witness:
    """Listens to everything that is said to these patients."""

    inside: Inside
    callers: Sequence[Caller]
    verdicts: dict[str, list[Verdict]] = field(default_factory=lambda: defaultdict(list))
    references: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    checks: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    false_booked: int = 0
    broken: list[str] = field(default_factory=list)
    moved: dict[str, datetime] = field(default_factory=dict)  # from when, of whom
    diaries: Diaries = field(init=False)

    def __post_init__(self) -> None:
        """Begin to listen."""
        self.diaries = Diaries(self.inside.sandbox.clinic.diary)
        self.inside.phones.heard_by.append(self._hear)
        self.inside.sandbox.clinic.diary.listeners.append(self._see)

    def last(self, caller: Caller) -> Verdict | None:
        """What this patient was told last of a booking."""
        said = self.verdicts[caller.user]
        return said[-1] if said else None

    def _hear(self, user: str, reply: Reply) -> None:
        if _APOLOGY in reply.text:
            self.broken.append("an apology for a defect was said")
        if any(choice.label in YES for choice in reply.choices):
            self.checks[user].add(reply.text[reply.text.index("Please check") :])
        said = verdict(reply.text)
        if said is None:
            return
        self.verdicts[user].append(said)
        found = _REFERENCE.search(reply.text)
        if found:
            self.references[user].append(int(found[1]))
        if said is Verdict.BOOKED and not self._holds(user, found and int(found[1]), reply.text):
            self.false_booked += 1
            self.broken.append(f"told {user} that it is booked, which the diary does not hold")

    def _see(self, made: Appointment) -> None:
        """Something took effect at the clinic: just that must have been put to the patient."""
        user = next(one.user for one in self.callers if one.patient.id == made.patient_id)
        name = self.inside.sandbox.clinic.clinicians[made.clinician_id].name
        if not any(moment(made.start) in check and name in check for check in self.checks[user]):
            self.broken.append(f"{made.id} was booked, which {user} was never asked about")

    def _holds(self, user: str, number: int | None, text: str) -> bool:
        """Whether the diary has just what the patient is told."""
        patient = next(one.patient.id for one in self.callers if one.user == user)
        return any(
            _active(entry) and number in (None, entry.id) and moment(entry.start) in text
            for entry in self.inside.sandbox.clinic.diary.appointments(patient_id=patient)
        )

    def tally(self) -> Tally:
        """What all came to.

        Nobody may be booked more often than different check questions were put to them. What nobody
        can be sure of is no duplicate: a booking that the patient was not told of counts only where
        no attempt of theirs is in doubt any more.
        """
        tally = Tally(runs=1, false_booked=self.false_booked, broken=list(self.broken))
        tally.broken += [f"a defect: {name}" for name in self.inside.defects()]
        doubts = Counter(patient for (patient,) in self.inside.rows(_DOUBTS))
        for caller in self.callers:
            self._hold_against_the_diary(caller, doubts[str(caller.patient.id)], tally)
            if caller.user in self.moved:
                tally.broken += moves.wrong(
                    self.inside.messenger.texts(caller.user),
                    self.moved[caller.user],
                    [one.start for one in self._mine(caller) if _active(one)],
                )
            made = [
                entry
                for entry in self.inside.effects
                if entry.patient_id == caller.patient.id and not self._cancelled(caller, entry)
            ]
            more = len(made) - len(self.checks[caller.user])
            if more > 0:
                tally.duplicates += more
                tally.broken.append(f"{caller.user} was booked {len(made)} times")
        tally.duplicates += self._overlaps(tally)
        self._look_for_what_was_lost(tally)
        tally.holds = len(self.inside.kept.left)
        wished = "".join(wish for (wish,) in self.inside.rows(_WISHES))
        gone = self.diaries.changed_unasked(wished)
        tally.taken_away = len(gone)
        tally.broken += gone
        if self.inside.readable:
            now = self.inside.clock.now
            tally.desk = sum(_seen(row, now) for row in self.inside.rows(_DESK))
        return tally

    def _hold_against_the_diary(self, caller: Caller, doubts: int, tally: Tally) -> None:
        diary = self.inside.sandbox.clinic.diary
        booked = diary.appointments(via_api=True, patient_id=caller.patient.id)
        told = set(self.references[caller.user])
        active = [entry for entry in booked if _active(entry)]
        orphans = [entry for entry in active if entry.id not in told]
        if len(orphans) > doubts:
            tally.duplicates += len(orphans) - doubts
            tally.broken.append(
                f"{caller.user} has bookings they were not told of, last {self.last(caller)}"
            )
        if not doubts and self.last(caller) is Verdict.UNSURE:
            tally.broken.append(f"{caller.user} was never told how it ended")
        for entry in booked:
            ended = entry.id in told and not _active(entry)
            ended = ended and not self.diaries.is_staffs(entry.id)
            if ended and not self._cancelled(caller, entry):
                tally.broken.append(f"the booking {entry.id} was taken away from {caller.user}")

    def _mine(self, caller: Caller) -> Sequence[Appointment]:
        return self.inside.sandbox.clinic.diary.appointments(patient_id=caller.patient.id)

    def _cancelled(self, caller: Caller, entry: Appointment) -> bool:
        """Whether the patient themselves asked for that."""
        asked = self.inside.rows(_STATUS_WISHES)
        texts = self.inside.messenger.texts(caller.user)
        by_patient = any(f'"{entry.id}"' in wish for (wish,) in asked)
        return by_patient and any("ancel" in text for text in texts)

    def _overlaps(self, tally: Tally) -> int:
        """Pairs of bookings of ours with which somebody would have to be in two places at once."""
        ours = filter(_active, self.inside.made())
        pairs = [
            (one, other)
            for one, other in combinations(ours, 2)
            if (one.clinician_id == other.clinician_id or one.patient_id == other.patient_id)
            and overlap(span(one.start, one.minutes), span(other.start, other.minutes))
        ]
        tally.broken += [f"{one.id} and {other.id} overlap" for one, other in pairs]
        return len(pairs)

    def _look_for_what_was_lost(self, tally: Tally) -> None:
        delivered = {arrival.message_id: arrival for arrival in self.inside.delivered}
        handled = {id_ for (id_,) in self.inside.rows(_HANDLED)}
        tally.lost = len(delivered.keys() - handled)
        [(waiting,)] = self.inside.rows("SELECT count(*) FROM outbox WHERE state = 'waiting'")
        tally.lost += waiting
        # A second tap on a button is let pass in silence; words never are.
        said = Counter(one.user for one in delivered.values() if one.heard.text)
        answered = self.inside.messenger.shown
        tally.lost += sum(max(0, count - len(answered[user])) for user, count in said.items())
        if tally.lost:
            tally.broken.append("something acknowledged was not answered")


def _active(entry: Appointment) -> bool:
    return entry.status_id not in FREED


def _seen(row: tuple[str | None, str, str | None], now: datetime) -> bool:
    """Whether staff were shown a note: it was due before it settled by itself."""
    due, left, settled = row
    shown = datetime.fromisoformat(due or left)
    return shown <= (datetime.fromisoformat(settled) if settled else now)
