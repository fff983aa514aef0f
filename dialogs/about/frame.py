"""What somebody wants to know about the clinic or about this chat."""

from dialogs.table import Frame


class About(Frame):
    """Only the wish."""
