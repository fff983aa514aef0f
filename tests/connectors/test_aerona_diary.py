"""Which of the vendor's slots are offered, and what is asked when a service tells little."""

from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from connectors.errors import Refused, SlotTaken, Unavailable
from connectors.model import NewAppointment, Service, Slot, SlotSearch
from connectors.protocols import FindsFreeSlots
from sandbox.server import Sandbox
from tests.connectors.conftest import TODAY, Handler, Serve, Surroundings

NINE = "2026-03-02T09:00:00Z"
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
BOOKING = NewAppointment(Slot(START, 20, "1864", "1", "", token=NINE), "426909")


def free(*slots: dict[str, object]) -> Handler:
    """A vendor with these slots, that answers every booking with 400."""

    async def handler(request: web.Request) -> web.Response:
        if request.method == "POST":
            return web.json_response({"message": "canary"}, status=400)
        return web.json_response(list(slots))

    return handler


def slot(start: str = NINE, **more: object) -> dict[str, object]:
    return {"appointmentTime": start, "clinicianId": 1, "duration": 20} | more


@pytest.mark.parametrize(
    "strange",
    [
        slot(duration=None),
        slot(duration=0),
        slot(practiceId=7),
        slot("soon"),
        slot("2026-03-01T09:00:00Z"),
        slot("2026-03-10T09:00:00Z"),
    ],
    ids=["no length", "length 0", "other practice", "no time", "the day before", "later"],
)
async def test_a_slot_that_cannot_be_offered_is_left_out_and_the_others_stay(
    around: Surroundings, serve: Serve, strange: dict[str, object]
) -> None:
    aerona = around.connect(await serve(free(strange, slot(clinicianId=2), strange)))

    found = await aerona.free_slots(SlotSearch(Service("1864", "", None, "1"), TODAY, TODAY))

    assert [(one.clinician_id, one.start) for one in found] == [("2", START)]


async def test_a_slots_own_length_goes_before_its_services(
    around: Surroundings, serve: Serve
) -> None:
    own, services = slot(duration=30), slot(clinicianId=2, duration=None)
    aerona = around.connect(await serve(free(own, services)))

    found = await aerona.free_slots(SlotSearch(Service("1864", "", 20, "1"), TODAY, TODAY))

    assert [one.minutes for one in found] == [30, 20]


async def test_a_time_in_two_parts_is_booked_in_the_vendors_manner(
    around: Surroundings, serve: Serve
) -> None:
    sent: list[object] = []

    async def handler(request: web.Request) -> web.Response:
        if request.method == "POST":
            sent.append((await request.json())["appointmentTime"])
            return web.json_response(1)
        return web.json_response(
            [{"date": "2026-03-02", "time": "09:00", "userId": 1, "duration": 20}]
        )

    aerona = around.connect(await serve(handler))
    found = await aerona.free_slots(SlotSearch(Service("1864", "", 20, "1"), TODAY, TODAY))

    await aerona.book(NewAppointment(found[0], "426909"))

    assert sent == [NINE]


async def test_a_service_that_tells_no_kind_is_searched_clinician_by_clinician(
    around: Surroundings, sandbox: Sandbox
) -> None:
    aerona = around.connect(sandbox.base_url)
    last = TODAY + timedelta(days=1)

    found = await aerona.free_slots(SlotSearch(Service("1864", "", 20, None), TODAY, last))

    assert found == await aerona.free_slots(SlotSearch(Service("1864", "", 20, "1"), TODAY, last))
    assert found


async def test_a_service_with_a_strange_id_is_refused_without_asking(
    around: Surroundings, sandbox: Sandbox
) -> None:
    aerona = around.connect(sandbox.base_url)
    assert isinstance(aerona, FindsFreeSlots)

    with pytest.raises(Refused):
        await aerona.free_slots(SlotSearch(Service("x", "", 20, "1"), TODAY, TODAY))
    assert sandbox.calls.count("slots") == 0


async def test_one_slot_without_its_clinician_makes_the_answer_unreadable(
    around: Surroundings, serve: Serve
) -> None:
    aerona = around.connect(await serve(free(slot(), {"appointmentTime": NINE})))

    with pytest.raises(Unavailable, match=r"\[1\]\.clinicianId"):
        await aerona.free_slots(SlotSearch(Service("1864", "", 20, "1"), TODAY, TODAY))


async def test_after_a_400_a_full_page_that_ends_before_the_slot_proves_nothing(
    around: Surroundings, serve: Serve
) -> None:
    before = [slot(f"2026-03-02T08:{minute:02}:00Z") for minute in range(50)]
    aerona = around.connect(await serve(free(*before)))

    with pytest.raises(Refused):
        await aerona.book(BOOKING)


async def test_after_a_400_a_page_that_reaches_past_the_slot_proves_that_it_is_gone(
    around: Surroundings, serve: Serve
) -> None:
    after = [slot(f"2026-03-02T10:{minute:02}:00Z") for minute in range(50)]

    for slots in (after, []):
        aerona = around.connect(await serve(free(*slots)))
        with pytest.raises(SlotTaken):
            await aerona.book(BOOKING)
