"""What a clinic's Aerona can do for Frontdesk: the abilities, over the client."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import aiohttp

from connectors.aerona import records, wire
from connectors.aerona.client import AeronaClient
from connectors.aerona.diary import Diary
from connectors.aerona.login import Login
from connectors.aerona.requests import Requests
from connectors.aerona.settings import AeronaSettings
from connectors.aerona.times import Times
from connectors.breaker import Breaker
from connectors.budget import Budget, Use, Window, budget_file, shares
from connectors.errors import NotFound, OutcomeUnknown, Refused, SlotTaken, Unavailable
from connectors.exchange import Timeouts
from connectors.ids import number, number_to_find
from connectors.kept import Kept
from connectors.line import Line
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
from connectors.retries import Retries
from connectors.settings import root

# docs/vendors/aerona.md, Booking.
_LONGEST_NOTE: Final = 255
NEW_STATUSES: Final = (
    wire.AppointmentStatus.SCHEDULED,
    wire.AppointmentStatus.UNCONFIRMED,
    wire.AppointmentStatus.CONFIRMED,
    wire.AppointmentStatus.ONLINE_BOOKING_REQUEST,
)


class AeronaConnector:
    """Everything that Aerona documents; use `connect` to get one."""

    def __init__(
        self,
        client: AeronaClient,
        settings: AeronaSettings,
        times: Times,
        *,
        budget: Budget,
        breaker: Breaker,
        clock: Callable[[], datetime],
        new_status: wire.AppointmentStatus,
    ) -> None:
        self.client = client
        self._times = times
        self._budget = budget
        self._breaker = breaker
        self._practice_id = settings.practice_id
        self._new_status = new_status
        life = timedelta(seconds=settings.slots_seconds)
        self._diary = Diary(client, times, settings.practice_id, life=life, clock=clock)
        life = timedelta(hours=settings.catalogue_hours)
        self._services = Kept("services", self._read_services, life, clock)
        self._clinicians = Kept("clinicians", self._read_clinicians, life, clock)

    async def free_slots(self, search: SlotSearch) -> list[Slot]:
        """Free slots of the wished days, earliest first, without holes and without repeats."""
        return await self._diary.free_slots(search, self.clinicians)

    def forget_slots(self) -> None:
        """Something in the diary has changed: the next search asks Aerona."""
        self._diary.memory.forget()

    async def count_as_booking(self, browser: str) -> None:
        """What this conversation cost so far has led to a check question: it was no browsing."""
        await self._budget.count_as_booking(browser)

    def down_since(self) -> datetime | None:
        """Since when nothing that was asked was answered; None while Aerona answers."""
        return self._breaker.down_since()

    def seems_taken(self, slot: Slot) -> bool:
        """Whether what was read or booked since the slot was shown says that it is not free."""
        return self._diary.memory.is_gone(slot)

    async def book(self, new: NewAppointment) -> str:
        """Book, and give Aerona's number of the appointment; never sent twice."""
        slot = new.slot
        if self.seems_taken(slot):
            raise SlotTaken("another patient has booked this time meanwhile")
        try:
            made = await self.client.create_appointment(self._new_appointment(new))
        except OutcomeUnknown:
            self.forget_slots()
            raise
        except SlotTaken:
            self._diary.memory.refute(slot)
            raise
        except Refused as refused:
            # docs/vendors/aerona.md, Booking: a 400 may mean a bad field or a taken time.
            if await self._is_gone(slot):
                self._diary.memory.refute(slot)
                raise SlotTaken("the time is not free any more") from refused
            raise
        self._diary.memory.book(slot)
        return str(made)

    async def change_status(
        self,
        appointment_id: str,
        status: Status,
        *,
        patient_id: str = "",
        at: datetime | None = None,
        group: bool = False,
    ) -> None:
        """Set the status; raises Refused when Aerona will not."""
        del patient_id, at, group  # Aerona finds an appointment by its number alone
        code = records.status_code(status)
        use = Use.STATUS if status.active or status is Status.ARRIVED else Use.CANCEL
        try:
            await self.client.set_status(number_to_find(appointment_id), code, use)
        finally:
            if use is Use.CANCEL:
                # The time may be free now, even where the outcome is not known.
                self.forget_slots()

    async def patient(self, patient_id: str, *, browser: str | None = None) -> Patient:
        """The patient with this number; raises NotFound."""
        asked = number_to_find(patient_id)
        found = await self.client.patient(asked, browser)
        if found.id not in (None, asked):
            raise NotFound("Aerona gave another patient's record")
        return records.patient(found, asked)

    async def services(self) -> list[Service]:
        """The appointment types that are not disabled, in Aerona's order; remembered for hours."""
        return list(await self._services.get())

    async def clinicians(self) -> list[Clinician]:
        """The practice's clinicians, in Aerona's order; remembered for hours."""
        return list(await self._clinicians.get())

    async def payments(self, patient_id: str, first: date, last: date) -> list[Payment]:
        """The patient's payments of these days, without those that were cancelled."""
        asked = number_to_find(patient_id)
        found = await self.client.payments(asked, first, last)
        return records.payments(found, asked, self._times)

    async def invoices(self, patient_id: str, first: date, last: date) -> list[Invoice]:
        """The patient's invoices of these days."""
        asked = number_to_find(patient_id)
        found = await self.client.invoices(asked, first, last)
        return records.invoices(found, asked, self._times)

    async def probe(self) -> datetime | None:
        """Log in and read the appointment types; Aerona's clock where it tells."""
        return await self.client.clock()

    def _new_appointment(self, new: NewAppointment) -> wire.NewAppointment:
        slot = new.slot
        status = (
            wire.AppointmentStatus.ONLINE_BOOKING_REQUEST if new.requested else self._new_status
        )
        place = self._practice_id if slot.place_id is None else number(slot.place_id)
        return wire.NewAppointment(
            practice_id=place,
            user_id=number(slot.clinician_id),
            appointment_type_id=number(slot.service_id),
            appointment_status_id=status,
            appointment_time=slot.token or self._times.write(slot.start),
            duration=slot.minutes,
            patient_id=number(new.patient_id),
            appointment_notes=_note(new) or None,
        )

    async def _is_gone(self, slot: Slot) -> bool:
        try:
            return await self._diary.is_gone(slot)
        except (Unavailable, Refused):
            return False

    async def _read_services(self) -> list[Service]:
        types = await self.client.appointment_types()
        return [records.service(one) for one in types if not one.disabled]

    async def _read_clinicians(self) -> list[Clinician]:
        return [records.clinician(one) for one in await self.client.clinicians()]


def _note(new: NewAppointment) -> str:
    """The note with the tag behind it, which is never cut: the booking is known by it."""
    tag = f" {new.tag}".rstrip()
    note = " ".join(new.note.split())[: _LONGEST_NOTE - len(tag)]
    return f"{note}{tag}".strip()


class AeronaWithLookups(AeronaConnector):
    """Where the clinic's Aerona also lists a patient's appointments, which is not documented."""

    async def appointments(
        self, patient_id: str, first: date, last: date, *, settling: bool = False
    ) -> list[Appointment]:
        """The patient's appointments on the clinic's days from first to last, earliest first."""
        use = Use.SETTLE if settling else Use.LOOKUP
        return await self._appointments(patient_id, first, last, use)

    async def find_booked(self, new: NewAppointment) -> list[Appointment]:
        """The patient's active appointments at exactly this time; those with our tag first."""
        slot = new.slot
        day = self._times.day_of(slot.start)
        found = [
            one
            for one in await self._appointments(new.patient_id, day, day, Use.SETTLE)
            if one.start == slot.start
            and one.status.active
            and one.clinician_id in (None, slot.clinician_id)
        ]
        return sorted(found, key=lambda one: not new.tag or new.tag not in one.note)

    async def _appointments(
        self, patient_id: str, first: date, last: date, use: Use
    ) -> list[Appointment]:
        asked = number_to_find(patient_id)
        found = [
            records.appointment(one, self._times)
            for one in await self.client.appointments(asked, first, last, use)
            if one.patient_id == asked
        ]
        inside = [one for one in found if first <= self._times.day_of(one.start) <= last]
        return sorted(inside, key=lambda one: one.start)


def connector_class(settings: AeronaSettings) -> type[AeronaConnector]:
    """The connector with just the abilities that the settings allow."""
    return AeronaWithLookups if settings.appointments_search_path else AeronaConnector


def connect(
    settings: AeronaSettings,
    http: aiohttp.ClientSession,
    *,
    clock: Callable[[], datetime],
    zone: ZoneInfo,
    budget_folder: Path,
    rng: random.Random,
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    new_status: int = wire.AppointmentStatus.SCHEDULED,
) -> AeronaConnector:
    """A connector with just the abilities that the settings allow; `http` stays the caller's.

    `new_status` is Aerona's code for a booking that needs no approval, one of NEW_STATUSES.
    """
    status = wire.AppointmentStatus(new_status)
    if status not in NEW_STATUSES:
        raise ValueError("a new booking cannot have this status")
    address = root(settings.base_url)
    # A request counts from the moment it may have left until the last moment it can have arrived
    # is out of the vendor's window.
    timeouts = Timeouts(settings.connect_timeout, settings.read_timeout, settings.write_timeout)
    budget = Budget(
        budget_file(settings.budget_folder or budget_folder, "aerona", address, settings.username),
        Window(
            settings.request_limit,
            timedelta(seconds=settings.request_window + timeouts.longest),
            shares(settings.request_limit, settings.write_reserve),
        ),
        clock=clock,
    )
    breaker = Breaker(clock)
    line = Line(http, address, timeouts=timeouts, budget=budget, breaker=breaker)
    login = Login(settings, line, budget, clock)
    client = AeronaClient(settings, Requests(line, login, Retries(rng=rng, sleep=sleep)))
    return connector_class(settings)(
        client,
        settings,
        Times(zone, settings.times),
        budget=budget,
        breaker=breaker,
        clock=clock,
        new_status=status,
    )
