"""`python -m bot desk`, as a receptionist uses it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.commands.desk import settle, show
from bot.commands.desk_trial import send_trial
from bot.settings import ClinicSettings, load
from storage.attempts import Move, Outcome, State
from storage.desk import DeskNote
from storage.store import Store
from tests.bot.processes import command
from tests.desk.mailbox import mail_server
from tests.settings.conftest import SERVED
from tests.storage.patients import Clock, booking, patient
from tests.telegram.fake_bot_api import FakeBotApi

LISTED = """\
1. Monday 2 March, 09:00: it is not certain whether this was done
   Check-up for Ada
   [2JTuesday 9:00
   Look in the clinic's diary, and answer what you have found. Do not book it again before. \
Then write:
      python -m bot desk harbour.env 1 --yes NUMBER    if it is there, with the appointment's number
      python -m bot desk harbour.env 1 --no            if it is not

2. Monday 2 March, 09:00: a patient asks to be rung
   Name: Ada
   Phone: 07700 900123
   Ring them. Then write:
      python -m bot desk harbour.env 2 --done"""

pytestmark = pytest.mark.usefixtures("desk")


@pytest.fixture
def env(tmp_path: Path) -> Path:
    path = tmp_path / "harbour.env"
    path.write_text("".join(f"{name}={value}\n" for name, value in SERVED.items()))
    return path


@pytest.fixture
def settings(env: Path) -> ClinicSettings:
    return load(env, needs=frozenset({"storage"}))


@pytest_asyncio.fixture
async def desk(path: Path, clock: Clock) -> AsyncIterator[Store]:
    """An open server whose desk has a doubt and somebody to ring."""
    async with Store.open(path, clock) as store:
        await store.prepare(booking())
        await store.sent("a1")
        await store.move(Move("a1", State.IN_DOUBT))
        doubt = DeskNote("in_doubt", "Check-up for Ada\r\n\x1b[2JTuesday 9:00", patient(), "a1")
        await store.leave_desk_item(doubt)
        await store.leave_desk_item(DeskNote("person", "Name: Ada\nPhone: 07700 900123", patient()))
        yield store


async def said(env: Path, clock: Clock, item: int | None = None) -> tuple[int, str]:
    lines: list[str] = []
    status = await show(env, item, clock, lines.append)
    return status, "\n".join(lines)


async def answered(
    env: Path, clock: Clock, item: int, outcome: Outcome | None = None, reference: str | None = None
) -> tuple[int, str]:
    lines: list[str] = []
    status = await settle(env, item, outcome, reference, clock=clock, say=lines.append)
    return status, "\n".join(lines)


async def test_the_list_says_what_to_do_and_what_to_write(env: Path, clock: Clock) -> None:
    status, text = await said(env, clock)
    assert status == 0
    assert text == LISTED


async def test_to_look_at_an_item_settles_nothing(env: Path, clock: Clock, desk: Store) -> None:
    status, text = await said(env, clock, 2)
    assert (status, text.splitlines()[0][:2]) == (0, "2.")
    assert len(await desk.desk_items()) == 2
    assert (await said(env, clock, 7))[0] == 1


async def test_what_was_seen_to_is_done(env: Path, clock: Clock, desk: Store) -> None:
    assert await answered(env, clock, 2) == (0, "Item 2 is done.")
    assert [item.id for item in await desk.desk_items()] == [1]
    status, text = await answered(env, clock, 2)
    assert (status, "There is no item 2 that waits." in text) == (1, True)


@pytest.mark.parametrize("number", ["34234", "#34234"])
async def test_a_doubt_is_answered_once(env: Path, clock: Clock, desk: Store, number: str) -> None:
    status, text = await answered(env, clock, 1, Outcome.BOOKED, number)
    assert (status, text.startswith("Item 1 is answered.")) == (0, True)
    [decision] = await desk.decisions()
    assert (decision.outcome, decision.reference) == (Outcome.BOOKED, "34234")
    assert "is being dealt with" in (await said(env, clock, 1))[1]
    status, text = await answered(env, clock, 1, Outcome.NOT_BOOKED)
    assert (status, "answered already" in text) == (1, True)


async def test_what_settled_itself_meanwhile_is_said_in_plain_words(
    env: Path, clock: Clock, desk: Store
) -> None:
    # Between the reading of the list and the answer, as by a server that has just found it.
    await desk.leave_desk_item(DeskNote("in_doubt", "?", patient(), "a1"))
    await desk.move(Move("a1", State.CONFIRMED, "77"))
    await desk.leave_desk_item(DeskNote("in_doubt", "?", patient(), "a1"))
    status, text = await answered(env, clock, 4, Outcome.NOT_BOOKED)
    assert (status, text) == (1, "Item 4 has been settled meanwhile. Nothing has to be done.")


@pytest.mark.parametrize(
    ("item", "outcome"), [(1, None), (2, Outcome.BOOKED), (2, Outcome.NOT_BOOKED)]
)
async def test_an_answer_of_the_wrong_kind_settles_nothing(
    env: Path, clock: Clock, desk: Store, item: int, outcome: Outcome | None
) -> None:
    status, text = await answered(env, clock, item, outcome)
    assert (status, "cannot be answered like this" in text) == (1, True)
    assert f"harbour.env {item} --" in text
    assert (len(await desk.desk_items()), await desk.decisions()) == (2, [])


async def test_a_number_with_words_in_it_is_no_number(env: Path, clock: Clock, desk: Store) -> None:
    status, text = await answered(env, clock, 1, Outcome.BOOKED, "34234 at nine")
    assert (status, "without spaces" in text) == (1, True)
    assert await desk.decisions() == []


async def test_the_command_line_reads_it_like_this(env: Path, desk: Store) -> None:
    status, text = await command("desk", env)
    assert (status, "harbour.env 1 --no" in text) == (0, True)
    assert (await command("desk", env, 2, "--done"))[0] == 0
    assert (await command("desk", env, "--done"))[0] == 1
    assert (await command("desk", env, 1, "--yes", "34234"))[0] == 0
    [decision] = await desk.decisions()
    assert decision.reference == "34234"


async def trial(env: Path, clock: Clock, **more: str) -> tuple[int, list[str]]:
    with env.open("a") as file:
        file.write("".join(f"{name}={value}\n" for name, value in more.items()))
    lines: list[str] = []
    return await send_trial(env, clock, lines.append), lines


async def test_a_test_goes_out_by_each_way(env: Path, clock: Clock) -> None:
    async with FakeBotApi(SERVED["TELEGRAM_BOT_TOKEN"]) as api, mail_server("none") as box:
        group = api.group()
        status, lines = await trial(
            env,
            clock,
            TELEGRAM_API_BASE_URL=api.url,
            DESK_TELEGRAM_CHAT=str(group.id),
            DESK_MAIL_TO="desk@harbour.example",
            DESK_MAIL_FROM="frontdesk@harbour.example",
            DESK_SMTP_HOST="127.0.0.1",
            DESK_SMTP_PORT=str(box.port),
            DESK_SMTP_SECURITY="none",
        )
        assert (status, len(lines)) == (0, 2)
        assert [line.split(". ")[0] for line in lines] == ["Telegram: sent", "E-mail: sent"]
        [seen] = group.sees
        assert seen.startswith("Harbour Dental: a test of Frontdesk\n\nThis is how")
        assert box.mails[0]["Subject"] == "Harbour Dental: a test of Frontdesk"


async def test_a_test_that_fails_says_what_to_look_at(env: Path, clock: Clock) -> None:
    async with FakeBotApi(SERVED["TELEGRAM_BOT_TOKEN"]) as api, mail_server("none") as box:
        box.refuses["desk@harbour.example"] = "550 canary"
        status, lines = await trial(
            env,
            clock,
            TELEGRAM_API_BASE_URL=api.url,
            DESK_TELEGRAM_CHAT="-100987",
            DESK_MAIL_TO="desk@harbour.example",
            DESK_MAIL_FROM="frontdesk@harbour.example",
            DESK_SMTP_HOST="127.0.0.1",
            DESK_SMTP_PORT=str(box.port),
            DESK_SMTP_SECURITY="none",
        )
    assert status == 1
    telegram, mail = lines
    assert telegram.startswith("Telegram: not sent; is DESK_TELEGRAM_CHAT right, with its minus")
    assert mail == "E-mail: not sent; the mail server knows nobody of DESK_MAIL_TO."


async def test_a_test_without_any_way_says_what_to_set(env: Path, clock: Clock) -> None:
    status, lines = await trial(env, clock)
    assert (status, "DESK_TELEGRAM_CHAT" in lines[0]) == (1, True)
