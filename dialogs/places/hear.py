"""From what people ask about places to facts."""

from dialogs import lookup
from dialogs.places.frame import Places
from dialogs.table import Answer, Reading
from dialogs.talk import Talk, Told

# Whether a place is asked about by name.
asked = lookup.asks("places", lambda talk: talk.catalogue.place_names)


def what(frame: Places, talk: Talk) -> str:
    """Which of the answers it is."""
    if not talk.catalogue.places:
        return "unknown"
    if frame.one is not None:
        return "one"
    return "close" if frame.words is not None else "everywhere"


def which(told: Told, frame: Places, talk: Talk) -> Reading:
    facts = lookup.named(told, frame, talk.catalogue.place_names)
    return Answer("then", facts) if facts else None
