"""PracSuite's practice: people, places, services, statuses, reasons, rooms and devices."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, TypeVar

from pydantic import TypeAdapter

from connectors.budget import Use
from connectors.exchange import Call
from connectors.pracsuite.filters import Filter
from connectors.pracsuite.paging import Asked, Listing, Lists, Progress, untold
from connectors.pracsuite.requests import Requests
from connectors.pracsuite.wire import Record
from connectors.pracsuite.wire_diary import AppointmentStatus, CancellationReason, RescheduleReason
from connectors.pracsuite.wire_practice import (
    AppointmentType,
    Business,
    Practitioner,
    Profession,
    Resource,
    WholeAppointmentType,
)

T = TypeVar("T", bound=Record)

_CHANGED: Final = ("created", "archived", "updated")
_PRACTITIONERS: Final = Listing(
    "practitioners", "practitioners", Practitioner, (*_CHANGED, "profession_id", "business_id")
)
_BUSINESSES: Final = Listing("businesses", "businesses", Business, _CHANGED)
_PROFESSIONS: Final = Listing("professions", "professions", Profession, _CHANGED)
_TYPES: Final = Listing("types", "appointment_types", AppointmentType, _CHANGED)
_STATUSES: Final = Listing("statuses", "appointment_statuses", AppointmentStatus)
_CANCELLATION_REASONS: Final = Listing(
    "cancellation_reasons", "appointment_cancellation_reasons", CancellationReason
)
_RESCHEDULE_REASONS: Final = Listing(
    "reschedule_reasons", "appointment_reschedule_reasons", RescheduleReason
)
_RESOURCES: Final = Listing(
    "resources", "resources", Resource, (), ("resource_id", "description", "resource_rank")
)

_PRACTITIONER: Final = TypeAdapter(Practitioner)
_BUSINESS: Final = TypeAdapter(Business)
_PROFESSION: Final = TypeAdapter(Profession)
_TYPE: Final = TypeAdapter(WholeAppointmentType)
_RESOURCE: Final = TypeAdapter(Resource)


class Practice:
    """Lists that seldom change; nothing here is written."""

    def __init__(self, requests: Requests, lists: Lists) -> None:
        self._requests = requests
        self._lists = lists

    async def practitioners(
        self,
        *,
        where: Sequence[Filter] = (),
        use: Use = Use.CATALOGUE,
        progress: Progress = untold,
    ) -> list[Practitioner]:
        """Everybody who works here, and did."""
        return await self._list(_PRACTITIONERS, "/practitioner", where, use, progress)

    async def practitioners_at(
        self, business_id: int, *, where: Sequence[Filter] = (), use: Use = Use.CATALOGUE
    ) -> list[Practitioner]:
        """Those who work at one place."""
        path = f"/business/{business_id}/practitioner"
        return await self._list(_PRACTITIONERS.but("business_id"), path, where, use)

    async def practitioners_as(
        self, profession_id: int, *, where: Sequence[Filter] = (), use: Use = Use.CATALOGUE
    ) -> list[Practitioner]:
        """Those of one profession."""
        path = f"/profession/{profession_id}/practitioner"
        return await self._list(_PRACTITIONERS.but("profession_id"), path, where, use)

    async def practitioner(self, practitioner_id: int, *, use: Use = Use.CATALOGUE) -> Practitioner:
        """One of them; raises NotFound."""
        path = f"/practitioner/{practitioner_id}"
        return await self._one("practitioner", path, _PRACTITIONER, use)

    async def businesses(
        self,
        *,
        where: Sequence[Filter] = (),
        use: Use = Use.CATALOGUE,
        progress: Progress = untold,
    ) -> list[Business]:
        """The places where patients come to."""
        return await self._list(_BUSINESSES, "/business", where, use, progress)

    async def business(self, business_id: int, *, use: Use = Use.CATALOGUE) -> Business:
        """One place; raises NotFound."""
        return await self._one("business", f"/business/{business_id}", _BUSINESS, use)

    async def clock(self, *, use: Use = Use.CATALOGUE) -> datetime | None:
        """What the vendor's clock showed when it listed a place just now, where it tells."""
        call = Call("businesses", "GET", "/business", use, [("page", "1"), ("page_size", "1")])
        answer = await self._requests.send(call)
        return answer.date

    async def professions(
        self,
        *,
        where: Sequence[Filter] = (),
        use: Use = Use.CATALOGUE,
        progress: Progress = untold,
    ) -> list[Profession]:
        """What people here are."""
        return await self._list(_PROFESSIONS, "/profession", where, use, progress)

    async def professions_of(
        self, practitioner_id: int, *, where: Sequence[Filter] = (), use: Use = Use.CATALOGUE
    ) -> list[Profession]:
        """What one practitioner is."""
        path = f"/practitioner/{practitioner_id}/profession"
        return await self._list(_PROFESSIONS, path, where, use)

    async def profession(self, profession_id: int, *, use: Use = Use.CATALOGUE) -> Profession:
        """One profession; raises NotFound."""
        return await self._one("profession", f"/profession/{profession_id}", _PROFESSION, use)

    async def types(
        self,
        *,
        where: Sequence[Filter] = (),
        use: Use = Use.CATALOGUE,
        progress: Progress = untold,
    ) -> list[AppointmentType]:
        """What can be booked; how long it takes is told by `type` alone."""
        return await self._list(_TYPES, "/appointment_type", where, use, progress)

    async def types_of(
        self, profession_id: int, *, where: Sequence[Filter] = (), use: Use = Use.CATALOGUE
    ) -> list[AppointmentType]:
        """What can be booked of one profession."""
        path = f"/profession/{profession_id}/appointment_type"
        return await self._list(_TYPES, path, where, use)

    async def type(
        self, appointment_type_id: int, *, use: Use = Use.CATALOGUE
    ) -> WholeAppointmentType:
        """One type of appointment with its durations; raises NotFound."""
        return await self._one("type", f"/appointment_type/{appointment_type_id}", _TYPE, use)

    async def statuses(self, *, use: Use = Use.CATALOGUE) -> list[AppointmentStatus]:
        """The practice's own statuses."""
        return await self._list(_STATUSES, "/appointment_status", (), use)

    async def cancellation_reasons(self, *, use: Use = Use.CATALOGUE) -> list[CancellationReason]:
        """The practice's own reasons for cancelling."""
        return await self._list(_CANCELLATION_REASONS, "/cancellation_reason", (), use)

    async def reschedule_reasons(self, *, use: Use = Use.CATALOGUE) -> list[RescheduleReason]:
        """The practice's own reasons for another time."""
        return await self._list(_RESCHEDULE_REASONS, "/reschedule_reason", (), use)

    async def resources(
        self, *, sort: Sequence[str] = (), use: Use = Use.CATALOGUE
    ) -> list[Resource]:
        """Rooms and devices."""
        return await self._lists.whole(_RESOURCES, Asked("/resource", use, sort=sort))

    async def resources_of_appointment(
        self, appointment_id: int, *, sort: Sequence[str] = (), use: Use = Use.CATALOGUE
    ) -> list[Resource]:
        """Rooms and devices that an appointment has."""
        path = f"/appointment/{appointment_id}/resource"
        return await self._lists.whole(_RESOURCES, Asked(path, use, sort=sort, of_a_record=True))

    async def resources_of_type(
        self, appointment_type_id: int, *, sort: Sequence[str] = (), use: Use = Use.CATALOGUE
    ) -> list[Resource]:
        """Rooms and devices that a type of appointment needs."""
        path = f"/appointment_type/{appointment_type_id}/resource"
        return await self._lists.whole(_RESOURCES, Asked(path, use, sort=sort, of_a_record=True))

    async def resource(self, resource_id: int, *, use: Use = Use.CATALOGUE) -> Resource:
        """One room or device; raises NotFound."""
        return await self._one("resource", f"/resource/{resource_id}", _RESOURCE, use)

    async def _list(
        self,
        listing: Listing[T],
        path: str,
        where: Sequence[Filter],
        use: Use,
        progress: Progress = untold,
    ) -> list[T]:
        of_a_record = path.count("/") > 1
        asked = Asked(path, use, where=where, progress=progress, of_a_record=of_a_record)
        return await self._lists.whole(listing, asked)

    async def _one(self, operation: str, path: str, shape: TypeAdapter[T], use: Use) -> T:
        call = Call(operation, "GET", path, use, of_a_record=True)
        return await self._requests.read(call, shape)
