"""Aerona's free slots in our words: pages for the search, and whether one time is still free."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

import structlog

from connectors.aerona import wire
from connectors.aerona.client import AeronaClient
from connectors.aerona.search import FULL, cover, page
from connectors.aerona.times import Times
from connectors.budget import Use
from connectors.errors import ConnectorError, Unavailable
from connectors.flight import SingleFlight
from connectors.ids import number
from connectors.memory import FRESH, Memory, Question, Range
from connectors.model import Clinician, PartOfDay, Service, Slot, SlotSearch
from connectors.pages import Page, Wanted

log = structlog.get_logger()

Clinicians = Callable[[], Awaitable[Collection[Clinician]]]

_TIME_OF_DAY: Final = {
    PartOfDay.ANY: wire.TimeOfDay.ANY,
    PartOfDay.MORNING: wire.TimeOfDay.BEFORE_12,
    PartOfDay.AFTERNOON: wire.TimeOfDay.FROM_12_TO_17,
    PartOfDay.EVENING: wire.TimeOfDay.AFTER_17,
}


# An answer for everybody that shows fewer days would offer times of hardly more than one.
_SPREAD: Final = 3


class Diary:
    """Free times, out of the memory of the last minute where that knows them.

    Identical questions in flight are one.
    """

    def __init__(
        self,
        client: AeronaClient,
        times: Times,
        practice_id: int,
        *,
        life: timedelta,
        clock: Callable[[], datetime],
    ) -> None:
        self._client = client
        self._times = times
        self._practice_id = practice_id
        self._clock = clock
        self._flight: SingleFlight[Range] = SingleFlight()
        self.memory = Memory(life, clock)

    async def free_slots(self, search: SlotSearch, clinicians: Clinicians) -> list[Slot]:
        """All that is wanted; `clinicians` gives the clinic's, if they are needed."""
        kind = search.service.kind
        wanted = Wanted(
            search.first_day, search.last_day, search.part, search.clinician_id, search.enough
        )

        async def able() -> Collection[str]:
            # A clinician whose type is not told may be of any.
            return [
                one.id for one in await clinicians() if kind is None or one.kind in (None, kind)
            ]

        async def ask(day: date, part: PartOfDay, clinician_id: str | None) -> Page:
            typed = kind is not None and (
                clinician_id is None or await _is_of(kind, clinician_id, clinicians)
            )
            question = Question(search.service.id, day, part, clinician_id, typed)
            told = (await self._answer(question, search, wanted)).page
            # What was remembered may have begun meanwhile.
            now = self._clock()
            return replace(told, slots=[one for one in told.slots if one.start >= now])

        found = await cover(wanted, ask, able, by_type=kind is not None)
        if not found.whole:
            log.warning("aerona_slots_hidden", service=search.service.id)
        return list(found.slots)

    async def _answer(self, question: Question, search: SlotSearch, wanted: Wanted) -> Range:
        """From the memory, else from the vendor, else from what is older."""
        known = self.memory.recall(question, wanted, FRESH if search.fresh else None)
        if known is not None:
            return known
        try:
            told = await self._ask(self._broader(question, wanted), search)
            if not (told.question.holds(question) and told.helps(question)):
                told = await self._ask(question, search)
        except Unavailable:
            older = None if search.fresh else self.memory.recall_older(question, wanted)
            if older is None:
                raise
            log.warning("aerona_older_slots", service=question.service_id)
            return older
        return told

    def _broader(self, question: Question, wanted: Wanted) -> Question:
        """What to ask the vendor instead, so that the answer serves others as well.

        Everybody's whole days, where what is wanted is likely to fit into one answer; and
        beginning on the same days for all patients, so that their answers are the same.
        """
        service_id = question.service_id
        reach = self.memory.reach(service_id)
        fits = (wanted.last - question.day).days < reach or (
            reach >= _SPREAD and self.memory.suffices(service_id, wanted)
        )
        if not question.typed or not fits:
            return question
        return Question(service_id, self._common_day(question.day, wanted.last, reach))

    def _common_day(self, day: date, last: date, reach: int) -> date:
        """The day to begin with: today, or as many days later as an answer surely shows."""
        sure = max(reach * 3 // 4, 1)
        today = self._times.day_of(self._clock())
        ahead = (day - today).days
        if ahead <= 0:
            return day
        common = today + timedelta(days=ahead // sure * sure)
        return common if (last - common).days < sure else day

    async def _ask(self, question: Question, search: SlotSearch) -> Range:
        """The vendor's answer. Who asks along with another does not share their lack of budget."""
        key = (question, self.memory.version)
        return await self._flight.ask_for(_use(search), key, lambda: self._read(question, search))

    async def _read(self, question: Question, search: SlotSearch) -> Range:
        service, clinician_id = search.service, question.clinician_id
        with self.memory.reading(question) as reading:
            raw = await self._client.slots(
                number(service.id),
                question.day,
                _TIME_OF_DAY[question.part],
                clinician_id=None if clinician_id is None else number(clinician_id),
                clinician_type_id=_kind(service) if clinician_id is None else None,
                use=_use(search),
                browser=search.browser or "",
            )
            full = len(raw) >= FULL
            of_one = clinician_id is not None
            told = page(self._slots(raw, service), question.day, full=full, of_one=of_one)
            return self.memory.remember(reading, told)

    async def is_gone(self, slot: Slot) -> bool:
        """Whether the vendor's search shows for certain that the time is not free any more."""
        day = self._times.day_of(slot.start)
        raw = await self._client.slots(
            number(slot.service_id),
            day,
            wire.TimeOfDay.ANY,
            clinician_id=number(slot.clinician_id),
            use=Use.BOOK,
        )
        service = Service(slot.service_id, name="", minutes=slot.minutes)
        starts = [one.start for one in self._slots(raw, service)]
        if slot.start in starts:
            return False
        # A full page that ends before the slot tells nothing about it.
        return len(raw) < FULL or max(starts, default=slot.start) > slot.start

    def _slots(self, raw: list[wire.Slot], service: Service) -> list[Slot]:
        read = [self._slot(one, service) for one in raw]
        slots = [one for one in read if one is not None]
        if len(slots) < len(read):
            log.warning("aerona_slots_dropped", count=len(read) - len(slots), service=service.id)
        return slots

    def _slot(self, raw: wire.Slot, service: Service) -> Slot | None:
        """None for a time that cannot be offered: another practice's, or one without a length."""
        minutes = raw.duration or service.minutes
        practice_id = raw.practice_id or self._practice_id
        if minutes is None or practice_id != self._practice_id:
            return None
        try:
            start = self._times.read(raw.start)
        except ValueError:
            return None
        return Slot(
            start=start,
            minutes=minutes,
            service_id=service.id,
            clinician_id=str(raw.clinician_id),
            clinician_name=raw.clinician_name or "",
            place_id=str(practice_id),
            token=raw.start if raw.whole else "",
        )


def _use(search: SlotSearch) -> Use:
    """Who pays for it."""
    if search.fresh:
        return Use.BOOK
    return Use.SEARCH if search.browser is None else Use.BROWSE


def _kind(service: Service) -> int | None:
    return None if service.kind is None else number(service.kind)


async def _is_of(kind: str, clinician_id: str, clinicians: Clinicians) -> bool:
    """Whether the clinician is known to be of that type."""
    try:
        return any(one.id == clinician_id and one.kind == kind for one in await clinicians())
    except ConnectorError:
        return False
