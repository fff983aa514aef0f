"""The diary as one conversation may see it: without times that others hold or are booking."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pydantic import ValidationError

from bot.attempts import Leases, Reader, StatusWish
from connectors.model import Patient, Slot, SlotSearch
from connectors.protocols import FindsFreeSlots, FindsPatients
from dialogs.ports import Held
from dialogs.session import SessionKey
from storage.attempts import Attempt, Kind
from storage.store import Store


@dataclass(frozen=True)
class Slots:
    """Implements FindsFreeSlots and KnowsBookings for one turn; everything is lent.

    `browser` is the conversation's opaque name while nobody in it has proven who they are.
    """

    finds: FindsFreeSlots
    store: Store
    reader: Reader
    leases: Leases
    key: SessionKey
    browser: str | None

    async def free_slots(self, search: SlotSearch) -> Sequence[Slot]:
        """What the vendor shows, less what it cannot know yet; see FindsFreeSlots."""
        free = await self.finds.free_slots(replace(search, browser=self.browser))
        held = await self.store.held(booked=not self.reader.refuses_overlaps)
        leased = self.leases.others(self.key)
        return [
            slot
            for slot in free
            if not any(slot.overlaps(other) for other in leased)
            and not any(_overlaps(slot, attempt) for attempt in held)
        ]

    async def booked(self, patient_id: str) -> Sequence[Held]:
        """The patient's bookings of all conversations; see KnowsBookings."""
        return [
            Held(one.start, sure=not one.state.open)
            for one in await self.store.held(patient_id=patient_id)
        ]

    async def changing(self) -> frozenset[str]:
        """Appointments whose change is in doubt; see KnowsBookings."""
        changes = [one for one in await self.store.open_attempts() if one.kind is Kind.STATUS]
        return frozenset(map(_appointment_of, changes))


@dataclass(frozen=True)
class Patients:
    """Implements FindsPatients for one turn; `browser` is as in Slots."""

    finds: FindsPatients
    browser: str | None

    async def patient(self, patient_id: str, *, browser: str | None = None) -> Patient:
        """The patient with this number; see FindsPatients."""
        return await self.finds.patient(patient_id, browser=browser or self.browser)


def _appointment_of(change: Attempt) -> str:
    try:
        return StatusWish.model_validate_json(change.wish).appointment_id
    except ValidationError:
        return ""


def _overlaps(slot: Slot, attempt: Attempt) -> bool:
    same = slot.clinician_id == attempt.clinician_id
    return same and slot.start < attempt.ends_at and attempt.start < slot.end
