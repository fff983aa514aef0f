"""What is known while a time is being looked for."""

from datetime import datetime

from connectors.model import Service, Slot
from dialogs.table import Frame
from dialogs.understand.wish import When


class Times(Frame):
    """The facts of a search for a time; the dialog's own frame adds what the time is for.

    `clinician` is an id, "any" or not known. `offered` are free slots in the order of showing, a
    page at a time; `missed` says that none of them is quite what was wished; `gone` is a slot that
    was taken meanwhile; `as_of` is since when the offered times were not read again, where that is
    long ago.
    """

    service: Service | None = None
    clinician: str | None = None
    when: When | None = None
    offered: tuple[Slot, ...] | None = None
    page: int = 0
    missed: bool = False
    gone: Slot | None = None
    slot: Slot | None = None
    as_of: datetime | None = None

    @property
    def service_id(self) -> str | None:
        """What the time is for."""
        return self.service.id if self.service is not None else None
