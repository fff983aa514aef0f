"""What the patient hears when a booking that was in doubt has been settled by the clinic."""

from connectors.model import NewAppointment
from dialogs import speech
from dialogs.session import Kept, Memory, Reply
from dialogs.talk import Talk


def _kept(memory: Memory, new: NewAppointment) -> Kept | None:
    for kept in memory.appointments:
        if kept.patient.id == new.patient_id and kept.slot.key == new.slot.key:
            return kept
    return None


def settled(new: NewAppointment, reference: str | None, talk: Talk) -> tuple[Memory, Reply]:
    """The memory and the message after the clinic has found the booking, or (None) has not."""
    _ = talk.gettext
    kept = _kept(talk.memory, new)
    services = {service.id: service.name for service in talk.catalogue.services}
    name = kept.service if kept else services.get(new.slot.service_id, _("Appointment"))
    visit = speech.visit(new.slot, name, talk)
    if reference is not None:
        memory = talk.memory
        if kept is not None:
            memory = memory.with_appointment(kept.model_copy(update={"reference": reference}))
        text = _("The clinic has checked: it is booked. {visit}. Reference: {reference}")
        return memory, Reply(text=text.format(visit=visit, reference=reference))
    others = tuple(one for one in talk.memory.appointments if one is not kept)
    text = _(
        "The clinic has checked: it is not booked. {visit} did not go through. "
        "Write “book” to choose a time again, or ring {clinic} on {phone}."
    )
    filled = text.format(visit=visit, clinic=talk.clinic.name, phone=talk.clinic.phone)
    return talk.memory.model_copy(update={"appointments": others}), Reply(text=filled)
