"""From what patients say while booking to facts."""

from connectors.model import Patient
from dialogs.booking import wording
from dialogs.booking.frame import Booking
from dialogs.phrases import says, speaks_of_another
from dialogs.table import Answer, AskBack, Reading, answer
from dialogs.talk import Talk, Told
from dialogs.times.choose import for_service
from dialogs.times.hear import picked
from dialogs.understand.answers import read_yes_no
from dialogs.understand.match import Close, Match, find_named
from dialogs.understand.said import Said


def service(told: Told, frame: Booking, talk: Talk) -> Reading:
    bookable = talk.bookable
    if not bookable and frame.wish is not None and told.pick is None:
        return answer(words=told.said.original)
    by_id = {service.id: service for service in bookable}
    if told.pick is not None:
        chosen = by_id.get(picked(told.pick, "service"))
        return Answer("then", for_service(chosen, frame, talk)) if chosen else None
    match find_named(told.said, talk.catalogue.service_names, among=by_id):
        case Match(id_):
            return Answer("then", for_service(by_id[id_], frame, talk))
        case Close(ids):
            close = [service for service in bookable if service.id in ids]
            return AskBack(wording.which_service(talk, close))
    return None


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
        chosen = by_id.get(picked(told.pick, "patient"))
        return answer(patient=chosen) if chosen else None
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


def refused(told: Told, _frame: Booking, _talk: Talk) -> Reading:
    if told.pick == "message" or says(told.said, "message"):
        return answer("message")
    if told.pick == "another_day" or says(told.said, "another_day"):
        return answer("another_day", when=None, offered=None)
    return None
