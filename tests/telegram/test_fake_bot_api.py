"""The fake is only worth something while it refuses what Telegram refuses."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from tests.telegram.around import Clock
from tests.telegram.fake_bot_api import FakeBotApi
from tests.telegram.fake_chats import PRESS_LASTS


class Bot:
    """Calls the fake with nothing in between."""

    def __init__(self, api: FakeBotApi) -> None:
        self.api = api

    async def __call__(self, method: str, *, token: str | None = None, **given: Any) -> Any:  # noqa: ANN401 - JSON
        url = f"{self.api.url}/bot{token or self.api.token}/{method}"
        async with aiohttp.ClientSession() as client, client.post(url, json=given) as answer:
            body = await answer.json()
            assert body["ok"] is (answer.status == 200)
            return body["result"] if body["ok"] else (answer.status, body["description"])


@pytest.fixture
def bot(api: FakeBotApi) -> Bot:
    return Bot(api)


def inline(*data: str) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "Yes", "callback_data": one}] for one in data]}


async def test_only_the_token_opens_it(bot: Bot) -> None:
    assert await bot("getMe", token="1:wrong") == (401, "Unauthorized")
    assert (await bot("getMe"))["username"] == "HarbourClinicBot"
    assert await bot("getNothing") == (404, "Not Found")


async def test_texts_have_1_to_4096_characters(api: FakeBotApi, bot: Bot) -> None:
    ana = api.user("Ana")
    ana.say("Hello")
    for empty in ("", "  \n"):
        refusal = await bot("sendMessage", chat_id=ana.id, text=empty)
        assert refusal == (400, "Bad Request: message text is empty")
    for long in ("x" * 4097, "😀" * 2049):
        refusal = await bot("sendMessage", chat_id=ana.id, text=long)
        assert refusal == (400, "Bad Request: message is too long")
    for fits in ("x", "x" * 4096, "😀" * 2048):
        assert (await bot("sendMessage", chat_id=ana.id, text=fits))["text"] == fits


async def test_callback_data_has_1_to_64_bytes(api: FakeBotApi, bot: Bot) -> None:
    ana = api.user("Ana")
    ana.say("Hello")
    for wrong in ("", "x" * 65, "ü" * 33):
        refusal = await bot("sendMessage", chat_id=ana.id, text="?", reply_markup=inline(wrong))
        assert refusal == (400, "Bad Request: BUTTON_DATA_INVALID")
    as_text = json.dumps(inline("x", "x" * 64, "ü" * 32))
    await bot("sendMessage", chat_id=ana.id, text="?", reply_markup=as_text)
    assert len(ana.buttons) == 3


async def test_a_bot_cannot_write_first_nor_to_who_has_left(api: FakeBotApi, bot: Bot) -> None:
    ana = api.user("Ana")
    first = await bot("sendMessage", chat_id=ana.id, text="x")
    assert first == (403, "Forbidden: bot can't initiate conversation with a user")
    ana.say("Hello")
    ana.block()
    blocked = await bot("sendMessage", chat_id=ana.id, text="x")
    assert blocked == (403, "Forbidden: bot was blocked by the user")
    ana.unblock()
    assert "message_id" in await bot("sendMessage", chat_id=ana.id, text="x")
    nobody = await bot("sendMessage", chat_id=1, text="x")
    assert nobody == (400, "Bad Request: chat not found")


async def test_an_edit_must_change_something_that_is_there_and_the_bots_own(
    api: FakeBotApi, bot: Bot
) -> None:
    ana = api.user("Ana")
    ana.say("Hello")
    sent = await bot("sendMessage", chat_id=ana.id, text="?", reply_markup=inline("1"))
    key = {"keyboard": [[{"text": "Share", "request_contact": True}]]}
    asked = await bot("sendMessage", chat_id=ana.id, text="?", reply_markup=key)

    async def freeze(message_id: int) -> Any:  # noqa: ANN401 - JSON
        return await bot("editMessageReplyMarkup", chat_id=ana.id, message_id=message_id)

    assert "reply_markup" not in await freeze(sent["message_id"])
    assert ana.buttons == []
    status, description = await freeze(sent["message_id"])
    assert (status, description.split(":")[1]) == (400, " message is not modified")
    assert await freeze(999) == (400, "Bad Request: message to edit not found")
    for not_editable in (1, asked["message_id"]):
        refusal = await freeze(not_editable)
        assert refusal == (400, "Bad Request: message can't be edited")


async def test_a_press_is_acknowledged_once_and_in_time(
    api: FakeBotApi, bot: Bot, clock: Clock
) -> None:
    ana = api.user("Ana")
    ana.say("Hello")
    await bot("sendMessage", chat_id=ana.id, text="?", reply_markup=inline("1"))
    too_old = (
        400,
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
    )
    query = ana.press("Yes")["callback_query"]["id"]
    assert ana.spinning == 1
    assert await bot("answerCallbackQuery", callback_query_id=query) is True
    assert ana.spinning == 0
    assert await bot("answerCallbackQuery", callback_query_id=query) == too_old
    query = ana.press("Yes")["callback_query"]["id"]
    clock.wait(PRESS_LASTS + timedelta(seconds=1))
    assert await bot("answerCallbackQuery", callback_query_id=query) == too_old


async def test_updates_come_again_until_they_are_confirmed(api: FakeBotApi, bot: Bot) -> None:
    ana = api.user("Ana")
    first, second = ana.say("one")["update_id"], ana.say("two")["update_id"]

    async def ids(**given: Any) -> list[int]:  # noqa: ANN401 - JSON
        return [update["update_id"] for update in await bot("getUpdates", **given)]

    assert await ids() == [first, second]
    assert await ids() == [first, second]
    assert await ids(limit=1) == [first]
    assert await ids(offset=second) == [second]
    assert await ids() == [second]
    assert await ids(offset=second + 1) == []


async def test_a_question_for_news_is_held_and_only_one_at_a_time(
    api: FakeBotApi, bot: Bot
) -> None:
    ana = api.user("Ana")
    first = asyncio.create_task(bot("getUpdates", timeout=30))
    await api.until(lambda: api.is_polled)
    second = asyncio.create_task(bot("getUpdates", timeout=30))
    status, description = await first
    assert (status, description.split(";")[0]) == (
        409,
        "Conflict: terminated by other getUpdates request",
    )
    await api.until(lambda: api.is_polled)
    ana.say("Hello")
    assert len(await second) == 1
    api.webhook_url = "https://elsewhere.example"
    status, description = await bot("getUpdates")
    assert status == 409
    assert "while webhook is active" in description


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "http://bot.clinic.example"},
        {"url": "https://bot.clinic.example", "secret_token": "with spaces"},
        {"url": "https://bot.clinic.example", "secret_token": "x" * 257},
    ],
)
async def test_a_webhook_needs_https_and_a_plain_secret(bot: Bot, wrong: dict[str, str]) -> None:
    status, _ = await bot("setWebhook", **wrong)
    assert status == 400


async def test_a_flood_says_how_long_to_wait(api: FakeBotApi, bot: Bot) -> None:
    api.flood(5, method="getMe")
    url = f"{api.url}/bot{api.token}/getMe"
    async with aiohttp.ClientSession() as client, client.get(url) as answer:
        assert answer.status == 429
        assert (await answer.json())["parameters"] == {"retry_after": 5}
    assert "id" in await bot("getMe")


async def test_a_button_that_is_gone_cannot_be_pressed(api: FakeBotApi, bot: Bot) -> None:
    ana = api.user("Ana")
    ana.say("Hello")
    with pytest.raises(LookupError, match="no button 'Yes'"):
        ana.press("Yes")
