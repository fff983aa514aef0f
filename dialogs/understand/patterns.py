"""Patterns over whole words: each word is one character, so a phrase is a small regular expression.

A pattern is written as people would say it, with a few signs:

    cancel|call_off       either; "_" joins the words of one alternative
    [my|the]              may be left out
    ...                   up to four words of any kind
    !of|to                the next word must be none of these
    ^ and $               the beginning and the end; "later|$" is "later", or nothing more
    @visit                the alternatives that the language lists under "visit"

Only whole words can match, and nothing in a text can make matching slow: gaps are bounded, and no
part of a pattern repeats without a bound.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

_FIRST_LETTER = 0xE000  # private use: none of them means anything in a regular expression
UNKNOWN = "."
_GAP = ".{0,4}?"


class Alphabet:
    """One character for each word that patterns mention, and one for all the others."""

    def __init__(self) -> None:
        self._letters: dict[str, str] = {}

    def letter(self, word: str) -> str:
        """The character of this word, which is known from now on."""
        return self._letters.setdefault(word, chr(_FIRST_LETTER + len(self._letters)))

    def write(self, words: Iterable[str]) -> str:
        """A sentence in this alphabet, one character for each word."""
        letters = self._letters.get
        return "".join([letters(word, UNKNOWN) for word in words])


def expression(pattern: str, letter: Callable[[str], str], groups: Mapping[str, str]) -> str:
    """The regular expression for a pattern."""
    return "".join(_element(part, letter, groups) for part in pattern.split())


def _element(part: str, letter: Callable[[str], str], groups: Mapping[str, str]) -> str:
    if part == "...":
        return _GAP
    if part in "^$":
        return part
    if part.startswith("["):
        return f"{_choice(part[1:-1], letter, groups)}?"
    if part.startswith("!"):
        return f"(?!{_choice(part[1:], letter, groups)})"
    return _choice(part, letter, groups)


def mentioned(patterns: Iterable[str]) -> frozenset[str]:
    """All words that patterns write out."""
    return frozenset(
        word
        for pattern in patterns
        for part in pattern.split()
        for name in part.strip("[]!").split("|")
        if not name.startswith("@")
        for word in name.split("_")
        if word.isalpha()
    )


def _choice(part: str, letter: Callable[[str], str], groups: Mapping[str, str]) -> str:
    alternatives: list[str] = []
    for name in part.split("|"):
        alternatives += groups[name[1:]].split("|") if name.startswith("@") else [name]
    written = [
        words if words == "$" else "".join(letter(word) for word in words.split("_"))
        for words in alternatives
    ]
    # Longer first: "call_off_the" must not stop at "call_off".
    return f"(?:{'|'.join(sorted(dict.fromkeys(written), key=len, reverse=True))})"


class Phrases:
    """Phrases with what each of them means, looked for anywhere in a sentence."""

    def __init__(
        self, meanings: Mapping[str, Iterable[str]], groups: Mapping[str, str] | None = None
    ) -> None:
        self._alphabet = Alphabet()
        self._searches = tuple(
            (meaning, re.compile(f"(?:{'|'.join(found)})", re.DOTALL).finditer)
            for meaning, patterns in meanings.items()
            if (found := [expression(one, self._alphabet.letter, groups or {}) for one in patterns])
        )

    def found(self, words: Sequence[str]) -> Iterator[tuple[str, int, int]]:
        """Each meaning with where it begins and ends, as positions in the words."""
        written = self._alphabet.write(words)
        for meaning, search in self._searches:
            for match in search(written):
                yield meaning, match.start(), match.end()


class Fixed:
    """Phrases of which at most one is taken at any place, those written with more words first."""

    def __init__(
        self, meanings: Mapping[str, Iterable[str]], groups: Mapping[str, str] | None = None
    ) -> None:
        self._alphabet = Alphabet()
        self._by_first_word: dict[str, list[tuple[re.Pattern[str], str]]] = {}
        patterns = sorted(
            ((pattern, meaning) for meaning, some in meanings.items() for pattern in some),
            key=lambda one: -len(one[0].split()),
        )
        for pattern, meaning in patterns:
            written = expression(pattern, self._alphabet.letter, groups or {})
            entry = re.compile(written, re.DOTALL), meaning
            for word in _first_words(pattern, groups or {}):
                self._by_first_word.setdefault(word, []).append(entry)

    def found(self, words: Sequence[str]) -> dict[int, tuple[str, int]]:
        """Where phrases begin, each with its meaning and where it ends; they never overlap."""
        begun = [place for place, word in enumerate(words) if word in self._by_first_word]
        if not begun:
            return {}
        written = self._alphabet.write(words)
        found: dict[int, tuple[str, int]] = {}
        end = 0
        for place in begun:
            if place < end:
                continue
            for pattern, meaning in self._by_first_word[words[place]]:
                if match := pattern.match(written, place):
                    end = match.end()
                    found[place] = meaning, end
                    break
        return found


def _first_words(pattern: str, groups: Mapping[str, str]) -> set[str]:
    """The words that a phrase can begin with."""
    first: set[str] = set()
    for part in pattern.split():
        if part == "^":
            continue
        for name in part.strip("[]").split("|"):
            alternatives = groups[name[1:]].split("|") if name.startswith("@") else [name]
            first |= {words.split("_")[0] for words in alternatives}
        if not part.startswith("["):
            break
    return first


class Utterances:
    """Phrases that mean something only when they are all that was said, politeness aside."""

    # More words than this are no bare answer, whatever they begin with.
    longest = 16

    def __init__(
        self,
        meanings: Mapping[str, Iterable[str]],
        before: Iterable[str],
        after: Iterable[str],
        groups: Mapping[str, str] | None = None,
    ) -> None:
        self._alphabet = Alphabet()

        def either(patterns: Iterable[str]) -> str:
            written = (expression(one, self._alphabet.letter, groups or {}) for one in patterns)
            return f"(?:{'|'.join(written)})"

        first, last = either(before), either(after)
        self._matches = tuple(
            (meaning, re.compile(f"{first}{{0,4}}{either(patterns)}{last}{{0,3}}", re.DOTALL))
            for meaning, patterns in meanings.items()
        )

    def meaning(self, words: Sequence[str]) -> str | None:
        """What the whole utterance means, if it is one of the phrases."""
        if not words or len(words) > self.longest:
            return None
        written = self._alphabet.write(words)
        if UNKNOWN in written:
            return None
        for meaning, pattern in self._matches:
            if pattern.fullmatch(written):
                return meaning
        return None
