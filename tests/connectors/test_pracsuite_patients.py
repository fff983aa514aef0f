"""Who is taken for the patient that somebody says they are."""

from dataclasses import replace
from datetime import date

import pytest

from connectors.model import PatientSearch
from connectors.pracsuite.patients import agrees
from connectors.pracsuite.wire_patients import Patient

BORN = date(1980, 4, 23)
RECORD = Patient.model_validate(
    {
        "client_id": 9,
        "surname": "Müller-Lang",
        "first_name": "Jörg",
        "preferred_name": "Jo",
        "date_of_birth": "1980-04-23",
        "email": "Jo@Example.com",
    }
)
SAID = PatientSearch("Müller-Lang", BORN, email="jo@example.com")


@pytest.mark.parametrize(
    "surname",
    ["Mueller Lang", "muller-lang", "Joerg Müller-Lang", "jo mueller-lang", "MüllerLang"],
)
def test_a_surname_may_be_spelled_otherwise_or_have_the_first_name_before_it(surname: str) -> None:
    assert agrees(RECORD, replace(SAID, surname=surname))


@pytest.mark.parametrize("surname", ["Müller", "Jörg", "Sam Müller-Lang", ""])
def test_another_surname_is_not_theirs(surname: str) -> None:
    assert not agrees(RECORD, replace(SAID, surname=surname))


@pytest.mark.parametrize(("forename", "theirs"), [("Joerg", True), ("JO", True), ("Tom", False)])
def test_a_first_name_is_the_given_or_the_preferred_one(forename: str, theirs: bool) -> None:  # noqa: FBT001
    assert agrees(RECORD, PatientSearch("Müller-Lang", BORN, forename)) is theirs
