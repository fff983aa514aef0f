"""Short answers: yes and no, which of those offered, and "I do not mind"."""

from dialogs.understand.patterns import Utterances
from dialogs.understand.said import Said
from dialogs.understand.words import per_language
from dialogs.understand.words.table import Words


@per_language
def _answers(words: Words) -> Utterances:
    talk = words.talk
    return Utterances(talk.answers, talk.answer_before, talk.after, words.groups)


@per_language
def _positions(words: Words) -> tuple[frozenset[str], dict[str, int]]:
    kinds = words.times.kinds
    return words.talk.position_words, {**kinds["number"], **kinds["ordinal"]}


def read_yes_no(said: Said) -> bool | None:
    """Whether a whole utterance says yes, or no; None for anything more, such as "yes, but"."""
    meaning = _answers(said.language).meaning(said.words)
    if meaning == "yes":
        return True
    return False if meaning == "no" else None


def read_any(said: Said) -> bool:
    """Whether a whole utterance says that any of those offered will do."""
    return _answers(said.language).meaning(said.words) == "any"


def read_position(said: Said, count: int) -> int | None:
    """Which of `count` things shown is meant, from 1 on: "2", "number two", "the last one"."""
    fillers, numbers = _positions(said.language)
    if len(said.words) > Utterances.longest:
        return None
    found: int | None = None
    for word in said.words:
        if word in fillers:
            continue
        if found is not None:
            return None
        if word in said.language.talk.last:
            found = count
        elif word in numbers:
            found = numbers[word]
        elif word.isascii() and word.isdigit() and len(word) <= 3:  # noqa: PLR2004
            found = int(word)
        else:
            return None
    if found is None and said.words and said.words[-1] in numbers:
        # "One" alone is the first, although it is a filler in "the second one".
        found = (
            numbers[said.words[-1]] if set(said.words[:-1]) <= said.language.talk.counters else None
        )
    return found if found is not None and 1 <= found <= count else None
