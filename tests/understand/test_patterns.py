"""The notation in which a language's phrases are written."""

import pytest

from dialogs.understand.patterns import Fixed, Phrases, Utterances

CASES = [
    ("cancel my visit", "cancel my visit", True),
    ("cancel my visit", "cancel the visit", False),
    ("cancel [my|the] visit", "cancel visit", True),
    ("cancel [my|the] visit", "cancel the visit", True),
    ("cancel|call_off my visit", "call off my visit", True),
    ("cancel ... visit", "cancel visit", True),
    ("cancel ... visit", "cancel a b c d visit", True),
    ("cancel ... visit", "cancel a b c d e visit", False),
    ("cancel !that", "cancel this", True),
    ("cancel !that", "cancel that", False),
    ("^ cancel", "please cancel", False),
    ("^ cancel", "cancel please", True),
    ("cancel $", "cancel please", False),
    ("cancel later|$", "cancel later", True),
    ("cancel later|$", "cancel", True),
    ("cancel later|$", "cancel now", False),
    ("cancel @one", "cancel two words", True),
    # Only whole words
    ("cancel", "cancelled", False),
]


@pytest.mark.parametrize(("pattern", "text", "holds"), CASES)
def test_the_notation(pattern: str, text: str, holds: bool) -> None:  # noqa: FBT001
    phrases = Phrases({"it": [pattern]}, {"one": "word|two_words"})
    assert bool(list(phrases.found(text.split()))) is holds


def test_found_says_where() -> None:
    phrases = Phrases({"it": ["b c"]})
    assert list(phrases.found(["a", "b", "c", "b", "c"])) == [("it", 1, 3), ("it", 3, 5)]


def test_of_fixed_phrases_the_one_of_more_words_is_taken() -> None:
    fixed = Fixed({"short": ["day after"], "long": ["[the] day after tomorrow"]})
    assert fixed.found(["on", "the", "day", "after", "tomorrow"]) == {1: ("long", 5)}
    assert fixed.found(["the", "day", "after"]) == {1: ("short", 3)}
    assert fixed.found(["nothing"]) == {}


def test_an_utterance_is_all_that_was_said_with_padding_around_it() -> None:
    utterances = Utterances({"back": ["[go] back"]}, before=["sorry", "please"], after=["please"])
    assert utterances.meaning(["sorry", "please", "go", "back", "please"]) == "back"
    assert utterances.meaning(["go", "back", "home"]) is None
    assert utterances.meaning(()) is None
    assert utterances.meaning(["please"] * 40 + ["back"]) is None
