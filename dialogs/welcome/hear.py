"""The menu reads nothing of its own: its choices and all wishes are heard everywhere."""

from dialogs.table import Reading
from dialogs.talk import Talk, Told
from dialogs.welcome.frame import Welcome


def menu(_told: Told, _frame: Welcome, _talk: Talk) -> Reading:
    return None
