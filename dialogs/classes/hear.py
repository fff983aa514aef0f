"""From what people say about classes to facts."""

from connectors.model import GroupClass
from dialogs import lookup
from dialogs.classes.frame import Classes
from dialogs.phrases import says
from dialogs.table import AskBack, Reading, answer
from dialogs.talk import Talk, Told
from dialogs.times.choose import fits
from dialogs.times.hear import picked
from dialogs.understand.answers import read_yes_no
from dialogs.understand.match import Match, find_named
from dialogs.understand.when import read_when
from dialogs.understand.wish import When


def service(told: Told, _frame: Classes, talk: Talk) -> Reading:
    by_id = {service.id: service for service in talk.classes}
    if told.pick is not None:
        chosen = by_id.get(picked(told.pick, "one"))
        return answer(service=chosen) if chosen else None
    found = find_named(told.said, talk.catalogue.service_names, among=by_id, everyday=True)
    if isinstance(found, Match):
        return answer(service=by_id[found.id])
    close = lookup.ids(found)
    return AskBack(lookup.which([(id_, by_id[id_].name) for id_ in close], talk)) if close else None


def which(told: Told, frame: Classes, talk: Talk) -> Reading:
    """One of the classes that are shown, by its time or by who gives it."""
    found = frame.found or ()
    if told.pick is not None:
        chosen = next((one for one in found if told.pick == f"class:{one.id}"), None)
        return answer(chosen=chosen) if chosen else _otherwise(told)
    meant = _meant(told, found, talk)
    return answer(chosen=meant[0]) if len(meant) == 1 else _otherwise(told)


def _meant(told: Told, found: tuple[GroupClass, ...], talk: Talk) -> list[GroupClass]:
    heard = read_when(told.said, talk.now, talk.locale, bare=True)
    if isinstance(heard, When) and not heard.soonest:
        return [one for one in found if fits(one.slot, heard, talk)]
    if says(told.said, "earliest"):
        return list(found[:1])
    names = lookup.ids(find_named(told.said, [(one.id, one.slot.clinician_name) for one in found]))
    return [one for one in found if one.id in names]


def _otherwise(told: Told) -> Reading:
    if told.pick == "another_day" or says(told.said, "another_day"):
        return answer("another_day", when=None)
    if told.pick == "another_class":
        return answer("another_class", service=None)
    if told.pick == "enough" or says(told.said, "nothing"):
        return answer("enough")
    return None


def full(told: Told, _frame: Classes, _talk: Talk) -> Reading:
    return _otherwise(told)


def check(told: Told, _frame: Classes, _talk: Talk) -> Reading:
    agreed = read_yes_no(told.said) if told.pick is None else told.pick == "yes"
    return None if agreed is None else answer("yes" if agreed else "no")
