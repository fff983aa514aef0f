"""Every sentence of booking."""

from collections.abc import Sequence

from connectors.model import Patient, Service
from connectors.protocols import MovesAppointments
from dialogs import speech
from dialogs.booking.frame import Booking
from dialogs.session import Choice, Reply
from dialogs.talk import Talk
from dialogs.times import wording as times
from dialogs.times.wording import MOST_CHOICES, another_day, what, wished
from dialogs.wording import leave_message, my_appointments, try_later, with_phone


def menu(talk: Talk) -> str:
    _ = talk.gettext
    return _("Book an appointment")


def _services(services: Sequence[Service]) -> tuple[Choice, ...]:
    return tuple(
        Choice(id=f"service:{service.id}", label=service.name)
        for service in services[:MOST_CHOICES]
    )


def service(frame: Booking, talk: Talk) -> Reply:
    """What it is for; a time that was said before is repeated, so that nobody says it again."""
    _ = talk.gettext
    wish = wished(frame, talk)
    if wish:
        text = _("An appointment {wish}. What is it for?").format(wish=wish)
    else:
        text = _("What is the appointment for?")
    if len(talk.bookable) > MOST_CHOICES:
        more = _("These are some of {count}; you can also write another in a few words.")
        text = f"{text} {more.format(count=len(talk.bookable))}"
    return Reply(text=text, choices=_services(talk.bookable))


def service_example(talk: Talk) -> str:
    _ = talk.gettext
    names = [service.name for service in talk.bookable[:2]]
    return _("You can write, for example, “{names}”.").format(names=speech.one_of(names, talk))


def which_service(talk: Talk, services: Sequence[Service]) -> Reply:
    """Ask which; of very many, those with the shortest names are shown."""
    _ = talk.gettext
    text = _("Which of these do you mean?")
    if len(services) > MOST_CHOICES:
        services = sorted(services, key=lambda one: len(one.name))
        text = _("That fits several. Which one do you mean? You can write more of its name.")
    return Reply(text=text, choices=_services(services))


def when(frame: Booking, talk: Talk) -> Reply:
    _ = talk.gettext
    name = what(frame, talk)
    text = _("{service}: when would suit you? You can also write a day, like “Tuesday morning”.")
    choices = [*times.parts(talk)]
    if len(talk.bookable) > 1:
        choices.append(Choice(id="!change:service", label=_("A different appointment")))
    return Reply(text=text.format(service=name), choices=tuple(choices))


def slot(frame: Booking, talk: Talk) -> Reply:
    """The free times, with what must be said before them."""
    _ = talk.gettext
    notes = times.why_these(frame, talk, _("Nothing is booked yet."))
    if frame.someone and frame.patient is None:
        notes.insert(0, _("I will ask in a moment who it is for."))
    return times.offered(frame, talk, notes)


def nothing_free(frame: Booking, talk: Talk) -> Reply:
    _ = talk.gettext
    until = speech.day(talk.today + talk.clinic.policy.horizon, talk)
    text = _("I found no free time up to {day}. You can also ring {clinic} on {phone}.")
    choices = [another_day(talk)]
    if frame.clinician not in (None, "any"):
        choices.append(Choice(id="any_clinician", label=_("Any clinician")))
    return with_phone(text, talk, *choices, leave_message(talk), day=until)


def person(_frame: Booking, talk: Talk) -> Reply:
    _ = talk.gettext
    known = [
        Choice(id=f"patient:{patient.id}", label=patient.name) for patient in talk.memory.patients
    ]
    someone_else = Choice(id="someone_else", label=_("Someone else"))
    return Reply(text=_("Who is the appointment for?"), choices=(*known, someone_else))


def check(frame: Booking, talk: Talk) -> Reply:
    """Who, what, with whom, where, day, date and time, before the one verb."""
    _ = talk.gettext
    slot, service, patient = frame.slot, frame.service, frame.patient
    if slot is None or service is None or patient is None:
        return Reply(text="")
    lines = [
        _("Please check:"),
        _("For {patient}").format(patient=patient.name),
        _("{service} with {clinician}, {minutes} minutes").format(
            service=service.name, clinician=slot.clinician_name, minutes=slot.minutes
        ),
        speech.moment(slot.start, talk),
        speech.place(slot.place_id, talk),
        *_same_ahead(service, patient, talk),
    ]
    if talk.clinic.policy.requested:
        verb, ask = _("Yes, request it"), _("Shall I request this appointment?")
    else:
        verb, ask = _("Yes, book it"), _("Shall I book it?")
    choices = (
        Choice(id="yes", label=verb),
        Choice(id="!change", label=_("Change something")),
        Choice(id="!cancel", label=_("Stop")),
    )
    return Reply(text="\n".join([*lines, ask]), choices=choices)


def _same_ahead(service: Service, patient: Patient, talk: Talk) -> list[str]:
    """The next appointment of the patient for the same thing: perhaps it was to be moved."""
    _ = talk.gettext
    starts = [
        kept.slot.start
        for kept in talk.memory.appointments
        if kept.patient.id == patient.id and kept.slot.service_id == service.id
        if kept.status.active and kept.slot.start > talk.now
    ]
    if not starts:
        return []
    also = _("You also have: {service}, {moment}.")
    return [also.format(service=service.name, moment=speech.moment(min(starts), talk))]


def check_example(talk: Talk) -> str:
    _ = talk.gettext
    return _("Please answer “yes” to book, or write what to change, like “Thursday instead”.")


def otherwise(_frame: Booking, talk: Talk) -> Reply:
    _ = talk.gettext
    return Reply(
        text=_("Nothing is booked. What would you like to do?"),
        choices=(
            Choice(id="another_day", label=_("Another day or time")),
            Choice(id="!change", label=_("Change something else")),
            Choice(id="stop", label=_("Stop")),
        ),
    )


def not_booked(frame: Booking, talk: Talk) -> Reply:
    _ = talk.gettext
    text = _("I could not reach the clinic's diary, so {moment} is not booked.")
    moment = speech.moment(frame.slot.start, talk) if frame.slot else ""
    return try_later(text.format(moment=moment), frame.until, talk)


def refused(_frame: Booking, talk: Talk) -> Reply:
    _ = talk.gettext
    text = _(
        "The clinic's diary did not take this booking, so nothing is booked. "
        "You can choose another day, or ring {clinic} on {phone}."
    )
    return with_phone(text, talk, another_day(talk), leave_message(talk))


def booked(frame: Booking, talk: Talk) -> Reply:
    _ = talk.gettext
    slot, service, patient = frame.slot, frame.service, frame.patient
    if slot is None or service is None or patient is None:
        return Reply(text="")
    visit = speech.visit(slot, service.name, talk)
    if talk.clinic.policy.requested:
        first = _("Requested: {visit}, for {patient}. The clinic will confirm it.")
    else:
        first = _("Booked: {visit}, for {patient}.")
    lines = [
        first.format(visit=visit, patient=patient.name),
        _("Where: {place}").format(place=speech.place(slot.place_id, talk)),
        _("Reference: {reference}").format(reference=frame.reference),
        _what_next(talk),
    ]
    return Reply(text="\n".join(lines), choices=(my_appointments(talk),))


def _what_next(talk: Talk) -> str:
    """What can be done with an appointment here."""
    _ = talk.gettext
    requested = talk.clinic.policy.requested
    if MovesAppointments in talk.can and requested:
        return _("To move or cancel it, or say that you have arrived, write “my appointments”.")
    if MovesAppointments in talk.can:
        return _(
            "To confirm, move or cancel it, or say that you have arrived, write “my appointments”."
        )
    if requested:
        return _("To say that you have arrived, or cancel, write “my appointments”.")
    return _("To confirm, say that you have arrived, or cancel, write “my appointments”.")


def too_many(frame: Booking, talk: Talk) -> Reply:
    most = talk.clinic.policy.most_active_bookings
    text = talk.ngettext(
        "{patient} already has {count} appointment ahead, which is the most that can be booked "
        "here. For a further one, please ring {clinic} on {phone}.",
        "{patient} already has {count} appointments ahead, which is the most that can be booked "
        "here. For a further one, please ring {clinic} on {phone}.",
        most,
    )
    patient = frame.patient.name if frame.patient else ""
    return with_phone(text, talk, my_appointments(talk), patient=patient, count=most)


def stopped(_frame: Booking, talk: Talk) -> Reply:
    _ = talk.gettext
    return Reply(text=_("I have stopped. Nothing was booked."))
