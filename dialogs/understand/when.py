"""When a patient would like to come: a strict reader that says so rather than guess.

The text becomes a row of items (days, hours, parts of the day), of which those that are excluded
or past are taken out. What is left is gathered into wishes, one for each day. Where a word about
time stays unread, or words between two days do not say how they belong together, nothing is read.
"""

from collections.abc import Sequence
from datetime import datetime

from dialogs.understand.days import Today
from dialogs.understand.gather import gathered
from dialogs.understand.items import Item, scan
from dialogs.understand.lexis import OTHER, Lexeme, lexemes
from dialogs.understand.said import Said
from dialogs.understand.unread import is_unread
from dialogs.understand.wish import Ponder, Unsure, When
from dialogs.understand.words.table import Times

_LONGEST_PONDERED = 60
_NEGATIONS = ("not", "except")
_CLAUSE_ENDS = ("stop", "but")
_REACH_AHEAD, _REACH_BACK = 5, 4
_GONE_BY = ("yesterday", "last", "this", "tonight", "since", "ago")
_TOWARDS = ("to", "for", "until")
_TOLD = ("day", "hours", "part", "window")
_NEVER_PONDERED = frozenset(
    ("not", "except", "feast", "every", "weekdays", "ago", "since", "last", "past", "yesterday",
     "for", "early", "late", "vague", "after", "from", "before", "until", "few", "noise", "half")
)  # fmt: skip


def read_when(
    said: Said, now: datetime, locale: str, *, bare: bool = False
) -> When | Unsure | Ponder | None:
    """When somebody would like to come, `now` being the clinic's local time.

    None: no time was said, or none that is certain. Unsure: several readings ("which",
    "weekday_mismatch"), or none that can be meant, `why` being "past", "too_far" or
    "no_such_day". Ponder: a short phrase that looks like a date of a form unknown here. A number
    alone is a time only with `bare`, for when the question was about a time.
    """
    found = lexemes(said)
    if not found:
        return None
    times = said.language.times
    today = Today(now.date(), locale.replace("-", "_") in times.month_first)
    every = scan(found, now, times, today, bare=bare)
    if not every and (phrase := _ponderable(found, said, times)):
        return Ponder(phrase)
    items = [item for item in every if item.sort != "past"]
    if is_unread(found, every, times) or any(item.sort == "unclear" for item in items):
        return None
    if every and not items:
        looks_back = any(
            lexeme.kind in _GONE_BY for item in every for lexeme in found[item.start : item.end]
        )
        return Unsure((), "past") if looks_back and _only_time(found, every, times) else None
    _exclude(found, items)
    if not times.moves.isdisjoint(said.words):
        items = _moved_to(found, items)
    return gathered(found, items, now) if items else None


def _moved_to(found: Sequence[Lexeme], items: list[Item]) -> list[Item]:
    """Of an appointment that is to be moved, the time it moves to: what follows the last "to"."""
    for place in range(len(items) - 1, -1, -1):
        before = items[place].start - 1
        while before >= 0 and found[before].kind in ("the", "on", "around"):
            before -= 1
        if before >= 0 and found[before].kind in _TOWARDS:
            # "Postpone until next week" is to next week, not up to it.
            found[before].kind = "to"
            return items[place:]
    # Without it a day may be the old one, and "from 3 to 4" is no window.
    old = any(item.day or (item.hours and item.hours.not_before) for item in items)
    return [] if old else items


def _exclude(found: Sequence[Lexeme], items: Sequence[Item]) -> None:
    """Mark what a "not" or an "except" takes out: what follows it, or else what stands before."""
    told = [item for item in items if item.sort in _TOLD]
    for place, lexeme in enumerate(found):
        if lexeme.kind not in _NEGATIONS:
            continue
        ends = (*_CLAUSE_ENDS, "comma") if lexeme.kind == "not" else _CLAUSE_ENDS
        ahead = _clause_ahead(found, told, place, ends)
        for item in ahead or _chain_back(found, told, place):
            item.excluded = True


def _clause_ahead(
    found: Sequence[Lexeme], told: Sequence[Item], place: int, ends: tuple[str, ...]
) -> list[Item]:
    end = next(
        (here for here in range(place + 1, len(found)) if found[here].kind in ends), len(found)
    )
    ahead = [item for item in told if place < item.start < end]
    return ahead if ahead and ahead[0].start - place <= _REACH_AHEAD else []


def _chain_back(found: Sequence[Lexeme], told: Sequence[Item], place: int) -> list[Item]:
    chain: list[Item] = []
    edge, reach = place, _REACH_BACK
    for item in reversed([one for one in told if one.end <= place]):
        between = [lexeme.kind for lexeme in found[item.end : edge]]
        if len(between) > reach or any(kind in (*_CLAUSE_ENDS, "comma") for kind in between):
            break
        chain.append(item)
        # Further back only what is joined to it: "Monday or Tuesday is no good".
        edge, reach = item.start, 1
    return chain


def _only_time(found: Sequence[Lexeme], items: Sequence[Item], times: Times) -> bool:
    read = {place for item in items for place in range(item.start, item.end)}
    return all(
        place in read or lexeme.kind != OTHER or lexeme.text in times.polite
        for place, lexeme in enumerate(found)
    )


def _ponderable(found: Sequence[Lexeme], said: Said, times: Times) -> str | None:
    """The date-like phrase that is all of a short text in which nothing was understood."""
    if len(said.original) > _LONGEST_PONDERED:
        return None
    kinds = {lexeme.kind for lexeme in found}
    if not _NEVER_PONDERED.isdisjoint(kinds):
        return None
    numbered = kinds & {"figure", "ordinal", "year", "numeral"}
    named = kinds & {"month", "weekday", "relative"}
    if not (numbered and named) or ("ordinal" in kinds and kinds & {"week", "weekend"}):
        return None
    telling = [
        place
        for place, lexeme in enumerate(found)
        if lexeme.kind != OTHER or lexeme.text not in times.polite
    ]
    if any(found[place].kind == OTHER for place in telling):
        return None
    words = [lexeme.text for lexeme in found[telling[0] : telling[-1] + 1]]
    return " ".join(words).strip(" .,!?")
