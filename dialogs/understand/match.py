"""Finding clinicians and services of the clinic's own lists in what a patient wrote."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from dialogs.understand.said import Said, hear
from dialogs.understand.words.table import Words

Synonyms = Mapping[str, Sequence[str]]

_SHORTEST_MISSPELT = 5
_MOST_WORDS = 5
# Where words of the text are that name somebody: from which word to before which.
_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Match:
    """The one that was named."""

    id: str


@dataclass(frozen=True, slots=True)
class Close:
    """Several that may have been named, in the clinic's order; ask which."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Index:
    """A list of candidates by what may be written for them, written together: "checkup"."""

    phrases: dict[str, tuple[str, ...]]
    keys: dict[str, tuple[str, ...]]  # the long keys by their first letter
    order: tuple[str, ...]


def find_named(
    said: Said, candidates: Sequence[tuple[str, str]], synonyms: Synonyms | None = None
) -> Match | Close | None:
    """Which of the candidates, each an id and a name, a text names.

    Whole words only; titles do not count, more words of a name beat fewer, and a right spelling
    beats one with a wrong letter (allowed from five letters on). Names that are everyday words
    ("Young", "May") count after a title or "with", or alone. Several that are equally near, or
    that are both named, are Close. `synonyms` gives words of a candidate's name the words that
    patients use; without it the language's own table holds.
    """
    table = said.language.naming.synonyms if synonyms is None else synonyms
    index = _index(tuple(candidates), tuple((key, tuple(some)) for key, some in table.items()))
    words = [word for word in said.plain if word.isalnum()]
    spans = _outermost(_spelt_right(words, index, said.language))
    spans |= _almost_right(words, index, spans, said.language)
    named: dict[str, set[_Span]] = {}
    for span, ids in spans.items():
        for known in ids:
            named.setdefault(known, set()).add(span)
    # Who is named by less of the text than another is not meant.
    nearest = [
        known
        for known in index.order
        if known in named and not any(named[known] < others for others in named.values())
    ]
    if not nearest:
        return None
    return Match(nearest[0]) if len(nearest) == 1 else Close(tuple(nearest))


def _spelt_right(
    words: Sequence[str], index: _Index, language: Words
) -> dict[_Span, tuple[str, ...]]:
    naming = language.naming
    alone = sum(1 for word in words if word not in naming.padding) == 1
    found: dict[_Span, tuple[str, ...]] = {}
    for start, word in enumerate(words):
        written = ""
        for end in range(start + 1, min(start + _MOST_WORDS, len(words)) + 1):
            written += words[end - 1]
            ids = index.phrases.get(written)
            if ids is None:
                continue
            everyday = end == start + 1 and word in naming.ordinary
            if not everyday or alone or (start and words[start - 1] in naming.leads):
                found[start, end] = ids
    return found


def _outermost(spans: dict[_Span, tuple[str, ...]]) -> dict[_Span, tuple[str, ...]]:
    """Without what lies inside a longer one: a "new patient check-up" is no "check-up"."""
    return {
        (start, end): ids
        for (start, end), ids in spans.items()
        if not any(
            first <= start and end <= last and (first, last) != (start, end)
            for first, last in spans
        )
    }


def _almost_right(
    words: Sequence[str],
    index: _Index,
    taken: dict[_Span, tuple[str, ...]],
    language: Words,
) -> dict[_Span, tuple[str, ...]]:
    """Long words with one wrong letter, but not the first; everyday words are left alone."""
    found: dict[_Span, tuple[str, ...]] = {}
    ordinary = language.naming.ordinary
    for place, word in enumerate(words):
        keys = index.keys.get(word[0], ()) if len(word) >= _SHORTEST_MISSPELT else ()
        if not keys or word in ordinary or any(start <= place < end for start, end in taken):
            continue
        ids = tuple(
            known
            for key in keys
            if OSA.distance(word, key, score_cutoff=1) <= 1
            for known in index.phrases[key]
        )
        if ids:
            found[place, place + 1] = ids
    return found


@lru_cache(maxsize=32)
def _index(
    candidates: tuple[tuple[str, str], ...], synonyms: tuple[tuple[str, tuple[str, ...]], ...]
) -> _Index:
    """The candidates prepared; the last few lists are kept, since the same ones come every turn."""
    phrases: dict[str, list[str]] = {}
    for known, name in candidates:
        for written in _written(name, synonyms):
            if known not in (ids := phrases.setdefault(written, [])):
                ids.append(known)
    ordinary = hear("").language.naming.ordinary
    keys: dict[str, tuple[str, ...]] = {}
    for written in phrases:
        if len(written) >= _SHORTEST_MISSPELT and written not in ordinary:
            keys[written[0]] = (*keys.get(written[0], ()), written)
    return _Index(
        phrases={written: tuple(ids) for written, ids in phrases.items()},
        keys=keys,
        order=tuple(dict.fromkeys(known for known, _ in candidates)),
    )


def _written(name: str, synonyms: tuple[tuple[str, tuple[str, ...]], ...]) -> set[str]:
    """All that may stand for a name: the whole of it, its telling words, and their synonyms."""
    said = hear(name)
    naming = said.language.naming
    words = tuple(word for word in said.plain if word not in naming.titles)
    telling = tuple(word for word in words if word not in naming.generic and len(word) > 1)
    also = {
        "".join(hear(one).plain)
        for key, some in synonyms
        if _within(hear(key).plain, words)
        for one in some
    }
    return {"".join(words), "".join(telling), *telling, *also} - {""}


def _within(inner: tuple[str, ...], outer: tuple[str, ...]) -> bool:
    if "".join(inner) in outer:
        return True
    size = len(inner)
    return any(outer[start : start + size] == inner for start in range(len(outer) - size + 1))
