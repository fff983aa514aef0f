"""Aerona's operations, each a few lines over the one request function; ids are Aerona's numbers."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypeVar

from pydantic import TypeAdapter

from connectors.aerona import wire
from connectors.aerona.requests import Requests
from connectors.aerona.settings import AeronaSettings
from connectors.answers import body_of, parsed, unreadable
from connectors.budget import Use
from connectors.errors import Refused, SlotTaken
from connectors.exchange import Call

T = TypeVar("T")

_SLOTS = TypeAdapter(list[wire.Slot])
_TYPES = TypeAdapter(list[wire.AppointmentType])
_CLINICIANS = TypeAdapter(list[wire.Clinician])
_PATIENT = TypeAdapter(wire.Patient)
_PATIENTS = TypeAdapter(list[wire.Patient])
_APPOINTMENT = TypeAdapter(wire.Appointment)
_APPOINTMENTS = TypeAdapter(list[wire.Appointment])
_PAYMENT = TypeAdapter(wire.Payment)
_PAYMENTS = TypeAdapter(list[wire.Payment])
_INVOICE = TypeAdapter(wire.Invoice)
_INVOICES = TypeAdapter(list[wire.Invoice])

_Query = Sequence[tuple[str, str]]
_Value = str | int | date | bool | None


class AeronaClient:
    """Sections named here are those of docs/vendors/aerona.md."""

    def __init__(self, settings: AeronaSettings, requests: Requests) -> None:
        self._settings = settings
        self._requests = requests

    async def slots(
        self,
        appointment_type_id: int,
        first_day: date,
        time_of_day: wire.TimeOfDay,
        *,
        clinician_id: int | None = None,
        clinician_type_id: int | None = None,
        use: Use = Use.SEARCH,
        browser: str = "",
    ) -> list[wire.Slot]:
        """Slots: the next 50 from that day on, of a clinician or else of a type of clinician."""
        if (clinician_id is None) == (clinician_type_id is None):
            raise Refused("slots are searched by a clinician or by a type of clinician")
        query = _query(
            clinicianId=clinician_id,
            clinicianTypeId=clinician_type_id,
            practiceId=self._settings.practice_id,
            appointmentTypeId=appointment_type_id,
            searchStart=first_day,
            timeOfDay=time_of_day.value,
        )
        call = Call("slots", "GET", "/find-appointment-slots", use, query, browser=browser)
        return parsed(call, await self._requests.send(call), _SLOTS)

    async def create_appointment(self, new: wire.NewAppointment) -> int:
        """Booking: the new appointment's id. SlotTaken only where the vendor says so with 409."""
        call = Call(
            "create",
            "POST",
            self._settings.create_path,
            Use.BOOK,
            body=new.model_dump(by_alias=True, exclude_none=True),
            writes=True,
            means={409: SlotTaken},
        )
        made = body_of(call, await self._requests.send(call))
        if type(made) is int:
            return made
        raise unreadable(call, "not an id")

    async def set_status(
        self, appointment_id: int, status: wire.AppointmentStatus, use: Use
    ) -> None:
        """Statuses: a 200 with `false` is a refusal."""
        call = Call(
            "status",
            self._settings.status_method,
            _of_appointment(self._settings.status_path, appointment_id),
            use,
            body={"appointmentStatusId": status.value},
            writes=True,
            of_a_record=True,
        )
        done = body_of(call, await self._requests.send(call))
        if done is False:
            raise Refused("Aerona did not change the status")
        if done is not True:
            raise unreadable(call, "neither true nor false")

    async def appointment_types(
        self,
        *,
        clinician_type_id: int | None = None,
        include_disabled: bool | None = None,
        onsite_only: bool | None = None,
        remote_only: bool | None = None,
    ) -> list[wire.AppointmentType]:
        """Catalogue; what is not given is left to the vendor's default."""
        query = _query(
            practiceId=self._settings.practice_id,
            clinicianTypeId=clinician_type_id,
            includeDisabled=include_disabled,
            onsiteOnly=onsite_only,
            remoteOnly=remote_only,
        )
        return await self._read("types", "/appointment-types", _TYPES, query, Use.CATALOGUE)

    async def clinicians(self, appointment_type_id: int | None = None) -> list[wire.Clinician]:
        """Catalogue: all of the practice, or those who do this appointment type."""
        query = _query(practiceId=self._settings.practice_id, appointmentTypeId=appointment_type_id)
        return await self._read("clinicians", "/clinicians", _CLINICIANS, query, Use.CATALOGUE)

    async def clock(self) -> datetime | None:
        """What the vendor's clock showed when it listed the appointment types just now."""
        query = _query(practiceId=self._settings.practice_id)
        call = Call("types", "GET", "/appointment-types", Use.CATALOGUE, query)
        answer = await self._requests.send(call)
        parsed(call, answer, _TYPES)
        return answer.date

    async def patient(self, patient_id: int, browser: str | None = None) -> wire.Patient:
        """Patients: the record with this number; raises NotFound."""
        use = Use.LOOKUP if browser is None else Use.PROOF
        path = f"/patients/{patient_id}"
        call = Call("patient", "GET", path, use, of_a_record=True, browser=browser or "")
        return parsed(call, await self._requests.send(call), _PATIENT)

    async def patients(self, surname: str, born: date) -> list[wire.Patient]:
        """Optional look-ups: Refused where the clinic has not set its path."""
        path = _configured(self._settings.patient_search_path, "patient_search_path")
        query = _query(surname=surname, dob=born)
        return await self._read("patient_search", path, _PATIENTS, query, Use.LOOKUP)

    async def appointment(self, appointment_id: int) -> wire.Appointment:
        """Optional look-ups: Refused where the clinic has not set its path."""
        path = _configured(self._settings.appointment_path, "appointment_path")
        path = _of_appointment(path, appointment_id)
        return await self._read_record("appointment", path, _APPOINTMENT)

    async def appointments(
        self, patient_id: int, first: date, last: date, use: Use = Use.LOOKUP
    ) -> list[wire.Appointment]:
        """Optional look-ups: Refused where the clinic has not set its path."""
        path = _configured(self._settings.appointments_search_path, "appointments_search_path")
        query = _query(patientId=patient_id, fromDate=first, toDate=last)
        return await self._read("appointments", path, _APPOINTMENTS, query, use)

    async def payment(self, payment_id: int) -> wire.Payment:
        """Accounts; raises NotFound."""
        return await self._read_record("payment", f"/payments/{payment_id}", _PAYMENT)

    async def payments(self, patient_id: int, first: date, last: date) -> list[wire.Payment]:
        """Accounts; both days are always given, as the vendor advises."""
        query = _query(patientId=patient_id, fromDate=first, toDate=last)
        return await self._read("payments", "/payments/search", _PAYMENTS, query, Use.LOOKUP)

    async def invoice(self, invoice_id: int) -> wire.Invoice:
        """Accounts; raises NotFound."""
        return await self._read_record("invoice", f"/invoices/{invoice_id}", _INVOICE)

    async def invoices(self, patient_id: int, first: date, last: date) -> list[wire.Invoice]:
        """Accounts; both days are always given, as the vendor advises."""
        query = _query(patientId=patient_id, fromDate=first, toDate=last)
        return await self._read("invoices", "/invoices/search", _INVOICES, query, Use.LOOKUP)

    async def _read(
        self, operation: str, path: str, shape: TypeAdapter[T], query: _Query, use: Use
    ) -> T:
        call = Call(operation, "GET", path, use, query)
        return parsed(call, await self._requests.send(call), shape)

    async def _read_record(self, operation: str, path: str, shape: TypeAdapter[T]) -> T:
        call = Call(operation, "GET", path, Use.LOOKUP, of_a_record=True)
        return parsed(call, await self._requests.send(call), shape)


def _query(**values: _Value) -> _Query:
    """Without those that are not given; JSON's spelling of booleans."""
    return [
        (name, str(value).lower() if isinstance(value, bool) else str(value))
        for name, value in values.items()
        if value is not None
    ]


def _of_appointment(path: str, appointment_id: int) -> str:
    return path.replace("{appointmentId}", str(appointment_id))


def _configured(path: str, setting: str) -> str:
    if not path:
        raise Refused(f"AERONA_{setting.upper()} is not set")
    return path
