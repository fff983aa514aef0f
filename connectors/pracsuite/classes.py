"""PracSuite's classes: which have room, joining one and leaving it."""

from collections.abc import Callable
from datetime import date, datetime

from connectors.budget import Use
from connectors.errors import OutcomeUnknown, Refused, SlotTaken
from connectors.flight import SingleFlight
from connectors.ids import number, number_to_find
from connectors.model import GroupClass, SlotSearch
from connectors.pages import Wanted
from connectors.pracsuite.bodies import AddMember
from connectors.pracsuite.client import PracSuiteClient
from connectors.pracsuite.client_availability import LONGEST_WINDOW
from connectors.pracsuite.client_book import Which
from connectors.pracsuite.diary import WINDOW_DAYS, use_of, window_of
from connectors.pracsuite.filters import APP_TIME
from connectors.pracsuite.settings import PracSuiteSettings
from connectors.pracsuite.slots import slot
from connectors.pracsuite.times import Times
from connectors.pracsuite.wire_diary import FreeClass


class Classes:
    """Always as the vendor says just now: a class fills while somebody thinks."""

    def __init__(
        self,
        client: PracSuiteClient,
        settings: PracSuiteSettings,
        times: Times,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._client = client
        self._settings = settings
        self._times = times
        self._clock = clock
        self._flight: SingleFlight[list[GroupClass]] = SingleFlight()

    async def find(self, search: SlotSearch) -> list[GroupClass]:
        """The classes of the wished days that have room, earliest first."""
        today = self._times.day_of(self._clock())
        wanted = Wanted(
            max(search.first_day, today), search.last_day, search.part, search.clinician_id
        )
        found: dict[str, GroupClass] = {}
        for day in range(wanted.first.toordinal(), wanted.last.toordinal() + 1, WINDOW_DAYS):
            first = date.fromordinal(day)
            last = min(first + LONGEST_WINDOW, wanted.last)
            for one in await self._asked(search.service.id, first, last, search):
                if one.room and wanted.takes(one.slot) and one.slot.start >= self._clock():
                    found.setdefault(one.id, one)
            if search.enough and len(found) >= search.enough:
                break
        return sorted(found.values(), key=lambda one: (one.slot.start, one.id))

    async def join(self, one: GroupClass, patient_id: str) -> None:
        """Put the patient on the list, unless they are on it already or there is no room."""
        if await self._is_on_it(one, patient_id):
            return
        now = await self._now(one)
        if now is None or not now.room:
            raise SlotTaken("the class is full, or is not held")
        client_id = number(patient_id)
        try:
            made = await self._client.appointments.add_member(
                number(one.id), AddMember(client_id=client_id)
            )
        except Refused as refused:
            again = await self._now(one)
            if again is not None and again.room:
                raise
            raise SlotTaken("the class is full") from refused
        if (made.client_id, made.appointment_id) != (client_id, number_to_find(one.id)):
            raise OutcomeUnknown("the vendor's answer is about another class or patient")

    async def _is_on_it(self, one: GroupClass, patient_id: str) -> bool:
        asked = number_to_find(one.id)
        at = APP_TIME.equals(self._times.write(one.slot.start))
        listed = await self._client.book.of_patient(
            number_to_find(patient_id), Which(use=Use.BOOK, where=[at])
        )
        return any(other.appointment_id == asked for other in listed)

    async def _now(self, one: GroupClass) -> GroupClass | None:
        day = self._times.day_of(one.slot.start)
        told = await self._read(one.slot.service_id, day, day, Use.BOOK, "")
        return next((other for other in told if other.id == one.id), None)

    async def _asked(
        self, service_id: str, first: date, last: date, search: SlotSearch
    ) -> list[GroupClass]:
        use, browser = use_of(search), search.browser or ""
        return await self._flight.ask_for(
            use,
            (service_id, first, last),
            lambda: self._read(service_id, first, last, use, browser),
        )

    async def _read(
        self, service_id: str, first: date, last: date, use: Use, browser: str
    ) -> list[GroupClass]:
        window = window_of(service_id, first, last, self._settings)
        told = await self._client.availability.classes(window, use=use, browser=browser)
        read = [self._class(one, service_id) for one in told]
        return [one for one in read if one is not None]

    def _class(self, told: FreeClass, service_id: str) -> GroupClass | None:
        its = slot(told, service_id, self._times, read_at=self._clock())
        if its is None:
            return None
        return GroupClass(
            str(told.appointment_id), its, told.current_class_size, told.max_class_size
        )
