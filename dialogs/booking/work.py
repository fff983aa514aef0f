"""What booking asks of the clinic's systems."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from connectors.errors import ConnectorError, SlotTaken
from connectors.model import NewAppointment, PartOfDay, Patient, Slot, SlotSearch, Status
from connectors.protocols import BooksAppointments, FindsFreeSlots, ListsAppointments
from dialogs import speech
from dialogs.booking.choose import (
    PAGE,
    PAGES,
    fits,
    one_a_time,
    pages,
    too_soon,
    wished_moment,
)
from dialogs.booking.frame import Booking
from dialogs.ports import DeskRequest, HoldsSlots, KnowsBookings, Ports, TakesRequests
from dialogs.session import Kept
from dialogs.table import Answer, answer
from dialogs.talk import Talk
from dialogs.understand.wish import When

# Enough of the earliest to fill what is shown at once; each further question costs a request.
ENOUGH = PAGE * PAGES

# Times that were read longer ago than this are shown with the moment of their reading.
OLD = timedelta(minutes=2)


def _bounds(when: When, talk: Talk) -> tuple[date, date]:
    """The days to search: what was wished, within notice and horizon."""
    policy = talk.clinic.policy
    earliest = (talk.now + policy.minimum_notice).date()
    latest = talk.today + policy.horizon
    first = max(when.first or earliest, earliest)
    return first, min(when.last or latest, latest)


def _part(when: When) -> PartOfDay:
    """The part of the day that covers the wished times; ANY where one part does not."""
    if when.part is not PartOfDay.ANY:
        return when.part
    if when.at is not None:
        return PartOfDay.of(when.at)
    if when.before is not None and when.before <= time(12):
        return PartOfDay.MORNING
    if when.not_before is not None and when.not_before >= time(17):
        return PartOfDay.EVENING
    if when.not_before is not None and when.before is not None:
        first, last = PartOfDay.of(when.not_before), PartOfDay.of(when.before)
        return first if first is last else PartOfDay.ANY
    return PartOfDay.ANY


async def _search(frame: Booking, talk: Talk, ports: Ports, when: When) -> list[Slot]:
    """Free slots that fit the wish, the clinic's notice and its horizon."""
    if frame.service is None:
        return []
    first, last = _bounds(when, talk)
    if first > last:
        return []
    narrow = when.at is not None or when.not_before is not None or when.before is not None
    one_day = first == last
    search = SlotSearch(
        service=frame.service,
        first_day=first,
        last_day=last,
        part=_part(when),
        clinician_id=frame.clinician if frame.clinician != "any" else None,
        enough=None if narrow or one_day else ENOUGH,
    )
    known = {kept.slot.key for kept in talk.memory.appointments if kept.status.active}
    return [
        slot
        for slot in await ports[FindsFreeSlots].free_slots(search)
        if not too_soon(slot, talk) and fits(slot, when, talk) and not (known and slot.key in known)
    ]


async def find_slots(frame: Booking, talk: Talk, ports: Ports) -> Answer:
    """Look for what was wished; where there is none of it, for what is nearest to it."""
    found = await _found(frame, talk, ports)
    return replace(found, facts={**found.facts, "as_of": _as_of(found, talk)})


def _as_of(found: Answer, talk: Talk) -> datetime | None:
    """When the offered times were read, if that is long ago: the diary cannot be asked just now."""
    offered = found.facts.get("offered")
    reads = [slot.read_at for slot in offered if slot.read_at] if isinstance(offered, tuple) else []
    oldest = min(reads, default=talk.now)
    return oldest if talk.now - oldest > OLD else None


async def _found(frame: Booking, talk: Talk, ports: Ports) -> Answer:
    when = frame.when or When(soonest=True)
    if frame.gone is not None:
        return await _nearest(frame, talk, ports, frame.gone.start, frame.gone)
    found = await _search(frame, talk, ports, when)
    still_free = [slot for slot in found if frame.slot and slot.key == frame.slot.key]
    if frame.slot is not None and not still_free:
        return await _nearest(frame, talk, ports, frame.slot.start, frame.slot)
    if not found:
        moment = wished_moment(when, talk, ahead=talk.clinic.policy.minimum_notice)
        return await _nearest(frame, talk, ports, moment, None)
    offered = pages(found, talk)
    if still_free:
        return answer("found", offered=offered, slot=still_free[0])
    starts = one_a_time(found)
    if when.at is not None and when.first == when.last and len(starts) == 1:
        return answer("found", offered=offered, slot=starts[0])
    return answer("found", offered=offered)


async def _nearest(
    frame: Booking, talk: Talk, ports: Ports, moment: datetime, gone: Slot | None
) -> Answer:
    """The free slots nearest to a moment: of its day first, then of the days after it."""
    day = talk.clinic.local(moment).date()
    found = await _search(frame, talk, ports, When(first=day, last=day))
    found = [slot for slot in found if gone is None or slot.key != gone.key]
    if not found:
        found = await _search(frame, talk, ports, When(first=day + timedelta(days=1)))
    if not found:
        found = await _search(frame, talk, ports, When(soonest=True))
        found = [slot for slot in found if gone is None or slot.key != gone.key]
    if not found:
        return answer("none", slot=None)
    near = moment if gone is not None or (frame.when and frame.when.says_time) else None
    offered = pages(found, talk, near=near)
    return answer("found", offered=offered, missed=gone is None, gone=gone, slot=None)


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
