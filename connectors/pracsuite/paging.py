"""Lists of any length: page after page with our own filters, and no row that was not asked for.

docs/vendors/pracsuite.md, Lists. The vendor's own `links.next` loses the filters in its samples:
followed, it could show other people's records. So it only means that there is more; the next page
is asked for like the first one, and every row is held against what was asked.
"""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final, Generic, TypeVar

import structlog
from pydantic import TypeAdapter

from connectors.answers import unreadable
from connectors.budget import Use
from connectors.errors import TooBusy
from connectors.exchange import Call
from connectors.pracsuite.filters import Filter, NumberField, filtered, sorted_by
from connectors.pracsuite.requests import Requests
from connectors.pracsuite.wire import Record
from connectors.reading import Id, Loose, UnreadableError, read

log = structlog.get_logger()

T = TypeVar("T", bound=Record)

PAGE_SIZE: Final = 100
# A hundred thousand rows: more than any list of a practice that is read whole.
MOST_PAGES: Final = 1000

# More than a minute's window; the end of a day's is not waited for.
_LONGEST_PAUSE: Final = timedelta(minutes=2)
_MOST_PAUSES: Final = 10

Row = Mapping[str, object]
# Told how much of a list is known, and how much there is.
Progress = Callable[[int, int], None]
Pairs = Sequence[tuple[str, str]]

# What the vendor adds to a row says where it stands, and not what it is.
_OF_THE_PLACE: Final = ("row_num", "total_rows", "links")


@dataclass(frozen=True)
class Listing(Generic[T]):
    """A list of the vendor's: its name in logs, its key in the answer, what its rows are.

    `filters` and `sorts` are the names that it may be narrowed and sorted by.
    """

    operation: str
    key: str
    row: type[T]
    filters: Collection[str] = ()
    sorts: Collection[str] = ()

    def but(self, *names: str) -> "Listing[T]":
        """The same list under a path that narrows it already."""
        rest = [name for name in self.filters if name not in names]
        return Listing(self.operation, self.key, self.row, rest, self.sorts)


def untold(_known: int, _total: int) -> None:
    """Where nobody wants to know how much of a list is known."""


@dataclass(frozen=True)
class Asked:
    """How a list is asked for: see `Listing`. `fits` is what the path or the query says already."""

    path: str
    use: Use
    browser: str = field(default="", repr=False)
    query: Pairs = field(default=(), repr=False)
    where: Sequence[Filter] = ()
    sort: Sequence[str] = ()
    fits: Callable[[Row], bool] = lambda _: True
    progress: Progress = untold
    most_pages: int = MOST_PAGES
    of_a_record: bool = False  # the path names one record, which may not exist


class _Links(Record):
    next: Loose[str] = None


class _Envelope(Record):
    total_entries: Loose[Id] = None
    links: Loose[_Links] = None


_ENVELOPE: Final = TypeAdapter(_Envelope)


class Lists:
    """Reads the vendor's lists over the one request function."""

    def __init__(self, requests: Requests) -> None:
        self._requests = requests

    async def whole(self, listing: Listing[T], asked: Asked) -> list[T]:
        """Every row that fits, each once, in the vendor's order."""
        query = [
            *asked.query,
            *filtered(listing.operation, asked.where, listing.filters),
            *sorted_by(listing.operation, asked.sort, listing.sorts),
        ]
        found: list[T] = []
        seen: set[str] = set()
        dropped = 0
        for page in range(1, asked.most_pages + 1):
            paged = [*query, ("page", str(page)), ("page_size", str(PAGE_SIZE))]
            rows, envelope = await self._page_in_time(listing, asked, paged, first=page == 1)
            fresh = [row for row in rows if _name(row) not in seen]
            seen.update(_name(row) for row in fresh)
            fitting = [row for row in fresh if _fits(asked, row)]
            dropped += len(fresh) - len(fitting)
            found += _records(self._call(listing, asked, paged), listing, fitting)
            asked.progress(len(seen), max(envelope.total_entries or 0, len(seen)))
            if not fitting or not _more(envelope, len(seen)):
                break
        else:
            log.warning("list_too_long", operation=listing.operation, count=len(seen))
        if dropped:
            log.warning("rows_not_asked_for", operation=listing.operation, count=dropped)
        return found

    async def only(self, listing: Listing[T], asked: Asked) -> list[T]:
        """The rows of an answer that has no pages."""
        rows, _ = await self._page(listing, asked, asked.query)
        fitting = [row for row in rows if _fits(asked, row)]
        return _records(self._call(listing, asked, asked.query), listing, fitting)

    async def _page_in_time(
        self, listing: Listing[Any], asked: Asked, query: Pairs, *, first: bool
    ) -> tuple[list[Row], _Envelope]:
        """A page; in a long catalogue after a pause, where a minute's requests are used up.

        What was read of it would be lost, and the next try would come no further.
        """
        for _ in range(_MOST_PAUSES):
            try:
                return await self._page(listing, asked, query)
            except TooBusy as busy:
                if first or asked.use is not Use.CATALOGUE or busy.retry_after > _LONGEST_PAUSE:
                    raise
                await self._requests.rest(busy.retry_after)
        return await self._page(listing, asked, query)

    async def _page(
        self, listing: Listing[Any], asked: Asked, query: Pairs
    ) -> tuple[list[Row], _Envelope]:
        call = self._call(listing, asked, query)
        body = await self._requests.read(call, TypeAdapter(dict[str, Any]))
        rows = body.get(listing.key)
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise unreadable(call, listing.key)
        return rows, read(_ENVELOPE, body)

    def _call(self, listing: Listing[Any], asked: Asked, query: Pairs) -> Call:
        return Call(listing.operation, "GET", asked.path, asked.use, query, browser=asked.browser)


def same(name: str, number: int) -> Callable[[Row], bool]:
    """Whether a row is of the record in the path; one that does not tell is."""
    return NumberField(name).equals(number).fits


def _fits(asked: Asked, row: Row) -> bool:
    return asked.fits(row) and all(one.fits(row) for one in asked.where)


def _more(envelope: _Envelope, seen: int) -> bool:
    """Whether there is another page: the link says so, and the count does not deny it."""
    total = envelope.total_entries
    if envelope.links is None:
        return total is not None and seen < total
    return bool(envelope.links.next) and (total is None or seen < total)


def _name(row: Row) -> str:
    """The same for the same row, on whichever page it comes."""
    told = {name: value for name, value in row.items() if name not in _OF_THE_PLACE}
    return json.dumps(told, sort_keys=True, default=str)


def _records(call: Call, listing: Listing[T], rows: Sequence[Row]) -> list[T]:
    try:
        return read(TypeAdapter(list[listing.row]), rows)  # type: ignore[name-defined]
    except UnreadableError as error:
        raise unreadable(call, f"{listing.key}{error}") from error
