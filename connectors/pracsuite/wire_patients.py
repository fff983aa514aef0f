"""PracSuite's patients, whom it calls clients: only what Frontdesk has a use for is read."""

from collections.abc import Mapping
from datetime import date

from pydantic import Field, model_validator

from connectors.pracsuite.wire import ARCHIVED, PATIENT_ZONE, Archived, Moment, Record
from connectors.reading import Id, Loose


class Patient(Record):
    """Who somebody is and how they are reached; what concerns their health is left unread."""

    client_id: Id
    surname: str = Field(repr=False)
    title: Loose[str] = Field(default=None, repr=False)
    first_name: Loose[str] = Field(default=None, repr=False)
    middle_name: Loose[str] = Field(default=None, repr=False)
    preferred_name: Loose[str] = Field(default=None, repr=False)
    date_of_birth: Loose[date] = Field(default=None, repr=False)
    email: Loose[str] = Field(default=None, repr=False)
    mobile: Loose[str] = Field(default=None, repr=False)
    home_phone: Loose[str] = Field(default=None, repr=False)
    work_phone: Loose[str] = Field(default=None, repr=False)
    fee_category: Loose[str] = None
    default_account_id: Loose[Id] = None
    default_business: Loose[str] = None
    default_practitioner: Loose[str] = None
    archived: Archived = Field(default=False, validation_alias=ARCHIVED)
    deceased: Loose[bool] = None
    timezone: Loose[str] = Field(default=None, validation_alias=PATIENT_ZONE)
    accepted_privacy_policy: Loose[bool] = None
    file_created: Loose[Moment] = None


class Account(Record):
    """Who pays; its number is not among the fields that the vendor shows, only in its link."""

    client_id: Loose[Id] = None
    account_id: Loose[Id] = None
    archived: Archived = Field(default=False, validation_alias=ARCHIVED)
    short_description: Loose[str] = None
    billing_name: Loose[str] = Field(default=None, repr=False)
    fee_cat_id: Loose[Id] = None
    bill_3rd_party: Loose[bool] = None

    @model_validator(mode="before")
    @classmethod
    def _number_out_of_its_link(cls, row: object) -> object:
        if not isinstance(row, Mapping) or row.get("account_id") is not None:
            return row
        links = row.get("links")
        told = links.get("self") if isinstance(links, Mapping) else None
        last = str(told or "").rpartition("/")[2]
        return {**row, "account_id": int(last)} if last.isascii() and last.isdigit() else row


class Contact(Record):
    """Somebody who belongs to a patient."""

    patient_contact_id: Loose[Id] = None
    client_id: Loose[Id] = None
    relationship: Loose[str] = Field(default=None, repr=False)
    title: Loose[str] = Field(default=None, repr=False)
    first_name: Loose[str] = Field(default=None, repr=False)
    surname: Loose[str] = Field(default=None, repr=False)
    email: Loose[str] = Field(default=None, repr=False)
    mobile: Loose[str] = Field(default=None, repr=False)
    home_phone: Loose[str] = Field(default=None, repr=False)
    work_phone: Loose[str] = Field(default=None, repr=False)
    linked_client_id: Loose[Id] = None
    account_id: Loose[Id] = None
    notes: Loose[str] = Field(default=None, repr=False)
    archived: Archived = Field(default=False, validation_alias=ARCHIVED)


class Sex(Record):
    sex_id: Id
    description: str


class Pronoun(Record):
    pronoun_id: Id
    description: str
    nominative: Loose[str] = None
    objective: Loose[str] = None
    possessive: Loose[str] = None
    possessive_determiner: Loose[str] = None
    reflexive: Loose[str] = None
