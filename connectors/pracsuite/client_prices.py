"""PracSuite's prices: items, their groups, and the categories of patients who pay differently."""

from collections.abc import Sequence
from typing import Final

from pydantic import TypeAdapter

from connectors.budget import Use
from connectors.exchange import Call
from connectors.pracsuite.filters import Filter
from connectors.pracsuite.paging import Asked, Listing, Lists, Progress, untold
from connectors.pracsuite.requests import Requests
from connectors.pracsuite.wire_prices import FeeCategory, Item, ItemGroup, WholeItem

_CATEGORIES: Final = Listing("fee_categories", "fee_categories", FeeCategory)
_ITEMS: Final = Listing("items", "items", Item, ("item_code", "description"))
_GROUPS: Final = Listing("item_groups", "item_groups", ItemGroup, ("description", "archived"))

_ITEM: Final = TypeAdapter(WholeItem)
_GROUP: Final = TypeAdapter(ItemGroup)


class Prices:
    """What something costs is told by `item` alone, and never by a list."""

    def __init__(self, requests: Requests, lists: Lists) -> None:
        self._requests = requests
        self._lists = lists

    async def fee_categories(self, *, use: Use = Use.CATALOGUE) -> list[FeeCategory]:
        """For whom prices differ."""
        return await self._lists.whole(_CATEGORIES, Asked("/fee_category", use))

    async def items(
        self,
        *,
        where: Sequence[Filter] = (),
        use: Use = Use.CATALOGUE,
        progress: Progress = untold,
    ) -> list[Item]:
        """Everything that is charged for; tens of thousands at some practices."""
        asked = Asked("/item", use, where=where, progress=progress)
        return await self._lists.whole(_ITEMS, asked)

    async def items_of(
        self, item_group_id: int, *, where: Sequence[Filter] = (), use: Use = Use.CATALOGUE
    ) -> list[Item]:
        """What is charged together."""
        path = f"/item_group/{item_group_id}/item"
        return await self._lists.whole(_ITEMS, Asked(path, use, where=where, of_a_record=True))

    async def item(self, item_id: int, *, use: Use = Use.CATALOGUE) -> WholeItem:
        """One item with its fees; raises NotFound."""
        call = Call("item", "GET", f"/item/{item_id}", use, of_a_record=True)
        return await self._requests.read(call, _ITEM)

    async def item_groups(
        self, *, where: Sequence[Filter] = (), use: Use = Use.CATALOGUE
    ) -> list[ItemGroup]:
        """Groups of items."""
        return await self._lists.whole(_GROUPS, Asked("/item_group", use, where=where))

    async def item_group(self, item_group_id: int, *, use: Use = Use.CATALOGUE) -> ItemGroup:
        """One group; raises NotFound."""
        call = Call("item_group", "GET", f"/item_group/{item_group_id}", use, of_a_record=True)
        return await self._requests.read(call, _GROUP)
