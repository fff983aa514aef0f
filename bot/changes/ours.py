"""Which of the vendor's changes are our own, and which are somebody else's. No I/O.

What is known of an appointment is what the vendor told last, and what we have changed since. An
answer that differs from that tells of somebody else's change, unless a change of ours may explain
it of which nobody knows yet how it ended, or which a lagging answer may not show.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pydantic import ValidationError

from connectors.model import Appointment, Status
from dialogs.session import Value
from storage.attempts import Attempt, Outcome, State
from storage.attempts import Kind as Asked
from storage.changes import Difference, Kind, Known

# An answer may be so much older than the moment at which it was asked for.
LAG = timedelta(minutes=1)

# A doubt that lasts longer is with the desk, and may last for days: nothing waits for it any more.
# By then what was sent has taken effect, or never will.
PATIENCE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Judged:
    """An appointment as it is now, and what somebody else has changed about it.

    `waits`: that cannot be told yet, and is to be asked for once more from the same moment.
    """

    now: Appointment
    change: Difference | None = None
    waits: bool = False


class _Wish(Value):
    """What a wish to change an appointment says: of which one, to what, and when that is."""

    appointment_id: str = ""
    status: Status | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ours:
    """Our attempts, and when the vendor was asked for what they are compared with."""

    attempts: tuple[Attempt, ...]
    asked_at: datetime

    @classmethod
    def of(cls, attempts: Iterable[Attempt], asked_at: datetime) -> "Ours":
        """Each of them once, in the order in which they ended."""
        once = {attempt.id: attempt for attempt in attempts}
        return cls(tuple(sorted(once.values(), key=lambda one: _ended(one, asked_at))), asked_at)

    def judged(self, told: Appointment, known: Known | None) -> Judged:
        """What an appointment as told means."""
        about = [one for one in self.attempts if _is_about(one, told, known=known is not None)]
        if any(self._waits(one) for one in about):
            return Judged(told, waits=True)
        before = self._before(told, known, about)
        if before is None and told.status.cancelled and not told.group:
            # Whatever it was, somebody expected to come: an appointment made long ago, by phone.
            before = replace(told, status=Status.SCHEDULED)
        if before is None:
            return Judged(told)
        now = _completed(told, before)
        kind = _differs(before, now)
        # One that belongs to somebody else now was entered for the wrong one, or two were the same.
        if kind is None or before.patient_id != now.patient_id:
            return Judged(now)
        if any(self._may_lag(one) for one in about):
            return Judged(told, waits=True)
        if any(_differs(_after(one, before), now) is None for one in about if one.state.open):
            return Judged(now)
        return Judged(now, Difference(kind, before, now))

    def _before(
        self, told: Appointment, known: Known | None, about: Sequence[Attempt]
    ) -> Appointment | None:
        """What was known of it: as it was told the last time, and what we have changed since."""
        before = None if known is None else replace(known.appointment, group=told.group)
        for attempt in about:
            since = known is None or known.at <= self._took_effect(attempt)
            if since and _happened(attempt):
                before = _after(attempt, before or _unchanged(told, attempt))
        return before

    def _took_effect(self, attempt: Attempt) -> datetime:
        """The latest moment at which it can have taken effect, or a person have done it."""
        ended = _ended(attempt, self.asked_at)
        if attempt.state is State.SETTLED:
            return ended
        return min(ended, _begun(attempt) + PATIENCE)

    def _waits(self, attempt: Attempt) -> bool:
        """Whether what comes of it is to be waited for."""
        if attempt.state.open:
            return self.asked_at <= _begun(attempt) + PATIENCE
        return _happened(attempt) and self._took_effect(attempt) >= self.asked_at

    def _may_lag(self, attempt: Attempt) -> bool:
        """Whether the answer may be older than what it did."""
        return _happened(attempt) and self._took_effect(attempt) > self.asked_at - LAG


def _ended(attempt: Attempt, otherwise: datetime) -> datetime:
    return attempt.concluded_at or otherwise


def _begun(attempt: Attempt) -> datetime:
    moments = (attempt.prepared_at, attempt.sent_at, attempt.doubted_at)
    return max(at for at in moments if at is not None)


def _happened(attempt: Attempt) -> bool:
    """Whether it was done. A number that a person typed does not say which one was booked."""
    if attempt.state is State.CONFIRMED:
        return True
    changes = attempt.kind in (Asked.STATUS, Asked.MOVE)
    return attempt.state is State.SETTLED and changes and attempt.outcome is Outcome.BOOKED


def _is_about(attempt: Attempt, told: Appointment, *, known: bool) -> bool:
    match attempt.kind:
        case Asked.STATUS | Asked.MOVE:
            # One patient who leaves a class does not cancel it.
            named = _wish(attempt).appointment_id or attempt.reference
            return named == told.id and not told.group
        case Asked.BOOK if attempt.state.open:
            # Its number is not known yet: any new one of this patient may be it.
            return attempt.patient_id == told.patient_id and not known
        case Asked.BOOK:
            return attempt.reference == told.id and attempt.patient_id == told.patient_id
        case Asked.JOIN:
            return attempt.reference == told.id and told.group
        case _:
            return False


def _wish(attempt: Attempt) -> _Wish:
    """What it wished for, as far as that can be read."""
    try:
        return _Wish.model_validate_json(attempt.wish)
    except ValidationError:
        return _Wish()


def _unchanged(told: Appointment, attempt: Attempt) -> Appointment:
    """One that was never told of before, as its patient knew it when it was changed by us."""
    status = Status.SCHEDULED if told.status.cancelled else told.status
    return replace(told, start=_wish(attempt).at or told.start, status=status)


def _after(attempt: Attempt, before: Appointment) -> Appointment:
    """The appointment as an attempt of ours leaves it."""
    if attempt.kind is Asked.STATUS:
        return replace(before, status=_wish(attempt).status or before.status)
    clinician = attempt.clinician_id or before.clinician_id
    return replace(before, start=attempt.start, clinician_id=clinician)


def _completed(told: Appointment, before: Appointment) -> Appointment:
    """A vendor tells less of some appointments, for example of those that are cancelled."""
    return replace(
        told,
        minutes=told.minutes or before.minutes,
        service_id=told.service_id or before.service_id,
        clinician_id=told.clinician_id or before.clinician_id,
    )


def _differs(before: Appointment, told: Appointment) -> Kind | None:
    """What somebody has changed from the one to the other."""
    if told.status.cancelled:
        return None if before.status.cancelled else Kind.CANCELLED
    place = (before.start, before.clinician_id or told.clinician_id)
    if before.status.cancelled or place != (told.start, told.clinician_id):
        return Kind.MOVED
    return Kind.STATUS if before.status is not told.status else None
