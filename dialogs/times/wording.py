"""The sentences about free times that more than one dialog says."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from connectors.model import Clinician, PartOfDay
from dialogs import speech
from dialogs.session import Choice, Reply
from dialogs.talk import Talk
from dialogs.times.choose import one_day, shown, too_soon
from dialogs.times.frame import Times
from dialogs.understand.wish import Unsure, When

# More would not be read on a phone; the rest can be written.
MOST_CHOICES = 8
# Fewer where nobody asked for a list.
MOST_OTHERS = 6


def parts(talk: Talk) -> tuple[Choice, ...]:
    """The shortest answers to "when"."""
    _ = talk.gettext
    return (
        Choice(id="part:morning", label=_("Morning")),
        Choice(id="part:afternoon", label=_("Afternoon")),
        Choice(id="part:evening", label=_("Evening")),
        Choice(id="part:soonest", label=_("Soonest")),
    )


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


def wished(frame: Times, talk: Talk) -> str:
    return speech.wish(frame.when, talk) if frame.when is not None else ""


def why_these(frame: Times, talk: Talk, stands: str) -> list[str]:
    """Why other times are shown than were wished, and after a loss how things stand now."""
    _ = talk.gettext
    if frame.gone is not None:
        if too_soon(frame.gone, talk):
            taken = _("It is too late now to book {moment}.")
        else:
            taken = _("{moment} with {clinician} has just been taken.")
        moment = speech.moment(frame.gone.start, talk)
        return [f"{taken.format(moment=moment, clinician=frame.gone.clinician_name)} {stands}"]
    if frame.missed:
        wish = wished(frame, talk)
        nothing = _("Nothing is free {wish}.") if wish else _("Nothing is free then.")
        return [nothing.format(wish=wish)]
    return []


def offered(frame: Times, talk: Talk, notes: Sequence[str]) -> Reply:
    """The free times of the page, under their day where it is one, each a choice."""
    _ = talk.gettext
    page = shown(frame)
    on = one_day(page, talk)
    say = speech.moment if on is None else speech.clock
    choices = [Choice(id=f"slot:{slot.key}", label=say(slot.start, talk)) for slot in page]
    lines = [*notes, _heading(frame, on, talk)]
    if frame.as_of is not None:
        older = _("The diary cannot be asked just now: these times were free at {at}.")
        lines.append(older.format(at=speech.clock(frame.as_of, talk)))
    choices.append(Choice(id="more", label=_("More times")))
    choices.append(another_day(talk))
    if frame.service is not None and len(talk.clinicians_for(frame.service)) > 1:
        choices.append(Choice(id="another_clinician", label=_("Another clinician")))
    return Reply(text="\n".join(lines), choices=tuple(choices))


def another_day(talk: Talk) -> Choice:
    _ = talk.gettext
    return Choice(id="another_day", label=_("Another day"))


def _heading(frame: Times, on: date | None, talk: Talk) -> str:
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


def what(frame: Times, talk: Talk) -> str:
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


def clinician(frame: Times, talk: Talk) -> Reply:
    _ = talk.gettext
    known = talk.clinicians_for(frame.service) if frame.service else talk.catalogue.clinicians
    return Reply(text=_("Who would you like to see?"), choices=_people(known[:MOST_CHOICES], talk))


def nobody(frame: Times, talk: Talk) -> Reply:
    """Said to a name that nobody has who does what is wanted."""
    _ = talk.gettext
    who = _("Who would you like to see?")
    if frame.service is None:
        text = _("I find nobody here who is called that. {who}").format(who=who)
        return Reply(text=text, choices=_people(talk.catalogue.clinicians[:MOST_OTHERS], talk))
    text = _("I find nobody called that who does this: {service}. {who}")
    able = talk.clinicians_for(frame.service)[:MOST_OTHERS]
    return Reply(text=text.format(service=frame.service.name, who=who), choices=_people(able, talk))


def perhaps(talk: Talk, clinicians: Sequence[Clinician]) -> Reply:
    """Ask about those whose name is much like what was written."""
    _ = talk.gettext
    # Each a choice, and no question for a "yes", which would say too little.
    text = _("I find nobody called exactly that. Whom do you mean?")
    return Reply(text=text, choices=_people(clinicians[:MOST_OTHERS], talk))


def _people(clinicians: Sequence[Clinician], talk: Talk) -> tuple[Choice, ...]:
    _ = talk.gettext
    choices = [Choice(id=f"clinician:{one.id}", label=one.name) for one in clinicians]
    return (*choices, Choice(id="clinician:any", label=_("Anyone")))


def clinician_example(talk: Talk) -> str:
    _ = talk.gettext
    return _("You can write a name, or “anyone”.")


def which_clinician(talk: Talk, clinicians: Sequence[Clinician]) -> Reply:
    _ = talk.gettext
    text = _("Which of them do you mean?")
    if len(clinicians) > MOST_CHOICES:
        text = _("Several are called that. Whom do you mean? You can write a first name too.")
    shown = clinicians[:MOST_CHOICES]
    choices = tuple(Choice(id=f"clinician:{one.id}", label=one.name) for one in shown)
    return Reply(text=text, choices=choices)
