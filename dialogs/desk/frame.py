"""What is to be handed to a person at the clinic."""

from dialogs.table import Frame


class Desk(Frame):
    """A request for the desk; `summary` is what the patient was doing, in words for staff.

    `wanted` says that the patient would like to leave a message.
    """

    wanted: bool | None = None
    summary: str | None = None
    note: str | None = None
    name: str | None = None
    phone: str | None = None
