"""Reading the vendor about a write: whether it can still be done, and whether it has happened."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from pydantic import ValidationError

from bot.attempts.life import Seen, Sight
from bot.attempts.wishes import BookingWish, StatusWish
from connectors.errors import ConnectorError, SlotTaken
from connectors.model import NewAppointment, PartOfDay, Slot, SlotSearch, Status
from connectors.protocols import FindsFreeSlots, ListsAppointments, ListsServices, SettlesBookings
from dialogs.clinic import Clinic
from storage.attempts import Attempt, Kind
from storage.store import Store

log = structlog.get_logger(__name__)

# What was read longer ago is read again right before it is booked.
FRESH = timedelta(seconds=15)

# The desk is left alone a little longer than the window, so that the last look comes first.
DESK_AFTER = timedelta(seconds=45)

# What is known of a vendor is kept under this name: how many of our bookings in a row were seen to
# take their time out of the search.
LEAVES_SEARCH = "bookings_leave_search"
ENOUGH_SEEN = 3

_CANCELLED = frozenset({Status.CANCELLED, Status.CANCELLED_LATE, Status.CANCELLED_BY_CLINIC})


@dataclass
class Reader:
    """One clinic's vendor, as far as it can be read; everything is lent.

    `window` is the setting AERONA_SETTLE_SECONDS: nothing that was sent takes effect later.
    """

    store: Store
    abilities: Mapping[type, object]
    clinic: Clinic
    clock: Callable[[], datetime]
    refuses_overlaps: bool
    window: timedelta

    async def desk_due(self, kind: Kind) -> datetime | None:
        """When staff are to be told of a doubt that begins now; None: at once."""
        return self.clock() + self.window + DESK_AFTER if await self.settles(kind) else None

    async def settles(self, kind: Kind) -> bool:
        """Whether reading can settle a write of this kind."""
        if kind is Kind.STATUS:
            return ListsAppointments in self.abilities
        return SettlesBookings in self.abilities or await self.bookings_leave_search()

    async def bookings_leave_search(self) -> bool:
        """Whether our confirmed bookings were seen to take their time out of the search."""
        return int(await self.store.fact(LEAVES_SEARCH) or 0) >= ENOUGH_SEEN

    async def look(self, attempt: Attempt) -> Sight:
        """Whether an attempt has happened, as far as one reading tells."""
        try:
            if attempt.kind is Kind.STATUS:
                return await self._changed(StatusWish.model_validate_json(attempt.wish))
            return await self._booked(BookingWish.model_validate_json(attempt.wish).new)
        except ConnectorError:
            return Sight(Seen.UNREADABLE)
        except ValidationError:
            # What was wished for cannot be read any more: a person has to find out.
            log.exception("wish_illegible", attempt=attempt.id)
            return Sight(Seen.UNCLEAR)

    async def obstacle(self, new: NewAppointment, *, always: bool = False) -> ConnectorError | None:
        """Why it can not be booked just now: taken, or not to be read; None when it can.

        Unless it is `always` to be asked, a vendor that refuses overlaps is not, and not about what
        was read a moment ago.
        """
        read_at = new.slot.read_at
        age = self.clock() - read_at if read_at else None
        known = self.refuses_overlaps or (age is not None and timedelta() <= age <= FRESH)
        if known and not always:
            return None
        try:
            free = await self.is_free(new.slot)
        except ConnectorError as error:
            return error
        return None if free else SlotTaken("the time was taken before it was booked")

    async def is_free(self, slot: Slot) -> bool:
        """Whether the search shows the time now; raises what kept it from being read."""
        finds = self.abilities.get(FindsFreeSlots)
        if not isinstance(finds, FindsFreeSlots):
            return True
        free = await finds.free_slots(await self._search(slot))
        return any(one.key == slot.key for one in free)

    async def _booked(self, new: NewAppointment) -> Sight:
        settles = self.abilities.get(SettlesBookings)
        if isinstance(settles, SettlesBookings):
            found = await settles.find_booked(new)
            return Sight(Seen.THERE, found[0].id) if found else Sight(Seen.ABSENT)
        if not await self.bookings_leave_search():
            return Sight(Seen.UNCLEAR)
        free = await self.is_free(new.slot)
        # Taken by us or by somebody else: the search does not say.
        return Sight(Seen.ABSENT if free else Seen.UNCLEAR)

    async def _changed(self, wish: StatusWish) -> Sight:
        lists = self.abilities.get(ListsAppointments)
        if not isinstance(lists, ListsAppointments) or not wish.patient_id or wish.at is None:
            return Sight(Seen.UNCLEAR)
        day = self.clinic.local(wish.at).date()
        for one in await lists.appointments(wish.patient_id, day, day, settling=True):
            if one.id == wish.appointment_id:
                done = one.status is wish.status or {one.status, wish.status} <= _CANCELLED
                if done:
                    return Sight(Seen.THERE, one.id)
                # What staff have set meanwhile is not for us to set again.
                return Sight(Seen.ABSENT if one.status.active else Seen.UNCLEAR)
        return Sight(Seen.UNCLEAR)

    async def _search(self, slot: Slot) -> SlotSearch:
        lists = self.abilities.get(ListsServices)
        services = await lists.services() if isinstance(lists, ListsServices) else ()
        known = next((one for one in services if one.id == slot.service_id), None)
        if known is None:
            raise SlotTaken("the service is not offered any more")
        local = self.clinic.local(slot.start)
        return SlotSearch(
            service=known,
            first_day=local.date(),
            last_day=local.date(),
            part=PartOfDay.of(local.time()),
            clinician_id=slot.clinician_id,
            fresh=True,
        )
