"""Every sentence about the people who work here."""

from collections.abc import Iterable, Sequence

from connectors.model import Clinician
from dialogs import lookup
from dialogs.session import Reply
from dialogs.talk import Talk
from dialogs.team.frame import Team
from dialogs.wording import book_one


def _line(one: Clinician) -> str:
    return ", ".join([one.name, *one.does])


def _people(ids: Iterable[str], talk: Talk) -> list[Clinician]:
    wanted = set(ids)
    return [one for one in talk.catalogue.clinicians if one.id in wanted]


def _listed(heading: str, people: Sequence[Clinician], talk: Talk) -> Reply:
    _ = talk.gettext
    last = _("For anything else, ring {phone}.").format(phone=talk.clinic.phone)
    if people:
        last = _("To ask about somebody, write “who is {name}”.").format(name=people[0].name)
    text = lookup.listed(heading, [_line(one) for one in people], last, talk)
    return Reply(text=text, choices=(book_one(talk),))


def which(frame: Team, talk: Talk) -> Reply:
    close = lookup.close(frame, talk.catalogue.clinician_names, everyday=False)
    return lookup.which([(one.id, _line(one)) for one in _people(close, talk)], talk)


def one(frame: Team, talk: Talk) -> Reply:
    """What they do, what they say of themselves, and where they are."""
    _ = talk.gettext
    found = _people([frame.one or ""], talk)
    if not found:
        return stranger(frame, talk)
    (who,) = found
    lines = [_line(who)]
    if who.about:
        lines.append(lookup.cut(who.about))
    places = [place.name for place in talk.catalogue.places if place.id in who.place_ids]
    if places and len(talk.catalogue.places) > 1:
        lines.append(_("Works at: {places}").format(places=", ".join(places)))
    text = _("{name} works here. You can see free times when you book an appointment.")
    lines.append(text.format(name=who.name))
    return Reply(text="\n".join(lines), choices=(book_one(talk),))


def able(frame: Team, talk: Talk) -> Reply:
    _ = talk.gettext
    people = _people(frame.able or (), talk)
    heading = talk.ngettext("For {doing} there is:", "For {doing} there are:", len(people))
    return _listed(heading.format(doing=frame.doing), people, talk)


def stranger(_frame: Team, talk: Talk) -> Reply:
    _ = talk.gettext
    heading = _("I find nobody here who is called that. These people work here:")
    return _listed(heading, talk.catalogue.clinicians, talk)


def everybody(_frame: Team, talk: Talk) -> Reply:
    _ = talk.gettext
    return _listed(_("These people work here:"), talk.catalogue.clinicians, talk)
