"""What other dialogs are told of a booking: the desk, in words for staff, and the proof."""

from dialogs import speech
from dialogs.booking.frame import Booking
from dialogs.talk import Talk
from dialogs.times.wording import what, wished


def request(frame: Booking, talk: Talk) -> dict[str, object]:
    """What the desk is told about the wish when it is handed over."""
    service = frame.service.name if frame.service else "an appointment"
    if frame.slot is not None:
        wish = speech.visit(frame.slot, service, talk)
    else:
        wish = f"{what(frame, talk) or service} {wished(frame, talk)}".strip()
    patient = f", for {frame.patient.name} ({frame.patient.id})" if frame.patient else ""
    other = ", for somebody else" if frame.someone and not frame.patient else ""
    return {"wish": "booking", "summary": f"Wants {wish}{patient}{other}"}


def proof(frame: Booking, talk: Talk) -> dict[str, object]:
    """What the proof of who somebody is has to know of the booking it is for."""
    service = frame.service.name if frame.service else ""
    visit = speech.visit(frame.slot, service, talk) if frame.slot else None
    # Whoever is not the one known in this chat is somebody else, too.
    other = frame.someone or bool(talk.memory.patients)
    clinician = frame.slot.clinician_id if frame.slot else None
    return {**request(frame, talk), "visit": visit, "other": other, "clinician_id": clinician}
