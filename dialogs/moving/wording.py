"""Every sentence of moving an appointment."""

from dialogs import speech
from dialogs.moving.frame import Moving
from dialogs.news import MoveSettled
from dialogs.session import Choice, Reply
from dialogs.talk import Talk
from dialogs.times import wording as times
from dialogs.times.wording import another_day, wished
from dialogs.visits import wording as visits
from dialogs.visits.visit import is_late
from dialogs.wording import confirmed_by, leave_message, my_appointments, try_later, with_phone


def proof(_frame: Moving, _talk: Talk) -> dict[str, object]:
    """What the desk is told of somebody who could not be found."""
    return {"summary": "Wants to move an appointment"}


def which(frame: Moving, talk: Talk) -> Reply:
    _ = talk.gettext
    return visits.which(frame.listed or (), _("Which one would you like to move?"), talk)


def when(frame: Moving, talk: Talk) -> Reply:
    _ = talk.gettext
    text = _(
        "{visit}: when would suit you instead? You can write a day, like “Thursday afternoon”, or "
        "“a week later”."
    )
    return Reply(text=text.format(visit=_old(frame, talk)), choices=times.parts(talk))


def when_example(talk: Talk) -> str:
    _ = talk.gettext
    return _(
        "You can write, for example, “next Tuesday”, “the same day but later” or “a week later”."
    )


def slot(frame: Moving, talk: Talk) -> Reply:
    """The free times, with what must be said before them."""
    _ = talk.gettext
    stands = _("Nothing is moved yet.")
    notes = times.why_these(frame, talk, stands)
    with_others = _with_others(frame, talk)
    return times.offered(frame, talk, [*notes, with_others] if with_others else notes)


def _with_others(frame: Moving, talk: Talk) -> str:
    """That the times are with another clinician than before, where nobody has asked for that."""
    _ = talk.gettext
    visit, offered = frame.chosen, frame.offered or ()
    if visit is None or not visit.clinician or frame.clinician is not None or not offered:
        return ""
    if visit.clinician_id in {one.clinician_id for one in offered}:
        return ""
    names = list(dict.fromkeys(one.clinician_name for one in offered))
    text = _("{clinician} has no time then. These are with {others}.")
    return text.format(clinician=visit.clinician, others=speech.one_of(names, talk))


def nothing_free(frame: Moving, talk: Talk) -> Reply:
    _ = talk.gettext
    until = speech.day(talk.today + talk.clinic.policy.horizon, talk)
    text = _(
        "I found no free time up to {day}, so nothing is moved: {visit}. "
        "You can also ring {clinic} on {phone}."
    )
    choices = (another_day(talk), leave_message(talk), _keep(talk))
    return with_phone(text, talk, *choices, day=until, visit=_old(frame, talk))


def check(frame: Moving, talk: Talk) -> Reply:
    """Both times with their days and dates, before the one verb."""
    _ = talk.gettext
    visit, new = frame.chosen, frame.slot
    if visit is None or new is None:
        return Reply(text="")
    lines = [
        _("Please check:"),
        _("For {patient}").format(patient=visit.patient.name),
        _("Now: {visit}").format(visit=visits.visit(visit, talk)),
        _("New: {visit}, {minutes} minutes").format(
            visit=speech.visit(new, visit.service, talk), minutes=new.minutes
        ),
        _("Shall I move it to the new time?"),
    ]
    choices = (
        Choice(id="yes", label=_("Yes, move it")),
        Choice(id="!change", label=_("Change something")),
        _keep(talk),
    )
    return Reply(text="\n".join(lines), choices=choices)


def check_example(talk: Talk) -> str:
    _ = talk.gettext
    return _("Please answer “yes” to move it, or write what to change, like “Thursday instead”.")


def otherwise(frame: Moving, talk: Talk) -> Reply:
    _ = talk.gettext
    text = _("Nothing is moved: {visit}. What would you like to do?")
    choices = (
        another_day(talk),
        Choice(id="!change", label=_("Change something else")),
        _keep(talk),
    )
    return Reply(text=text.format(visit=_old(frame, talk)), choices=choices)


def by_person(frame: Moving, talk: Talk) -> Reply:
    """Why it is not moved here, and who can."""
    _ = talk.gettext
    hours = int(talk.clinic.policy.late_cancellation.total_seconds() // 3600)
    if frame.chosen is not None and is_late(frame.chosen, talk):
        text = _(
            "{visit}: it is less than {hours} hours away, and that late only the clinic itself can "
            "move it. Please ring {clinic} on {phone}, or leave a message."
        )
    else:
        text = _(
            "{visit}: this can only be moved by the clinic itself. "
            "Please ring {clinic} on {phone}, or leave a message."
        )
    choices = (leave_message(talk), _keep(talk))
    return with_phone(text, talk, *choices, visit=_old(frame, talk), hours=hours)


def moved(frame: Moving, talk: Talk) -> Reply:
    _ = talk.gettext
    visit, new = frame.chosen, frame.slot
    if visit is None or new is None:
        return Reply(text="")
    lines = [
        _("Moved: {visit}, for {patient}.").format(
            visit=speech.visit(new, visit.service, talk), patient=visit.patient.name
        ),
        _("Where: {place}").format(place=speech.place(new.place_id, talk)),
        _("Your old time, {old}, is given up.").format(old=speech.moment(visit.start, talk)),
    ]
    return Reply(text="\n".join(lines), choices=(my_appointments(talk),))


def not_moved(frame: Moving, talk: Talk) -> Reply:
    _ = talk.gettext
    text = _("I could not reach the clinic's diary, so nothing is moved: {visit}.")
    return try_later(text.format(visit=_old(frame, talk)), frame.until, talk)


def refused(_frame: Moving, talk: Talk) -> Reply:
    _ = talk.gettext
    text = _(
        "The clinic's diary did not take this change, so nothing is moved. The clinic may have "
        "changed this appointment itself: “my appointments” shows how it stands now. "
        "You can also choose another time, or ring {clinic} on {phone}."
    )
    choices = (my_appointments(talk), another_day(talk), leave_message(talk), _keep(talk))
    return with_phone(text, talk, *choices)


def unsure(frame: Moving, talk: Talk) -> Reply:
    """It was sent and nobody knows which of the two times holds."""
    _ = talk.gettext
    visit, new = frame.chosen, frame.slot
    if visit is None or new is None:
        return Reply(text="")
    text = _(
        "{visit}: I am not sure yet whether it is moved to {new}. One of the two times is yours. "
        "Please do not book or move it again: it is being checked, and you will hear here by {by} "
        "at the latest. In a hurry, ring {phone}."
    )
    moment = speech.moment(new.start, talk)
    by = confirmed_by(talk, min(visit.start, new.start))
    return with_phone(text, talk, visit=_old(frame, talk), new=moment, by=by)


def pending(frame: Moving, talk: Talk) -> Reply:
    """An earlier change of this appointment is in doubt: nothing new was sent."""
    _ = talk.gettext
    text = _(
        "{visit}: an earlier change of it is still being checked, so I have not moved it. "
        "You will hear here by {by} at the latest. In a hurry, ring {phone}."
    )
    by = confirmed_by(talk, frame.chosen.start if frame.chosen else None)
    return with_phone(text, talk, visit=_old(frame, talk), by=by)


def missing(frame: Moving, talk: Talk) -> Reply:
    _ = talk.gettext
    text = _(
        "{visit}: the clinic's diary does not have it like this any more, so I have moved nothing. "
        "“My appointments” shows how it stands now. You can also ring {clinic} on {phone}."
    )
    return with_phone(text, talk, my_appointments(talk), visit=_old(frame, talk))


def over(frame: Moving, talk: Talk) -> Reply:
    _ = talk.gettext
    text = _("{visit}: its time has already come, so I cannot move it. Please ring {phone}.")
    return with_phone(text, talk, visit=_old(frame, talk))


def doubt(frame: Moving, talk: Talk) -> Reply:
    """It is not known whether it is booked, or what became of an earlier change of it."""
    _ = talk.gettext
    text = _(
        "{visit}: I am not sure yet how it stands, so I cannot move it now. Please do not book it "
        "again: it is being checked, and you will hear here. In a hurry, ring {phone}."
    )
    return with_phone(text, talk, visit=_old(frame, talk))


def group(frame: Moving, talk: Talk) -> Reply:
    _ = talk.gettext
    text = _(
        "{visit}: this is a class, which others come to as well, so its time stays. You can leave "
        "it and join another one, or ask a person on {phone}."
    )
    choices = (
        Choice(id="!start:appointments:cancel", label=_("Leave a class")),
        Choice(id="!start:classes", label=_("See the classes")),
        Choice(id="!person", label=_("Speak to a person")),
    )
    return with_phone(text, talk, *choices, visit=_old(frame, talk))


def none(_frame: Moving, talk: Talk) -> Reply:
    _ = talk.gettext
    choices = (
        Choice(id="!start:booking", label=_("Book an appointment")),
        Choice(id="!person", label=_("Speak to a person")),
    )
    return Reply(
        text=_("I found no appointments ahead, so there is none to move."), choices=choices
    )


def fine(frame: Moving, talk: Talk) -> Reply:
    _ = talk.gettext
    if frame.chosen is None:
        return Reply(text=_("All right, nothing was moved."))
    text = _("All right, nothing was moved. It stays as it was: {visit}.")
    return Reply(text=text.format(visit=_old(frame, talk)))


def request(frame: Moving, talk: Talk) -> dict[str, object]:
    """What the desk is told when it is asked to move something, in words for staff."""
    visit = frame.chosen
    if visit is None:
        return {"wish": "move", "summary": "Which appointment could not be found out."}
    to = speech.visit(frame.slot, visit.service, talk) if frame.slot else wished(frame, talk)
    what = f"{visits.visit(visit, talk)}, for {visit.patient.name} ({visit.patient.id})"
    return {"wish": "move", "summary": f"It is now: {what}." + (f" Wished: {to}." if to else "")}


def settled(news: MoveSettled, talk: Talk) -> Reply:
    """Said when a move in doubt has come to its end."""
    _ = talk.gettext
    if news.happened:
        text = _(
            "It has been checked: your appointment is moved to {new}. "
            "The old time, {old}, is given up."
        )
    else:
        text = _(
            "It has been checked: your appointment is not moved. It stands as it was: {old}. "
            "To move it, write “move my appointment”, or ring {phone}."
        )
    old, new = speech.moment(news.was, talk), speech.moment(news.slot.start, talk)
    return with_phone(text, talk, old=old, new=new)


def _old(frame: Moving, talk: Talk) -> str:
    """The appointment as it is now."""
    return visits.visit(frame.chosen, talk) if frame.chosen else ""


def _keep(talk: Talk) -> Choice:
    _ = talk.gettext
    return Choice(id="keep", label=_("Keep it as it is"))
