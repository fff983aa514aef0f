"""From what people say about themselves to what can be compared with a record."""

from datetime import timedelta

from connectors.names import without_forename, without_surname
from connectors.protocols import SearchesPatients
from dialogs.identify.frame import Identify, Person
from dialogs.phrases import does_not_know, is_new, says
from dialogs.table import Answer, Frame, Reading, answer
from dialogs.talk import Talk, Told
from dialogs.understand.answers import read_yes_no
from dialogs.understand.birth import read_birth_date
from dialogs.understand.contacts import read_contact
from dialogs.understand.names import read_forename, read_patient_number, read_surname
from dialogs.understand.said import hear

# Guessing must not pay; a person who mistyped twice is not shut out.
MOST_FAILURES = 3
FAILURES_COUNT_FOR = timedelta(hours=1)

# What somebody has who has neither a mobile number nor an e-mail address.
NO_CONTACT = ""


def tries_left(_frame: Frame, talk: Talk) -> str:
    """Whether this chat may try again to prove who it is."""
    recent = [at for at in talk.memory.failed_proofs if talk.now - at < FAILURES_COUNT_FOR]
    return "left" if len(recent) < MOST_FAILURES else "none"


def known_by(_frame: Identify, talk: Talk) -> str:
    """Whether patients of this clinic know a number of theirs."""
    return "contact" if SearchesPatients in talk.can else "number"


def has_contact(frame: Identify, _talk: Talk) -> str:
    return "no" if frame.contact == NO_CONTACT else "yes"


def number(told: Told, _frame: Identify, talk: Talk) -> Reading:
    """The number; whoever writes all three things at once need not be asked the other two."""
    if told.pick == "unknown":
        return answer("unknown")
    found = read_patient_number(told.said)
    if found is None:
        return answer("unknown") if does_not_know(told.said) else None
    return Answer("then", {"number": found, **_beside(told, talk)})


def contact(told: Told, _frame: Identify, talk: Talk) -> Reading:
    """The contact, and what is written beside it as with the number."""
    if told.pick == "new":
        return answer("new")
    if told.pick == "neither":
        return answer(contact=NO_CONTACT)
    found = told.contact or read_contact(told.said)
    if found is not None:
        return Answer("then", {"contact": found, **_beside(told, talk)})
    if is_new(told.said):
        return answer("new")
    neither = says(told.said, "neither") or does_not_know(told.said)
    return answer(contact=NO_CONTACT) if neither else None


def _beside(told: Told, talk: Talk) -> dict[str, object]:
    """The date of birth and the surname out of "426909, 12/05/1984, Taylor"."""
    parts = [part.strip() for part in told.said.original.split(",")]
    if len(parts) != 3:  # noqa: PLR2004 - the three things that are asked for
        return {}
    born = read_birth_date(hear(parts[1]), talk.today, talk.locale)
    surname = read_surname(hear(parts[2]))
    return {} if born is None or surname is None else {"born": born, "surname": surname}


def forename(told: Told, frame: Identify, talk: Talk) -> Reading:
    if told.pick == "new" or is_new(told.said):
        return answer("new")
    facts = first_name(told, frame, talk)
    return None if facts is None else Answer("then", facts)


def first_name(told: Told, frame: Person, talk: Talk) -> dict[str, object] | None:
    """The first name, with what is written beside it as with the number."""
    beside = _beside(told, talk)
    found = read_forename(hear(told.said.original.split(",")[0]) if beside else told.said)
    if found is None:
        return None
    if frame.surname is not None:
        found = without_surname(found, frame.surname)
        beside = {"surname": without_forename(frame.surname, found), **beside}
    return {"forename": found, **beside}


def born(told: Told, _frame: Identify, talk: Talk) -> Reading:
    found = read_birth_date(told.said, talk.today, talk.locale)
    if found is not None:
        return answer(born=found)
    if is_new(told.said):
        return answer("new")
    return answer("unknown") if does_not_know(told.said) else None


def surname(told: Told, frame: Person, _talk: Talk) -> Reading:
    """The surname; a first name that was given with it, here or before, is told apart."""
    found = read_surname(told.said)
    if found is None or frame.forename is None:
        return None if found is None else answer(surname=found)
    found = without_forename(found, frame.forename)
    return answer(surname=found, forename=without_surname(frame.forename, found))


def failed(told: Told, _frame: Identify, talk: Talk) -> Reading:
    if told.pick == "new" or (told.pick is None and is_new(told.said)):
        return answer("new")
    if told.pick == "unknown" or (told.pick is None and does_not_know(told.said)):
        return answer("unknown")
    anew: dict[str, object] = dict.fromkeys(("number", "contact", "forename", "born", "surname"))
    if told.pick == "again" or says(told.said, "again") or read_yes_no(told.said):
        return Answer("again", anew)
    if SearchesPatients in talk.can:
        given = told.contact or read_contact(told.said)
        return Answer("again", {**anew, "contact": given}) if given else None
    found = read_patient_number(told.said)
    return Answer("again", {**anew, "number": found}) if found else None


def locked(told: Told, _frame: Frame, _talk: Talk) -> Reading:
    if told.pick == "message" or says(told.said, "message") or read_yes_no(told.said):
        return answer("message")
    if told.pick == "enough" or says(told.said, "nothing"):
        return answer("enough")
    return None


def down(told: Told, _frame: Frame, _talk: Talk) -> Reading:
    if told.pick == "message" or says(told.said, "message"):
        return answer("message")
    if told.pick == "again" or says(told.said, "again") or read_yes_no(told.said):
        return answer("again")
    return None
