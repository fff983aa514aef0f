"""The menu reads little of its own: its choices and all wishes are heard everywhere."""

from dialogs.phrases import says
from dialogs.table import AskBack, Reading
from dialogs.talk import Talk, Told
from dialogs.understand.answers import read_yes_no
from dialogs.welcome import wording
from dialogs.welcome.frame import Welcome


def menu(told: Told, _frame: Welcome, talk: Talk) -> Reading:
    """A "no thanks" or an "ok" when nothing was asked is no riddle."""
    if says(told.said, "nothing") or read_yes_no(told.said) is not None:
        return AskBack(wording.at_ease(talk))
    return None
