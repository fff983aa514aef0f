"""PracSuite's appointments: held, booked, read, changed, cancelled, and classes joined."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from pydantic import TypeAdapter

from connectors.answers import unreadable
from connectors.budget import Use
from connectors.errors import ConnectorError, SlotTaken
from connectors.exchange import Call
from connectors.pracsuite.bodies import (
    AddMember,
    Body,
    Cancel,
    Create,
    Edit,
    Finalise,
    RemoveMember,
    Reserve,
    body,
)
from connectors.pracsuite.requests import Requests
from connectors.pracsuite.wire_diary import Appointment, Member, Reserved

_APPOINTMENT: Final = TypeAdapter(Appointment)
_RESERVED: Final = TypeAdapter(Reserved)
_MEMBER: Final = TypeAdapter(Member)

_PLAIN: Final[Mapping[int, type[ConnectorError]]] = {}
_TAKEN: Final = {409: SlotTaken}
# No 409 is documented for a clash here, so that a 422 may be one too.
_CLASH: Final = {409: SlotTaken, 422: SlotTaken}
# What a hold that is over answers is not documented either: it may be unknown by then.
_LOST: Final = {404: SlotTaken, 409: SlotTaken, 422: SlotTaken}


class Appointments:
    """Every write is sent once: the vendor knows no key by which a repetition could be told."""

    def __init__(self, requests: Requests) -> None:
        self._requests = requests

    async def reserve(self, new: Reserve, *, use: Use = Use.BOOK) -> Reserved:
        """Booking: hold a time for fifteen minutes; SlotTaken where it is not free."""
        call = _write("reserve", "POST", "/reserve_appointment", new, use=use, means=_TAKEN)
        return await self._requests.read(call, _RESERVED)

    async def finalise(
        self, appointment_id: int, new: Finalise, *, use: Use = Use.BOOK
    ) -> Appointment:
        """Booking: make a hold an appointment; SlotTaken where the hold is gone."""
        path = f"/appointment/{appointment_id}"
        call = _write("finalise", "POST", path, new, use=use, means=_LOST)
        return _of(call, appointment_id, await self._requests.read(call, _APPOINTMENT))

    async def create(self, new: Create, *, use: Use = Use.BOOK) -> Appointment:
        """Booking: in one step, without a hold; SlotTaken where it is not free."""
        call = _write("create", "POST", "/appointment", new, use=use, means=_TAKEN)
        return await self._requests.read(call, _APPOINTMENT)

    async def one(self, appointment_id: int, *, use: Use) -> Appointment:
        """One entry of the book, a hold too; raises NotFound."""
        path = f"/appointment/{appointment_id}"
        call = Call("appointment", "GET", path, use, of_a_record=True)
        return _of(call, appointment_id, await self._requests.read(call, _APPOINTMENT))

    async def edit(self, appointment_id: int, changes: Edit, *, use: Use) -> Appointment:
        """Changes: only what is different; SlotTaken where it moves to a time that is not free."""
        path = f"/appointment/{appointment_id}"
        means = _CLASH if changes.moves else _PLAIN
        call = _write("edit", "PATCH", path, changes, use=use, means=means)
        return _of(call, appointment_id, await self._requests.read(call, _APPOINTMENT))

    async def cancel(self, appointment_id: int, how: Cancel, *, use: Use = Use.CANCEL) -> None:
        """Changes: remove an appointment, or let a hold go; NotFound where it is gone already."""
        path = f"/appointment/{appointment_id}/cancel"
        await self._done(_write("cancel", "POST", path, how, use=use))

    async def add_member(
        self, appointment_id: int, new: AddMember, *, use: Use = Use.BOOK
    ) -> Member:
        """Classes: put a patient on the list; SlotTaken where the class is full."""
        path = f"/group_appointment/{appointment_id}/add_group_member"
        call = _write("add_member", "POST", path, new, use=use, means=_CLASH)
        return await self._requests.read(call, _MEMBER)

    async def remove_member(
        self, appointment_id: int, gone: RemoveMember, *, use: Use = Use.CANCEL
    ) -> None:
        """Classes: take a patient off the list; raises NotFound."""
        path = f"/group_appointment/{appointment_id}/remove_group_member"
        await self._done(_write("remove_member", "POST", path, gone, use=use))

    async def _done(self, call: Call) -> None:
        """Send what is answered with 204 and nothing else: a page with 200 may be anybody's."""
        answer = await self._requests.send(call)
        if answer.status != HTTPStatus.NO_CONTENT:
            raise unreadable(call, "neither done nor declined")


def _write(
    operation: str,
    method: str,
    path: str,
    told: Body,
    *,
    use: Use,
    means: Mapping[int, type[ConnectorError]] = _PLAIN,
) -> Call:
    return Call(
        operation,
        method,
        path,
        use,
        body=body(told),
        writes=True,
        of_a_record=path.count("/") > 1,
        means=means,
    )


def _of(call: Call, asked: int, told: Appointment) -> Appointment:
    if told.appointment_id != asked:
        raise unreadable(call, "another appointment")
    return told
