"""From what people say about their appointments to facts."""

from dialogs.appointments import wording
from dialogs.appointments.choose import ACTS, CANCELS
from dialogs.appointments.frame import Appointments
from dialogs.phrases import says
from dialogs.table import Answer, AskBack, Reading, answer
from dialogs.talk import Talk, Told
from dialogs.understand.answers import read_yes_no
from dialogs.understand.said import Said
from dialogs.understand.wishes import read_wishes
from dialogs.visits.hear import meant

_ABOUT = frozenset({"appointments", "booked"})


def which(told: Told, frame: Appointments, talk: Talk) -> Reading:
    """One of those that are shown; what it was called before it was shown is kept for later."""
    listed = frame.listed or ()
    if told.pick is not None:
        if not told.asked:
            return None
        if told.pick == "nothing":
            return answer("nothing")
        place = int(told.pick.removeprefix("visit:"))
        return answer(chosen=listed[place]) if place < len(listed) else None
    said = told.said
    if not told.asked:
        # Which one was said with the wish, before anybody knew which there are.
        early = frame.wish == "cancel" and frame.listed is None
        wishes = read_wishes(said) if early else ()
        return None if CANCELS.isdisjoint(wishes) else answer(words=said.original)
    those = meant(said, listed, talk)
    if len(those) == 1:
        wished = _wished(said, group=those[0].group)
        facts = {"act": wished} if wished else {}
        return Answer("then", {"chosen": those[0], **facts})
    for phrase, act_ in (("cancel", "cancel"), ("arrived", "arrived"), ("coming", "confirm")):
        if says(said, phrase):
            return answer("again", act=act_)
    return answer("nothing") if says(said, "nothing") else None


def _wished(said: Said, *, group: bool = False) -> str | None:
    """What is to be done; of a class "leave it" says that too."""
    wishes = read_wishes(said)
    if group and not CANCELS.isdisjoint(wishes):
        return "cancel"
    return next((wish for wish in wishes if wish in ACTS), None)


def act(told: Told, frame: Appointments, _talk: Talk) -> Reading:
    if told.pick is not None:
        return answer(act=told.pick)
    for phrase, meaning in (
        ("cancel", "cancel"),
        ("arrived", "arrived"),
        ("coming", "confirm"),
        ("nothing", "nothing"),
    ):
        if says(told.said, phrase):
            return answer(act=meaning)
    group = frame.chosen is not None and frame.chosen.group
    wished = _wished(told.said, group=group)
    return answer(act=wished) if wished else None


def sure(told: Told, frame: Appointments, talk: Talk) -> Reading:
    """Only a clear yes cancels; a bare "cancel" may mean the talk, so it is asked again."""
    if told.pick is not None:
        return answer(told.pick)
    if told.said.words == ("cancel",):
        return AskBack(wording.sure_again(frame.chosen, talk))
    agreed = read_yes_no(told.said)
    if agreed is None and says(told.said, "cancel"):
        agreed = True
    if agreed is None and says(told.said, "nothing"):
        agreed = False
    return None if agreed is None else answer("yes" if agreed else "no")


def not_changed(told: Told, frame: Appointments, talk: Talk) -> Reading:
    """Whoever asks what is booked has not said that the change is to be made after all."""
    wishes = () if told.pick is not None else read_wishes(told.said)
    wish = next((one for one in wishes if one in _ABOUT), None)
    if wish is None:
        return again(told, frame, talk)
    return answer("look", wish=wish, act=None, listed=None)


def again(told: Told, _frame: Appointments, _talk: Talk) -> Reading:
    if told.pick == "message" or says(told.said, "message"):
        return answer("message")
    if told.pick == "again" or says(told.said, "again") or read_yes_no(told.said):
        return answer("again")
    # Asking once more for the same is another way to say so.
    if told.pick is None and not _ABOUT.isdisjoint(read_wishes(told.said)):
        return answer("again")
    return None
