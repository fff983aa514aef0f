"""What booking asks of the clinic's systems."""

from datetime import datetime

from connectors.errors import ConnectorError, SlotTaken
from connectors.model import NewAppointment, Patient, Status
from connectors.protocols import BooksAppointments, ListsAppointments
from dialogs import speech
from dialogs.booking.frame import Booking
from dialogs.ports import DeskRequest, HoldsSlots, KnowsBookings, Ports, TakesRequests
from dialogs.session import Kept
from dialogs.table import Answer, answer
from dialogs.talk import Talk
from dialogs.times.choose import too_soon
from dialogs.times.search import look


async def find_slots(frame: Booking, talk: Talk, ports: Ports) -> Answer:
    """Look for what was wished, without what the chat knows to be booked."""
    known = {kept.slot.key for kept in talk.memory.appointments if kept.status.active}
    facts = await look(frame, talk, ports, lambda slot: slot.key in known)
    return Answer("found" if "offered" in facts else "none", facts)


def _held(patient: Patient, talk: Talk) -> list[Kept]:
    return [
        kept
        for kept in talk.memory.appointments
        if kept.patient.id == patient.id and kept.status.active and kept.slot.start > talk.now
    ]


async def count_bookings(frame: Booking, talk: Talk, ports: Ports) -> Answer:
    """Whether the patient may hold one more appointment, and does not hold this one already.

    While it is not known what became of an earlier booking, nothing else is booked for them.
    """
    patient, slot = frame.patient, frame.slot
    if patient is None or slot is None:
        return answer("allowed", allowed=True)
    kept = _held(patient, talk)
    held = {one.slot.start for one in kept}
    ours = ports.get(KnowsBookings)
    if ours is None:
        doubtful = any(one.reference is None for one in kept)
    else:
        booked = await ours.booked(patient.id)
        doubtful = any(not one.sure for one in booked)
        held |= {one.start for one in booked if one.start > talk.now}
    if doubtful:
        return answer("pending")
    listed = await _listed(patient, talk, ports)
    # The clinic knows best: what it cancelled meanwhile is no appointment any more.
    held = held if listed is None else listed
    if slot.start in held:
        return answer("same")
    if len(held) >= talk.clinic.policy.most_active_bookings:
        return answer("too_many")
    return answer("allowed", allowed=True)


async def _listed(patient: Patient, talk: Talk, ports: Ports) -> set[datetime] | None:
    """When the clinic's own list expects the patient; None where it cannot be read."""
    lists = ports.get(ListsAppointments)
    if lists is None:
        return None
    last = talk.today + talk.clinic.policy.horizon
    try:
        listed = await lists.appointments(patient.id, talk.today, last)
    except ConnectorError:
        # The rule is the clinic's wish, not a matter of safety; the check question goes on.
        return None
    return {one.start for one in listed if one.status.active and one.start > talk.now}


async def hold(frame: Booking, _talk: Talk, ports: Ports) -> Answer:
    """Keep the time for this patient while they look at the check question."""
    slot, holds = frame.slot, ports.get(HoldsSlots)
    if slot is None:
        return answer("unavailable")
    if holds is not None:
        try:
            await holds.hold(slot)
        except SlotTaken:
            return answer("taken", gone=slot, offered=None)
    return answer("held", held=slot.key)


async def book(frame: Booking, talk: Talk, ports: Ports) -> Answer:
    """Book, and remember it; "booked" only when the vendor has said so."""
    patient, slot, service = frame.patient, frame.slot, frame.service
    if patient is None or slot is None or service is None:
        return answer("unavailable")
    if too_soon(slot, talk):
        return answer("taken", gone=slot, offered=None)
    requested = talk.clinic.policy.requested
    try:
        reference = await ports[BooksAppointments].book(
            NewAppointment(slot=slot, patient_id=patient.id, requested=requested)
        )
    except SlotTaken:
        return answer("taken", gone=slot, offered=None)
    status = Status.REQUESTED if requested else Status.SCHEDULED
    kept = Kept(
        reference=reference, patient=patient, service=service.name, slot=slot, status=status
    )
    return answer("booked", reference=reference, memory=talk.memory.with_appointment(kept))


async def hand_over(frame: Booking, talk: Talk, ports: Ports) -> Answer:
    """Nobody knows whether it is booked: the desk is told, and the chat remembers the doubt."""
    patient, slot, service = frame.patient, frame.slot, frame.service
    if patient is None or slot is None or service is None:
        return answer("unavailable")
    visit = speech.visit(slot, service.name, talk)
    text = f"Please check whether this is booked: {visit}, for {patient.name} ({patient.id})."
    ports[TakesRequests].leave(DeskRequest(kind="in_doubt", text=text))
    status = Status.REQUESTED if talk.clinic.policy.requested else Status.SCHEDULED
    kept = Kept(reference=None, patient=patient, service=service.name, slot=slot, status=status)
    return answer("told", memory=talk.memory.with_appointment(kept))
