"""A new patient has one record, whatever becomes of the request that writes them down."""

from pathlib import Path

import pytest

from sandbox.misbehaviour import Fault
from tests.bot.around import Stand, stood

WISH = "check-up on Tuesday at 9am"
NEW = ("I'm new", "Jo", "Bloggs", "23/4/1980", "jo@example.com", "yes")


def records(stand: Stand) -> list[str]:
    """The clinic's records of this person."""
    return [one.forename for one in stand.sandbox.clinic.people.all() if one.surname == "Bloggs"]


def open_items(stand: Stand) -> list[tuple[str]]:
    """What somebody at the clinic has to look at."""
    return stand.rows("SELECT kind FROM desk WHERE settled_at IS NULL")


async def to_the_check(stand: Stand, user: str = "jo") -> None:
    heard = await stand.say(user, WISH)
    if "First," not in heard:
        heard = await stand.say(user, "1")
    heard = await stand.say(user, *NEW)
    assert heard.startswith("Please check:\nFirst name: Jo\nSurname: Bloggs\n"), heard


async def test_a_new_patient_is_registered_and_booked(tmp_path: Path) -> None:
    async with stood(tmp_path, fill=0.0, diary="pracsuite") as stand:
        await to_the_check(stand)
        heard = await stand.say("jo", "yes")
        assert heard.startswith("Please check:\nFor Jo Bloggs\nCheck-up with"), heard
        assert "Booked: " in await stand.say("jo", "yes")
        assert records(stand) == ["Jo"]


@pytest.mark.parametrize(
    "fault", [Fault.DROP_BEFORE, Fault.DROP_AFTER, Fault.ERROR_AFTER, Fault.CUT_SHORT]
)
async def test_a_lost_answer_makes_no_second_record(tmp_path: Path, fault: Fault) -> None:
    async with stood(tmp_path, fill=0.0, diary="pracsuite") as stand:
        await to_the_check(stand)
        stand.sandbox.pracsuite.misbehave.on(fault, "patient_create", times=1)
        heard = await stand.say("jo", "yes")
        assert heard.startswith("It is not certain yet") == (fault is Fault.DROP_BEFORE), heard
        for _ in range(4):
            if heard.startswith("Please check:\nFor Jo Bloggs"):
                break
            stand.clock.now += stand.settings.settle
            await stand.app.catch_up()
            heard = await stand.say("jo", "yes" if heard.startswith("Please") else "try again")
        assert heard.startswith("Please check:\nFor Jo Bloggs"), heard
        assert records(stand) == ["Jo"]
        assert open_items(stand) == []


async def test_a_restart_behind_the_request_makes_no_second_record(tmp_path: Path) -> None:
    async with stood(tmp_path, fill=0.0, diary="pracsuite") as stand:
        await to_the_check(stand)
        misbehave = stand.sandbox.pracsuite.misbehave
        misbehave.on(Fault.HOLD_AFTER, "patient_create", times=1)
        await stand.app.conversations.arrive(stand.arrival("jo", "yes"))
        await misbehave.holding()
        await stand.app.conversations.aclose(0.1)
        await stand.stop()
        misbehave.off()

        await stand.start()
        await stand.app.settled()
        assert stand.heard("jo").startswith("Please check:\nFor Jo Bloggs"), stand.heard("jo")
        assert records(stand) == ["Jo"]
        assert open_items(stand) == []
