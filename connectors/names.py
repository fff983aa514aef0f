"""Whether two spellings are of the same name of a person."""

import unicodedata
from collections.abc import Iterable

_LONGEST = 60
_SPLIT_LETTERS = str.maketrans(
    {"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "æ": "ae", "Æ": "ae", "œ": "oe",
     "Œ": "oe", "þ": "th", "Þ": "th", "ð": "d", "Ð": "d", "ı": "i"}
)  # fmt: skip
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})


def same_name(one: str, other: str) -> bool:
    """Whether two spellings are of the same name: accents, capitals, marks and spaces aside."""
    return bool(_spellings(one) & _spellings(other))


def same_surname(said: str, surname: str, forenames: Iterable[str | None]) -> bool:
    """Whether it is the surname of somebody, also with a first name of theirs before it.

    People who are asked for their surname write "Samira Taylor".
    """
    told = {said, *(without_forename(said, forename) for forename in forenames if forename)}
    return any(same_name(one, surname) for one in told)


def without_forename(surname: str, forename: str) -> str:
    """A surname that was written with the first name before it: "Jo Bloggs", of Jo, is Bloggs."""
    words = surname.split()
    for count in range(1, len(words)):
        if same_name(" ".join(words[:count]), forename):
            return " ".join(words[count:])
    return surname


def without_surname(forename: str, surname: str) -> str:
    """A first name that was written with the surname behind it: "Jo Bloggs", a Bloggs, is Jo."""
    words = forename.split()
    for count in range(1, len(words)):
        if same_name(" ".join(words[count:]), surname):
            return " ".join(words[:count])
    return forename


def _spellings(name: str) -> set[str]:
    # NFC first, or a letter and its umlaut would be two.
    small = unicodedata.normalize("NFC", name[:_LONGEST]).casefold()
    return {_bare(small), _bare(small.translate(_UMLAUTS))} - {""}


def _bare(name: str) -> str:
    split = unicodedata.normalize("NFKD", name.translate(_SPLIT_LETTERS))
    return "".join(letter for letter in split if letter.isalpha())
