"""PracSuite's free times in our words, window by window, or out of the memory that knows them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

import structlog

from connectors.budget import Use
from connectors.errors import Unavailable
from connectors.flight import SingleFlight
from connectors.ids import number
from connectors.memory import FRESH, Memory, Question, Range
from connectors.model import Slot, SlotSearch
from connectors.pages import Page, Wanted
from connectors.pracsuite.client import PracSuiteClient
from connectors.pracsuite.client_availability import LONGEST_WINDOW, Window
from connectors.pracsuite.settings import PracSuiteSettings
from connectors.pracsuite.slots import Token, slot
from connectors.pracsuite.times import Times
from connectors.pracsuite.wire_diary import FreeTime

log = structlog.get_logger()

WINDOW_DAYS: Final = LONGEST_WINDOW.days + 1


class Diary:
    """Searches of free times; identical questions in flight are one.

    docs/vendors/pracsuite.md, Free times: a window shows all there is of one type of appointment.
    So clinicians and parts of the day are picked here, and an answer serves everybody.
    """

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
        self._flight: SingleFlight[Range] = SingleFlight()
        self.memory = Memory(timedelta(seconds=settings.slots_seconds), clock)

    async def free_slots(self, search: SlotSearch) -> list[Slot]:
        """All that is wanted, or the earliest `enough` of it."""
        today = self._times.day_of(self._clock())
        wanted = Wanted(
            max(search.first_day, today),
            search.last_day,
            search.part,
            search.clinician_id,
            search.enough,
        )
        found: list[Slot] = []
        day = wanted.first
        # Classes are joined, and not booked.
        while day <= wanted.last and not search.service.group:
            told = await self._answer(Question(search.service.id, day), search, wanted)
            now = self._clock()
            # What was remembered may have begun meanwhile.
            found += [
                one
                for one in told.page.slots
                if wanted.takes(one) and one.start.date() >= day and one.start >= now
            ]
            if told.page.day is None or (search.enough and len(found) >= search.enough):
                break
            day = told.page.day
        return found

    async def _answer(self, question: Question, search: SlotSearch, wanted: Wanted) -> Range:
        """From the memory, else from the vendor, else from what is older."""
        known = self.memory.recall(question, wanted, FRESH if search.fresh else None)
        if known is not None:
            return known
        first, last = self._window(question.day, search, wanted)
        asked = replace(question, day=first)
        try:
            return await self._flight.ask_for(
                use_of(search),
                (asked, last, self.memory.version),
                lambda: self._read(asked, last, search),
            )
        except Unavailable:
            older = None if search.fresh else self.memory.recall_older(question, wanted)
            if older is None:
                raise
            log.warning("pracsuite_older_slots", service=question.service_id)
            return older

    def _window(self, day: date, search: SlotSearch, wanted: Wanted) -> tuple[date, date]:
        """The days to ask for: just those wanted where it must be fresh.

        Else whole weeks counted from today wherever one will do, so that all patients' answers
        are the same.
        """
        if search.fresh:
            return day, min(day + LONGEST_WINDOW, wanted.last)
        today = self._times.day_of(self._clock())
        begin = day - timedelta(days=(day - today).days % WINDOW_DAYS)
        first = begin if wanted.last <= begin + LONGEST_WINDOW else day
        return first, first + LONGEST_WINDOW

    async def _read(self, question: Question, last: date, search: SlotSearch) -> Range:
        with self.memory.reading(question) as reading:
            told = await self._client.availability.times(
                window_of(question.service_id, question.day, last, self._settings),
                use=use_of(search),
                browser=search.browser or "",
            )
            slots = self._slots(told, question.service_id)
            return self.memory.remember(reading, Page(slots, last + timedelta(days=1)))

    def _slots(self, told: Sequence[FreeTime], service_id: str) -> list[Slot]:
        """Each time of a clinician once, earliest first: the same time may be free in two columns.

        Of such the first column of the first place is kept.
        """
        read = [slot(one, service_id, self._times) for one in told]
        slots = [one for one in read if one is not None]
        if len(slots) < len(read):
            log.warning("pracsuite_slots_dropped", count=len(read) - len(slots), service=service_id)
        once: dict[str, Slot] = {}
        for one in sorted(slots, key=lambda one: (one.start, one.clinician_id, _where(one))):
            once.setdefault(one.key, one)
        return list(once.values())


def window_of(service_id: str, first: date, last: date, settings: PracSuiteSettings) -> Window:
    """The question of these days, at the places and for the professions that the clinic opens."""
    return Window(
        first=first,
        last=last,
        appointment_type_id=number(service_id),
        business_ids=settings.business_ids,
        profession_ids=settings.profession_ids,
    )


def use_of(search: SlotSearch) -> Use:
    """Who pays for it."""
    if search.fresh:
        return Use.BOOK
    return Use.SEARCH if search.browser is None else Use.BROWSE


def _where(one: Slot) -> tuple[int, int]:
    token = Token.model_validate_json(one.token)
    return token.business_id, token.column_number or 1
