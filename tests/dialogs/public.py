"""The same clinic on a system that tells whoever asks who, where, what and for how much."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from connectors.errors import NotFound, SlotTaken
from connectors.model import (
    Clinician,
    Fee,
    GroupClass,
    Item,
    Place,
    Service,
    ServiceDetails,
    Slot,
    SlotSearch,
)
from connectors.protocols import (
    DescribesServices,
    JoinsClasses,
    ListsClasses,
    ListsPlaces,
    ListsPrices,
)
from dialogs.clinic import Catalogue
from tests.dialogs.surgery import CLINICIANS, SERVICES, ZONE, Surgery

MORE_SERVICES = (
    *SERVICES,
    Service("1870", "Whitening"),
    Service("1871", "Whitening top-up", 20),
    Service("1880", "Yoga class", 60, group=True),
    Service("1881", "Back class", 45, group=True),
)
MOST = 8
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
class PublicSurgery(
    Surgery, ListsPlaces, ListsPrices, DescribesServices, ListsClasses, JoinsClasses
):
    """`read` is what was read singly, by its id; `members` are who is on the list of a class.

    There is a class of each kind every day at ten; each has room for eight.
    """

    read: list[str] = field(default_factory=list)
    members: dict[str, list[str]] = field(default_factory=dict)

    def copy(self) -> "PublicSurgery":
        same = super().copy()
        assert isinstance(same, PublicSurgery)
        members = {one: list(who) for one, who in self.members.items()}
        return replace(same, read=list(self.read), members=members)

    @property
    def catalogue(self) -> Catalogue:
        assert {one.id for one in CLINICIANS} < {one.id for one in PEOPLE}
        return Catalogue(MORE_SERVICES, PEOPLE, PLACES, ITEMS)

    def abilities(self, *, lists: bool = False) -> Mapping[type, object]:
        able = super().abilities(lists=lists)
        more = (ListsPlaces, ListsPrices, DescribesServices, ListsClasses, JoinsClasses)
        return {**able, **dict.fromkeys(more, self)}

    async def classes(self, search: SlotSearch) -> Sequence[GroupClass]:
        self._fail("classes", after=False)
        days = 0 if self.full else (search.last_day - search.first_day).days + 1
        return [self._class(search, search.first_day + timedelta(days=n)) for n in range(days)]

    def _class(self, search: SlotSearch, day: date) -> GroupClass:
        id_ = f"{search.service.id}{day:%m%d}"
        start = datetime.combine(day, time(10), tzinfo=ZONE)
        minutes = search.service.minutes or 60
        slot = Slot(start, minutes, search.service.id, "34569", "Nina Cole", "2")
        return GroupClass(id_, slot, len(self.members.get(id_, ())), MOST)

    async def join(self, one: GroupClass, patient_id: str) -> None:
        self.writes.append(("join", one.slot.start))
        self._fail("join", after=False)
        if len(self.members.setdefault(one.id, [])) >= MOST:
            raise SlotTaken("full")
        self.members[one.id].append(patient_id)
        self._fail("join", after=True)

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
