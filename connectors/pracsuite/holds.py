"""Times that PracSuite keeps for a quarter of an hour: held, found again, and let go.

docs/vendors/pracsuite.md, Booking: a hold is an entry of the appointment book without a patient.
Nothing tells when it ends or whose it is, so whoever knows its number may use it.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Final

import structlog

from connectors.budget import Use
from connectors.errors import ConnectorError, NotFound, OutcomeUnknown, SlotTaken
from connectors.ids import number_to_find
from connectors.memory import Memory
from connectors.model import Hold, Slot
from connectors.pracsuite.bodies import Cancel
from connectors.pracsuite.client import PracSuiteClient
from connectors.pracsuite.client_book import Which
from connectors.pracsuite.filters import APP_TIME, PRACTITIONER_ID
from connectors.pracsuite.slots import Token, slot_of
from connectors.pracsuite.times import Times
from connectors.pracsuite.vendor_clock import VendorClock
from connectors.pracsuite.wire import Category
from connectors.pracsuite.wire_diary import Appointment

log = structlog.get_logger()

KEPT: Final = timedelta(minutes=15)
# When the vendor begins to count is not told, and a booking must still arrive in time.
MARGIN: Final = timedelta(minutes=2)


class Holds:
    """Everything is lent; `memory` is what is known of free times."""

    def __init__(
        self,
        client: PracSuiteClient,
        times: Times,
        memory: Memory,
        vendor_clock: VendorClock,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._client = client
        self._times = times
        self._memory = memory
        self._vendor_clock = vendor_clock
        self._clock = clock

    async def reserve(self, slot: Slot) -> Hold:
        """Keep the slot; never sent twice."""
        token = Token.read(slot, self._times)
        before = self._clock()
        try:
            made = await self._client.appointments.reserve(token.reserve())
        except SlotTaken:
            self._memory.refute(slot)
            raise
        if made.category not in (Category.RESERVED, Category.UNKNOWN) or not token.is_time_of(made):
            try:
                await self.release(str(made.appointment_id))
            except ConnectorError as error:
                raise OutcomeUnknown("the vendor keeps something else") from error
            raise SlotTaken("the vendor kept something else")
        return Hold(str(made.appointment_id), before + KEPT - MARGIN)

    async def lost_hold(self, slot: Slot, first: datetime, last: datetime) -> Hold | None:
        """The hold of this slot that was made between these moments of ours, if just one was."""
        token = Token.read(slot, self._times)
        ahead, wrong = await self._vendor_clock.measured(Use.SETTLE)
        earliest, latest = first + ahead - wrong, last + ahead + wrong
        found = [
            one
            for one in await self._entries_at(token)
            if is_hold(one)
            and token.is_of(one)
            and one.created is not None
            and earliest <= one.created <= latest
        ]
        if len(found) != 1:
            return None
        return Hold(str(found[0].appointment_id), first + KEPT - MARGIN)

    async def release(self, hold_id: str) -> None:
        """Let it go, if it still is a hold and nothing else."""
        asked = number_to_find(hold_id)
        try:
            entry = await self._client.appointments.one(asked, use=Use.CANCEL)
            if not is_hold(entry):
                return
            await self._client.appointments.cancel(asked, Cancel(record_as_cancelled=False))
        except NotFound:
            return
        slot = slot_of(entry, self._times)
        if slot is not None:
            self._memory.free(slot)

    async def _entries_at(self, token: Token) -> Iterable[Appointment]:
        """Whether a practitioner's list shows holds is not told; the whole book must."""
        at = APP_TIME.equals(token.app_time)
        book = self._client.book
        listed = await book.of_practitioner(
            token.practitioner_id, Which(use=Use.SETTLE, where=[at])
        )
        if any(is_hold(one) for one in listed):
            return listed
        whose = PRACTITIONER_ID.equals(token.practitioner_id)
        try:
            return await book.entries(Which(use=Use.SETTLE, where=[at, whose]))
        except NotFound:
            return ()


def is_hold(entry: Appointment) -> bool:
    """Whether an entry of the book is a time that is kept for nobody by name."""
    return entry.category is Category.RESERVED and entry.client_id is None
