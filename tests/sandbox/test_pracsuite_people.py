"""PracSuite's patients, its classes, its keys and limits, and the control of it all."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from sandbox.misbehaviour import Fault
from tests.sandbox.conftest import MovableClock
from tests.sandbox.pracsuite import KEYS, NINE, WEEK, Vendor, opened

BO = {"first_name": "Bo", "surname": "Lind"}
CLASSES = {**WEEK, "appointment_type_id": "1880"}


@pytest.fixture
async def vendor(clock: MovableClock) -> AsyncIterator[Vendor]:
    async with opened(clock) as vendor:
        yield vendor


async def control(vendor: Vendor, method: str, path: str, body: object = None) -> tuple[int, Any]:
    url = vendor.sandbox.control_url + path
    async with vendor.session.request(method, url, json=body) as response:
        return response.status, await response.json()


async def test_a_patient_is_made_from_two_names_and_gets_the_first_practitioner(
    vendor: Vendor, clock: MovableClock
) -> None:
    status, made = await vendor.post("/patient", BO)
    assert (status, made["client_id"], made["date_of_birth"]) == (201, 427001, None)
    assert made["default_practitioner"] == "Dr Ana Ruiz"
    clock.move(minutes=1)
    changes = {"date_of_birth": "2000-09-13", "default_practitioner_id": 34568}
    status, changed = await vendor.ask("PATCH", "/patient/427001", body=changes)
    assert (status, changed["surname"], changed["date_of_birth"]) == (200, "Lind", "2000-09-13")
    assert changed["default_practitioner"] == "Dr Tom Reid"
    _, found = await vendor.get("/patient", {"q[]": "updated:>2026-03-02T09:00:30Z"})
    assert [one["client_id"] for one in found["clients"]] == [427001]
    # Nobody looks for somebody like this.
    assert (await vendor.post("/patient", BO))[1]["client_id"] == 427002
    assert (await vendor.finalise(await vendor.hold(), client_id=427002))[0] == 201


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("first_name", None),
        ("surname", ""),
        ("surname", "x" * 41),
        ("date_of_birth", "13/09/2000"),
        ("email", "bo.example.com"),
        ("mobile", "0" * 21),
        ("mobile", 7700900999),
        ("preferred_phone", 2),
        ("fee_cat_id", 9),
        ("default_practitioner_id", 1),
        ("sms_marketing_type", 5),
        ("default_sms_reminder", "yes"),
        ("timezone", "Sydney"),
        ("accepted_privacy_policy", True),  # not in the schema
        ("middle_name", "Ulf"),
    ],
)
async def test_a_patient_that_breaks_the_contract_is_422(
    vendor: Vendor, name: str, value: object
) -> None:
    status, refused = await vendor.post("/patient", {**BO, name: value})
    assert (status, refused["error"]["code"]) == (422, "INVALID_BODY")
    assert refused["error"]["validation"][0]["field"] == name
    assert (await vendor.get("/patient", {"q[]": "surname:=Lind"}))[1]["clients"] == []


async def test_an_answer_to_the_privacy_policy_is_told_where_there_is_one(vendor: Vendor) -> None:
    said = {
        id_: (await vendor.get(f"/patient/{id_}"))[1].get("accepted_privacy_policy", "untold")
        for id_ in (426909, 426910, 426916)
    }
    assert said == {426909: True, 426910: "untold", 426916: False}


async def test_an_account_tells_its_number_in_its_link_alone(vendor: Vendor) -> None:
    _, found = await vendor.get("/patient/426909/account")
    (account,) = found["accounts"]
    assert "account_id" not in account
    own = account["links"]["self"].removeprefix(vendor.sandbox.pracsuite.base_url)
    assert (await vendor.get(own))[1]["short_description"] == "Private"
    assert (await vendor.get("/patient/426909/account/1426910"))[0] == 404


async def test_classes_with_room_are_shown_and_joined(vendor: Vendor) -> None:
    _, found = await vendor.get("/available_group_appointments", CLASSES)
    told = [
        (one["app_time"], one["current_class_size"], one["max_class_size"])
        for one in found["available_times"]
    ]
    assert told == [("2026-03-03T18:00:00", 3, 6), ("2026-03-07T10:00:00", 5, 6)]
    nearly_full = found["available_times"][1]["appointment_id"]
    path = f"/group_appointment/{nearly_full}"
    status, member = await vendor.post(f"{path}/add_group_member", {"client_id": 426909})
    assert (status, member["client_id"], member["appointment_id"]) == (201, 426909, nearly_full)
    for client_id in (426909, 426910):  # a member already, and one too many
        status, _ = await vendor.post(f"{path}/add_group_member", {"client_id": client_id})
        assert status == 422
    _, listed = await vendor.get("/patient/426909/appointment")
    assert [(one["appointment_id"], one["category"]) for one in listed["appointments"]] == [
        (nearly_full, "Group")
    ]
    _, next_one = await vendor.get("/next_available_group_appointment", CLASSES)
    assert next_one["available_times"][0]["app_time"] == "2026-03-03T18:00:00"
    leave = f"{path}/remove_group_member"
    assert await vendor.post(leave, {"client_id": 426909}) == (204, None)
    assert (await vendor.post(leave, {"client_id": 426909}))[0] == 404
    assert (await vendor.post("/group_appointment/1/add_group_member", BO))[0] == 404


async def test_cancelling_a_class_removes_it_for_everybody(vendor: Vendor) -> None:
    _, found = await vendor.get("/next_available_group_appointment", CLASSES)
    id_ = found["available_times"][0]["appointment_id"]
    await vendor.post(f"/group_appointment/{id_}/add_group_member", {"client_id": 426909})
    assert (await vendor.cancel(id_))[0] == 204
    assert (await vendor.get("/patient/426909/appointment"))[1]["total_entries"] == 0
    assert (await vendor.get(f"/appointment/{id_}"))[0] == 404
    _, classes = await control(vendor, "GET", "/pracsuite/classes")
    assert [one["id"] for one in classes if one["cancelled"]] == [id_]


async def test_classes_are_no_appointments_of_aeronas(vendor: Vendor) -> None:
    clinic = vendor.sandbox.clinic
    assert 34573 not in clinic.clinicians
    assert 1880 not in clinic.types
    assert clinic.diary.appointments() == []
    assert (await vendor.get("/appointment"))[1]["total_entries"] == 24


@pytest.mark.parametrize(
    ("keys", "status", "says", "code"),
    [
        ({}, 403, 403, "MISSING_AUTHENTICATION_TOKEN"),
        ({"x-api-key": KEYS["x-api-key"]}, 403, 403, "MISSING_AUTHENTICATION_TOKEN"),
        ({"a-api-key": KEYS["a-api-key"]}, 403, 403, "MISSING_AUTHENTICATION_TOKEN"),
        ({**KEYS, "x-api-key": "guess"}, 401, 403, "UNAUTHORIZED"),
        ({**KEYS, "a-api-key": "guess"}, 401, 403, "UNAUTHORIZED"),
    ],
)
async def test_nothing_is_answered_without_both_keys(
    vendor: Vendor, keys: dict[str, str], status: int, says: int, code: str
) -> None:
    vendor.keys = keys
    for method, path in (("GET", "/patient/426909"), ("POST", "/reserve_appointment")):
        answered, body = await vendor.ask(method, path, body=NINE)
        assert (answered, body["error"]["status"], body["error"]["code"]) == (status, says, code)
    assert vendor.sandbox.pracsuite.holds() == []


async def test_a_wrong_address_or_method_is_answered_as_a_missing_key(vendor: Vendor) -> None:
    for method, path in (("GET", "/nowhere"), ("DELETE", "/patient/426909"), ("PUT", "/patient")):
        status, body = await vendor.ask(method, path)
        assert (status, body["error"]["code"]) == (403, "MISSING_AUTHENTICATION_TOKEN")


async def test_a_rate_and_a_daily_quota_are_kept_for_the_vendor_key(
    vendor: Vendor, clock: MovableClock
) -> None:
    async def status() -> int:
        return (await vendor.get("/sex"))[0]

    gate = vendor.sandbox.pracsuite.gate
    gate.per_minute = 3
    assert [await status() for _ in range(4)] == [200, 200, 200, 429]
    clock.move(minutes=1)
    assert await status() == 200
    await control(vendor, "POST", "/pracsuite/limits", {"perMinute": 1, "retryAfter": 7})
    url = vendor.sandbox.pracsuite.base_url + "/sex"
    async with vendor.session.get(url, headers=KEYS) as response:
        assert (response.status, response.headers["Retry-After"]) == (429, "7")
    gate.per_minute, gate.per_day, gate.retry_after = 100, 7, None
    clock.move(minutes=1)
    assert [await status() for _ in range(2)] == [200, 429]
    async with vendor.session.get(url, headers=KEYS) as response:
        assert "Retry-After" not in response.headers
    clock.move(hours=15)
    assert await status() == 200


async def test_the_two_vendors_are_counted_and_spoilt_apart(vendor: Vendor) -> None:
    await vendor.get("/sex")
    vendor.sandbox.misbehave.on(Fault.ERROR_BEFORE)
    assert (await vendor.available())[0] == 200
    _, calls = await control(vendor, "GET", "/pracsuite/calls")
    assert calls["counts"] == {"sexes": 1, "available": 1}
    assert vendor.sandbox.calls.count() == 0
    switch = {"fault": "error-before", "operation": "reserve", "status": 429}
    _, rules = await control(vendor, "POST", "/pracsuite/misbehave", switch)
    assert [rule["operation"] for rule in rules] == ["reserve"]
    assert (await vendor.reserve())[0] == 429
    assert await control(vendor, "DELETE", "/pracsuite/misbehave") == (200, [])
    assert (await vendor.reserve())[0] == 201


async def test_holds_and_moves_are_reached_from_outside(vendor: Vendor) -> None:
    id_ = await vendor.hold()
    _, (hold,) = await control(vendor, "GET", "/pracsuite/holds")
    assert (hold["id"], hold["start"]) == (id_, "2026-03-03T09:00:00+00:00")
    assert hold["until"] == "2026-03-02T09:15:00+00:00"
    assert (await vendor.finalise(id_))[0] == 201
    assert await control(vendor, "GET", "/pracsuite/holds") == (200, [])
    move = {"id": id_, "start": "2026-03-04T10:00:00+00:00"}
    status, moved = await control(vendor, "POST", "/move", move)
    assert (status, moved["start"], moved["viaApi"]) == (200, move["start"], True)
    assert (await vendor.get(f"/appointment/{id_}"))[1]["app_time"] == "2026-03-04T10:00:00"
    assert (await control(vendor, "POST", "/move", {**move, "id": 1}))[0] == 400
    await vendor.post("/patient", BO)
    _, people = await control(vendor, "GET", "/patients")
    assert people[-1] == {"id": 427001, "forename": "Bo", "surname": "Lind"}
