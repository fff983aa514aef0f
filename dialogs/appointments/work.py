"""Reads what is booked, and changes the status of one appointment."""

from connectors.errors import ConnectorError, OutcomeUnknown
from connectors.model import Status
from connectors.protocols import ChangesStatus, ListsAppointments
from dialogs import speech
from dialogs.appointments.frame import Appointments
from dialogs.ports import DeskRequest, Ports, TakesRequests
from dialogs.session import Memory
from dialogs.table import Answer, answer
from dialogs.talk import Talk
from dialogs.visits.read import ahead, kept_here, listed, with_changes
from dialogs.visits.visit import Visit, is_late


async def read(frame: Appointments, talk: Talk, ports: Ports) -> Answer:
    """What was made in this chat, and the clinic's own list where it can be read."""
    visits = kept_here(talk)
    lists = ports.get(ListsAppointments)
    patients = talk.memory.patients if frame.patient is None else (frame.patient,)
    if lists is not None:
        try:
            visits |= await listed(lists, visits, patients, talk)
        except ConnectorError:
            # What was made here can be told of all the same to whoever asks whether it is booked.
            if frame.wish != "booked" or not visits:
                raise
    found = await with_changes(ahead(visits.values(), talk), ports)
    if not found:
        return answer("none")
    return answer("standing" if frame.wish == "booked" else "found", listed=found)


def _wanted(frame: Appointments, visit: Visit, talk: Talk) -> tuple[str, Status]:
    if frame.act == "confirm":
        return "confirmed", Status.CONFIRMED
    if frame.act == "arrived":
        return "arrived", Status.ARRIVED
    late = is_late(visit, talk)
    return "cancelled", Status.CANCELLED_LATE if late else Status.CANCELLED


async def change(frame: Appointments, talk: Talk, ports: Ports) -> Answer:
    """Set the status that the patient asked for; it is remembered once the vendor has taken it."""
    visit = frame.chosen
    if visit is None or visit.reference is None:
        return answer("unavailable")
    outcome, status = _wanted(frame, visit, talk)
    try:
        await ports[ChangesStatus].change_status(
            visit.reference,
            status,
            patient_id=visit.patient.id,
            at=visit.start,
            group=visit.group,
        )
    except OutcomeUnknown:
        ports[TakesRequests].leave(DeskRequest(kind="in_doubt", text=_doubt(frame, visit, talk)))
        return answer("unsure")
    return answer(outcome, memory=_with_status(talk.memory, visit.reference, status))


def _doubt(frame: Appointments, visit: Visit, talk: Talk) -> str:
    """In words for staff, who have to look it up."""
    wanted = {"cancel": "cancelled", "confirm": "confirmed", "arrived": "set to arrived"}
    return (
        f"Please check whether this was {wanted.get(frame.act or '', 'changed')}, as the patient "
        f"wishes: {visit.service}, {speech.moment(visit.start, talk)}, for {visit.patient.name} "
        f"({visit.patient.id}), number {visit.reference}."
    )


def _with_status(memory: Memory, reference: str, status: Status) -> Memory:
    for kept in memory.appointments:
        if kept.reference == reference:
            return memory.with_appointment(kept.model_copy(update={"status": status}))
    return memory
