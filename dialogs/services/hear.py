"""From what people ask about services to facts."""

from connectors.model import Service
from dialogs import lookup
from dialogs.services.frame import Services
from dialogs.table import Answer, Reading
from dialogs.talk import Talk, Told


def offered(talk: Talk) -> tuple[Service, ...]:
    """What patients may come for: a clinic's own list holds more than that."""
    return (*talk.bookable, *talk.classes)


def ids(talk: Talk) -> frozenset[str]:
    """The ids of these."""
    return frozenset(service.id for service in offered(talk))


# Whether a service is asked about by name.
asked = lookup.asks("services", lambda talk: talk.catalogue.service_names, ids)


def what(frame: Services, talk: Talk) -> str:
    """Which of the answers it is."""
    if not offered(talk):
        return "unknown"
    if frame.one is not None:
        return "one"
    return "close" if frame.words is not None else "everything"


def which(told: Told, frame: Services, talk: Talk) -> Reading:
    among = ids(talk)
    facts = lookup.named(told, frame, talk.catalogue.service_names, among)
    if not facts and frame.beneath in among and lookup.says_it(told):
        facts = {"one": frame.beneath, "words": None}
    return Answer("then", facts) if facts else None
