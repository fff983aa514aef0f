"""What the world is like: each line that a conversation file can ask for."""

from sandbox.diary import Appointment
from tests.harness.stage import Stage


async def _diary(stage: Stage) -> str:
    """Every appointment that came through the API and is not over, as staff would read it."""
    clinic = stage.sandbox.clinic
    made = clinic.diary.appointments(via_api=True)
    return "; ".join(_appointment(stage, one) for one in made) or "nothing"


def _appointment(stage: Stage, one: Appointment) -> str:
    clinic = stage.sandbox.clinic
    clinician = clinic.clinicians[one.clinician_id].name
    patient = clinic.people.get(one.patient_id)
    name = f"{patient.forename} {patient.surname}" if patient else one.patient_id
    return f"{one.start:%A %d %B %H:%M} {clinician}, {name}, {one.status}"


async def _attempts(stage: Stage) -> str:
    attempts = await stage.app.store.open_attempts()
    return ", ".join(attempt.state.replace("_", " ") for attempt in attempts) or "none open"


async def _desk(stage: Stage) -> str:
    items = await stage.app.store.desk_items()
    return "; ".join(item.note.text.replace("\n", " | ") for item in items) or "nothing"


async def _calls(stage: Stage) -> str:
    counts = stage.sandbox.calls.counts()
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items())) or "none"


async def _buttons(stage: Stage) -> str:
    live = stage.phone.live.values()
    return ", ".join(f"[{c.label}]" for reply in live for c in reply.choices) or "none"


QUESTIONS = {
    "diary": _diary,
    "attempts": _attempts,
    "desk": _desk,
    "calls": _calls,
    "buttons": _buttons,
}


async def answered(stage: Stage, text: str) -> str:
    """The line as it really is: "diary: ..."."""
    name = text.partition(":")[0].strip()
    return f"{name}: {await QUESTIONS[name](stage)}"
