"""Looks for classes with room, and puts somebody on the list of one."""

from datetime import timedelta

from connectors.errors import OutcomeUnknown, SlotTaken
from connectors.model import SlotSearch
from connectors.protocols import JoinsClasses, ListsClasses
from dialogs import speech
from dialogs.classes.frame import Classes
from dialogs.ports import DeskRequest, Ports, TakesRequests
from dialogs.table import Answer, answer
from dialogs.talk import Talk
from dialogs.times.choose import fits
from dialogs.understand.wish import When

# Where no day was said; each further week costs a request.
AHEAD = timedelta(days=13)
# As many are kept; who wants later ones names a day.
MOST = 10


async def find_classes(frame: Classes, talk: Talk, ports: Ports) -> Answer:
    """Those of the wished days that have room, without the one that is full since."""
    if frame.service is None:
        return answer("none", found=None)
    when = frame.when or When(soonest=True)
    first = max(when.first or talk.today, talk.today)
    last = min(when.last or first + AHEAD, talk.today + talk.clinic.policy.horizon)
    search = SlotSearch(service=frame.service, first_day=first, last_day=last)
    listed = await ports[ListsClasses].classes(search) if first <= last else ()
    gone = frame.gone.key if frame.gone else ""
    found = tuple(
        one
        for one in listed
        if one.room
        and one.slot.start > talk.now
        and fits(one.slot, when, talk)
        and one.slot.key != gone
    )
    # Some day is known from here on, so that one named now picks a class and starts no search.
    if not found:
        return answer("none")
    return answer("found", found=found[:MOST], when=when, gone=frame.gone)


async def join(frame: Classes, talk: Talk, ports: Ports) -> Answer:
    """Join; "joined" only when the vendor has said so."""
    one, patient = frame.chosen, frame.patient
    if one is None or patient is None:
        return answer("unavailable")
    try:
        await ports[JoinsClasses].join(one, patient.id)
    except SlotTaken:
        return answer("taken", gone=one.slot, found=None)
    except OutcomeUnknown:
        text = _doubt(frame, talk)
        ports[TakesRequests].leave(DeskRequest(kind="in_doubt", text=text))
        return answer("unsure")
    return answer("joined")


def _doubt(frame: Classes, talk: Talk) -> str:
    """In words for staff, who have to look it up."""
    one, patient, service = frame.chosen, frame.patient, frame.service
    if one is None or patient is None or service is None:
        return ""
    return (
        f"Please check whether this patient is on the list of a class: "
        f"{speech.visit(one.slot, service.name, talk)}, for {patient.name} ({patient.id})."
    )
