"""How Aerona writes the clinic's things in JSON, and the times it reads and writes."""

from datetime import UTC, datetime
from typing import Literal

from sandbox.accounts import Invoice, Payment
from sandbox.asked import RefusedError
from sandbox.catalogue import PRACTICE_ID, AppointmentType, Clinician
from sandbox.clinic import Clinic, Slot
from sandbox.diary import Appointment
from sandbox.people import Patient

Times = Literal["utc", "local"]


class AeronaJson:
    """`times` says what the Z means: true UTC, or the clinic's clock with a Z behind it (§7)."""

    def __init__(self, clinic: Clinic, times: Times) -> None:
        self._zone = clinic.zone
        self._local = times == "local"

    def write_time(self, moment: datetime) -> str:
        shown = moment.astimezone(self._zone if self._local else UTC)
        return shown.strftime("%Y-%m-%dT%H:%M:%SZ")

    def read_time(self, text: str) -> datetime:
        """In the clinic's zone."""
        try:
            read = datetime.fromisoformat(text)
        except ValueError:
            read = None
        if read is None or read.tzinfo is None:
            raise RefusedError(400, "appointmentTime must be like 2023-01-19T13:30:00Z")
        if self._local and text.endswith("Z"):
            return read.replace(tzinfo=self._zone)
        return read.astimezone(self._zone)

    def slot(self, slot: Slot) -> dict[str, object]:
        return {
            "appointmentTime": self.write_time(slot.start),
            "duration": slot.type.minutes,
            "clinicianId": slot.clinician.id,
            "clinicianName": slot.clinician.name,
            "practiceId": PRACTICE_ID,
            "appointmentTypeId": slot.type.id,
        }

    def type(self, type_: AppointmentType) -> dict[str, object]:
        return {
            "id": type_.id,
            "name": type_.name,
            "duration": type_.minutes,
            "clinicianTypeId": type_.clinician_type_id,
            "disabled": type_.disabled,
        }

    def clinician(self, clinician: Clinician) -> dict[str, object]:
        return {
            "id": clinician.id,
            "name": clinician.name,
            "clinicianTypeId": clinician.type_id,
        }

    def appointment(self, entry: Appointment) -> dict[str, object]:
        return {
            "id": entry.id,
            "practiceId": PRACTICE_ID,
            "userId": entry.clinician_id,
            "appointmentTypeId": entry.type_id,
            "appointmentStatusId": entry.status_id,
            "appointmentTime": self.write_time(entry.start),
            "duration": entry.minutes,
            "patientId": entry.patient_id,
            "emergency": entry.emergency,
            "appointmentNotes": entry.notes,
        }

    def patient(self, patient: Patient) -> dict[str, object]:
        return {
            "id": patient.id,
            "practiceId": patient.practice_id,
            "patientTypeId": patient.patient_type_id,
            "sourceId": patient.source_id,
            "referrerId": patient.referrer_id,
            "genderId": patient.gender_id,
            "titleId": patient.title_id,
            "forename": patient.forename,
            "surname": patient.surname,
            "maidenName": patient.maiden_name,
            "occupation": patient.occupation,
            "dob": patient.dob.isoformat(),
            "knownAs": patient.known_as,
            "address1": patient.address1,
            "address2": patient.address2,
            "address3": patient.address3,
            "postcode": patient.postcode,
            "mobile": patient.mobile,
            "email": patient.email,
        }

    def payment(self, payment: Payment) -> dict[str, object]:
        paid = self.write_time(payment.at.replace(tzinfo=self._zone))
        return {
            "id": payment.id,
            "patientId": payment.patient_id,
            "practiceId": payment.practice_id,
            "practiceName": payment.practice_name,
            "paymentType": "1",
            "paymentMethod": payment.method,
            "amount": payment.pence / 100,
            "cancellation": False,
            "refund": payment.refund,
            "refundReference": payment.refund_reference,
            "paymentNote": payment.note,
            "paymentDate": paid,
            "cancellationNote": "",
            "cancellationDate": None,
            "patientPlan": False,
            "patientCarePlanId": None,
            "createdUserId": 34567,
            "dateModified": paid,
            "thirdPartyProviderName": "",
        }

    def invoice(self, invoice: Invoice) -> dict[str, object]:
        day = invoice.day.isoformat()
        return {
            "id": invoice.id,
            "patientId": invoice.patient_id,
            "date": day,
            "quantity": invoice.quantity,
            "dateCompleted": day if invoice.status == "Completed" else None,
            "price": invoice.pence / 100,
            "status": invoice.status,
            "saleItem": invoice.sale_item,
            "userId": invoice.user_id,
            "discount": invoice.discount_pence > 0,
            "discountAmount": invoice.discount_pence / 100,
            "refundAmount": 0,
            "refundNote": "",
            "refundDate": None,
            "refundMethod": "",
            "patientCarePlan": "",
            "vatRate": 0,
            "insurerFee": 0,
            "adjustmentType": "",
            "adjustmentNote": "",
            "adjustmentAmount": 0,
            "prechargeDate": None,
            "trackingFee": 0,
        }
