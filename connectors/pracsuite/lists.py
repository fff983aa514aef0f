"""What seldom changes at a practice: its lists, remembered for hours, and what is read singly."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final, Generic, TypeVar

from connectors.ids import number, number_to_find
from connectors.kept import Kept
from connectors.model import Clinician, Fee, Item, Place, Service, ServiceDetails
from connectors.pracsuite import records
from connectors.pracsuite.client import PracSuiteClient
from connectors.pracsuite.paging import Progress
from connectors.pracsuite.reasons import Reasons
from connectors.pracsuite.settings import PracSuiteSettings
from connectors.pracsuite.statuses import Statuses
from connectors.pracsuite.wire_prices import FeeCategory

T = TypeVar("T")

# Of 50,000 items few are ever asked about.
_MOST_SINGLE: Final = 1000

Tell = Callable[[str, int, int], None]


class Lists:
    """The clinic's services, people, places and prices, its statuses and its reasons."""

    def __init__(
        self, client: PracSuiteClient, settings: PracSuiteSettings, clock: Callable[[], datetime]
    ) -> None:
        life = timedelta(hours=settings.catalogue_hours)
        self._client = client
        self._settings = settings
        self._tell: Tell | None = None
        self.services = Kept("services", self._services, life, clock)
        self.clinicians = Kept("clinicians", self._clinicians, life, clock)
        self.places = Kept("places", self._places, life, clock)
        self.items = Kept("items", self._items, life, clock)
        self.statuses = Kept("statuses", self.read_statuses, life, clock)
        self.reasons = Kept("reasons", self.read_reasons, life, clock)
        self._categories = Kept("fee categories", self._read_categories, life, clock)
        self._details = _Single(self._service, life, clock)
        self._fees = _Single(self._fees_of, life, clock)

    async def details(self, service_id: str) -> ServiceDetails:
        """One service whole; raises NotFound."""
        number_to_find(service_id)
        return await self._details.get(service_id)

    async def fees(self, item_id: str) -> list[Fee]:
        """What an item costs; raises NotFound."""
        number_to_find(item_id)
        return await self._fees.get(item_id)

    async def load(self, tell: Tell) -> None:
        """Read all lists, one after the other: together they would be in each other's way."""
        self._tell = tell
        try:
            await self.services.get()
            await self.clinicians.get()
            await self.places.get()
            await self.statuses.get()
            await self.reasons.get()
            await self._categories.get()
            await self.items.get()
        finally:
            self._tell = None

    async def read_statuses(self) -> Statuses:
        """The clinic's statuses as they are now."""
        return Statuses(await self._client.practice.statuses(), self._settings)

    async def read_reasons(self) -> Reasons:
        """The clinic's reasons as they are now."""
        practice = self._client.practice
        return Reasons(
            await practice.cancellation_reasons(),
            await practice.reschedule_reasons(),
            self._settings,
        )

    def _progress(self, what: str) -> Progress:
        def tell(known: int, total: int) -> None:
            if self._tell is not None:
                self._tell(what, known, total)

        return tell

    async def _services(self) -> list[Service]:
        """With their profession, which the list does not tell but each profession's own one does.

        One of several professions, or of none, may be for anybody (contract §7).
        """
        practice = self._client.practice
        told = await practice.types(progress=self._progress("services"))
        kinds: dict[int, list[int]] = {}
        for profession in await practice.professions(progress=self._progress("professions")):
            for one in await practice.types_of(profession.profession_id):
                kinds.setdefault(one.appointment_type_id, []).append(profession.profession_id)
        return [
            records.service(one, kinds.get(one.appointment_type_id, ()))
            for one in told
            if not one.archived
        ]

    async def _clinicians(self) -> list[Clinician]:
        practice = self._client.practice
        professions = {
            one.profession_id: one
            for one in await practice.professions(progress=self._progress("professions"))
        }
        told = await practice.practitioners(progress=self._progress("clinicians"))
        return [records.clinician(one, professions) for one in told if not one.archived]

    async def _places(self) -> list[Place]:
        told = await self._client.practice.businesses(progress=self._progress("places"))
        return [records.place(one) for one in told if not one.archived]

    async def _items(self) -> list[Item]:
        told = await self._client.prices.items(progress=self._progress("prices"))
        return [records.item(one) for one in told if not one.archived]

    async def _read_categories(self) -> list[FeeCategory]:
        return await self._client.prices.fee_categories()

    async def _service(self, service_id: str) -> ServiceDetails:
        practice = self._client.practice
        whole = await practice.type(number(service_id))
        needed = await practice.resources_of_type(number(service_id))
        return records.details(whole, needed)

    async def _fees_of(self, item_id: str) -> list[Fee]:
        categories = {one.fee_cat_id: one for one in await self._categories.get()}
        return records.fees(await self._client.prices.item(number(item_id)), categories)


class _Single(Generic[T]):
    """Readings of single records, each remembered for hours; the oldest go first."""

    def __init__(
        self,
        read: Callable[[str], Awaitable[T]],
        life: timedelta,
        clock: Callable[[], datetime],
    ) -> None:
        self._read = read
        self._life = life
        self._clock = clock
        self._kept: dict[str, Kept[T]] = {}

    async def get(self, id_: str) -> T:
        """The record; raises NotFound."""
        known = self._kept.pop(id_, None)
        if known is None:
            known = Kept("single", lambda: self._read(id_), self._life, self._clock)
        self._kept[id_] = known
        if len(self._kept) > _MOST_SINGLE:
            del self._kept[next(iter(self._kept))]
        return await known.get()
