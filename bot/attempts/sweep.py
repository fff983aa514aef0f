"""Looks later for what should not be there: a booking made twice, or after it was given up.

Only a booking that was once in doubt can have been made twice, or late. An extra is cancelled
where it is certainly ours, through an attempt like any other change; the desk is told of each.
The same chore watches whether confirmed bookings take their time out of the search, which is what
settling by searching rests on.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from pydantic import ValidationError

from bot.attempts.leases import Leases
from bot.attempts.reading import ENOUGH_SEEN, LEAVES_SEARCH, Reader
from bot.attempts.wishes import BookingWish
from bot.attempts.writing import Attempts
from connectors.errors import ConnectorError
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

# How long after a booking its time is looked for in the search; earlier it may not show yet.
SEEN_AFTER, SEEN_BEFORE = timedelta(seconds=30), timedelta(minutes=15)
SEEN_AGAIN = timedelta(hours=24)


@dataclass
class Sweep:
    """One clinic's; everything is lent."""

    store: Store
    vendor: object
    reader: Reader
    leases: Leases
    clock: Callable[[], datetime]
    _watched: str = ""
    _watched_at: datetime | None = None

    async def work(self) -> None:
        """Sweep what is due, and watch one booking where that is still of use."""
        if isinstance(self.vendor, SettlesBookings):
            for attempt in await self.store.doubted(len(SWEEPS)):
                ended = attempt.concluded_at
                if ended and self.clock() >= ended + self.reader.window + SWEEPS[attempt.sweeps]:
                    await self._sweep(attempt, self.vendor)
        else:
            await self._watch()

    async def _sweep(self, attempt: Attempt, vendor: SettlesBookings) -> None:
        try:
            await self._swept(attempt, vendor)
        except ValidationError:
            log.exception("wish_illegible", attempt=attempt.id)
        await self.store.swept(attempt.id)

    async def _swept(self, attempt: Attempt, vendor: SettlesBookings) -> None:
        new = BookingWish.model_validate_json(attempt.wish).new
        found = await vendor.find_booked(new)
        others = {
            one.reference
            for one in await self.store.held()
            if one.id != attempt.id and one.reference is not None
        }
        mine = [one for one in found if one.id not in others]
        for extra in _extras(attempt, new, mine):
            await self._remove(attempt, new, extra)
        if not _is_booked(attempt) and mine and not _extras(attempt, new, mine):
            await self._ask(attempt, mine)

    async def _remove(self, attempt: Attempt, new: NewAppointment, extra: Appointment) -> None:
        """Cancel an extra and tell the desk; what fails is for the desk, too."""
        writes = Attempts(
            store=self.store,
            key=attempt.key,
            turn_id=f"sweep/{attempt.id}/{extra.id}",
            vendor=self.vendor,
            reader=self.reader,
            leases=self.leases,
            clock=self.clock,
        )
        done = "It was cancelled again."
        try:
            await writes.change_status(
                extra.id, Status.CANCELLED_BY_CLINIC, patient_id=new.patient_id, at=new.slot.start
            )
        except ConnectorError as error:
            log.error("extra_not_cancelled", attempt=attempt.id, error=type(error).__name__)
            done = "It could not be cancelled: please cancel it."
        if writes.moves:
            await self.store.move(*writes.moves)
        text = (
            f"Appointment {extra.id} of patient {new.patient_id}, {self._when(new)}, was made a "
            f"second time or too late. {done}"
        )
        log.warning("extra_found", attempt=attempt.id, appointment=extra.id)
        await self.store.leave_desk_item(DeskNote("extra", text, attempt.key))

    async def _ask(self, attempt: Attempt, found: Sequence[Appointment]) -> None:
        """It may be ours or the desk's own: only a person can tell."""
        new = BookingWish.model_validate_json(attempt.wish).new
        text = (
            f"Patient {new.patient_id} was told that {self._when(new)} is not booked, and now "
            f"appointment {found[0].id} is there. If nobody at the clinic made it, please tell the "
            "patient or cancel it."
        )
        await self.store.leave_desk_item(DeskNote("extra", text, attempt.key))

    def _when(self, new: NewAppointment) -> str:
        return f"{self.reader.clinic.local(new.slot.start):%A %d %B, %H:%M}"

    async def _watch(self) -> None:
        """See whether the newest confirmed booking has taken its time out of the search."""
        now = self.clock()
        seen = int(await self.store.fact(LEAVES_SEARCH) or 0)
        if seen >= ENOUGH_SEEN and self._watched_at and now - self._watched_at < SEEN_AGAIN:
            return
        for attempt in reversed(await self.store.held()):
            at = attempt.concluded_at
            confirmed = attempt.kind is Kind.BOOK and attempt.state is State.CONFIRMED
            if not confirmed or at is None or attempt.id == self._watched:
                continue
            # What is about to begin is not offered any more, whoever has it.
            ahead = attempt.start - now > timedelta(days=1)
            if ahead and SEEN_AFTER <= now - at <= SEEN_BEFORE:
                new = BookingWish.model_validate_json(attempt.wish).new
                free = await self.reader.is_free(new.slot)
                self._watched, self._watched_at = attempt.id, now
                await self.store.know(LEAVES_SEARCH, "0" if free else str(seen + 1))
                return


def _is_booked(attempt: Attempt) -> bool:
    return attempt.state is State.CONFIRMED or attempt.outcome is Outcome.BOOKED


def _extras(
    attempt: Attempt, new: NewAppointment, found: Sequence[Appointment]
) -> Sequence[Appointment]:
    """Those that are certainly one too many, and certainly ours.

    Of several at the same time one stays. Where none should be there, only one with our tag is
    ours: staff may have booked it by hand since.
    """
    if _is_booked(attempt):
        return [one for one in found if one.id != attempt.reference] if len(found) > 1 else ()
    return [one for one in found if new.tag and new.tag in one.note]
