"""What moving asks of the clinic's systems."""

from connectors.errors import OutcomeUnknown, SlotTaken
from connectors.model import Slot
from connectors.protocols import ListsAppointments, MovesAppointments
from dialogs import speech
from dialogs.moving.choose import picked
from dialogs.moving.frame import Moving
from dialogs.ports import DeskRequest, HoldsSlots, Ports, TakesRequests
from dialogs.table import Answer, answer
from dialogs.talk import Talk
from dialogs.times.choose import too_soon
from dialogs.times.search import look
from dialogs.visits.read import ahead, kept_here, listed, with_changes
from dialogs.visits.visit import Visit


async def read(frame: Moving, talk: Talk, ports: Ports) -> Answer:
    """The patient's appointments; the chosen one is looked at again, as it is now."""
    kept = kept_here(talk)
    patients = talk.memory.patients if frame.patient is None else (frame.patient,)
    visits = kept | await listed(ports[ListsAppointments], kept, patients, talk)
    found = await with_changes(ahead(visits.values(), talk), ports)
    if frame.chosen is not None:
        reference = frame.chosen.reference
        now = next((visit for visit in found if visit.reference == reference), None)
        if now is None:
            return answer("missing")
        return Answer("found", {"listed": found, **picked(now, frame, talk)})
    return answer("found", listed=found) if found else answer("none")


async def find_slots(frame: Moving, talk: Talk, ports: Ports) -> Answer:
    """Look for the new time with the same clinician first, unless another one was wished for.

    Others are looked at where the same one has nothing of what was wished, and at last what is
    nearest to it.
    """

    def taken(slot: Slot) -> bool:
        return _is_theirs(slot, frame, talk)

    same = _with_the_same(frame)
    looks = [(frame, True)] if frame.clinician else [(same, False), (frame, False), (same, True)]
    if frame.clinician is None:
        looks.append((frame, True))
    for wanted, nearest in looks:
        facts = await look(wanted, talk, ports, taken, nearest=nearest)
        if "offered" in facts:
            return Answer("found", facts)
    return answer("none", slot=None)


def _with_the_same(frame: Moving) -> Moving:
    """The search with the clinician of the time that was chosen last, or of the appointment."""
    before = frame.slot or frame.gone or frame.chosen
    return frame.model_copy(update={"clinician": before.clinician_id if before else None})


def _is_theirs(slot: Slot, frame: Moving, talk: Talk) -> bool:
    """Whether the patient is expected then, be it elsewhere; the old time itself is no new one."""
    chosen = frame.chosen
    if chosen is None or slot.start == chosen.start:
        return True
    return any(
        visit.overlaps(slot)
        for visit in (*(frame.listed or ()), *ahead(kept_here(talk).values(), talk))
        if visit.patient.id == chosen.patient.id and visit.reference != chosen.reference
    )


async def hold(frame: Moving, _talk: Talk, ports: Ports) -> Answer:
    """Keep the time among our own chats while the patient looks at the check question.

    The vendor is not asked to keep it: what it keeps can only be booked, and never moved to.
    """
    slot, holds = frame.slot, ports.get(HoldsSlots)
    if slot is None:
        return answer("unavailable")
    if holds is not None:
        try:
            await holds.hold(slot, at_vendor=False)
        except SlotTaken:
            return answer("taken", gone=slot, offered=None)
    return answer("held", held=slot.key)


async def move(frame: Moving, talk: Talk, ports: Ports) -> Answer:
    """Move it, and remember the new time once the vendor has taken it."""
    visit, slot = frame.chosen, frame.slot
    if visit is None or visit.reference is None or slot is None:
        return answer("unavailable")
    if too_soon(slot, talk):
        return answer("taken", gone=slot, offered=None)
    if _is_theirs(slot, frame, talk):
        # The patient has booked something else for then since it was offered.
        return answer("taken", offered=None)
    try:
        await ports[MovesAppointments].move(
            visit.reference, slot, patient_id=visit.patient.id, at=visit.start
        )
    except SlotTaken:
        return answer("taken", gone=slot, offered=None)
    except OutcomeUnknown:
        ports[TakesRequests].leave(DeskRequest(kind="in_doubt", text=_doubt(visit, slot, talk)))
        return answer("unsure")
    return answer("moved", memory=talk.memory.moved(visit.reference, slot))


def _doubt(visit: Visit, slot: Slot, talk: Talk) -> str:
    """In words for staff, who have to look it up."""
    old, new = speech.moment(visit.start, talk), speech.moment(slot.start, talk)
    return (
        f"Please check whether this was moved from {old} to {new} with {slot.clinician_name}, as "
        f"the patient wishes: {visit.service}, for {visit.patient.name} ({visit.patient.id}), "
        f"number {visit.reference}."
    )
