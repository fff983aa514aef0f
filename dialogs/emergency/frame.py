"""What an emergency leaves to remember: nothing."""

from dialogs.table import Frame


class Emergency(Frame):
    """No facts: the words alone interrupt."""
