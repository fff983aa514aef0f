"""One normalising for all readers: what it puts right, and what it leaves alone."""

import pytest

from dialogs.understand.said import LONGEST, hear

WORDS = {
    "Don't!": "do not",
    "I can’t come": "i can not come",
    "cant": "can not",
    "it's": "it is",
    "I'd like": "i would like",
    "tomorrow's": "tomorrow",
    "CHECK-UP": "check up",
    "9.30am": "9.30 am",
    "9 a.m.": "9 am",
    "14th": "14 th",
    "tommorow": "tomorrow",
    "2moro": "tomorrow",
    "appoinment": "appointment",
    "wednseday": "wednesday",
    "thursdya": "thursday",
    "febrary": "february",
    "emergncy": "emergency",
    "ｔｏｄａｙ": "today",
    "  two \n lines ": "two lines",
    "café": "café",
    "/start": "/start",
    "and/or": "and or",
    "hello 😀 there": "hello there",
    "06/08/2026": "06/08/2026",
    "👍": "yes",
    "👍🏽": "yes",
    "👎": "no",
    "see you 👍": "see you",
    "😀": "",
    "": "",
    "\u200b": "",
}

# One letter away from a word that is put right, and words of their own.
LEFT_ALONE = """
cancer mourning booklet spelling expect looking cooking joking locked changes pleased arrives
cancelled canal choker threat thirst thirsty conform dwelling striking breeder difficult shallow
selling sundry overdue rescheduled afternoons
""".strip().splitlines()


@pytest.mark.parametrize(("text", "words"), WORDS.items())
def test_words(text: str, words: str) -> None:
    assert " ".join(hear(text).words) == words


@pytest.mark.parametrize("word", " ".join(LEFT_ALONE).split())
def test_a_word_of_its_own_is_left_alone(word: str) -> None:
    assert hear(word).words == (word,)


def test_names_can_be_looked_up_as_they_were_written() -> None:
    said = hear("Dr Munday's")
    assert said.words == ("dr", "monday")
    assert said.plain == ("dr", "mundays")


def test_the_original_spelling_is_kept_on_one_line() -> None:
    assert hear(" O’Brien \n  Müller ").original == "O'Brien Müller"


def test_a_long_text_is_cut_off() -> None:
    said = hear("word " * 5000)
    assert len(said.original) <= LONGEST
    assert len(said.tokens) <= LONGEST


def test_an_unknown_language_is_heard_as_english() -> None:
    assert hear("tommorow", "xx_YY").words == ("tomorrow",)
