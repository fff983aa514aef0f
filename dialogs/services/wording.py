"""Every sentence about the services and how long they take."""

from collections.abc import Sequence

from connectors.model import Service
from dialogs import lookup
from dialogs.services.frame import Services
from dialogs.services.hear import ids, offered
from dialogs.session import Reply
from dialogs.talk import Talk
from dialogs.wording import book_one


def _line(service: Service, talk: Talk) -> str:
    _ = talk.gettext
    if service.minutes is None:
        return service.name
    return _("{service}, {minutes} minutes").format(service=service.name, minutes=service.minutes)


def which(frame: Services, talk: Talk) -> Reply:
    close = set(lookup.close(frame, talk.catalogue.service_names, ids(talk)))
    return lookup.which(
        [(one.id, _line(one, talk)) for one in offered(talk) if one.id in close], talk
    )


def one(frame: Services, talk: Talk) -> Reply:
    _ = talk.gettext
    found = [service for service in offered(talk) if service.id == frame.one]
    if not found:
        return everything(frame, talk)
    text = _long(found[0].name, frame.minutes or (), talk)
    return Reply(text=text, choices=() if found[0].group else (book_one(talk),))


def _long(name: str, minutes: Sequence[int], talk: Talk) -> str:
    _ = talk.gettext
    if not minutes:
        text = _(
            "{service}: I cannot say how long it takes. You see it with each time when you book, "
            "or ring {phone}."
        )
        return text.format(service=name, phone=talk.clinic.phone)
    if len(minutes) == 1:
        return _("{service} takes {minutes} minutes.").format(service=name, minutes=minutes[0])
    text = _("{service} takes from {least} to {most} minutes. You see which when you book.")
    return text.format(service=name, least=minutes[0], most=minutes[-1])


def everything(_frame: Services, talk: Talk) -> Reply:
    _ = talk.gettext
    lines = [_line(one, talk) for one in offered(talk)]
    last = _("You can write what you are looking for to ask about it.")
    text = lookup.listed(_("You can come here for:"), lines, last, talk)
    return Reply(text=text, choices=(book_one(talk),))
