"""The desk: staff book and cancel in the same diary, and keep it as full as it was.

Staff make ten bookings an hour, mostly for the next days. A diary that is 85 % taken stays so only
if as much is freed as is taken: for every booking, theirs or the chat's, some other appointment of
the same length is cancelled within ten minutes. Without that eight hours of the loads measured here
would fill eight weeks, and what would be measured is a clinic with nothing to offer.
"""

import random
from collections.abc import Awaitable, Callable
from datetime import timedelta
from itertools import islice

from sandbox.clinic import Clinic
from sandbox.diary import CANCELLED_BY_PRACTICE, FREED, Appointment, Wish

_SECONDS_BETWEEN_BOOKINGS = 360
_FREED_WITHIN = 600
_DAYS_AHEAD = 5
_TYPES = (1864, 1864, 1865, 1866)
_REGULAR = 426_920


class Staff:
    """What the desk does; begun as actors of the virtual time."""

    def __init__(
        self, clinic: Clinic, rest: Callable[[float], Awaitable[None]], chance: random.Random
    ) -> None:
        """Nothing is done yet; from now on bookings of the chat are noticed."""
        self._clinic = clinic
        self._rest = rest
        self._chance = chance
        self._to_free: list[Appointment] = []
        self._live = clinic.diary.appointments()
        clinic.diary.listeners.append(self._noticed)

    def _noticed(self, made: Appointment) -> None:
        self._to_free.append(made)
        self._live.append(made)

    async def book(self) -> None:
        """Book for regulars until cancelled."""
        while True:
            await self._rest(self._chance.expovariate(1 / _SECONDS_BETWEEN_BOOKINGS))
            clinic = self._clinic
            type_ = clinic.types[self._chance.choice(_TYPES)]
            ahead = timedelta(days=int(self._chance.expovariate(1 / _DAYS_AHEAD)))
            free = clinic.free_slots(
                type_, list(clinic.clinicians.values()), clinic.today() + ahead
            )
            some = list(islice(free, 10))
            if some:
                slot = self._chance.choice(some)
                wish = Wish(_REGULAR, slot.clinician.id, type_.id, slot.start, type_.minutes)
                self._noticed(clinic.diary.enter(wish))

    async def cancel(self) -> None:
        """Free as much as was taken, until cancelled."""
        while True:
            await self._rest(self._chance.uniform(0, _FREED_WITHIN))
            taken, self._to_free = self._to_free, []
            for made in taken:
                self._free_one_like(made)

    def _free_one_like(self, made: Appointment) -> None:
        now = self._clinic.now()
        for _ in range(1000):
            place = self._chance.randrange(len(self._live))
            entry = self._live[place]
            if entry.minutes != made.minutes or entry.id == made.id or entry.start <= now:
                continue
            self._live[place] = self._live[-1]
            self._live.pop()
            if entry.status_id not in FREED:
                self._clinic.diary.set_status(entry.id, CANCELLED_BY_PRACTICE)
                return
