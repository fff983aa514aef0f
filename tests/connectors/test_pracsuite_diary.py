"""PracSuite's diary is read in windows of a week, each once for everybody."""

import asyncio
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from connectors.errors import SlotTaken, Unavailable
from connectors.model import PartOfDay, Service, Slot, SlotSearch
from connectors.pracsuite import PracSuiteConnector
from sandbox.misbehaviour import Fault
from sandbox.server import Sandbox
from tests.connectors.conftest import TODAY, ZONE, Serve, StartClinic, Surroundings
from tests.connectors.scripted import Scripted, stage

CHECK_UP = Service("1864", "Check-up")
FREE = ("GET", "/available_appointments")
DAY = timedelta(days=1)


@pytest.fixture
async def clinic(start_clinic: StartClinic) -> Sandbox:
    return await start_clinic()


@pytest.fixture
def connector(clinic: Sandbox, around: Surroundings) -> PracSuiteConnector:
    return around.pracsuite(clinic)


def search(first: int, last: int, **more: Any) -> SlotSearch:  # noqa: ANN401 - of each its own
    return SlotSearch(CHECK_UP, TODAY + first * DAY, TODAY + last * DAY, **more)


def free(app_time: str, **other: object) -> dict[str, object]:
    return {
        "app_time": app_time,
        "duration": 20,
        "practitioner_id": 2,
        "practitioner_name": "Dr Ana Ruiz",
        "business_id": 1,
        "appointment_type_id": 1864,
        "column_number": 1,
        "width": 1,
        **other,
    }


async def showing(
    serve: Serve,
    around: Surroundings,
    *times: dict[str, object],
    business_ids: str = "",
    profession_ids: str = "",
) -> Scripted:
    told = {"available_times": list(times), "total_entries": len(times)}
    places = {"business_ids": business_ids, "profession_ids": profession_ids}
    return await stage(serve, around, {FREE: [(200, told)]}, **places)


def asked(vendor: Scripted) -> list[tuple[str, str]]:
    return [(query["from"], query["to"]) for _, path, query in vendor.asked if path == FREE[1]]


def days(*pairs: tuple[int, int]) -> list[tuple[str, str]]:
    return [(str(TODAY + first * DAY), str(TODAY + last * DAY)) for first, last in pairs]


@pytest.mark.parametrize(
    ("wish", "windows"),
    [
        (search(0, 0), days((0, 6))),
        (search(3, 5), days((0, 6))),
        (search(8, 9), days((7, 13))),
        # Over the border of two weeks one window is enough all the same.
        (search(3, 9), days((3, 9))),
        (search(0, 20), days((0, 6), (7, 13), (14, 20))),
        (search(2, 10), days((2, 8), (7, 13))),
        # Never from before today.
        (search(-5, 1), days((0, 6))),
        (search(-5, -1), []),
        # Fresh: just the days that are asked about.
        (search(3, 3, fresh=True), days((3, 3))),
        (search(3, 12, fresh=True), days((3, 9), (10, 12))),
    ],
)
async def test_a_wish_is_asked_in_windows_of_a_week_at_most(
    serve: Serve, around: Surroundings, wish: SlotSearch, windows: list[tuple[str, str]]
) -> None:
    vendor = await showing(serve, around)

    assert await vendor.connector.free_slots(wish) == []

    assert asked(vendor) == windows


async def test_a_class_is_no_time_to_book(serve: Serve, around: Surroundings) -> None:
    vendor = await showing(serve, around)
    pilates = Service("1880", "Pilates class", group=True)

    assert await vendor.connector.free_slots(SlotSearch(pilates, TODAY, TODAY)) == []

    assert vendor.asked == []


async def test_one_type_and_what_is_open_to_patients_is_asked_for_at_the_clinics_places(
    serve: Serve, around: Surroundings
) -> None:
    vendor = await showing(serve, around, business_ids="4", profession_ids="3")

    await vendor.connector.free_slots(search(0, 0, clinician_id="2", part=PartOfDay.MORNING))

    query = vendor.asked[0][2]
    assert (query["appointment_type_id"], query["online"]) == ("1864", "true")
    assert (query["business_ids"], query["profession_ids"]) == ("4", "3")
    assert not {"manual", "waiting_list", "practitioner_ids"} & query.keys()


async def test_enough_stops_at_the_window_that_has_them(
    connector: PracSuiteConnector, clinic: Sandbox
) -> None:
    some = await connector.free_slots(search(0, 27, enough=5))

    assert {one.start.date() for one in some} <= {TODAY + day * DAY for day in range(7)}
    first = some[0]
    assert (first.place_id, first.minutes, first.read_at is None) == ("9876", 20, False)
    assert clinic.pracsuite.calls.count("available") <= 4  # a week of three dentists has pages


async def test_a_time_in_two_columns_is_one_time_in_the_first(
    serve: Serve, around: Surroundings
) -> None:
    at = "2026-03-03T09:00:00"
    vendor = await showing(
        serve,
        around,
        free("2026-03-03T10:00:00"),
        free(at, column_number=2),
        free(at, column_number=1),
        free(at, practitioner_id=3),
    )

    found = await vendor.connector.free_slots(search(0, 3))

    assert [(one.start.hour, one.clinician_id) for one in found] == [(9, "2"), (9, "3"), (10, "2")]
    assert '"column_number":1' in found[0].token


async def test_times_that_the_clocks_skip_or_show_twice(serve: Serve, around: Surroundings) -> None:
    around.clock.now = datetime(2026, 3, 27, 9, tzinfo=ZONE)
    skipped = "2026-03-29T01:30:00"
    spring = await showing(serve, around, free(skipped), free("2026-03-29T02:00:00"))
    wish = SlotSearch(CHECK_UP, date(2026, 3, 29), date(2026, 3, 29))
    assert [one.start.hour for one in await spring.connector.free_slots(wish)] == [2]

    around.clock.now = datetime(2026, 10, 23, 9, tzinfo=ZONE)
    twice = "2026-10-25T01:30:00"
    autumn = await showing(serve, around, free(twice))
    wish = SlotSearch(CHECK_UP, date(2026, 10, 25), date(2026, 10, 25))
    (found,) = await autumn.connector.free_slots(wish)
    assert (found.start.utcoffset(), twice in found.token) == (timedelta(hours=1), True)


async def test_rows_that_were_not_asked_for_are_not_offered(
    serve: Serve, around: Surroundings
) -> None:
    vendor = await showing(
        serve,
        around,
        free("2026-03-03T09:00:00"),
        free("2026-03-03T09:20:00", appointment_type_id=1865),
        free("2026-04-03T09:20:00"),
    )

    found = await vendor.connector.free_slots(search(0, 30, enough=1))

    assert [f"{one.start:%m-%d %H:%M}" for one in found] == ["03-03 09:00"]


async def test_who_asks_for_less_or_at_once_costs_nothing_more(
    connector: PracSuiteConnector, clinic: Sandbox
) -> None:
    every, *_ = await asyncio.gather(*(connector.free_slots(search(0, 6)) for _ in range(3)))
    before = clinic.pracsuite.calls.count("available")

    some = await connector.free_slots(search(1, 3, part=PartOfDay.AFTERNOON, clinician_id="34568"))

    assert some == [
        one
        for one in every
        if one.start.date() in (TODAY + DAY, TODAY + 2 * DAY, TODAY + 3 * DAY)
        and one.start.hour in range(12, 17)
        and one.clinician_id == "34568"
    ]
    assert clinic.pracsuite.calls.count("available") == before


async def test_older_times_are_shown_while_nobody_answers_and_never_fresh_ones(
    connector: PracSuiteConnector, clinic: Sandbox, around: Surroundings
) -> None:
    every = await connector.free_slots(search(0, 0))
    around.clock.move(minutes=2)
    clinic.pracsuite.misbehave.on(Fault.ERROR_BEFORE, "available")

    older = await connector.free_slots(search(0, 0))
    with pytest.raises(Unavailable):
        await connector.free_slots(search(0, 0, fresh=True))

    assert older == [one for one in every if one.start >= around.clock.now]
    assert {one.read_at for one in older} == {every[0].read_at}


async def test_what_is_held_or_taken_is_known_without_asking_again(
    connector: PracSuiteConnector, clinic: Sandbox, around: Surroundings
) -> None:
    first, second, *_ = _apart(await connector.free_slots(search(0, 6)))
    clinic.clinic.diary.take(int(second.clinician_id), second.start, minutes=20)
    hold = await connector.reserve(first)
    with pytest.raises(SlotTaken):
        await connector.reserve(second)

    around.clock.move(seconds=16)
    await connector.free_slots(search(0, 6, fresh=True))
    assert connector.seems_taken(first)
    assert connector.seems_taken(second)
    await connector.release(hold.id)
    assert not connector.seems_taken(first)
    assert first.key in [one.key for one in await connector.free_slots(search(0, 6))]


def _apart(slots: Iterable[Slot]) -> list[Slot]:
    found: list[Slot] = []
    for one in slots:
        if not any(one.overlaps(other) for other in found):
            found.append(one)
    return found
