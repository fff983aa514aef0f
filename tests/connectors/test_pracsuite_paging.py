"""Long lists come whole, with our own filters on every page, and with nobody else's records."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from structlog.testing import capture_logs

from connectors.budget import Use
from connectors.errors import TooBusy, Unavailable
from connectors.pracsuite import filters
from connectors.pracsuite.client_availability import Window
from connectors.pracsuite.client_book import Which
from tests.connectors.conftest import Surroundings
from tests.connectors.recording import Seen, Told, client_of, recording

# The vendor's own link has lost the filters, and spells the path in another way.
LOST = {"self": "x", "previous": None, "next": "https://api.pracsuite.com/v1/patients?page=2"}
LAST = {"self": "x", "previous": "x", "next": None}

OF_NINE = Which(use=Use.LOOKUP, where=(filters.PRACTITIONER_ID.equals(2),))


def items(page: int, count: int = 100) -> list[dict[str, object]]:
    first = (page - 1) * 100
    return [
        {"item_id": first + number, "description": "x", "row_num": number + 1, "total_rows": 250}
        for number in range(count)
    ]


def appointment(number: int, client_id: int | None = 9, **more: object) -> dict[str, object]:
    return {
        "appointment_id": number,
        "app_time": "2026-03-02T09:00:00",
        "client_id": client_id,
        "practitioner_id": 2,
    } | more


def pages(
    *told: list[dict[str, Any]], key: str, total: int | None = None
) -> Callable[[Seen], Told]:
    """A vendor with these pages, which always says that there is another one."""

    def answering(seen: Seen) -> Told:
        rows = told[seen.page - 1] if seen.page <= len(told) else []
        counted = {} if total is None else {"total_entries": total}
        return Told({key: rows, "links": LOST} | counted)

    return answering


async def test_the_next_page_is_asked_for_with_our_own_filters(around: Surroundings) -> None:
    told = [[appointment(number) for number in (1, 2)], [appointment(3)]]
    async with recording(pages(*told, key="appointments", total=3)) as vendor:
        found = await client_of(around, vendor.base_url).book.of_patient(9, OF_NINE)

        assert [one.appointment_id for one in found] == [1, 2, 3]
        assert [one.path for one in vendor.seen] == ["/patient/9/appointment"] * 2
        assert [one.query for one in vendor.seen] == [
            [("q[]", "practitioner_id:=2"), ("page", page), ("page_size", "100")]
            for page in ("1", "2")
        ]


async def test_other_peoples_records_are_dropped_and_counted(around: Surroundings) -> None:
    told = [
        [appointment(1), appointment(2, 10), appointment(3, None), appointment(4)],
        [appointment(5), appointment(6, practitioner_id=3)],
    ]
    async with recording(pages(*told, key="appointments", total=6)) as vendor:
        with capture_logs() as logs:
            found = await client_of(around, vendor.base_url).book.of_patient(9, OF_NINE)

    assert [one.appointment_id for one in found] == [1, 4, 5]
    assert [one for one in logs if one["event"] == "rows_not_asked_for"] == [
        {
            "event": "rows_not_asked_for",
            "operation": "appointments",
            "count": 3,
            "log_level": "warning",
        }
    ]


async def test_a_class_has_no_patient_of_its_own_and_is_listed(around: Surroundings) -> None:
    told = [appointment(1, None, category="Group"), appointment(2, None, category="Reserved")]
    async with recording(pages(told, key="appointments", total=2)) as vendor:
        found = await client_of(around, vendor.base_url).book.of_patient(9, OF_NINE)

    assert [one.appointment_id for one in found] == [1]


async def test_a_page_of_nothing_but_others_ends_it(around: Surroundings) -> None:
    others = [[appointment(page * 100 + each, 10) for each in range(100)] for page in (1, 2, 3)]
    told = [[appointment(1)], *others]
    async with recording(pages(*told, key="appointments")) as vendor:
        found = await client_of(around, vendor.base_url).book.of_patient(9, OF_NINE)

        assert [one.appointment_id for one in found] == [1]
        assert len(vendor.seen) == 2


@pytest.mark.parametrize(
    ("told", "total", "known", "asked"),
    [
        ([items(1), items(2), items(3, 50)], 250, 250, 3),  # at the count
        ([items(1), items(2)], None, 200, 3),  # on an empty page
        ([items(1), items(1), items(1)], None, 100, 2),  # on a page that repeats
        ([items(1), items(2), items(1)], 10_000, 200, 3),  # on an older one that comes again
        ([[]], 500, 0, 1),
    ],
)
async def test_a_list_ends_however_often_the_vendor_says_that_there_is_more(
    around: Surroundings, told: list[Any], total: int | None, known: int, asked: int
) -> None:
    async with recording(pages(*told, key="items", total=total)) as vendor:
        found = await client_of(around, vendor.base_url).prices.items()

        assert [one.item_id for one in found] == list(range(known))
        assert [one.page for one in vendor.seen] == list(range(1, asked + 1))


async def test_without_a_next_link_there_is_no_next_page(around: Surroundings) -> None:
    def answering(_: Seen) -> Told:
        return Told({"items": items(1), "total_entries": 5000, "links": LAST})

    async with recording(answering) as vendor:
        assert len(await client_of(around, vendor.base_url).prices.items()) == 100
        assert len(vendor.seen) == 1


async def test_without_any_links_the_count_tells(around: Surroundings) -> None:
    def answering(seen: Seen) -> Told:
        return Told({"items": items(seen.page, 50), "total_entries": 100})

    async with recording(answering) as vendor:
        assert len(await client_of(around, vendor.base_url).prices.items()) == 100
        assert len(vendor.seen) == 2


async def test_an_endless_list_is_cut_and_that_is_logged(around: Surroundings) -> None:
    def answering(seen: Seen) -> Told:
        row = appointment(seen.page)
        return Told({"appointments": [row], "total_entries": 10**9, "links": LOST})

    async with recording(answering) as vendor:
        with capture_logs() as logs:
            which = Which(use=Use.LOOKUP, most_pages=4)
            found = await client_of(around, vendor.base_url).book.appointments(which)

        assert (len(found), len(vendor.seen)) == (4, 4)
        assert "list_too_long" in {one["event"] for one in logs}


async def test_progress_tells_how_much_of_a_list_is_known(around: Surroundings) -> None:
    seen: list[tuple[int, int]] = []

    async with recording(pages(items(1), items(2), items(3, 50), key="items", total=250)) as vendor:
        await client_of(around, vendor.base_url).prices.items(
            progress=lambda known, total: seen.append((known, total))
        )

    assert seen == [(100, 250), (200, 250), (250, 250)]


async def test_a_long_catalogue_waits_for_the_next_minute(around: Surroundings) -> None:
    class Passing(Surroundings):
        async def sleep(self, seconds: float) -> None:
            await super().sleep(seconds)
            self.clock.move(seconds=seconds)

    passing = Passing(around.http, around.folder)
    told = [items(page) for page in range(1, 13)]
    async with recording(pages(*told, key="items", total=1200)) as vendor:
        client = client_of(passing, vendor.base_url, requests_per_minute=10, write_reserve=3)

        assert len(await client.prices.items()) == 1200
        assert [one.page for one in vendor.seen] == list(range(1, 13))
        assert 60 < sum(passing.slept) < 180


async def test_what_a_patient_waits_for_is_told_to_be_busy_at_once(around: Surroundings) -> None:
    told = [[appointment(page)] for page in range(1, 20)]
    async with recording(pages(*told, key="appointments")) as vendor:
        client = client_of(around, vendor.base_url, requests_per_minute=10, write_reserve=3)

        with pytest.raises(TooBusy):
            await client.book.of_patient(9, OF_NINE)
        assert around.slept == []


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({}, "items"),
        ({"items": {}}, "items"),
        ({"items": [1]}, "items"),
        ([], "the whole"),
        ({"items": [{"item_id": 1}, {"description": "canary"}]}, r"items\[1\]\.item_id"),
        ({"items": [{"item_id": True}]}, r"items\[0\]\.item_id"),
    ],
)
async def test_a_list_that_cannot_be_read_fails_with_the_place_and_no_value(
    around: Surroundings, body: object, path: str
) -> None:
    async with recording(lambda _: Told(body)) as vendor:
        with pytest.raises(Unavailable, match=path) as raised:
            await client_of(around, vendor.base_url).prices.items()

    assert "canary" not in str(raised.value)


async def test_times_of_other_days_and_other_people_are_dropped(around: Surroundings) -> None:
    def time(day: int, practitioner: int = 2, business: int = 1) -> dict[str, object]:
        return {
            "app_time": f"2026-03-{day:02}T09:00:00",
            "duration": 30,
            "practitioner_id": practitioner,
            "business_id": business,
        }

    told = [time(2), time(1), time(4), time(3, 5), time(3, 2, 8), time(3)]
    async with recording(lambda _: Told({"available_times": told})) as vendor:
        window = Window(
            first=date(2026, 3, 2),
            last=date(2026, 3, 3),
            appointment_type_id=7,
            practitioner_ids=(2,),
            business_ids=(1,),
        )
        client = client_of(around, vendor.base_url)
        found = await client.availability.times(window, use=Use.SEARCH)

    assert [one.app_time[8:10] for one in found] == ["02", "03"]
