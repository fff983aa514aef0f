"""PracSuite's lists and searches: envelopes, pages, filters, and what is refused."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from sandbox.clinic import Clinic
from sandbox.pracsuite_http import OPERATIONS
from sandbox.pracsuite_large import Size
from tests.sandbox.conftest import Client, MovableClock
from tests.sandbox.pracsuite import WEEK, Vendor, opened

LISTS = {
    "/appointment": "appointments",
    "/patient/426909/appointment": "appointments",
    "/practitioner/34567/appointment": "appointments",
    "/business/9876/appointment": "appointments",
    "/profession/1/appointment": "appointments",
    "/appointment_type/1864/appointment": "appointments",
    "/resource/41/appointment": "appointments",
    "/appointment_book": "data",
    "/cancelled_appointment": "cancelled_appointments",
    "/patient": "clients",
    "/patient/426909/account": "accounts",
    "/patient_contact": "patient_contacts",
    "/practitioner": "practitioners",
    "/business/9876/practitioner": "practitioners",
    "/profession/1/practitioner": "practitioners",
    "/business": "businesses",
    "/profession": "professions",
    "/practitioner/34567/profession": "professions",
    "/appointment_type": "appointment_types",
    "/profession/1/appointment_type": "appointment_types",
    "/appointment_status": "appointment_statuses",
    "/cancellation_reason": "appointment_cancellation_reasons",
    "/reschedule_reason": "appointment_reschedule_reasons",
    "/fee_category": "fee_categories",
    "/item": "items",
    "/item_group": "item_groups",
    "/item_group/51/item": "items",
    "/resource": "resources",
    "/appointment/700001/resource": "resources",
    "/appointment_type/1866/resource": "resources",
    "/sex": "sexes",
    "/pronoun": "pronouns",
}
SINGLE = {
    "/patient/{}": (426909, "client_id"),
    "/patient_contact/{}": (5101, "patient_contact_id"),
    "/practitioner/{}": (34567, "practitioner_id"),
    "/business/{}": (9876, "business_id"),
    "/profession/{}": (1, "profession_id"),
    "/appointment_type/{}": (1864, "appointment_type_id"),
    "/item/{}": (7001, "item_id"),
    "/item_group/{}": (51, "item_group_id"),
    "/resource/{}": (41, "resource_id"),
    "/appointment/{}": (700001, "appointment_id"),
}


@pytest.fixture
async def vendor(clock: MovableClock) -> AsyncIterator[Vendor]:
    async with opened(clock, clinic=Clinic(clock=clock)) as vendor:
        yield vendor


def code(answer: tuple[int, Any]) -> tuple[int, str]:
    return answer[0], answer[1]["error"]["code"]


@pytest.mark.parametrize(("path", "plural"), LISTS.items())
async def test_a_list_has_its_envelope_and_its_rows_their_place(
    vendor: Vendor, path: str, plural: str
) -> None:
    status, answer = await vendor.get(path)
    rows = answer[plural]
    assert (status, answer.keys()) == (200, {plural, "total_entries", "links"})
    assert answer["links"].keys() == {"self", "previous", "next"}
    assert answer["links"]["self"].startswith(vendor.sandbox.pracsuite.base_url + "/")
    assert [row["row_num"] for row in rows] == [*range(1, len(rows) + 1)]
    assert {row["total_rows"] for row in rows} <= {answer["total_entries"]}


async def test_a_list_refuses_what_the_contract_does_not_know(vendor: Vendor) -> None:
    for path in LISTS:
        for query in (
            {"page": "0"},
            {"page": "one"},
            {"page_size": "0"},
            {"page_size": "101"},
            {"sort_by": "notes"},
            {"q[]": "notes:=x"},
            {"q[]": "nonsense"},
            {"q": "surname:=Taylor"},
            {"surname": "Taylor"},
        ):
            assert code(await vendor.get(path, query)) == (400, "INVALID_PARAMS"), (path, query)


@pytest.mark.parametrize(("path", "known"), SINGLE.items())
async def test_one_record_is_read_or_is_not_found(
    vendor: Vendor, path: str, known: tuple[int, str]
) -> None:
    id_, name = known
    status, one = await vendor.get(path.format(id_))
    assert (status, one[name]) == (200, id_)
    assert code(await vendor.get(path.format(999))) == (404, "NOT_FOUND")
    assert code(await vendor.get(path.format("me"))) == (400, "INVALID_PARAMS")
    assert code(await vendor.get(path.format(id_), {"page": "1"})) == (400, "INVALID_PARAMS")


async def test_the_next_page_loses_the_filters(vendor: Vendor) -> None:
    mine = {"q[]": "practitioner_id:=34567", "page_size": "2", "sort_by": "app_time"}
    _, first = await vendor.get("/appointment", mine)
    assert {row["practitioner_id"] for row in first["appointments"]} == {34567}
    base = vendor.sandbox.pracsuite.base_url
    assert first["links"]["next"] == f"{base}/appointment?page=2&page_size=2"
    _, second = await vendor.get("/appointment", {"page": "2", "page_size": "2"})
    assert second["total_entries"] > first["total_entries"]
    _, last = await vendor.get("/appointment", {**mine, "page": "9999"})
    assert (last["appointments"], last["links"]["next"]) == ([], None)
    _, default = await vendor.get("/appointment")
    assert len(default["appointments"]) == 50


@pytest.mark.parametrize("sort", ["app_time,appointment_id", '["app_time","appointment_id"]'])
async def test_a_list_is_sorted_as_asked(vendor: Vendor, sort: str) -> None:
    _, listed = await vendor.get("/appointment", {"sort_by": sort, "page_size": "100"})
    told = [(row["app_time"], row["appointment_id"]) for row in listed["appointments"]]
    assert told == sorted(told)


# Each type of values with an operator that it has, how many then fit, and one that it has not.
@pytest.mark.parametrize(
    ("path", "fits", "count", "wrong"),
    [
        ("/patient", "date_of_birth:=1984-05-12", 1, "date_of_birth:~1984"),
        ("/patient", "date_of_birth:<=1938-01-01", None, "date_of_birth:=12/05/1984"),
        (
            "/patient",
            "file_created:<2025-01-01T00:00:00Z",
            48,
            "file_created:=2025-01-01T00:00:00Z",
        ),
        ("/patient", "updated:>2025-01-01T00:00:00Z", 0, "updated:>2025-01-01T00:00:00"),
        ("/patient", "archived:>2025-01-01T00:00:00Z", 0, "archived:=false"),
        ("/patient", "surname:=walker", 2, "surname:>walker"),
        ("/patient", "surname:~müller", 1, "surname:müller"),
        ("/patient", "phone:~900101", 2, "phone:>=900101"),
        ("/patient", "status:=5", 48, "status:>=5"),
        ("/patient", "status:=6", 0, "status:=deceased"),
        ("/appointment", "app_time:>=2026-03-03T09:00:00", None, "app_time:>=2026-03-03T09:00:00Z"),
        ("/appointment", "practitioner_id:=34567", None, "practitioner_id:~345"),
        ("/practitioner", "profession_id:=1", 3, "profession_id:=one"),
        ("/practitioner", "business_id:!=9876", 1, "business_id:~9876"),
        ("/appointment_type", "archived:<2026-01-01T00:00:00Z", 1, "archived:=true"),
        ("/item", "description:~filling", 3, "description:>filling"),
        ("/item_group", "archived:=false", 2, "archived:>2026-01-01T00:00:00Z"),
    ],
)
async def test_a_filter_has_the_operators_of_its_type(
    vendor: Vendor, path: str, fits: str, count: int | None, wrong: str
) -> None:
    status, found = await vendor.get(path, {"q[]": fits})
    assert status == 200
    assert count is None or found["total_entries"] == count
    assert code(await vendor.get(path, {"q[]": wrong})) == (400, "INVALID_PARAMS")


async def test_several_filters_must_all_be_true(vendor: Vendor) -> None:
    both = [("q[]", "surname:=Walker"), ("q[]", "first_name:=Ava")]
    assert (await vendor.get("/patient", both))[1]["total_entries"] == 1


@pytest.mark.parametrize(
    ("path", "lacking"),
    [
        ("/patient/426909/appointment", "client_id:=426909"),
        ("/practitioner/34567/appointment", "practitioner_id:=34567"),
        ("/practitioner/34567/appointment", "appointment_type_id:=1864"),
        ("/resource/41/appointment", "appointment_type_id:=1864"),
        ("/business/9876/practitioner", "business_id:=9876"),
        ("/profession/1/practitioner", "profession_id:=1"),
    ],
)
async def test_a_list_of_one_has_no_filter_for_it(vendor: Vendor, path: str, lacking: str) -> None:
    assert (await vendor.get(path, {"q[]": lacking}))[0] == 400


@pytest.mark.parametrize(
    "query",
    [
        {"from": "2026-03-01"},  # yesterday
        {"to": "2026-03-10"},  # the eighth day
        {"to": "2026-03-02"},  # before the first
        {"from": "3/3/2026"},
        {"appointment_type_id": "1864,1865"},
        {"appointment_type_id": "check-up"},
        {"account_id": "1426909"},  # without client_id
        {"client_id": "1"},
        {"client_id": "426909", "account_id": "1"},
        {"online": "yes"},
        {"practitioner_ids": "34567,34568"},  # one parameter each
        {"q[]": "practitioner_id:=34567"},
        {"page_size": "101"},
    ],
)
async def test_a_search_that_breaks_the_contract_is_400(
    vendor: Vendor, query: dict[str, str]
) -> None:
    assert code(await vendor.available(**query)) == (400, "INVALID_PARAMS")


@pytest.mark.parametrize("name", WEEK)
async def test_a_search_needs_its_days_and_one_type(vendor: Vendor, name: str) -> None:
    query = {key: value for key, value in WEEK.items() if key != name}
    for path in (
        *("/available_appointments", "/next_available_appointment"),
        *("/available_group_appointments", "/next_available_group_appointment"),
    ):
        assert code(await vendor.get(path, query)) == (400, "INVALID_PARAMS")


async def test_online_times_are_those_that_aerona_shows(vendor: Vendor) -> None:
    aerona = Client(vendor.sandbox, vendor.session)
    await aerona.login()
    _, slots = await aerona.slots()
    _, found = await vendor.available(page_size="50")
    assert [(one["app_time"], one["practitioner_id"]) for one in found["available_times"]] == [
        (one["appointmentTime"].removesuffix("Z"), one["clinicianId"]) for one in slots
    ]
    assert found["available_times"][0].keys() == {
        *("app_time", "duration", "practitioner_id", "practitioner_name", "business_id"),
        *("profession_id", "appointment_type_id", "column_number", "width", "item_id"),
        *("item_group_id", "resource_ids", "row_num", "total_rows"),
    }


async def test_a_search_is_narrowed_by_everything_that_is_named(vendor: Vendor) -> None:
    async def who(*pairs: tuple[str, str]) -> set[int]:
        query = [*WEEK.items(), ("online", "true"), ("page_size", "100"), *pairs]
        _, found = await vendor.get("/available_appointments", query)
        return {one["practitioner_id"] for one in found["available_times"]}

    two = (("practitioner_ids", "34567"), ("practitioner_ids", "34568"))
    assert await who() == {34567, 34568, 34569}
    assert await who(*two) == {34567, 34568}
    assert await who(*two, ("business_ids", "9877")) == set()
    assert await who(("profession_ids", "3")) == set()
    assert await who(("resource_ids", "44")) == set()
    assert await who(("client_id", "426909"), ("account_id", "1426909")) != set()


async def test_the_next_time_is_one_and_may_be_for_staff_alone(vendor: Vendor) -> None:
    _, found = await vendor.get("/next_available_appointment", WEEK)
    assert found["links"].keys() == {"self"}
    (first,) = found["available_times"]
    assert first["app_time"] == "2026-03-03T08:40:00"
    query = {**WEEK, "online": "true"}
    assert (await vendor.get("/next_available_appointment", query))[0] == 400


async def test_a_large_practice_is_the_same_every_time(clock: MovableClock) -> None:
    size = Size(practitioners=2000, services=500, items=50_000)
    async with opened(clock, size=size) as vendor:
        for path, count in (("practitioner", 2000), ("appointment_type", 500), ("item", 50_000)):
            assert (await vendor.get(f"/{path}"))[1]["total_entries"] == count
        names = {one.name for one in vendor.sandbox.pracsuite.catalogue.practitioners.values()}
        assert len(names) == 2000
        _, last = await vendor.get("/item", {"page": "500", "page_size": "100"})
        assert len(last["items"]) == 100
        item_id = last["items"][-1]["item_id"]
        _, item = await vendor.get(f"/item/{item_id}")
        assert item["item_fees"][0]["charge"] > item["item_fees"][1]["charge"]
        _, slots = await vendor.available(page_size="1")
        assert slots["available_times"][0]["app_time"] == "2026-03-03T09:00:00"
    async with opened(clock, size=size) as again:
        assert (await again.get(f"/item/{item_id}"))[1] == item


def test_every_operation_has_a_name_once() -> None:
    assert len(set(OPERATIONS)) == len(OPERATIONS)
