"""Which service somebody asks about."""

from collections.abc import Mapping
from typing import ClassVar

from dialogs.lookup import Lookup


class Services(Lookup):
    """`minutes` are the lengths that it may have, shortest first."""

    drops: ClassVar[Mapping[str, tuple[str, ...]]] = {"one": ("minutes",)}

    minutes: tuple[int, ...] | None = None
