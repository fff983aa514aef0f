"""From what people ask about the team to facts."""

from collections.abc import Sequence
from itertools import pairwise

from connectors.model import Clinician
from dialogs import lookup, speech
from dialogs.table import Answer, Reading, answer
from dialogs.talk import Talk, Told
from dialogs.team.frame import Team
from dialogs.understand.match import find_named
from dialogs.understand.said import Said

# As many are kept in a session; a list of them is cut off long before.
_MOST_ABLE = 100


# Whether somebody is asked about by name.
asked = lookup.asks("team", lambda talk: talk.catalogue.clinician_names, everyday=False)


def what(frame: Team, talk: Talk) -> str:
    """Which of the answers it is."""
    if not talk.catalogue.clinicians:
        return "unknown"
    if frame.one is not None:
        return "one"
    if frame.words is not None:
        return "close"
    if frame.able is not None:
        return "able"
    return "stranger" if frame.stranger else "everybody"


def which(told: Told, frame: Team, talk: Talk) -> Reading:
    """Somebody by name; else those of a profession, or who do a service."""
    facts = lookup.named(told, frame, talk.catalogue.clinician_names, everyday=False)
    if facts:
        return Answer("then", facts)
    if told.asked or told.pick is not None:
        return None
    for doing, able in (_profession(told.said, talk), _service(told.said, talk)):
        if able:
            return answer(doing=doing, able=tuple(one.id for one in able)[:_MOST_ABLE])
    return answer(stranger=True) if _says_a_name(told.said) else None


def _profession(said: Said, talk: Talk) -> tuple[str, Sequence[Clinician]]:
    """Those whose profession is named; where it is several ("dentist"), those of all of them."""
    people = talk.catalogue.clinicians
    professions = dict.fromkeys(does for one in people for does in one.does)
    names = lookup.ids(find_named(said, [(does, does) for does in professions]))
    able = [one for one in people if not set(names).isdisjoint(one.does)]
    return speech.one_of(names, talk), able


def _service(said: Said, talk: Talk) -> tuple[str, Sequence[Clinician]]:
    """Those who do what is named, where the clinic's system tells who does what."""
    ids = lookup.ids(find_named(said, talk.catalogue.service_names, everyday=True))
    services = [one for one in talk.catalogue.services if one.id in ids and one.kind is not None]
    kinds = {one.kind for one in services}
    names = [one.name for one in services[: lookup.MOST_CHOICES]]
    able = [one for one in talk.catalogue.clinicians if one.kind in kinds]
    return speech.one_of(names, talk), able


def _says_a_name(said: Said) -> bool:
    """Whether somebody was called by a title and a name."""
    naming = said.language.naming
    return any(
        first in naming.titles and second.isalpha() and second not in naming.generic
        for first, second in pairwise(said.plain)
    )
