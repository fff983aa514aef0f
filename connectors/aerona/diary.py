"""Aerona's free slots in our words: pages for the search, and whether one time is still free."""

from collections.abc import Awaitable, Callable, Collection
from datetime import date
from typing import Final

import structlog

from connectors.aerona import wire
from connectors.aerona.client import AeronaClient
from connectors.aerona.ids import number
from connectors.aerona.search import FULL, Page, Wanted, cover
from connectors.aerona.times import Times
from connectors.budget import Use
from connectors.flight import SingleFlight
from connectors.model import PartOfDay, Service, Slot, SlotSearch

log = structlog.get_logger()

_TIME_OF_DAY: Final = {
    PartOfDay.ANY: wire.TimeOfDay.ANY,
    PartOfDay.MORNING: wire.TimeOfDay.BEFORE_12,
    PartOfDay.AFTERNOON: wire.TimeOfDay.FROM_12_TO_17,
    PartOfDay.EVENING: wire.TimeOfDay.AFTER_17,
}


class Diary:
    """Free times. Identical questions in flight are one; nothing is remembered beyond that."""

    def __init__(self, client: AeronaClient, times: Times, practice_id: int) -> None:
        self._client = client
        self._times = times
        self._practice_id = practice_id
        self._flight: SingleFlight[list[wire.Slot]] = SingleFlight()

    async def free_slots(
        self, search: SlotSearch, clinicians: Callable[[], Awaitable[Collection[str]]]
    ) -> list[Slot]:
        """All that is wanted; `clinicians` gives those who do the service, if it must be split."""
        service = search.service
        kind = None if service.kind is None else number(service.kind)

        async def ask(day: date, part: PartOfDay, clinician_id: str | None) -> Page:
            raw = await self._page(
                number(service.id),
                day,
                part,
                None if clinician_id is None else number(clinician_id),
                kind if clinician_id is None else None,
            )
            return Page(self._slots(raw, service), full=len(raw) >= FULL)

        wanted = Wanted(
            search.first_day, search.last_day, search.part, search.clinician_id, search.enough
        )
        found = await cover(wanted, ask, clinicians, by_type=kind is not None)
        if not found.whole:
            log.warning("aerona_slots_hidden", service=service.id)
        return list(found.slots)

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

    async def _page(
        self,
        service_id: int,
        day: date,
        part: PartOfDay,
        clinician_id: int | None,
        kind: int | None,
    ) -> list[wire.Slot]:
        return await self._flight.ask(
            (service_id, day, part, clinician_id, kind),
            lambda: self._client.slots(
                service_id,
                day,
                _TIME_OF_DAY[part],
                clinician_id=clinician_id,
                clinician_type_id=kind,
            ),
        )

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
