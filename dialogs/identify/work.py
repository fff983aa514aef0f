"""Compares what was said with the clinic's records."""

from collections.abc import Sequence
from datetime import date

from connectors.errors import NotFound
from connectors.model import Patient, PatientSearch
from connectors.names import same_surname
from connectors.protocols import FindsPatients, SearchesPatients
from dialogs.identify.frame import Identify
from dialogs.ports import Ports
from dialogs.session import Memory
from dialogs.table import Answer, answer
from dialogs.talk import Talk
from dialogs.understand.contacts import is_email

# Enough to count tries by, whatever the window; older ones say nothing any more.
MOST_REMEMBERED = 10

# Why nobody but a person can say whose record it is; see `request`.
SEVERAL = "several"
DECLINED = "declined"


async def look_up(frame: Identify, talk: Talk, ports: Ports) -> Answer:
    """Read the records and compare; whatever does not agree, the answer is the same.

    Nobody is chosen among several who agree.
    """
    agreeing = [record for record in await _records(frame, ports) if _agrees(record, frame)]
    if not agreeing:
        return answer("failed", memory=after_failure(talk))
    if len(agreeing) > 1 and frame.forename is None:
        return answer("several")
    record, *others = agreeing
    if others:
        return answer("unclear", unclear=SEVERAL)
    if record.privacy is False:
        return answer("unclear", unclear=DECLINED)
    return answer("proven", patient=record, memory=talk.memory.with_patient(record))


def after_failure(talk: Talk) -> Memory:
    """What is remembered once somebody could not prove who they are."""
    failed = (*talk.memory.failed_proofs, talk.now)[-MOST_REMEMBERED:]
    return talk.memory.model_copy(update={"failed_proofs": failed})


async def _records(frame: Identify, ports: Ports) -> Sequence[Patient]:
    """The records that may be meant."""
    searches = ports.get(SearchesPatients)
    if searches is not None:
        search = _search(frame)
        return [] if search is None else await searches.search_patients(search)
    if frame.number is None:
        return []
    try:
        return [await ports[FindsPatients].patient(frame.number)]
    except NotFound:
        return []


def _search(frame: Identify) -> PatientSearch | None:
    """Who is to be looked for: by the contact, and by the whole name where there is none."""
    surname, born, forename = frame.surname, frame.born, frame.forename
    if surname is None or born is None:
        return None
    if frame.contact:
        return reached_at(frame.contact, surname, born, forename)
    return None if forename is None else PatientSearch(surname, born, forename)


def reached_at(
    contact: str, surname: str, born: date, forename: str | None = None
) -> PatientSearch:
    """A search for who is reached by a mobile number or an e-mail address."""
    if is_email(contact):
        return PatientSearch(surname, born, forename, email=contact)
    return PatientSearch(surname, born, forename, mobile=contact)


def _agrees(record: Patient, frame: Identify) -> bool:
    """Compared here as well, whatever the clinic's system takes for the same."""
    return (
        record.born is not None
        and record.born == frame.born
        and frame.surname is not None
        and same_surname(frame.surname, record.surname, (record.forename, record.known_as))
    )
