"""What other dialogs are told of somebody who could not be found: the desk, and the new patient."""

from connectors.protocols import SearchesPatients
from dialogs.identify.frame import Identify, Person
from dialogs.identify.work import DECLINED, SEVERAL
from dialogs.talk import Talk
from dialogs.understand.contacts import is_email

_UNCLEAR = {
    SEVERAL: "Several records agree with what was said: {said}.",
    DECLINED: "Found, but has declined the privacy policy: {said}.",
}


def request(frame: Identify, talk: Talk) -> dict[str, object]:
    """What the desk is told of somebody who could not be found, or not among several."""
    if frame.unclear is not None:
        why = _UNCLEAR[frame.unclear].format(said=described(frame))
        return {"wish": "unknown_patient", "summary": with_wish(why, frame), **reached_by(frame)}
    if SearchesPatients in talk.can:
        why = "Could not be found by mobile number, e-mail address or name."
    else:
        why = "Could not be found by patient number: new here, or does not know it."
    return {"wish": "unknown_patient", "summary": with_wish(why, frame)}


def registration(frame: Identify, _talk: Talk) -> dict[str, object]:
    """What a new patient need not be asked again, and what they register for."""
    known = ("forename", "born", "surname", "summary", "clinician_id")
    return {fact: getattr(frame, fact) for fact in known} | {"contact": frame.contact or None}


def with_wish(why: str, person: Person) -> str:
    """A sentence for staff, and what the patient was about to do."""
    return f"{why} {person.summary}." if person.summary else why


def described(person: Person) -> str:
    """What was said of somebody, for staff: "Jo Bloggs, born 23 April 1980, 07700 900123"."""
    born = f"born {person.born:%d %B %Y}".replace("born 0", "born ") if person.born else None
    return ", ".join(part for part in (_name(person), born, person.contact) if part)


def reached_by(person: Person) -> dict[str, object]:
    """What the desk need not ask of somebody who has said it already."""
    name = {"name": _name(person)} if person.forename and person.surname else {}
    phone = person.contact if person.contact and not is_email(person.contact) else None
    return {**name, **({"phone": phone} if phone else {})}


def _name(person: Person) -> str:
    return " ".join(part for part in (person.forename, person.surname) if part)
