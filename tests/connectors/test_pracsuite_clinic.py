"""Patients, prices and changes at a PracSuite clinic, where something is unlike others."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from connectors.errors import NotFound, OutcomeUnknown, Refused, TooBusy, Unavailable
from connectors.model import (
    Fee,
    NewPatient,
    PatientSearch,
    Place,
    Status,
)
from sandbox.server import Sandbox
from tests.connectors.conftest import TODAY, Serve, StartClinic, Surroundings
from tests.connectors.scripted import STATUSES, Script, stage

BORN = date(1984, 5, 12)
SAMIRA: dict[str, Any] = {
    "client_id": 9,
    "first_name": "Samira",
    "middle_name": "Jane",
    "surname": "O'Brien-Taylor",
    "preferred_name": "Sam",
    "date_of_birth": "1984-05-12",
    "email": "Sam@Example.com",
    "mobile": "07700 900101",
    "home_phone": None,
}
PATIENTS = ("GET", "/patient")


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"forename": "samira"}, True),
        ({"forename": "Sam"}, True),
        ({"forename": "Samira Jane"}, True),
        ({"forename": "Jane"}, False),
        ({"surname": "o\u2019brien taylor", "forename": "Sam"}, True),
        ({"surname": "Taylor", "forename": "Sam"}, False),
        ({"mobile": "+44 7700 900101"}, True),
        ({"mobile": "0044 7700 900 101"}, True),
        ({"mobile": "07700900102"}, False),
        # The end of a number is no number.
        ({"mobile": "900101"}, False),
        ({"mobile": "none of your business"}, False),
        ({"email": " sam@example.COM"}, True),
        ({"email": "am@example.com"}, False),
    ],
    ids=str,
)
async def test_all_that_is_said_must_agree(
    serve: Serve, around: Surroundings, said: dict[str, Any], *, found: bool
) -> None:
    rows = [
        SAMIRA,
        {**SAMIRA, "client_id": 10, "date_of_birth": "1984-05-13"},
        {**SAMIRA, "client_id": 11, "date_of_birth": None},
        {**SAMIRA, "client_id": 12, "deceased": True},
    ]
    vendor = await stage(serve, around, {PATIENTS: [(200, {"clients": rows})]})
    search = replace(PatientSearch("O'Brien-Taylor", BORN), **said)

    ids = [one.id for one in await vendor.connector.search_patients(search)]

    assert ids == (["9"] if found else [])


async def test_everybody_alive_of_a_date_is_asked_for_and_nothing_else_is_told(
    serve: Serve, around: Surroundings
) -> None:
    vendor = await stage(serve, around, {PATIENTS: [(200, {"clients": []})]})

    await vendor.connector.search_patients(PatientSearch("Taylor", BORN, forename="Sam"))

    assert vendor.queries[0].getall("q[]") == ["date_of_birth:=1984-05-12", "status:=5"]


async def test_nobody_is_chosen_among_twins(
    start_clinic: StartClinic, around: Surroundings
) -> None:
    connector = around.pracsuite(await start_clinic())
    twins = PatientSearch("Walker", date(2001, 7, 19))

    found = await connector.search_patients(twins)
    ella = await connector.search_patients(replace(twins, forename="ella"))

    assert [one.forename for one in found] == ["Ava", "Ella"]
    assert [one.forename for one in ella] == ["Ella"]


async def test_what_was_said_to_the_privacy_policy_is_told(
    start_clinic: StartClinic, around: Surroundings
) -> None:
    connector = around.pracsuite(await start_clinic())

    told = [(await connector.patient(id_)).privacy for id_ in ("426909", "426910", "426916")]

    assert told == [True, None, False]


async def test_nobody_writes_under_the_number_of_the_deceased(
    serve: Serve, around: Surroundings
) -> None:
    vendor = await stage(
        serve, around, {("GET", "/patient/9"): [(200, {**SAMIRA, "deceased": True})]}
    )

    with pytest.raises(NotFound):
        await vendor.connector.patient("9")


async def test_somebody_new_is_written_down_with_what_is_needed_and_no_consent(
    serve: Serve, around: Surroundings
) -> None:
    vendor = await stage(serve, around, {("POST", "/patient"): [(201, SAMIRA)]})
    long = "+44 (0) 7700 - 900 - 101"

    await vendor.connector.create_patient(NewPatient(" Sam ", "Taylor", BORN))
    await vendor.connector.create_patient(
        NewPatient("Sam", "Taylor", BORN, long, "sam@example.com", "34567")
    )

    least = {
        "first_name": "Sam",
        "surname": "Taylor",
        "date_of_birth": "1984-05-12",
        "timezone": "Europe/London",
    }
    more = {
        "mobile": "+4407700900101",
        "email": "sam@example.com",
        "default_practitioner_id": 34567,
    }
    assert [body for *_, body in vendor.writes()] == [least, least | more]


async def test_a_new_patient_whose_answer_was_lost_is_in_doubt(
    serve: Serve, around: Surroundings
) -> None:
    lost = await stage(serve, around, {("POST", "/patient"): [(503, {})]})
    refused = await stage(serve, around, {("POST", "/patient"): [(422, {})]})
    new = NewPatient("Sam", "Taylor", BORN)

    with pytest.raises(OutcomeUnknown):
        await lost.connector.create_patient(new)
    with pytest.raises(Refused):
        await refused.connector.create_patient(new)


async def test_prices_are_by_category_and_keep_their_digits(
    serve: Serve, around: Surroundings
) -> None:
    categories = [
        {"fee_cat_id": 1, "description": "Standard", "active": True},
        {"fee_cat_id": 2, "description": "Old", "active": False},
    ]
    fees = [
        {"fee_cat_id": 1, "charge": 64.50, "discount": 5},
        {"fee_cat_id": 2, "charge": 10},
        {"fee_cat_id": 3, "charge": 10},
        {"fee_cat_id": None, "charge": "70.00"},
        {"fee_cat_id": 1, "charge": None},
    ]
    item = {"item_id": 4, "description": "Check-up", "item_fees": fees}
    vendor = await stage(
        serve,
        around,
        {
            ("GET", "/fee_category"): [(200, {"fee_categories": categories})],
            ("GET", "/item/4"): [(200, item), (500, {})],
        },
    )

    told = await vendor.connector.fees("4")

    assert told == [Fee(Decimal("64.5"), "Standard"), Fee(Decimal("70.00"), None)]
    assert await vendor.connector.fees("4") == told


async def test_people_and_places_are_told_in_words_for_patients(
    start_clinic: StartClinic, around: Surroundings
) -> None:
    connector = around.pracsuite(await start_clinic())

    places = {one.id: one for one in await connector.places()}
    clinicians = {one.id: one for one in await connector.clinicians()}

    assert places["9877"] == Place(
        "9877",
        "Harbour Street Studio",
        "4 Mill Lane, Harbourside HB1 1AA",
        "020 7946 0001",
        "studio@harbour.example.com",
        places["9877"].website,
    )
    ana = clinicians["34567"]
    assert (ana.name, ana.does, ana.place_ids) == ("Dr Ana Ruiz", ("General Dentist",), ("9876",))


async def test_a_patients_list_holds_nobody_elses_rows(serve: Serve, around: Surroundings) -> None:
    mine = {
        "appointment_id": 5,
        "app_time": "2026-03-03T09:00:00",
        "category": "Patient",
        "client_id": 9,
    }
    rows = [
        mine,
        {**mine, "appointment_id": 6, "client_id": 8},
        {**mine, "appointment_id": 7, "client_id": None},
        {**mine, "appointment_id": 8, "client_id": None, "category": "Reserved"},
        {**mine, "appointment_id": 9, "client_id": None, "category": "Group"},
        {**mine, "appointment_id": 10, "client_id": 8, "category": "Group"},
        {**mine, "appointment_id": 11, "app_time": "2026-03-05T00:00:00"},
    ]
    vendor = await stage(
        serve, around, {("GET", "/patient/9/appointment"): [(200, {"appointments": rows})]}
    )

    found = await vendor.connector.appointments("9", date(2026, 3, 2), date(2026, 3, 4))

    assert [(one.id, one.group, one.patient_id) for one in found] == [
        ("5", False, "9"),
        ("9", True, "9"),
    ]
    sent = vendor.queries[-1].getall("q[]")
    assert sent == ["app_time:>=2026-03-02T00:00:00", "app_time:<2026-03-05T00:00:00"]


async def test_changes_are_asked_for_by_the_vendors_clock_with_an_overlap(
    serve: Serve, around: Surroundings
) -> None:
    entry = {
        "appointment_id": 5,
        "app_time": "2026-03-03T09:00:00",
        "category": "Patient",
        "client_id": 9,
        "modified": "2026-03-02T09:04:30.123Z",
    }
    changed = [
        entry,
        {**entry, "appointment_id": 6, "modified": "2026-03-02T09:04:10Z"},
        {**entry, "appointment_id": 7, "client_id": None, "category": "Reserved"},
        {**entry, "appointment_id": 8, "client_id": None, "category": "Note"},
    ]
    gone = [{**entry, "appointment_id": 4, "cancellation_time": "2026-03-02T09:04:20Z"}]
    script: Script = {
        ("GET", "/appointment"): [(200, {"appointments": changed})],
        ("GET", "/cancelled_appointment"): [(200, {"cancelled_appointments": gone})],
    }
    vendor = await stage(serve, around, script, date="Mon, 02 Mar 2026 09:05:00 GMT")

    told = await vendor.connector.changes(datetime(2026, 3, 2, 9, 4, tzinfo=UTC))

    assert [(one.id, one.status) for one in told.appointments] == [
        ("6", Status.SCHEDULED),
        ("4", Status.CANCELLED),
        ("5", Status.SCHEDULED),
    ]
    assert told.until == datetime(2026, 3, 2, 9, 5, tzinfo=UTC)
    asked = [query.get("q[]") for query in vendor.queries if "q[]" in query]
    assert asked == ["updated:>=2026-03-02T09:03:00Z", "cancellation_time:>=2026-03-02T09:03:00Z"]


async def test_what_the_clinics_lists_lack_is_complained_of_by_name(
    serve: Serve, around: Surroundings
) -> None:
    lacking = [one for one in STATUSES if one["status_description"] != "Arrived"]
    script: Script = {("GET", "/appointment_status"): [(200, {"appointment_statuses": lacking})]}
    vendor = await stage(serve, around, script, status_no_show="Missing", cancellation_reason="Ill")

    told = await vendor.connector.complaints()

    assert [one.partition(":")[0] for one in told] == [
        "PRACSUITE_STATUS_ARRIVED",
        "PRACSUITE_STATUS_NO_SHOW",
        "PRACSUITE_CANCELLATION_REASON",
    ]
    with pytest.raises(Refused, match="PRACSUITE_STATUS_ARRIVED"):
        await vendor.connector.probe()


async def test_a_clinic_whose_lists_are_usual_has_no_complaints(
    start_clinic: StartClinic, around: Surroundings
) -> None:
    connector = around.pracsuite(await start_clinic())

    assert await connector.complaints() == []
    assert await connector.probe() == around.clock.now


async def test_other_services_go_on_when_one_list_fails(serve: Serve, around: Surroundings) -> None:
    vendor = await stage(serve, around, {("GET", "/appointment_status"): [(500, {})]})

    with pytest.raises(Unavailable):
        await vendor.connector.appointments("9", TODAY, TODAY)
    assert await vendor.connector.places() == []


async def test_clinics_with_one_vendor_key_share_one_budget(
    start_clinic: StartClinic, around: Surroundings
) -> None:
    sandbox: Sandbox = await start_clinic()
    one = around.pracsuite(sandbox, requests_per_minute=10, write_reserve=1)
    other = around.pracsuite(sandbox, requests_per_minute=10, write_reserve=1)

    # One of the ten is kept for cancelling and settling.
    for connector in (*(one, other) * 4, one):
        await connector.patient("426909")

    for connector in (one, other):
        with pytest.raises(TooBusy):
            await connector.patient("426909")
