"""Through PracSuite itself: what staff change reaches the patient, and our own changes do not."""

from datetime import timedelta
from pathlib import Path

from tests.bot.around import Stand, stood

LATER = timedelta(minutes=5)


async def looked(stand: Stand, times: int = 2) -> str:
    """Some minutes pass again and again; gives all that Ana has read."""
    for _ in range(times):
        stand.clock.now += LATER
        await stand.app.catch_up()
    return "\n".join(stand.messenger.texts("ana"))


async def booked(stand: Stand) -> int:
    await looked(stand)
    proof = ("07700 900101", "12 May 1984", "Taylor")
    await stand.say("ana", "check-up next Monday at 9", *proof)
    assert (await stand.say("ana", "yes")).startswith("Booked: ")
    return stand.made()[-1].id


async def test_a_move_by_staff_is_told_once(tmp_path: Path) -> None:
    async with stood(tmp_path, fill=0.0, diary="pracsuite") as stand:
        number = await booked(stand)
        assert "this appointment:" not in await looked(stand)
        [entry] = stand.made()
        stand.sandbox.clinic.diary.move(number, entry.start + timedelta(hours=1))
        read = await looked(stand, 4)
        assert read.count("Harbour Dental has moved this appointment:") == 1
        assert "Before: Monday 9 March, 9:00am" in read
        assert "Now: Monday 9 March, 10:00am" in read


async def test_a_cancellation_by_staff_is_told_once(tmp_path: Path) -> None:
    async with stood(tmp_path, fill=0.0, diary="pracsuite") as stand:
        number = await booked(stand)
        await looked(stand)
        diary = stand.sandbox.clinic.diary
        diary.cancel(number, recorded=True, reason="The practice is closed", reason_id=None)
        read = await looked(stand, 4)
        assert read.count("Harbour Dental has cancelled this appointment:") == 1


async def test_what_the_patient_does_here_is_no_news(tmp_path: Path) -> None:
    async with stood(tmp_path, fill=0.0, diary="pracsuite") as stand:
        await booked(stand)
        await stand.say("ana", "I will come to my appointment")
        await looked(stand)
        await stand.say("ana", "cancel my appointment", "yes")
        assert "this appointment:" not in await looked(stand, 4)
        assert stand.rows("SELECT kind FROM change WHERE kind <> 'status'") == []


async def test_the_patients_own_move_is_no_news(tmp_path: Path) -> None:
    async with stood(tmp_path, fill=0.0, diary="pracsuite") as stand:
        await booked(stand)
        await stand.say("ana", "move my appointment to next Tuesday at 11", "yes")
        moved = stand.made()[-1].start
        assert (moved.day, moved.hour) == (10, 11)
        assert "this appointment:" not in await looked(stand, 4)
