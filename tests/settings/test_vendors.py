"""A clinic has one system or two; which one books is never guessed."""

import pytest

from bot.settings import BadSettings, load, together
from bot.vendors import VENDORS, can
from connectors.protocols import BooksAppointments, ListsPlaces, ListsPrices, MovesAppointments
from tests.settings.conftest import NEEDED, Write

PRACSUITE = {
    "PRACSUITE_BASE_URL": "https://api.pracsuite.example/v1",
    "PRACSUITE_VENDOR_KEY": "vendor-key",
    "PRACSUITE_ACCOUNT_KEY": "account-key",
}
CLINIC = {name: value for name, value in NEEDED.items() if name.startswith("CLINIC_")}


def said(write: Write, given: dict[str, str]) -> list[str]:
    with pytest.raises(BadSettings) as caught:
        load(write(given))
    return [str(problem) for problem in caught.value.problems]


def test_a_clinic_books_in_the_one_system_that_it_has(write: Write) -> None:
    aerona = load(write(NEEDED))
    assert (aerona.diary, aerona.lookups, aerona.pracsuite) == ("aerona", (), None)
    assert not aerona.refuses_overlaps

    pracsuite = load(write(CLINIC | PRACSUITE))
    assert (pracsuite.diary, pracsuite.lookups, pracsuite.aerona) == ("pracsuite", (), None)
    assert pracsuite.refuses_overlaps
    assert pracsuite.webhook_secret is None


@pytest.mark.parametrize("diary", ["aerona", "pracsuite"])
def test_of_two_systems_the_other_one_serves_lookups(write: Write, diary: str) -> None:
    settings = load(write(NEEDED | PRACSUITE | {"CLINIC_DIARY": diary}))
    assert settings.diary == diary
    assert settings.lookups == tuple(name for name in VENDORS if name != diary)


def test_which_of_two_systems_books_has_to_be_said(write: Write) -> None:
    assert said(write, NEEDED | PRACSUITE) == [
        "CLINIC_DIARY is missing: expected which of the two systems books: aerona or pracsuite"
    ]


def test_a_clinic_without_any_system_is_told_what_to_name(write: Write) -> None:
    assert said(write, CLINIC) == [
        "CLINIC_DIARY is missing: expected aerona or pracsuite, and the variables of it"
    ]


def test_the_system_that_books_needs_its_variables(write: Write) -> None:
    found = said(write, CLINIC | {"CLINIC_DIARY": "pracsuite"})
    assert [line.split(" ")[0] for line in found] == list(PRACSUITE)
    assert "'aerona' or 'pracsuite'" in said(write, NEEDED | {"CLINIC_DIARY": "paper"})[0]


def test_a_clinic_with_both_looks_up_places_and_prices_beside_its_diary(write: Write) -> None:
    settings = load(write(NEEDED | PRACSUITE | {"CLINIC_DIARY": "aerona"}))
    able = can(settings)
    assert {ListsPlaces, ListsPrices, BooksAppointments} <= able
    assert MovesAppointments not in able


def test_clinics_with_one_vendor_key_count_their_requests_in_one_place(write: Write) -> None:
    files = [
        load(write(CLINIC | PRACSUITE | {"STORAGE_PATH": f"{name}/c.db"}, name=f"{name}.env"))
        for name in ("east", "west")
    ]
    [problem] = together(files)
    assert str(problem) == (
        "PRACSUITE_BUDGET_FOLDER is wrong: expected the same folder in east.env and west.env: "
        "they share a vendor key"
    )
    shared = {"PRACSUITE_BUDGET_FOLDER": "budget"}
    files = [
        load(
            write(
                CLINIC | PRACSUITE | shared | {"STORAGE_PATH": f"{name}/c.db"}, name=f"{name}.env"
            )
        )
        for name in ("east", "west")
    ]
    assert together(files) == ()
