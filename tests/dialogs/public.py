"""The same clinic on a system that tells whoever asks who, where, what and for how much."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from connectors.errors import NotFound
from connectors.model import Clinician, Fee, Item, Place, Service, ServiceDetails
from connectors.protocols import DescribesServices, ListsPlaces, ListsPrices
from dialogs.clinic import Catalogue
from tests.dialogs.surgery import CLINICIANS, SERVICES, Surgery

MORE_SERVICES = (
    *SERVICES,
    Service("1870", "Whitening"),
    Service("1871", "Whitening top-up", 20),
)
PEOPLE = (
    Clinician("34567", "Dr Ana Ruiz", "dentist", ("Dentist",), place_ids=("1",)),
    Clinician(
        "34568",
        "Dr Tom Reid",
        "dentist",
        ("Dentist", "Implant specialist"),
        "I have put in implants\n since 2004.",
        ("1", "2"),
    ),
    Clinician("34569", "Nina Cole", "hygienist", ("Hygienist",)),
    Clinician("34570", "Dr Ada Reid", "dentist", ("Dentist",)),
)
PLACES = (
    Place("1", "Quay Street", "1 Quay Street, London", "020 7946 0001", "quay@example.com"),
    Place("2", "Harbour North", "7 North Road, London", website="https://north.example.com"),
    Place("3", "Harbour South", "9 South Road, London"),
)
ITEMS = (
    Item("1", "Porcelain crown", "615"),
    Item("2", "Resin crown", "616"),
    Item("3", "Hygiene visit", "114"),
    Item("4", "Gold inlay", "D571"),
    Item("5", "Night guard"),
)
FEES = {
    "1": (Fee(Decimal("1250.00"), "Private"), Fee(Decimal(990), "Members")),
    "2": (Fee(Decimal("840.5")),),
    "3": (Fee(Decimal(75)),),
    "4": (),
}


@dataclass
class PublicSurgery(Surgery, ListsPlaces, ListsPrices, DescribesServices):
    """`read` is what was read singly, by its id."""

    read: list[str] = field(default_factory=list)

    @property
    def catalogue(self) -> Catalogue:
        assert {one.id for one in CLINICIANS} < {one.id for one in PEOPLE}
        return Catalogue(MORE_SERVICES, PEOPLE, PLACES, ITEMS)

    def abilities(self, *, lists: bool = False) -> Mapping[type, object]:
        able = super().abilities(lists=lists)
        return {**able, ListsPlaces: self, ListsPrices: self, DescribesServices: self}

    async def places(self) -> Sequence[Place]:
        return PLACES

    async def items(self) -> Sequence[Item]:
        return ITEMS

    async def fees(self, item_id: str) -> Sequence[Fee]:
        self.read.append(item_id)
        self._fail("fees", after=False)
        if item_id not in FEES:
            raise NotFound("no such item")
        return FEES[item_id]

    async def service(self, service_id: str) -> ServiceDetails:
        self.read.append(service_id)
        self._fail("service", after=False)
        service = next(one for one in MORE_SERVICES if one.id == service_id)
        return ServiceDetails(service, (40, 60), ("Laser room",))
