"""What people say, one table for each language; how it is read is the same for all of them."""

from collections.abc import Callable
from typing import TypeVar

from dialogs.understand.words.en import ENGLISH
from dialogs.understand.words.table import Words

LANGUAGES = {"en": ENGLISH}

Made = TypeVar("Made")


def words_of(locale: str) -> Words:
    """The table for a locale such as "en_GB"; English where a language has none yet."""
    return LANGUAGES.get(locale.replace("-", "_").split("_")[0], ENGLISH)


def per_language(make: Callable[[Words], Made]) -> Callable[[Words], Made]:
    """Make what a reader needs of a language once, at its first use."""
    made: dict[int, Made] = {}

    def of(words: Words) -> Made:
        # By identity: a table lives as long as the program, and is too large to compare.
        key = id(words)
        if key not in made:
            made[key] = make(words)
        return made[key]

    return of
