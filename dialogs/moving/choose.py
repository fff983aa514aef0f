"""The pure choices of moving: which appointment, whether it may be moved, and to when."""

from collections.abc import Mapping

from connectors.model import Service, Status
from dialogs.moving.frame import Moving
from dialogs.moving.relative import is_relative, read_relative
from dialogs.talk import Talk
from dialogs.times.choose import for_service
from dialogs.understand.said import Said, hear
from dialogs.visits.hear import meant
from dialogs.visits.visit import Visit, is_late

_TOWARDS = ("to", "until", "for")


def speaks_of_moving(said: Said) -> bool:
    """Whether it is said that something is to be moved, so that there is an old and a new time."""
    return not said.language.times.moves.isdisjoint(said.words)


def of_the_old(said: Said) -> Said:
    """What of a wish to move something says what it is: all but what follows the last "to"."""
    words = said.words
    moves = [place for place, word in enumerate(words) if word in said.language.times.moves]
    if not moves:
        return said
    after = words[moves[0] + 1 :]
    ends = [place for place, word in enumerate(after) if word in _TOWARDS]
    old = (*words[: moves[0]], *(after[: ends[-1]] if ends else after))
    # "Move it from Tuesday" is not about all days from then on.
    return hear(" ".join(word for word in old if word != "from"))


def service_of(visit: Visit, talk: Talk) -> Service | None:
    """What the visit is for, where patients may choose times for that here."""
    return next((one for one in talk.bookable if one.id == visit.service_id), None)


def picked(visit: Visit, frame: Moving, talk: Talk) -> dict[str, object]:
    """The visit as a fact, with what it is for."""
    service = service_of(visit, talk)
    what = for_service(service, frame, talk) if service else {"service": None}
    return {"chosen": visit, **what}


def only_one(frame: Moving, talk: Talk) -> Mapping[str, object] | None:
    """The only appointment that can be meant by how the move was asked for."""
    those = list(frame.listed or ())
    if frame.words is not None:
        those = meant(of_the_old(hear(frame.words)), those, talk)
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
