"""Times that the vendor keeps for a conversation while its patient decides.

A hold is written down before it is asked for, and let go once nobody needs it: when the talk has
moved on, when the booking came to nothing, or when the process that made it has ended. A hold that
a booking is made of is never touched while that booking's outcome is open.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

import structlog
from pydantic import TypeAdapter, ValidationError

from connectors.errors import (
    ConnectorError,
    OutcomeUnknown,
    SlotTaken,
    StillInDoubt,
    Unavailable,
)
from connectors.model import Hold, Slot
from connectors.protocols import ReservesSlots
from dialogs.session import SessionKey
from storage.holds import KeptSlot
from storage.store import Store

log = structlog.get_logger(__name__)

EVERY_SECONDS = 10.0

# The vendor lets every hold go after a quarter of an hour; then there is nothing left to release.
OVER_AFTER = timedelta(minutes=16)
# A request whose answer was lost may still make a hold for so long.
MAY_APPEAR = timedelta(minutes=2)

_SLOT: TypeAdapter[Slot] = TypeAdapter(Slot)


@dataclass
class Holds:
    """One clinic's; everything is lent. Where the vendor keeps nothing, nothing is done."""

    store: Store
    vendor: object
    clock: Callable[[], datetime]
    # Each lives as long as somebody holds it or waits for it.
    _locks: WeakValueDictionary[SessionKey, asyncio.Lock] = field(
        default_factory=WeakValueDictionary
    )
    # What each conversation's last committed turn still names; None: a turn has not ended yet.
    _named: dict[SessionKey, frozenset[str] | None] = field(default_factory=dict)

    @property
    def reserves(self) -> ReservesSlots | None:
        """The vendor, where it can keep times."""
        return self.vendor if isinstance(self.vendor, ReservesSlots) else None

    @asynccontextmanager
    async def using(self, key: SessionKey) -> AsyncIterator[None]:
        """While a conversation's hold is made or used, it is not let go."""
        async with self._lock(key):
            yield

    def _lock(self, key: SessionKey) -> asyncio.Lock:
        return self._locks.setdefault(key, asyncio.Lock())

    async def keep(self, key: SessionKey, slot: Slot, attempt_id: str | None = None) -> Hold | None:
        """Have the vendor keep the slot, within `using`; None where it cannot keep any.

        With an `attempt_id` it is kept for that booking. Raises SlotTaken where the time is not
        free, Unavailable where it is not certain that it is kept.
        """
        vendor = self.reserves
        if vendor is None:
            return None
        self._named[key] = None
        lost = None
        for row in await self._rows(key, slot):
            if row.attempt_id not in (None, attempt_id) and row.state and row.state.open:
                raise StillInDoubt("a booking of this time is not settled")
            hold = await self._known(vendor, row, slot)
            if hold is not None:
                await self.store.holds.wanted(row.id, attempt_id=attempt_id)
                return hold
            if row.reference is None:
                lost = row
            else:
                # It would be in the way of the next one.
                await self._let_go(vendor, row)
        try:
            return await self._reserved(vendor, key, slot, attempt_id)
        except SlotTaken:
            # What was lost before may have taken effect by now, and be in its own way.
            hold = None if lost is None else await self._known(vendor, lost, slot)
            if lost is None or hold is None:
                raise
            await self.store.holds.wanted(lost.id, attempt_id=attempt_id)
            return hold

    async def own(self, key: SessionKey) -> Sequence[Slot]:
        """What the vendor keeps for this conversation, and therefore shows to nobody as free."""
        if self.reserves is None:
            return ()
        now = self.clock()
        rows = [one for one in await self.store.holds.all() if one.key == key]
        slots = [(row, _slot(row)) for row in rows if row.until and row.until > now]
        return [slot for row, slot in slots if slot is not None and row.attempt_id is None]

    def keep_only(self, key: SessionKey, slots: Sequence[str]) -> None:
        """The turn is over, and its talk names these slots' keys."""
        if key in self._named:
            self._named[key] = frozenset(slots)

    async def work(self) -> None:
        """Let go of what nobody needs any more."""
        vendor = self.reserves
        if vendor is None:
            return
        for row in await self.store.holds.all():
            lock = self._lock(row.key)
            if lock.locked() or not self._is_over(row):
                continue
            async with lock:
                # It may have become a booking while others were let go.
                now = next((one for one in await self.store.holds.all() if one.id == row.id), None)
                if now is not None and self._is_over(now):
                    await self._let_go(vendor, now)
        self._forget()

    def _is_over(self, row: KeptSlot) -> bool:
        if row.attempt_id is not None and row.state is not None:
            return not row.state.open
        old = self.clock() - row.asked_at > OVER_AFTER
        if old or row.unwanted or row.attempt_id is not None:
            # A booking that was never prepared has sent nothing.
            return True
        named = self._named.get(row.key, frozenset())
        slot = _slot(row)
        return named is not None and (slot is None or slot.key not in named)

    async def _let_go(self, vendor: ReservesSlots, row: KeptSlot) -> None:
        if row.booked:
            await self.store.holds.gone(row.id)
            return
        if not row.unwanted:
            await self.store.holds.unwanted(row.id)
        age = self.clock() - row.asked_at
        try:
            reference = row.reference or await self._found(vendor, row)
            if reference is not None:
                await vendor.release(reference)
        except ConnectorError as error:
            log.warning("hold_not_released", error=type(error).__name__)
            if age < OVER_AFTER:
                return
        else:
            if reference is None and age < MAY_APPEAR:
                return
        await self.store.holds.gone(row.id)
        log.info("hold_released")

    async def _reserved(
        self, vendor: ReservesSlots, key: SessionKey, slot: Slot, attempt_id: str | None
    ) -> Hold:
        asked_at = self.clock()
        text = _SLOT.dump_json(slot).decode()
        id_ = await self.store.holds.asked(key, text, asked_at, attempt_id)
        try:
            hold = await vendor.reserve(slot)
        except OutcomeUnknown as error:
            ended_at = self.clock()
            await self.store.holds.answered(id_, ended_at, None, None)
            asked = KeptSlot(id_, key, text, asked_at, ended_at)
            found = await self._lost(vendor, asked, slot, ended_at)
            if found is None:
                raise Unavailable("it is not known whether the time is kept") from error
            hold = found
        except ConnectorError:
            await self.store.holds.gone(id_)
            raise
        await self.store.holds.answered(id_, self.clock(), hold.id, hold.until)
        return hold

    async def _known(self, vendor: ReservesSlots, row: KeptSlot, slot: Slot) -> Hold | None:
        """A hold of an earlier request, where it can still be used."""
        if row.reference is not None and row.until is not None:
            usable = row.until > self.clock() and (row.state is None or row.state.open)
            return Hold(row.reference, row.until) if usable else None
        last = row.ended_at or self.clock()
        found = await self._lost(vendor, row, slot, last)
        if found is not None:
            await self.store.holds.answered(row.id, self.clock(), found.id, found.until)
        return found

    async def _found(self, vendor: ReservesSlots, row: KeptSlot) -> str | None:
        slot = _slot(row)
        if slot is None:
            return None
        # It may have been made after the answer was given up.
        last = min(self.clock(), row.asked_at + MAY_APPEAR)
        if row.ended_at is not None:
            last = max(last, row.ended_at)
        found = await self._lost(vendor, row, slot, last)
        return None if found is None else found.id

    async def _lost(
        self, vendor: ReservesSlots, row: KeptSlot, slot: Slot, last: datetime
    ) -> Hold | None:
        """What this request has made, and no other one of ours may have made."""
        others = [one for one in await self.store.holds.all() if one.id != row.id]
        for one in others:
            its = _slot(one)
            nameless = one.reference is None and one.key != row.key
            if nameless and its is not None and its.overlaps(slot):
                return None
        found = await vendor.lost_hold(slot, row.asked_at, last)
        known = {one.reference for one in others}
        return None if found is None or found.id in known else found

    async def _rows(self, key: SessionKey, slot: Slot) -> list[KeptSlot]:
        """What was asked for this slot before, and may still be used."""
        rows = await self.store.holds.all()
        mine = [(row, _slot(row)) for row in rows if row.key == key]
        return [row for row, its in mine if its is not None and its.key == slot.key]

    def _forget(self) -> None:
        """Nothing is kept of conversations that are over."""
        for key in [one for one, named in self._named.items() if named == frozenset()]:
            del self._named[key]


def _slot(row: KeptSlot) -> Slot | None:
    try:
        return _SLOT.validate_json(row.slot)
    except ValidationError:
        log.error("hold_illegible")
        return None
