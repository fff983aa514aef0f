"""What is booked in PracSuite: a patient's appointments, and what has changed in the whole book."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final

from connectors.budget import Use
from connectors.ids import number_to_find, text
from connectors.model import Appointment, Changes
from connectors.pracsuite import records
from connectors.pracsuite.client import PracSuiteClient
from connectors.pracsuite.client_book import Which
from connectors.pracsuite.filters import APP_TIME, CANCELLATION_TIME, CLIENT_ID, UPDATED
from connectors.pracsuite.lists import Lists
from connectors.pracsuite.times import Times
from connectors.pracsuite.vendor_clock import VendorClock
from connectors.pracsuite.wire import Category
from connectors.pracsuite.wire_diary import Appointment as Entry

# What was being written while it was asked may be stamped a little earlier than it is seen.
OVERLAP: Final = timedelta(minutes=1)


class Booked:
    """Everything is lent."""

    def __init__(
        self,
        client: PracSuiteClient,
        lists: Lists,
        times: Times,
        vendor_clock: VendorClock,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._client = client
        self._lists = lists
        self._times = times
        self._vendor_clock = vendor_clock
        self._clock = clock

    async def of_patient(
        self, patient_id: str, first: date, last: date, *, settling: bool
    ) -> list[Appointment]:
        """The patient's appointments of these days; where it is to settle, the cancelled too."""
        client_id = number_to_find(patient_id)
        statuses = await self._lists.statuses.get()
        begins, ends = self._times.bounds(first, last)
        days = [APP_TIME.at_least(begins.isoformat()), APP_TIME.before(ends.isoformat())]
        use = Use.SETTLE if settling else Use.LOOKUP
        listed = await self._client.book.of_patient(client_id, Which(use=use, where=days))
        found = {
            one.appointment_id: records.appointment(one, patient_id, self._times, statuses)
            for one in listed
            if _is_of(one, client_id)
        }
        if settling:
            theirs = Which(use=use, where=[*days, CLIENT_ID.equals(client_id)])
            for gone in await self._client.book.cancelled(theirs, include_deletions=True):
                if gone.client_id == client_id:
                    told = records.cancelled(gone, patient_id, self._times)
                    found.setdefault(gone.appointment_id, told)
        inside = [one for one in found.values() if first <= self._times.day_of(one.start) <= last]
        return sorted(inside, key=lambda one: (one.start, one.id))

    async def changes(self, since: datetime) -> Changes:
        """Patients' appointments that were changed or removed since then, oldest change first."""
        statuses = await self._lists.statuses.get()
        until = self._clock() + await self._vendor_clock.ahead(Use.CATALOGUE)
        use, begin = Use.CATALOGUE, since - OVERLAP
        book = self._client.book
        changed = await book.appointments(Which(use=use, where=[UPDATED.at_least(begin)]))
        removed = await book.cancelled(
            Which(use=use, where=[CANCELLATION_TIME.at_least(begin)]), include_deletions=True
        )
        told = [
            (
                one.modified or one.created or begin,
                records.appointment(one, text(one.client_id) or "", self._times, statuses),
            )
            for one in changed
            if _is_somebodys(one.category, one.client_id)
        ]
        told += [
            (
                gone.cancellation_time or begin,
                records.cancelled(gone, text(gone.client_id) or "", self._times),
            )
            for gone in removed
            if _is_somebodys(gone.category, gone.client_id)
        ]
        told.sort(key=lambda one: one[0])
        return Changes(tuple(one for _, one in told), max(until, since))


def _is_somebodys(category: Category, client_id: int | None) -> bool:
    """Whether a patient comes to it; whose a class is, is not told."""
    if category is Category.GROUP:
        return True
    return client_id is not None and category in (Category.PATIENT, Category.UNKNOWN)


def _is_of(entry: Entry, client_id: int) -> bool:
    """Whether it is this patient's; in a patient's own list, a class that names nobody is."""
    if entry.category is Category.GROUP:
        return entry.client_id in (None, client_id)
    return entry.client_id == client_id and entry.category in (Category.PATIENT, Category.UNKNOWN)
