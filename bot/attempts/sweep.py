"""Looks later for what should not be there: a booking made twice, or after it was given up.

Only a booking that was once in doubt can have been made twice, or late. An extra is cancelled
where it is certainly ours, through an attempt like any other change; the desk is told of each.
The same chore watches whether confirmed bookings take their time out of the search, which is what
settling by searching rests on.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from pydantic import ValidationError

from bot.attempts.holds import Holds
from bot.attempts.leases import Leases
from bot.attempts.reading import ENOUGH_SEEN, LEAVES_SEARCH, Reader
from bot.attempts.telling import SWEPT
from bot.attempts.wishes import BookingWish
from bot.attempts.writing import Attempts
from connectors.errors import ConnectorError, Unavailable
from connectors.model import Appointment, NewAppointment, Status
from connectors.protocols import SettlesBookings
from storage.attempts import Attempt, Kind, Outcome, State
from storage.desk import DeskNote
from storage.store import Store

log = structlog.get_logger(__name__)

EVERY_SECONDS = 20.0

# How long after a doubt has ended extras are looked for: at first as soon as nothing that was sent
# can still take effect, and then for what no window foresees.
SWEEPS = (timedelta(0), timedelta(hours=1), timedelta(hours=24))

# How long after a booking its time is looked for in the search; earlier it may not show yet, and
# later somebody else may have taken it.
SEEN_AFTER, SEEN_BEFORE = timedelta(seconds=20), timedelta(minutes=2)
SEEN_AGAIN = timedelta(hours=24)


@dataclass
class Sweep:
    """One clinic's; everything is lent."""

    store: Store
    vendor: object
    reader: Reader
    leases: Leases
    holds: Holds
    clock: Callable[[], datetime]
    _watched: set[str] = field(default_factory=set)
    _watched_at: datetime | None = None

    async def work(self) -> None:
        """Sweep what is due, and watch one booking where that is still of use."""
        if isinstance(self.vendor, SettlesBookings):
            for attempt in await self.store.doubted(len(SWEEPS)):
                ended = attempt.concluded_at
                if ended and self.clock() >= ended + self.reader.window + SWEEPS[attempt.sweeps]:
                    await self._sweep(attempt, self.vendor)
        await self._watch()

    async def _sweep(self, attempt: Attempt, vendor: SettlesBookings) -> None:
        """One that cannot be read, or is refused to us, must not keep the others waiting."""
        try:
            await self._swept(attempt, vendor)
        except ValidationError:
            log.exception("wish_illegible", attempt=attempt.id)
        except Unavailable:
            raise
        except ConnectorError as error:
            log.error("not_swept", attempt=attempt.id, error=type(error).__name__)
        await self.store.swept(attempt.id)

    async def _swept(self, attempt: Attempt, vendor: SettlesBookings) -> None:
        new = BookingWish.model_validate_json(attempt.wish).new
        if new.hold_id is not None and _is_booked(attempt):
            # One hold becomes one appointment, wherever it was moved since.
            return
        found = await vendor.find_booked(new)
        others = {
            one.reference
            for one in await self.store.held()
            if one.id != attempt.id and one.reference is not None
        }
        mine = [one for one in found if one.id not in others]
        told = [one for one in mine if one.id == attempt.reference]
        if _is_booked(attempt) and len(mine) <= 1 and (told or attempt.reference is None):
            return
        for extra in mine:
            if extra in told:
                continue
            if _is_ours(extra, new) and (told or not _is_booked(attempt)):
                await self._remove(attempt, new, extra)
            else:
                await self._ask(attempt, new, extra)

    async def _remove(self, attempt: Attempt, new: NewAppointment, extra: Appointment) -> None:
        """Cancel an extra. The desk is told first, so that it hears of it whatever happens."""
        log.warning("extra_found", attempt=attempt.id, appointment=extra.id)
        text = (
            f"Appointment {extra.id} of patient {new.patient_id}, {self._when(new)}, was made a "
            "second time or too late, and is cancelled automatically. Please see that it is gone."
        )
        await self._tell_once(attempt, extra, text)
        writes = Attempts(
            store=self.store,
            key=attempt.key,
            turn_id=f"{SWEPT}{attempt.id}/{extra.id}",
            vendor=self.vendor,
            reader=self.reader,
            leases=self.leases,
            holds=self.holds,
            clock=self.clock,
        )
        try:
            await writes.change_status(
                extra.id, Status.CANCELLED_BY_CLINIC, patient_id=new.patient_id, at=new.slot.start
            )
        except ConnectorError as error:
            log.error("extra_not_cancelled", attempt=attempt.id, error=type(error).__name__)
        if writes.moves:
            await self.store.move(*writes.moves)

    async def _ask(self, attempt: Attempt, new: NewAppointment, extra: Appointment) -> None:
        """It may be the desk's own, or the patient counts on it: only a person can tell."""
        known = f"number {attempt.reference}" if _is_booked(attempt) else "not booked"
        text = (
            f"Patient {new.patient_id} was told of {self._when(new)}: {known}. The diary holds "
            f"appointment {extra.id} at that time, too. Please see that only what is wanted stays, "
            "and tell the patient."
        )
        await self._tell_once(attempt, extra, text)

    async def _tell_once(self, attempt: Attempt, extra: Appointment, text: str) -> None:
        name = f"extra {attempt.id} {extra.id}"
        if await self.store.fact(name) is None:
            await self.store.leave_desk_item(DeskNote("extra", text, attempt.key))
            await self.store.know(name, "told")

    def _when(self, new: NewAppointment) -> str:
        return f"{self.reader.clinic.local(new.slot.start):%A %d %B, %H:%M}"

    async def _watch(self) -> None:
        """See whether the newest confirmed booking has taken its time out of the search."""
        now = self.clock()
        seen = int(await self.store.fact(LEAVES_SEARCH) or 0)
        if seen >= ENOUGH_SEEN and self._watched_at and now - self._watched_at < SEEN_AGAIN:
            return
        held = await self.store.held()
        self._watched &= {one.id for one in held}
        fresh = [one for one in held if one.id not in self._watched and _may_be_seen(one, now)]
        newest = max(fresh, key=lambda one: one.concluded_at or now, default=None)
        if newest is None:
            return
        new = BookingWish.model_validate_json(newest.wish).new
        free = await self.reader.is_free(new.slot)
        self._watched.add(newest.id)
        self._watched_at = now
        await self.store.know(LEAVES_SEARCH, "0" if free else str(seen + 1))


def _may_be_seen(attempt: Attempt, now: datetime) -> bool:
    """Whether it was booked a moment ago; what is about to begin is offered to nobody anyway."""
    at = attempt.concluded_at
    if attempt.kind is not Kind.BOOK or attempt.state is not State.CONFIRMED or at is None:
        return False
    ahead = attempt.start - now > timedelta(days=1)
    return ahead and SEEN_AFTER <= now - at <= SEEN_BEFORE


def _is_booked(attempt: Attempt) -> bool:
    return attempt.state is State.CONFIRMED or attempt.outcome is Outcome.BOOKED


def _is_ours(extra: Appointment, new: NewAppointment) -> bool:
    """Whether it is certainly ours and nobody has done anything with it since it was made."""
    untouched = extra.status in (Status.SCHEDULED, Status.REQUESTED)
    named = extra.id == new.hold_id or (bool(new.tag) and new.tag in extra.note)
    return untouched and named
