"""PracSuite's patients, their accounts and their contacts (contract §5 and §6)."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sandbox.clinic import Clinic
from sandbox.people import NOT_BORN, Patient
from sandbox.pracsuite_catalogue import PRONOUNS, SEXES, Catalogue
from sandbox.pracsuite_errors import Faulty, body, not_found
from sandbox.pracsuite_fields import Call
from sandbox.pracsuite_filters import (
    BOOLEAN,
    DATE,
    INTEGER,
    NUMBERED,
    STRING,
    TIMESTAMP,
    Filter,
    Listing,
)
from sandbox.pracsuite_person import (
    CONTACTS,
    FIELDS,
    PHONES,
    TEXTS,
    Contact,
    PeopleJson,
    account_of,
    born,
    filled_in,
    number_of,
    text_of,
)
from sandbox.pracsuite_prices import FEE_CATEGORIES
from sandbox.serving import Answer

_ACTIVE, _ALL, _ACTIVE_ALIVE, _ALL_ALIVE = 1, 3, 4, 5


class Patients:
    """What the vendor tells of people, and how they come to be in its records."""

    def __init__(self, clinic: Clinic, catalogue: Catalogue, json: PeopleJson) -> None:
        self._clinic = clinic
        self._people = clinic.people
        self._catalogue = catalogue
        self._json = json
        self._list = Listing(
            "clients",
            self._json.patient,
            {
                **{name: Filter(STRING, text_of(name)) for name in TEXTS},
                "phone": Filter(STRING, lambda one: tuple(text_of(name)(one) for name in PHONES)),
                "date_of_birth": Filter(DATE, born),
                "file_created": Filter(TIMESTAMP, lambda one: one.created),
                "archived": Filter(TIMESTAMP, lambda _: None),
                "updated": Filter(TIMESTAMP, lambda one: one.modified),
                # Everybody is active and alive; left out, it is as if all were asked for.
                "status": Filter(NUMBERED, lambda _: (_ACTIVE, _ALL, _ACTIVE_ALIVE, _ALL_ALIVE)),
                "email_marketing_type": Filter(NUMBERED, _marketing("email")),
                "sms_marketing_type": Filter(NUMBERED, _marketing("sms")),
            },
            {
                "client_id": lambda one: one.id,
                "first_name": lambda one: one.forename,
                "surname": lambda one: one.surname,
                "file_created": lambda one: one.created,
            },
        )
        self._accounts: Listing[Patient] = Listing(
            "accounts",
            self._json.account,
            {
                "created": Filter(TIMESTAMP, lambda one: one.created),
                "updated": Filter(TIMESTAMP, lambda one: one.modified),
                "email": Filter(STRING, lambda one: one.email),
                "phone": Filter(STRING, lambda one: one.mobile),
                "short_description": Filter(STRING, lambda _: "Private"),
            },
        )
        self._contacts = Listing(
            "patient_contacts",
            self._json.contact,
            {
                "client_id": Filter(INTEGER, lambda one: one.client_id),
                **{
                    name: Filter(STRING, self._of_linked(name))
                    for name in ("first_name", "surname", "email", *PHONES, "fax")
                },
                "phone": Filter(STRING, self._of_linked("mobile")),
                "archive": Filter(BOOLEAN, lambda _: False),
            },
        )

    def patients(self, call: Call) -> Answer:
        return self._list.answer(call, self._people.all())

    def patient(self, call: Call) -> Answer:
        call.expect(())
        return Answer(self._json.patient(self._patient(call)))

    def create(self, call: Call) -> Answer:
        """Nobody looks whether there is somebody like this already (contract §6)."""
        call.expect(())
        sent = self._sent(call, ("first_name", "surname"))
        # contract §6: the first active practitioner, unless one is named
        sent.setdefault("default_practitioner_id", next(iter(self._catalogue.practitioners)))
        now = self._now()
        blank = Patient(
            self._people.next_id(), "", "", NOT_BORN, gender_id=0, created=now, modified=now
        )
        made = filled_in(blank, sent)
        self._people.add(made)
        return Answer(self._json.patient(made), 201)

    def edit(self, call: Call) -> Answer:
        call.expect(())
        patient = self._patient(call)
        changed = filled_in(patient, self._sent(call, ()))
        changed = replace(changed, modified=self._now())
        self._people.add(changed)
        return Answer(self._json.patient(changed))

    def accounts(self, call: Call) -> Answer:
        return self._accounts.answer(call, [self._patient(call)])

    def account(self, call: Call) -> Answer:
        call.expect(())
        patient = self._patient(call)
        if call.id("account_id") != account_of(patient.id):
            raise not_found("Account", call.names["account_id"])
        return Answer(self._json.account(patient))

    def contacts(self, call: Call) -> Answer:
        return self._contacts.answer(call, CONTACTS)

    def contact(self, call: Call) -> Answer:
        call.expect(())
        wanted = call.id("patient_contact_id")
        found = next((one for one in CONTACTS if one.id == wanted), None)
        if found is None:
            raise not_found("Patient Contact", wanted)
        return Answer(self._json.contact(found))

    def _patient(self, call: Call) -> Patient:
        found = self._people.get(call.id("client_id"))
        if found is None:
            raise not_found("Patient", call.names["client_id"])
        return found

    def _sent(self, call: Call, required: tuple[str, ...]) -> dict[str, Any]:
        sent = call.body(FIELDS, required)
        known: Mapping[str, Mapping[int, object]] = {
            "fee_cat_id": FEE_CATEGORIES,
            "default_business_id": self._catalogue.businesses,
            "default_practitioner_id": self._catalogue.practitioners,
            "sex_id": {one.id: one for one in SEXES},
            "pronoun_id": {one.id: one for one in PRONOUNS},
        }
        wrong: list[Faulty] = [
            (name, "does not exist")
            for name, those in known.items()
            if name in sent and sent[name] not in those
        ]
        if wrong:
            raise body(*wrong)
        return sent

    def _now(self) -> datetime:
        return self._clinic.clock().astimezone(UTC)

    def _of_linked(self, name: str) -> Callable[[Contact], str | None]:
        def of(one: Contact) -> str | None:
            linked = self._people.get(one.linked_client_id)
            return text_of(name)(linked) if linked else None

        return of


def _marketing(way: str) -> Callable[[Patient], int | None]:
    return lambda one: number_of(one, f"{way}_marketing_type") or None
