"""What staff change is noticed once; what we change ourselves never is."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.changes.ours import PATIENCE
from connectors.errors import TooBusy
from connectors.model import Appointment, Status
from storage.attempts import Kind, Move, Outcome, State
from tests.bot.practice import BY_PHONE, DAYS_AHEAD, Bench


@pytest_asyncio.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    made = Bench(tmp_path / "clinic.db")
    await made.start()
    made.practice.put(BY_PHONE)
    await made.poll()
    yield made
    await made.aclose()


async def test_the_first_poll_tells_nobody_of_anything(bench: Bench) -> None:
    assert await bench.stream() == []
    assert bench.practice.asked == [bench.clock.now - timedelta(days=1)]


async def test_what_staff_move_and_cancel_is_noticed_once(bench: Bench) -> None:
    bench.practice.edit("500", start=DAYS_AHEAD + timedelta(hours=1))
    assert await bench.poll() == ["moved 500 12 10:00"]
    assert await bench.poll() == ["moved 500 12 10:00"]
    await bench.restart()
    bench.practice.edit("500", status=Status.CANCELLED_BY_CLINIC)
    both = ["moved 500 12 10:00", "cancelled 500 12 10:00"]
    assert await bench.poll() == both
    await bench.restart()
    assert await bench.poll() == both
    [_, gone] = await bench.store.changes.untold()
    assert (gone.after.service_id, gone.before.status) == ("1864", Status.SCHEDULED)


async def test_the_same_answer_told_again_says_nothing_new(bench: Bench) -> None:
    bench.practice.edit("500", start=DAYS_AHEAD + timedelta(hours=1))
    bench.practice.changed["500"] = bench.clock.now + timedelta(days=1)
    for _ in range(3):
        assert await bench.poll() == ["moved 500 12 10:00"]


async def test_a_new_one_is_learnt_in_silence_and_its_change_is_not(bench: Bench) -> None:
    bench.practice.put(replace(BY_PHONE, id="501"))
    assert await bench.poll() == []
    bench.practice.edit("501", start=DAYS_AHEAD + timedelta(hours=2))
    assert await bench.poll() == ["moved 501 12 11:00"]


async def test_one_that_was_made_long_ago_is_told_of_when_it_is_cancelled(bench: Bench) -> None:
    bench.practice.put(replace(BY_PHONE, id="503", status=Status.CANCELLED_BY_CLINIC))
    cancelled = await bench.poll()
    assert [one.split(" ")[:2] for one in cancelled] == [["cancelled", "503"]]
    assert await bench.poll() == cancelled


async def test_one_of_ours_is_known_without_ever_having_been_told(bench: Bench) -> None:
    await bench.book("502", DAYS_AHEAD)
    bench.clock.wait(minutes=5)
    bench.practice.edit("502", start=DAYS_AHEAD + timedelta(hours=1))
    assert await bench.poll() == ["moved 502 12 10:00"]


async def test_another_clinician_is_a_move_and_another_status_is_for_nobody(bench: Bench) -> None:
    bench.practice.edit("500", status=Status.ARRIVED)
    assert await bench.poll() == []
    bench.practice.edit("500", clinician_id="5")
    assert await bench.poll() == ["moved 500 12 09:00"]


async def test_one_that_stands_again_is_noticed(bench: Bench) -> None:
    bench.practice.edit("500", status=Status.CANCELLED)
    await bench.poll()
    bench.practice.edit("500", status=Status.SCHEDULED)
    assert await bench.poll() == ["cancelled 500 12 09:00", "moved 500 12 09:00"]


async def test_one_that_is_entered_for_somebody_else_is_told_to_nobody(bench: Bench) -> None:
    bench.practice.edit("500", patient_id="18", start=DAYS_AHEAD + timedelta(hours=1))
    assert await bench.poll() == []
    bench.practice.edit("500", start=DAYS_AHEAD + timedelta(hours=2))
    assert await bench.poll() == ["moved 500 12 11:00"]


async def test_a_time_that_is_kept_for_nobody_is_no_appointment(bench: Bench) -> None:
    bench.practice.put(replace(BY_PHONE, id="503", patient_id=""))
    await bench.poll()
    assert await bench.store.changes.known(["503"]) == {}


@pytest.mark.parametrize("kind", [Kind.MOVE, Kind.STATUS])
async def test_what_is_under_way_is_left_for_the_next_poll(bench: Bench, kind: Kind) -> None:
    later = DAYS_AHEAD + timedelta(hours=1)
    attempt = await bench.begin(kind, "500", later, Status.CANCELLED)
    if kind is Kind.MOVE:
        bench.practice.edit("500", start=later)
    else:
        bench.practice.edit("500", status=Status.CANCELLED_LATE)
    bench.practice.put(replace(BY_PHONE, id="504"))
    assert await bench.poll() == []
    assert await bench.poll() == []
    assert bench.practice.asked[-1] == bench.practice.asked[-2]
    # What has nothing to do with it waits for nothing.
    assert "504" in await bench.store.changes.known(["504"])
    await bench.end(attempt, "500")
    assert await bench.poll() == []
    assert await bench.poll() == []
    assert bench.practice.asked[-1] > bench.practice.asked[-2]


async def test_what_was_under_way_and_refused_was_somebody_elses(bench: Bench) -> None:
    later = DAYS_AHEAD + timedelta(hours=1)
    attempt = await bench.begin(Kind.MOVE, "500", later, None)
    bench.practice.edit("500", start=later)
    await bench.poll()
    await bench.store.move(Move(attempt, State.REFUSED))
    assert await bench.poll() == ["moved 500 12 10:00"]


async def test_a_booking_whose_number_is_not_known_yet_is_waited_for(bench: Bench) -> None:
    attempt = await bench.begin(Kind.BOOK, "505", DAYS_AHEAD, None)
    moved = DAYS_AHEAD + timedelta(hours=3)
    bench.practice.put(Appointment("505", "17", moved, Status.SCHEDULED, 20, "1864", "4"))
    assert await bench.poll() == []
    await bench.end(attempt, "505")
    assert await bench.poll() == ["moved 505 12 12:00"]


async def test_a_doubt_of_days_holds_nothing_up(bench: Bench) -> None:
    later = DAYS_AHEAD + timedelta(hours=1)
    attempt = await bench.begin(Kind.MOVE, "500", later, None)
    await bench.store.move(Move(attempt, State.IN_DOUBT))
    bench.practice.edit("500", start=later)
    assert await bench.poll(after=PATIENCE * 2) == []
    assert await bench.poll() == []
    assert bench.practice.asked[-1] > bench.practice.asked[-2]
    bench.practice.edit("500", start=DAYS_AHEAD + timedelta(hours=5))
    assert await bench.poll() == ["moved 500 12 14:00"]
    await bench.end(attempt, "500")
    bench.practice.edit("500", status=Status.CONFIRMED)
    assert await bench.poll() == ["moved 500 12 14:00"]


async def test_what_the_desk_has_done_for_a_patient_is_no_news(bench: Bench) -> None:
    later = DAYS_AHEAD + timedelta(hours=1)
    attempt = await bench.begin(Kind.MOVE, "500", later, None)
    await bench.store.move(Move(attempt, State.IN_DOUBT))
    await bench.poll(after=PATIENCE * 2)
    bench.practice.edit("500", start=later)
    await bench.store.move(Move(attempt, State.SETTLED, outcome=Outcome.BOOKED, by="Ann"))
    assert await bench.poll() == []


async def test_a_number_that_the_desk_mistyped_moves_nobody_else(bench: Bench) -> None:
    attempt = await bench.begin(Kind.BOOK, "506", DAYS_AHEAD + timedelta(days=1), None)
    await bench.store.move(Move(attempt, State.IN_DOUBT))
    settled = Move(attempt, State.SETTLED, "500", Outcome.BOOKED, by="Ann")
    await bench.store.move(settled)
    bench.practice.edit("500", status=Status.CONFIRMED)
    assert await bench.poll() == []


async def test_an_answer_that_lags_behind_our_own_change_is_no_news(bench: Bench) -> None:
    attempt = await bench.begin(Kind.MOVE, "500", DAYS_AHEAD + timedelta(hours=1), None)
    await bench.end(attempt, "500")
    bench.practice.put(bench.practice.diary["500"])
    assert await bench.poll(after=timedelta(seconds=5)) == []
    bench.practice.edit("500", start=DAYS_AHEAD + timedelta(hours=1))
    assert await bench.poll() == []


async def test_a_poll_that_is_refused_for_now_asks_from_the_same_moment(bench: Bench) -> None:
    bench.practice.edit("500", start=DAYS_AHEAD + timedelta(hours=1))
    bench.practice.busy = True
    with pytest.raises(TooBusy):
        await bench.poll()
    bench.practice.busy = False
    assert await bench.poll() == ["moved 500 12 10:00"]
    assert bench.practice.asked[-1] == bench.practice.asked[-2]


async def test_a_damaged_row_is_learnt_anew_and_stops_nobody(bench: Bench) -> None:
    bench.practice.edit("500", status=Status.CANCELLED)
    await bench.poll()
    await bench.store._writer._connection.execute("UPDATE appointment SET status = 'torn'")
    await bench.store._writer._connection.execute("UPDATE change SET before = '{'")
    await bench.store._writer._connection.commit()
    bench.practice.edit("500", status=Status.CONFIRMED)
    assert await bench.poll() == []
    assert (await bench.store.changes.known(["500"]))["500"].appointment.status is Status.CONFIRMED
