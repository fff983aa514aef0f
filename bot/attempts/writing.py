"""Writes to a vendor, each inside an attempt that is durable before the request leaves.

A turn that is run again after the process died comes here with the same attempt: what was sent is
never sent again, only looked up.
"""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

import structlog

from connectors.errors import ConnectorError, OutcomeUnknown, Refused, SlotTaken
from connectors.model import NewAppointment, PartOfDay, Slot, SlotSearch, Status
from connectors.protocols import (
    BooksAppointments,
    ChangesStatus,
    FindsFreeSlots,
    ListsServices,
    SettlesBookings,
)
from dialogs.clinic import Clinic
from dialogs.session import SessionKey, Value
from storage.attempts import Attempt, Kind, Move, State
from storage.store import Store

log = structlog.get_logger(__name__)

A = TypeVar("A")


async def _nothing() -> None:
    """Where no message is being answered, nothing has to be stored first."""


class BookingWish(Value):
    """What an attempt to book wanted, as it is stored with it."""

    new: NewAppointment


class StatusWish(Value):
    """What an attempt to change a status wanted, as it is stored with it."""

    appointment_id: str
    status: Status


@dataclass
class Attempts:
    """The writes of one turn; implements BooksAppointments and ChangesStatus.

    `turn_id` is the same whenever the turn is run again. `moves` are to be committed with the
    turn. Where the vendor is not known to refuse overlaps, a slot is read again before it is
    booked. `under_way` is shared by all turns of the clinic: what they are booking just now.
    `before` is awaited before anything is written.
    """

    store: Store
    key: SessionKey
    turn_id: str
    vendor: object
    clinic: Clinic
    clock: Callable[[], datetime]
    refuses_overlaps: bool
    under_way: dict[str, Attempt]
    before: Callable[[], Awaitable[None]] = _nothing
    moves: list[Move] = field(default_factory=list)
    _count: int = 0

    async def begun(self) -> bool:
        """Whether something may have been sent when this turn was run before."""
        known = await self.store.attempt(f"{self.turn_id}/1")
        return known is not None and known.state is not State.PREPARED

    async def book(self, new: NewAppointment) -> str:
        """Book at most once, however often the turn is run; see BooksAppointments."""
        await self.before()
        attempt = Attempt(
            id=self._next_id(),
            key=self.key,
            kind=Kind.BOOK,
            patient_id=new.patient_id,
            start=new.slot.start,
            clinician_id=new.slot.clinician_id,
            minutes=new.slot.minutes,
            wish=BookingWish(new=new).model_dump_json(),
        )
        known = await self.store.attempt(attempt.id)
        if known is not None and known.state is not State.PREPARED:
            return await self._settle(known, new)
        # Of two at the same moment the first one here goes on, and the other one sees it.
        others = tuple(self.under_way.values())
        self.under_way[attempt.id] = attempt
        try:
            await self._refuse_beside(others, attempt)
            if known is None:
                await self.store.prepare(attempt)
            await self._still_free(attempt.id, new)
            await self.store.sent(attempt.id)
            return await self._send(attempt.id, new)
        finally:
            del self.under_way[attempt.id]

    async def _send(self, attempt_id: str, new: NewAppointment) -> str:
        try:
            reference = await self._able(BooksAppointments).book(new)
        except OutcomeUnknown:
            return await self._look_up(attempt_id, new)
        except ConnectorError:
            self._move(attempt_id, State.REFUSED)
            raise
        except Exception:  # a defect, and the request may have left before it showed
            log.exception("booking_defect")
            return await self._look_up(attempt_id, new)
        self._move(attempt_id, State.CONFIRMED, reference)
        return reference

    async def change_status(self, appointment_id: str, status: Status) -> None:
        """Change a status inside an attempt; see ChangesStatus.

        A change that may have happened is sent again when the turn is run again: setting a status
        twice does no harm, but that the second time is refused then says nothing.
        """
        await self.before()
        attempt = Attempt(
            id=self._next_id(),
            key=self.key,
            kind=Kind.STATUS,
            patient_id="",
            start=self.clock(),
            wish=StatusWish(appointment_id=appointment_id, status=status).model_dump_json(),
        )
        known = await self.store.attempt(attempt.id)
        if known is None:
            await self.store.prepare(attempt)
        if known is None or known.state is State.PREPARED:
            await self.store.sent(attempt.id)
        sent_before = known is not None and known.state is not State.PREPARED
        try:
            await self._able(ChangesStatus).change_status(appointment_id, status)
        except OutcomeUnknown:
            self._move(attempt.id, State.IN_DOUBT)
            raise
        except Refused as error:
            if sent_before:
                self._move(attempt.id, State.IN_DOUBT)
                raise OutcomeUnknown("it may have been set before") from error
            self._move(attempt.id, State.REFUSED)
            raise
        except ConnectorError:
            self._move(attempt.id, State.IN_DOUBT if sent_before else State.REFUSED)
            raise
        except Exception as error:  # a defect, and the request may have left before it showed
            log.exception("change_defect")
            self._move(attempt.id, State.IN_DOUBT)
            raise OutcomeUnknown("a defect hid the answer") from error
        self._move(attempt.id, State.CONFIRMED, appointment_id)
        await self._clear_doubts(attempt)

    async def _clear_doubts(self, attempt: Attempt) -> None:
        """What is set now is no doubt any more, however often it was tried before."""
        for other in await self.store.open_attempts():
            if other.state is State.IN_DOUBT and other.wish == attempt.wish:
                self._move(other.id, State.CONFIRMED, other.reference)

    def _next_id(self) -> str:
        self._count += 1
        return f"{self.turn_id}/{self._count}"

    def _able(self, ability: type[A]) -> A:
        if not isinstance(self.vendor, ability):
            raise Refused(f"this clinic's system lacks {ability.__name__}")
        return self.vendor

    async def _refuse_beside(self, others: Iterable[Attempt], attempt: Attempt) -> None:
        """While nobody knows whether a booking happened, nothing like it is sent.

        One that another process has only prepared is not in the way: nothing of it has left.
        """
        left = [one for one in await self.store.open_attempts() if one.state is not State.PREPARED]
        for other in (*others, *left):
            if other.kind is not Kind.BOOK or other.id == attempt.id:
                continue
            if other.patient_id == attempt.patient_id and other.start == attempt.start:
                raise OutcomeUnknown("a booking of this patient for this time is in doubt")
            if other.clinician_id == attempt.clinician_id and _overlap(other, attempt):
                raise SlotTaken("another patient's booking of this time is under way")

    async def _still_free(self, attempt_id: str, new: NewAppointment) -> None:
        """Read the slot again right before booking, unless the vendor refuses overlaps itself."""
        if self.refuses_overlaps or not isinstance(self.vendor, FindsFreeSlots):
            return
        try:
            free = await self.vendor.free_slots(await self._search(new.slot))
        except ConnectorError:
            self._move(attempt_id, State.REFUSED)
            raise
        if all(slot.key != new.slot.key for slot in free):
            self._move(attempt_id, State.REFUSED)
            raise SlotTaken("the time was taken before it was booked")

    async def _search(self, slot: Slot) -> SlotSearch:
        services = await self._able(ListsServices).services()
        known = next((one for one in services if one.id == slot.service_id), None)
        if known is None:
            raise SlotTaken("the service is not offered any more")
        local = self.clinic.local(slot.start)
        return SlotSearch(
            service=known,
            first_day=local.date(),
            last_day=local.date(),
            part=PartOfDay.of(local.time()),
            clinician_id=slot.clinician_id,
        )

    async def _settle(self, known: Attempt, new: NewAppointment) -> str:
        """What became of an attempt that was sent before."""
        if known.state is State.CONFIRMED and known.reference is not None:
            return known.reference
        if known.state is State.REFUSED:
            raise SlotTaken("this was refused before")
        if known.state is State.SETTLED:
            raise OutcomeUnknown("a person has settled this")
        return await self._look_up(known.id, new)

    async def _look_up(self, attempt_id: str, new: NewAppointment) -> str:
        """Ask the vendor whether it happened; that it is not found yet proves nothing."""
        if isinstance(self.vendor, SettlesBookings):
            try:
                found = await self.vendor.find_booked(new)
            except ConnectorError:
                found = ()
            if found:
                self._move(attempt_id, State.CONFIRMED, found[0].id)
                return found[0].id
        self._move(attempt_id, State.IN_DOUBT)
        raise OutcomeUnknown("the booking may have happened")

    def _move(self, attempt_id: str, to: State, reference: str | None = None) -> None:
        log.info("attempt", attempt=attempt_id, state=to.value)
        self.moves.append(Move(attempt_id, to, reference=reference))


def _overlap(one: Attempt, other: Attempt) -> bool:
    return one.start < _end(other) and other.start < _end(one)


def _end(attempt: Attempt) -> datetime:
    return attempt.start + timedelta(minutes=attempt.minutes or 1)
