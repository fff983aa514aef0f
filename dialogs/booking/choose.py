"""The pure choices of booking: what need not be asked, and for whom it is."""

from collections.abc import Mapping

from dialogs.booking.frame import Booking
from dialogs.talk import Talk
from dialogs.times.choose import for_service
from dialogs.understand.match import Match, find_named
from dialogs.understand.said import hear


def open_for_booking(frame: Booking, talk: Talk) -> str:
    """Whether there is a doubt to be told of first, and else whether the services are known.

    They are not while the clinic's system cannot be reached.
    """
    if frame.lost:
        return "lost"
    return "known" if talk.bookable or frame.service is not None else "unknown"


def usual_service(frame: Booking, talk: Talk) -> Mapping[str, object] | None:
    """What was said before services were known, the only one, the last one, or the usual one."""
    bookable = {service.id: service for service in talk.bookable}
    if frame.words is not None:
        match find_named(hear(frame.words), talk.catalogue.service_names, among=bookable):
            case Match(said):
                return for_service(bookable[said], frame, talk)
    if len(bookable) == 1:
        return for_service(next(iter(bookable.values())), frame, talk)
    booked = [kept.slot.service_id for kept in talk.memory.appointments]
    for id_ in (*reversed(booked), talk.clinic.policy.usual):
        if id_ in bookable:
            return for_service(bookable[id_], frame, talk)
    return None


def who_is_known(_frame: Booking, talk: Talk) -> str:
    """Whether somebody has proven in this chat who they are."""
    return "somebody" if talk.memory.patients else "nobody"


def only_patient(frame: Booking, talk: Talk) -> Mapping[str, object] | None:
    """The only person of this chat, who then need not be asked; the check says whom it is for."""
    known = talk.memory.patients
    return {"patient": known[0]} if len(known) == 1 and not frame.someone else None
