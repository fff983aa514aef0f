"""Names of people and things, prepared once so that a sentence can be read against all of them.

A list may be long: some clinics have a price list of fifty thousand lines. Everything that may be
written for a name is a key, so reading a sentence costs what its own words cost, and not what the
list is long. Preparing a long list takes seconds and belongs beside the event loop.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dialogs.understand.said import hear, plain_words
from dialogs.understand.spelling import Shortened, shortened
from dialogs.understand.words.table import Naming

Synonyms = Mapping[str, Sequence[str]]
# By the first word of a key, or by all of it written together: the key as words, and what else may
# be written for it, written together.
_Prepared = Mapping[str, Sequence[tuple[tuple[str, ...], tuple[str, ...]]]]

SHORTEST_MISSPELT = 5
# Nobody writes longer words by hand, whatever the price list holds.
_LONGEST_MISSPELT = 20


@dataclass(frozen=True, slots=True)
class Names:
    """A list of candidates by all that may be written for them.

    `ids` are in the clinic's order; whatever is found is a place in it. `phrases` are written
    together, as "checkup"; those in `words` are one word of a name. `initials` are a letter and a
    surname, as "t reid" and "reid t"; `nearly` finds the longer phrases with a letter wrong.
    """

    ids: tuple[str, ...]
    phrases: Mapping[str, tuple[int, ...]]
    words: frozenset[str]
    initials: Mapping[str, tuple[int, ...]]
    nearly: Shortened


def names_of(
    candidates: Iterable[tuple[str, str]],
    synonyms: Synonyms | None = None,
    *,
    people: bool = False,
) -> Names:
    """Prepare candidates, each an id and a name; the same id may have several names.

    `synonyms` gives words of a name the words that patients use; without it the language's own
    table holds. `people` may be called by an initial and their surname too.
    """
    language = hear("").language
    prepared = _prepared(language.naming.synonyms if synonyms is None else synonyms)
    places: dict[str, int] = {}
    phrases: dict[str, list[int]] = {}
    initials: dict[str, list[int]] = {}
    single: set[str] = set()
    for known, name in candidates:
        place = places.setdefault(known, len(places))
        words = tuple(word for word in plain_words(name) if word not in language.naming.titles)
        single.update(words)
        _enter(phrases, _written(words, prepared, language.naming), place)
        if people:
            _enter(initials, _with_initial(words), place)
    ordinary = language.naming.ordinary
    return Names(
        ids=tuple(places),
        phrases={written: tuple(some) for written, some in phrases.items()},
        words=frozenset(single),
        initials={written: tuple(some) for written, some in initials.items()},
        nearly=shortened(
            written
            for written in phrases
            if SHORTEST_MISSPELT <= len(written) <= _LONGEST_MISSPELT and written not in ordinary
        ),
    )


def _enter(index: dict[str, list[int]], keys: Iterable[str], place: int) -> None:
    for key in keys:
        # A candidate's names follow one another, so looking at the last one is enough mostly; one
        # that is entered twice does no harm.
        if (some := index.setdefault(key, []))[-1:] != [place]:
            some.append(place)


def _written(words: tuple[str, ...], synonyms: _Prepared, naming: Naming) -> set[str]:
    """All that may stand for a name: the whole of it, its telling words, and their synonyms."""
    telling = tuple(word for word in words if word not in naming.generic and len(word) > 1)
    also = {
        one
        for start, word in enumerate(words)
        for key, some in synonyms.get(word, ())
        if word == "".join(key) or words[start : start + len(key)] == key
        for one in some
    }
    return {"".join(words), "".join(telling), *telling, *also} - {""}


def _with_initial(words: tuple[str, ...]) -> set[str]:
    """The first letter of each name with the surname, in both orders."""
    *given, surname = words or ("",)
    return {both for name in given for both in (f"{name[0]} {surname}", f"{surname} {name[0]}")}


def _prepared(synonyms: Synonyms) -> _Prepared:
    prepared: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for written, some in synonyms.items():
        key = plain_words(written)
        also = tuple("".join(plain_words(one)) for one in some)
        for first in {*key[:1], "".join(key)}:
            prepared.setdefault(first, []).append((key, also))
    return prepared
