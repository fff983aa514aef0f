"""From what patients say about times to facts; readers for the tables that offer times."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time

from connectors.model import Clinician, PartOfDay, Slot
from dialogs.phrases import says
from dialogs.table import AskBack, Reading, answer
from dialogs.talk import Talk, Told
from dialogs.times import wording
from dialogs.times.choose import PAGE, fits, one_day, shown
from dialogs.times.frame import Times
from dialogs.understand.answers import read_any, read_yes_no
from dialogs.understand.called import called, near
from dialogs.understand.index import names_of
from dialogs.understand.match import Close, Match, find_named
from dialogs.understand.said import Said, plain_words
from dialogs.understand.when import read_when
from dialogs.understand.wish import Ponder, Unsure, When

_PARTS = {
    "morning": When(part=PartOfDay.MORNING),
    "afternoon": When(part=PartOfDay.AFTERNOON),
    "evening": When(part=PartOfDay.EVENING),
    "soonest": When(soonest=True),
}


def picked(pick: str, kind: str) -> str:
    """The id in a choice such as "service:1864"; empty for a choice of another kind."""
    name, _, value = pick.partition(":")
    return value if name == kind else ""


def clinician(told: Told, frame: Times, talk: Talk) -> Reading:
    known = talk.catalogue.clinicians
    if frame.service is not None:
        known = talk.clinicians_for(frame.service)
    by_id = {clinician.id: clinician for clinician in known}
    if told.pick is not None:
        id_ = picked(told.pick, "clinician")
        return answer(clinician=id_) if id_ in by_id or id_ == "any" else None
    match find_named(told.said, talk.catalogue.clinician_names, among=by_id):
        case Match(id_) if _is_called(by_id[id_], told.said, talk):
            return answer(clinician=id_)
        case Match(id_):
            return AskBack(wording.perhaps(talk, [by_id[id_]]))
        case Close(ids):
            return AskBack(wording.which_clinician(talk, [by_id[id_] for id_ in ids]))
    if told.asked or frame.service is not None or frame.wish is not None:
        unknown = _nobody(told, frame, talk, by_id)
        if unknown is not None:
            return unknown
    # "I don't mind" answers the question that was asked, and says nothing beside another one.
    return answer(clinician="any") if told.asked and read_any(told.said) else None


def _called(said: Said, talk: Talk) -> tuple[str, ...]:
    return called(said, talk.catalogue.service_names.phrases)


def _is_called(one: Clinician, said: Said, talk: Talk) -> bool:
    """Whether all that was said as a name may be theirs: a "Dr Tom Smith" is no Dr Tom Reid."""
    own = plain_words(one.name)
    words = [word for word in _called(said, talk) if len(word) > 1]
    return all(word in own or near((word,), names_of([("", one.name)]), {""}) for word in words)


def _nobody(told: Told, frame: Times, talk: Talk, able: Mapping[str, Clinician]) -> AskBack | None:
    """Ask back about a name that nobody has who does this, so that nobody else is taken for it."""
    names = talk.catalogue.clinician_names
    words = _called(told.said, talk)
    said = words or (told.said.plain if told.asked else ())
    if not said or not able:
        return None
    others = find_named(told.said, names) if words else None
    alike = near(said, names, able)
    if others is None and alike:
        return AskBack(wording.perhaps(talk, [able[id_] for id_ in alike]))
    if not words:
        return None
    return AskBack(wording.nobody(frame, talk))


def when(told: Told, frame: Times, talk: Talk) -> Reading:
    if told.pick is not None:
        return _picked_when(told.pick)
    heard = read_when(told.said, talk.now, talk.locale)
    if isinstance(heard, Ponder):
        if heard.phrase not in talk.pondered:
            return heard
        heard = talk.pondered[heard.phrase]
    if isinstance(heard, Unsure):
        return AskBack(wording.unsure_when(talk, heard))
    if heard is None:
        return None
    before = frame.when
    if before is None and frame.gone is not None:
        before = When()
    wish = before.corrected_by(heard) if before is not None else heard
    day = one_day(shown(frame), talk)
    if day is not None and not wish.says_day and heard.says_time:
        # Somebody who is looking at the times of one day and writes "10am" means that day.
        wish = replace(wish, first=day, last=day)
    policy = talk.clinic.policy
    if wish.first is not None and wish.first > talk.today + policy.horizon:
        return AskBack(wording.too_far(talk))
    return answer(when=wish, gone=None)


def _picked_when(pick: str) -> Reading:
    kind, _, value = pick.partition(":")
    match kind:
        case "part":
            return answer(when=_PARTS[value], gone=None)
        case "day":
            chosen, _, at = value.partition("T")
            day = date.fromisoformat(chosen)
            clock = time.fromisoformat(at) if at else None
            return answer(when=When(first=day, last=day, at=clock), gone=None)
    return None


def slot(told: Told, frame: Times, talk: Talk) -> Reading:
    offered = frame.offered or ()
    if told.pick is not None:
        return _picked_slot(told.pick, frame, offered)
    if says(told.said, "more"):
        return _more(frame, offered)
    if says(told.said, "another_day"):
        return answer("another_day", when=None)
    if says(told.said, "another_clinician"):
        return answer("another_clinician", clinician=None)
    if says(told.said, "earliest") and offered:
        return answer(slot=shown(frame)[0])
    if says(told.said, "latest") and offered:
        return answer(slot=shown(frame)[-1])
    heard = read_when(told.said, talk.now, talk.locale, bare=True)
    if not isinstance(heard, When) or heard.soonest:
        return None
    for among in (shown(frame), offered):
        meant = [slot for slot in among if fits(slot, heard, talk)]
        if len(meant) == 1:
            return answer(slot=meant[0])
    return None


def _picked_slot(pick: str, frame: Times, offered: tuple[Slot, ...]) -> Reading:
    for slot in offered:
        if pick == f"slot:{slot.key}":
            return answer(slot=slot)
    match pick:
        case "more":
            return _more(frame, offered)
        case "another_day":
            return answer("another_day", when=None)
        case "another_clinician":
            return answer("another_clinician", clinician=None)
    return None


def _more(frame: Times, offered: tuple[Slot, ...]) -> Reading:
    if (frame.page + 1) * PAGE < len(offered):
        return answer("more", page=frame.page + 1)
    wish = frame.when or When()
    later = max((slot.start for slot in offered), default=None)
    if later is None or wish.first is not None:
        # A wished day has no further times; the question for another one goes on.
        return answer("another_day", when=None)
    onwards = replace(wish, first=later.date(), last=None, soonest=False)
    return answer("further", when=onwards, offered=None)


def again(told: Told, _frame: Times, _talk: Talk) -> Reading:
    """Whether to try again what could not be done, or to leave a message."""
    if told.pick == "message" or says(told.said, "message"):
        return answer("message")
    agreed = told.pick == "again" or says(told.said, "again")
    if agreed or (told.pick is None and read_yes_no(told.said)):
        return answer("again")
    return None
