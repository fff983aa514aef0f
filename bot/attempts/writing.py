"""Writes to a vendor within a turn, each inside an attempt that is durable before it leaves.

A turn that is run again after the process died comes here with the same attempt: what was sent is
never sent again, only looked up.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import structlog

from bot.attempts.holds import Holds
from bot.attempts.leases import LIFE, Leases
from bot.attempts.life import Answer, Ended, Said, Step, driven, writing
from bot.attempts.reading import Reader
from bot.attempts.wishes import (
    BookingWish,
    JoinWish,
    MoveWish,
    PatientWish,
    StatusWish,
    Wish,
    wish_of,
)
from connectors.errors import (
    ConnectorError,
    OutcomeUnknown,
    SlotTaken,
    StillInDoubt,
)
from connectors.model import GroupClass, NewAppointment, NewPatient, Patient, Slot, Status
from connectors.protocols import FindsPatients, RemembersSlots
from dialogs.session import SessionKey
from storage.attempts import Attempt, Move, State
from storage.errors import Clash
from storage.store import Store

log = structlog.get_logger(__name__)

# So many seconds somebody waits who has just said yes, before they wonder.
PATIENCE = 4.0


async def _nothing() -> None:
    """Where no message is being answered, nothing has to be stored or said."""


@dataclass
class Attempts:
    """The writes of one turn; implements HoldsSlots and every ability that changes something.

    `turn_id` is the same whenever the turn is run again. `moves` are to be committed with the
    turn; `desk_due` is when staff are to be told of a doubt among them. `before` is awaited before
    anything is written, and `meanwhile` once when the vendor was silent for `patience` seconds.
    """

    store: Store
    key: SessionKey
    turn_id: str
    vendor: object
    reader: Reader
    leases: Leases
    holds: Holds
    clock: Callable[[], datetime]
    before: Callable[[], Awaitable[None]] = _nothing
    meanwhile: Callable[[], Awaitable[None]] = _nothing
    patience: float = PATIENCE
    moves: list[Move] = field(default_factory=list)
    desk_due: datetime | None = None
    _count: int = 0

    async def begun(self) -> bool:
        """Whether something may have been sent when this turn was run before."""
        known = await self.store.attempt(f"{self.turn_id}/1")
        return known is not None and known.state is not State.PREPARED

    @property
    def used(self) -> bool:
        """Whether anything was to be written in this turn."""
        return self._count > 0

    @property
    def browser(self) -> str:
        """The conversation's name where nobody has proven who they are; it tells nothing."""
        return hashlib.blake2b(str(self.key).encode(), digest_size=8).hexdigest()

    async def hold(self, slot: Slot, *, at_vendor: bool = True) -> None:
        """Keep a time for this conversation while its patient decides; see HoldsSlots."""
        if at_vendor and self.holds.reserves is not None:
            # A repeat of what was answered before must hold nothing.
            await self.before()
        remembers = self.vendor if isinstance(self.vendor, RemembersSlots) else None
        if remembers is not None and remembers.seems_taken(slot):
            raise SlotTaken("it was taken since it was shown")
        self.leases.hold(self.key, slot)
        if at_vendor:
            async with self.holds.using(self.key):
                kept = await self.holds.keep(self.key, slot)
            if kept is not None:
                self.leases.hold(self.key, slot, until=max(kept.until, self.clock() + LIFE))
        if remembers is not None:
            await remembers.count_as_booking(self.browser)

    async def book(self, new: NewAppointment) -> str:
        """Book at most once, however often the turn is run; see BooksAppointments.

        Raises StillInDoubt where an earlier booking of the patient is not settled.
        """
        attempt_id = self._next_id()
        await self.before()
        async with self.holds.using(self.key):
            if await self.store.attempt(attempt_id) is None:
                kept = await self.holds.keep(self.key, new.slot, attempt_id)
                new = replace(new, hold_id=None if kept is None else kept.id)
            new = tagged(new, attempt_id)
            attempt = self._attempt(
                attempt_id, BookingWish(new=new), new.patient_id, new.slot.start, new.slot
            )
            return await self._made(replace(attempt, tag=new.tag), new.slot)

    async def change_status(
        self,
        appointment_id: str,
        status: Status,
        *,
        patient_id: str = "",
        at: datetime | None = None,
        group: bool = False,
    ) -> None:
        """Change a status inside an attempt; see ChangesStatus.

        Raises StillInDoubt where an earlier change of the same appointment is not settled.
        """
        wish = StatusWish(
            appointment_id=appointment_id,
            status=status,
            patient_id=patient_id,
            at=at,
            group=group,
        )
        attempt = self._attempt(self._next_id(), wish, patient_id, at or self.clock())
        await self._made(attempt)

    async def move(
        self, appointment_id: str, to: Slot, *, patient_id: str, at: datetime | None = None
    ) -> None:
        """Move an appointment inside an attempt; see MovesAppointments.

        Raises StillInDoubt where an earlier change of it, or a booking, is not settled.
        """
        wish = MoveWish(
            appointment_id=appointment_id, to=to, patient_id=patient_id, at=at or self.clock()
        )
        attempt = self._attempt(self._next_id(), wish, patient_id, to.start, to)
        await self._made(attempt, to)

    async def create_patient(self, new: NewPatient) -> Patient:
        """Write somebody down inside an attempt; see CreatesPatients.

        Raises StillInDoubt where it is not settled whether they were written down before.
        """
        wish = PatientWish(new=new)
        reference = await self._made(self._attempt(self._next_id(), wish, wish.name, self.clock()))
        try:
            return await self.reader.ability(FindsPatients).patient(reference)
        except ConnectorError:
            # The vendor has said that they are there.
            return Patient(reference, new.forename, new.surname, new.born)

    async def join(self, one: GroupClass, patient_id: str) -> None:
        """Join a class inside an attempt; see JoinsClasses.

        Raises StillInDoubt where it is not settled whether another class was joined.
        """
        wish = JoinWish(one=one, patient_id=patient_id)
        await self._made(self._attempt(self._next_id(), wish, patient_id, one.slot.start))

    async def finish(self) -> Sequence[Attempt]:
        """See to it that nothing of this turn stays open without anybody who knows of it.

        What was prepared and not sent, by this run of the turn or an earlier one, never left. What
        was sent and then passed by, after a defect or an upgrade, is in doubt from now on: it is
        returned, so that staff are asked about it.
        """
        ours = [
            one
            for one in await self.store.open_attempts()
            if one.id.rpartition("/")[0] == self.turn_id and one.id not in self._moved()
        ]
        for attempt in ours:
            left = attempt.state is not State.PREPARED
            if attempt.state is not State.IN_DOUBT:
                self._move(attempt.id, State.IN_DOUBT if left else State.REFUSED)
        return [one for one in ours if one.state is State.SENT]

    def _moved(self) -> set[str]:
        return {move.attempt_id for move in self.moves}

    def _attempt(
        self, id_: str, wish: Wish, patient_id: str, start: datetime, slot: Slot | None = None
    ) -> Attempt:
        """One that takes up a time has a `slot`."""
        return Attempt(
            id=id_,
            key=self.key,
            kind=wish.kind,
            patient_id=patient_id,
            start=start,
            clinician_id=None if slot is None else slot.clinician_id,
            minutes=None if slot is None else slot.minutes,
            wish=wish.model_dump_json(),
        )

    async def _made(self, attempt: Attempt, slot: Slot | None = None) -> str:
        await self.before()
        known = await self.store.attempt(attempt.id)
        # What was written down before is what was asked for, and not what this run makes of it.
        attempt = known or attempt
        wish = wish_of(attempt)

        async def do(step: Step) -> Answer:
            match step:
                case Step.PREPARE:
                    await self._prepare(attempt, slot)
                case Step.CHECK:
                    return await wish.obstacle(self.reader)
                case Step.SENT:
                    await self.store.sent(attempt.id)
                case Step.SEND:
                    return await self._patiently(sent(lambda: wish.send(self.vendor)))
                case Step.LOOK:
                    return await self.reader.look(attempt)
            return None

        ended = await driven(writing(known), do)
        if ended.state is State.IN_DOUBT:
            self.desk_due = await self.reader.desk_due(attempt.kind)
        return self._ended(attempt.id, ended)

    async def _patiently(self, sending: Coroutine[None, None, Said]) -> Said:
        """Whoever waits for a slow vendor hears that it goes on."""
        task = asyncio.ensure_future(sending)
        try:
            done, _ = await asyncio.wait({task}, timeout=self.patience)
            if not done:
                await self.meanwhile()
            return await task
        finally:
            task.cancel()

    async def _prepare(self, attempt: Attempt, slot: Slot | None) -> None:
        if slot is not None:
            # The lease may have run out while the patient thought, or somebody else has one.
            self.leases.hold(self.key, slot)
        beside = not self.reader.refuses_overlaps
        shown_at = None if slot is None else slot.read_at
        try:
            await self.store.prepare(attempt, beside_booked=beside, shown_at=shown_at)
        except Clash as clash:
            if clash.of == "time":
                raise SlotTaken("a booking of this time is under way, or was made") from clash
            raise StillInDoubt(f"something is still open for this {clash.of}") from clash

    def _ended(self, attempt_id: str, ended: Ended) -> str:
        if ended.state is not None:
            self._move(attempt_id, ended.state, ended.reference)
        if ended.error is not None:
            raise ended.error
        if ended.reference is None:
            raise OutcomeUnknown("nothing is known of it")
        return ended.reference

    def _move(self, attempt_id: str, to: State, reference: str | None = None) -> None:
        log.info("attempt", attempt=attempt_id, state=to.value)
        self.moves.append(Move(attempt_id, to, reference=reference))

    def _next_id(self) -> str:
        self._count += 1
        return f"{self.turn_id}/{self._count}"


async def sent(send: Callable[[], Awaitable[str]]) -> Said:
    """Send once, and put what comes of it in the words of the protocol."""
    try:
        return Said(await send())
    except OutcomeUnknown:
        return Said()
    except ConnectorError as error:
        return Said(error=error)
    except Exception:  # a defect, and the request may have left before it showed
        log.exception("attempt_defect")
        return Said()


def tagged(new: NewAppointment, attempt_id: str) -> NewAppointment:
    """The wish with a name that is the same for the same attempt, and tells nothing else."""
    digest = hashlib.blake2b(attempt_id.encode(), digest_size=5).hexdigest()
    return replace(new, tag=f"chat-{digest}")
