"""What an attempt wanted, as it is stored with it: how it is asked for, looked up and told of.

A new kind of write is a wish here, a kind in storage/attempts.py, and its news in dialogs/news.py.
"""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar, Protocol, TypeVar

from bot.attempts.life import Seen, Sight
from connectors.errors import ConnectorError, Exists, Refused
from connectors.model import (
    Appointment,
    GroupClass,
    NewAppointment,
    NewPatient,
    Patient,
    PatientSearch,
    Slot,
    Status,
)
from connectors.protocols import (
    BooksAppointments,
    ChangesStatus,
    CreatesPatients,
    JoinsClasses,
    MovesAppointments,
    SearchesPatients,
)
from dialogs.news import BookingSettled, ChangeSettled, JoinSettled, MoveSettled, News
from dialogs.session import Value
from storage.attempts import Attempt, Kind

A = TypeVar("A")


class Reads(Protocol):
    """The vendor, as far as it can be read; raises ConnectorError."""

    async def booked(self, new: NewAppointment) -> Sight:
        """Whether this was booked."""
        ...

    async def listed(
        self, appointment_id: str, patient_id: str, *days: datetime
    ) -> Appointment | None:
        """The appointment as the patient's list shows it on one of these days.

        Raises Unavailable where no such list can be read.
        """
        ...

    async def obstacle(self, new: NewAppointment, *, always: bool = False) -> ConnectorError | None:
        """Why this cannot be booked just now."""
        ...

    async def taken(self, slot: Slot) -> ConnectorError | None:
        """Why nobody can come to this time just now."""
        ...

    async def joinable(self, one: GroupClass) -> GroupClass | None:
        """The class as it is now; None where it has no room any more, or is not held."""
        ...

    def ability(self, ability: type[A]) -> A:
        """The vendor as something that can do this; raises Refused where it cannot."""
        ...


class Wish(Value, ABC):
    """What every wish can do. `again`: it may be sent once more when it proves not to have been."""

    kind: ClassVar[Kind]
    again: ClassVar[bool] = True

    @abstractmethod
    async def send(self, vendor: object) -> str:
        """Ask for it, once, and give the vendor's reference."""

    @abstractmethod
    async def look(self, reads: Reads) -> Sight:
        """Whether it has happened, as far as one reading tells."""

    async def obstacle(self, reads: Reads, *, always: bool = False) -> ConnectorError | None:
        """Why it is not to be asked for just now; `always` reads whatever may be known."""
        del reads, always
        return None

    @abstractmethod
    def news(self, attempt: Attempt, reference: str | None) -> News | None:
        """What to tell the patient once it is known; None: nothing."""


class BookingWish(Wish):
    """What an attempt to book wanted."""

    kind: ClassVar[Kind] = Kind.BOOK

    new: NewAppointment

    async def send(self, vendor: object) -> str:
        """Book, once."""
        return await able(vendor, BooksAppointments).book(self.new)

    async def look(self, reads: Reads) -> Sight:
        """By the vendor's lists, or by its search."""
        return await reads.booked(self.new)

    async def obstacle(self, reads: Reads, *, always: bool = False) -> ConnectorError | None:
        """Whether the time is still free."""
        return await reads.obstacle(self.new, always=always)

    def news(self, attempt: Attempt, reference: str | None) -> News | None:
        """Booked, or not."""
        del attempt
        return BookingSettled(self.new, reference)


class StatusWish(Wish):
    """What an attempt to change a status wanted; whose and when it is, where that was known."""

    kind: ClassVar[Kind] = Kind.STATUS

    appointment_id: str
    status: Status
    patient_id: str = ""
    at: datetime | None = None
    group: bool = False

    async def send(self, vendor: object) -> str:
        """Change it, once."""
        changes = able(vendor, ChangesStatus)
        await changes.change_status(
            self.appointment_id,
            self.status,
            patient_id=self.patient_id,
            at=self.at,
            group=self.group,
        )
        return self.appointment_id

    async def look(self, reads: Reads) -> Sight:
        """By the patient's list."""
        if not self.patient_id or self.at is None:
            return Sight(Seen.UNCLEAR)
        one = await reads.listed(self.appointment_id, self.patient_id, self.at)
        if one is None and self.group and self.status.cancelled:
            # Others still come to it; whoever has left is on no list of it.
            return Sight(Seen.THERE, self.appointment_id)
        if one is None:
            return Sight(Seen.UNCLEAR)
        cancelled = one.status.cancelled and self.status.cancelled
        if one.status is self.status or cancelled:
            return Sight(Seen.THERE, one.id)
        # What staff have set meanwhile is not for us to set again.
        return Sight(Seen.ABSENT if one.status.active else Seen.UNCLEAR)

    def news(self, attempt: Attempt, reference: str | None) -> News | None:
        """Changed, or not."""
        at = self.at or attempt.start
        return ChangeSettled(self.appointment_id, at, self.status, reference is not None)


class MoveWish(Wish):
    """What an attempt to move an appointment wanted; `at` is when it was before."""

    kind: ClassVar[Kind] = Kind.MOVE

    appointment_id: str
    to: Slot
    patient_id: str
    at: datetime

    async def send(self, vendor: object) -> str:
        """Move it, once."""
        moves = able(vendor, MovesAppointments)
        await moves.move(self.appointment_id, self.to, patient_id=self.patient_id, at=self.at)
        return self.appointment_id

    async def look(self, reads: Reads) -> Sight:
        """By the patient's list: at its new time, still at its old one, or anywhere else."""
        one = await reads.listed(self.appointment_id, self.patient_id, self.to.start, self.at)
        if one is None or not one.status.active:
            return Sight(Seen.UNCLEAR)
        same = one.clinician_id in (None, self.to.clinician_id)
        if one.start == self.to.start and same:
            return Sight(Seen.THERE, one.id)
        return Sight(Seen.ABSENT if one.start == self.at else Seen.UNCLEAR)

    async def obstacle(self, reads: Reads, *, always: bool = False) -> ConnectorError | None:
        """Whether the new time is still free; no vendor says what it does about overlaps here."""
        del always
        return await reads.taken(self.to)

    def news(self, attempt: Attempt, reference: str | None) -> News | None:
        """Moved, or not."""
        del attempt
        return MoveSettled(self.appointment_id, self.at, self.to, reference is not None)


class PatientWish(Wish):
    """What an attempt to write somebody down wanted.

    Nobody is written down behind a patient's back: what was lost is looked for when they try again.
    """

    kind: ClassVar[Kind] = Kind.PATIENT
    again: ClassVar[bool] = False

    new: NewPatient

    @property
    def name(self) -> str:
        """The same for the same person, and it tells nothing of them."""
        new = self.new
        told = f"{new.forename}\n{new.surname}\n{new.born.isoformat()}".casefold()
        return f"new:{hashlib.blake2b(told.encode(), digest_size=8).hexdigest()}"

    async def send(self, vendor: object) -> str:
        """Write them down, once."""
        return (await able(vendor, CreatesPatients).create_patient(self.new)).id

    async def look(self, reads: Reads) -> Sight:
        """By searching for them: one who is found may be somebody else's doing, and is they."""
        found = await self._found(reads)
        if not found:
            return Sight(Seen.ABSENT)
        return Sight(Seen.THERE, found[0].id) if len(found) == 1 else Sight(Seen.UNCLEAR)

    async def obstacle(self, reads: Reads, *, always: bool = False) -> ConnectorError | None:
        """Whether they were written down since, in another chat or by staff."""
        del always
        try:
            found = await self._found(reads)
        except ConnectorError as error:
            return error
        return Exists("somebody like them was written down meanwhile") if found else None

    async def _found(self, reads: Reads) -> Sequence[Patient]:
        new = self.new
        search = PatientSearch(
            new.surname, new.born, forename=new.forename, mobile=new.mobile, email=new.email
        )
        return await reads.ability(SearchesPatients).search_patients(search)

    def news(self, attempt: Attempt, reference: str | None) -> News | None:
        """Nothing: the patient was asked to try again, and will be found then."""
        del attempt, reference
        return None


class JoinWish(Wish):
    """What an attempt to join a class wanted."""

    kind: ClassVar[Kind] = Kind.JOIN

    one: GroupClass
    patient_id: str

    async def send(self, vendor: object) -> str:
        """Join, once."""
        await able(vendor, JoinsClasses).join(self.one, self.patient_id)
        return self.one.id

    async def look(self, reads: Reads) -> Sight:
        """By the patient's list; where that may show no classes, by how many have joined."""
        found = await reads.listed(self.one.id, self.patient_id, self.one.slot.start)
        if found is not None and found.status.active:
            return Sight(Seen.THERE, self.one.id)
        now = await reads.joinable(self.one)
        unchanged = now is not None and now.taken <= self.one.taken
        return Sight(Seen.ABSENT if unchanged else Seen.UNCLEAR)

    def news(self, attempt: Attempt, reference: str | None) -> News | None:
        """Joined, or not."""
        del attempt
        return JoinSettled(self.one, self.patient_id, reference is not None)


_BY_KIND: dict[Kind, type[Wish]] = {
    wish.kind: wish for wish in (BookingWish, StatusWish, MoveWish, PatientWish, JoinWish)
}


def wish_of(attempt: Attempt) -> Wish:
    """What an attempt wanted; raises ValidationError where that cannot be read any more."""
    return _BY_KIND[attempt.kind].model_validate_json(attempt.wish)


def able(vendor: object, ability: type[A]) -> A:
    """The vendor as something that can do this; raises Refused where it cannot."""
    if not isinstance(vendor, ability):
        raise Refused(f"this clinic's system lacks {ability.__name__}")
    return vendor


def described(attempt: Attempt) -> str:
    """What staff are asked about an attempt where nothing better is known of it."""
    about = f"patient {attempt.patient_id or 'not known'}, {attempt.start:%d.%m.%Y %H:%M} UTC"
    match attempt.kind:
        case Kind.BOOK:
            about = f"{about}, clinician {attempt.clinician_id}"
            return f"Please check whether this is booked: {about}."
        case Kind.MOVE:
            return f"Please check whether an appointment was moved to this time: {about}."
        case Kind.PATIENT:
            return "Please check whether somebody new who wrote in the chat is on record twice."
        case Kind.JOIN:
            return f"Please check whether this patient has joined this class: {about}."
        case Kind.STATUS:
            return f"Please check whether a change of this appointment was taken: {about}."
