"""Whether something about time was left unread: then what was read is not what was said."""

from collections.abc import Sequence

from dialogs.understand.items import Item, may_begin
from dialogs.understand.lexis import Lexeme
from dialogs.understand.words.table import Times

# Words that must be read wherever they stand.
_MUST_BE_READ = frozenset(
    ("weekday", "weekdays", "relative", "tonight", "date", "every", "feast", "weekend", "fortnight",
     "far-week", "rest-week", "condition", "first-thing", "clock", "from-now")
)  # fmt: skip
_COUNTS = ("figure", "numeral", "few", "couple")
_SPANS = ("day", "week", "months", "unit", "hours")
_NUMBERS = ("figure", "numeral", "hhmm", "year", "odd")
_JOINING = ("or", "and", "to", "until", "dash", "at", "on", "the", *_NUMBERS)
_LEADING = ("on", "for", "by", "until", "from", "after", "before", "between", "to")
_REACH = 4


def is_unread(lexemes: Sequence[Lexeme], items: Sequence[Item], times: Times) -> bool:
    """Whether words that are in no item say something about when."""
    read = {place for item in items for place in range(item.start, item.end)}
    return any(
        _matters(lexemes, items, place, read, times)
        for place in range(len(lexemes))
        if place not in read
    )


def _matters(
    lexemes: Sequence[Lexeme], items: Sequence[Item], place: int, read: set[int], times: Times
) -> bool:
    kind = lexemes[place].kind
    if kind in _MUST_BE_READ:
        return True
    if kind in ("onwards", "earlier"):
        return place - 1 not in read
    if kind == "until":
        return not may_begin(lexemes, items, place, times)
    if kind in ("early", "late"):
        return any(item.sort != "soonest" for item in items)
    if kind == "ordinal":
        # "On the 17th there is ..." may be a day, or the 17th of something else.
        return lexemes[place].text[0].isdigit() and _led(lexemes, place)
    if kind in _COUNTS and place + 1 < len(lexemes) and lexemes[place + 1].kind in _SPANS:
        return True
    return kind in _NUMBERS and bool(read) and _beside(lexemes, place, read, times)


def _led(lexemes: Sequence[Lexeme], place: int) -> bool:
    before = place - 1
    if before >= 0 and lexemes[before].kind == "the":
        before -= 1
    return before >= 0 and lexemes[before].kind in _LEADING


def _beside(lexemes: Sequence[Lexeme], place: int, read: set[int], times: Times) -> bool:
    """Whether an unread number may belong to what was read: "9 or 10 tomorrow"."""
    if lexemes[place].text in times.pronouns:
        return False
    for step in (-1, 1):
        for away in range(1, _REACH + 1):
            other = place + step * away
            if other in read:
                return True
            if not 0 <= other < len(lexemes) or lexemes[other].kind not in _JOINING:
                break
    return False
