"""Which of the clinic's reasons is given when an appointment is cancelled or moved.

docs/vendors/pracsuite.md, Statuses: the vendor asks for none. So one is given where the clinic has
set it, or where one entry alone is plainly called so; everywhere else there is none.
"""

from collections.abc import Callable, Sequence
from typing import Final

from connectors.model import Status
from connectors.pracsuite.choosing import Entry, UnclearError, chosen, plain
from connectors.pracsuite.settings import PracSuiteSettings
from connectors.pracsuite.wire_diary import CancellationReason, RescheduleReason

_BY_PATIENT: Final = (
    "cancelled by patient",
    "cancelled by client",
    "patient cancelled",
    "client cancelled",
    "patient",
    "client",
)
_LATE: Final = ("late cancellation", "cancelled late", "late notice", "short notice")
_BY_CLINIC: Final = (
    "cancelled by clinic",
    "cancelled by practice",
    "clinic cancelled",
    "practice cancelled",
)
_MOVED: Final = (
    "patient request",
    "client request",
    "requested by patient",
    "requested by client",
    "rescheduled by patient",
    "patient rescheduled",
)


class Reasons:
    """The clinic's reasons; each is a number of the vendor's, or None to give none."""

    def __init__(
        self,
        cancelling: Sequence[CancellationReason],
        moving: Sequence[RescheduleReason],
        settings: PracSuiteSettings,
    ) -> None:
        self._cancelling = [
            Entry(one.appointment_cancellation_reason_id, one.reason) for one in cancelling
        ]
        self._moving = [Entry(one.appointment_reschedule_reason_id, one.reason) for one in moving]
        self._settings = settings

    def of_cancelling(self, status: Status) -> int | None:
        """Why an appointment gets this status; Refused where the setting fits nothing."""
        if status is Status.CANCELLED_LATE:
            return self._one("late_cancellation_reason", self._cancelling, _LATE)
        if status is Status.CANCELLED_BY_CLINIC:
            return self._one("", self._cancelling, _BY_CLINIC)
        return self._one("cancellation_reason", self._cancelling, _BY_PATIENT)

    def of_moving(self) -> int | None:
        """Why an appointment gets another time; Refused where the setting fits nothing."""
        return self._one("reschedule_reason", self._moving, _MOVED)

    def complaints(self) -> list[str]:
        """A sentence for each reason that is set and is not to be told."""
        asked: tuple[Callable[[], int | None], ...] = (
            lambda: self.of_cancelling(Status.CANCELLED),
            lambda: self.of_cancelling(Status.CANCELLED_LATE),
            self.of_moving,
        )
        told = []
        for ask in asked:
            try:
                ask()
            except UnclearError as unclear:
                told.append(f"{unclear}.")
        return told

    def _one(self, setting: str, entries: Sequence[Entry], names: Sequence[str]) -> int | None:
        wanted = getattr(self._settings, setting) if setting else ""
        fitting = [one for one in entries if plain(one.name) in names]
        found = chosen(wanted, entries, fitting, names)
        if isinstance(found, Entry):
            return found.id
        if wanted:
            raise UnclearError(f"PRACSUITE_{setting.upper()}: {found}")
        return None
