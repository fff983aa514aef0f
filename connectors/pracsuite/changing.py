"""Changing what is booked in PracSuite: attendance, cancelling, another time.

docs/vendors/pracsuite.md, Changes: one edit serves them all, but for cancelling. A class is an
appointment too, that others come to: of it nothing is changed, and who leaves is taken off its
list. So everything is read before it is written.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

import structlog

from connectors.budget import Use
from connectors.errors import (
    ConnectorError,
    NotFound,
    OutcomeUnknown,
    Refused,
    SlotTaken,
    Unavailable,
)
from connectors.ids import number, number_to_find, text
from connectors.memory import Memory
from connectors.model import Slot, Status
from connectors.pracsuite.bodies import Cancel, Edit, RemoveMember
from connectors.pracsuite.client import PracSuiteClient
from connectors.pracsuite.diary import window_of
from connectors.pracsuite.lists import Lists
from connectors.pracsuite.reasons import Reasons
from connectors.pracsuite.settings import PracSuiteSettings
from connectors.pracsuite.slots import Token, slot_of
from connectors.pracsuite.statuses import CANCELLED, SET_BY_PATIENTS
from connectors.pracsuite.times import Times
from connectors.pracsuite.wire import Category
from connectors.pracsuite.wire_diary import Appointment

log = structlog.get_logger()

T = TypeVar("T")


class Changing:
    """Everything is lent; `memory` is what is known of free times."""

    def __init__(
        self,
        client: PracSuiteClient,
        settings: PracSuiteSettings,
        lists: Lists,
        times: Times,
        memory: Memory,
    ) -> None:
        self._client = client
        self._settings = settings
        self._lists = lists
        self._times = times
        self._memory = memory

    async def change_status(
        self,
        appointment_id: str,
        status: Status,
        patient_id: str,
        at: datetime | None = None,
        *,
        group: bool = False,
    ) -> None:
        """Set it, or cancel; never sent twice.

        NotFound where it is not `at` that time any more: the patient spoke of another one. Only
        what is known to be a class is left as a `group`.
        """
        if status in CANCELLED:
            await self._cancel(number_to_find(appointment_id), status, patient_id, at, group=group)
        elif status in SET_BY_PATIENTS:
            await self._set(number_to_find(appointment_id), status, patient_id, at)
        else:
            raise Refused(f"{status.value} is not set by Frontdesk")

    async def move(
        self, appointment_id: str, to: Slot, patient_id: str, at: datetime | None
    ) -> None:
        """Give it another time with one edit; never sent twice."""
        asked = number_to_find(appointment_id)
        token = Token.read(to, self._times)
        now = await self._read(asked, patient_id, Use.BOOK)
        if now.category is Category.GROUP:
            raise Refused("a class is not moved for one of those who come to it")
        if _is_there(now, token):
            return
        self._see_time(now, at)
        if now.duration is not None and now.duration > token.duration:
            raise Refused("it takes longer than the new time is free")
        changes = _changes(now, token, await self._reason(Reasons.of_moving))
        try:
            made = await self._client.appointments.edit(asked, changes, use=Use.BOOK)
        except SlotTaken as taken:
            # A 422 may also blame a field (docs/vendors/pracsuite.md, Changes).
            if await self._is_free(to):
                raise Refused("the vendor does not move it there") from taken
            self._memory.refute(to)
            raise
        except OutcomeUnknown:
            self._memory.forget()
            raise
        if not _is_there(made, token):
            await self._read_back(asked, token)
        self._moved(now, to)

    async def _set(self, asked: int, status: Status, patient_id: str, at: datetime | None) -> None:
        statuses = await self._lists.statuses.get()
        wanted = statuses.number(status)
        now = await self._read(asked, patient_id, Use.STATUS)
        self._see_time(now, at)
        if now.category is Category.GROUP:
            raise Refused("a class has no status of one of those who come to it")
        changes = Edit(appointment_status_id=wanted)
        made = await self._client.appointments.edit(asked, changes, use=Use.STATUS)
        if made.appointment_status_id not in (None, wanted):
            raise Refused("the vendor did not change the status")

    def _see_time(self, now: Appointment, at: datetime | None) -> None:
        if at is not None and now.app_time != self._times.write(at):
            raise NotFound("it has been moved meanwhile")

    async def _cancel(
        self, asked: int, status: Status, patient_id: str, at: datetime | None, *, group: bool
    ) -> None:
        try:
            now = await self._read(asked, patient_id, Use.CANCEL)
        except NotFound:
            await self._see_cancelled(asked, patient_id)
            return
        if now.category not in (Category.PATIENT, Category.GROUP, Category.UNKNOWN):
            raise Refused("this is no appointment of a patient's")
        self._see_time(now, at)
        if group and now.category is not Category.GROUP:
            # Cancelled as an appointment it would be gone for all who come to it.
            raise Refused("the vendor does not show this as a class")
        reason = await self._reason(lambda one: one.of_cancelling(status))
        try:
            if now.category is Category.GROUP:
                await self._leave(asked, patient_id, reason, status)
            else:
                await self._remove(asked, patient_id, reason, status)
        finally:
            # The time may be free now, even where the outcome is not known.
            self._memory.forget()

    async def _leave(self, asked: int, patient_id: str, reason: int | None, status: Status) -> None:
        if not patient_id:
            raise Refused("a class is never cancelled for all who come to it")
        gone = RemoveMember(
            client_id=number(patient_id),
            record_as_cancelled=self._recorded(status),
            appointment_cancellation_reason_id=reason,
        )
        await self._client.appointments.remove_member(asked, gone)

    async def _remove(
        self, asked: int, patient_id: str, reason: int | None, status: Status
    ) -> None:
        how = Cancel(
            record_as_cancelled=self._recorded(status), appointment_cancellation_reason_id=reason
        )
        try:
            await self._client.appointments.cancel(asked, how)
        except NotFound:
            await self._see_cancelled(asked, patient_id)

    async def _see_cancelled(self, asked: int, patient_id: str) -> None:
        """Return where it is among those cancelled, which is what was wanted; else NotFound."""
        gone = await self._client.book.cancelled_one(asked, use=Use.CANCEL)
        if patient_id and gone.client_id not in (None, number_to_find(patient_id)):
            raise NotFound("this was another patient's appointment")

    def _recorded(self, status: Status) -> bool:
        """Whether it counts in the patient's attendance history."""
        counted = self._settings.record_cancellations
        return counted == "yes" or (counted == "late" and status is Status.CANCELLED_LATE)

    async def _read(self, asked: int, patient_id: str, use: Use) -> Appointment:
        """The appointment, if it is this patient's; a class tells of nobody."""
        found = await self._client.appointments.one(asked, use=use)
        theirs = text(found.client_id) == patient_id or (
            found.category is Category.GROUP and found.client_id is None
        )
        if patient_id and not theirs:
            raise NotFound("this is another patient's appointment")
        return found

    async def _reason(self, of: Callable[[Reasons], int | None]) -> int | None:
        """The vendor asks for none, so nothing fails for the want of one; `check` complains."""
        try:
            return of(await self._lists.reasons.get())
        except ConnectorError as error:
            log.warning("pracsuite_no_reason", error=type(error).__name__)
            return None

    async def _is_free(self, slot: Slot) -> bool:
        """Whether the vendor's search still shows the time; not where it cannot be asked."""
        token = Token.read(slot, self._times)
        day = self._times.day_of(slot.start)
        window = window_of(slot.service_id, day, day, self._settings)
        try:
            told = await self._client.availability.times(window, use=Use.BOOK)
        except Unavailable:
            return False
        return any(Token.of(one) == token for one in told)

    async def _read_back(self, asked: int, token: Token) -> None:
        try:
            entry = await self._client.appointments.one(asked, use=Use.SETTLE)
        except ConnectorError as error:
            raise OutcomeUnknown("where it was moved to cannot be read") from error
        if not _is_there(entry, token):
            log.error("pracsuite_moved_otherwise")
            raise OutcomeUnknown("it is not where it was to be moved")

    def _moved(self, before: Appointment, to: Slot) -> None:
        left = slot_of(before, self._times)
        if left is not None:
            self._memory.free(left)
        self._memory.book(to)


def _changes(now: Appointment, token: Token, reason: int | None) -> Edit:
    """Just what is different.

    The column is sent unless it is known to be the same: left out, the vendor's schema takes the
    first one for it.
    """
    return Edit(
        app_time=_other(token.app_time, now.app_time),
        practitioner_id=_other(token.practitioner_id, now.practitioner_id),
        business_id=_other(token.business_id, now.business_id),
        column_number=_other(token.column_number, now.column_number),
        width=_other(token.width, now.width),
        appointment_reschedule_reason_id=reason,
    )


def _other(wanted: T, now: T) -> T | None:
    return None if wanted == now else wanted


def _is_there(entry: Appointment, token: Token) -> bool:
    """Whether it is at that time, with whom and where; it keeps its own length."""
    return (entry.app_time, entry.practitioner_id or token.practitioner_id) == (
        token.app_time,
        token.practitioner_id,
    ) and entry.business_id in (None, token.business_id)
