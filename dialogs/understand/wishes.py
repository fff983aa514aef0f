"""Wishes: what a patient wants from the clinic, as far as a text says it plainly."""

from dialogs.understand.patterns import Phrases
from dialogs.understand.said import Said
from dialogs.understand.words import per_language
from dialogs.understand.words.table import Words

# How many words before a wish may take it back: "I do not really want to cancel".
_REACH = 5
# Asking, or being polite, is not taken back by a "not" somewhere before.
_NEVER_TAKEN_BACK = frozenset(
    (
        *("hello", "thanks", "goodbye", "bot", "prices", "account", "clinic", "appointments"),
        *("person", "team", "places", "services"),
    )
)


@per_language
def _wishes(words: Words) -> tuple[Phrases, Phrases]:
    talk = words.talk
    return Phrases(talk.wishes, words.groups), Phrases(talk.no_wishes, words.groups)


def read_wishes(said: Said) -> tuple[str, ...]:
    """What is wanted, in the order in which it was said; empty if nothing was said plainly.

    The wishes are "book", "appointments" (mine, and when), "confirm" (I will come), "arrived",
    "cancel" and "move" (an appointment; both for "I cannot make my appointment"), "instead"
    (another time in the place of one that was named or given: "Wednesday instead"), "late",
    "prices", "account" (payments and invoices), "clinic" (where, when open, phone), "team" (who
    works there), "places", "services" (which, and how long), "classes", "person", "hello",
    "thanks", "goodbye" and "bot" (are you one). Only beside the name of a class do these mean
    anything: "join", "leave" (also where the text says that it is a class), and "drop".
    """
    wishes, no_wishes = _wishes(said.language)
    begins: dict[str, int] = {}
    for wish, start, end in wishes.found(said.words):
        if wish not in begins and not _negated(said, wish, start, end):
            begins[wish] = start
    if not begins:
        return ()
    for wish, _, _ in no_wishes.found(said.words):
        begins.pop(wish, None)
    return tuple(sorted(begins, key=lambda wish: begins[wish]))


def _negated(said: Said, wish: str, start: int, end: int) -> bool:
    negations = said.language.talk.negations
    # Some phrases hold a negation of their own: "I can not make my appointment".
    if wish in _NEVER_TAKEN_BACK or not negations.isdisjoint(said.words[start:end]):
        return False
    return not negations.isdisjoint(said.words[max(0, start - _REACH) : start])
