"""What goes on beside the conversations gets on with appointments that were moved after booking."""

from datetime import timedelta
from pathlib import Path

from structlog.testing import capture_logs

from sandbox.misbehaviour import Fault
from tests.bot.around import Stand, stood

PROOF = ("07700 900101", "12 May 1984", "Taylor")


async def hours_later(stand: Stand) -> list[str]:
    """Whatever is due in a day is done; gives what was logged of it as wrong."""
    with capture_logs() as logs:
        for seconds in (5, 30, 60, 120, 3600, 7200, 90_000):
            stand.clock.now += timedelta(seconds=seconds)
            await stand.app.catch_up()
    return [line["event"] for line in logs if line["log_level"] in ("error", "critical")]


async def to_the_check(stand: Stand) -> None:
    heard = await stand.say("ana", "check-up next Monday at 9", *PROOF)
    assert heard.startswith("Please check"), heard


async def test_a_move_is_no_booking_to_be_looked_for_in_the_search(tmp_path: Path) -> None:
    async with stood(tmp_path, fill=0.0, diary="pracsuite") as stand:
        await to_the_check(stand)
        assert (await stand.say("ana", "yes")).startswith("Booked: ")
        await stand.say("ana", "move my appointment to next Tuesday at 11", "yes")
        assert stand.heard("ana").startswith("Moved: ")
        assert await hours_later(stand) == []


async def test_a_booking_once_in_doubt_and_moved_since_is_no_extra(tmp_path: Path) -> None:
    async with stood(tmp_path, fill=0.0, diary="pracsuite") as stand:
        stand.sandbox.pracsuite.misbehave.on(Fault.DROP_AFTER, "finalise", times=1)
        stand.sandbox.pracsuite.misbehave.on(Fault.ERROR_BEFORE, "appointment", times=3)
        await to_the_check(stand)
        assert "not sure yet" in await stand.say("ana", "yes")
        assert await is_settled(stand)
        [entry] = stand.made()
        stand.sandbox.clinic.diary.move(entry.id, entry.start + timedelta(hours=1))
        assert await hours_later(stand) == []
        assert stand.rows("SELECT sweeps FROM attempt") == [(3,)]
        assert stand.rows("SELECT kind FROM desk WHERE kind = 'extra'") == []


async def is_settled(stand: Stand) -> bool:
    """Whether the doubt ends within two minutes."""
    for _ in range(12):
        stand.clock.now += timedelta(seconds=10)
        await stand.app.catch_up()
    return stand.rows("SELECT state FROM attempt") == [("confirmed",)]
