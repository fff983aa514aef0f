"""What PracSuite tells of prices: items, groups of items, categories of fees (contract §7)."""

from sandbox.pracsuite_catalogue import TENANT_ID
from sandbox.pracsuite_errors import not_found
from sandbox.pracsuite_fields import Call
from sandbox.pracsuite_filters import BOOLEAN, STRING, Filter, Listing
from sandbox.pracsuite_json import Json
from sandbox.pracsuite_prices import (
    FEE_CATEGORIES,
    NOT_USED_ANY_MORE,
    Item,
    ItemGroup,
    Prices,
)
from sandbox.serving import Answer


class Items:
    """Fees come with a single reading alone."""

    def __init__(self, prices: Prices) -> None:
        self._prices = prices
        self._items: Listing[Item] = Listing(
            "items",
            _item,
            {
                "item_code": Filter(STRING, lambda one: one.code),
                "description": Filter(STRING, lambda one: one.description),
            },
            {"item_id": lambda one: one.id},
        )
        self._groups: Listing[ItemGroup] = Listing(
            "item_groups",
            _group,
            {
                "description": Filter(STRING, lambda one: one.description),
                "archived": Filter(BOOLEAN, lambda one: one.archived),
            },
            {"item_group_id": lambda one: one.id},
        )
        self._categories = Listing("fee_categories", _category)

    def fee_categories(self, call: Call) -> Answer:
        return self._categories.answer(call, [*FEE_CATEGORIES])

    def items(self, call: Call) -> Answer:
        return self._items.answer(call, [*self._prices.items.values()])

    def items_of_group(self, call: Call) -> Answer:
        ids = self._group(call).item_ids
        return self._items.answer(call, [self._prices.items[id_] for id_ in ids])

    def item(self, call: Call) -> Answer:
        call.expect(())
        found = self._prices.items.get(call.id("item_id"))
        if found is None:
            raise not_found("Item", call.names["item_id"])
        fees = [
            {"fee_cat_id": id_, "charge": found.charge(id_) / 100, "discount": 0}
            for id_ in FEE_CATEGORIES
        ]
        return Answer({**_item(found), "item_fees": fees})

    def item_groups(self, call: Call) -> Answer:
        return self._groups.answer(call, [*self._prices.groups.values()])

    def item_group(self, call: Call) -> Answer:
        call.expect(())
        return Answer(_group(self._group(call)))

    def _group(self, call: Call) -> ItemGroup:
        found = self._prices.groups.get(call.id("item_group_id"))
        if found is None:
            raise not_found("Item Group", call.names["item_group_id"])
        return found


def _category(id_: int) -> Json:
    return {
        "tenant_id": TENANT_ID,
        "fee_cat_id": id_,
        "description": FEE_CATEGORIES[id_],
        "active": id_ not in NOT_USED_ANY_MORE,
    }


def _item(one: Item) -> Json:
    return {
        "tenant_id": TENANT_ID,
        "item_id": one.id,
        "item_code": one.code,
        "description": one.description,
        "gst": False,
        "archived": one.archived,
        "print_code": True,
    }


def _group(one: ItemGroup) -> Json:
    return {
        "tenant_id": TENANT_ID,
        "item_group_id": one.id,
        "description": one.description,
        "archived": one.archived,
        "item_ids": list(one.item_ids),
    }
