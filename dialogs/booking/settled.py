"""What becomes of a booking in doubt once the clinic has settled it."""

from connectors.model import NewAppointment
from dialogs.booking import wording
from dialogs.session import Memory, Reply
from dialogs.talk import Talk


def settled(new: NewAppointment, reference: str | None, talk: Talk) -> tuple[Memory, Reply]:
    """The memory and the message after the clinic has found the booking, or (None) has not."""
    memory = talk.memory
    kept = next(
        (
            one
            for one in memory.appointments
            if one.patient.id == new.patient_id and one.slot.key == new.slot.key
        ),
        None,
    )
    reply = wording.settled(new.slot, kept.service if kept else None, reference, talk)
    if reference is None:
        others = tuple(one for one in memory.appointments if one is not kept)
        return memory.model_copy(update={"appointments": others}), reply
    if kept is not None:
        memory = memory.with_appointment(kept.model_copy(update={"reference": reference}))
    return memory, reply
