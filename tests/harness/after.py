"""What the world is like: each line that a conversation file can ask for."""

from datetime import datetime

from sandbox.diary import Appointment
from sandbox.pracsuite_catalogue import CANCELLATION_REASONS
from tests.harness.stage import Stage

_FIRST_NEW_PATIENT = 427001


async def _diary(stage: Stage) -> str:
    """Every appointment that came through the API, as staff would read it."""
    clinic = stage.sandbox.clinic
    made = clinic.diary.appointments(via_api=True)
    return "; ".join(_appointment(stage, one) for one in made) or "nothing"


def _appointment(stage: Stage, one: Appointment) -> str:
    clinician = stage.sandbox.clinic.clinicians[one.clinician_id].name
    ended = one.cancelled.reason_id if one.cancelled else None
    reasons = (f": {reason.text}" for reason in CANCELLATION_REASONS if reason.id == ended)
    name = _name(stage, one.patient_id)
    return f"{_at(one.start)} {clinician}, {name}, {one.status}{next(reasons, '')}"


def _name(stage: Stage, patient_id: int) -> str:
    patient = stage.sandbox.clinic.people.get(patient_id)
    return f"{patient.forename} {patient.surname}" if patient else str(patient_id)


def _at(start: datetime) -> str:
    return f"{start:%A %d %B %H:%M}"


async def _holds(stage: Stage) -> str:
    """Times that the vendor keeps for this chat."""
    clinicians = stage.sandbox.clinic.clinicians
    kept = stage.sandbox.pracsuite.holds()
    told = (f"{_at(one.start)} {clinicians[one.clinician_id].name}" for one in kept)
    return "; ".join(told) or "none"


async def _patients(stage: Stage) -> str:
    """Who was written down since the clinic opened."""
    new = [one for one in stage.sandbox.clinic.people.all() if one.id >= _FIRST_NEW_PATIENT]
    told = (
        f"{one.forename} {one.surname}, born {one.dob:%d %B %Y}, {one.mobile or one.email}"
        for one in new
    )
    return "; ".join(told) or "nobody new"


async def _classes(stage: Stage) -> str:
    """Who of the well-known patients is on the list of which class."""
    pracsuite, clinic = stage.sandbox.pracsuite, stage.sandbox.clinic
    regulars = {one.id for one in clinic.people.regulars}
    told = (
        f"{_at(group.start)} {_name(stage, member)}"
        for group in pracsuite.classes.all(clinic.now())
        for member in group.members
        if member not in regulars
    )
    return "; ".join(told) or "nobody"


async def _attempts(stage: Stage) -> str:
    attempts = await stage.app.store.open_attempts()
    return ", ".join(attempt.state.replace("_", " ") for attempt in attempts) or "none open"


async def _desk(stage: Stage) -> str:
    items = await stage.app.store.desk_items()
    return "; ".join(item.note.text.replace("\n", " | ") for item in items) or "nothing"


async def _calls(stage: Stage) -> str:
    counts = stage.vendor.calls.counts()
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items())) or "none"


async def _buttons(stage: Stage) -> str:
    live = stage.phone.live.values()
    return ", ".join(f"[{c.label}]" for reply in live for c in reply.choices) or "none"


QUESTIONS = {
    "diary": _diary,
    "holds": _holds,
    "patients": _patients,
    "classes": _classes,
    "attempts": _attempts,
    "desk": _desk,
    "calls": _calls,
    "buttons": _buttons,
}


async def answered(stage: Stage, text: str) -> str:
    """The line as it really is: "diary: ..."."""
    name = text.partition(":")[0].strip()
    return f"{name}: {await QUESTIONS[name](stage)}"
