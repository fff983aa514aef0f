"""PracSuite's operations, each a few lines over the one request function, by theme.

Ids are PracSuite's numbers and times its own texts. Every operation says what it is for, so that
its requests come out of the right share, and for whom where that may be anybody.
"""

from dataclasses import dataclass

from connectors.pracsuite.client_appointments import Appointments
from connectors.pracsuite.client_availability import Availability
from connectors.pracsuite.client_book import Book
from connectors.pracsuite.client_patients import Patients
from connectors.pracsuite.client_practice import Practice
from connectors.pracsuite.client_prices import Prices
from connectors.pracsuite.paging import Lists
from connectors.pracsuite.requests import Requests


@dataclass(frozen=True)
class PracSuiteClient:
    """Sections named in these are those of docs/vendors/pracsuite.md."""

    availability: Availability
    appointments: Appointments
    book: Book
    patients: Patients
    practice: Practice
    prices: Prices

    @classmethod
    def over(cls, requests: Requests) -> "PracSuiteClient":
        """The whole of it over one request function."""
        lists = Lists(requests)
        return cls(
            Availability(lists),
            Appointments(requests),
            Book(requests, lists),
            Patients(requests, lists),
            Practice(requests, lists),
            Prices(requests, lists),
        )
