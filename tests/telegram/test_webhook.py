import json
from datetime import timedelta

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot.channels.telegram.webhook import path_of
from dialogs.session import Choice, Reply
from tests.telegram.around import (
    SECRET,
    Clock,
    Inbox,
    Naps,
    called,
    check_written,
    opened,
    settings,
    settled,
)
from tests.telegram.fake_bot_api import FakeBotApi
from tests.telegram.fake_chats import User

HEADER = "X-Telegram-Bot-Api-Secret-Token"
QUESTION = Reply(text="Book it?", choices=(Choice(id="q1.1", label="Yes"),))


@pytest.fixture
def ana(api: FakeBotApi) -> User:
    return api.user("Ana")


async def post(url: str, body: bytes, secret: str | None = SECRET) -> int:
    headers = {} if secret is None else {HEADER: secret}
    async with (
        aiohttp.ClientSession() as client,
        client.post(url, data=body, headers=headers) as answer,
    ):
        return answer.status


async def test_what_is_written_is_delivered_stored_and_only_then_forgotten(
    api: FakeBotApi, inbox: Inbox, naps: Naps, ana: User
) -> None:
    ana.say("before")
    async with called(api, inbox, naps) as (channel, _):
        await api.until(lambda: not api.unconfirmed)
        await channel.deliver(str(ana.id), QUESTION)
        ana.press("Yes")
        await api.until(lambda: not api.unconfirmed and not ana.spinning)
    assert inbox.texts == ["before", ""]
    assert inbox.heard[1].choice == "q1.1"


async def test_what_could_not_be_stored_is_answered_503_and_comes_again(
    api: FakeBotApi, inbox: Inbox, naps: Naps, ana: User
) -> None:
    async with called(api, inbox, naps):
        inbox.refusals = 2
        ana.say("Hello")
        await api.until(lambda: api.webhook_answers == [503])
        assert len(api.unconfirmed) == 1
        api.redeliver()
        await api.until(lambda: api.webhook_answers == [503, 503])
        api.redeliver()
        await api.until(lambda: api.webhook_answers == [503, 503, 200])
    assert inbox.texts == ["Hello"]
    assert api.unconfirmed == []


async def test_the_same_update_twice_is_one_arrival(
    api: FakeBotApi, inbox: Inbox, naps: Naps, ana: User
) -> None:
    async with called(api, inbox, naps) as (_, url):
        update = json.dumps(ana.say("Hello")).encode()
        await api.until(lambda: not api.unconfirmed)
        assert await post(url, update) == 200
    assert inbox.texts == ["Hello"]
    assert inbox.repeats == 1


@pytest.mark.parametrize(
    "secret", [None, "", "wrong", SECRET[:-1], f"{SECRET}x", SECRET.upper(), "sécret"]
)
async def test_a_call_without_the_secret_is_refused_and_not_read(
    api: FakeBotApi, inbox: Inbox, naps: Naps, secret: str | None
) -> None:
    async with called(api, inbox, naps) as (_, url):
        update = {"update_id": 1, "message": api.user("Eve").say("Hello")["message"]}
        await api.until(lambda: not api.unconfirmed)
        inbox.arrivals.clear()
        assert await post(url, json.dumps(update).encode(), secret) == 401
    assert inbox.arrivals == []


async def test_a_body_that_is_too_large_is_refused(
    api: FakeBotApi, inbox: Inbox, naps: Naps
) -> None:
    async with called(api, inbox, naps) as (_, url):
        assert await post(url, b"x" * 1_000_001) == 413

        async def endless() -> object:
            for _ in range(20):
                yield b"x" * 100_000

        async with (
            aiohttp.ClientSession() as client,
            client.post(url, data=endless(), headers={HEADER: SECRET}) as answer,
        ):
            assert answer.status == 413


async def test_what_is_no_json_is_refused_and_what_is_no_update_is_let_go(
    api: FakeBotApi, inbox: Inbox, naps: Naps
) -> None:
    with capture_logs() as logs:
        async with called(api, inbox, naps) as (_, url):
            assert await post(url, b"") == 400
            assert await post(url, b"{CANARY") == 400
            assert await post(url, b"\xff\xfe") == 400
            assert await post(url, b"[]") == 200
            assert await post(url, b'{"update_id": 1, "message": {"text": "CANARY"}}') == 200
            assert await post(url, b'{"update_id": 2, "invented_next_year": {}}') == 200
    assert inbox.arrivals == []
    check_written(logs)
    assert "CANARY" not in str(logs)


async def test_before_and_after_it_runs_telegram_is_asked_to_come_again(
    api: FakeBotApi, inbox: Inbox, naps: Naps, ana: User
) -> None:
    ana.say("Hello")
    async with opened(api, naps) as polled:
        assert polled.routes() == []
    app = aiohttp.web.Application()
    async with opened(
        api, naps, webhook_url="http://127.0.0.1:1", webhook_secret=SECRET
    ) as channel:
        app.add_routes(channel.routes())
        runner = aiohttp.web.AppRunner(app, shutdown_timeout=1.0)
        await runner.setup()
        await aiohttp.web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        url = f"http://{host}:{port}{path_of(settings(api).bot_token)}"
        assert await post(url, b'{"update_id": 1}') == 503
        await runner.cleanup()


async def test_the_address_tells_nothing_of_the_token_and_other_addresses_are_not_there(
    api: FakeBotApi, inbox: Inbox, naps: Naps
) -> None:
    async with called(api, inbox, naps) as (_, url):
        assert not any(part in url for part in api.token.replace("-", ":").split(":"))
        assert await post(url[:-1], b"{}") == 404
        assert await post(url.rsplit("/", 1)[0] + f"/{api.token}", b"{}") == 404
    given = api.called("setWebhook")[0]
    assert given["secret_token"] == SECRET
    assert json.loads(given["allowed_updates"]) == [
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
    ]
    assert given["max_connections"] == "20"


async def test_a_webhook_that_telegram_refuses_is_said_and_tried_again(
    api: FakeBotApi, inbox: Inbox, naps: Naps, ana: User
) -> None:
    api.refuse(400, "Bad Request: bad webhook: Failed to resolve host", method="setWebhook")
    with capture_logs() as logs:
        async with called(api, inbox, naps):
            ana.say("Hello")
            await settled(lambda: inbox.texts == ["Hello"])
    check_written(logs)
    said = next(line for line in logs if line["event"] == "telegram_not_receiving")
    assert "failed-to-resolve-host" in said["reason"]


async def test_a_webhook_that_somebody_moved_is_moved_back_and_said(
    api: FakeBotApi, inbox: Inbox, naps: Naps, ana: User
) -> None:
    with capture_logs() as logs:
        async with called(api, inbox, naps) as (_, url):
            api.webhook_url = ""
            await settled(lambda: naps.resting)
            naps.wake()
            await api.until(lambda: api.webhook_url == url)
            ana.say("Hello")
            await settled(lambda: inbox.texts == ["Hello"])
    check_written(logs)
    assert any(line["event"] == "telegram_webhook_was_changed" for line in logs)


async def test_what_telegram_complains_of_is_passed_on_to_staff_once(
    api: FakeBotApi, inbox: Inbox, naps: Naps, ana: User, clock: Clock
) -> None:
    with capture_logs() as logs:
        async with called(api, inbox, naps):
            inbox.refusals = 1
            ana.say("Hello")
            await api.until(lambda: api.webhook_answers == [503])
            for checks in (1, 2):
                await settled(lambda: naps.resting)
                naps.wake()
                await api.until(lambda: len(api.called("getWebhookInfo")) == checks)  # noqa: B023
            clock.wait(timedelta(minutes=5))
            await settled(lambda: naps.resting)
    check_written(logs)
    said = [line for line in logs if line["event"] == "telegram_could_not_call"]
    assert len(said) == 1
    assert "service-unavailable" in said[0]["reason"]
