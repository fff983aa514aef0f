"""Every sentence of booking."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from connectors.model import Clinician, PartOfDay, Service
from dialogs import speech
from dialogs.booking.choose import PAGE, one_day, too_soon
from dialogs.booking.frame import Booking
from dialogs.session import Choice, Reply
from dialogs.talk import Talk
from dialogs.understand.wish import Unsure, When
from dialogs.wording import leave_message, my_appointments, try_later, with_phone

# More would not be read on a phone; the rest can be written.
MOST_SERVICES = 8


def menu(talk: Talk) -> str:
    _ = talk.gettext
    return _("Book an appointment")


def _services(services: Sequence[Service]) -> tuple[Choice, ...]:
    return tuple(
        Choice(id=f"service:{service.id}", label=service.name)
        for service in services[:MOST_SERVICES]
    )


def service(frame: Booking, talk: Talk) -> Reply:
    """What it is for; a time that was said before is repeated, so that nobody says it again."""
    _ = talk.gettext
    wish = wished(frame, talk)
    if wish:
        text = _("An appointment {wish}. What is it for?").format(wish=wish)
    else:
        text = _("What is the appointment for?")
    return Reply(text=text, choices=_services(talk.bookable))


def service_example(talk: Talk) -> str:
    _ = talk.gettext
    names = [service.name for service in talk.bookable[:2]]
    return _("You can write, for example, “{names}”.").format(names=speech.one_of(names, talk))


def which_service(talk: Talk, services: Sequence[Service]) -> Reply:
    _ = talk.gettext
    return Reply(text=_("Which of these do you mean?"), choices=_services(services))


def when(frame: Booking, talk: Talk) -> Reply:
    _ = talk.gettext
    name = what(frame, talk)
    text = _("{service}: when would suit you? You can also write a day, like “Tuesday morning”.")
    choices = [
        Choice(id="part:morning", label=_("Morning")),
        Choice(id="part:afternoon", label=_("Afternoon")),
        Choice(id="part:evening", label=_("Evening")),
        Choice(id="part:soonest", label=_("Soonest")),
    ]
    if len(talk.bookable) > 1:
        choices.append(Choice(id="!change:service", label=_("A different appointment")))
    return Reply(text=text.format(service=name), choices=tuple(choices))


def when_example(talk: Talk) -> str:
    _ = talk.gettext
    return _("You can write, for example, “tomorrow morning”, “next Tuesday” or “after 3pm”.")


def unsure_when(talk: Talk, unsure: Unsure) -> Reply:
    """Ask back about a day, with each reading as a choice and its date shown."""
    _ = talk.gettext
    if not unsure.readings:
        reasons = {
            "past": _("That day has already passed."),
            "no_such_day": _("I cannot find that day in the calendar."),
            "too_far": _("That is too far ahead for me."),
        }
        reason = reasons.get(unsure.why, _("I am not sure which day you mean."))
        return Reply(
            text=_("{reason} Which day would suit you? For example, “next Tuesday”.").format(
                reason=reason
            )
        )
    choices = {choice.id: choice for one in unsure.readings if (choice := _reading(one, talk))}
    days = {one.first for one in unsure.readings}
    text = _("Which day do you mean?") if len(days) > 1 else _("Which of these do you mean?")
    return Reply(text=text, choices=tuple(choices.values()))


def _reading(when: When, talk: Talk) -> Choice | None:
    """One reading of an unclear wish as a choice; "day:2026-03-03T09:30" holds its hour too."""
    if when.first is not None:
        at = f"T{when.at:%H:%M}" if when.at else ""
        label = speech.wish(replace(when, part=PartOfDay.ANY), talk)
        return Choice(id=f"day:{when.first.isoformat()}{at}", label=label[:1].upper() + label[1:])
    if when.part is not PartOfDay.ANY:
        label = speech.part(when.part, talk)
        return Choice(id=f"part:{when.part.value}", label=label[:1].upper() + label[1:])
    return None


def too_far(talk: Talk) -> Reply:
    _ = talk.gettext
    last = speech.day(talk.today + talk.clinic.policy.horizon, talk)
    return Reply(
        text=_("I can book up to {day}. Which day before that would suit you?").format(day=last)
    )


def wished(frame: Booking, talk: Talk) -> str:
    return speech.wish(frame.when, talk) if frame.when is not None else ""


def slot(frame: Booking, talk: Talk) -> Reply:
    """The free times of the page, under their day where it is one, each a choice."""
    _ = talk.gettext
    offered = frame.offered or ()
    shown = offered[frame.page * PAGE : (frame.page + 1) * PAGE]
    on = one_day(shown, talk)
    choices = [
        Choice(
            id=f"slot:{slot.key}",
            label=speech.clock(slot.start, talk)
            if on is not None
            else speech.moment(slot.start, talk),
        )
        for slot in shown
    ]
    lines = [_heading(frame, on, talk)]
    if frame.gone is not None:
        if too_soon(frame.gone, talk):
            taken = _("It is too late now to book {moment}. Nothing is booked yet.")
        else:
            taken = _("{moment} with {clinician} has just been taken. Nothing is booked yet.")
        lines.insert(
            0,
            taken.format(
                moment=speech.moment(frame.gone.start, talk), clinician=frame.gone.clinician_name
            ),
        )
    elif frame.missed:
        wish = wished(frame, talk)
        nothing = _("Nothing is free {wish}.") if wish else _("Nothing is free then.")
        lines.insert(0, nothing.format(wish=wish))
    if frame.as_of is not None:
        older = _("The diary cannot be asked just now: these times were free at {at}.")
        lines.append(older.format(at=speech.clock(frame.as_of, talk)))
    if frame.someone and frame.patient is None:
        lines.insert(0, _("I will ask in a moment who it is for."))
    choices.append(Choice(id="more", label=_("More times")))
    choices.append(_another_day(talk))
    if frame.service is not None and len(talk.clinicians_for(frame.service)) > 1:
        choices.append(Choice(id="another_clinician", label=_("Another clinician")))
    return Reply(text="\n".join(lines), choices=tuple(choices))


def _heading(frame: Booking, on: date | None, talk: Talk) -> str:
    """What the times are for, and when they are as far as the buttons do not say it."""
    _ = talk.gettext
    service = what(frame, talk)
    if frame.gone is not None or frame.missed:
        if on is None:
            return _("{service}, the nearest free times:").format(service=service)
        text = _("{service}, the nearest free times {day}:")
        return text.format(service=service, day=speech.on(on, talk))
    when = frame.when or When()
    if on is not None:
        when = replace(when, first=on, last=on, soonest=False)
    text = _("{service}, free {wish}:")
    return text.format(service=service, wish=speech.wish(when, talk) or _("soonest"))


def what(frame: Booking, talk: Talk) -> str:
    """The service, with the clinician where one was wished for."""
    _ = talk.gettext
    service = frame.service.name if frame.service else ""
    names = {clinician.id: clinician.name for clinician in talk.catalogue.clinicians}
    wished = names.get(frame.clinician or "")
    if not wished:
        return service
    return _("{service} with {clinician}").format(service=service, clinician=wished)


def slot_example(talk: Talk) -> str:
    _ = talk.gettext
    return _("You can choose a time, or write another day or time, like “Friday at 10am”.")


def clinician(frame: Booking, talk: Talk) -> Reply:
    _ = talk.gettext
    known = talk.clinicians_for(frame.service) if frame.service else talk.catalogue.clinicians
    choices = [Choice(id=f"clinician:{one.id}", label=one.name) for one in known[:MOST_SERVICES]]
    anyone = Choice(id="clinician:any", label=_("Anyone"))
    return Reply(text=_("Who would you like to see?"), choices=(*choices, anyone))


def clinician_example(talk: Talk) -> str:
    _ = talk.gettext
    return _("You can write a name, or “anyone”.")


def which_clinician(talk: Talk, clinicians: Sequence[Clinician]) -> Reply:
    _ = talk.gettext
    return Reply(
        text=_("Which of them do you mean?"),
        choices=tuple(Choice(id=f"clinician:{one.id}", label=one.name) for one in clinicians),
    )


def nothing_free(frame: Booking, talk: Talk) -> Reply:
    _ = talk.gettext
    until = speech.day(talk.today + talk.clinic.policy.horizon, talk)
    text = _("I found no free time up to {day}. You can also ring {clinic} on {phone}.")
    choices = [_another_day(talk)]
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
        _where(talk),
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


def _where(talk: Talk) -> str:
    clinic = talk.clinic
    return f"{clinic.name}, {clinic.address}" if clinic.address else clinic.name


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
    return with_phone(text, talk, _another_day(talk), leave_message(talk))


def _another_day(talk: Talk) -> Choice:
    _ = talk.gettext
    return Choice(id="another_day", label=_("Another day"))


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
        _("Where: {place}").format(place=_where(talk)),
        _("Reference: {reference}").format(reference=frame.reference),
        _("To say that you have arrived, or cancel, write “my appointments”.")
        if talk.clinic.policy.requested
        else _("To confirm, say that you have arrived, or cancel, write “my appointments”."),
    ]
    return Reply(text="\n".join(lines), choices=(my_appointments(talk),))


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
