"""From what a new patient says to what can be written down."""

from dialogs.identify.hear import first_name, tries_left
from dialogs.phrases import does_not_know, says
from dialogs.register.frame import Register
from dialogs.table import Answer, Reading, answer
from dialogs.talk import Talk, Told
from dialogs.understand.answers import read_yes_no
from dialogs.understand.birth import read_birth_date
from dialogs.understand.contacts import read_contact

# As many as a family has; nobody writes down a crowd in one chat.
MOST_PATIENTS = 6


def may_register(frame: Register, talk: Talk) -> str:
    """Whether this chat may look for, and write down, one more."""
    left = tries_left(frame, talk) == "left"
    return "yes" if left and len(talk.memory.patients) < MOST_PATIENTS else "no"


def forename(told: Told, frame: Register, talk: Talk) -> Reading:
    facts = first_name(told, frame, talk)
    return None if facts is None else Answer("then", facts)


def born(told: Told, _frame: Register, talk: Talk) -> Reading:
    found = read_birth_date(told.said, talk.today, talk.locale)
    if found is not None:
        return answer(born=found)
    return answer("unknown") if does_not_know(told.said) else None


def contact(told: Told, _frame: Register, _talk: Talk) -> Reading:
    found = told.contact or read_contact(told.said)
    if found is not None:
        return answer(contact=found)
    neither = says(told.said, "neither") or does_not_know(told.said)
    return answer("neither") if told.pick == "neither" or neither else None


def agree(told: Told, _frame: Register, _talk: Talk) -> Reading:
    """A clear yes or a clear no; nothing else is an agreement."""
    agreed = read_yes_no(told.said) if told.pick is None else told.pick == "yes"
    if agreed is None and says(told.said, "agree"):
        agreed = True
    if agreed is None:
        return None
    return answer("yes", agreed=True) if agreed else answer("no", agreed=None)


def check(told: Told, _frame: Register, _talk: Talk) -> Reading:
    agreed = read_yes_no(told.said) if told.pick is None else told.pick == "yes"
    if agreed is None and says(told.said, "book_it"):
        agreed = True
    return None if agreed is None else answer("yes" if agreed else "no")


def look_again(told: Told, _frame: Register, _talk: Talk) -> Reading:
    """Whoever may have been written down is looked for before anything else."""
    if told.pick == "message" or says(told.said, "message"):
        return answer("message")
    if told.pick == "again" or says(told.said, "again") or read_yes_no(told.said):
        return answer("again", looked=None)
    return None


def wrong(told: Told, _frame: Register, _talk: Talk) -> Reading:
    """Which of the facts is to be asked anew."""
    if _means(told, "forename"):
        return answer("forename", forename=None)
    if _means(told, "surname"):
        return answer("surname", surname=None)
    if _means(told, "born"):
        return answer("born", born=None)
    return answer("contact", contact=None) if _means(told, "contact") else None


def _means(told: Told, fact: str) -> bool:
    return told.pick == fact or (told.pick is None and says(told.said, fact))
