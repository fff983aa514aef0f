"""Names that nobody has: what was said where a name stands, and whom it may have been meant for."""

from collections.abc import Container
from itertools import chain

from rapidfuzz.distance import OSA

from dialogs.understand.index import Names
from dialogs.understand.said import Said, own_words
from dialogs.understand.words import per_language
from dialogs.understand.words.table import Words

_MOST_WORDS = 3
_SHORTEST = 4
# So many letters may be wrong in a name from so many letters on, since it is asked about.
_WRONG = ((5, 2), (_SHORTEST, 1))


def called(said: Said, known: Container[str] = ()) -> tuple[str, ...]:
    """The words after a title or "with" that can only be a name; empty where there are none.

    Words that mean something to us are no names, nor are `known` ones.
    """
    naming = said.language.naming
    plain, own = said.plain, _own(said.language)
    for place, lead in enumerate(plain):
        if lead not in naming.leads:
            continue
        # "With worth" says nothing, but somebody may be called Dr Worth.
        no_name = own if lead in naming.titles else own | naming.ordinary
        named: list[str] = []
        for word in plain[place + 1 : place + 1 + _MOST_WORDS]:
            if not word.isalpha() or word in no_name or word in known:
                break
            named.append(word)
        if any(len(word) > 1 for word in named):
            return tuple(named)
    return ()


def near(words: tuple[str, ...], names: Names, among: Container[str]) -> tuple[str, ...]:
    """Those of whom a name is much like one of these words, in the clinic's order.

    Only for asking back: in a name of five letters two may be wrong, if the first one is right.
    """
    places = chain.from_iterable(
        names.phrases.get(name, ())
        for name in names.words
        if any(_alike(word, name) for word in words)
    )
    return tuple(names.ids[place] for place in sorted({*places}) if names.ids[place] in among)


def _alike(word: str, name: str) -> bool:
    if min(len(word), len(name)) < _SHORTEST or word[0] != name[0]:
        return False
    most = next(wrong for letters, wrong in _WRONG if max(len(word), len(name)) >= letters)
    return OSA.distance(word, name, score_cutoff=most) <= most


@per_language
def _own(language: Words) -> frozenset[str]:
    """Words that are no name after "with" or a title."""
    naming = language.naming
    grouped = chain.from_iterable(
        some.replace("_", "|").split("|") for some in language.groups.values()
    )
    opened = chain.from_iterable(right.split() for right in language.spellings.values())
    return (
        own_words(language)
        | naming.generic
        | naming.padding
        | naming.no_surname
        | naming.titles
        | frozenset(grouped)
        | frozenset(opened)
        | frozenset(language.spellings)
    )
