"""Reading the vendor about a write: whether it can still be done, and whether it has happened."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar, cast

import structlog
from pydantic import ValidationError

from bot.attempts.life import Seen, Sight
from bot.attempts.wishes import wish_of
from connectors.errors import ConnectorError, Refused, SlotTaken, Unavailable
from connectors.model import (
    Appointment,
    GroupClass,
    NewAppointment,
    PartOfDay,
    Service,
    Slot,
    SlotSearch,
)
from connectors.protocols import (
    FindsFreeSlots,
    ListsAppointments,
    ListsClasses,
    ListsServices,
    ReservesSlots,
    SearchesPatients,
    SettlesBookings,
)
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

A = TypeVar("A")


@dataclass
class Reader:
    """One clinic's vendor, as far as it can be read; everything is lent.

    `window` is what the setting ..._SETTLE_SECONDS says: nothing that was sent takes effect later.
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
        if kind is Kind.PATIENT:
            return SearchesPatients in self.abilities
        if kind is not Kind.BOOK:
            return ListsAppointments in self.abilities
        return SettlesBookings in self.abilities or await self.bookings_leave_search()

    async def bookings_leave_search(self) -> bool:
        """Whether our confirmed bookings were seen to take their time out of the search."""
        return int(await self.store.fact(LEAVES_SEARCH) or 0) >= ENOUGH_SEEN

    async def look(self, attempt: Attempt) -> Sight:
        """Whether an attempt has happened, as far as one reading tells."""
        try:
            return await wish_of(attempt).look(self)
        except ConnectorError:
            return Sight(Seen.UNREADABLE)
        except ValidationError:
            # What was wished for cannot be read any more: a person has to find out.
            log.exception("wish_illegible", attempt=attempt.id)
            return Sight(Seen.UNCLEAR)

    async def obstacle(self, new: NewAppointment, *, always: bool = False) -> ConnectorError | None:
        """Why it can not be booked just now: taken, or not to be read; None when it can.

        Unless it is `always` to be asked, a vendor that refuses overlaps is not, and not about what
        was read a moment ago. One that keeps the time for us shows it to nobody as free.
        """
        if ReservesSlots in self.abilities:
            return None
        read_at = new.slot.read_at
        age = self.clock() - read_at if read_at else None
        known = self.refuses_overlaps or (age is not None and timedelta() <= age <= FRESH)
        if known and not always:
            return None
        return await self.taken(new.slot)

    async def taken(self, slot: Slot) -> ConnectorError | None:
        """Why nobody can come at this time: taken, or not to be read; None when somebody can."""
        try:
            free = await self.is_free(slot)
        except ConnectorError as error:
            return error
        return None if free else SlotTaken("the time was taken meanwhile")

    async def is_free(self, slot: Slot) -> bool:
        """Whether the search shows the time now; raises what kept it from being read."""
        finds = self.abilities.get(FindsFreeSlots)
        if not isinstance(finds, FindsFreeSlots):
            return True
        free = await finds.free_slots(await self._search(slot))
        return any(one.key == slot.key for one in free)

    async def booked(self, new: NewAppointment) -> Sight:
        """Whether it was booked, by the vendor's lists or else by its search."""
        settles = self.abilities.get(SettlesBookings)
        if isinstance(settles, SettlesBookings):
            found = await settles.find_booked(new)
            return Sight(Seen.THERE, found[0].id) if found else Sight(Seen.ABSENT)
        if not await self.bookings_leave_search():
            return Sight(Seen.UNCLEAR)
        free = await self.is_free(new.slot)
        # Taken by us or by somebody else: the search does not say.
        return Sight(Seen.ABSENT if free else Seen.UNCLEAR)

    async def listed(
        self, appointment_id: str, patient_id: str, *days: datetime
    ) -> Appointment | None:
        """The appointment as the patient's list shows it on one of these days.

        Raises Unavailable where no such list can be read.
        """
        lists = self.abilities.get(ListsAppointments)
        if not isinstance(lists, ListsAppointments):
            raise Unavailable("patients' appointments cannot be read here")
        for day in sorted({self.clinic.local(one).date() for one in days}):
            for one in await lists.appointments(patient_id, day, day, settling=True):
                if one.id == appointment_id:
                    return one
        return None

    async def joinable(self, one: GroupClass) -> GroupClass | None:
        """The class as it is now; None where it has no room any more, or is not held."""
        day = self.clinic.local(one.slot.start).date()
        service = Service(one.slot.service_id, "", group=True)
        search = SlotSearch(service=service, first_day=day, last_day=day, fresh=True)
        classes = await self.ability(ListsClasses).classes(search)
        return next((other for other in classes if other.id == one.id), None)

    def ability(self, ability: type[A]) -> A:
        """What serves the ability; raises Refused where nothing does."""
        if ability not in self.abilities:
            raise Refused(f"this clinic's system lacks {ability.__name__}")
        return cast("A", self.abilities[ability])

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
