"""PracSuite's records of people: what they hold, how they are read and written (contract §6)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from sandbox.clinic import Clinic
from sandbox.people import NOT_BORN, Patient
from sandbox.pracsuite_catalogue import PRONOUNS, SEXES, TENANT_ID, Catalogue
from sandbox.pracsuite_fields import Reader, day, email, flag, one_of, text, whole, zone
from sandbox.pracsuite_json import Json, timestamp
from sandbox.pracsuite_prices import CHILD, CONCESSION, FEE_CATEGORIES, STANDARD

MARKETING = {1: "Soft Opt-In", 2: "Opt-In", 3: "Soft Opt-Out", 4: "Opt-Out"}
_ACCOUNTS_BEHIND = 1_000_000
_CHILD_SINCE, _PENSION_UNTIL = 2010, 1956
_SEX_OF_GENDER = {1: "Female", 2: "Male"}
_BOOLEANS = tuple(
    f"default_{way}_{what}"
    for what in ("reminder", "confirmation", "follow_up")
    for way in ("sms", "email")
)
# contract §6: what a patient may be made with, and how long it may be
FIELDS: Final[Mapping[str, Reader]] = {
    "first_name": text(40, least=1),
    "surname": text(40, least=1),
    "date_of_birth": day,
    "gender": text(20),
    "email": email,
    "mobile": text(20),
    "home_phone": text(20),
    "address_1": text(100),
    "suburb": text(100),
    "address_state": text(100),
    "country": text(100),
    "postcode": text(10),
    "preferred_phone": one_of(1, 3),
    "fee_cat_id": whole(),
    "default_business_id": whole(),
    "default_practitioner_id": whole(),
    "sex_id": whole(),
    "pronoun_id": whole(),
    **dict.fromkeys(_BOOLEANS, flag),
    "sms_marketing_type": whole(1, 4),
    "email_marketing_type": whole(1, 4),
    "timezone": zone,
}
# What Aerona's records have too, and their names for it.
_SHARED = {
    "first_name": "forename",
    "surname": "surname",
    "date_of_birth": "dob",
    "email": "email",
    "mobile": "mobile",
    "address_1": "address1",
    "suburb": "address2",
    "postcode": "postcode",
}
PHONES = ("home_phone", "work_phone", "mobile")
TEXTS = ("first_name", "surname", "preferred_name", "email", *PHONES)


@dataclass(frozen=True)
class Contact:
    """Somebody who belongs to a patient."""

    id: int
    client_id: int
    relationship: str
    linked_client_id: int


CONTACTS = (Contact(5101, 426910, "Mother", 426909), Contact(5102, 426909, "Son", 426910))


def account_of(client_id: int) -> int:
    """Everybody has one account, which pays privately."""
    return client_id + _ACCOUNTS_BEHIND


def born(one: Patient) -> date | None:
    return None if one.dob == NOT_BORN else one.dob


def text_of(name: str) -> Callable[[Patient], str | None]:
    """A field of a patient's record by PracSuite's name."""

    def of(one: Patient) -> str | None:
        if name == "preferred_name":
            return one.known_as or None
        value = getattr(one, _SHARED[name]) if name in _SHARED else one.further.get(name)
        return value if isinstance(value, str) and value else None

    return of


def filled_in(one: Patient, sent: Mapping[str, Any]) -> Patient:
    """The record with what was sent."""
    shared = {_SHARED[name]: value for name, value in sent.items() if name in _SHARED}
    rest = {name: value for name, value in sent.items() if name not in _SHARED}
    return replace(one, **shared, further={**one.further, **rest})


def fee_category(one: Patient) -> int:
    """The one that was given, or by age."""
    given = number_of(one, "fee_cat_id")
    if given:
        return given
    birth = born(one)
    if birth and birth.year >= _CHILD_SINCE:
        return CHILD
    return CONCESSION if birth and birth.year <= _PENSION_UNTIL else STANDARD


def number_of(one: Patient, name: str) -> int:
    """A number of the record, 0 when there is none."""
    value = one.further.get(name)
    return value if isinstance(value, int) else 0


class PeopleJson:
    """Writes patients, their accounts and their contacts."""

    def __init__(self, clinic: Clinic, catalogue: Catalogue, base: Callable[[], str]) -> None:
        self._people = clinic.people
        self._catalogue = catalogue
        self._base = base

    def patient(self, one: Patient) -> Json:
        further = one.further
        own = f"{self._base()}/patient/{one.id}"
        business = self._catalogue.businesses.get(number_of(one, "default_business_id"))
        practitioner = self._catalogue.practitioners.get(number_of(one, "default_practitioner_id"))
        sex = next((sex.text for sex in SEXES if sex.id == further.get("sex_id")), None)
        pronouns = next(
            (one.description for one in PRONOUNS if one.id == further.get("pronoun_id")), None
        )
        birth = born(one)
        told: Json = {
            "links": {
                "self": own,
                "accounts": f"{own}/account",
                "appointments": f"{own}/appointment",
            },
            "client_id": one.id,
            "tenant_id": TENANT_ID,
            "title": None,
            "first_name": one.forename,
            "middle_name": None,
            "surname": one.surname,
            "preferred_name": one.known_as or None,
            "date_of_birth": birth.isoformat() if birth else None,
            "email": one.email or None,
            "gender": further.get("gender"),
            "sex": sex or _SEX_OF_GENDER.get(one.gender_id),
            "pronouns": pronouns,
            "address_1": one.address1 or None,
            "address_2": None,
            "address_3": None,
            "address_4": None,
            "suburb": one.address2 or None,
            "address_state": further.get("address_state"),
            "postcode": one.postcode or None,
            "country": further.get("country"),
            "home_phone": further.get("home_phone"),
            "work_phone": None,
            "mobile": one.mobile or None,
            "fax": None,
            "file_no": f"F{one.id}",
            "patient_notes": None,
            "patient_warnings": None,
            "medical_warnings": None,
            "reminders_notifications": None,
            "fee_category": FEE_CATEGORIES[fee_category(one)],
            "medicare_no": None,
            "default_account_id": account_of(one.id),
            "default_business": business.name if business else None,
            "default_practitioner": practitioner.name if practitioner else None,
            "occupation": one.occupation or None,
            "archive": False,
            "deceased": False,
            "file_created": timestamp(one.created),
            "email_marketing": MARKETING.get(number_of(one, "email_marketing_type")),
            "sms_marketing": MARKETING.get(number_of(one, "sms_marketing_type")),
            **{name: further.get(name, True) for name in _BOOLEANS},
            "default_phone_reminder": False,
        }
        # Some tenants' records have it and the schema has not (contract §6).
        if "accepted_privacy_policy" in further:
            told["accepted_privacy_policy"] = further["accepted_privacy_policy"]
        return told

    def account(self, one: Patient) -> Json:
        """Its own number is in `links.self` alone (contract §6)."""
        own = f"{self._base()}/patient/{one.id}/account/{account_of(one.id)}"
        return {
            "links": {"self": own},
            "tenant_id": TENANT_ID,
            "client_id": one.id,
            "archive": False,
            "bill_3rd_party": False,
            "short_description": "Private",
            "billing_name": f"{one.forename} {one.surname}",
            "email": one.email or None,
            "contact_name": None,
            "fee_cat_id": fee_category(one),
            "phone": one.mobile or None,
            "notes": None,
            "bill_family": False,
        }

    def contact(self, one: Contact) -> Json:
        linked = self._people.get(one.linked_client_id)
        return {
            "tenant_id": TENANT_ID,
            "patient_contact_id": one.id,
            "client_id": one.client_id,
            "relationship": one.relationship,
            "title": None,
            **{name: text_of(name)(linked) if linked else None for name in TEXTS},
            "fax": None,
            "notes": None,
            "linked_client_id": one.linked_client_id,
            "linked_referrer_id": None,
            "linked_payer_id": None,
            "account_id": None,
            "preferred_phone": 3,
        }
