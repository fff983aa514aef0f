"""What PracSuite's operations do to the diary and the classes (contract §5)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final

from sandbox.classes import Classes, FullError, GroupClass
from sandbox.clinic import Clinic
from sandbox.diary import FREED, Appointment, TakenError
from sandbox.misbehaviour import Fault
from sandbox.pracsuite_book import Book, Entry, Gone
from sandbox.pracsuite_errors import ProblemError, body, conflict, not_found
from sandbox.pracsuite_fields import Call
from sandbox.pracsuite_filters import INTEGER, LOCAL_TIME, TIMESTAMP, Filter, Listing
from sandbox.pracsuite_json import DiaryJson
from sandbox.pracsuite_wishes import (
    CANCELLED,
    CREATED,
    EDITED,
    FINALISED,
    JOINED,
    LEFT,
    PLACE,
    Wishes,
    further,
)
from sandbox.serving import Answer

_PLACED: Final = ("app_time", "practitioner_id", "business_id", "duration")
_FOR: Final = ("client_id", "appointment_type_id")
_FILTERS: Final[dict[str, Filter[Entry]]] = {
    "created": Filter(TIMESTAMP, lambda one: one.created),
    "updated": Filter(TIMESTAMP, lambda one: one.modified),
    "app_time": Filter(LOCAL_TIME, lambda one: one.start.replace(tzinfo=None)),
    "profession_id": Filter(INTEGER, lambda one: one.profession_id),
    "business_id": Filter(INTEGER, lambda one: one.business_id),
    "client_id": Filter(INTEGER, lambda one: one.client_id),
    "appointment_type_id": Filter(INTEGER, lambda one: one.type_id),
    "practitioner_id": Filter(INTEGER, lambda one: one.clinician_id),
}
_SORTS: Final[dict[str, Callable[[Entry], object]]] = {
    "appointment_id": lambda one: one.id,
    "app_time": lambda one: one.start,
}


class PracSuite:
    """Each operation reads what was asked, acts without pause and answers."""

    def __init__(
        self, clinic: Clinic, classes: Classes, book: Book, wishes: Wishes, json: DiaryJson
    ) -> None:
        self._clinic = clinic
        self._diary = clinic.diary
        self._classes = classes
        self._book = book
        self._wishes = wishes
        self._json = json
        self._list = Listing("appointments", json.appointment, _FILTERS, _SORTS)
        self._whole_book = Listing(
            "data",
            json.book_entry,
            {**_FILTERS, "appointment_id": Filter(INTEGER, lambda one: one.id)},
            _SORTS,
        )
        self._gone = Listing(
            "cancelled_appointments",
            json.gone,
            {
                **{name: Filter(one.kind, partial(_was, one)) for name, one in _FILTERS.items()},
                "cancellation_time": Filter(TIMESTAMP, lambda one: one.at),
            },
            {name: partial(_entry_by, of) for name, of in _SORTS.items()},
        )

    def reserve(self, call: Call) -> Answer:
        sent = self._wishes.read(call, PLACE, _PLACED)
        start, minutes, clinician_id = (
            self._wishes.start(sent),
            sent["duration"],
            sent["practitioner_id"],
        )
        self._prepare(call, clinician_id, start, minutes)
        column, width = sent.get("column_number", 1), sent.get("width", 1)
        try:
            hold = self._diary.hold(
                clinician_id, start, minutes, column=column, width=width, check=_checked(call)
            )
        except TakenError:
            raise _taken(call) from None
        return Answer(self._json.reserved(self._book.of_hold(hold), column, width), 201)

    def finalise(self, call: Call) -> Answer:
        """What an expired hold answers is not documented (§5): here it is gone like any other."""
        id_ = call.id("appointment_id")
        if Fault.HOLD_LOST in call.faults:
            self._diary.holds.let_go(id_)
        hold = self._diary.holds.get(id_)
        if hold is None:
            self._entry(id_)
            raise body(("appointment_id", "is not reserved"))
        sent = self._wishes.read(call, FINALISED, _FOR, practitioner=hold.clinician_id)
        wish = self._wishes.wish(sent, hold.clinician_id, hold.start, hold.minutes)
        return Answer(self._written(self._diary.finalise(id_, wish)), 201)

    def create(self, call: Call) -> Answer:
        sent = self._wishes.read(call, CREATED, (*_PLACED, *_FOR))
        start, clinician_id = self._wishes.start(sent), sent["practitioner_id"]
        wish = self._wishes.wish(sent, clinician_id, start, sent["duration"])
        self._prepare(call, clinician_id, start, wish.minutes)
        try:
            made = self._diary.book(wish, check=_checked(call))
        except TakenError:
            raise _taken(call) from None
        return Answer(self._written(made), 201)

    def appointment(self, call: Call) -> Answer:
        call.expect(())
        return Answer(self._json.with_meta(self._entry(call.id("appointment_id"))))

    def edit(self, call: Call) -> Answer:
        """Only what was sent changes: a default of the schema is none here (§10)."""
        entry = self._appointment(call)
        sent = self._wishes.read(call, EDITED, practitioner=entry.clinician_id)
        if Fault.STATUS_REFUSED in call.faults and "appointment_status_id" in sent:
            raise body(("appointment_status_id", "cannot be changed"))
        if not sent:
            return Answer(self._written(entry))
        changed = replace(
            entry,
            start=self._wishes.start(sent) if "app_time" in sent else entry.start,
            clinician_id=sent.get("practitioner_id", entry.clinician_id),
            minutes=sent.get("duration", entry.minutes),
            type_id=sent.get("appointment_type_id", entry.type_id),
            status_id=self._wishes.diary_status(sent["appointment_status_id"])
            if "appointment_status_id" in sent
            else entry.status_id,
            further={**entry.further, **further(sent)},
        )
        if (changed.start, changed.clinician_id) != (entry.start, entry.clinician_id):
            self._prepare(call, changed.clinician_id, changed.start, changed.minutes)
        try:
            return Answer(self._written(self._diary.edit(changed, check=_checked(call))))
        except TakenError:
            raise _taken(call) from None

    def cancel(self, call: Call) -> Answer:
        """Of an appointment, of a hold, or of a whole class."""
        id_ = call.id("appointment_id")
        entry = self._entry(id_)
        sent = self._wishes.read(call, CANCELLED)
        group = self._classes.get(id_, self._clinic.now())
        if group is not None:
            self._classes.cancel(group, self._clinic.now())
        elif not self._diary.holds.let_go(entry.id):
            self._diary.cancel(
                id_,
                recorded=sent.get("record_as_cancelled", False),
                reason=sent.get("reason", ""),
                reason_id=sent.get("appointment_cancellation_reason_id"),
            )
        return Answer(None, 204)

    def add_member(self, call: Call) -> Answer:
        group = self._group(call)
        sent = self._wishes.read(call, JOINED, ("client_id",))
        client_id = sent.pop("client_id")
        if client_id in group.members:
            raise body(("client_id", "is a member already"))
        try:
            member = self._classes.join(group, client_id, self._clinic.now(), sent)
        except FullError:
            raise body(("max_class_size", "The class is full.")) from None
        return Answer(self._json.member(group, member), 201)

    def remove_member(self, call: Call) -> Answer:
        group = self._group(call)
        sent = self._wishes.read(call, LEFT, ("client_id",))
        try:
            self._classes.leave(group, sent["client_id"], self._clinic.now())
        except KeyError:
            raise not_found("Group Appointment Member", sent["client_id"]) from None
        return Answer(None, 204)

    def appointments(self, call: Call) -> Answer:
        return self._list.answer(call, self._book.all())

    def of_patient(self, call: Call) -> Answer:
        rows = self._book.of_patient(call.id("client_id"))
        return self._list.answer(call, rows, without=("client_id",))

    def of_one(self, name: str, lacking: tuple[str, ...], call: Call) -> Answer:
        """The list of one practitioner, business, profession or type."""
        id_, of = call.id(name), _FILTERS[name].of
        rows = [one for one in self._book.all() if of(one) == id_]
        return self._list.answer(call, rows, without=(name, *lacking))

    def of_resource(self, call: Call) -> Answer:
        id_ = call.id("resource_id")
        rows = [one for one in self._book.all() if id_ in one.resource_ids]
        return self._list.answer(call, rows, without=("appointment_type_id",))

    def book(self, call: Call) -> Answer:
        return self._whole_book.answer(call, self._book.all())

    def cancelled_list(self, call: Call) -> Answer:
        """Without `include_deletions` what counts as a cancellation alone."""
        everything = call.flag("include_deletions")
        rows = [one for one in self._book.gone() if everything or one.recorded]
        return self._gone.answer(call, rows, also=("include_deletions",))

    def cancelled(self, call: Call) -> Answer:
        call.expect(())
        id_ = call.id("appointment_id")
        found = next((one for one in self._book.gone() if one.entry.id == id_), None)
        if found is None:
            raise not_found("Cancelled Appointment", id_)
        return Answer(self._json.gone(found))

    def _entry(self, id_: int) -> Entry:
        found = self._book.get(id_)
        if found is None:
            raise not_found("Appointment", id_)
        return found

    def _appointment(self, call: Call) -> Appointment:
        """One that was booked: not a hold, nor a class."""
        id_ = call.id("appointment_id")
        self._entry(id_)
        found = self._diary.get(id_)
        if found is None or found.status_id in FREED:
            raise body(("appointment_id", "is not the appointment of a patient"))
        return found

    def _group(self, call: Call) -> GroupClass:
        id_ = call.id("appointment_id")
        found = self._classes.get(id_, self._clinic.now())
        if found is None:
            raise not_found("Group Appointment", id_)
        return found

    def _prepare(self, call: Call, clinician_id: int, start: datetime, minutes: int) -> None:
        """Give the time away if that shall happen, and refuse one at which nobody works."""
        if Fault.SLOT_TAKEN in call.faults:
            self._diary.take(clinician_id, start, minutes=minutes)
        works = clinician_id in self._clinic.clinicians and self._clinic.works(
            clinician_id, start, minutes, staff=True
        )
        if _checked(call) and not works:
            raise _taken(call)

    def _written(self, appointment: Appointment) -> dict[str, object]:
        return self._json.with_meta(self._book.of(appointment))


def _checked(call: Call) -> bool:
    return Fault.UNCHECKED not in call.faults


def _taken(call: Call) -> ProblemError:
    if Fault.CONFLICT_422 in call.faults:
        return body(("app_time", "This appointment slot is taken."))
    return conflict()


def _was(one: Filter[Entry], gone: Gone) -> object:
    return one.of(gone.entry)


def _entry_by(of: Callable[[Entry], object], gone: Gone) -> object:
    return of(gone.entry)
