"""What a patient wrote, normalised once for all readers."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import chain

from dialogs.understand.patterns import mentioned
from dialogs.understand.spelling import Shortened, nearly, shortened
from dialogs.understand.words import per_language, words_of
from dialogs.understand.words.table import Words

# Nobody says what they want beyond this, and no reader has to be safe for more.
LONGEST = 300
_SHORTEST_CHECKED = 6
_LONGEST_CHECKED = 16

_CURLY = str.maketrans(
    {"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-"}
)
_MERIDIEM = re.compile(r"\b([ap])\s?\.\s?m\b\.?")
# Numbers keep their separators (9:30, 06/08/2026, 3-5); words keep their apostrophes for now.
_TOKEN = re.compile(
    r"\d+(?:[.:/-]\d+)+|[^\W_]+(?:'[^\W_]+)*|(?<!\S)/[a-z]+(?![\w/])|[-,.;:!?()/£$€%&+#\n]"
)
_GLUED = re.compile(r"(\d+)([^\W\d_]+)")
_SPACE = re.compile(r"[^\S\n]+")


@dataclass(frozen=True, slots=True)
class Said:
    """One utterance, as every reader needs it.

    `original` is in the patient's own spelling, on one line and cut off at 300 characters. `words`
    are in small letters without marks, contractions opened and plain misspellings put right;
    `plain` are the words before anything was put right, for looking names up. `tokens` are the
    words with the punctuation between them. `language` is the table that all of this followed.
    """

    original: str
    words: tuple[str, ...]
    plain: tuple[str, ...]
    tokens: tuple[str, ...]
    language: Words


def hear(text: str, locale: str = "en_GB") -> Said:
    """Normalise a text; never fails, and costs no more for a long text than for a short one."""
    language = words_of(locale)
    cut, found = _tokens(text)
    tokens: list[str] = []
    words: list[str] = []
    plain: list[str] = []
    spellings = language.spellings
    for token in found:
        written = _plain(token, language)
        plain += written
        if token in spellings:
            opened = spellings[token].split()
        elif token[0].isalpha():
            bare = written[0]
            if "'" in token and token.endswith("'s"):
                bare = token[:-2].replace("'", "")
            opened = [_put_right(bare, language)]
        elif written:
            opened = list(written)
        else:
            tokens.append(token)
            continue
        tokens += opened
        words += opened
    if not words:
        words = [word for sign, word in language.signs.items() if sign in cut][:1]
        tokens = words
    return Said(
        original=_SPACE.sub(" ", cut.replace("\n", " ")).strip(),
        words=tuple(words),
        plain=tuple(plain),
        tokens=tuple(tokens),
        language=language,
    )


def plain_words(text: str, locale: str = "en_GB") -> tuple[str, ...]:
    """What `hear` gives as `plain`, and nothing else: for names, of which there may be many."""
    language = words_of(locale)
    return tuple(word for token in _tokens(text)[1] for word in _plain(token, language))


def _tokens(text: str) -> tuple[str, list[str]]:
    """The text as far as it is read, and its words and signs in small letters."""
    cut = unicodedata.normalize("NFKC", text[:LONGEST])[:LONGEST].translate(_CURLY)
    return cut, _TOKEN.findall(_MERIDIEM.sub(r"\1m ", cut.casefold()))


def _plain(token: str, language: Words) -> tuple[str, ...]:
    """A word as it was written, a number apart from its unit; nothing of a sign."""
    if token[0].isalpha() or token in language.spellings:
        return (token.replace("'", ""),)
    if glued := _GLUED.fullmatch(token):
        return glued[1], glued[2]
    return (token,) if token[0].isdigit() or len(token) > 1 else ()


def _put_right(word: str, language: Words) -> str:
    if not _SHORTEST_CHECKED <= len(word) <= _LONGEST_CHECKED:
        return language.spellings.get(word, word)
    if word in language.spellings:
        return language.spellings[word]
    if word in own_words(language):
        return word
    # The same first letter is asked for, since "looking" is no "booking".
    close = nearly(word, _checked(language.checked))
    return close.pop() if len(close) == 1 else word


@per_language
def own_words(language: Words) -> frozenset[str]:
    """All words that mean something to a reader of this language."""
    talk = language.talk
    meanings = (
        language.dangers, talk.answers, talk.repairs, talk.changeable, talk.wishes, talk.no_wishes,
        talk.asking, language.times.phrases,
    )  # fmt: skip
    phrases = (phrase for some in meanings for phrase in chain.from_iterable(some.values()))
    kinds = chain.from_iterable(language.times.kinds.values())
    return language.checked | language.real | mentioned(phrases) | frozenset(kinds)


@cache
def _checked(words: frozenset[str]) -> Shortened:
    return shortened(sorted(words))
