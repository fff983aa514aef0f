"""Turns against the real store: one at a time in a conversation, many conversations at once."""

import asyncio
import random
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels.protocol import Arrival, NotStored
from bot.turns import Conversations
from bot.vendors import abilities_of, connect
from dialogs.booking.frame import Booking
from dialogs.ports import Ports
from dialogs.session import Heard
from dialogs.table import Answer, Dialog, Do
from dialogs.talk import Talk
from sandbox.misbehaviour import Fault
from tests.bot.around import PATRICK, Stand, stood, until
from tests.bot.processes import SAMIRA


@asynccontextmanager
async def read_only_disk(stand: Stand) -> AsyncIterator[None]:
    """Nothing can be written, as when a sick disk was mounted anew for reading only."""
    connection = stand.app.store._writer._connection
    await connection.execute("PRAGMA query_only = ON")
    yield
    await connection.execute("PRAGMA query_only = OFF")


async def test_what_one_patient_says_is_answered_in_order(tmp_path: Path) -> None:
    async with stood(tmp_path) as stand:
        words = ("/start", "book", "check-up", "tomorrow morning", "2", *SAMIRA, "yes")
        arrivals = [stand.arrival("ana", text) for text in words]
        await asyncio.gather(*map(stand.app.conversations.arrive, arrivals))
        await stand.app.settled()
        assert stand.heard("ana").startswith("Booked: ")
        assert [one.patient_id for one in stand.made()] == [426909]


async def test_a_patient_who_waits_for_the_vendor_keeps_nobody_waiting(tmp_path: Path) -> None:
    async with stood(tmp_path) as stand:
        await stand.say("ana", "/start")
        stand.sandbox.misbehave.on(Fault.HOLD_BEFORE, "slots")
        # Stored, and so acknowledged, while its turn goes on.
        await stand.app.conversations.arrive(stand.arrival("ana", "check-up tomorrow"))
        await stand.sandbox.misbehave.holding()
        others = [stand.arrival(f"user {n}", "/start") for n in range(50)]
        await asyncio.gather(*map(stand.app.conversations.arrive, others))
        await until(lambda: all(len(stand.messenger.texts(o.user)) == 2 for o in others))
        assert "Check-up" not in stand.heard("ana")
        stand.sandbox.misbehave.off()
        await stand.app.settled()
        assert "Check-up" in stand.heard("ana")


@pytest.mark.parametrize("seed", range(3))
async def test_messages_that_come_several_times_change_nothing(tmp_path: Path, seed: int) -> None:
    words = ("check-up tomorrow morning", "1", *SAMIRA, "yes", "my appointments", "nothing")
    talks: list[list[str]] = []
    for often in (False, True):
        chance = random.Random(seed)
        folder = tmp_path / str(often)
        folder.mkdir()
        async with stood(folder) as stand:
            for text in words:
                arrival = stand.arrival("ana", text)
                times = chance.randint(1, 5) if often else 1
                together = [stand.app.conversations.arrive(arrival) for _ in range(times)]
                await asyncio.gather(*together)
                await stand.app.settled()
                if often and chance.random() < 0.5:
                    await stand.app.conversations.arrive(arrival)
                    await stand.app.settled()
            assert stand.creates() == len(stand.made()) == 1
            talks.append(stand.messenger.texts("ana"))
    assert talks[0] == talks[1]


async def test_a_repeat_beside_the_first_is_not_heard_as_the_next_answer(tmp_path: Path) -> None:
    async with stood(tmp_path) as stand:
        await stand.to_the_check("ana")
        await stand.say("ana", "no")
        # After a restart the conversation is read from the disk first, so that repeats overtake.
        await stand.stop()
        await stand.start()
        await stand.app.catalogues.read()
        # One yes asks again whether it shall be booked, and a second yes would book it.
        arrival = stand.arrival("ana", "yes")
        await asyncio.gather(*[stand.app.conversations.arrive(arrival) for _ in range(5)])
        await stand.app.settled()
        assert "Shall I book it?" in stand.heard("ana")
        assert stand.creates() == 0
        assert (await stand.say("ana", "yes")).startswith("Booked: ")


@pytest.mark.parametrize("tapped", [True, False])
async def test_ten_times_yes_at_once_is_one_booking(tmp_path: Path, *, tapped: bool) -> None:
    async with stood(tmp_path) as stand:
        await stand.to_the_check("ana")
        choice = stand.messenger.button("ana", "Yes, book it")
        what = {"choice": choice} if tapped else {"text": "yes"}
        arrivals = [stand.arrival("ana", **what) for _ in range(10)]
        await asyncio.gather(*map(stand.app.conversations.arrive, arrivals))
        await stand.app.settled()
        assert stand.creates() == len(stand.made()) == 1
        assert sum(text.startswith("Booked: ") for text in stand.messenger.texts("ana")) == 1


async def test_two_patients_who_want_one_time_at_once_do_not_both_get_it(tmp_path: Path) -> None:
    async with stood(tmp_path) as stand:
        # Not even where the vendor looks for no overlaps.
        stand.sandbox.misbehave.on(Fault.UNCHECKED)
        stand.sandbox.misbehave.on(Fault.NOT_BLOCKING)
        for user, who in (("ana", SAMIRA), ("pat", PATRICK)):
            await stand.say(user, "check-up tomorrow at 9 with Dr Ruiz", *who[:2])
        last = [stand.arrival("ana", SAMIRA[2]), stand.arrival("pat", PATRICK[2])]
        await asyncio.gather(*map(stand.app.conversations.arrive, last))
        await stand.app.settled()
        # While one decides, the other is shown the nearest times in the same reply.
        first = next(one for one in ("ana", "pat") if stand.heard(one).startswith("Please check"))
        other = "pat" if first == "ana" else "ana"
        assert "has just been taken" in stand.heard(other)
        both = [stand.arrival(user, "yes") for user in ("ana", "pat")]
        await asyncio.gather(*map(stand.app.conversations.arrive, both))
        await stand.app.settled()
        assert stand.creates() == len(stand.made()) == 1
        assert stand.heard(first).startswith("Booked: ")


async def test_a_time_is_let_go_when_its_patient_goes_on_or_thinks_too_long(
    tmp_path: Path,
) -> None:
    async with stood(tmp_path) as stand:
        wish = "check-up tomorrow at 9 with Dr Ruiz"
        await stand.to_the_check("ana", SAMIRA, wish)
        assert "Nothing is free" in await stand.say("pat", wish)
        await stand.say("ana", "Thursday instead")
        assert "patient number" in await stand.say("ben", wish)
        await stand.say("ben", *PATRICK)
        stand.clock.now += timedelta(minutes=6)
        assert "patient number" in await stand.say("cat", wish)


async def test_a_turn_without_the_vendor_makes_one_commit(tmp_path: Path) -> None:
    async with stood(tmp_path) as stand:
        await stand.say("ana", "check-up")
        before = commits(stand.path)
        await stand.app.conversations.arrive(stand.arrival("ana", "help"))
        assert commits(stand.path) == before + 1
        await stand.app.settled()


def commits(database: Path) -> int:
    """How many transactions the write-ahead log holds; https://www.sqlite.org/fileformat.html."""
    log = database.with_name(f"{database.name}-wal").read_bytes()
    (page,) = struct.unpack(">I", log[8:12])
    frames = range(32, len(log), 24 + page)
    # The last frame of a transaction says how large the database is after it.
    return sum(
        log[at + 4 : at + 8] != bytes(4) for at in frames if log[at + 8 : at + 16] == log[16:24]
    )


async def test_what_cannot_be_stored_is_refused_and_answered_when_it_comes_again(
    tmp_path: Path,
) -> None:
    async with stood(tmp_path) as stand:
        await stand.say("ana", "check-up")
        arrival = stand.arrival("newcomer", "/start")
        async with read_only_disk(stand):
            for _ in range(2):
                with pytest.raises(NotStored):
                    await stand.app.conversations.arrive(arrival)
            assert stand.rows("SELECT count(*) FROM session WHERE user = 'newcomer'") == [(0,)]
        await stand.app.conversations.arrive(arrival)
        await stand.app.settled()
        assert len(stand.messenger.texts("newcomer")) == 2


async def test_what_was_acknowledged_is_answered_as_soon_as_the_disk_obeys_again(
    tmp_path: Path,
) -> None:
    async with stood(tmp_path) as stand:
        await stand.to_the_check("ana")
        stand.sandbox.misbehave.on(Fault.SLOW_AFTER, "create", seconds=0.3, times=1)
        await stand.app.conversations.arrive(stand.arrival("ana", "yes"))
        await until(lambda: stand.creates() == 1)
        async with read_only_disk(stand):
            began = stand.clock()
            # Booked at the vendor's, and not written down yet: tried again and again.
            await until(lambda: (stand.clock() - began).total_seconds() > 30)
            assert stand.rows("SELECT state FROM attempt") == [("sent",)]
        await stand.app.settled()
        assert stand.heard("ana").startswith("Booked: ")
        assert stand.creates() == len(stand.made()) == 1
        assert stand.rows("SELECT state FROM attempt") == [("confirmed",)]


async def test_what_was_sent_is_met_again_however_late_the_next_start_is(tmp_path: Path) -> None:
    async with stood(tmp_path) as stand:
        await stand.to_the_check("ana")
        stand.sandbox.misbehave.on(Fault.HOLD_AFTER, "create", times=1)
        await stand.app.conversations.arrive(stand.arrival("ana", "yes"))
        await stand.sandbox.misbehave.holding()
        await stand.app.conversations.aclose()
        await stand.stop()
        stand.sandbox.misbehave.off()
        # By now the time that was to be booked is long past, and the offer stale.
        stand.clock.now += timedelta(days=2)
        await stand.start()
        await stand.app.settled()
        assert "I am not sure yet whether" in stand.heard("ana")
        assert stand.rows("SELECT state FROM attempt") == [("in_doubt",)]
        assert len(await stand.app.store.desk_items()) == stand.creates() == 1


async def test_what_can_never_be_stored_is_said_and_holds_nobody_up(tmp_path: Path) -> None:
    async with stood(tmp_path) as stand:
        arrive = stand.app.conversations.arrive
        await stand.say("ana", "can I speak to a person?")
        await stand.press("ana", "Leave a message")
        half = "\ud83d"  # half of an emoji is no text that SQLite takes
        heard = Heard.model_construct(text=f"my crown {half} is loose", at=stand.clock())
        # Words that would be kept; the same behind others; an id about which nothing can be said.
        ids = ("m-first", "m-second", half)
        await asyncio.gather(*(arrive(Arrival("ana", id_, heard)) for id_ in ids))
        await stand.app.settled()
        apologies = [
            text.startswith("Something went wrong") for text in stand.messenger.texts("ana")
        ]
        assert apologies[-2:] == [True, True]
        # The question is still open, and the same words without the half are its answer.
        assert "name" in await stand.say("ana", "my crown is loose")


async def test_a_defect_in_a_dialog_costs_the_patient_no_answers(tmp_path: Path) -> None:
    async with stood(tmp_path) as stand:
        await stand.to_the_check("ana")
        before = await stand.app.store.session(stand.app.conversations.key("ana"))
        broken = with_a_defect(stand)
        await broken.arrive(stand.arrival("ana", "yes"))
        await broken.idle()
        await stand.app.settled()
        assert stand.heard("ana").startswith("Something went wrong on my side")
        assert stand.settings.clinic.phone in stand.heard("ana")
        after = await stand.app.store.session(before.key)
        assert after.model_copy(update={"revision": before.revision}) == before
        # The defect is mended: the same answer goes on from where the patient was.
        assert (await stand.say("ana", "yes")).startswith("Booked: ")
        assert stand.creates() == len(stand.made()) == 1


def with_a_defect(stand: Stand, words: str = "a defect") -> Conversations:
    """The clinic's conversations, with a booking dialog that fails where it should book."""

    async def explode(_frame: Booking, _talk: Talk, _ports: Ports) -> Answer:
        raise RuntimeError(words)

    app = stand.app
    engine = app.conversations._engine
    booking = engine.repertoire.dialogs["booking"]
    steps = tuple(
        replace(step, work=explode) if isinstance(step, Do) and step.commits else step
        for step in booking.steps
    )
    broken = Dialog("booking", Booking, steps, booking.version, wishes=booking.wishes)
    vendor = connect(stand.settings, stand.world, stand.path.parent)
    return Conversations(
        clinic=app.slug,
        channel=app.channel.name,
        store=app.store,
        engine=replace(
            engine,
            repertoire=replace(
                engine.repertoire, dialogs={**engine.repertoire.dialogs, "booking": broken}
            ),
        ),
        vendor=vendor,
        abilities=abilities_of(vendor),
        catalogues=app.catalogues,
        deliveries=app.deliveries,
        clock=stand.clock,
        sleep=stand.clock.sleep,
        ponder=None,
        reader=app.conversations._reader,
        leases=app.conversations._leases,
        holds=app.conversations._holds,
    )


async def test_after_it_was_closed_nothing_is_acknowledged(tmp_path: Path) -> None:
    async with stood(tmp_path) as stand:
        await stand.app.conversations.aclose()
        with pytest.raises(NotStored):
            await stand.app.conversations.arrive(stand.arrival("ana", "/start"))
