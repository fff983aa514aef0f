"""From what people say about themselves to what can be compared with a record."""

from datetime import timedelta

from dialogs.identify.frame import Identify
from dialogs.phrases import does_not_know, says
from dialogs.table import Answer, Reading, answer
from dialogs.talk import Talk, Told
from dialogs.understand.answers import read_yes_no
from dialogs.understand.birth import read_birth_date
from dialogs.understand.names import read_patient_number, read_surname
from dialogs.understand.said import hear

# Guessing must not pay; a person who mistyped twice is not shut out.
MOST_FAILURES = 3
FAILURES_COUNT_FOR = timedelta(hours=1)


def tries_left(_frame: Identify, talk: Talk) -> str:
    """Whether this chat may try again to prove who it is."""
    recent = [at for at in talk.memory.failed_proofs if talk.now - at < FAILURES_COUNT_FOR]
    return "left" if len(recent) < MOST_FAILURES else "none"


def number(told: Told, _frame: Identify, talk: Talk) -> Reading:
    """The number; whoever writes all three things at once need not be asked the other two."""
    if told.pick == "unknown":
        return answer("unknown")
    found = read_patient_number(told.said)
    if found is None:
        return answer("unknown") if does_not_know(told.said) else None
    return Answer("then", {"number": found, **_beside(told, talk)})


def _beside(told: Told, talk: Talk) -> dict[str, object]:
    """The date of birth and the surname out of "426909, 12/05/1984, Taylor"."""
    parts = [part.strip() for part in told.said.original.split(",")]
    if len(parts) != 3:  # noqa: PLR2004 - the three things that are asked for
        return {}
    born = read_birth_date(hear(parts[1]), talk.today, talk.locale)
    surname = read_surname(hear(parts[2]))
    if born is None or surname is None or isinstance(born, tuple):
        return {}
    return {"born": born, "surname": surname}


def born(told: Told, _frame: Identify, talk: Talk) -> Reading:
    found = read_birth_date(told.said, talk.today, talk.locale)
    if found is not None:
        return answer(born=found)
    return answer("unknown") if does_not_know(told.said) else None


def surname(told: Told, _frame: Identify, _talk: Talk) -> Reading:
    found = read_surname(told.said)
    return None if found is None else answer(surname=found)


def failed(told: Told, _frame: Identify, _talk: Talk) -> Reading:
    if told.pick == "unknown" or (told.pick is None and does_not_know(told.said)):
        return answer("unknown")
    if told.pick == "again" or says(told.said, "again") or read_yes_no(told.said):
        return answer("again", number=None, born=None, surname=None)
    found = read_patient_number(told.said)
    return answer("again", number=found, born=None, surname=None) if found else None


def locked(told: Told, _frame: Identify, _talk: Talk) -> Reading:
    if told.pick == "message" or says(told.said, "message") or read_yes_no(told.said):
        return answer("message")
    if told.pick == "enough" or says(told.said, "nothing"):
        return answer("enough")
    return None


def down(told: Told, _frame: Identify, _talk: Talk) -> Reading:
    if told.pick == "message" or says(told.said, "message"):
        return answer("message")
    if told.pick == "again" or says(told.said, "again") or read_yes_no(told.said):
        return answer("again")
    return None
