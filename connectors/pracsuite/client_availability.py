"""PracSuite's free times: of a practitioner, and in classes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from connectors.budget import Use
from connectors.errors import Refused
from connectors.pracsuite.paging import Asked, Listing, Lists, Row
from connectors.pracsuite.wire_diary import FreeClass, FreeTime

_KEY: Final = "available_times"
_TIMES: Final = Listing("available", _KEY, FreeTime)
_NEXT_TIME: Final = Listing("next_available", _KEY, FreeTime)
_CLASSES: Final = Listing("groups", _KEY, FreeClass)
_NEXT_CLASS: Final = Listing("next_group", _KEY, FreeClass)

# docs/vendors/pracsuite.md, Free times: `to` is at most this much after `from`.
LONGEST_WINDOW: Final = timedelta(days=6)


@dataclass(frozen=True, kw_only=True)
class Window:
    """Which times are looked for: one type of appointment, seven days at most.

    Every further field narrows; an account needs its patient.
    """

    first: date
    last: date
    appointment_type_id: int
    client_id: int | None = None
    account_id: int | None = None
    business_ids: Sequence[int] = ()
    practitioner_ids: Sequence[int] = ()
    profession_ids: Sequence[int] = ()
    resource_ids: Sequence[int] = ()


class Availability:
    """Nothing that is found is held: only reserving or booking shows whether it is free."""

    def __init__(self, lists: Lists) -> None:
        self._lists = lists

    async def times(
        self,
        window: Window,
        *,
        use: Use,
        browser: str = "",
        online: bool | None = True,
        manual: bool | None = None,
        waiting_list: bool | None = None,
    ) -> list[FreeTime]:
        """Free times: those opened to patients, unless staff's are asked for."""
        query = [
            *_narrowed(window),
            *_flag("manual", manual),
            *_flag("online", online),
            *_flag("waiting_list", waiting_list),
        ]
        asked = _asked(window, "/available_appointments", query, use, browser)
        return await self._lists.whole(_TIMES, asked)

    async def next_time(self, window: Window, *, use: Use, browser: str = "") -> list[FreeTime]:
        """The next free time; whether patients may book it themselves cannot be asked."""
        asked = _asked(window, "/next_available_appointment", _narrowed(window), use, browser)
        return await self._lists.only(_NEXT_TIME, asked)

    async def classes(self, window: Window, *, use: Use, browser: str = "") -> list[FreeClass]:
        """Classes; neither patients nor resources narrow them."""
        query = _narrowed(_of_classes(window))
        asked = _asked(window, "/available_group_appointments", query, use, browser)
        return await self._lists.whole(_CLASSES, asked)

    async def next_class(self, window: Window, *, use: Use, browser: str = "") -> list[FreeClass]:
        """The next class; neither patients nor resources narrow it."""
        query = _narrowed(_of_classes(window))
        asked = _asked(window, "/next_available_group_appointment", query, use, browser)
        return await self._lists.only(_NEXT_CLASS, asked)


def _of_classes(window: Window) -> Window:
    if (window.client_id, window.account_id, *window.resource_ids) != (None, None):
        raise Refused("classes cannot be narrowed by patient, account or resource")
    return window


def _narrowed(window: Window) -> list[tuple[str, str]]:
    if not timedelta(0) <= window.last - window.first <= LONGEST_WINDOW:
        raise Refused("free times are asked for in windows of 1 to 7 days")
    if window.account_id is not None and window.client_id is None:
        raise Refused("an account is asked for together with its patient")
    single = {
        "from": window.first.isoformat(),
        "to": window.last.isoformat(),
        "appointment_type_id": window.appointment_type_id,
        "client_id": window.client_id,
        "account_id": window.account_id,
    }
    several = {
        "business_ids": window.business_ids,
        "practitioner_ids": window.practitioner_ids,
        "profession_ids": window.profession_ids,
        "resource_ids": window.resource_ids,
    }
    return [
        *((name, str(value)) for name, value in single.items() if value is not None),
        *((name, str(value)) for name, values in several.items() for value in values),
    ]


def _flag(name: str, value: bool | None) -> list[tuple[str, str]]:  # noqa: FBT001 - the value itself
    return [] if value is None else [(name, "true" if value else "false")]


def _asked(
    window: Window, path: str, query: Sequence[tuple[str, str]], use: Use, browser: str
) -> Asked:
    return Asked(path, use, browser, query=query, fits=lambda row: _fits(window, row))


def _fits(window: Window, row: Row) -> bool:
    """Whether a time is of the days and of whom it was asked for."""
    wanted = {
        "appointment_type_id": (window.appointment_type_id,),
        "practitioner_id": window.practitioner_ids,
        "business_id": window.business_ids,
        "profession_id": window.profession_ids,
    }
    day = str(row.get("app_time", ""))[:10]
    return window.first.isoformat() <= day <= window.last.isoformat() and all(
        not ids or row.get(name) is None or row[name] in ids for name, ids in wanted.items()
    )
