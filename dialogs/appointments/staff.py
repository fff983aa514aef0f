"""What is said in a chat of an appointment that the practice has moved or cancelled."""

from dataclasses import replace

from connectors.model import Appointment, Patient
from connectors.protocols import ListsAppointments
from dialogs.appointments import wording_staff as wording
from dialogs.appointments.wording_staff import Affected
from dialogs.news import StaffCancelled, StaffMoved
from dialogs.session import Kept, Memory
from dialogs.talk import Talk
from dialogs.walk import Walk


async def tell(news: StaffMoved | StaffCancelled, walk: Walk) -> None:
    """Say it with what can be done now, and remember it; nothing where the patient is not known.

    Whoever is in the middle of something goes on with that; else what can be done are choices.
    """
    memory = walk.memory
    kept = next((one for one in memory.appointments if one.reference == news.was.id), None)
    patient = _patient(news.was, kept, memory)
    # A class has no patient of its own; it is told of only where somebody has joined it.
    if patient is None and news.was.patient_id:
        return
    affected = _affected(news.was, kept, patient, walk)
    if isinstance(news, StaffMoved):
        now = _affected(news.now, kept, patient, walk)
        reply = wording.moved(affected, now, walk.talk)
    else:
        reply = wording.cancelled(affected, walk.talk)
    if kept is not None:
        walk.talk = walk.talk.remembering(_remembered(memory, kept, news, walk.talk))
    if len(walk.stack) > 1:
        walk.say(reply.model_copy(update={"choices": ()}))
    else:
        walk.say_aside(reply)


def _patient(was: Appointment, kept: Kept | None, memory: Memory) -> Patient | None:
    """Who it is for, where this chat has learnt that."""
    if kept is not None:
        return kept.patient
    return next((one for one in memory.patients if one.id == was.patient_id), None)


def _affected(one: Appointment, kept: Kept | None, patient: Patient | None, walk: Walk) -> Affected:
    talk, dialogs = walk.talk, walk.dialogs
    services = {service.id: service.name for service in talk.catalogue.services}
    known = {each.patient.id for each in talk.memory.appointments}
    several = len(known | {each.id for each in talk.memory.patients}) > 1
    # What the chat does not know it cannot change either.
    here = kept is not None or ListsAppointments in talk.can
    return Affected(
        start=one.start,
        standing=not one.status.cancelled,
        service=kept.service if kept else services.get(one.service_id or "", ""),
        clinician=_clinician(one, kept, talk),
        patient=patient.name if patient is not None and several else "",
        moves=here and "moving" in dialogs,
        cancels=here and "appointments" in dialogs,
        books="booking" in dialogs,
    )


def _clinician(one: Appointment, kept: Kept | None, talk: Talk) -> str:
    names = {clinician.id: clinician.name for clinician in talk.catalogue.clinicians}
    if kept is not None and one.clinician_id in (None, kept.slot.clinician_id):
        return kept.slot.clinician_name
    return names.get(one.clinician_id or "", "")


def _remembered(
    memory: Memory, kept: Kept, news: StaffMoved | StaffCancelled, talk: Talk
) -> Memory:
    """The memory with the appointment as it is now, in its old place."""
    if isinstance(news, StaffCancelled):
        after = kept.model_copy(update={"status": news.status})
    else:
        now = news.now
        slot = replace(
            kept.slot,
            start=now.start,
            minutes=now.minutes or kept.slot.minutes,
            clinician_id=now.clinician_id or kept.slot.clinician_id,
            clinician_name=_clinician(now, kept, talk),
            token="",
            read_at=None,
        )
        status = kept.status if kept.status.active else now.status
        after = kept.model_copy(update={"slot": slot, "status": status})
    appointments = tuple(after if one is kept else one for one in memory.appointments)
    return memory.model_copy(update={"appointments": appointments})
