"""What a language's table must keep to, whichever language it is."""

import pytest

from dialogs.understand.days import RULES
from dialogs.understand.patterns import mentioned
from dialogs.understand.prepare import prepare
from dialogs.understand.said import hear
from dialogs.understand.words import LANGUAGES, words_of
from dialogs.understand.words.table import Words
from tests.understand.telling import NOW

TABLES = list(LANGUAGES.values())


@pytest.mark.parametrize("words", TABLES)
def test_no_word_tells_two_times(words: Words) -> None:
    kinds = words.times.kinds
    every = [word for values in kinds.values() for word in values]
    assert len(every) == len(set(every))


@pytest.mark.parametrize("words", TABLES)
def test_every_kind_of_word_is_known_to_the_grammar_or_the_scan(words: Words) -> None:
    known = set(LANGUAGES["en"].times.kinds)
    assert set(words.times.kinds) == known
    assert {"weekday", "month", "relative", "part", "number", "ordinal"} <= known


@pytest.mark.parametrize("words", TABLES)
def test_weekdays_and_months_are_complete(words: Words) -> None:
    kinds = words.times.kinds
    assert set(kinds["weekday"].values()) == set(range(7))
    months = set(kinds["month"].values()) | set(kinds["weak-month"].values())
    assert months == set(range(1, 13))


@pytest.mark.parametrize("words", TABLES)
def test_every_safety_wording_is_there(words: Words) -> None:
    assert set(words.dangers) == {"emergency", "self_harm"}
    assert all(words.dangers.values())
    assert set(words.talk.answers) == {"yes", "no", "any"}
    assert set(words.talk.repairs) == set(LANGUAGES["en"].talk.repairs)
    assert set(words.talk.wishes) == set(LANGUAGES["en"].talk.wishes)
    assert set(words.talk.no_wishes) <= set(words.talk.wishes)


@pytest.mark.parametrize("words", TABLES)
def test_what_is_checked_for_wrong_letters_is_not_also_misspelt(words: Words) -> None:
    assert not words.checked & words.real
    assert not {word for word in words.checked if words.spellings.get(word, word) != word}


@pytest.mark.parametrize("words", TABLES)
def test_a_correction_is_a_word_that_needs_none(words: Words) -> None:
    for wrong, right in words.spellings.items():
        assert all(words.spellings.get(word, word) == word for word in right.split()), wrong


def test_phrases_hold_no_word_that_is_put_right_before_they_are_looked_for() -> None:
    """A phrase with "alright" or "can't" in it would never be found."""
    english = words_of("en_GB")
    phrases = [
        phrase
        for meanings in (
            english.dangers,
            english.talk.answers,
            english.talk.repairs,
            english.talk.wishes,
            english.talk.no_wishes,
            english.times.phrases,
        )
        for some in meanings.values()
        for phrase in some
    ]
    wrong = {word for word in mentioned(phrases) if hear(word).words != (word,)}
    assert wrong == set()


def test_a_rule_for_days_stands_once() -> None:
    patterns = [pattern for pattern, _ in RULES]
    assert len(patterns) == len(set(patterns))


def test_everything_can_be_made_ready_beforehand() -> None:
    prepare(NOW, "en_GB")
    prepare(NOW, "en_GB")
