"""What Aerona's operations do to the clinic, as its contract describes them."""

from datetime import date
from itertools import islice
from typing import TypeVar

from sandbox.aerona_json import AeronaJson
from sandbox.asked import DURATION_DIGITS, TYPE_DIGITS, Asked, RefusedError, need
from sandbox.catalogue import CLINICIAN_TYPES, AppointmentType, Clinician
from sandbox.clinic import Clinic
from sandbox.diary import FREED, STATUSES, Appointment, TakenError, Wish
from sandbox.gate import Gate
from sandbox.misbehaviour import Fault
from sandbox.people import Patient
from sandbox.serving import Answer

T = TypeVar("T")

TOKEN_HEADER = "AERONA-AUTH-TOKEN"  # noqa: S105 - the header's name
SLOTS_AT_ONCE = 50  # contract §4.1
_TIMES_OF_DAY = range(4)


class Aerona:
    """Each operation reads what was asked, acts without pause and answers with bare JSON (§2)."""

    def __init__(self, clinic: Clinic, gate: Gate, json: AeronaJson) -> None:
        self._clinic = clinic
        self._gate = gate
        self._json = json

    def login(self, asked: Asked) -> Answer:
        token = self._gate.login(asked.body.get("username"), asked.body.get("password"))
        if token is None:
            raise RefusedError(401, "wrong credentials")
        return Answer(None, headers={TOKEN_HEADER: token})

    def slots(self, asked: Asked) -> Answer:
        """Contract §4.1: the next 50 from the first day on; no end, no further page."""
        clinician_id = asked.number("clinicianId")
        clinician_type_id = asked.number("clinicianTypeId", TYPE_DIGITS)
        practice_id = asked.number("practiceId")
        type_ = self._clinic.types.get(asked.need_number("appointmentTypeId"))
        first_day = asked.need_day("searchStart")
        time_of_day = asked.need_number("timeOfDay", 1)
        if (clinician_id is None) == (clinician_type_id is None):
            raise RefusedError(400, "exactly one of clinicianId and clinicianTypeId")
        if clinician_type_id is not None:
            need("practiceId", practice_id)
            _clinician_type(clinician_type_id)
        if time_of_day not in _TIMES_OF_DAY:
            raise RefusedError(400, "timeOfDay must be 0, 1, 2 or 3")
        # Ids that nobody has are not documented as errors: nothing is found for them (§7).
        if type_ is None or practice_id not in (None, self._clinic.practice_id):
            return Answer([])
        clinicians = [
            one
            for one in self._clinic.clinicians.values()
            if clinician_id in (None, one.id) and clinician_type_id in (None, one.type_id)
        ]
        free = self._clinic.free_slots(type_, clinicians, first_day, time_of_day)
        return Answer([self._json.slot(slot) for slot in islice(free, SLOTS_AT_ONCE)])

    def types(self, asked: Asked) -> Answer:
        """Contract §4.4."""
        clinician_type_id = asked.number("clinicianTypeId", TYPE_DIGITS)
        if clinician_type_id is not None:
            _clinician_type(clinician_type_id)
        disabled, onsite, remote = (
            asked.flag(name) for name in ("includeDisabled", "onsiteOnly", "remoteOnly")
        )
        if asked.number("practiceId") not in (None, self._clinic.practice_id):
            return Answer([])
        return Answer(
            [
                self._json.type(type_)
                for type_ in self._clinic.types.values()
                if clinician_type_id in (None, type_.clinician_type_id)
                and (disabled or not type_.disabled)
                and not (onsite and type_.remote)
                and not (remote and not type_.remote)
            ]
        )

    def clinicians(self, asked: Asked) -> Answer:
        """Contract §4.5."""
        type_id = asked.number("appointmentTypeId")
        practice_id = asked.number("practiceId")
        type_ = None if type_id is None else self._clinic.types.get(type_id)
        if (type_id is not None and type_ is None) or (
            practice_id not in (None, self._clinic.practice_id)
        ):
            return Answer([])
        return Answer(
            [
                self._json.clinician(one)
                for one in self._clinic.clinicians.values()
                if type_ is None or one.type_id == type_.clinician_type_id
            ]
        )

    def patient(self, asked: Asked) -> Answer:
        """Contract §4.6."""
        return Answer(self._json.patient(self._patient(asked.path_id("id"))))

    def create(self, asked: Asked) -> Answer:
        """Contract §4.2: the bare id of the new appointment."""
        if asked.sent_number("practiceId") != self._clinic.practice_id:
            raise RefusedError(400, "no such practice")
        wish = self._wish(asked)
        diary = self._clinic.diary
        if Fault.SLOT_TAKEN in asked.faults:
            diary.take(wish.clinician_id, wish.start, minutes=wish.minutes)
        check = Fault.UNCHECKED not in asked.faults
        # §8: a time that is not free is answered with 409, here also outside the roster, which
        # may have changed since the time was offered; with 400; or not noticed at all.
        conflict = 400 if Fault.CONFLICT_400 in asked.faults else 409
        works = self._clinic.works(wish.clinician_id, wish.start, wish.minutes)
        if check and not works and wish.status_id not in FREED:
            raise RefusedError(conflict, "the clinician does not work then")
        try:
            made = diary.book(wish, check=check, blocks=Fault.NOT_BLOCKING not in asked.faults)
        except TakenError:
            raise RefusedError(conflict, "the time is taken") from None
        return Answer(made.id)

    def status(self, asked: Asked) -> Answer:
        """Contract §4.3: false is a refusal, with status 200."""
        entry = self._appointment(asked.path_id("id"))
        status_id = asked.sent_number("appointmentStatusId")
        if Fault.STATUS_REFUSED in asked.faults:
            return Answer(body=False)
        return Answer(self._clinic.diary.change_status(entry.id, status_id))

    def payment(self, asked: Asked) -> Answer:
        """Contract §4.7."""
        found = self._clinic.accounts.payments.get(asked.path_id("id"))
        return Answer(self._json.payment(_found(found, "payment")))

    def payments(self, asked: Asked) -> Answer:
        patient_id, first, last = self._account_search(asked)
        return Answer(
            [
                self._json.payment(one)
                for one in self._clinic.accounts.payments.values()
                if patient_id in (None, one.patient_id) and first <= one.day <= last
            ]
        )

    def invoice(self, asked: Asked) -> Answer:
        """Contract §4.8."""
        found = self._clinic.accounts.invoices.get(asked.path_id("id"))
        return Answer(self._json.invoice(_found(found, "invoice")))

    def invoices(self, asked: Asked) -> Answer:
        patient_id, first, last = self._account_search(asked)
        return Answer(
            [
                self._json.invoice(one)
                for one in self._clinic.accounts.invoices.values()
                if patient_id in (None, one.patient_id) and first <= one.day <= last
            ]
        )

    def patient_search(self, asked: Asked) -> Answer:
        """Contract §8, optional."""
        surname = need("surname", asked.query.get("surname"))
        found = self._clinic.people.search(surname, asked.need_day("dob"))
        return Answer([self._json.patient(one) for one in found])

    def patient_create(self, asked: Asked) -> Answer:
        """Contract §8, optional; answered like the other create, with the bare id."""
        if asked.sent_number("practiceId") != self._clinic.practice_id:
            raise RefusedError(400, "no such practice")
        people = self._clinic.people
        patient = Patient(
            id=people.next_id(),
            forename=asked.sent_text("forename"),
            surname=asked.sent_text("surname"),
            dob=asked.sent_day("dob"),
            mobile=asked.sent_text("mobile", ""),
            email=asked.sent_text("email", ""),
            postcode=asked.sent_text("postcode", ""),
            address1=asked.sent_text("address1", ""),
            address2=asked.sent_text("address2", ""),
            address3=asked.sent_text("address3", ""),
        )
        people.add(patient)
        return Answer(patient.id)

    def appointment(self, asked: Asked) -> Answer:
        """Contract §8, optional."""
        return Answer(self._json.appointment(self._appointment(asked.path_id("id"))))

    def appointments(self, asked: Asked) -> Answer:
        """Contract §8, optional; without dates everything of that patient."""
        patient_id = asked.need_number("patientId")
        first = asked.day("fromDate") or date.min
        last = asked.day("toDate") or date.max
        return Answer(
            [
                self._json.appointment(entry)
                for entry in self._clinic.diary.appointments(patient_id=patient_id)
                if first <= entry.start.date() <= last
            ]
        )

    def _wish(self, asked: Asked) -> Wish:
        clinician, type_ = self._clinician_and_type(asked)
        status_id = asked.sent_number("appointmentStatusId")
        if status_id not in STATUSES:
            raise RefusedError(400, "no such appointment status")
        start = self._json.read_time(asked.sent_text("appointmentTime"))
        if start <= self._clinic.now():
            raise RefusedError(400, "appointmentTime is in the past")
        minutes = asked.sent_number("duration", DURATION_DIGITS)
        if minutes == 0:
            raise RefusedError(400, "duration must be more than 0")
        patient_id = asked.sent_number("patientId")
        if self._clinic.people.get(patient_id) is None:
            raise RefusedError(400, "no such patient")
        return Wish(
            patient_id=patient_id,
            clinician_id=clinician.id,
            type_id=type_.id,
            start=start,
            minutes=minutes,
            status_id=status_id,
            notes=asked.sent_text("appointmentNotes", ""),
            emergency=asked.sent_flag("emergency"),
        )

    def _clinician_and_type(self, asked: Asked) -> tuple[Clinician, AppointmentType]:
        clinician = self._clinic.clinicians.get(asked.sent_number("userId"))
        type_ = self._clinic.types.get(asked.sent_number("appointmentTypeId"))
        if clinician is None or type_ is None or type_.disabled:
            raise RefusedError(400, "no such clinician or appointment type")
        if clinician.type_id != type_.clinician_type_id:
            raise RefusedError(400, "the clinician does not give this appointment type")
        return clinician, type_

    def _patient(self, patient_id: int) -> Patient:
        return _found(self._clinic.people.get(patient_id), "patient")

    def _appointment(self, appointment_id: int) -> Appointment:
        return _found(self._clinic.diary.get(appointment_id), "appointment")

    def _account_search(self, asked: Asked) -> tuple[int | None, date, date]:
        # contract §4.7: the first day of the current month until today
        today = self._clinic.today()
        first = asked.day("fromDate") or today.replace(day=1)
        return asked.number("patientId"), first, asked.day("toDate") or today


def _found(thing: T | None, name: str) -> T:
    if thing is None:
        raise RefusedError(404, f"no such {name}")
    return thing


def _clinician_type(type_id: int) -> None:
    if type_id not in CLINICIAN_TYPES:
        raise RefusedError(400, "no such clinician type")
