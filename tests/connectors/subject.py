"""What the contract's tests know of a connector and of the clinic behind it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar

import pytest

from connectors.model import (
    NewAppointment,
    PartOfDay,
    PatientSearch,
    Service,
    Slot,
    SlotSearch,
)
from connectors.protocols import BooksAppointments, FindsFreeSlots, ReservesSlots

Ability = TypeVar("Ability")


@dataclass(frozen=True)
class Subject:
    """A connector to a clinic that is open on all of `days` and has nothing booked there."""

    connector: object
    service: Service
    days: tuple[date, date]
    patient_id: str
    no_patient_id: str
    # Books the slot behind the connector's back.
    take: Callable[[Slot], Awaitable[None]]
    clock: Callable[[], datetime]
    # What the patient says of themselves, and a service that is a class, where there are such.
    said: PatientSearch | None = None
    group: Service | None = None

    def able(self, ability: type[Ability]) -> Ability:
        """The connector as one with this ability."""
        if not isinstance(self.connector, ability):
            pytest.skip(f"does not claim {ability.__name__}")
        return self.connector

    def search(
        self,
        part: PartOfDay = PartOfDay.ANY,
        clinician_id: str | None = None,
        enough: int | None = None,
    ) -> SlotSearch:
        return SlotSearch(self.service, *self.days, part, clinician_id, enough)

    async def slots(self) -> list[Slot]:
        """Some of the earliest, no two of which overlap."""
        found: list[Slot] = []
        for one in await self.able(FindsFreeSlots).free_slots(self.search(enough=60)):
            if all(one.start >= other.end for other in found):
                found.append(one)
        return found

    async def slot(self) -> Slot:
        return (await self.able(FindsFreeSlots).free_slots(self.search(enough=1)))[0]

    async def new(self, slot: Slot, patient_id: str | None = None) -> NewAppointment:
        """A booking that can be sent: held first, where the vendor wants that."""
        new = NewAppointment(slot, patient_id or self.patient_id)
        if not isinstance(self.connector, ReservesSlots):
            return new
        return replace(new, hold_id=(await self.connector.reserve(slot)).id)

    async def booked(self, slot: Slot) -> str:
        return await self.able(BooksAppointments).book(await self.new(slot))
