"""The menu reads little of its own: its choices and all wishes are heard everywhere."""

from dialogs.phrases import says
from dialogs.table import AskBack, Reading
from dialogs.talk import Talk, Told
from dialogs.understand.answers import read_yes_no
from dialogs.welcome import wording
from dialogs.welcome.frame import Welcome

_ABOUT_A_DOUBT = ("again", "book_it", "did_it_work")


def menu(told: Told, _frame: Welcome, talk: Talk) -> Reading:
    """A "no thanks" or an "ok" when nothing was asked is no riddle; a doubt is spoken of first."""
    doubt = any(
        kept.reference is None and kept.slot.start > talk.now for kept in talk.memory.appointments
    )
    agreed = read_yes_no(told.said)
    if doubt and (agreed is not None or any(says(told.said, key) for key in _ABOUT_A_DOUBT)):
        return AskBack(wording.in_doubt(talk))
    if says(told.said, "nothing") or agreed is False or says(told.said, "fine"):
        return AskBack(wording.at_ease(talk))
    return None
