"""What is said of a booking while nobody knows whether it is made, and when that is found out."""

from connectors.model import Slot
from dialogs import speech
from dialogs.booking.frame import Booking
from dialogs.session import Choice, Reply
from dialogs.talk import Talk
from dialogs.wording import confirmed_by, my_appointments, with_phone


def unsure(frame: Booking, talk: Talk) -> Reply:
    _ = talk.gettext
    moment = speech.moment(frame.slot.start, talk) if frame.slot else ""
    text = _(
        "I am not sure yet whether {moment} is booked. Please do not book it again: it is being "
        "checked, and you will hear here by {by} at the latest. In a hurry, ring {phone}."
    )
    by = confirmed_by(talk, frame.slot.start if frame.slot else None)
    return with_phone(text, talk, moment=moment, by=by)


def pending(frame: Booking, talk: Talk) -> Reply:
    """Another booking of this patient is in doubt: nothing new was sent."""
    _ = talk.gettext
    patient = frame.patient.name if frame.patient else ""
    text = _(
        "An earlier booking for {patient} is still being checked, so I have not booked this one. "
        "You will hear of the earlier one by {by} at the latest, in the chat where it was asked "
        "for. In a hurry, ring {phone}."
    )
    choice = my_appointments(talk)
    return with_phone(text, talk, choice, patient=patient, by=confirmed_by(talk))


def already(frame: Booking, talk: Talk) -> Reply:
    _ = talk.gettext
    start = frame.slot.start if frame.slot else talk.now
    text = _("{patient} already has an appointment on {moment}, so I have not booked another.")
    patient = frame.patient.name if frame.patient else ""
    moment = speech.moment(start, talk)
    return with_phone(text, talk, my_appointments(talk), patient=patient, moment=moment)


def lost(frame: Booking, talk: Talk) -> Reply:
    """It was not made after all, and the patient is still waiting."""
    _ = talk.gettext
    service = frame.service.name if frame.service else _("Appointment")
    visit = speech.visit(frame.slot, service, talk) if frame.slot else service
    text = _("I have checked: it is not booked. {visit} did not go through. Shall I try again?")
    choices = (
        Choice(id="yes", label=_("Yes, try again")),
        Choice(id="another_day", label=_("Another day or time")),
        Choice(id="stop", label=_("Stop")),
    )
    return Reply(text=text.format(visit=visit), choices=choices)


def lost_example(talk: Talk) -> str:
    _ = talk.gettext
    return _("Please answer “yes” to try the same time again, or “another time”.")


def settled(slot: Slot, service: str | None, reference: str | None, talk: Talk) -> Reply:
    """Said beside what the patient is doing now, when a doubt has come to its end."""
    _ = talk.gettext
    services = {service.id: service.name for service in talk.catalogue.services}
    name = service or services.get(slot.service_id) or _("Appointment")
    visit = speech.visit(slot, name, talk)
    if reference is not None:
        text = _("It has been checked: it is booked. {visit}. Reference: {reference}.")
        if talk.clinic.policy.requested:
            text = _(
                "It has been checked: it is requested. {visit}. Reference: {reference}. "
                "The clinic will confirm it."
            )
        return with_phone(text, talk, visit=visit, reference=reference)
    text = _(
        "It has been checked: it is not booked. {visit} did not go through. "
        "Write “book” to choose a time again, or ring {clinic} on {phone}."
    )
    return with_phone(text, talk, visit=visit)
