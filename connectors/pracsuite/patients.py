"""Patients in PracSuite: found by what they say of themselves, and written down."""

import re
from collections.abc import Iterable

import phonenumbers

from connectors.budget import Use
from connectors.errors import NotFound
from connectors.ids import number, number_to_find
from connectors.model import NewPatient, Patient, PatientSearch
from connectors.names import same_name, same_surname
from connectors.pracsuite import records, wire_patients
from connectors.pracsuite.bodies import CreatePatient
from connectors.pracsuite.client import PracSuiteClient
from connectors.pracsuite.filters import DATE_OF_BIRTH, PATIENT_STATUS

# docs/vendors/pracsuite.md, Patients: all but the deceased. Who has not come for years is known.
_ALIVE = 5
_LONGEST_PHONE = 20


class Patients:
    """The client is lent; `zone` is the name of the clinic's time zone."""

    def __init__(self, client: PracSuiteClient, zone: str) -> None:
        self._client = client
        self._zone = zone

    async def one(self, patient_id: str, browser: str | None) -> Patient:
        """The patient with this number; raises NotFound."""
        use = Use.LOOKUP if browser is None else Use.PROOF
        asked = number_to_find(patient_id)
        found = await self._client.patients.one(asked, use=use, browser=browser or "")
        if found.deceased:
            raise NotFound("nobody can write under this number")
        return records.patient(found)

    async def search(self, search: PatientSearch, browser: str | None) -> list[Patient]:
        """Everybody who agrees with all that is said.

        The vendor is asked for the date of birth alone, and all else is compared here: whether its
        filters tell capitals, accents and spaces in a number apart is not documented.
        """
        found = await self._client.patients.found(
            [DATE_OF_BIRTH.equals(search.born), PATIENT_STATUS.equals(_ALIVE)],
            use=Use.LOOKUP if browser is None else Use.PROOF,
            browser=browser or "",
        )
        return [records.patient(one) for one in found if agrees(one, search)]

    async def create(self, new: NewPatient) -> Patient:
        """Write them down, with what is required and what they said; never sent twice."""
        made = await self._client.patients.create(
            CreatePatient(
                first_name=new.forename.strip(),
                surname=new.surname.strip(),
                date_of_birth=new.born,
                mobile=_phone(new.mobile),
                email=(new.email or "").strip() or None,
                # The vendor advises the clinician of the appointment that is booked next.
                default_practitioner_id=None
                if new.clinician_id is None
                else number(new.clinician_id),
                timezone=self._zone,
            )
        )
        return records.patient(made)


def agrees(record: wire_patients.Patient, search: PatientSearch) -> bool:
    """Whether the record says of the person what they say of themselves."""
    forenames = (
        record.first_name,
        record.preferred_name,
        f"{record.first_name or ''} {record.middle_name or ''}",
    )
    phones = (record.mobile, record.home_phone, record.work_phone)
    return (
        not record.deceased
        and record.date_of_birth == search.born
        and same_surname(search.surname, record.surname or "", forenames)
        and (not search.forename or _is_one_of(search.forename, forenames))
        and (not search.email or _same_email(search.email, record.email or ""))
        and (not search.mobile or any(_same_phone(one, search.mobile) for one in phones))
    )


def _is_one_of(told: str, names: Iterable[str | None]) -> bool:
    return any(same_name(told, name) for name in names if name)


def _same_email(told: str, recorded: str) -> bool:
    return told.strip().casefold() == recorded.strip().casefold()


def _same_phone(told: str | None, wanted: str) -> bool:
    """Whether they are one number, with or without the country's code."""
    match = phonenumbers.MatchType
    same = phonenumbers.is_number_match(_international(told or ""), _international(wanted))
    return same in (match.EXACT_MATCH, match.NSN_MATCH)


def _international(told: str) -> str:
    """Where the country's code is dialled as 00, it is written with a plus sign."""
    return re.sub(r"^\W*00", "+", told)


def _phone(told: str | None) -> str | None:
    """As it was said; without spaces and signs where it is too long for the vendor."""
    words = " ".join((told or "").split())
    if len(words) > _LONGEST_PHONE:
        words = re.sub(r"[^\d+]", "", words)
    return words or None
