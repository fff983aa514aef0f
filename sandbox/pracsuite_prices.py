"""What the clinic charges for, and what it costs for whom (contract §7)."""

from collections.abc import Iterable
from dataclasses import dataclass

STANDARD, CHILD, CONCESSION, STAFF = 1, 2, 3, 4
FEE_CATEGORIES = {
    STANDARD: "Standard",
    CHILD: "Child",
    CONCESSION: "Concession",
    STAFF: "Staff",
}
NOT_USED_ANY_MORE = frozenset({STAFF})


@dataclass(frozen=True, slots=True)
class Item:
    """Something charged for; `pence` is what it usually costs."""

    id: int
    code: str
    description: str
    pence: int
    archived: bool = False

    def charge(self, category: int) -> int:
        """In pence: children are charged half, with a concession a tenth less."""
        if category == CHILD:
            return self.pence // 2
        return self.pence * 9 // 10 if category == CONCESSION else self.pence


@dataclass(frozen=True)
class ItemGroup:
    """Items that are charged together."""

    id: int
    description: str
    item_ids: tuple[int, ...]
    archived: bool = False


ITEMS = (
    Item(7001, "012", "Check-up", 4800),
    Item(7002, "114", "Scale and clean", 6250),
    Item(7003, "022", "X-ray, single film", 1500),
    Item(7004, "521", "White filling, one surface", 12000),
    Item(7005, "522", "White filling, two surfaces", 14500),
    Item(7006, "415", "Root canal treatment", 42000),
    Item(7007, "881", "Orthodontic consultation", 9000),
    Item(7008, "013", "Emergency appointment", 6500),
    Item(7009, "915", "Video consultation", 4000),
    Item(7010, "118", "Tooth whitening", 29500),
    Item(7011, "311", "Removal of a tooth", 16000),
    Item(7012, "PIL", "Clinical Pilates class", 2200),
    Item(7013, "OLD", "Amalgam filling", 8000, archived=True),
)
ITEM_GROUPS = (
    ItemGroup(51, "New patient check-up", (7001, 7003)),
    ItemGroup(52, "Check-up and clean", (7001, 7002)),
    ItemGroup(53, "Amalgam package", (7013,), archived=True),
)
# What is charged for an appointment of this type unless something else is said.
ITEM_OF_TYPE = {
    1864: 7001,
    1865: 7002,
    1866: 7004,
    1867: 7007,
    1868: 7008,
    1869: 7009,
    1870: 7006,
    1871: 7010,
    1880: 7012,
}


class Prices:
    """All items, and what they are grouped into."""

    def __init__(self, further: Iterable[Item] = ()) -> None:
        self.items = {one.id: one for one in (*ITEMS, *further)}
        self.groups = {one.id: one for one in ITEM_GROUPS}
