"""Where every conversation starts and comes back to; nothing to remember."""

from dialogs.table import Frame


class Welcome(Frame):
    """No facts."""
