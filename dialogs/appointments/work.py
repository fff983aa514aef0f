"""Reads what is booked, and changes the status of one appointment."""

from collections.abc import Mapping, Sequence

from connectors.errors import ConnectorError, OutcomeUnknown
from connectors.model import Appointment, Patient, Status
from connectors.protocols import ChangesStatus, ListsAppointments
from dialogs import speech
from dialogs.appointments import wording
from dialogs.appointments.choose import is_late
from dialogs.appointments.frame import Appointments, Visit
from dialogs.ports import DeskRequest, KnowsBookings, Ports, TakesRequests
from dialogs.session import Memory
from dialogs.table import Answer, answer
from dialogs.talk import Talk

_SHOWN = frozenset({Status.REQUESTED, Status.SCHEDULED, Status.CONFIRMED, Status.ARRIVED})


def _kept_here(talk: Talk) -> list[Visit]:
    return [
        Visit(
            reference=kept.reference,
            patient=kept.patient,
            service=kept.service,
            clinician=kept.slot.clinician_name,
            start=kept.slot.start,
            status=kept.status,
            here=True,
        )
        for kept in talk.memory.appointments
    ]


def _listed(one: Appointment, patient: Patient, talk: Talk) -> Visit:
    services = {service.id: service.name for service in talk.catalogue.services}
    clinicians = {clinician.id: clinician.name for clinician in talk.catalogue.clinicians}
    return Visit(
        reference=one.id,
        patient=patient,
        service=services.get(one.service_id or "", wording.unnamed(talk)),
        clinician=clinicians.get(one.clinician_id or "", ""),
        start=one.start,
        status=one.status,
        here=False,
    )


async def _read(
    lists: ListsAppointments, known: Mapping[str, Visit], patients: Sequence[Patient], talk: Talk
) -> dict[str, Visit]:
    """What the clinic's own list says of these patients' visits."""
    visits = {}
    last = talk.today + talk.clinic.policy.horizon
    for patient in patients:
        for one in await lists.appointments(patient.id, talk.today, last):
            fresh, before = _listed(one, patient, talk), known.get(one.id)
            update = {"status": fresh.status, "start": fresh.start}
            visits[one.id] = before.model_copy(update=update) if before else fresh
    return visits


async def _with_changes(listed: Sequence[Visit], ports: Ports) -> tuple[Visit, ...]:
    """The visits, with what is known of changes that are in doubt."""
    ours = ports.get(KnowsBookings)
    changing = await ours.changing() if ours is not None else frozenset()
    return tuple(
        visit.model_copy(update={"changing": visit.reference in changing}) for visit in listed
    )


async def read(frame: Appointments, talk: Talk, ports: Ports) -> Answer:
    """What was made in this chat, and the clinic's own list where it can be read.

    The clinic's list knows what staff changed meanwhile, so its word on a visit wins.
    """
    visits = {visit.reference or str(visit.start): visit for visit in _kept_here(talk)}
    lists = ports.get(ListsAppointments)
    patients = talk.memory.patients if frame.patient is None else (frame.patient,)
    if lists is not None:
        try:
            visits |= await _read(lists, visits, patients, talk)
        except ConnectorError:
            # What was made here can be told of all the same to whoever asks whether it is booked.
            if frame.wish != "booked" or not visits:
                raise
    today = talk.today
    ahead = [
        visit
        for visit in visits.values()
        if visit.status in _SHOWN and talk.clinic.local(visit.start).date() >= today
    ]
    if not ahead:
        return answer("none")
    listed = tuple(sorted(ahead, key=lambda visit: visit.start))
    if frame.wish == "booked":
        return answer("standing", listed=await _with_changes(listed, ports))
    return answer("found", listed=listed)


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
            visit.reference, status, patient_id=visit.patient.id, at=visit.start
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
