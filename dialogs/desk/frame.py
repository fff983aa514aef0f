"""What is to be handed to a person at the clinic."""

from dialogs.table import Frame


class Desk(Frame):
    """A request for the desk; `summary` is what the patient was doing, in words for staff."""

    summary: str | None = None
    note: str | None = None
    name: str | None = None
    phone: str | None = None
