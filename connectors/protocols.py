"""The abilities that dialogs ask for; a connector simply has the methods that it can honour.

Every method may raise what `connectors.errors` describes. Reads may be answered from a short-lived
cache and may be retried inside; a write is sent at most once for each call.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Protocol, runtime_checkable

from connectors.model import (
    Appointment,
    Changes,
    Clinician,
    Fee,
    GroupClass,
    Hold,
    Invoice,
    Item,
    NewAppointment,
    NewPatient,
    Patient,
    PatientSearch,
    Payment,
    Place,
    Service,
    ServiceDetails,
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
class ReservesSlots(Protocol):
    """The vendor itself can keep a time while a patient decides.

    Where a connector has this ability, `book` books nothing but a hold, named by `hold_id`; a hold
    that is gone meanwhile raises SlotTaken.
    """

    async def reserve(self, slot: Slot) -> Hold:
        """Keep the slot; never sent twice.

        Raises SlotTaken where it is not free, OutcomeUnknown where it may be kept without our
        knowing its name: see `lost_hold`.
        """
        ...

    async def lost_hold(self, slot: Slot, first: datetime, last: datetime) -> Hold | None:
        """The hold of this slot that was made by a request between these moments, if there is one.

        Only what can be no one else's is given. None is no proof while the request may still take
        effect.
        """
        ...

    async def release(self, hold_id: str) -> None:
        """Let a hold go; nothing happens to what is no hold any more, or is gone already.

        May be asked again however it went before.
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
        group: bool = False,
    ) -> None:
        """Set the status; raises Refused when the vendor will not, OutcomeUnknown as `book` does.

        Whose appointment it is, when, and whether it is a class that this patient leaves, may help
        to find out later whether it was set.
        """
        ...


@runtime_checkable
class MovesAppointments(Protocol):
    """Gives an appointment another time without giving up the one it has."""

    async def move(
        self, appointment_id: str, to: Slot, *, patient_id: str, at: datetime | None = None
    ) -> None:
        """Move it; never sent twice. `at` is when it is now.

        Raises SlotTaken where the new time is not free, Refused and NotFound where nothing was
        changed, OutcomeUnknown where it may have been.
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
class SearchesPatients(Protocol):
    """Finds somebody by what they say of themselves, where patients know no number of theirs."""

    async def search_patients(
        self, search: PatientSearch, *, browser: str | None = None
    ) -> Sequence[Patient]:
        """Everybody in the records who agrees with all that is said; nobody is chosen among them.

        `browser` is as in SlotSearch.
        """
        ...


@runtime_checkable
class CreatesPatients(Protocol):
    """Writes down somebody whom the clinic does not know yet."""

    async def create_patient(self, new: NewPatient) -> Patient:
        """Write them down, with just what is needed; never sent twice.

        Whether they are known already is for the caller to look for before. Raises Refused where
        nothing was written, OutcomeUnknown where it may have been.
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
class DescribesServices(Protocol):
    """Knows more of a service than the list tells; each costs a reading."""

    async def service(self, service_id: str) -> ServiceDetails:
        """One service whole; raises NotFound. Remembered for hours."""
        ...


@runtime_checkable
class ListsPlaces(Protocol):
    """Knows where patients can come to."""

    async def places(self) -> Sequence[Place]:
        """All places that are in use, in the vendor's order; cached for hours."""
        ...


@runtime_checkable
class ListsPrices(Protocol):
    """Knows what things cost."""

    async def items(self) -> Sequence[Item]:
        """Everything that the clinic charges for, in the vendor's order; cached for hours."""
        ...

    async def fees(self, item_id: str) -> Sequence[Fee]:
        """What it costs, for each category of patients; raises NotFound. Remembered for hours."""
        ...


@runtime_checkable
class ListsClasses(Protocol):
    """Knows which classes can be joined."""

    async def classes(self, search: SlotSearch) -> Sequence[GroupClass]:
        """The classes of the wished days that have room, earliest first, without repeats."""
        ...


@runtime_checkable
class JoinsClasses(Protocol):
    """Puts a patient on the list of a class; leaving it is a change of status to cancelled."""

    async def join(self, one: GroupClass, patient_id: str) -> None:
        """Join; never sent twice.

        Raises SlotTaken where the class is full, Refused and NotFound where nothing happened,
        OutcomeUnknown where it may have.
        """
        ...


@runtime_checkable
class TellsChanges(Protocol):
    """Can be asked what has changed, whoever changed it."""

    async def changes(self, since: datetime) -> Changes:
        """Appointments that were changed or removed since a moment, ours among them."""
        ...


@runtime_checkable
class LoadsCatalogue(Protocol):
    """Has lists that take many requests to read."""

    async def load(self, progress: Callable[[str, int, int], None]) -> None:
        """Read all lists that are cached for hours.

        `progress` is told what is being read in plain words, how much of it is known, and how much
        there is.
        """
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


@runtime_checkable
class Complains(Protocol):
    """Knows what of the clinic's settings does not fit what the vendor lists."""

    async def complaints(self) -> Sequence[str]:
        """One sentence for staff for each, naming the variable; none when all of it fits."""
        ...


ABILITIES: tuple[type, ...] = (
    FindsFreeSlots,
    BooksAppointments,
    SettlesBookings,
    ReservesSlots,
    RemembersSlots,
    TellsOutage,
    ChangesStatus,
    MovesAppointments,
    ListsAppointments,
    FindsPatients,
    SearchesPatients,
    CreatesPatients,
    ListsServices,
    DescribesServices,
    ListsClinicians,
    ListsPlaces,
    ListsPrices,
    ListsClasses,
    JoinsClasses,
    TellsChanges,
    LoadsCatalogue,
    ShowsAccount,
    Checks,
    Complains,
)
