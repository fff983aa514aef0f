"""PracSuite's appointment book as lists: all of it, of one record, and what is gone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from pydantic import TypeAdapter

from connectors.answers import unreadable
from connectors.budget import Use
from connectors.exchange import Call
from connectors.pracsuite.filters import Filter
from connectors.pracsuite.paging import MOST_PAGES, Asked, Listing, Lists, Row, same
from connectors.pracsuite.requests import Requests
from connectors.pracsuite.wire import Category
from connectors.pracsuite.wire_diary import Appointment, CancelledAppointment

_SORTS: Final = ("appointment_id", "app_time")
_FILTERS: Final = (
    "created",
    "updated",
    "app_time",
    "profession_id",
    "business_id",
    "client_id",
    "appointment_type_id",
    "practitioner_id",
)
_APPOINTMENTS: Final = Listing("appointments", "appointments", Appointment, _FILTERS, _SORTS)
_ENTRIES: Final = Listing("book", "data", Appointment, (*_FILTERS, "appointment_id"), _SORTS)
_CANCELLED: Final = Listing(
    "cancelled_list",
    "cancelled_appointments",
    CancelledAppointment,
    (*_FILTERS, "cancellation_time"),
    _SORTS,
)
_GONE: Final = TypeAdapter(CancelledAppointment)


@dataclass(frozen=True, kw_only=True)
class Which:
    """Which entries of a list are wanted, at most how many pages of them, and what for."""

    use: Use
    where: Sequence[Filter] = ()
    sort: Sequence[str] = ()
    most_pages: int = MOST_PAGES


class Book:
    """Lists of appointments: whole, in the vendor's order, which is to be sorted here."""

    def __init__(self, requests: Requests, lists: Lists) -> None:
        self._requests = requests
        self._lists = lists

    async def appointments(self, which: Which) -> list[Appointment]:
        """Lists: all of the practice."""
        return await self._lists.whole(_APPOINTMENTS, _asked("/appointment", which))

    async def of_patient(self, client_id: int, which: Which) -> list[Appointment]:
        """Lists: one patient's; a class has no patient of its own, and is listed all the same."""
        narrower = _APPOINTMENTS.but("client_id")
        own = same("client_id", client_id)
        asked = _asked(
            f"/patient/{client_id}/appointment", which, lambda row: own(row) or _is_a_class(row)
        )
        return await self._lists.whole(narrower, asked)

    async def of_practitioner(self, practitioner_id: int, which: Which) -> list[Appointment]:
        """Lists: one practitioner's."""
        narrower = _APPOINTMENTS.but("practitioner_id", "appointment_type_id")
        fits = same("practitioner_id", practitioner_id)
        asked = _asked(f"/practitioner/{practitioner_id}/appointment", which, fits)
        return await self._lists.whole(narrower, asked)

    async def of_business(self, business_id: int, which: Which) -> list[Appointment]:
        """Lists: of one place."""
        fits = same("business_id", business_id)
        asked = _asked(f"/business/{business_id}/appointment", which, fits)
        return await self._lists.whole(_APPOINTMENTS.but("business_id"), asked)

    async def of_profession(self, profession_id: int, which: Which) -> list[Appointment]:
        """Lists: of one profession."""
        fits = same("profession_id", profession_id)
        asked = _asked(f"/profession/{profession_id}/appointment", which, fits)
        return await self._lists.whole(_APPOINTMENTS.but("profession_id"), asked)

    async def of_type(self, appointment_type_id: int, which: Which) -> list[Appointment]:
        """Lists: of one type of appointment."""
        fits = same("appointment_type_id", appointment_type_id)
        asked = _asked(f"/appointment_type/{appointment_type_id}/appointment", which, fits)
        return await self._lists.whole(_APPOINTMENTS.but("appointment_type_id"), asked)

    async def of_resource(self, resource_id: int, which: Which) -> list[Appointment]:
        """Lists: of one room or device."""

        def fits(row: Row) -> bool:
            used = row.get("resource_ids")
            return not isinstance(used, list) or resource_id in used

        asked = _asked(f"/resource/{resource_id}/appointment", which, fits)
        return await self._lists.whole(_APPOINTMENTS.but("appointment_type_id"), asked)

    async def entries(self, which: Which) -> list[Appointment]:
        """Lists: everything in the book, with notes, classes and times that are ruled out."""
        return await self._lists.whole(_ENTRIES, _asked("/appointment_book", which))

    async def cancelled(
        self, which: Which, *, include_deletions: bool | None = None
    ) -> list[CancelledAppointment]:
        """Lists: what was cancelled, and with `include_deletions` what was just removed."""
        query = (
            []
            if include_deletions is None
            else [("include_deletions", "true" if include_deletions else "false")]
        )
        asked = _asked("/cancelled_appointment", which, query=query)
        return await self._lists.whole(_CANCELLED, asked)

    async def cancelled_one(self, appointment_id: int, *, use: Use) -> CancelledAppointment:
        """One appointment that is gone; raises NotFound."""
        path = f"/cancelled_appointment/{appointment_id}"
        call = Call("cancelled", "GET", path, use, of_a_record=True)
        found = await self._requests.read(call, _GONE)
        if found.appointment_id != appointment_id:
            raise unreadable(call, "another appointment")
        return found


def _asked(
    path: str,
    which: Which,
    fits: Callable[[Row], bool] = lambda _: True,
    *,
    query: Sequence[tuple[str, str]] = (),
) -> Asked:
    return Asked(
        path,
        which.use,
        query=query,
        where=which.where,
        sort=which.sort,
        fits=fits,
        most_pages=which.most_pages,
        of_a_record=path.count("/") > 1,
    )


def _is_a_class(row: Row) -> bool:
    return row.get("client_id") is None and row.get("category") in (Category.GROUP, 3)
