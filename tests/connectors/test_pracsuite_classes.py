"""Classes at a PracSuite clinic: which have room, and joining one at most once."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from connectors.errors import OutcomeUnknown, Refused, SlotTaken
from connectors.model import GroupClass, Service, Slot, SlotSearch
from tests.connectors.conftest import TODAY, ZONE, Serve, Surroundings
from tests.connectors.scripted import stage

CLASS: dict[str, Any] = {
    "appointment_id": 5,
    "app_time": "2026-03-03T18:00:00",
    "duration": 45,
    "practitioner_id": 2,
    "business_id": 1,
    "appointment_type_id": 7,
    "current_class_size": 3,
    "max_class_size": 6,
}
AT = datetime(2026, 3, 3, 18, tzinfo=ZONE)
ONE = GroupClass("5", Slot(AT, 45, "7", "2", "Jo Farrell", "1"), 3, 6)
CLASSES = ("GET", "/available_group_appointments")
ADD = ("POST", "/group_appointment/5/add_group_member")
THEIRS = ("GET", "/patient/9/appointment")


def listed(*entries: dict[str, Any]) -> tuple[int, object]:
    return 200, {"appointments": list(entries), "total_entries": len(entries)}


def shown(*classes: dict[str, Any]) -> tuple[int, object]:
    return 200, {"available_times": list(classes), "total_entries": len(classes)}


@pytest.mark.parametrize(
    ("looks", "added", "outcome"),
    [
        ([shown({**CLASS, "current_class_size": 6})], (201, {}), SlotTaken),
        ([shown()], (201, {}), SlotTaken),
        ([shown(CLASS), shown({**CLASS, "current_class_size": 6})], (400, {}), SlotTaken),
        ([shown(CLASS)], (400, {}), Refused),
        ([shown(CLASS)], (201, {"client_id": 8, "appointment_id": 5}), OutcomeUnknown),
        ([shown(CLASS)], (502, {}), OutcomeUnknown),
        ([shown(CLASS)], (201, {"client_id": 9, "appointment_id": 5}), None),
    ],
)
async def test_joining_looks_for_room_before_and_where_it_fails_after(
    serve: Serve,
    around: Surroundings,
    looks: list[tuple[int, object]],
    added: tuple[int, object],
    outcome: type[Exception] | None,
) -> None:
    vendor = await stage(serve, around, {CLASSES: looks, ADD: [added], THEIRS: [listed()]})

    if outcome is None:
        await vendor.connector.join(ONE, "9")
        assert vendor.writes() == [(*ADD, {"client_id": 9})]
    else:
        with pytest.raises(outcome):
            await vendor.connector.join(ONE, "9")


async def test_whoever_is_on_the_list_of_a_class_is_not_put_on_it_again(
    serve: Serve, around: Surroundings
) -> None:
    theirs = {"appointment_id": 5, "app_time": "2026-03-03T18:00:00", "category": "Group"}
    vendor = await stage(serve, around, {CLASSES: [shown()], THEIRS: [listed(theirs)]})

    await vendor.connector.join(ONE, "9")

    assert vendor.writes() == []


async def test_full_classes_and_those_that_have_begun_are_not_shown(
    serve: Serve, around: Surroundings
) -> None:
    full = {**CLASS, "appointment_id": 6, "current_class_size": 6}
    begun = {**CLASS, "appointment_id": 7, "app_time": "2026-03-02T08:00:00"}
    vendor = await stage(serve, around, {CLASSES: [shown(begun, full, CLASS)]})
    search = SlotSearch(Service("7", "Pilates", group=True), TODAY, TODAY + timedelta(days=9))

    assert [one.id for one in await vendor.connector.classes(search)] == ["5"]

    windows = [(asked["from"], asked["to"]) for *_, asked in vendor.asked]
    assert windows == [("2026-03-02", "2026-03-08"), ("2026-03-09", "2026-03-11")]
