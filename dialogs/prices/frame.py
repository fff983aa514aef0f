"""What somebody wants to know the price of."""

from collections.abc import Mapping
from typing import ClassVar

from connectors.model import Fee
from dialogs.lookup import Lookup


class Prices(Lookup):
    """`fees` are what it costs, for each category of patients."""

    drops: ClassVar[Mapping[str, tuple[str, ...]]] = {"one": ("fees",)}

    fees: tuple[Fee, ...] | None = None
