"""From what patients say while booking to facts."""

from dataclasses import replace
from datetime import date, time

from connectors.model import PartOfDay, Patient, Slot
from dialogs.booking import wording
from dialogs.booking.choose import PAGE, fits, for_service, one_day
from dialogs.booking.frame import Booking
from dialogs.phrases import says, speaks_of_another
from dialogs.table import Answer, AskBack, Reading, answer
from dialogs.talk import Talk, Told
from dialogs.understand.answers import read_any, read_yes_no
from dialogs.understand.match import Close, Match, find_named
from dialogs.understand.said import Said
from dialogs.understand.when import read_when
from dialogs.understand.wish import Ponder, Unsure, When

_PARTS = {
    "morning": When(part=PartOfDay.MORNING),
    "afternoon": When(part=PartOfDay.AFTERNOON),
    "evening": When(part=PartOfDay.EVENING),
    "soonest": When(soonest=True),
}


def _picked(pick: str, kind: str) -> str:
    """The id in a choice such as "service:1864"; empty for a choice of another kind."""
    name, _, value = pick.partition(":")
    return value if name == kind else ""


def service(told: Told, frame: Booking, talk: Talk) -> Reading:
    bookable = talk.bookable
    if not bookable and frame.wish is not None and told.pick is None:
        return answer(words=told.said.original)
    by_id = {service.id: service for service in bookable}
    if told.pick is not None:
        picked = by_id.get(_picked(told.pick, "service"))
        return Answer("then", for_service(picked, frame, talk)) if picked else None
    found = find_named(told.said, [(service.id, service.name) for service in bookable])
    match found:
        case Match(id_):
            return Answer("then", for_service(by_id[id_], frame, talk))
        case Close(ids):
            return AskBack(wording.which_service(talk, [by_id[id_] for id_ in ids]))
    return None


def clinician(told: Told, frame: Booking, talk: Talk) -> Reading:
    known = talk.catalogue.clinicians
    if frame.service is not None:
        known = talk.clinicians_for(frame.service)
    by_id = {clinician.id: clinician for clinician in known}
    if told.pick is not None:
        id_ = _picked(told.pick, "clinician")
        return answer(clinician=id_) if id_ in by_id or id_ == "any" else None
    match find_named(told.said, [(one.id, one.name) for one in known]):
        case Match(id_):
            return answer(clinician=id_)
        case Close(ids):
            return AskBack(wording.which_clinician(talk, [by_id[id_] for id_ in ids]))
    # "I don't mind" answers the question that was asked, and says nothing beside another one.
    return answer(clinician="any") if told.asked and read_any(told.said) else None


def when(told: Told, frame: Booking, talk: Talk) -> Reading:
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
    shown = one_day(_page(frame), talk)
    if shown is not None and not wish.says_day and heard.says_time:
        # Somebody who is looking at the times of one day and writes "10am" means that day.
        wish = replace(wish, first=shown, last=shown)
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


def slot(told: Told, frame: Booking, talk: Talk) -> Reading:
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
        return answer(slot=_page(frame)[0])
    if says(told.said, "latest") and offered:
        return answer(slot=_page(frame)[-1])
    heard = read_when(told.said, talk.now, talk.locale, bare=True)
    if not isinstance(heard, When) or heard.soonest:
        return None
    for among in (_page(frame), offered):
        meant = [slot for slot in among if fits(slot, heard, talk)]
        if len(meant) == 1:
            return answer(slot=meant[0])
    return None


def _page(frame: Booking) -> tuple[Slot, ...]:
    start = frame.page * PAGE
    return (frame.offered or ())[start : start + PAGE]


def _picked_slot(pick: str, frame: Booking, offered: tuple[Slot, ...]) -> Reading:
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


def _more(frame: Booking, offered: tuple[Slot, ...]) -> Reading:
    if (frame.page + 1) * PAGE < len(offered):
        return answer("more", page=frame.page + 1)
    wish = frame.when or When()
    later = max((slot.start for slot in offered), default=None)
    if later is None or wish.first is not None:
        # A wished day has no further times; the question for another one goes on.
        return answer("another_day", when=None)
    onwards = replace(wish, first=later.date(), last=None, soonest=False)
    return answer("further", when=onwards, offered=None)


def nothing_free(told: Told, _frame: Booking, _talk: Talk) -> Reading:
    if told.pick == "any_clinician":
        return answer("any_clinician", clinician="any", offered=None)
    if told.pick == "message":
        return answer("message")
    if told.pick == "another_day" or says(told.said, "another_day"):
        return answer("another_day", when=None)
    return None


def person(told: Told, _frame: Booking, talk: Talk) -> Reading:
    by_id = {patient.id: patient for patient in talk.memory.patients}
    if told.pick is not None:
        if told.pick == "someone_else":
            return answer("someone_else", patient=None)
        picked = by_id.get(_picked(told.pick, "patient"))
        return answer(patient=picked) if picked else None
    if told.asked and says(told.said, "someone_else"):
        return answer("someone_else", patient=None)
    if told.asked or "for" in told.said.words:
        match find_named(told.said, [(id_, patient.name) for id_, patient in by_id.items()]):
            case Match(id_) if _calls_by_first_name(told.said, by_id[id_]):
                return answer(patient=by_id[id_])
    if says(told.said, "someone_else") or speaks_of_another(told.said):
        # Whose appointment it is must never be guessed: it is asked, or proven.
        if not told.asked:
            return answer(someone=True, patient=None)
        return answer("someone_else", patient=None) if len(by_id) == 1 else None
    return None


def _calls_by_first_name(said: Said, patient: Patient) -> bool:
    """Whether it is this one of the family: a surname alone may be anybody's of them."""
    names = {patient.forename.casefold(), (patient.known_as or patient.forename).casefold()}
    return not names.isdisjoint(said.plain)


def check(told: Told, _frame: Booking, _talk: Talk) -> Reading:
    agreed = read_yes_no(told.said) if told.pick is None else told.pick == "yes"
    if told.pick is None and agreed is None and says(told.said, "book_it"):
        agreed = True
    return None if agreed is None else answer("yes" if agreed else "no")


def otherwise(told: Told, _frame: Booking, _talk: Talk) -> Reading:
    if told.pick == "yes" or (told.pick is None and read_yes_no(told.said)):
        return answer("yes")
    if told.pick == "another_day" or says(told.said, "another_day"):
        return answer("another_day", when=None)
    if told.pick == "stop" or (told.pick is None and read_yes_no(told.said) is False):
        return answer("stop")
    return None


def lost(told: Told, frame: Booking, talk: Talk) -> Reading:
    if told.pick is None and says(told.said, "again"):
        return answer("yes")
    return otherwise(told, frame, talk)


def again(told: Told, _frame: Booking, _talk: Talk) -> Reading:
    if told.pick == "message" or says(told.said, "message"):
        return answer("message")
    agreed = told.pick == "again" or says(told.said, "again")
    if agreed or (told.pick is None and read_yes_no(told.said)):
        return answer("again")
    return None


def refused(told: Told, _frame: Booking, _talk: Talk) -> Reading:
    if told.pick == "message" or says(told.said, "message"):
        return answer("message")
    if told.pick == "another_day" or says(told.said, "another_day"):
        return answer("another_day", when=None, offered=None)
    return None
