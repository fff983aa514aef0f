"""What becomes of a booking in doubt once it is known whether it was made."""

from dialogs.booking import wording_doubt
from dialogs.news import BookingSettled
from dialogs.understand.wish import When
from dialogs.walk import Walk


async def tell(news: BookingSettled, walk: Walk) -> None:
    """Say it; a patient who is in the middle of nothing else is asked what to do now."""
    talk, slot = walk.talk, news.new.slot
    memory = talk.memory
    mine = (
        one
        for one in memory.appointments
        if one.patient.id == news.new.patient_id and one.slot.key == slot.key
    )
    kept = next(mine, None)
    if kept is not None and news.reference is not None:
        settled = kept.model_copy(update={"reference": news.reference})
        memory = memory.with_appointment(settled)
    elif kept is not None:
        others = tuple(one for one in memory.appointments if one is not kept)
        memory = memory.model_copy(update={"appointments": others})
    walk.talk = talk.remembering(memory)
    service = next((one for one in talk.catalogue.services if one.id == slot.service_id), None)
    busy = len(walk.stack) > 1
    if news.reference is not None or busy or kept is None or service is None:
        name = kept.service if kept else None
        walk.say(wording_doubt.settled(slot, name, news.reference, talk))
        return
    day = talk.clinic.local(slot.start).date()
    facts = {
        "when": When(first=day, last=day),
        "service": service,
        "slot": slot,
        "patient": kept.patient,
        "allowed": True,
        "lost": True,
    }
    walk.push(walk.dialogs["booking"], facts)
    await walk.go()
