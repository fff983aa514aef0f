"""Finding clinicians, services, places and prices of the clinic's own lists in what was written."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from dialogs.understand.index import SHORTEST_MISSPELT, Names, Synonyms, names_of
from dialogs.understand.said import Said
from dialogs.understand.spelling import nearly
from dialogs.understand.words.table import Naming, Words

_MOST_WORDS = 5
# A word of more names than this tells none of them.
_COMMON = 1000
_MOST_TELLING = 10
# Where words of the text are that name somebody: from which word to before which.
_Span = tuple[int, int]
# Whom a span names, as places in a list of names.
_Spans = dict[_Span, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Match:
    """The one that was named."""

    id: str


@dataclass(frozen=True, slots=True)
class Close:
    """Several that may have been named, in the clinic's order; ask which."""

    ids: tuple[str, ...]


def find_named(
    said: Said,
    candidates: Names | Sequence[tuple[str, str]],
    synonyms: Synonyms | None = None,
    *,
    among: Container[str] | None = None,
    everyday: bool = False,
) -> Match | Close | None:
    """Which of the candidates, each an id and a name, a text names.

    Whole words only; titles do not count, more words of a name beat fewer, and a right spelling
    beats one with a wrong letter (allowed from five letters on). Names that are everyday words
    ("Young", "May") count after a title or "with", or alone, or where `everyday` says that the text
    is about the list: in "how much is a bridge" it is one. Several that are equally near, or
    that are both named, are Close. `synonyms` gives words of a candidate's name the words that
    patients use; without it the language's own table holds. A long list is prepared once, see
    `names_of`; `among` are the ids of those that matter now.
    """
    names = candidates if isinstance(candidates, Names) else _kept(tuple(candidates), synonyms)
    words = [word for word in said.plain if word.isalnum()]
    right = _spelt_right(words, names, said.language, everyday=everyday) | _initials(
        words, names, said.language
    )
    spans = _outermost(_only(right, names, among), words, names)
    spans |= _only(_almost_right(words, names, spans, said.language), names, among)
    ids = tuple(names.ids[place] for place in sorted(_nearest(spans)))
    if len(ids) > 1:
        return Close(ids)
    return Match(ids[0]) if ids else None


def _nearest(spans: _Spans) -> Iterable[int]:
    """Who is named by less of the text than another is not meant.

    A word that is in very many names tells them not apart: where another one names somebody, it
    only says which of those are meant. Of a text that holds many words of names the rarest count.
    """
    # The same word twice says nothing more.
    said = sorted({id(places): places for places in spans.values()}.values(), key=len)
    named: dict[int, int] = {}
    for bit, places in enumerate(said[:_MOST_TELLING]):
        if not bit or len(places) <= _COMMON:
            for place in places:
                named[place] = named.get(place, 0) | 1 << bit
        else:
            named = _most(named)
            for place in named.keys() & places:
                named[place] |= 1 << bit
    return _most(named)


def _most(named: Mapping[int, int]) -> dict[int, int]:
    """Those of which no other one is named by the same parts of the text, and more."""
    most: list[int] = []
    # However many are named, they are named by few different parts of one sentence.
    for part in sorted(set(named.values()), key=int.bit_count, reverse=True):
        if not any(part & other == part for other in most):
            most.append(part)
    meant = set(most)
    return {place: part for place, part in named.items() if part in meant}


def _spelt_right(words: Sequence[str], names: Names, language: Words, *, everyday: bool) -> _Spans:
    naming = language.naming
    alone = everyday or sum(1 for word in words if word not in naming.padding) == 1
    found: _Spans = {}
    for start, word in enumerate(words):
        written = ""
        for end in range(start + 1, min(start + _MOST_WORDS, len(words)) + 1):
            written += words[end - 1]
            places = names.phrases.get(written)
            if places is None:
                continue
            ordinary = end == start + 1 and word in naming.ordinary
            if not ordinary or alone or (start and words[start - 1] in naming.leads):
                found[start, end] = places
    return found


def _initials(words: Sequence[str], names: Names, language: Words) -> _Spans:
    """An initial beside a surname, as in "Dr T Reid"."""
    found: _Spans = {}
    for start in range(len(words) - 1 if names.initials else 0):
        places = names.initials.get(" ".join(words[start : start + 2]))
        if places is not None and not _is_word(words, start, language.naming):
            found[start, start + 2] = places
    return found


def _is_word(words: Sequence[str], start: int, naming: Naming) -> bool:
    """Whether the letter is a word: "is there a Reid here" is no "Dr A Reid"."""
    first = min(words[start : start + 2], key=len)
    return first in naming.generic and not (start and words[start - 1] in naming.titles)


def _only(spans: _Spans, names: Names, among: Container[str] | None) -> _Spans:
    """The same without those that do not matter now."""
    if among is None:
        return spans
    ids = names.ids
    kept = {
        span: tuple(place for place in places if ids[place] in among)
        for span, places in spans.items()
    }
    return {span: places for span, places in kept.items() if places}


def _outermost(spans: _Spans, words: Sequence[str], names: Names) -> _Spans:
    """Without what lies inside a longer one: a "new patient check-up" is no "check-up".

    Where the longer one is a single word of a name, and only written apart, that is a chance: "is
    Abel in" asks for Abel, and not for Isabel.
    """
    apart = {
        (start, end)
        for start, end in spans
        if end - start > 1 and "".join(words[start:end]) in names.words
    }
    held = {
        (inner, outer)
        for inner in spans
        for outer in spans
        if outer[0] <= inner[0] and inner[1] <= outer[1] and inner != outer
    }
    without = {outer if outer in apart else inner for inner, outer in held}
    return {span: places for span, places in spans.items() if span not in without}


def _almost_right(words: Sequence[str], names: Names, taken: _Spans, language: Words) -> _Spans:
    """Long words with one wrong letter, but not the first; everyday words are left alone."""
    found: _Spans = {}
    ordinary = language.naming.ordinary
    for place, word in enumerate(words):
        if len(word) < SHORTEST_MISSPELT or word in ordinary:
            continue
        if any(start <= place < end for start, end in taken):
            continue
        near = [names.phrases[key] for key in nearly(word, names.nearly)]
        if near:
            # Sorted, as they are; most often there is one.
            found[place, place + 1] = near[0] if len(near) == 1 else tuple(sorted({*chain(*near)}))
    return found


def _kept(candidates: tuple[tuple[str, str], ...], synonyms: Synonyms | None) -> Names:
    """The candidates prepared; the last few lists are kept, since the same ones come every turn."""
    frozen = None if synonyms is None else tuple((k, tuple(some)) for k, some in synonyms.items())
    return _prepared(candidates, frozen)


@lru_cache(maxsize=32)
def _prepared(
    candidates: tuple[tuple[str, str], ...],
    synonyms: tuple[tuple[str, tuple[str, ...]], ...] | None,
) -> Names:
    return names_of(candidates, None if synonyms is None else dict(synonyms))
