"""A whole clinic that is told of changes: the next patient and the one in doubt are better off."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

from aiohttp import web

from bot.webhooks.endpoint import routes
from sandbox.diary import Wish
from sandbox.webhooks import Address
from tests.bot.around import MONDAY, Stand, stood
from tests.webhooks.around import PATH, listening

TUESDAY_AT_NINE = MONDAY + timedelta(days=1)


@asynccontextmanager
async def told_clinic(folder: Path, repeats: int = 1) -> AsyncIterator[Stand]:
    """A clinic whose sandbox tells it of every change."""
    lookups = {"AERONA_APPOINTMENTS_SEARCH_PATH": "/appointments/search"}
    application = web.Application()
    async with stood(folder, optional=("appointments",), fill=0.0, **lookups) as stand:
        application.add_routes(routes(PATH, lambda: stand.app.events))
        async with listening(application) as url:
            stand.sandbox.webhooks.send_to(Address(url + PATH, repeats=repeats))
            yield stand


async def heard_of(stand: Stand) -> None:
    """Return once all that was told is handled."""
    await stand.sandbox.webhooks.idle()
    await stand.app.events.idle()


async def test_a_time_that_staff_have_taken_is_not_offered_to_the_next_patient(
    tmp_path: Path,
) -> None:
    async with told_clinic(tmp_path) as stand:
        wish = "check-up tomorrow at 9 with Dr Ruiz"
        await stand.say("ana", wish)
        searches = stand.sandbox.calls.counts()["slots"]
        stand.sandbox.clinic.diary.take(34567, TUESDAY_AT_NINE)
        await heard_of(stand)
        await stand.say("ben", wish)
        assert stand.sandbox.calls.counts()["slots"] > searches
        labels = [choice.label for choice in stand.messenger.shown["ben"][-1].choices]
        assert labels
        assert not any("9:00" in label for label in labels)


async def test_a_booking_in_doubt_that_took_effect_late_is_settled_when_it_is_told(
    tmp_path: Path,
) -> None:
    async with told_clinic(tmp_path, repeats=3) as stand:
        await stand.to_the_check("ana")
        stand.sandbox.misbehave.on("error-before", "create", times=1)
        await stand.press("ana", "Yes, book it")
        for seconds in (1, 60):
            stand.clock.now += timedelta(seconds=seconds)
            await stand.app.catch_up()
        assert stand.rows("SELECT state FROM attempt") == [("in_doubt",)]
        said = len(stand.messenger.texts("ana"))

        # What was sent acts at last, long before anybody would look again.
        [(start, clinician)] = stand.rows("SELECT start, clinician_id FROM attempt")
        wish = Wish(426909, int(clinician), 1864, datetime.fromisoformat(start), 20)
        made = stand.sandbox.clinic.diary.book(wish)
        await heard_of(stand)
        await stand.app.catch_up()

        assert stand.rows("SELECT state, reference FROM attempt") == [("confirmed", str(made.id))]
        assert "ooked" in " ".join(stand.messenger.texts("ana")[said:])
        assert len(stand.made()) == 1


async def test_our_own_bookings_come_back_as_events_and_do_no_harm(tmp_path: Path) -> None:
    async with told_clinic(tmp_path, repeats=5) as stand:
        await stand.to_the_check("ana")
        heard = await stand.press("ana", "Yes, book it")
        assert heard.startswith("Booked")
        await heard_of(stand)
        await stand.app.catch_up()
        assert len(stand.made()) == 1
        assert stand.heard("ana") == heard
        assert stand.rows("SELECT count(*), count(handled_at) FROM event") == [(1, 1)]
