"""One appointment to speak of."""

from datetime import datetime, timedelta

from connectors.model import Patient, Slot, Status
from dialogs.session import Value
from dialogs.talk import Talk


class Visit(Value):
    """One appointment to speak of; `reference` is None while its outcome is in doubt.

    `here` says that it was made in this chat, and not only found in the clinic's own list;
    `changing` that a change of it was sent and nobody knows yet whether it was taken; `group` that
    it is a class. The ids and `minutes` are None where they are not known.
    """

    reference: str | None
    patient: Patient
    service: str
    clinician: str
    start: datetime
    status: Status
    here: bool
    changing: bool = False
    group: bool = False
    service_id: str | None = None
    clinician_id: str | None = None
    minutes: int | None = None

    def overlaps(self, slot: Slot) -> bool:
        """Whether somebody who is here cannot be there; of an unknown length its start counts."""
        end = self.start + timedelta(minutes=self.minutes or 1)
        return slot.start < end and self.start < slot.end


def is_today(visit: Visit, talk: Talk) -> bool:
    """Whether the visit is on the clinic's present day."""
    return talk.clinic.local(visit.start).date() == talk.today


def is_late(visit: Visit, talk: Talk) -> bool:
    """Whether giving it up now would count as late by the clinic's rule."""
    return visit.start - talk.now < talk.clinic.policy.late_cancellation
