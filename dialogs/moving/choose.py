"""The pure choices of moving: which appointment, whether it may be moved, and to when."""

from collections.abc import Mapping

from connectors.model import Service, Status
from dialogs.moving.frame import Moving
from dialogs.moving.relative import is_relative, read_relative
from dialogs.moving.said import of_the_old
from dialogs.phrases import speaks_of_another
from dialogs.talk import Talk
from dialogs.times.choose import for_service
from dialogs.understand.said import hear
from dialogs.visits.hear import meant
from dialogs.visits.visit import Visit, is_late


def service_of(visit: Visit, talk: Talk) -> Service | None:
    """What the visit is for, where patients may choose times for that here."""
    return next((one for one in talk.bookable if one.id == visit.service_id), None)


def picked(visit: Visit, frame: Moving, talk: Talk) -> dict[str, object]:
    """The visit as a fact, with what it is for."""
    service = service_of(visit, talk)
    what = for_service(service, frame, talk) if service else {"service": None}
    return {"chosen": visit, **what}


def only_one(frame: Moving, talk: Talk) -> Mapping[str, object] | None:
    """The only appointment that can be meant by how the move was asked for.

    Of somebody else's, as in "my son's", it is never guessed which one that is.
    """
    those = list(frame.listed or ())
    if frame.words is not None:
        said = hear(frame.words)
        if speaks_of_another(said):
            return None
        those = meant(of_the_old(said), those, talk)
    return picked(those[0], frame, talk) if len(those) == 1 else None


def said_when(frame: Moving, talk: Talk) -> Mapping[str, object] | None:
    """When it is to be, where that was said by the time that it has now."""
    if frame.words is None or frame.chosen is None:
        return None
    said = hear(frame.words)
    wish = read_relative(said, frame.chosen.start, talk) if is_relative(said) else None
    last = talk.today + talk.clinic.policy.horizon
    return {"when": wish} if wish and wish.first and wish.first <= last else None


def allowed(frame: Moving, talk: Talk) -> str:
    """Whether the appointment may be moved here, as things stand.

    Shortly before it begins, its old time can hardly be given to anybody else, and a patient could
    escape the clinic's rule on late cancellations by moving first and cancelling afterwards. A
    receptionist would decide that in each case, so it is put before the people at the clinic.
    """
    visit = frame.chosen
    if visit is None or visit.reference is None or visit.changing:
        return "doubt"
    if visit.group:
        return "group"
    if visit.start <= talk.now or visit.status is Status.ARRIVED:
        return "over"
    if is_late(visit, talk):
        return "late"
    return "movable" if frame.service is not None else "by_person"
