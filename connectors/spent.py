"""What was asked of a vendor, as it stands in the file that counts: when, for what, by whom."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isfinite

_SEVERAL = "windows"


@dataclass(frozen=True)
class Spent:
    """One request, or several that are counted together: when, for what, and by which browser."""

    moment: float
    use: str = ""  # empty: nobody knows, or it was logged before uses were
    browser: str = ""
    count: int = 1


def together(spent: Iterable[Spent], *, named_since: float) -> list[Spent]:
    """Those of the same moment as one, older ones without the name of the browser."""
    counts = Counter[tuple[float, str, str]]()
    for one in spent:
        browser = one.browser if one.moment >= named_since else ""
        counts[one.moment, one.use, browser] += one.count
    return [Spent(*of, count=count) for of, count in counts.items()]


def read_windows(text: bytes, windows: int) -> list[list[Spent]]:
    """What each window holds; ValueError for what was never written."""
    told = json.loads(text, parse_int=float)
    if windows == 1:
        return [_list(told)]
    told = told.get(_SEVERAL) if isinstance(told, dict) else None
    if not isinstance(told, list) or len(told) != windows:
        raise ValueError("not as many windows")
    return [_list(one) for one in told]


def write_windows(all_spent: Sequence[Sequence[Spent]]) -> str:
    """As `read_windows` reads it; one window alone is a plain list."""
    lists = [[_written(one) for one in spent] for spent in all_spent]
    return json.dumps(lists[0] if len(lists) == 1 else {_SEVERAL: lists})


def _list(told: object) -> list[Spent]:
    if not isinstance(told, list):
        raise ValueError("not a list")  # noqa: TRY004 - the file's fault, like any other
    return [_one(one) for one in told]


def _one(told: object) -> Spent:
    match told:
        case [float() as moment, str() as use, str() as browser] if isfinite(moment):
            return Spent(moment, use, browser)
        case [float() as moment, str() as use, str() as browser, float() as count] if (
            isfinite(moment) and count >= 1 and count.is_integer()
        ):
            return Spent(moment, use, browser, int(count))
        case float() if isfinite(told):
            return Spent(told)
        case _:
            raise ValueError("not a request")


def _written(one: Spent) -> Sequence[float | str]:
    counted = () if one.count == 1 else (one.count,)
    return one.moment, one.use, one.browser, *counted
