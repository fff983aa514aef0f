"""Each question is asked just as the contract says: method, path, query and headers."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from connectors.budget import Use
from connectors.errors import Unavailable
from connectors.pracsuite import filters
from connectors.pracsuite.client import PracSuiteClient
from connectors.pracsuite.client_availability import Window
from connectors.pracsuite.client_book import Which
from tests.connectors.conftest import Surroundings
from tests.connectors.recording import Seen, Told, carries_both_keys, client_of, recording

PAGED = [("page", "1"), ("page_size", "100")]
WEEK = Window(first=date(2026, 3, 2), last=date(2026, 3, 8), appointment_type_id=7)
WEEK_QUERY = [("from", "2026-03-02"), ("to", "2026-03-08"), ("appointment_type_id", "7")]
ALL = Which(use=Use.LOOKUP)
APPOINTMENT = {"appointment_id": 5, "app_time": "2026-03-02T09:00:00", "category": "Patient"}
PATIENT = {"client_id": 9, "surname": "Taylor"}

Asking = Callable[[PracSuiteClient], Awaitable[Any]]
Query = list[tuple[str, str]]

LISTS: list[tuple[str, str, Asking, Query]] = [
    (
        "/available_appointments",
        "available_times",
        lambda c: c.availability.times(WEEK, use=Use.SEARCH),
        [*WEEK_QUERY, ("online", "true"), *PAGED],
    ),
    (
        "/available_group_appointments",
        "available_times",
        lambda c: c.availability.classes(WEEK, use=Use.SEARCH),
        [*WEEK_QUERY, *PAGED],
    ),
    (
        "/next_available_appointment",
        "available_times",
        lambda c: c.availability.next_time(WEEK, use=Use.SEARCH),
        WEEK_QUERY,
    ),
    (
        "/next_available_group_appointment",
        "available_times",
        lambda c: c.availability.next_class(WEEK, use=Use.SEARCH),
        WEEK_QUERY,
    ),
    ("/appointment", "appointments", lambda c: c.book.appointments(ALL), PAGED),
    ("/patient/9/appointment", "appointments", lambda c: c.book.of_patient(9, ALL), PAGED),
    (
        "/practitioner/2/appointment",
        "appointments",
        lambda c: c.book.of_practitioner(2, ALL),
        PAGED,
    ),
    ("/business/1/appointment", "appointments", lambda c: c.book.of_business(1, ALL), PAGED),
    ("/profession/3/appointment", "appointments", lambda c: c.book.of_profession(3, ALL), PAGED),
    ("/appointment_type/7/appointment", "appointments", lambda c: c.book.of_type(7, ALL), PAGED),
    ("/resource/4/appointment", "appointments", lambda c: c.book.of_resource(4, ALL), PAGED),
    ("/appointment_book", "data", lambda c: c.book.entries(ALL), PAGED),
    ("/cancelled_appointment", "cancelled_appointments", lambda c: c.book.cancelled(ALL), PAGED),
    (
        "/cancelled_appointment",
        "cancelled_appointments",
        lambda c: c.book.cancelled(ALL, include_deletions=True),
        [("include_deletions", "true"), *PAGED],
    ),
    ("/patient", "clients", lambda c: c.patients.found([], use=Use.LOOKUP), PAGED),
    ("/patient/9/account", "accounts", lambda c: c.patients.accounts(9, use=Use.LOOKUP), PAGED),
    ("/patient_contact", "patient_contacts", lambda c: c.patients.contacts(use=Use.LOOKUP), PAGED),
    ("/sex", "sexes", lambda c: c.patients.sexes(), PAGED),
    ("/pronoun", "pronouns", lambda c: c.patients.pronouns(), PAGED),
    ("/practitioner", "practitioners", lambda c: c.practice.practitioners(), PAGED),
    ("/business/1/practitioner", "practitioners", lambda c: c.practice.practitioners_at(1), PAGED),
    (
        "/profession/3/practitioner",
        "practitioners",
        lambda c: c.practice.practitioners_as(3),
        PAGED,
    ),
    ("/business", "businesses", lambda c: c.practice.businesses(), PAGED),
    ("/profession", "professions", lambda c: c.practice.professions(), PAGED),
    ("/practitioner/2/profession", "professions", lambda c: c.practice.professions_of(2), PAGED),
    ("/appointment_type", "appointment_types", lambda c: c.practice.types(), PAGED),
    (
        "/profession/3/appointment_type",
        "appointment_types",
        lambda c: c.practice.types_of(3),
        PAGED,
    ),
    ("/appointment_status", "appointment_statuses", lambda c: c.practice.statuses(), PAGED),
    (
        "/cancellation_reason",
        "appointment_cancellation_reasons",
        lambda c: c.practice.cancellation_reasons(),
        PAGED,
    ),
    (
        "/reschedule_reason",
        "appointment_reschedule_reasons",
        lambda c: c.practice.reschedule_reasons(),
        PAGED,
    ),
    ("/fee_category", "fee_categories", lambda c: c.prices.fee_categories(), PAGED),
    ("/item", "items", lambda c: c.prices.items(), PAGED),
    ("/item_group/6/item", "items", lambda c: c.prices.items_of(6), PAGED),
    ("/item_group", "item_groups", lambda c: c.prices.item_groups(), PAGED),
    ("/resource", "resources", lambda c: c.practice.resources(), PAGED),
    (
        "/appointment/5/resource",
        "resources",
        lambda c: c.practice.resources_of_appointment(5),
        PAGED,
    ),
    ("/appointment_type/7/resource", "resources", lambda c: c.practice.resources_of_type(7), PAGED),
]

ONES: list[tuple[str, dict[str, object], Asking]] = [
    ("/appointment/5", APPOINTMENT, lambda c: c.appointments.one(5, use=Use.SETTLE)),
    ("/cancelled_appointment/5", APPOINTMENT, lambda c: c.book.cancelled_one(5, use=Use.SETTLE)),
    ("/patient/9", PATIENT, lambda c: c.patients.one(9, use=Use.LOOKUP)),
    ("/patient/9/account/8", {"client_id": 9}, lambda c: c.patients.account(9, 8, use=Use.LOOKUP)),
    ("/patient_contact/4", {}, lambda c: c.patients.contact(4, use=Use.LOOKUP)),
    ("/practitioner/2", {"practitioner_id": 2}, lambda c: c.practice.practitioner(2)),
    ("/business/1", {"business_id": 1, "business_name": "Quay"}, lambda c: c.practice.business(1)),
    (
        "/profession/3",
        {"profession_id": 3, "description": "Podiatry"},
        lambda c: c.practice.profession(3),
    ),
    (
        "/appointment_type/7",
        {"appointment_type_id": 7, "description": "Initial"},
        lambda c: c.practice.type(7),
    ),
    ("/item/4", {"item_id": 4, "item_fees": []}, lambda c: c.prices.item(4)),
    (
        "/item_group/6",
        {"item_group_id": 6, "description": "Both"},
        lambda c: c.prices.item_group(6),
    ),
    ("/resource/4", {"resource_id": 4, "description": "Room"}, lambda c: c.practice.resource(4)),
]


@pytest.mark.parametrize(
    ("path", "key", "ask", "query"), LISTS, ids=[f"{one[0]}-{len(one[3])}" for one in LISTS]
)
async def test_each_list_is_asked_for_as_documented(
    around: Surroundings, path: str, key: str, ask: Asking, query: Query
) -> None:
    def answering(_: Seen) -> Told:
        return Told({key: [], "total_entries": 0, "links": {"self": "x", "next": None}})

    async with recording(answering) as vendor:
        assert await ask(client_of(around, vendor.base_url)) == []

        seen = vendor.only
        assert (seen.method, seen.path, seen.query, seen.body) == ("GET", path, query, None)
        carries_both_keys(seen)
        assert "content-type" not in seen.headers


@pytest.mark.parametrize(("path", "body", "ask"), ONES, ids=[one[0] for one in ONES])
async def test_each_record_is_asked_for_as_documented(
    around: Surroundings, path: str, body: dict[str, object], ask: Asking
) -> None:
    async with recording(lambda _: Told(body | {"row_num": 1, "tenant_id": 1})) as vendor:
        assert await ask(client_of(around, vendor.base_url)) is not None

        seen = vendor.only
        assert (seen.method, seen.path, seen.query, seen.body) == ("GET", path, [], None)
        carries_both_keys(seen)


async def test_numbers_that_narrow_are_repeated_keys_and_flags_are_words(
    around: Surroundings,
) -> None:
    window = Window(
        first=date(2026, 3, 2),
        last=date(2026, 3, 2),
        appointment_type_id=7,
        client_id=9,
        account_id=8,
        business_ids=(1,),
        practitioner_ids=(2, 3),
        profession_ids=(4,),
        resource_ids=(5, 6),
    )
    async with recording(lambda _: Told({"available_times": []})) as vendor:
        client = client_of(around, vendor.base_url)
        await client.availability.times(
            window, use=Use.SEARCH, online=None, manual=True, waiting_list=False
        )

        assert vendor.only.raw_query == (
            "from=2026-03-02&to=2026-03-02&appointment_type_id=7&client_id=9&account_id=8"
            "&business_ids=1&practitioner_ids=2&practitioner_ids=3&profession_ids=4"
            "&resource_ids=5&resource_ids=6&manual=true&waiting_list=false&page=1&page_size=100"
        )


async def test_filters_repeat_and_what_to_sort_by_is_one_value(around: Surroundings) -> None:
    async with recording(lambda _: Told({"appointments": []})) as vendor:
        which = Which(
            use=Use.LOOKUP,
            where=(
                filters.UPDATED.at_least(datetime(2026, 3, 2, 9, 0, 30, tzinfo=UTC)),
                filters.APP_TIME.before("2026-04-01T00:00:00"),
                filters.CLIENT_ID.equals(9),
            ),
            sort=("appointment_id", "app_time"),
        )
        await client_of(around, vendor.base_url).book.appointments(which)

        assert vendor.only.query[:4] == [
            ("q[]", "updated:>=2026-03-02T09:00:30Z"),
            ("q[]", "app_time:<2026-04-01T00:00:00"),
            ("q[]", "client_id:=9"),
            ("sort_by", "appointment_id,app_time"),
        ]


@pytest.mark.parametrize(
    "ask",
    [
        lambda c: c.appointments.one(6, use=Use.SETTLE),
        lambda c: c.patients.one(6, use=Use.LOOKUP),
        lambda c: c.book.cancelled_one(6, use=Use.SETTLE),
        lambda c: c.patients.account(6, 1, use=Use.LOOKUP),
    ],
)
async def test_another_record_than_was_asked_for_is_none(around: Surroundings, ask: Asking) -> None:
    async with recording(lambda _: Told(APPOINTMENT | PATIENT)) as vendor:
        with pytest.raises(Unavailable, match="another"):
            await ask(client_of(around, vendor.base_url))
