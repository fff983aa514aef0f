"""Whatever happens to a patient, and whatever fails meanwhile: nothing of them is in the logs."""

import logging
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
import structlog

from bot import logs
from dialogs.session import Heard
from sandbox.gate import PASSWORD
from sandbox.misbehaviour import Fault
from sandbox.people import Patient
from tests.bot.around import stood
from tests.bot.processes import (
    choose,
    env_file,
    free_port,
    sandbox_clinic,
    served,
    tell,
    to_the_check,
)
from tests.bot.test_turns import with_a_defect
from tests.telegram.fake_bot_api import FakeBotApi

QUESTA = Patient(
    987654,
    "Questabel",
    "Quillfeather",
    date(1987, 11, 23),
    "07700900987",
    "questabel@example.com",
    "HB9 9QQ",
    known_as="Questie",
)
WHO = ("987654", "23 November 1987", "Quillfeather")
WORDS = "my wobbly zirconium crown"
TOKEN = "987654321:canary-Token_of-the-clinic-bot"
CANARIES = (
    *("questa", "questie", "quillfeather", "987654", "900987", "hb9"),
    *("1987", "23/11", "november"),
    *("wobbly", "zirconium", "crown"),
    *("canary", PASSWORD.lower()),
)


def hits(text: str, *more: str) -> list[str]:
    """Which canaries a text holds, in lower case so that none hides behind its spelling."""
    return [canary for canary in (*CANARIES, *more) if canary in text.lower()]


async def test_a_server_that_logs_everything_logs_nothing_of_a_patient(tmp_path: Path) -> None:
    port = free_port()
    async with sandbox_clinic() as sandbox, FakeBotApi(TOKEN) as api:
        sandbox.clinic.people.add(QUESTA)
        more = {"SERVER_PORT": str(port), "SERVER_LOG_LEVEL": "debug"}
        file = env_file(tmp_path, "harbour", sandbox, api, **more)
        questa = api.user("Questabel")
        async with served(file, port=port) as server:
            await server.ready("harbour")
            await tell(api, questa, WORDS, hears="did not understand")
            sandbox.misbehave.on(Fault.ERROR_BEFORE, "slots", times=1)
            sandbox.misbehave.on(Fault.ERROR_BEFORE, "patient", times=1)
            await to_the_check(api, questa, WHO)
            # The vendor, and then Telegram, in all the ways that raise.
            sandbox.misbehave.on(Fault.CUT_SHORT, "create", times=1)
            api.answer_with(502, f"<html>{WORDS} {TOKEN}</html>", method="answerCallbackQuery")
            api.refuse(400, f"Bad Request: {QUESTA.surname}", method="editMessageReplyMarkup")
            await choose(api, questa, "Yes, book it")
            await api.until(lambda: "I am not sure yet whether" in questa.sees[-1], within=10)
            api.refuse(400, f"Bad Request: {WORDS}", method="sendMessage")
            questa.say(f"{WORDS} hurts")
            questa.send_photo(WORDS)
            questa.share_contact(QUESTA.mobile)
            api.emit("message", {"text": WORDS, "from": QUESTA.forename, "chat": WHO[0]})
            sandbox.lose_tokens()
            sandbox.misbehave.on(Fault.HTML, "slots")
            await tell(api, questa, "a hygiene visit in November")
            questa.block()
            await api.until(lambda: not api.unconfirmed, within=10)
            await server.stop()
        text = "\n".join(server.lines)
        events = {line.split('"event": "')[1].split('"')[0] for line in server.lines}
    assert {"attempt", "vendor_answered", "telegram_update_unreadable", "stopping"} <= events
    assert "reply_rejected" in events
    assert hits(text, str(questa.id), TOKEN.lower()) == []


@pytest.fixture
def written() -> Iterator[StringIO]:
    """All that is logged in this process; afterwards logging is as it was."""
    root = logging.getLogger()
    before = (root.handlers[:], root.level, logging.raiseExceptions)
    hooks = (sys.excepthook, sys.unraisablehook)
    stream = StringIO()
    logs.configure(level="debug", stream=stream)
    yield stream
    structlog.reset_defaults()
    logging.captureWarnings(capture=False)
    root.handlers, root.level, logging.raiseExceptions = before
    sys.excepthook, sys.unraisablehook = hooks


async def test_defects_that_quote_a_patient_are_logged_without_what_they_quote(
    tmp_path: Path, written: StringIO
) -> None:
    async with stood(tmp_path) as stand:
        sandbox, messenger = stand.sandbox, stand.messenger
        sandbox.clinic.people.add(QUESTA)
        user = "4479007700900987"
        await stand.to_the_check(user, WHO)
        broken = with_a_defect(stand, f"{QUESTA.surname} wants {WORDS}")
        await broken.arrive(stand.arrival(user, "yes"))
        await broken.idle()
        messenger.fail(user, RuntimeError(f"cannot say {WORDS}"))
        messenger.no_freezing.append(RuntimeError(f"cannot freeze {WORDS}"))
        await stand.say(user, "yes")
        half = stand.arrival(user, "x")
        heard = Heard.model_construct(text=f"{WORDS} \ud83d", at=stand.clock())
        for message_id in (half.message_id, "\ud83d"):
            odd = replace(half, message_id=message_id, heard=heard)
            await stand.app.conversations.arrive(odd)
        await stand.app.settled()
        text = written.getvalue()
    for event in ("turn_defect", "reply_rejected", "question_not_frozen", "message_let_go"):
        assert f'"{event}"' in text
    assert hits(text, user) == []
