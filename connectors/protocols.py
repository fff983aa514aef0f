"""The abilities that dialogs ask for; a connector simply has the methods that it can honour.

Every method may raise what `connectors.errors` describes. Reads may be answered from a short-lived
cache and may be retried inside; a write is sent at most once for each call.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol, runtime_checkable

from connectors.model import (
    Appointment,
    Clinician,
    Invoice,
    NewAppointment,
    Patient,
    Payment,
    Service,
    Slot,
    SlotSearch,
    Status,
)


@runtime_checkable
class FindsFreeSlots(Protocol):
    """Searches the diary."""

    async def free_slots(self, search: SlotSearch) -> Sequence[Slot]:
        """Free slots of the wished days, earliest first, without holes and without repeats.

        With `search.enough` the list may end early, but is complete up to its last slot.
        """
        ...


@runtime_checkable
class BooksAppointments(Protocol):
    """Writes into the diary."""

    async def book(self, new: NewAppointment) -> str:
        """Book, and give the vendor's id of the appointment; never sent twice.

        Raises SlotTaken or Refused when nothing was booked, Unavailable when the request certainly
        did not take effect, OutcomeUnknown when it may have.
        """
        ...


@runtime_checkable
class SettlesBookings(Protocol):
    """Can tell afterwards whether a booking happened."""

    async def find_booked(self, new: NewAppointment) -> Sequence[Appointment]:
        """The patient's active appointments at exactly this time with this clinician, read anew.

        None is no proof yet: the booking may still take effect, and a list may lag behind. Those
        whose note holds `new.tag` come first; more than one is a booking made twice.
        """
        ...


@runtime_checkable
class RemembersSlots(Protocol):
    """Answers searches from a short memory, which others may know to be out of date."""

    def forget_slots(self) -> None:
        """Something in the diary has changed: the next search asks the vendor."""
        ...

    def seems_taken(self, slot: Slot) -> bool:
        """Whether it is known, without asking, that a slot was taken since it was shown."""
        ...

    async def count_as_booking(self, browser: str) -> None:
        """What this conversation cost so far has led to a check question: it was no browsing."""
        ...


@runtime_checkable
class TellsOutage(Protocol):
    """Knows by its own failures whether the vendor can be reached."""

    def down_since(self) -> datetime | None:
        """Since when nothing that was asked was answered; None while the vendor answers."""
        ...


@runtime_checkable
class ChangesStatus(Protocol):
    """Confirms attendance, reports an arrival, cancels."""

    async def change_status(
        self,
        appointment_id: str,
        status: Status,
        *,
        patient_id: str = "",
        at: datetime | None = None,
    ) -> None:
        """Set the status; raises Refused when the vendor will not, OutcomeUnknown as `book` does.

        Whose appointment it is, and when, may help to find out later whether it was set.
        """
        ...


@runtime_checkable
class ListsAppointments(Protocol):
    """Knows what a patient has booked, by whatever way it was booked."""

    async def appointments(
        self, patient_id: str, first: date, last: date, *, settling: bool = False
    ) -> Sequence[Appointment]:
        """The patient's appointments on the clinic's days from first to last, earliest first.

        `settling` is to find out what became of something sent: paid for from the share of
        settling.
        """
        ...


@runtime_checkable
class FindsPatients(Protocol):
    """Looks up the person who writes."""

    async def patient(self, patient_id: str, *, browser: str | None = None) -> Patient:
        """The patient with this number at the clinic; raises NotFound.

        `browser` is as in SlotSearch: it comes out of the share of all who have proven nothing.
        """
        ...


@runtime_checkable
class ListsServices(Protocol):
    """Knows what can be booked."""

    async def services(self) -> Sequence[Service]:
        """All services that are not disabled, in the vendor's order; cached for hours."""
        ...


@runtime_checkable
class ListsClinicians(Protocol):
    """Knows who works here."""

    async def clinicians(self) -> Sequence[Clinician]:
        """All clinicians, in the vendor's order; cached for hours."""
        ...


@runtime_checkable
class ShowsAccount(Protocol):
    """Knows what was paid and charged."""

    async def payments(self, patient_id: str, first: date, last: date) -> Sequence[Payment]:
        """The patient's payments of these days."""
        ...

    async def invoices(self, patient_id: str, first: date, last: date) -> Sequence[Invoice]:
        """The patient's invoices of these days."""
        ...


@runtime_checkable
class Checks(Protocol):
    """Can be asked whether the clinic's settings work."""

    async def probe(self) -> datetime | None:
        """Make one read of the vendor and give its clock where it tells; raises what went wrong."""
        ...


ABILITIES: tuple[type, ...] = (
    FindsFreeSlots,
    BooksAppointments,
    SettlesBookings,
    RemembersSlots,
    TellsOutage,
    ChangesStatus,
    ListsAppointments,
    FindsPatients,
    ListsServices,
    ListsClinicians,
    ShowsAccount,
    Checks,
)
