"""What patients of the pretend clinic have paid and have been invoiced."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sandbox.catalogue import PRACTICE_ID, PRACTICE_NAME
from sandbox.people import KNOWN, People


@dataclass(frozen=True)
class Payment:
    """Money that came in, with what of contract §4.7 differs from payment to payment."""

    id: int
    patient_id: int
    day: date
    pence: int
    method: str = "Card"
    note: str = ""
    refund: bool = False
    refund_reference: str = ""
    practice_id: int = PRACTICE_ID
    practice_name: str = PRACTICE_NAME

    @property
    def at(self) -> datetime:
        """The clinic's clock when it was paid; the caller knows the zone."""
        return datetime.combine(self.day, time(10, 30))


@dataclass(frozen=True)
class Invoice:
    """Something charged, with what of contract §4.8 differs from invoice to invoice."""

    id: int
    patient_id: int
    day: date
    sale_item: str
    pence: int
    status: str
    user_id: int = 34567
    quantity: int = 1
    discount_pence: int = 0


class Accounts:
    """Payments and invoices, laid out around the day on which the clinic is opened."""

    def __init__(self, people: People, today: date) -> None:
        # The documented default of a search begins with the month (contract §4.7), so there is
        # something on its first day whichever day it is.
        this_month = today.replace(day=1)
        last_month = this_month - timedelta(days=12)
        later = today + timedelta(days=21)
        samira, leo, patrick = (patient.id for patient in KNOWN[:3])
        self.payments = {
            payment.id: payment
            for payment in (
                Payment(81001, samira, last_month, 6250),
                Payment(81002, samira, this_month, 4800, note="Check-up"),
                Payment(81003, leo, this_month, 0, "None", "Children are free of charge"),
                Payment(81004, patrick, last_month, 2680, "Cash"),
                Payment(81005, patrick, this_month, 1000, refund=True, refund_reference="R-81004"),
                *(
                    Payment(81100 + number, patient.id, last_month, 4800)
                    for number, patient in enumerate(people.regulars)
                ),
            )
        }
        self.invoices = {
            invoice.id: invoice
            for invoice in (
                Invoice(91001, samira, last_month, "Hygiene visit", 6250, "Completed", 34570),
                Invoice(91002, samira, this_month, "Check-up", 4800, "Completed"),
                Invoice(91003, samira, later, "Filling", 12000, "Planned", discount_pence=1200),
                Invoice(91004, patrick, last_month, "Check-up", 2680, "Completed", 34568),
                Invoice(91005, patrick, today, "Filling", 12000, "Planned", 34568),
            )
        }
