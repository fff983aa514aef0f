"""The words of a text that tell time, each with its kind and value; all others are OTHER."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dialogs.understand.patterns import Fixed
from dialogs.understand.said import Said
from dialogs.understand.words import per_language
from dialogs.understand.words.table import Words

OTHER = "other"
# A number that is neither a time nor a date.
ODD = "odd"
_MARKS = {
    ",": "comma", ";": "comma", "(": "comma", ")": "comma", "-": "dash", "/": "or", "&": "and",
    ".": "stop", "!": "stop", "?": "stop", ":": "comma", "\n": "stop",
    "£": "money", "$": "money", "€": "money", "#": "money", "+": "money", "%": "percent",
}  # fmt: skip
_CLOCK = re.compile(r"([01]?\d|2[0-4])[:.]([0-5]\d)")
_DATE = re.compile(r"(\d{1,4})([/.-])(\d{1,2})(?:\2(\d{4}|\d{1,2}))?")
_HHMM = re.compile(r"([01]?\d|2[0-3])([0-5]\d)")
_MOST_TOKENS = 100
_FIRST_YEAR, _LAST_YEAR = 1900, 2099
_MONTH_KINDS = ("month", "weak-month")
_JOINED = ("suffix", "numeral", "ordinal", "month", "weak-month")
_UNSETTLED = ("weak-weekday", "weak-month", "month", "money", "percent", "date")
_BESIDE_WEAK_DAY = frozenset(
    ("on", "next", "this", "coming", "last", "by", "before", "until", "after", "from", "or", "and",
     "to", "between", "every", "not", "except", "comma", "dash", "stop", "weekday")
)  # fmt: skip
_AFTER_WEAK_DAY = frozenset(
    ("part", "figure", "ordinal", "at", "clock", "or", "and", "dash", "week", "comma", "stop",
     "noon", "before", "after", "until", "to", "night", "date", "between")
)  # fmt: skip
_BEFORE_WEAK_MONTH = frozenset(("in", "next", "this", "until", "by", "of", "figure", "ordinal"))
# A month's short form may end in a full stop: "Sept. 16".
_LONGEST_SHORT_MONTH = 4


@dataclass(slots=True)
class Lexeme:
    """One word, number, mark or fixed phrase. `parts` are the numbers of a date, year last."""

    kind: str
    value: int
    text: str
    parts: tuple[str, ...] = ()


@per_language
def _phrases(words: Words) -> Fixed:
    return Fixed(words.times.phrases, words.groups)


@per_language
def _kinds(words: Words) -> dict[str, tuple[str, int]]:
    return {
        word: ("numeral" if kind == "number" else kind, value)
        for kind, values in words.times.kinds.items()
        for word, value in values.items()
    }


def lexemes(said: Said) -> list[Lexeme]:
    """What the tokens of a text are to a grammar of time; empty if none of them tells any.

    Empty too where there are so many that they are no sentence: half of them may not be read.
    """
    kinds = _kinds(said.language)
    tokens = said.tokens
    telling = said.language.times.telling
    if len(tokens) > _MOST_TOKENS:
        return []
    if not any(token in telling or token[0].isdigit() for token in tokens):
        return []
    found: list[Lexeme] = []
    fixed = _phrases(said.language).found(tokens)
    after_phrase = 0
    for place, token in enumerate(tokens):
        if place < after_phrase:
            continue
        if place in fixed:
            meaning, after_phrase = fixed[place]
            kind, _, value = meaning.partition(":")
            found.append(Lexeme(kind, int(value or 0), " ".join(tokens[place:after_phrase])))
        elif token in kinds:
            kind, number = kinds[token]
            found.append(Lexeme(kind, number, token))
        elif token[0].isdigit():
            found += _numbers(token)
        else:
            found.append(Lexeme(_MARKS.get(token, OTHER), 0, token))
    present = {lexeme.kind for lexeme in found}
    if not present.isdisjoint(_JOINED):
        found = _joined(found)
    if not present.isdisjoint(_UNSETTLED):
        _settle(found, said)
    return found


def _numbers(token: str) -> list[Lexeme]:
    if token.isdigit():
        return [_number(token)]
    if clock := _CLOCK.fullmatch(token):
        return [Lexeme("clock", int(clock[1]) * 60 + int(clock[2]), token)]
    if (date := _DATE.fullmatch(token)) and (date[2] == "/" or date[4]):
        first, second, third = date[1], date[3], date[4] or ""
        likely = len(first) == 4 or (int(first) <= 31 and int(second) <= 31)  # noqa: PLR2004
        return [Lexeme("date" if likely else ODD, 0, token, (first, second, third))]
    if "-" in token:
        halves = [_numbers(part) for part in token.split("-")]
        return [one for half in halves for one in (*half, Lexeme("dash", 0, "-"))][:-1]
    return [Lexeme(ODD, 0, token)]


def _number(token: str) -> Lexeme:
    if len(token) <= 2:  # noqa: PLR2004
        return Lexeme("figure", int(token), token)
    if len(token) == 4 and _FIRST_YEAR <= int(token) <= _LAST_YEAR:  # noqa: PLR2004
        return Lexeme("year", int(token), token)
    if hhmm := _HHMM.fullmatch(token):
        return Lexeme("hhmm", int(hhmm[1]) * 60 + int(hhmm[2]), token)
    return Lexeme(ODD, 0, token)


def _joined(found: list[Lexeme]) -> list[Lexeme]:
    """Numbers of two words made one: "14 th", "twenty first", "thirty-five"."""
    joined: list[Lexeme] = []
    for lexeme in found:
        last = joined[-1] if joined else None
        if lexeme.kind in ("figure", "ordinal") and _is_short_month(joined):
            joined.pop()
            last = joined[-1]
        if last and lexeme.kind == "suffix" and last.kind == "figure":
            last.kind, last.text = "ordinal", last.text + lexeme.text
        elif tens := _tens_before(joined, lexeme):
            while joined[-1] is not tens:
                joined.pop()
            tens.kind = lexeme.kind
            tens.value += lexeme.value
            tens.text += f" {lexeme.text}"
        else:
            joined.append(lexeme)
    return joined


def _is_short_month(joined: Sequence[Lexeme]) -> bool:
    """Whether a month's short form with its full stop is what comes last."""
    if len(joined) < 2 or joined[-1].kind != "stop" or joined[-1].text != ".":  # noqa: PLR2004
        return False
    month = joined[-2]
    return month.kind in _MONTH_KINDS and len(month.text) <= _LONGEST_SHORT_MONTH


def _tens_before(joined: Sequence[Lexeme], lexeme: Lexeme) -> Lexeme | None:
    if lexeme.kind not in ("numeral", "ordinal") or not 1 <= lexeme.value <= 9:  # noqa: PLR2004
        return None
    before = [one for one in joined[-2:] if one.kind != "dash"][-1:]
    tens = before[0] if before else None
    if tens and tens.kind == "numeral" and tens.value in (20, 30, 40, 50) and " " not in tens.text:
        return tens
    return None


def _settle(found: list[Lexeme], said: Said) -> None:
    """Words that are only sometimes about time, decided by what stands beside them."""
    times = said.language.times
    rated = any(lexeme.kind == "rating" for lexeme in found)
    for place, lexeme in enumerate(found):
        before = found[place - 1] if place else None
        after = found[place + 1] if place + 1 < len(found) else None
        if lexeme.kind == "weak-weekday":
            lexeme.kind = "weekday" if _is_day(before, after, times.subjects) else OTHER
        elif lexeme.kind in _MONTH_KINDS:
            if before and before.text in (times.titles | times.subjects):
                lexeme.kind = OTHER
            elif lexeme.kind == "weak-month":
                lexeme.kind = "month" if _is_month(found, place, times.after) else OTHER
        elif (
            (before and before.kind == "money")
            or (after and after.kind == "percent")
            or (lexeme.kind == "date" and rated and lexeme.parts[1:] == ("10", ""))
        ):
            lexeme.kind = OTHER


def _is_day(before: Lexeme | None, after: Lexeme | None, subjects: frozenset[str]) -> bool:
    if before and (before.text in subjects or before.kind in ("the", "a")):
        return False
    if after and after.kind in ("part", "clock", "ordinal", "date"):
        return True
    if before is None or before.kind == "stop":
        return after is None or after.kind in _AFTER_WEAK_DAY
    return before.kind in _BESIDE_WEAK_DAY


def _is_month(found: Sequence[Lexeme], place: int, may_follow: frozenset[str]) -> bool:
    before = found[place - 1] if place else None
    after = found[place + 1] if place + 1 < len(found) else None
    beyond = found[place + 2] if place + 2 < len(found) else None
    if before and before.kind in _BEFORE_WEAK_MONTH:
        return True
    if after is None:
        return before is None
    if after.kind == "the":
        return beyond is not None and beyond.kind == "ordinal"
    if after.kind in ("ordinal", "year"):
        return True
    # "May 2 people come?" is a question, "May 2 please" a date.
    return after.kind == "figure" and (
        beyond is None or beyond.kind != OTHER or beyond.text in may_follow
    )
