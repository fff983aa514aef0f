"""Which entry of a list of the clinic's own is meant: by number, by name, or as the only one."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from connectors.errors import Refused


@dataclass(frozen=True)
class Entry:
    """One entry of a list of the clinic's."""

    id: int
    name: str


class UnclearError(Refused):
    """The clinic's list does not tell which of its entries is meant."""


def chosen(
    wanted: str, entries: Sequence[Entry], fitting: Sequence[Entry], names: Iterable[str]
) -> Entry | str:
    """The entry that is meant: as set, else the only one that fits; or a sentence why none is."""
    if wanted:
        found = named(wanted, entries)
        if len(found) == 1:
            return found[0]
        if found:
            return "more than one entry of the clinic's list has this name; set its number"
        return f"nothing in use in the clinic's list fits it; there are: {_list(entries)}"
    named_so = [one for one in fitting if plain(one.name) in names]
    found = named_so if len(named_so) == 1 else list(fitting)
    if len(found) == 1:
        return found[0]
    if found:
        return f"more than one entry of the clinic's list may be meant: {_list(found)}"
    return f"nothing in the clinic's list is known to mean this; there are: {_list(entries)}"


def named(wanted: str, entries: Iterable[Entry]) -> list[Entry]:
    """Those with this number, else those with this name."""
    every = list(entries)
    numbered = [one for one in every if str(one.id) == wanted.strip()]
    return numbered or [one for one in every if plain(one.name) == plain(wanted)]


def plain(name: str) -> str:
    """Small letters and single spaces; what is neither letter nor digit separates words."""
    return " ".join(re.findall(r"\w+", name.casefold().replace("'", "")))


def _list(entries: Sequence[Entry]) -> str:
    return ", ".join(f"{one.id} {one.name}" for one in entries) or "none"
