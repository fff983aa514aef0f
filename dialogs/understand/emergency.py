"""The emergency check: signs of danger to life, looked for in every message and every state."""

from dialogs.understand.patterns import Phrases
from dialogs.understand.said import Said
from dialogs.understand.words import per_language
from dialogs.understand.words.table import Words


@per_language
def _dangers(words: Words) -> Phrases:
    return Phrases(words.dangers, words.groups)


def read_emergency(said: Said) -> str | None:
    """Which kind of danger a text speaks of: "self_harm", "emergency", or None.

    Deterministic, and on the safe side: it may speak up where nobody is in danger ("I do not have
    chest pain"), and is no judgement of anybody's health. "I need an emergency appointment" and
    "this is not an emergency" are no danger.
    """
    for kind, _, _ in _dangers(said.language).found(said.words):
        return kind
    return None
