"""The diary as one conversation may see it: without times that others hold or are booking."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.attempts import Holds, Leases, Reader
from connectors.model import GroupClass, PartOfDay, Patient, PatientSearch, Slot, SlotSearch
from connectors.protocols import (
    FindsFreeSlots,
    FindsPatients,
    ListsClasses,
    SearchesPatients,
)
from dialogs.ports import Held, KnowsBookings
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
    holds: Holds
    key: SessionKey
    browser: str | None

    async def free_slots(self, search: SlotSearch) -> Sequence[Slot]:
        """What the vendor shows, less what it cannot know yet; see FindsFreeSlots.

        What it keeps for this conversation it shows to nobody, and yet it is free for this one.
        """
        free = list(await self.finds.free_slots(replace(search, browser=self.browser)))
        own = [one for one in await self.holds.own(self.key) if self._wanted(one, search)]
        keys = {slot.key for slot in free}
        if missing := [one for one in own if one.key not in keys]:
            free = sorted((*free, *missing), key=lambda slot: (slot.start, slot.clinician_id))
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
        changes = (Kind.STATUS, Kind.MOVE)
        return frozenset(
            _appointment_of(one) for one in await self.store.open_attempts() if one.kind in changes
        )

    def _wanted(self, slot: Slot, search: SlotSearch) -> bool:
        local = self.reader.clinic.local(slot.start)
        return (
            slot.service_id == search.service.id
            and search.first_day <= local.date() <= search.last_day
            and search.part in (PartOfDay.ANY, PartOfDay.of(local.time()))
            and search.clinician_id in (None, slot.clinician_id)
        )


@dataclass(frozen=True)
class Patients:
    """Implements FindsPatients for one turn; `browser` is as in Slots."""

    finds: FindsPatients
    browser: str | None

    async def patient(self, patient_id: str, *, browser: str | None = None) -> Patient:
        """The patient with this number; see FindsPatients."""
        return await self.finds.patient(patient_id, browser=browser or self.browser)


@dataclass(frozen=True)
class PatientSearches:
    """Implements SearchesPatients for one turn; `browser` is as in Slots."""

    finds: SearchesPatients
    browser: str | None

    async def search_patients(
        self, search: PatientSearch, *, browser: str | None = None
    ) -> Sequence[Patient]:
        """Everybody who agrees; see SearchesPatients."""
        return await self.finds.search_patients(search, browser=browser or self.browser)


@dataclass(frozen=True)
class Classes:
    """Implements ListsClasses for one turn; `browser` is as in Slots."""

    finds: ListsClasses
    browser: str | None

    async def classes(self, search: SlotSearch) -> Sequence[GroupClass]:
        """The classes that have room; see ListsClasses."""
        return await self.finds.classes(replace(search, browser=self.browser))


def seen_by(
    key: SessionKey,
    browser: str | None,
    *,
    abilities: Mapping[type, object],
    store: Store,
    reader: Reader,
    leases: Leases,
    holds: Holds,
) -> dict[type, object]:
    """The reading abilities that a conversation may not use as they are."""
    seen: dict[type, object] = {}
    patients = abilities.get(FindsPatients)
    if isinstance(patients, FindsPatients):
        seen[FindsPatients] = Patients(patients, browser)
    searches = abilities.get(SearchesPatients)
    if isinstance(searches, SearchesPatients):
        seen[SearchesPatients] = PatientSearches(searches, browser)
    lists = abilities.get(ListsClasses)
    if isinstance(lists, ListsClasses):
        seen[ListsClasses] = Classes(lists, browser)
    finds = abilities.get(FindsFreeSlots)
    if isinstance(finds, FindsFreeSlots):
        slots = Slots(finds, store, reader, leases, holds, key, browser)
        seen |= {FindsFreeSlots: slots, KnowsBookings: slots}
    return seen


def _appointment_of(change: Attempt) -> str:
    """Which appointment a change is of; every wish to change one names it so."""
    try:
        wish = json.loads(change.wish)
    except ValueError:
        return ""
    return str(wish.get("appointment_id", "")) if isinstance(wish, dict) else ""


def _overlaps(slot: Slot, attempt: Attempt) -> bool:
    same = slot.clinician_id == attempt.clinician_id
    return same and slot.start < attempt.ends_at and attempt.start < slot.end
