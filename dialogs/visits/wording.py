"""The sentences about somebody's appointments that more than one dialog says."""

from collections.abc import Sequence

from connectors.model import Status
from connectors.protocols import ListsAppointments
from dialogs import speech
from dialogs.session import Choice, Reply
from dialogs.talk import Talk
from dialogs.visits.visit import Visit


def unnamed(talk: Talk) -> str:
    """What a visit is called whose service is not known."""
    _ = talk.gettext
    return _("Appointment")


def visit(one: Visit, talk: Talk) -> str:
    _ = talk.gettext
    moment = speech.moment(one.start, talk)
    if not one.clinician:
        return _("{service}, {moment}").format(service=one.service, moment=moment)
    return _("{service} with {clinician}, {moment}").format(
        service=one.service, clinician=one.clinician, moment=moment
    )


def line(one: Visit, talk: Talk) -> str:
    """A visit with whom it is for and how it stands."""
    _ = talk.gettext
    standing = {
        Status.REQUESTED: _("requested, the clinic has still to confirm it"),
        Status.CONFIRMED: _("you have confirmed it"),
        Status.ARRIVED: _("you have arrived"),
    }.get(one.status, "")
    if one.changing:
        standing = _("a change of it is still being checked")
    if one.reference is None:
        standing = _("not sure yet whether it is booked; the clinic is checking")
    said = _("{visit}, for {patient}").format(visit=visit(one, talk), patient=one.patient.name)
    return f"{said} ({standing})" if standing else said


def origin(visits: Sequence[Visit], talk: Talk) -> str:
    """Say which list this is, so that nobody takes silence for "there are no others"."""
    _ = talk.gettext
    if ListsAppointments in talk.can:
        return _("From the clinic's diary and this chat:")
    if len(visits) == 1:
        return _("I know only what was booked in this chat, which is one appointment:")
    return _("I know only what was booked in this chat, which are these:")


def _label(visit: Visit, talk: Talk, *, named: bool) -> str:
    moment = speech.moment(visit.start, talk)
    return f"{moment}, {visit.patient.known_as or visit.patient.forename}" if named else moment


def which(listed: Sequence[Visit], ask: str, talk: Talk) -> Reply:
    """The list, each with its number, and the question which of them it is about."""
    _ = talk.gettext
    lines = [origin(listed, talk)]
    lines += [f"{place}. {line(one, talk)}" for place, one in enumerate(listed, 1)]
    several = len({one.patient.id for one in listed}) > 1
    choices = tuple(
        Choice(id=f"visit:{place}", label=_label(one, talk, named=several))
        for place, one in enumerate(listed)
    )
    nothing = Choice(id="nothing", label=_("None of them"))
    return Reply(text="\n".join([*lines, ask]), choices=(*choices, nothing))


def which_example(talk: Talk) -> str:
    _ = talk.gettext
    return _("Please choose one, or write its number or its day.")
