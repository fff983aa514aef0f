"""What a language has to say about itself before it can be understood.

Phrases are written in the notation of `dialogs.understand.patterns`; all words in small letters,
without apostrophes, and as they are after `spellings` has been applied.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import dedent

Phrases = tuple[str, ...]
Meanings = Mapping[str, Phrases]


def words(text: str) -> frozenset[str]:
    """The words of a text, in no order."""
    return frozenset(text.split())


def lines(text: str) -> Phrases:
    """A phrase for each line; a line that is indented further continues the one before."""
    phrases: list[str] = []
    for line in dedent(text).strip().splitlines():
        if not line.startswith(" "):
            phrases.append(line)
        else:
            phrases[-1] += ("" if phrases[-1].endswith("|") else " ") + line.strip()
    return tuple(phrases)


@dataclass(frozen=True, slots=True)
class Times:
    """Words about days and hours. `kinds` gives a word its kind and value for the grammar.

    `telling` are the words of which a text has one, or a number, if it tells any time at all.
    `phrases` are several words that stand for one of a kind, written "kind" or "kind:value".
    `after` lists words that may follow a bare number or ordinal without making it count something
    else: "at 5 please" is a time, "at 5 High Street" is none. `titles` make a name of a month.
    `moves` say that an appointment is to be moved, so that its old day is not the one wanted.
    `pronouns` are numbers that may count nothing ("book one on Friday").
    `subjects` stand before "sat", and `the` before "sun", when they are no days.
    """

    kinds: Mapping[str, Mapping[str, int]]
    telling: frozenset[str]
    phrases: Meanings
    after: frozenset[str]
    titles: frozenset[str]
    subjects: frozenset[str]
    month_first: frozenset[str]
    polite: frozenset[str]
    pronouns: frozenset[str]
    moves: frozenset[str]


@dataclass(frozen=True, slots=True)
class Talk:
    """Words that steer a talk: answers, repairs, wishes, and the padding around them.

    `no_wishes` says, for a wish, what takes it back wherever it stands in the same text; `asking`
    what asks for one only beside a name of the clinic's own lists. One of `negations` shortly
    before a wish takes it back too. `it` are the words for what was talked about before.
    """

    before: Phrases
    after: Phrases
    answer_before: Phrases
    answers: Meanings
    repairs: Meanings
    changeable: Meanings
    change: Phrases
    change_alone: Phrases
    position_words: frozenset[str]
    counters: frozenset[str]
    last: frozenset[str]
    other: str
    wishes: Meanings
    no_wishes: Meanings
    asking: Meanings
    it: frozenset[str]
    negations: frozenset[str]


@dataclass(frozen=True, slots=True)
class Naming:
    """Words around names of people and things.

    `ordinary` are names that are everyday words too, and count as names after one of `leads`;
    `generic` tell no two services apart. `synonyms` gives words of a clinic's own list the words
    that patients have for the same. What stands before and after a name or a number is written as
    people write it, apostrophes included; `no_surname` are words that make it a sentence, and
    `forenames` those of them that are a first name.
    """

    titles: frozenset[str]
    leads: frozenset[str]
    padding: frozenset[str]
    ordinary: frozenset[str]
    generic: frozenset[str]
    synonyms: Mapping[str, Phrases]
    forename_leads: Phrases
    forenames: frozenset[str]
    surname_leads: Phrases
    surname_tails: Phrases
    number_leads: Phrases
    number_joins: Phrases
    no_surname: frozenset[str]


@dataclass(frozen=True, slots=True)
class Words:
    """One language.

    `spellings` opens contractions and puts known misspellings right; `checked` are words of which
    one wrong letter is put right too, unless it makes one of `real`, words of their own; those of
    the phrases need not be listed there.
    `signs` are pictures that are an answer when nothing else was sent.
    """

    spellings: Mapping[str, str]
    checked: frozenset[str]
    real: frozenset[str]
    signs: Mapping[str, str]
    groups: Mapping[str, str]
    times: Times
    talk: Talk
    naming: Naming
    dangers: Meanings
