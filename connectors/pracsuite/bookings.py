"""Booking in PracSuite: a hold becomes a patient's appointment, and what became of one in doubt."""

from typing import Final

import structlog

from connectors.budget import Use
from connectors.errors import (
    ConnectorError,
    NotAllowed,
    NotFound,
    OutcomeUnknown,
    Refused,
    SlotTaken,
    Unavailable,
)
from connectors.ids import number, number_to_find
from connectors.memory import Memory
from connectors.model import Appointment, NewAppointment, Status
from connectors.pracsuite import records
from connectors.pracsuite.bodies import Finalise
from connectors.pracsuite.client import PracSuiteClient
from connectors.pracsuite.client_book import Which
from connectors.pracsuite.filters import APP_TIME
from connectors.pracsuite.holds import is_hold
from connectors.pracsuite.lists import Lists
from connectors.pracsuite.slots import Token
from connectors.pracsuite.statuses import CANCELLED
from connectors.pracsuite.times import Times
from connectors.pracsuite.wire import Category
from connectors.pracsuite.wire_diary import Appointment as Entry

log = structlog.get_logger()

_SOMEBODYS: Final = (Category.PATIENT, Category.UNKNOWN)


class Bookings:
    """Everything is lent; `memory` is what is known of free times."""

    def __init__(self, client: PracSuiteClient, lists: Lists, times: Times, memory: Memory) -> None:
        self._client = client
        self._lists = lists
        self._times = times
        self._memory = memory

    async def book(self, new: NewAppointment) -> str:
        """Make the hold the patient's appointment; never sent twice."""
        if new.hold_id is None:
            raise Refused("a time is held before it is booked")
        hold_id = number_to_find(new.hold_id)
        wanted = Finalise(
            client_id=number(new.patient_id),
            appointment_type_id=number(new.slot.service_id),
            appointment_status_id=await self._status(requested=new.requested),
        )
        try:
            made = await self._client.appointments.finalise(hold_id, wanted)
        except (SlotTaken, Refused) as error:
            await self._settle_refusal(new, hold_id, error)
            made = None
        if made is None or not self._is_just_so(made, new):
            await self._read_back(new, hold_id)
        self._memory.book(new.slot)
        return new.hold_id

    async def find_booked(self, new: NewAppointment) -> list[Appointment]:
        """The patient's active appointments that this booking made, read anew.

        Unavailable where the hold became another appointment than was wished for: only a person
        can say what that means.
        """
        statuses = await self._lists.statuses.get()
        client_id = number_to_find(new.patient_id)
        token = Token.read(new.slot, self._times)
        theirs = [one for one in await self._entries(new, client_id) if _is_theirs(one, client_id)]
        if not all(token.is_time_of(one) for one in theirs):
            raise Unavailable("what was booked is not what was wished for")
        found = [records.appointment(one, new.patient_id, self._times, statuses) for one in theirs]
        return [one for one in found if one.status not in CANCELLED]

    async def _entries(self, new: NewAppointment, client_id: int) -> list[Entry]:
        if new.hold_id is not None:
            try:
                hold_id = number_to_find(new.hold_id)
                return [await self._client.appointments.one(hold_id, use=Use.SETTLE)]
            except NotFound:
                return []
        token = Token.read(new.slot, self._times)
        which = Which(use=Use.SETTLE, where=[APP_TIME.equals(token.app_time)])
        listed = await self._client.book.of_patient(client_id, which)
        return [
            one
            for one in listed
            if one.app_time == token.app_time
            and one.practitioner_id in (None, token.practitioner_id)
        ]

    async def _status(self, *, requested: bool) -> int | None:
        try:
            statuses = await self._lists.statuses.get()
        except (NotAllowed, Unavailable):
            if requested:
                raise
            # The vendor has a status of its own for what is sent without one.
            return None
        return statuses.number(Status.REQUESTED) if requested else statuses.of_new()

    async def _settle_refusal(
        self, new: NewAppointment, hold_id: int, error: SlotTaken | Refused
    ) -> None:
        """Return where the booking is there all the same; else raise what the refusal means.

        What a hold that is gone answers is not documented (docs/vendors/pracsuite.md, Booking).
        """
        try:
            entry = await self._client.appointments.one(hold_id, use=Use.SETTLE)
        except NotFound:
            entry = None
        except ConnectorError:
            raise error from None
        if entry is not None and _is_theirs(entry, number(new.patient_id)):
            # An earlier sending of this booking has taken effect.
            return
        if entry is not None and is_hold(entry):
            raise Refused("the vendor does not book the time that it keeps") from error
        if entry is None:
            # The hold is gone; the time itself may be as free as before.
            self._memory.forget()
        else:
            self._memory.refute(new.slot)
        raise SlotTaken("the time is not kept any more") from error

    async def _read_back(self, new: NewAppointment, hold_id: int) -> None:
        """Read what was booked; OutcomeUnknown unless it is what was wished for."""
        try:
            entry = await self._client.appointments.one(hold_id, use=Use.SETTLE)
        except ConnectorError as error:
            # The booking was taken: whatever keeps it from being read proves nothing against it.
            raise OutcomeUnknown("what was booked cannot be read") from error
        if not self._is_just_so(entry, new):
            log.error("pracsuite_booked_otherwise")
            raise OutcomeUnknown("what was booked is not what was wished for")

    def _is_just_so(self, entry: Entry, new: NewAppointment) -> bool:
        """Whether it is this patient's, at this time, with this clinician, as long and as such."""
        token = Token.read(new.slot, self._times)
        return (
            _is_theirs(entry, number(new.patient_id))
            and token.is_time_of(entry)
            and entry.appointment_type_id in (None, number(new.slot.service_id))
        )


def _is_theirs(entry: Entry, client_id: int) -> bool:
    return entry.category in _SOMEBODYS and entry.client_id == client_id
