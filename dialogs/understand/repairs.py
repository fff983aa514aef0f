"""Repairs: what a patient can say in every state to steer the talk itself."""

from dataclasses import dataclass

from dialogs.understand.patterns import Utterances
from dialogs.understand.said import Said
from dialogs.understand.words import per_language
from dialogs.understand.words.table import Words


@dataclass(frozen=True, slots=True)
class Repair:
    """One repair: "cancel" (this talk), "back", "change", "repeat", "help", "person" or "restart".

    For "change", `what` says what is to change, where that was said: "time", "day", "service",
    "clinician" or "patient".
    """

    kind: str
    what: str | None = None


@per_language
def _repairs(words: Words) -> Utterances:
    talk = words.talk
    change = {
        f"change:{what}": [
            f"{verb} {thing}" for verb in (*talk.change, talk.other) for thing in things
        ]
        for what, things in talk.changeable.items()
    }
    meanings = {**talk.repairs, "change:": talk.change_alone, **change}
    return Utterances(meanings, talk.before, talk.after, words.groups)


def read_repair(said: Said) -> Repair | None:
    """The repair that is all of what was said; a wish such as "cancel my appointment" is none."""
    meaning = _repairs(said.language).meaning(said.words)
    if meaning is None:
        return None
    kind, _, what = meaning.partition(":")
    return Repair(kind, what or None)
