"""The pretend clinic as a whole: its people, its rosters, its diary and the times still free."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sandbox.accounts import Accounts
from sandbox.catalogue import (
    APPOINTMENT_TYPES,
    CLINICIANS,
    PRACTICE_ID,
    AppointmentType,
    Clinician,
)
from sandbox.diary import SCHEDULED, Diary, Span, Wish, overlap, span
from sandbox.people import People

Clock = Callable[[], datetime]

_CONFIRMED = 2
_UNCONFIRMED = 1
_NOON = 12
_EVENING = 17


@dataclass(frozen=True)
class Slot:
    """A time at which a clinician could see somebody for this type of appointment."""

    clinician: Clinician
    type: AppointmentType
    start: datetime


class Clinic:
    """One clinic in memory; the same seed and day always give the same diary.

    `fill` is the share of starting times that are taken at first: 0.0 an empty diary, 1.0 none
    free. The roster reaches `weeks` ahead of the clock's day and moves on with it.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        zone: str = "Europe/London",
        seed: int = 1,
        fill: float = 0.3,
        weeks: int = 8,
    ) -> None:
        self.clock = clock
        self.zone = ZoneInfo(zone)
        self.practice_id = PRACTICE_ID
        self.clinicians = {clinician.id: clinician for clinician in CLINICIANS}
        self.types = {type_.id: type_ for type_ in APPOINTMENT_TYPES}
        self.people = People()
        self.accounts = Accounts(self.people, self.today())
        self.diary = Diary(self.zone, clock)
        self._seed = seed
        self._fill = fill
        self._ahead = timedelta(weeks=weeks)
        self._laid_out = self.today()
        self._lay_out()

    def now(self) -> datetime:
        return self.clock().astimezone(self.zone)

    def today(self) -> date:
        return self.now().date()

    def free_slots(
        self,
        type_: AppointmentType,
        clinicians: list[Clinician],
        first_day: date,
        time_of_day: int = 0,
        *,
        staff: bool = False,
    ) -> Iterator[Slot]:
        """Free times from now on, earliest first, across the clinicians that give this type.

        With `staff` those too that only the clinic's own people may give away.
        """
        self._lay_out()
        if type_.disabled:
            return
        able = [one for one in clinicians if one.type_id == type_.clinician_type_id]
        now = self.now()
        day = max(first_day, now.date())
        while day < self._laid_out:
            found = (
                Slot(clinician, type_, start)
                for clinician in able
                for start in self._free_on(clinician, day, type_.minutes, staff=staff)
                if start > now and _within(start, time_of_day)
            )
            yield from sorted(found, key=lambda slot: (slot.start, slot.clinician.id))
            day += timedelta(days=1)

    def works(
        self, clinician_id: int, start: datetime, minutes: int, *, staff: bool = False
    ) -> bool:
        """Whether that whole time lies within one session of the clinician's roster."""
        begins, ends = span(start, minutes)
        day = start.astimezone(self.zone).date()
        return any(
            first <= begins and ends <= last
            for first, last in self._sessions(self.clinicians[clinician_id], day, staff=staff)
        )

    def _free_on(
        self, clinician: Clinician, day: date, minutes: int, *, staff: bool
    ) -> Iterator[datetime]:
        busy = self.diary.busy(clinician.id, day)
        for begins, last in self._starts(clinician, day, staff=staff):
            wanted = span(begins, minutes)
            if wanted[1] <= last and not any(overlap(wanted, taken) for taken in busy):
                yield begins.astimezone(self.zone)

    def _starts(self, clinician: Clinician, day: date, *, staff: bool = False) -> Iterator[Span]:
        """Each starting time of the raster beside the end of its session."""
        for first, last in self._sessions(clinician, day, staff=staff):
            begins = first
            while begins < last:
                yield begins, last
                begins += timedelta(minutes=clinician.raster_minutes)

    def _sessions(self, clinician: Clinician, day: date, *, staff: bool) -> Iterator[Span]:
        for first, last in clinician.hours.get(day.weekday(), ()):
            begins = span(datetime.combine(day, first, self.zone), 0)[0]
            ends = span(datetime.combine(day, last, self.zone), 0)[0]
            if staff and first.hour < _NOON:
                # Before the doors open, for whom the clinic lets in itself.
                begins -= timedelta(minutes=clinician.raster_minutes)
            yield begins, ends

    def _lay_out(self) -> None:
        end = self.today() + self._ahead
        while self._laid_out < end:
            for clinician in self.clinicians.values():
                self._fill_day(clinician, self._laid_out)
            self._laid_out += timedelta(days=1)

    def _fill_day(self, clinician: Clinician, day: date) -> None:
        # Seeded by day: a day looks the same from whichever day the clinic is opened.
        chance = random.Random(f"{self._seed}/{clinician.id}/{day}")  # noqa: S311 - repeatable
        types = [
            type_
            for type_ in self.types.values()
            if type_.clinician_type_id == clinician.type_id
            and not type_.disabled
            and not type_.remote
        ]
        for begins, last in self._starts(clinician, day):
            if chance.random() >= self._fill:
                continue
            type_ = chance.choice(types)
            patient = chance.choice(self.people.regulars)
            status = chance.choice((SCHEDULED, SCHEDULED, _CONFIRMED, _UNCONFIRMED))
            minutes = type_.minutes
            if span(begins, minutes)[1] > last:
                minutes = clinician.raster_minutes
            if self.diary.is_free(clinician.id, begins, minutes):
                self.diary.lay_out(
                    Wish(patient.id, clinician.id, type_.id, begins, minutes, status),
                    # Before anybody could look, from whichever day the clinic is opened.
                    begins - self._ahead - timedelta(weeks=1),
                )


def _within(start: datetime, time_of_day: int) -> bool:
    # contract §3: 1 before 12:00, 2 between 12:00 and 17:00, 3 after 17:00, by the clinic's clock.
    # Noon and five o'clock belong to the later part: what starts then takes place then.
    hour = start.hour
    return (
        time_of_day == 0
        or (time_of_day == 1 and hour < _NOON)
        or (time_of_day == 2 and _NOON <= hour < _EVENING)  # noqa: PLR2004 - the enum of §3
        or (time_of_day == 3 and hour >= _EVENING)  # noqa: PLR2004 - the enum of §3
    )
