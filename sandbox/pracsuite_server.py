"""PracSuite's server over the clinic: put together, and looked into from tests."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web

from sandbox.calls import Calls
from sandbox.classes import Classes
from sandbox.clinic import Clinic
from sandbox.holds import Hold
from sandbox.misbehaviour import Misbehaviour
from sandbox.pracsuite import PracSuite
from sandbox.pracsuite_book import Book
from sandbox.pracsuite_catalogue import Catalogue
from sandbox.pracsuite_errors import Errors
from sandbox.pracsuite_gate import PracSuiteGate
from sandbox.pracsuite_http import (
    FAULTS_OF,
    OPERATIONS,
    Address,
    Operations,
    PracSuiteHttp,
    Sent,
)
from sandbox.pracsuite_items import Items
from sandbox.pracsuite_json import DiaryJson
from sandbox.pracsuite_large import Size, catalogue
from sandbox.pracsuite_people import Patients
from sandbox.pracsuite_person import PeopleJson
from sandbox.pracsuite_practice import Practice
from sandbox.pracsuite_times import Times
from sandbox.pracsuite_wishes import Wishes
from sandbox.serving import Serving, Sleeper


@dataclass(frozen=True)
class PracSuiteServer:
    """What it was asked, what it holds, and the switches to make it misbehave."""

    address: Address
    clinic: Clinic
    classes: Classes
    catalogue: Catalogue
    misbehave: Misbehaviour
    calls: Calls
    gate: PracSuiteGate
    http: PracSuiteHttp

    @property
    def base_url(self) -> str:
        """What a clinic would set as PracSuite's address."""
        return self.address.base()

    @property
    def sent(self) -> Sequence[Sent]:
        """The writes that were let in, each with just what its body said."""
        return tuple(self.http.sent)

    def holds(self) -> list[Hold]:
        """Times that are kept at this moment for somebody who has not booked yet."""
        return self.clinic.diary.holds.alive()

    def application(self) -> web.Application:
        return self.http.application()


def open_pracsuite(
    clinic: Clinic,
    *,
    sleeper: Sleeper,
    old_names: bool = False,
    size: Size | None = None,
) -> PracSuiteServer:
    """Over this clinic's diary and people; its origin is set by whoever serves it.

    With `old_names` the fields are called what early revisions of the contract called them, and
    writes are taken in either spelling. `size` makes the practice as large as that.
    """
    known = catalogue(clinic, size)
    classes = Classes(clinic.people, clinic.zone, clinic.today())
    book = Book(clinic, classes, known)
    address = Address()
    json = DiaryJson(known, address.base, old_names=old_names)
    errors = Errors(titles=old_names)
    gate = PracSuiteGate(clinic.clock, errors)
    misbehave = Misbehaviour(OPERATIONS, FAULTS_OF)
    calls = Calls()
    wishes = Wishes(clinic, known, old_names=old_names)
    operations = Operations(
        PracSuite(clinic, classes, book, wishes, json),
        Times(clinic, classes, known, json),
        Patients(clinic, known, PeopleJson(clinic, known, address.base)),
        Practice(known, book),
        Items(known.prices),
    )
    serving = Serving(misbehave, calls, clock=clinic.clock, sleeper=sleeper, error=errors.broken)
    http = PracSuiteHttp(operations, gate, errors, serving, address)
    return PracSuiteServer(address, clinic, classes, known, misbehave, calls, gate, http)
