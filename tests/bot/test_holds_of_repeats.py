"""What a message holds whose turn comes to nothing is kept from nobody afterwards."""

from datetime import timedelta
from pathlib import Path

from tests.bot.around import Stand, stood

PROOF = ("07700 900101", "12 May 1984", "Taylor")
WISH = "check-up next Tuesday at 11 with Dr Ruiz"


async def heard_twice(stand: Stand) -> None:
    """A known patient wishes for a time and thinks better of it; then the update comes again."""
    wish = stand.arrival("ana", WISH)
    await stand.app.conversations.arrive(wish)
    await stand.app.settled()
    assert stand.heard("ana").startswith("Please check"), stand.heard("ana")
    await stand.say("ana", "stop")
    stand.clock.now += timedelta(seconds=20)
    await stand.app.catch_up()
    await stand.app.conversations.arrive(wish)
    await stand.app.settled()


async def test_a_repeat_of_an_update_asks_the_vendor_for_no_time(tmp_path: Path) -> None:
    async with stood(tmp_path, fill=0.0, diary="pracsuite") as stand:
        await stand.say("ana", "check-up next Monday at 9", *PROOF, "yes")
        await heard_twice(stand)
        asked = [one.operation for one in stand.sandbox.pracsuite.sent]
        assert asked == ["reserve", "finalise", "reserve", "cancel"]
