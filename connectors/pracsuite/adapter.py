"""What a clinic's PracSuite can do for Frontdesk: the abilities, each over what knows its theme."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import aiohttp

from connectors.breaker import Breaker
from connectors.budget import Budget, Window, budget_file, shares
from connectors.errors import Refused
from connectors.exchange import Timeouts
from connectors.line import Line
from connectors.model import (
    Appointment,
    Changes,
    Clinician,
    Fee,
    GroupClass,
    Hold,
    Item,
    NewAppointment,
    NewPatient,
    Patient,
    PatientSearch,
    Place,
    Service,
    ServiceDetails,
    Slot,
    SlotSearch,
    Status,
)
from connectors.pracsuite.booked import Booked
from connectors.pracsuite.bookings import Bookings
from connectors.pracsuite.changing import Changing
from connectors.pracsuite.classes import Classes
from connectors.pracsuite.client import PracSuiteClient
from connectors.pracsuite.diary import Diary
from connectors.pracsuite.holds import Holds
from connectors.pracsuite.lists import Lists, Tell
from connectors.pracsuite.patients import Patients
from connectors.pracsuite.requests import Requests
from connectors.pracsuite.settings import PracSuiteSettings
from connectors.pracsuite.times import Times
from connectors.pracsuite.vendor_clock import VendorClock
from connectors.retries import Retries
from connectors.settings import root

_MINUTE: Final = timedelta(minutes=1)
_DAY: Final = timedelta(days=1)
# The requests of a day are counted by the quarter of an hour.
_GRAIN: Final = timedelta(minutes=15)


class PracSuiteConnector:
    """Everything that PracSuite documents and patients need; use `connect` to get one."""

    def __init__(
        self,
        client: PracSuiteClient,
        settings: PracSuiteSettings,
        times: Times,
        *,
        budget: Budget,
        breaker: Breaker,
        clock: Callable[[], datetime],
    ) -> None:
        self.client = client
        self._budget = budget
        self._breaker = breaker
        self._lists = Lists(client, settings, clock)
        self._diary = Diary(client, settings, times, clock=clock)
        self._vendor_clock = VendorClock(client, clock)
        memory = self._diary.memory
        self._holds = Holds(client, times, memory, self._vendor_clock, clock=clock)
        self._bookings = Bookings(client, self._lists, times, memory)
        self._changing = Changing(client, settings, self._lists, times, memory)
        self._booked = Booked(client, self._lists, times, self._vendor_clock, clock=clock)
        self._classes = Classes(client, settings, times, clock=clock)
        self._patients = Patients(client, times.zone.key)

    async def free_slots(self, search: SlotSearch) -> list[Slot]:
        """Free slots of the wished days, earliest first, without holes and without repeats."""
        return await self._diary.free_slots(search)

    def forget_slots(self) -> None:
        """Something in the diary has changed: the next search asks PracSuite."""
        self._diary.memory.forget()

    def seems_taken(self, slot: Slot) -> bool:
        """Whether what was read or booked since the slot was shown says that it is not free."""
        return self._diary.memory.is_gone(slot)

    async def count_as_booking(self, browser: str) -> None:
        """What this conversation cost so far has led to a check question: it was no browsing."""
        await self._budget.count_as_booking(browser)

    def down_since(self) -> datetime | None:
        """Since when nothing that was asked was answered; None while PracSuite answers."""
        return self._breaker.down_since()

    async def reserve(self, slot: Slot) -> Hold:
        """Keep the slot for some minutes; never sent twice."""
        return await self._holds.reserve(slot)

    async def lost_hold(self, slot: Slot, first: datetime, last: datetime) -> Hold | None:
        """The hold of this slot that a request between these moments made, if just one was made."""
        return await self._holds.lost_hold(slot, first, last)

    async def release(self, hold_id: str) -> None:
        """Let a hold go; what has become an appointment is left alone."""
        await self._holds.release(hold_id)

    async def book(self, new: NewAppointment) -> str:
        """Make a hold the patient's appointment; never sent twice."""
        return await self._bookings.book(new)

    async def find_booked(self, new: NewAppointment) -> list[Appointment]:
        """The patient's active appointments that this booking made, read anew."""
        return await self._bookings.find_booked(new)

    async def change_status(
        self,
        appointment_id: str,
        status: Status,
        *,
        patient_id: str = "",
        at: datetime | None = None,
        group: bool = False,
    ) -> None:
        """Confirm, report an arrival, cancel, leave a class; Refused where PracSuite will not."""
        await self._changing.change_status(appointment_id, status, patient_id, at, group=group)

    async def move(
        self, appointment_id: str, to: Slot, *, patient_id: str, at: datetime | None = None
    ) -> None:
        """Give an appointment another time; never sent twice."""
        await self._changing.move(appointment_id, to, patient_id, at)

    async def appointments(
        self, patient_id: str, first: date, last: date, *, settling: bool = False
    ) -> list[Appointment]:
        """The patient's appointments of these days; with `settling` those cancelled too."""
        return await self._booked.of_patient(patient_id, first, last, settling=settling)

    async def changes(self, since: datetime) -> Changes:
        """Patients' appointments that were changed or removed since then, ours among them."""
        return await self._booked.changes(since)

    async def patient(self, patient_id: str, *, browser: str | None = None) -> Patient:
        """The patient with this number; raises NotFound."""
        return await self._patients.one(patient_id, browser)

    async def search_patients(
        self, search: PatientSearch, *, browser: str | None = None
    ) -> list[Patient]:
        """Everybody in the records who agrees with all that is said."""
        return await self._patients.search(search, browser)

    async def create_patient(self, new: NewPatient) -> Patient:
        """Write down somebody new, with just what is needed; never sent twice."""
        return await self._patients.create(new)

    async def classes(self, search: SlotSearch) -> list[GroupClass]:
        """The classes of the wished days that have room, earliest first."""
        return await self._classes.find(search)

    async def join(self, one: GroupClass, patient_id: str) -> None:
        """Put a patient on the list of a class; never sent twice."""
        await self._classes.join(one, patient_id)

    async def services(self) -> list[Service]:
        """What can be booked, in PracSuite's order; remembered for hours."""
        return list(await self._lists.services.get())

    async def service(self, service_id: str) -> ServiceDetails:
        """One service with its lengths and what it needs; remembered for hours."""
        return await self._lists.details(service_id)

    async def clinicians(self) -> list[Clinician]:
        """Who works here, in PracSuite's order; remembered for hours."""
        return list(await self._lists.clinicians.get())

    async def places(self) -> list[Place]:
        """Where patients come to, in PracSuite's order; remembered for hours."""
        return list(await self._lists.places.get())

    async def items(self) -> list[Item]:
        """Everything that is charged for, in PracSuite's order; remembered for hours."""
        return list(await self._lists.items.get())

    async def fees(self, item_id: str) -> list[Fee]:
        """What an item costs, for each category of patients; remembered for hours."""
        return list(await self._lists.fees(item_id))

    async def load(self, progress: Tell) -> None:
        """Read all lists, page after page."""
        await self._lists.load(progress)

    async def probe(self) -> datetime | None:
        """Read the clinic's statuses and reasons, which must be understood; PracSuite's clock."""
        wrong = await self.complaints()
        if wrong:
            raise Refused(wrong[0])
        return await self.client.practice.clock()

    async def complaints(self) -> list[str]:
        """One sentence for each status or reason that is set or needed and cannot be told."""
        statuses = await self._lists.read_statuses()
        reasons = await self._lists.read_reasons()
        return [*statuses.complaints(), *reasons.complaints()]


def connector_class(settings: PracSuiteSettings) -> type[PracSuiteConnector]:
    """The connector with just the abilities that the settings allow: all of them."""
    del settings
    return PracSuiteConnector


def connect(
    settings: PracSuiteSettings,
    http: aiohttp.ClientSession,
    *,
    clock: Callable[[], datetime],
    zone: ZoneInfo,
    budget_folder: Path,
    rng: random.Random,
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
) -> PracSuiteConnector:
    """A connector; `http` stays the caller's."""
    address = root(settings.base_url)
    timeouts = Timeouts(settings.connect_timeout, settings.read_timeout, settings.write_timeout)
    key = settings.vendor_key.get_secret_value()
    budget = Budget(
        # One for all clinics: the vendor counts by its own key (docs/vendors/pracsuite.md, Limit).
        budget_file(settings.budget_folder or budget_folder, "pracsuite", address, key),
        *_windows(settings, timeouts),
        clock=clock,
    )
    breaker = Breaker(clock)
    line = Line(http, address, timeouts=timeouts, budget=budget, breaker=breaker)
    requests = Requests(line, settings, Retries(rng=rng, sleep=sleep))
    return PracSuiteConnector(
        PracSuiteClient.over(requests),
        settings,
        Times(zone),
        budget=budget,
        breaker=breaker,
        clock=clock,
    )


def _windows(settings: PracSuiteSettings, timeouts: Timeouts) -> tuple[Window, Window]:
    """A minute's and a day's; a request counts until the last moment it can have arrived is out."""
    longest = timedelta(seconds=timeouts.longest)
    minute, day = settings.requests_per_minute, settings.daily_quota
    of_day = max(day * settings.write_reserve // minute, 1)
    return (
        Window(minute, _MINUTE + longest, shares(minute, settings.write_reserve)),
        Window(day, _DAY + longest, shares(day, of_day), _GRAIN),
    )
