"""PracSuite's lists: filtered, sorted and cut into pages (contract §2)."""

import operator
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from sandbox.pracsuite_errors import params
from sandbox.pracsuite_fields import LOCAL, Call
from sandbox.serving import Answer

T = TypeVar("T")

PAGE_SIZE, LARGEST_PAGE = 50, 100
PAGING = ("page", "page_size")
_TIMESTAMP = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
_ASKED = re.compile(r"(?P<field>[a-z0-9_]+):(?P<operator><=|>=|!=|=|<|>|~)(?P<value>.*)", re.DOTALL)
_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    # Whether letters count is not documented: here they do not, as in most clinics' databases.
    "~": lambda value, part: part in value,
}


def _local(text: str) -> datetime:
    if not LOCAL.fullmatch(text):
        raise ValueError("must be yyyy-MM-ddTHH:mm:ss")
    return datetime.fromisoformat(text)


def _timestamp(text: str) -> datetime:
    if not _TIMESTAMP.fullmatch(text):
        raise ValueError("must be yyyy-MM-ddTHH:mm:ssZ")
    return datetime.fromisoformat(text)


def _day(text: str) -> date:
    if len(text) != len("2026-03-02"):
        raise ValueError("must be yyyy-MM-dd")
    return date.fromisoformat(text)


def _whole(text: str) -> int:
    if not re.fullmatch(r"-?\d{1,12}", text):
        raise ValueError("must be an integer")
    return int(text)


def _boolean(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError("must be true or false")
    return text == "true"


@dataclass(frozen=True)
class Kind:
    """What a field is compared with, and by which operators (contract §2, Filtering)."""

    operators: Collection[str]
    read: Callable[[str], Any]


DATE = Kind(("=", "!=", "<", "<=", ">", ">="), _day)
TIMESTAMP = Kind(("<", "<=", ">", ">="), _timestamp)
LOCAL_TIME = Kind(("=", "!=", "<", "<=", ">", ">="), _local)
INTEGER = Kind(("=", "!=", "<", "<=", ">", ">="), _whole)
NUMBERED = Kind(("=",), _whole)  # integers that stand for something, compared by = alone
STRING = Kind(("=", "!=", "~"), str.casefold)
BOOLEAN = Kind(("=", "!="), _boolean)


@dataclass(frozen=True)
class Filter(Generic[T]):
    """A field that a list is filtered by; `of` gives its value, or a tuple of them."""

    kind: Kind
    of: Callable[[T], object]

    def reads(self, name: str, sign: str, text: str) -> Callable[[T], bool]:
        """What a row has to pass."""
        if sign not in self.kind.operators:
            raise params(f"{name} cannot be filtered by {sign}")
        try:
            wanted = self.kind.read(text)
        except ValueError as wrong:
            raise params(f"{name} {wrong}") from None
        compare = _COMPARE[sign]

        def passes(row: T) -> bool:
            found = self.of(row)
            values = found if isinstance(found, tuple) else (found,)
            return any(
                compare(value.casefold() if isinstance(value, str) else value, wanted)
                for value in values
                if value is not None
            )

        return passes


@dataclass(frozen=True)
class Listing(Generic[T]):
    """One of the vendor's lists: the name under which rows come, and how they are written."""

    plural: str
    write: Callable[[T], dict[str, object]]
    filters: Mapping[str, Filter[T]] = field(default_factory=dict)
    sorts: Mapping[str, Callable[[T], Any]] = field(default_factory=dict)

    def answer(
        self,
        call: Call,
        rows: Sequence[T],
        *,
        without: Collection[str] = (),
        also: Collection[str] = (),
    ) -> Answer:
        """The page that was asked for.

        `without` names filters that this path lacks, `also` parameters of its own, which the
        caller has read.
        """
        call.expect((*PAGING, "sort_by", "q[]", *also))
        passes = [self._filter(text, without) for text in call.query.getall("q[]", [])]
        found = [*rows]
        if passes:
            found = [row for row in rows if all(one(row) for one in passes)]
        for name in reversed(self._order(call)):
            found.sort(key=_nulls_last(self.sorts[name]))
        return page(call, self.plural, found, self.write)

    def _filter(self, text: str, without: Collection[str]) -> Callable[[T], bool]:
        asked = _ASKED.fullmatch(text)
        if asked is None:
            raise params("q[] must be FIELD:OPERATORVALUE")
        name = asked["field"]
        if name not in self.filters or name in without:
            raise params(f"there is no filter {name}")
        return self.filters[name].reads(name, asked["operator"], asked["value"])

    def _order(self, call: Call) -> list[str]:
        """Contract §2: comma separated, although the samples show a JSON array."""
        asked = call.parameter("sort_by")
        names = [name.strip(' "') for name in (asked or "").strip("[]").split(",")]
        names = names if asked else []
        if unknown := [name for name in names if name not in self.sorts]:
            raise params(f"cannot be sorted by {unknown[0]}")
        return names


def page(
    call: Call, plural: str, found: Sequence[T], write: Callable[[T], dict[str, object]]
) -> Answer:
    """One page with its links, which lose the filters as those of the vendor's samples do."""
    number, size = _paging(call)
    first = (number - 1) * size
    total = len(found)
    rows = [
        {**write(row), "row_num": first + index, "total_rows": total}
        for index, row in enumerate(found[first : first + size], start=1)
    ]

    def link(to: int) -> str:
        return f"{call.base}{call.path}?page={to}&page_size={size}"

    links = {
        "self": link(number),
        "previous": link(number - 1) if number > 1 else None,
        "next": link(number + 1) if first + size < total else None,
    }
    return Answer({plural: rows, "total_entries": total, "links": links})


def _paging(call: Call) -> tuple[int, int]:
    number, size = call.number("page"), call.number("page_size")
    number = 1 if number is None else number
    size = PAGE_SIZE if size is None else size
    if number < 1:
        raise params("page starts at 1")
    if not 1 <= size <= LARGEST_PAGE:
        raise params(f"page_size must be from 1 to {LARGEST_PAGE}")
    return number, size


def _nulls_last(of: Callable[[T], Any]) -> Callable[[T], tuple[bool, Any]]:
    def key(row: T) -> tuple[bool, Any]:
        value = of(row)
        return value is None, value

    return key
