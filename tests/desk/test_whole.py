"""From a patient's chat to the desk and back, in a whole clinic."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from structlog.testing import capture_logs

from bot.app import ClinicApp, open_clinic
from bot.channels.telegram.channel import TelegramChannel
from bot.commands.desk import settle
from bot.settings import load
from sandbox.misbehaviour import Fault
from storage.attempts import Outcome
from storage.desk import DeskNote
from tests.bot.around import Stand, stood
from tests.desk.mailbox import Mailbox, mail_server, text
from tests.telegram.around import CHANCE, Naps, check_written, settings
from tests.telegram.fake_bot_api import FakeBotApi
from tests.telegram.fake_chats import Group

NOBODY_IN_IT = ("Samira", "Taylor", "426909", "12 May", "1984", "O'Brien")


def by_mail(box: Mailbox) -> dict[str, Any]:
    return {
        "DESK_MAIL_TO": "desk@harbour.example",
        "DESK_MAIL_FROM": "frontdesk@harbour.example",
        "DESK_SMTP_HOST": "127.0.0.1",
        "DESK_SMTP_PORT": str(box.port),
        "DESK_SMTP_SECURITY": "none",
    }


async def test_a_doubt_is_told_by_mail_answered_with_a_command_and_told_to_the_patient(
    tmp_path: Path,
) -> None:
    async with mail_server("none") as box, stood(tmp_path, **by_mail(box)) as stand:
        await stand.to_the_check("ana")
        stand.sandbox.misbehave.on(Fault.DROP_AFTER, "create", times=1)
        await stand.say("ana", "yes")
        # The window in which it may still settle itself goes by.
        await stand.clock.sleep(3600)
        await stand.app.catch_up()
        await stand.app.catch_up()
        [mail] = box.mails
        assert "it is not certain whether this was done (item 1)" in mail["Subject"]
        assert not [part for part in NOBODY_IN_IT if part in text(mail) + mail["Subject"]]

        said: list[str] = []
        env = env_with_storage(stand)
        number = str(stand.made()[0].id)
        assert await settle(env, 1, Outcome.BOOKED, number, clock=stand.clock, say=said.append) == 0
        await stand.app.catch_up()
        assert "is booked" in stand.heard("ana")
        assert number in stand.heard("ana")
        await stand.clock.sleep(3600)
        await stand.app.catch_up()
        assert len(box.mails) == 1


def env_with_storage(stand: Stand) -> Path:
    with stand.settings.file.open("a") as file:
        file.write(f"STORAGE_PATH={stand.path}\n")
    return stand.settings.file


@asynccontextmanager
async def with_staff_chat(
    folder: Path, api: FakeBotApi, group: Group
) -> AsyncIterator[tuple[Stand, ClinicApp]]:
    """A clinic on Telegram whose people sit in a group; it sends, and receives nothing."""
    async with stood(folder) as stand:
        await stand.stop()
        with stand.settings.file.open("a") as file:
            file.write(f"DESK_TELEGRAM_CHAT={group.id}\n")
        async with (
            TelegramChannel(settings(api), now=stand.clock, sleep=Naps(), chance=CHANCE) as channel,
            open_clinic(load(stand.settings.file), channel, stand.world, stand.path) as app,
        ):
            yield stand, app


PERSON = DeskNote("person", "Name: Ada\nPhone: 07700 900123")


async def test_the_staff_chat_hears_of_a_request_once(tmp_path: Path) -> None:
    async with FakeBotApi() as api:
        group = api.group()
        async with with_staff_chat(tmp_path, api, group) as (_, app):
            await app.store.leave_desk_item(PERSON)
            await app.catch_up()
            await app.catch_up()
        [seen] = group.sees
        assert "a patient asks to be rung (item 1)" in seen
        assert "07700" not in seen
        [sent] = api.called("sendMessage")
        assert "reply_markup" not in sent


async def test_a_flood_is_waited_out_as_telegram_asks(tmp_path: Path) -> None:
    async with FakeBotApi() as api:
        group = api.group()
        async with with_staff_chat(tmp_path, api, group) as (stand, app):
            await app.store.leave_desk_item(PERSON)
            api.flood(900)
            with capture_logs() as logs:
                await app.catch_up()
            await stand.clock.sleep(890)
            await app.catch_up()
            assert group.sees == []
            await stand.clock.sleep(11)
            await app.catch_up()
        assert len(group.sees) == 1
        check_written(line for line in logs if line["event"].startswith("desk_"))


async def test_a_group_that_has_become_a_supergroup_still_hears(tmp_path: Path) -> None:
    async with FakeBotApi() as api:
        old, new = api.group(), api.group()
        body = (
            '{"ok": false, "error_code": 400, "description": "Bad Request: group chat was upgraded '
            f'to a supergroup chat", "parameters": {{"migrate_to_chat_id": {new.id}}}}}'
        )
        api.answer_with(400, body, method="sendMessage")
        async with with_staff_chat(tmp_path, api, old) as (_, app):
            await app.store.leave_desk_item(PERSON)
            await app.catch_up()
        assert (old.sees, len(new.sees)) == ([], 1)


async def test_a_staff_chat_without_the_bot_is_said_in_the_log_and_left_alone(
    tmp_path: Path,
) -> None:
    async with FakeBotApi() as api:
        group = api.group()
        group.unreachable = "Forbidden: bot was kicked from the supergroup chat"
        async with with_staff_chat(tmp_path, api, group) as (stand, app):
            await app.store.leave_desk_item(PERSON)
            with capture_logs() as logs:
                for _ in range(20):
                    await app.catch_up()
                    await stand.clock.sleep(60)
            [line] = [line for line in logs if line["event"] == "desk_not_told"]
            assert line["reason"] == "telegram-forbidden-bot-was-kicked-from-the-supergroup-chat"
            check_written([line])
            assert len(api.called("sendMessage")) == 1
            # The list has it all the same.
            assert len(await app.store.desk_items()) == 1
