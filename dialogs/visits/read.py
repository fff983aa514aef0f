"""Reads which appointments somebody has ahead."""

from collections.abc import Iterable, Mapping, Sequence

from connectors.model import Appointment, Patient, Status
from connectors.protocols import ListsAppointments
from dialogs.ports import KnowsBookings, Ports
from dialogs.table import Frame
from dialogs.talk import Talk
from dialogs.visits import wording
from dialogs.visits.visit import Visit

_SHOWN = frozenset({Status.REQUESTED, Status.SCHEDULED, Status.CONFIRMED, Status.ARRIVED})


def source(_frame: Frame, talk: Talk) -> str:
    """Who has proven to be nobody here can only be shown the clinic's list after a proof."""
    lists = ListsAppointments in talk.can
    return "proof" if lists and not talk.memory.patients else "known"


def kept_here(talk: Talk) -> dict[str, Visit]:
    """What was made in this chat, by reference, or by time while there is none."""
    return {
        kept.reference or str(kept.slot.start): Visit(
            reference=kept.reference,
            patient=kept.patient,
            service=kept.service,
            clinician=kept.slot.clinician_name,
            start=kept.slot.start,
            status=kept.status,
            here=True,
            service_id=kept.slot.service_id,
            clinician_id=kept.slot.clinician_id,
            minutes=kept.slot.minutes,
        )
        for kept in talk.memory.appointments
    }


async def listed(
    lists: ListsAppointments, known: Mapping[str, Visit], patients: Sequence[Patient], talk: Talk
) -> dict[str, Visit]:
    """What the clinic's own list says of these patients' visits, by reference.

    The clinic's list knows what staff changed meanwhile, so its word wins over what is known. What
    is still in doubt here is left out, so that nobody reads of two where there is one.
    """
    doubtful = {(one.patient.id, one.start) for one in known.values() if one.reference is None}
    visits = {}
    last = talk.today + talk.clinic.policy.horizon
    for patient in patients:
        for one in await lists.appointments(patient.id, talk.today, last):
            if (patient.id, one.start) in doubtful:
                continue
            fresh, before = _visit(one, patient, talk), known.get(one.id)
            visits[one.id] = _updated(before, fresh) if before else fresh
    return visits


def ahead(visits: Iterable[Visit], talk: Talk) -> tuple[Visit, ...]:
    """Those from today on that still stand, earliest first."""
    standing = [
        visit
        for visit in visits
        if visit.status in _SHOWN and talk.clinic.local(visit.start).date() >= talk.today
    ]
    return tuple(sorted(standing, key=lambda visit: visit.start))


async def with_changes(visits: Sequence[Visit], ports: Ports) -> tuple[Visit, ...]:
    """The visits, with what is known of changes that are in doubt."""
    ours = ports.get(KnowsBookings)
    changing = await ours.changing() if ours is not None else frozenset()
    return tuple(
        visit.model_copy(update={"changing": visit.reference in changing}) for visit in visits
    )


def _visit(one: Appointment, patient: Patient, talk: Talk) -> Visit:
    services = {service.id: service for service in talk.catalogue.services}
    clinicians = {clinician.id: clinician.name for clinician in talk.catalogue.clinicians}
    service = services.get(one.service_id or "")
    return Visit(
        reference=one.id,
        patient=patient,
        service=service.name if service else wording.unnamed(talk),
        clinician=clinicians.get(one.clinician_id or "", ""),
        start=one.start,
        status=one.status,
        here=False,
        group=one.group or (service is not None and service.group),
        service_id=one.service_id,
        clinician_id=one.clinician_id,
        minutes=one.minutes,
    )


def _updated(before: Visit, fresh: Visit) -> Visit:
    """What is known, with the clinic's word on all that it tells."""
    told = {"status": fresh.status, "start": fresh.start, "group": fresh.group}
    if fresh.clinician:
        told |= {"clinician": fresh.clinician, "clinician_id": fresh.clinician_id}
    if fresh.minutes is not None:
        told["minutes"] = fresh.minutes
    return before.model_copy(update=told)
