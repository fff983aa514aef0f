"""From what people ask about prices to facts."""

from dialogs import lookup
from dialogs.prices.frame import Prices
from dialogs.table import Answer, Reading
from dialogs.talk import Talk, Told
from dialogs.understand.said import hear as said_of


def what(frame: Prices, talk: Talk) -> str:
    """Whether it is known what for; unknown where the price list has not been read yet."""
    if not talk.catalogue.items:
        return "unknown"
    if frame.one is not None:
        return "one"
    return "close" if frame.words is not None else "which"


def item(told: Told, frame: Prices, talk: Talk) -> Reading:
    facts = lookup.named(told, frame, talk.catalogue.item_names)
    if not facts and lookup.says_it(told):
        names = [one.name for one in talk.catalogue.services if one.id == frame.beneath]
        meant = Told(said_of(*names)) if names else told
        facts = lookup.named(meant, frame, talk.catalogue.item_names)
    return Answer("then", facts) if facts else None
