"""The pure choices about appointments: which is meant, and what is allowed now."""

from collections.abc import Mapping, Sequence

from connectors.model import Status
from dialogs.appointments.frame import Appointments
from dialogs.phrases import speaks_of_another
from dialogs.talk import Talk
from dialogs.understand.said import Said, hear
from dialogs.understand.wishes import read_wishes
from dialogs.visits.hear import meant
from dialogs.visits.visit import Visit, is_today

ACTS = frozenset({"confirm", "arrived", "cancel"})
# How somebody asks to cancel: the last two are said of classes.
CANCELS = frozenset({"cancel", "leave", "drop"})


def only_one(frame: Appointments, talk: Talk) -> Mapping[str, object] | None:
    """The only appointment; for an arrival, the only one of today.

    Where one is to be cancelled, the only one that can be meant by how that was asked for.
    """
    listed = frame.listed or ()
    if frame.wish == "cancel" and frame.words is not None:
        listed = _called(hear(frame.words), listed, talk)
    if frame.wish == "arrived":
        today = [visit for visit in listed if is_today(visit, talk)]
        listed = tuple(today) or listed
    return {"chosen": listed[0]} if len(listed) == 1 else None


def _called(said: Said, listed: Sequence[Visit], talk: Talk) -> tuple[Visit, ...]:
    """Those that the words can mean; of somebody else's it is never guessed which that is."""
    if speaks_of_another(said):
        return tuple(listed)
    wishes = read_wishes(said)
    if "leave" in wishes or ("drop" in wishes and talk.names_class(said)):
        listed = [visit for visit in listed if visit.group]
    return tuple(meant(said, listed, talk))


def wished_act(frame: Appointments, _talk: Talk) -> Mapping[str, object] | None:
    """What the patient asked for in the first place, where that was more than to see them.

    Nothing can be done with a visit that nobody knows to exist; any act leads to saying so.
    """
    if frame.chosen is not None and frame.chosen.reference is None:
        return {"act": "confirm"}
    return {"act": frame.wish} if frame.wish in ACTS else None


def allowed(frame: Appointments, talk: Talk) -> str:
    """What follows from the wished act as things stand."""
    visit, act = frame.chosen, frame.act
    if visit is None or act not in ACTS:
        return "nothing"
    if visit.reference is None:
        return "doubt"
    if visit.group and act != "cancel":
        return "group"
    if act == "arrived":
        return "arrived" if is_today(visit, talk) else "early"
    if visit.start <= talk.now:
        return "over"
    if act == "confirm" and visit.status is Status.REQUESTED:
        return "requested"
    return act
