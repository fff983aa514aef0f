"""A doubt is settled by reading wherever that proves something, and extras are found later."""

import sqlite3
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from dialogs.session import Reply
from sandbox.diary import Appointment, Wish
from sandbox.misbehaviour import Fault
from storage.attempts import Outcome, State
from storage.store import Store
from tests.bot.around import PATRICK, Stand, stood
from tests.bot.processes import SAMIRA

PATH = "/appointments/search"
_SENT = "UPDATE attempt SET state = 'sent', reference = NULL"
_PREPARED = "UPDATE attempt SET state = 'prepared', reference = NULL"
LEO = ("426910", "3 September 2015", "Taylor")
WISH = "check-up next Monday at 9 with Dr Ruiz"


async def passing(stand: Stand, seconds: int) -> None:
    """Time goes on, and with it what goes on beside the conversations."""
    for _ in range(0, seconds, 5):
        stand.clock.now += timedelta(seconds=5)
        await stand.app.catch_up()


async def seen_to_leave(stand: Stand) -> None:
    """Bookings each of which is seen to take its time out of the search."""
    for user, who, day, at in (
        ("pat", PATRICK, "Monday", "10"),
        ("leo", LEO, "Monday", "11"),
        ("max", LEO, "Tuesday", "11"),
    ):
        await stand.to_the_check(user, who, f"check-up next {day} at {at} with Dr Ruiz")
        assert (await stand.say(user, "yes")).startswith("Booked: ")
        await passing(stand, 60)


def attempts(stand: Stand) -> list[tuple[str, int]]:
    return [(state, sends) for state, sends in stand.rows("SELECT state, sends FROM attempt")]


async def lost_before(stand: Stand, fault: Fault = Fault.DROP_BEFORE) -> None:
    """Ana's booking is in doubt."""
    await stand.to_the_check("ana", SAMIRA, WISH)
    stand.sandbox.misbehave.on(fault, "create", times=1)
    assert "not sure yet" in await stand.say("ana", "yes")


async def test_a_time_that_stays_free_proves_that_nothing_was_booked(tmp_path: Path) -> None:
    async with stood(tmp_path, fill=0.0) as stand:
        await seen_to_leave(stand)
        await lost_before(stand)
        creates = stand.creates()
        await passing(stand, 85)
        assert stand.creates() == creates
        assert await stand.app.store.desk_items() == []
        await passing(stand, 30)
        assert stand.creates() == creates + 1
        assert "it is booked" in stand.heard("ana")
        assert attempts(stand)[-1] == (State.CONFIRMED, 2)
        assert await stand.app.store.desk_items() == []


async def test_a_time_that_is_gone_may_be_anybodys_so_the_desk_decides(tmp_path: Path) -> None:
    async with stood(tmp_path, fill=0.0) as stand:
        await seen_to_leave(stand)
        await lost_before(stand, Fault.DROP_AFTER)
        await passing(stand, 180)
        [item] = await stand.app.store.desk_items()
        assert item.note.kind == "in_doubt"
        assert attempts(stand)[-1] == (State.IN_DOUBT, 1)


async def test_where_bookings_stay_in_the_search_it_proves_nothing(tmp_path: Path) -> None:
    async with stood(tmp_path, fill=0.0) as stand:
        stand.sandbox.misbehave.on(Fault.NOT_BLOCKING)
        stand.sandbox.misbehave.on(Fault.UNCHECKED)
        await seen_to_leave(stand)
        await lost_before(stand)
        creates = stand.creates()
        # Nothing but the desk can tell, so it is told at once.
        assert len(await stand.app.store.desk_items()) == 1
        await passing(stand, 300)
        assert stand.creates() == creates
        assert attempts(stand)[-1] == (State.IN_DOUBT, 1)


async def test_a_desk_that_was_told_keeps_it_from_being_sent_again(tmp_path: Path) -> None:
    async with stood(
        tmp_path, optional=("appointments",), AERONA_APPOINTMENTS_SEARCH_PATH=PATH
    ) as stand:
        await stand.to_the_check("ana", SAMIRA, WISH)
        stand.sandbox.misbehave.on(Fault.DROP_BEFORE, "create", times=1)
        stand.sandbox.misbehave.on(Fault.ERROR_BEFORE, "appointments")
        await stand.say("ana", "yes")
        await passing(stand, 200)
        kinds = [item.note.kind for item in await stand.app.store.desk_items()]
        assert kinds.count("in_doubt") == 1
        stand.sandbox.misbehave.off()
        await passing(stand, 120)
        assert stand.creates() == 1
        assert "Shall I try again?" in stand.heard("ana")
        assert await stand.app.store.desk_items() == []
        assert (await stand.say("ana", "yes")).startswith("Booked: ")


async def test_a_second_sending_whose_process_dies_is_in_doubt_again_and_settled(
    tmp_path: Path,
) -> None:
    async with stood(
        tmp_path, optional=("appointments",), AERONA_APPOINTMENTS_SEARCH_PATH=PATH
    ) as stand:
        await lost_before(stand)
        await passing(stand, 85)
        stand.sandbox.misbehave.on(Fault.HOLD_AFTER, "create", times=1)
        stand.clock.now += timedelta(seconds=10)
        settling = next(one for one in stand.app.chores if one.name == "settling")
        await settling.done()
        await stand.sandbox.misbehave.holding()
        assert attempts(stand) == [(State.SENT, 2)]
        await stand.stop()
        stand.sandbox.misbehave.off()
        await stand.start()
        await passing(stand, 30)
        assert len(stand.made()) == 1
        assert attempts(stand) == [(State.CONFIRMED, 2)]
        assert "it is booked" in stand.heard("ana")


# Extras


def entered(stand: Stand, *, tagged: bool) -> Appointment:
    """What the diary holds all of a sudden, at the time of Ana's attempt."""
    [(tag, start)] = stand.rows("SELECT tag, start FROM attempt LIMIT 1")
    at = stand.clock().fromisoformat(start).astimezone(ZoneInfo("Europe/London"))
    wish = Wish(
        patient_id=426909,
        clinician_id=34567,
        type_id=1864,
        start=at,
        minutes=20,
        status_id=10,
        notes=tag if tagged else "",
    )
    return stand.sandbox.clinic.diary.book(wish, check=False)


async def given_up(stand: Stand) -> None:
    """Ana was told that it is not booked."""
    await lost_before(stand)
    await stand.say("ana", "where are you?")
    await passing(stand, 110)
    assert "it is not booked" in stand.heard("ana")


async def test_what_takes_effect_after_it_was_given_up_is_cancelled(tmp_path: Path) -> None:
    async with stood(
        tmp_path, optional=("appointments",), AERONA_APPOINTMENTS_SEARCH_PATH=PATH
    ) as stand:
        await given_up(stand)
        late = entered(stand, tagged=True)
        await passing(stand, 120)
        found = stand.sandbox.clinic.diary.get(late.id)
        assert found is not None
        assert found.status == "Cancelled by Practice"
        [item] = await stand.app.store.desk_items()
        assert item.note.kind == "extra"
        assert str(late.id) in item.note.text


async def test_what_may_be_the_desks_own_is_only_asked_about(tmp_path: Path) -> None:
    async with stood(
        tmp_path, optional=("appointments",), AERONA_APPOINTMENTS_SEARCH_PATH=PATH
    ) as stand:
        await given_up(stand)
        theirs = entered(stand, tagged=False)
        await passing(stand, 120)
        found = stand.sandbox.clinic.diary.get(theirs.id)
        assert found is not None
        assert found.status == "Scheduled"
        [item] = await stand.app.store.desk_items()
        assert "tell the patient" in item.note.text


async def test_of_two_at_one_time_the_one_that_was_told_stays(tmp_path: Path) -> None:
    async with stood(
        tmp_path, optional=("appointments",), AERONA_APPOINTMENTS_SEARCH_PATH=PATH
    ) as stand:
        await lost_before(stand)
        await passing(stand, 110)
        assert "it is booked" in stand.heard("ana")
        late = entered(stand, tagged=True)
        await passing(stand, 120)
        active = [one.id for one in stand.made() if one.status == "Scheduled"]
        assert active == [int(stand.heard("ana").rpartition("Reference: ")[2].rstrip("."))]
        assert late.id not in active


async def test_a_wish_that_cannot_be_read_is_left_to_the_desk_and_stops_nobody_else(
    tmp_path: Path,
) -> None:
    async with stood(
        tmp_path, optional=("appointments",), AERONA_APPOINTMENTS_SEARCH_PATH=PATH
    ) as stand:
        await lost_before(stand)
        execute(stand, "UPDATE attempt SET wish = 'torn'")
        await passing(stand, 200)
        assert [item.note.kind for item in await stand.app.store.desk_items()] == ["in_doubt"]
        assert attempts(stand) == [(State.IN_DOUBT, 1)]
        await stand.to_the_check("pat", PATRICK, "check-up next Monday at 11 with Dr Ruiz")
        assert (await stand.say("pat", "yes")).startswith("Booked: ")
        assert "I will come" in " ".join(
            choice.label for choice in (await _menu(stand, "pat")).choices
        )


async def _menu(stand: Stand, user: str) -> Reply:
    await stand.say(user, "my appointments")
    return stand.messenger.shown[user][-1]


def execute(stand: Stand, sql: str) -> None:
    """Spoil what is on disk, as a defect would."""
    connection = sqlite3.connect(stand.path)
    connection.execute(sql)
    connection.commit()
    connection.close()


async def test_what_staff_made_beside_ours_is_never_cancelled(tmp_path: Path) -> None:
    async with stood(
        tmp_path, optional=("appointments",), AERONA_APPOINTMENTS_SEARCH_PATH=PATH
    ) as stand:
        await lost_before(stand)
        await passing(stand, 110)
        theirs = entered(stand, tagged=False)
        await passing(stand, 120)
        assert [one.status for one in stand.made()] == ["Scheduled", "Scheduled"]
        await passing(stand, 3600)
        [item] = await stand.app.store.desk_items()
        assert str(theirs.id) in item.note.text


async def test_a_number_that_the_desk_mistyped_cancels_nothing(tmp_path: Path) -> None:
    async with stood(
        tmp_path, optional=("appointments",), AERONA_APPOINTMENTS_SEARCH_PATH=PATH
    ) as stand:
        stand.sandbox.misbehave.on(Fault.ERROR_BEFORE, "appointments")
        await lost_before(stand, Fault.DROP_AFTER)
        async with Store.visit(stand.path, stand.clock) as visit:
            [attempt] = await visit.open_attempts()
            await visit.decide(attempt.id, Outcome.BOOKED, reference="99999", by="desk")
        await stand.app.decisions.take_up()
        stand.sandbox.misbehave.off()
        await passing(stand, 200)
        assert [one.status for one in stand.made()] == ["Scheduled"]
        kinds = [item.note.kind for item in await stand.app.store.desk_items()]
        assert kinds.count("extra") == 1


async def test_the_patient_hears_nothing_of_an_extra(tmp_path: Path) -> None:
    async with stood(
        tmp_path, optional=("appointments",), AERONA_APPOINTMENTS_SEARCH_PATH=PATH
    ) as stand:
        await lost_before(stand)
        await passing(stand, 110)
        entered(stand, tagged=True)
        heard = len(stand.messenger.texts("ana"))
        stand.sandbox.misbehave.on(Fault.ERROR_BEFORE, "status", times=1)
        await passing(stand, 400)
        assert len(stand.messenger.texts("ana")) == heard
        [item] = await stand.app.store.desk_items()
        assert "Please see that it is gone" in item.note.text


@pytest.mark.parametrize("state", [State.PREPARED, State.SENT])
async def test_what_nobody_is_at_work_on_any_more_is_looked_after(
    tmp_path: Path, state: State
) -> None:
    async with stood(tmp_path, fill=0.0) as stand:
        await stand.to_the_check("ana", SAMIRA, WISH)
        await stand.say("ana", "yes")
        execute(stand, _SENT if state is State.SENT else _PREPARED)
        await passing(stand, 150)
        items = [item.note.kind for item in await stand.app.store.desk_items()]
        left = state is State.SENT
        assert attempts(stand) == [(State.IN_DOUBT if left else State.REFUSED, 1)]
        assert items == (["in_doubt"] if left else [])


async def test_what_staff_have_set_meanwhile_is_not_set_over(tmp_path: Path) -> None:
    async with stood(
        tmp_path, optional=("appointments",), AERONA_APPOINTMENTS_SEARCH_PATH=PATH
    ) as stand:
        await stand.to_the_check("ana", SAMIRA, WISH)
        await stand.say("ana", "yes")
        stand.sandbox.misbehave.on(Fault.DROP_BEFORE, "status", times=1)
        await stand.say("ana", "I will come to my appointment")
        stand.sandbox.clinic.diary.set_status(stand.made()[0].id, 5)
        await passing(stand, 200)
        assert stand.sandbox.calls.counts()["status"] == 1
        assert [item.note.kind for item in await stand.app.store.desk_items()] == ["in_doubt"]


async def test_what_the_desk_found_to_be_booked_keeps_its_time(tmp_path: Path) -> None:
    async with stood(tmp_path, fill=0.0) as stand:
        stand.sandbox.misbehave.on(Fault.NOT_BLOCKING)
        stand.sandbox.misbehave.on(Fault.UNCHECKED)
        await lost_before(stand, Fault.DROP_AFTER)
        async with Store.visit(stand.path, stand.clock) as visit:
            [attempt] = await visit.open_attempts()
            await visit.decide(attempt.id, Outcome.BOOKED, reference="34234", by="desk")
        await stand.app.decisions.take_up()
        await stand.app.settled()
        heard = await stand.say("pat", WISH)
        assert "Nothing is free" in heard
