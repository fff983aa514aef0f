"""Appointments that the vendor's interface has changed although nobody had asked for that.

Such as one that was ended, moved or given to somebody else because it was taken for a hold of ours.
"""

from sandbox.diary import FREED, Appointment, Diary


class Diaries:
    """What stood in the diary when this began, and was written there since."""

    def __init__(self, diary: Diary) -> None:
        """Begin to look."""
        self._diary = diary
        self._first = {one.id: one for one in diary.appointments()}
        self._by_staff: set[int] = set()
        diary.watchers.append(self._see)

    def staff_changed(self, appointment_id: int) -> None:
        """Whatever becomes of this one, staff have done something to it."""
        self._by_staff.add(appointment_id)

    def is_staffs(self, appointment_id: int) -> bool:
        """Whether staff have done something to it."""
        return appointment_id in self._by_staff

    def changed_unasked(self, wished: str) -> list[str]:
        """What was changed, but for those that the `wished` name as '"34234"'."""
        return [
            f"{one.id} was {what} without anybody's wish"
            for one in self._diary.appointments()
            if one.id not in self._by_staff and f'"{one.id}"' not in wished
            for what in _changes(self._first[one.id], one)
        ]

    def _see(self, _: str, entry: Appointment) -> None:
        self._first.setdefault(entry.id, entry)


def _changes(first: Appointment, now: Appointment) -> list[str]:
    found = []
    if now.status_id in FREED and first.status_id not in FREED:
        staff = now.cancelled is not None and now.cancelled.by_staff
        found += [] if staff else ["ended"]
    if now.patient_id != first.patient_id:
        found.append("given to somebody else")
    if (now.start, now.clinician_id) != (first.start, first.clinician_id):
        found.append("moved")
    return found
