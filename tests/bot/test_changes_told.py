"""A patient hears what the practice has changed: once, in every chat that knows them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from bot.changes import watching
from bot.channels.protocol import Unreachable
from bot.chores import Chore
from connectors.model import Appointment, Status
from tests.bot.around import PATRICK, Stand, stood
from tests.bot.practice import Practice
from tests.bot.processes import SAMIRA
from tests.harness.stage import Clock

MOVED = "has moved this appointment"
OFF = "has cancelled this appointment"


@dataclass
class Watched:
    """A clinic whose staff's changes are asked for now and then."""

    stand: Stand
    practice: Practice

    @property
    def chore(self) -> Chore:
        """The chore of the application that is open now."""
        app = self.stand.app
        conversations = app.conversations
        abilities = conversations._abilities
        [chore] = watching(self.practice, conversations, app.decisions.teller, abilities, 60)
        return chore

    async def look(self, chore: Chore | None = None) -> None:
        """Some minutes pass, and the practice is asked."""
        self.stand.clock.now += timedelta(minutes=5)
        await (chore or self.chore).done()
        await self.stand.app.settled()

    async def restart(self) -> None:
        await self.stand.stop()
        await self.stand.start()

    def times(self, user: str, what: str) -> int:
        return sum(what in text for text in self.stand.messenger.texts(user))

    async def book(self, user: str = "ana", who: tuple[str, ...] = SAMIRA) -> str:
        """Book in the chat, and give the number of what was booked."""
        await self.stand.to_the_check(user, who, "check-up next Monday at 9")
        await self.stand.say(user, "yes")
        return str(self.stand.made()[-1].id)

    def edit(self, number: str, **fields: object) -> None:
        """Staff change it; what was never told of before is as it stands in the diary."""
        if number not in self.practice.diary:
            one = next(one for one in self.stand.made() if str(one.id) == number)
            ids = (str(one.patient_id), one.start, Status.SCHEDULED, one.minutes)
            self.practice.put(Appointment(number, *ids, str(one.type_id), str(one.clinician_id)))
        self.practice.edit(number, **fields)

    def later(self, number: str) -> None:
        """Staff give it another time."""
        self.edit(number)
        self.edit(number, start=self.practice.diary[number].start + timedelta(hours=1))


@asynccontextmanager
async def watched(folder: Path) -> AsyncIterator[Watched]:
    async with stood(folder, fill=0.0) as stand:
        assert isinstance(stand.clock, Clock)
        watch = Watched(stand, Practice(stand.clock))
        await watch.look()
        yield watch


async def test_where_it_was_booked_the_patient_hears_of_it_once(tmp_path: Path) -> None:
    async with watched(tmp_path) as watch:
        number = await watch.book()
        await watch.look()
        assert watch.times("ana", "this appointment:") == 0
        watch.later(number)
        for _ in range(3):
            await watch.look()
        assert watch.times("ana", MOVED) == 1
        assert "Now: Monday 9 March, 10:00am" in watch.stand.heard("ana")
        watch.edit(number, status=Status.CANCELLED_BY_CLINIC)
        await watch.restart()
        for _ in range(3):
            await watch.look()
        assert watch.times("ana", OFF) == 1
        assert watch.times("ana", MOVED) == 1
        assert await watch.stand.app.store.changes.untold() == []


async def test_what_the_patient_changes_here_is_no_news(tmp_path: Path) -> None:
    async with watched(tmp_path) as watch:
        number = await watch.book()
        await watch.look()
        await watch.stand.say("ana", "cancel my appointment", "yes")
        watch.edit(number, status=Status.CANCELLED)
        for _ in range(3):
            await watch.look()
        assert watch.times("ana", "this appointment:") == 0


async def test_every_chat_that_knows_the_patient_hears_of_it(tmp_path: Path) -> None:
    async with watched(tmp_path) as watch:
        number = await watch.book("ana")
        await watch.stand.to_the_check("bob", SAMIRA, "check-up next Monday at 4pm")
        await watch.stand.to_the_check("pat", PATRICK, "check-up next Monday at 3pm")
        watch.later(number)
        await watch.look()
        assert [watch.times(user, MOVED) for user in ("ana", "bob", "pat")] == [1, 1, 0]


async def test_the_question_that_was_asked_stays_asked(tmp_path: Path) -> None:
    async with watched(tmp_path) as watch:
        number = await watch.book()
        await watch.stand.say("ana", "check-up next Tuesday at 11")
        watch.later(number)
        await watch.look()
        assert MOVED in watch.stand.heard("ana")
        assert (await watch.stand.say("ana", "yes")).startswith("Booked: ")


async def test_one_who_cannot_be_reached_keeps_it_from_nobody(tmp_path: Path) -> None:
    async with watched(tmp_path) as watch:
        number = await watch.book("ana")
        await watch.stand.to_the_check("bob", SAMIRA, "check-up next Monday at 4pm")
        watch.stand.messenger.fail("ana", Unreachable())
        watch.later(number)
        await watch.look()
        assert [watch.times(user, MOVED) for user in ("ana", "bob")] == [0, 1]
        assert await watch.stand.app.store.changes.untold() == []


async def test_a_process_that_dies_half_way_tells_the_others_and_nobody_twice(
    tmp_path: Path,
) -> None:
    async with watched(tmp_path) as watch:
        number = await watch.book("ana")
        await watch.stand.to_the_check("bob", SAMIRA, "check-up next Monday at 4pm")
        watch.later(number)
        await watch.look()
        # As if the process had died before the mark, and before the second chat was told.
        await disturbed(watch, "UPDATE change SET told_at = NULL")
        await disturbed(watch, "DELETE FROM outbox WHERE user = 'bob'")
        sessions = "UPDATE session SET body = json_remove(body, '$.crc', '$.memory.told')"
        await disturbed(watch, f"{sessions} WHERE user = 'bob'")
        for _ in range(2):
            await watch.look()
        assert watch.times("ana", MOVED) == 1
        assert watch.times("bob", MOVED) == 2
        assert await watch.stand.app.store.changes.untold() == []


async def disturbed(watch: Watched, sql: str) -> None:
    """The process ends; on disk it is then as another end would have left it."""
    connection = watch.stand.app.store._writer._connection
    await connection.execute(sql)
    await connection.commit()
    await watch.restart()


async def test_a_sick_disk_delays_the_news_and_doubles_nothing(tmp_path: Path) -> None:
    async with watched(tmp_path) as watch:
        number = await watch.book()
        watch.later(number)
        chore = watch.chore
        connection = watch.stand.app.store._writer._connection
        await connection.execute("PRAGMA query_only = ON")
        await watch.look(chore)
        assert watch.times("ana", MOVED) == 0
        await connection.execute("PRAGMA query_only = OFF")
        for _ in range(2):
            await watch.look(chore)
        assert watch.times("ana", MOVED) == 1


async def test_what_was_noticed_is_told_while_the_vendor_is_down(tmp_path: Path) -> None:
    async with watched(tmp_path) as watch:
        number = await watch.book()
        watch.later(number)
        await watch.look()
        await disturbed(watch, "UPDATE change SET told_at = NULL")
        await disturbed(
            watch, "UPDATE session SET body = json_remove(body, '$.crc', '$.memory.told')"
        )
        watch.practice.busy = True
        await watch.look()
        assert watch.times("ana", MOVED) == 2


async def test_after_a_long_outage_only_what_is_ahead_is_told(tmp_path: Path) -> None:
    async with watched(tmp_path) as watch:
        number = await watch.book()
        await watch.look()
        watch.later(number)
        watch.stand.clock.now += timedelta(days=9)
        await watch.look()
        assert watch.times("ana", "this appointment:") == 0
        assert await watch.stand.app.store.changes.untold() == []


async def test_a_change_that_concerns_no_chat_needs_nobody(tmp_path: Path) -> None:
    async with watched(tmp_path) as watch:
        ahead = watch.stand.clock.now + timedelta(days=3)
        by_phone = Appointment("9001", "426911", ahead, Status.SCHEDULED)
        watch.practice.put(by_phone)
        await watch.look()
        watch.practice.put(replace(by_phone, status=Status.CANCELLED_BY_CLINIC))
        await watch.look()
        assert await watch.stand.app.store.changes.untold() == []
        assert watch.stand.rows("SELECT kind FROM change") == [("cancelled",)]
