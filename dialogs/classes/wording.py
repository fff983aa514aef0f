"""Every sentence about group classes."""

from connectors.model import GroupClass
from dialogs import lookup, speech
from dialogs.classes.frame import Classes
from dialogs.news import JoinSettled
from dialogs.session import Choice, Reply
from dialogs.talk import Talk
from dialogs.times.wording import another_day, wished
from dialogs.wording import (
    confirmed_by,
    my_appointments,
    no_thanks,
    try_later,
    with_phone,
)

# More would not be read on a phone; the rest is reached by naming a day.
MOST_SHOWN = 6


def service(_frame: Classes, talk: Talk) -> Reply:
    _ = talk.gettext
    classes = talk.classes
    shown = tuple(
        Choice(id=f"one:{one.id}", label=lookup.cut(one.name, lookup.LONGEST_LABEL))
        for one in classes[: lookup.MOST_CHOICES]
    )
    text = _("Which class would you like to join?")
    if len(classes) > len(shown):
        more = _("There are {count}, and these are some. You can also write the name of another.")
        text = f"{more.format(count=len(classes))} {text}"
    return Reply(text=text, choices=shown)


def service_example(talk: Talk) -> str:
    _ = talk.gettext
    names = [one.name for one in talk.classes[:2]]
    return _("You can write, for example, “{names}”.").format(names=speech.one_of(names, talk))


def day(frame: Classes, talk: Talk) -> Reply:
    _ = talk.gettext
    text = _("{service}: which day would suit you? For example, “next Tuesday”.")
    return Reply(text=text.format(service=_name(frame)))


def _name(frame: Classes) -> str:
    return frame.service.name if frame.service else ""


def _left(one: GroupClass, talk: Talk) -> str:
    return talk.ngettext("{count} place left", "{count} places left", one.room).format(
        count=one.room
    )


def which(frame: Classes, talk: Talk) -> Reply:
    """The classes with room, each with who gives it and how many can still come."""
    _ = talk.gettext
    shown = (frame.found or ())[:MOST_SHOWN]
    lines = [_("{service}, these have room:").format(service=_name(frame))]
    if frame.gone is not None:
        gone = _("{moment} is full now, so you have not joined it.")
        lines.insert(0, gone.format(moment=speech.moment(frame.gone.start, talk)))
    lines += [
        _("{moment} with {clinician}, {left}").format(
            moment=speech.moment(one.slot.start, talk),
            clinician=one.slot.clinician_name,
            left=_left(one, talk),
        )
        for one in shown
    ]
    if len(frame.found or ()) > len(shown):
        lines.append(_("There are more. You can write a day to see its classes."))
    lines.append(_("Which one would you like to join?"))
    choices = tuple(
        Choice(id=f"class:{one.id}", label=speech.moment(one.slot.start, talk)) for one in shown
    )
    return Reply(text="\n".join(lines), choices=(*choices, *_others(talk)))


def _others(talk: Talk) -> tuple[Choice, ...]:
    _ = talk.gettext
    another = (Choice(id="another_class", label=_("Another class")),)
    return (another_day(talk), *(another if len(talk.classes) > 1 else ()), no_thanks(talk))


def which_example(talk: Talk) -> str:
    _ = talk.gettext
    return _("Please choose one, or write its day and time.")


def full(frame: Classes, talk: Talk) -> Reply:
    _ = talk.gettext
    wish = wished(frame, talk)
    text = _("I find no class with room: {what}. You can name another day, or ring {phone}.")
    what = f"{_name(frame)} {wish}".strip()
    if frame.gone is not None:
        gone = _("{moment} is full now, so you have not joined it.")
        text = f"{gone.format(moment=speech.moment(frame.gone.start, talk))} {text}"
    return with_phone(text, talk, *_others(talk), what=what)


def _visit(frame: Classes, talk: Talk) -> str:
    return speech.visit(frame.chosen.slot, _name(frame), talk) if frame.chosen else ""


def proof(frame: Classes, talk: Talk) -> dict[str, object]:
    """What the proof of who somebody is has to know of the class it is for."""
    other = frame.someone or bool(talk.memory.patients)
    return {**request(frame, talk), "visit": _visit(frame, talk) or None, "other": other}


def request(frame: Classes, talk: Talk) -> dict[str, object]:
    """What the desk is told about the wish, in words for staff."""
    patient = f", for {frame.patient.name} ({frame.patient.id})" if frame.patient else ""
    what = _visit(frame, talk) or _name(frame)
    return {"wish": "classes", "summary": f"Wants to join a class: {what}{patient}"}


def check(frame: Classes, talk: Talk) -> Reply:
    """Who, what, with whom, where, day, date and time, before the one verb."""
    _ = talk.gettext
    one, patient = frame.chosen, frame.patient
    if one is None or patient is None:
        return Reply(text="")
    lines = [
        _("Please check:"),
        _("For {patient}").format(patient=patient.name),
        _("{service} with {clinician}, {minutes} minutes").format(
            service=_name(frame), clinician=one.slot.clinician_name, minutes=one.slot.minutes
        ),
        speech.moment(one.slot.start, talk),
        speech.place(one.slot.place_id, talk),
        _("Shall I put you down for this class?"),
    ]
    choices = (
        Choice(id="yes", label=_("Yes, join it")),
        Choice(id="!change", label=_("Change something")),
        Choice(id="!cancel", label=_("Stop")),
    )
    return Reply(text="\n".join(lines), choices=choices)


def check_example(talk: Talk) -> str:
    _ = talk.gettext
    return _("Please answer “yes” to join, or write what to change, like “another day”.")


def joined(frame: Classes, talk: Talk) -> Reply:
    _ = talk.gettext
    patient = frame.patient.name if frame.patient else ""
    place_id = frame.chosen.slot.place_id if frame.chosen else None
    lines = [
        _("Joined: {visit}, for {patient}.").format(visit=_visit(frame, talk), patient=patient),
        _("Where: {place}").format(place=speech.place(place_id, talk)),
        _("To give up the place, write “my appointments”."),
    ]
    return Reply(text="\n".join(lines), choices=(my_appointments(talk),))


def not_joined(frame: Classes, talk: Talk) -> Reply:
    _ = talk.gettext
    text = _("I could not reach the clinic's diary, so you have not joined {visit}.")
    return try_later(text.format(visit=_visit(frame, talk)), frame.until, talk)


def unsure(frame: Classes, talk: Talk) -> Reply:
    """Nobody knows yet: it is being checked, and who is told by when."""
    _ = talk.gettext
    text = _(
        "I could not confirm that yet: {visit}. Please do not join it again: it is being checked, "
        "and you will hear here by {by}. In a hurry, ring {phone}."
    )
    start = frame.chosen.slot.start if frame.chosen else None
    return with_phone(text, talk, visit=_visit(frame, talk), by=confirmed_by(talk, start))


def pending(frame: Classes, talk: Talk) -> Reply:
    _ = talk.gettext
    text = _(
        "An earlier wish of yours is still being checked, so I have not put you down for {visit}. "
        "You will hear here what became of it. In a hurry, ring {phone}."
    )
    return with_phone(text, talk, visit=_visit(frame, talk))


def refused(frame: Classes, talk: Talk) -> Reply:
    _ = talk.gettext
    text = _(
        "The clinic's diary did not take this, so you have not joined {visit}. "
        "Please ring {clinic} on {phone}."
    )
    return with_phone(text, talk, visit=_visit(frame, talk))


def no_classes(_frame: Classes, talk: Talk) -> Reply:
    _ = talk.gettext
    text = _("There are no classes that can be joined here. For anything else, ring {phone}.")
    return with_phone(text, talk)


def stopped(_frame: Classes, talk: Talk) -> Reply:
    _ = talk.gettext
    return Reply(text=_("All right. You have not joined a class."))


def settled(news: JoinSettled, talk: Talk) -> Reply:
    """Said when a place in doubt has come to its end."""
    _ = talk.gettext
    if news.happened:
        text = _("It has been checked: you have a place in the class {on}.")
        return with_phone(text, talk, my_appointments(talk), on=_on(news, talk))
    text = _(
        "It has been checked: you have no place in the class {on}. "
        "To join it, write “join a class”, or ring {phone}."
    )
    return with_phone(text, talk, on=_on(news, talk))


def _on(news: JoinSettled, talk: Talk) -> str:
    return speech.on_at(news.one.slot.start, talk)
