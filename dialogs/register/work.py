"""Writes a new patient down, unless the clinic knows them."""

from connectors.errors import OutcomeUnknown
from connectors.model import NewPatient, Patient
from connectors.protocols import CreatesPatients, SearchesPatients
from dialogs.identify.work import after_failure, is_called, wanted
from dialogs.ports import Ports
from dialogs.register.frame import Register
from dialogs.table import Answer, answer
from dialogs.talk import Talk
from dialogs.understand.contacts import is_email
from dialogs.understand.names import same_name

# Why a person has to look; see `request`.
DUPLICATE = "duplicate"
UNSURE = "unsure"


async def create(frame: Register, talk: Talk, ports: Ports) -> Answer:
    """Look for them first, and write them down only where nobody resembles them.

    One record that agrees in everything is theirs. Whoever is only alike is for a person to judge,
    and counts as a failed proof: asking must not tell who is a patient here.
    """
    forename, surname, born, contact = frame.forename, frame.surname, frame.born, frame.contact
    if forename is None or surname is None or born is None or not contact or not frame.agreed:
        return answer("unavailable")
    alike = await _alike(frame, ports)
    same = [record for record, reached in alike if reached and _is(record, frame)]
    if len(same) == 1 and same[0].privacy is not False:
        return answer("known", patient=same[0], memory=talk.memory.with_patient(same[0]))
    if alike:
        return answer("similar", doubt=DUPLICATE, memory=after_failure(talk))
    mail = is_email(contact)
    new = NewPatient(
        forename,
        surname,
        born,
        mobile=None if mail else contact,
        email=contact if mail else None,
        clinician_id=frame.clinician_id,
    )
    try:
        created = await ports[CreatesPatients].create_patient(new)
    except OutcomeUnknown:
        return answer("unsure", doubt=UNSURE)
    return answer("created", patient=created, memory=talk.memory.with_patient(created))


async def _alike(frame: Register, ports: Ports) -> list[tuple[Patient, bool]]:
    """Everybody of this birth date and surname with the same contact, or with the same name.

    Beside each is whether the contact agrees.
    """
    found: dict[str, tuple[Patient, bool]] = {}
    for by_name in (False, True):
        search = wanted(frame, by_name=by_name)
        if search is not None:
            for record in await ports[SearchesPatients].search_patients(search):
                found.setdefault(record.id, (record, not by_name))
    return list(found.values())


def _is(record: Patient, frame: Register) -> bool:
    return (
        record.born == frame.born
        and same_name(record.surname, frame.surname or "")
        and is_called(record, frame.forename or "")
    )
