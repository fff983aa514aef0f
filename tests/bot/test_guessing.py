"""What many chats in which nobody has proven who they are leave to those who have, or will."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.bot.around import PATRICK, stood
from tests.bot.processes import SAMIRA

# A fifth of 40 is 8, of which searches may have 6.
SMALL: dict[str, Any] = {"AERONA_REQUEST_LIMIT": "40", "AERONA_WRITE_RESERVE": "6"}
WISH = "check-up tomorrow at 9"


async def test_chats_that_guess_numbers_leave_a_proven_patients_booking_alone(
    tmp_path: Path,
) -> None:
    async with stood(tmp_path, fill=0.0, **SMALL) as stand:
        await stand.to_the_check("ana", SAMIRA, WISH)
        proven = stand.sandbox.calls.count("patient")

        for number in range(20):
            await stand.say(f"guess-{number}", WISH, str(400000 + number), "1/1/1980", "Nobody")
        assert 0 < stand.sandbox.calls.count("patient") - proven <= 8

        await stand.say("ana", "yes")
        assert len(stand.made()) == 1


async def test_a_new_patient_gets_through_while_others_only_look_around(tmp_path: Path) -> None:
    async with stood(tmp_path, fill=0.0, **SMALL) as stand:
        for number in range(9):
            stand.clock.now += timedelta(seconds=61)
            await stand.say(f"browser-{number}", WISH)
        assert stand.sandbox.calls.count("slots") == 6

        await stand.to_the_check("dad", PATRICK, WISH)
        await stand.say("dad", "yes")
        assert len(stand.made()) == 1
