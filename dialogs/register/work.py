"""Writes a new patient down, unless the clinic knows them."""

from connectors.errors import Exists, OutcomeUnknown
from connectors.model import NewPatient, PatientSearch
from connectors.protocols import CreatesPatients, SearchesPatients
from dialogs.identify.work import after_failure, reached_at
from dialogs.ports import Ports
from dialogs.register.frame import Register
from dialogs.table import Answer, answer
from dialogs.talk import Talk
from dialogs.understand.contacts import is_email

# Why a person has to look; see `request`.
DUPLICATE = "duplicate"
UNSURE = "unsure"


async def look(frame: Register, talk: Talk, ports: Ports) -> Answer:
    """Look for them, and for whoever resembles them.

    One record that agrees in everything is theirs. Whoever is only alike is for a person to judge,
    and counts as a failed proof: asking must not tell who is a patient here.
    """
    forename, surname, born, contact = frame.forename, frame.surname, frame.born, frame.contact
    if forename is None or surname is None or born is None or not contact or not frame.agreed:
        return answer("unavailable")
    search = ports[SearchesPatients].search_patients
    # Without the first name, so that a twin is seen.
    reached = await search(reached_at(contact, surname, born))
    named = await search(PatientSearch(surname, born, forename))
    same = [record for record in reached if record.id in {one.id for one in named}]
    if len(same) == 1 and same[0].privacy is not False:
        return answer("known", patient=same[0], memory=talk.memory.with_patient(same[0]))
    if reached or named:
        return answer("similar", doubt=DUPLICATE, memory=after_failure(talk))
    return answer("clear", looked=True)


async def create(frame: Register, talk: Talk, ports: Ports) -> Answer:
    """Write them down, where nobody like them was found a moment ago.

    Nobody is looked for here: a turn that was interrupted behind the request is run again, and
    would find what it has itself written down.
    """
    if frame.looked is None:
        return answer("stale")
    forename, surname, born, contact = frame.forename, frame.surname, frame.born, frame.contact
    if forename is None or surname is None or born is None or not contact or not frame.agreed:
        return answer("unavailable")
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
    except Exists:
        # Written down meanwhile, by staff or in another chat: looked for once more, they are found.
        return answer("stale", looked=None)
    except OutcomeUnknown:
        return answer("unsure", doubt=UNSURE)
    return answer("created", patient=created, memory=talk.memory.with_patient(created))
