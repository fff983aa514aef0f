"""When a patient would like to come, as far as they said it."""

from dataclasses import dataclass, replace
from datetime import date, time

from connectors.model import PartOfDay


@dataclass(frozen=True, slots=True)
class When:
    """A wish for a time; what was not said is None or ANY.

    Days are the clinic's calendar days, `first` and `last` included; both None: no day was said;
    only `last` None: from `first` on.
    `at` is one clock time; `not_before` and `before` bound the start of the appointment.
    `soonest` says that any earliest time will do. `assumed` names what was taken for granted and
    has to be echoed: "day_first", "month_first", "pm", "am", "next_year", "next_week".
    """

    first: date | None = None
    last: date | None = None
    part: PartOfDay = PartOfDay.ANY
    at: time | None = None
    not_before: time | None = None
    before: time | None = None
    soonest: bool = False
    assumed: tuple[str, ...] = ()

    @property
    def says_day(self) -> bool:
        """Whether a day, or a range of days, was said."""
        return self.first is not None

    @property
    def says_time(self) -> bool:
        """Whether anything narrower than a day was said."""
        return (
            self.part is not PartOfDay.ANY
            or self.at is not None
            or self.not_before is not None
            or self.before is not None
        )

    def corrected_by(self, new: "When") -> "When":
        """The same wish with what the new one says in its place, and the rest kept."""
        if new.soonest or (new.says_day and new.says_time):
            return new
        if new.says_day:
            return replace(self, first=new.first, last=new.last, soonest=False, assumed=new.assumed)
        return replace(new, first=self.first, last=self.last, soonest=False)


@dataclass(frozen=True, slots=True)
class Unsure:
    """Several readings that must not be guessed between, or none that can be meant.

    `why` is "weekday_mismatch" (a weekday and a date disagree) or "which" (several were said);
    without readings it says what is wrong: "past", "too_far" or "no_such_day".
    """

    readings: tuple[When, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Ponder:
    """Our own grammar has no reading, but a slower one may: ask it about exactly this phrase."""

    phrase: str
