"""PracSuite's prices: what is charged for, in which groups, and for which category of patients."""

from pydantic import Field

from connectors.pracsuite.wire import ARCHIVED, Archived, Record
from connectors.reading import Amount, Id, Loose, Words


class FeeCategory(Record):
    fee_cat_id: Id
    description: str
    active: Loose[bool] = None


class Item(Record):
    item_id: Id
    description: Words = ""
    item_code: Loose[str] = None
    gst: Loose[bool | Amount] = None
    archived: Archived = Field(default=False, validation_alias=ARCHIVED)
    print_code: Loose[bool | str] = None


class ItemFee(Record):
    """What an item costs for a category of patients; amounts keep the digits that were sent."""

    fee_cat_id: Loose[Id] = None
    charge: Loose[Amount] = None
    discount: Loose[Amount] = None


class WholeItem(Item):
    """What a single reading tells."""

    item_fees: list[ItemFee]


class ItemGroup(Record):
    item_group_id: Id
    description: str
    archived: Archived = Field(default=False, validation_alias=ARCHIVED)
    item_ids: Loose[list[Id]] = None
