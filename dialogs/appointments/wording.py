"""Every sentence about the appointments that somebody has."""

from datetime import datetime

from connectors.model import Status
from connectors.protocols import ListsAppointments, MovesAppointments
from dialogs import speech
from dialogs.appointments.frame import Appointments
from dialogs.session import Choice, Reply
from dialogs.talk import Talk
from dialogs.visits import wording as visits
from dialogs.visits.visit import Visit, is_late, is_today
from dialogs.wording import (
    confirmed_by,
    my_appointments,
    try_later,
    with_phone,
)


def menu(talk: Talk) -> str:
    _ = talk.gettext
    return _("My appointments")


def which(frame: Appointments, talk: Talk) -> Reply:
    _ = talk.gettext
    ask = {
        "cancel": _("Which one would you like to cancel?"),
        "confirm": _("Which one would you like to confirm?"),
        "arrived": _("Which one have you arrived for?"),
    }.get(frame.act or frame.wish or "", _("Which one is it about?"))
    return visits.which(frame.listed or (), ask, talk)


def act(frame: Appointments, talk: Talk) -> Reply:
    _ = talk.gettext
    visit = frame.chosen
    if visit is None:
        return Reply(text="")
    lines = [visits.line(visit, talk), _("What would you like to do with it?")]
    if len(frame.listed or ()) == 1:
        lines.insert(0, visits.origin((visit,), talk))
    choices = []
    if visit.reference is not None:
        if not visit.group and visit.status is Status.SCHEDULED and visit.start > talk.now:
            choices.append(Choice(id="confirm", label=_("I will come")))
        if not visit.group and is_today(visit, talk) and visit.status is not Status.ARRIVED:
            choices.append(Choice(id="arrived", label=_("I have arrived")))
        if visit.start > talk.now and visit.status is not Status.ARRIVED:
            if not visit.group:
                choices.append(Choice(id="!start:moving:move", label=_("Move it")))
            label = _("Leave the class") if visit.group else _("Cancel it")
            choices.append(Choice(id="cancel", label=label))
    choices.append(Choice(id="nothing", label=_("Nothing, thanks")))
    return Reply(text="\n".join(lines), choices=tuple(choices))


def act_example(talk: Talk) -> str:
    _ = talk.gettext
    if MovesAppointments in talk.can:
        return _(
            "You can write “I will come”, “I have arrived”, “move it to Friday”, “cancel it” or "
            "“nothing”."
        )
    return _("You can write “I will come”, “I have arrived”, “cancel it” or “nothing”.")


def sure(frame: Appointments, talk: Talk) -> Reply:
    _ = talk.gettext
    visit = frame.chosen
    if visit is None:
        return Reply(text="")
    hours = int(talk.clinic.policy.late_cancellation.total_seconds() // 3600)
    late = _("It is less than {hours} hours away, so this counts as a late cancellation.")
    lines = [visits.line(visit, talk)]
    if is_late(visit, talk):
        lines.append(late.format(hours=hours))
    if visit.group:
        lines.append(_("Shall I take you off the list of this class?"))
    else:
        lines.append(_("Shall I cancel this appointment?"))
    return Reply(text="\n".join(lines), choices=_yes_no(visit, talk))


def sure_example(talk: Talk) -> str:
    _ = talk.gettext
    return _("Please answer “yes” to cancel the appointment, or “no” to keep it.")


def sure_again(visit: Visit | None, talk: Talk) -> Reply:
    _ = talk.gettext
    if visit is not None and visit.group:
        text = _(
            "Shall I take you off the list? Please answer “yes, leave it” or “no, stay in it”."
        )
    else:
        text = _(
            "Shall I cancel this appointment? Please answer “yes, cancel it” or “no, keep it”."
        )
    return Reply(text=text, choices=_yes_no(visit, talk))


def _yes_no(visit: Visit | None, talk: Talk) -> tuple[Choice, ...]:
    """To cancel it or not; a class is left."""
    _ = talk.gettext
    if visit is not None and visit.group:
        yes, no = _("Yes, leave it"), _("No, stay in it")
    else:
        yes, no = _("Yes, cancel it"), _("No, keep it")
    return Choice(id="yes", label=yes), Choice(id="no", label=no)


def _said(text: str, frame: Appointments, talk: Talk, *choices: Choice, **values: object) -> Reply:
    """A text that names the {visit}."""
    visit = visits.visit(frame.chosen, talk) if frame.chosen else ""
    return with_phone(text, talk, *choices, visit=visit, **values)


def _by(frame: Appointments, talk: Talk) -> str:
    return confirmed_by(talk, frame.chosen.start if frame.chosen else None)


def confirmed(frame: Appointments, talk: Talk) -> Reply:
    _ = talk.gettext
    return _said(_("Thank you. The clinic now knows that you will come: {visit}."), frame, talk)


def arrived(frame: Appointments, talk: Talk) -> Reply:
    _ = talk.gettext
    text = _("Thank you. The clinic now knows that you have arrived for: {visit}.")
    return _said(text, frame, talk)


def cancelled(frame: Appointments, talk: Talk) -> Reply:
    _ = talk.gettext
    if frame.chosen is not None and frame.chosen.group:
        text = _("Done, you are not on the list of this class any more: {visit}. The clinic knows.")
        return _said(text, frame, talk)
    again = Choice(id="!start:booking", label=_("Book another time"))
    return _said(_("Cancelled: {visit}. The clinic knows."), frame, talk, again)


def refused(frame: Appointments, talk: Talk) -> Reply:
    """The vendor would not set the status: say what to do instead, and claim no more than that."""
    _ = talk.gettext
    if frame.act == "arrived":
        text = _("The clinic's system did not take this. Please tell the people at the reception.")
    elif frame.act == "cancel":
        text = _(
            "The clinic's system did not let me cancel this appointment, so it still stands. "
            "Please ring {clinic} on {phone} to cancel it."
        )
    else:
        text = _(
            "The clinic's system did not let me change this appointment, so nothing was changed. "
            "Please ring {clinic} on {phone}."
        )
    return _said(text, frame, talk)


def missing(frame: Appointments, talk: Talk) -> Reply:
    """It was moved or cancelled by somebody else since it was shown."""
    _ = talk.gettext
    text = _(
        "{visit}: this appointment is not as it was any more, so I have changed nothing. "
        "To see how it stands now, write “my appointments”, or ring {phone}."
    )
    return _said(text, frame, talk, my_appointments(talk))


def settled(at: datetime, status: Status, talk: Talk, *, happened: bool) -> Reply:
    """Said when a change in doubt has come to its end."""
    _ = talk.gettext
    if happened:
        text = {
            Status.CONFIRMED: _("It has been checked: the clinic knows that you will come {on}."),
            Status.ARRIVED: _("It has been checked: the clinic knows that you have arrived."),
        }.get(status, _("It has been checked: your appointment {on} is cancelled."))
    else:
        text = {
            Status.CONFIRMED: _(
                "It has been checked: the clinic has not noted that you will come {on}. The "
                "appointment stands. To confirm it, write “confirm”, or ring {phone}."
            ),
            Status.ARRIVED: _(
                "It has been checked: the clinic does not know that you have arrived. "
                "Please tell the people at the reception."
            ),
        }.get(
            status,
            _(
                "It has been checked: your appointment {on} is not cancelled, it still stands. "
                "To cancel it, write “cancel”, or ring {phone}."
            ),
        )
    return with_phone(text, talk, on=speech.on_at(at, talk))


def requested(frame: Appointments, talk: Talk) -> Reply:
    _ = talk.gettext
    text = _(
        "{visit}: the clinic has still to agree to this one and will confirm it to you. "
        "You need not do anything now."
    )
    return _said(text, frame, talk)


def group(frame: Appointments, talk: Talk) -> Reply:
    """Nothing but leaving it can be told to the clinic of a class."""
    _ = talk.gettext
    text = _(
        "{visit}: you are on the list of this class, so there is nothing to confirm. "
        "When you are there, please tell the people at the reception."
    )
    return _said(text, frame, talk)


def early(frame: Appointments, talk: Talk) -> Reply:
    _ = talk.gettext
    text = _(
        "{visit}: it is not that day yet, so I have told nobody. Please write again when you "
        "are there, or ring {phone}."
    )
    return _said(text, frame, talk)


def over(frame: Appointments, talk: Talk) -> Reply:
    _ = talk.gettext
    text = _("{visit}: its time has already come, so I cannot change it here. Please ring {phone}.")
    return _said(text, frame, talk)


def doubt(frame: Appointments, talk: Talk) -> Reply:
    _ = talk.gettext
    text = _(
        "{visit}: I am not sure yet whether it is booked. Please do not book it again: it is being "
        "checked, and you will hear here. In a hurry, ring {phone}."
    )
    return _said(text, frame, talk)


def unsure(frame: Appointments, talk: Talk) -> Reply:
    """A change was sent and nobody knows whether it was taken."""
    _ = talk.gettext
    text = {
        "cancel": _(
            "{visit}: I am not sure yet whether it is cancelled. It is being checked, and you will "
            "hear here by {by} at the latest. In a hurry, ring {phone}."
        ),
        "arrived": _(
            "{visit}: I am not sure whether the clinic knows that you have arrived. "
            "Please tell the people at the reception."
        ),
    }.get(
        frame.act or "",
        _(
            "{visit}: I am not sure yet whether the clinic has noted that you will come. It is "
            "being checked, and you will hear here by {by} at the latest. In a hurry, ring {phone}."
        ),
    )
    return _said(text, frame, talk, by=_by(frame, talk))


def pending(frame: Appointments, talk: Talk) -> Reply:
    """An earlier change of this appointment is in doubt: nothing new was sent."""
    _ = talk.gettext
    text = _(
        "{visit}: an earlier change of it is still being checked, so I have changed nothing more. "
        "You will hear here by {by} at the latest. In a hurry, ring {phone}."
    )
    return _said(text, frame, talk, by=_by(frame, talk))


def standing(frame: Appointments, talk: Talk) -> Reply:
    """The answer to "is it booked?"."""
    _ = talk.gettext
    lines = []
    for visit in frame.listed or ():
        if visit.reference is None:
            text = _(
                "Not sure yet: {visit}. Please do not book it again: it is being checked, and you "
                "will hear here."
            )
        elif visit.changing:
            text = _(
                "{visit}: a change of it is still being checked, so I am not sure how it stands. "
                "You will hear here."
            )
        elif visit.status is Status.REQUESTED:
            text = _("Requested, and the clinic has still to agree: {visit}.")
        else:
            text = _("Yes, booked: {visit}.")
        lines.append(text.format(visit=visits.visit(visit, talk)))
    return Reply(text="\n".join(lines), choices=(my_appointments(talk),))


def fine(_frame: Appointments, talk: Talk) -> Reply:
    _ = talk.gettext
    return Reply(text=_("All right, nothing was changed."))


def none(frame: Appointments, talk: Talk) -> Reply:
    _ = talk.gettext
    choices = (
        Choice(id="!start:booking", label=_("Book an appointment")),
        Choice(id="!person", label=_("Speak to a person")),
    )
    if ListsAppointments in talk.can:
        return Reply(text=_("I found no appointments ahead."), choices=choices)
    text = _(
        "I know only what was booked in this chat, and there is nothing ahead. "
        "For any other appointment, ring {clinic} on {phone}."
    )
    if frame.wish == "booked":
        text = _(
            "No, nothing is booked in this chat. "
            "For any other appointment, ring {clinic} on {phone}."
        )
    return with_phone(text, talk, *choices)


def not_changed(frame: Appointments, talk: Talk) -> Reply:
    _ = talk.gettext
    text = _("{visit}: I cannot reach the clinic's system right now, so nothing was changed.")
    visit = visits.visit(frame.chosen, talk) if frame.chosen else ""
    return try_later(text.format(visit=visit), frame.until, talk)


def request(frame: Appointments, talk: Talk) -> dict[str, object]:
    """What the desk is told when a change could not be made."""
    about = visits.visit(frame.chosen, talk) if frame.chosen else "an appointment"
    act = {"cancel": "Wants to cancel", "confirm": "Confirms", "arrived": "Has arrived for"}
    return {"wish": "change", "summary": f"{act.get(frame.act or '', 'Asks about')}: {about}"}
