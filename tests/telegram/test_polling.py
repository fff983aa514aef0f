import asyncio

import pytest
from structlog.testing import capture_logs

from bot.channels.protocol import Arrival, DeliveryError, Rejected, TryLater
from bot.channels.telegram.errors import OtherReceiver, TokenRefused, reason
from bot.channels.telegram.persistence import advice
from dialogs.session import Choice, Reply
from tests.telegram.around import (
    Clock,
    Inbox,
    Naps,
    check_written,
    opened,
    polling,
    running,
    settled,
)
from tests.telegram.fake_bot_api import FakeBotApi
from tests.telegram.fake_chats import PRESS_LASTS, User

QUESTION = Reply(text="Book it?", choices=(Choice(id="q1.1", label="Yes"),))


@pytest.fixture
def ana(api: FakeBotApi) -> User:
    return api.user("Ana")


async def test_what_was_written_before_the_start_and_after_it_arrives(
    api: FakeBotApi, inbox: Inbox, naps: Naps, ana: User
) -> None:
    ana.say("one")
    async with polling(api, inbox, naps):
        await settled(lambda: inbox.texts == ["one"])
        await api.until(lambda: api.is_polled)
        ana.say("two")
        await settled(lambda: inbox.texts == ["one", "two"])
        await api.until(lambda: not api.unconfirmed)


async def test_telegram_is_told_only_what_is_durable(
    api: FakeBotApi, inbox: Inbox, naps: Naps, ana: User
) -> None:
    inbox.held = asyncio.Event()
    ana.say("one")
    async with polling(api, inbox, naps):
        await api.until(lambda: api.called("getUpdates"))
        assert len(api.unconfirmed) == 1
        inbox.held.set()
        await api.until(lambda: not api.unconfirmed)
    assert inbox.texts == ["one"]


async def test_a_stop_in_the_middle_loses_nothing(
    api: FakeBotApi, inbox: Inbox, naps: Naps, ana: User
) -> None:
    inbox.held = asyncio.Event()
    ana.say("one")
    ana.say("two")
    async with polling(api, inbox, naps):
        await api.until(lambda: api.called("getUpdates"))
    assert inbox.texts == []
    inbox.held = None
    async with polling(api, inbox, naps):
        await api.until(lambda: not api.unconfirmed)
    assert inbox.texts == ["one", "two"]


async def test_what_could_not_be_stored_comes_again_after_a_pause_and_in_order(
    api: FakeBotApi, inbox: Inbox, naps: Naps, ana: User
) -> None:
    ben = api.user("Ben")
    ana.say("a1")
    ben.say("b1")
    ana.say("a2")
    ben.say("b2")
    inbox.refusals = 1
    async with polling(api, inbox, naps):
        await api.until(lambda: not api.unconfirmed)
    assert inbox.refused == 1
    assert len(naps.slept) == 1
    assert [text for text in inbox.texts if text[0] == "a"] == ["a1", "a2"]
    assert [text for text in inbox.texts if text[0] == "b"] == ["b1", "b2"]
    assert inbox.repeats == 2, "what was stored behind it came again and was known"


async def test_a_long_outage_of_the_storage_makes_the_pauses_longer(
    api: FakeBotApi, inbox: Inbox, naps: Naps, ana: User
) -> None:
    ana.say("one")
    inbox.refusals = 9
    async with polling(api, inbox, naps):
        await api.until(lambda: not api.unconfirmed)
    assert inbox.texts == ["one"]
    assert 0.5 <= naps.slept[0] <= 1.0
    assert 30 <= naps.slept[-1] <= 60


async def test_one_slow_chat_does_not_hold_up_the_others(
    api: FakeBotApi, inbox: Inbox, naps: Naps, ana: User
) -> None:
    ben = api.user("Ben")
    slow = asyncio.Event()
    stored: list[str] = []

    class SlowForAna(Inbox):
        async def arrive(self, arrival: Arrival) -> None:
            if arrival.user == str(ana.id):
                await slow.wait()
            stored.append(arrival.heard.text)

    for text in ("a1", "a2"):
        ana.say(text)
    for text in ("b1", "b2"):
        ben.say(text)
    async with polling(api, SlowForAna(), naps):
        await settled(lambda: stored == ["b1", "b2"])
        slow.set()
        await settled(lambda: stored == ["b1", "b2", "a1", "a2"])


async def test_a_press_is_acknowledged_at_once_even_while_the_storage_is_slow(
    api: FakeBotApi, inbox: Inbox, naps: Naps, ana: User
) -> None:
    ana.say("Hello")
    async with polling(api, inbox, naps) as channel:
        await settled(lambda: inbox.texts == ["Hello"])
        await channel.deliver(str(ana.id), QUESTION)
        inbox.held = asyncio.Event()
        ana.press("Yes")
        await api.until(lambda: not ana.spinning)
        assert [heard.choice for heard in inbox.heard] == [None]
        inbox.held.set()
        await settled(lambda: inbox.heard[-1].choice == "q1.1")


async def test_a_press_too_old_to_acknowledge_is_heard_all_the_same(
    api: FakeBotApi, inbox: Inbox, naps: Naps, ana: User, clock: Clock
) -> None:
    ana.say("Hello")
    async with opened(api, naps) as channel:
        await channel.deliver(str(ana.id), QUESTION)
    ana.press("Yes")
    clock.wait(PRESS_LASTS * 2)
    async with polling(api, inbox, naps):
        await api.until(lambda: api.called("answerCallbackQuery"))
        await settled(lambda: inbox.heard[-1].choice == "q1.1")
        await api.until(lambda: not api.unconfirmed)
    assert ana.spinning == 1


async def test_the_application_hears_who_has_blocked_the_bot(
    api: FakeBotApi, inbox: Inbox, naps: Naps, ana: User
) -> None:
    blocked: list[str] = []
    ana.say("Hello")
    ana.block()
    async with polling(api, inbox, naps, blocked=blocked):
        await api.until(lambda: not api.unconfirmed)
        ana.unblock()
        ana.say("I am back")
        await settled(lambda: inbox.texts == ["Hello", "I am back"])
    assert blocked == [str(ana.id)]


async def test_a_group_is_refused_and_its_words_are_not_kept(
    api: FakeBotApi, inbox: Inbox, naps: Naps, ana: User
) -> None:
    group = api.group()
    group.add_bot(ana)
    group.say(ana, "between ourselves")
    group.say(ana, "@HarbourClinicBot between ourselves")
    async with polling(api, inbox, naps) as channel:
        await api.until(lambda: not api.unconfirmed)
        await channel.deliver(inbox.arrivals[0].user, Reply(text="I only talk in private."))
    assert [(heard.other, heard.text) for heard in inbox.heard] == [("group", ""), ("group", "")]
    assert group.sees == ["I only talk in private."]


async def test_the_command_menu_is_offered_and_is_no_condition(
    api: FakeBotApi, inbox: Inbox, naps: Naps, ana: User
) -> None:
    async with polling(api, inbox, naps):
        await api.until(lambda: api.is_polled)
    assert list(api.commands) == ["start", "help", "cancel"]
    api.commands.clear()
    api.refuse(400, "Bad Request: BOT_COMMAND_INVALID", method="setMyCommands")
    ana.say("Hello")
    async with polling(api, inbox, naps):
        await settled(lambda: inbox.texts == ["Hello"])
    assert api.commands == {}


async def test_only_the_updates_that_are_read_are_asked_for(
    api: FakeBotApi, inbox: Inbox, naps: Naps, ana: User
) -> None:
    async with polling(api, inbox, naps):
        await api.until(lambda: api.is_polled)
        api.emit("inline_query", {"id": "1"})
        assert api.unconfirmed == []


async def test_a_webhook_that_was_left_behind_is_removed_and_what_waits_there_is_kept(
    api: FakeBotApi, inbox: Inbox, naps: Naps, ana: User
) -> None:
    ana.say("one")
    api.webhook_url = "https://elsewhere.example"
    async with polling(api, inbox, naps):
        await settled(lambda: inbox.texts == ["one"])
    assert api.webhook_url == ""


async def test_another_program_that_polls_is_said_once_and_outlived(
    api: FakeBotApi, inbox: Inbox, naps: Naps, ana: User
) -> None:
    conflict = "Conflict: terminated by other getUpdates request; make sure that only one bot"
    with capture_logs() as logs:
        api.refuse(409, conflict, method="getUpdates", times=4)
        async with polling(api, inbox, naps):
            await api.until(lambda: api.is_polled)
            ana.say("Hello")
            await settled(lambda: inbox.texts == ["Hello"])
            await api.until(lambda: api.is_polled)
            api.poll_from_elsewhere()
            await api.until(lambda: len(naps.slept) == 5 and api.is_polled)
    check_written(logs)
    said = [line for line in logs if line["event"] == "telegram_not_receiving"]
    assert len(said) == 2, "one line for each time, not for each attempt"
    assert "another program receives" in said[0]["what_to_do"]
    assert naps.slept[3] > naps.slept[0]


async def test_a_webhook_set_meanwhile_is_said_with_what_to_do(
    api: FakeBotApi, inbox: Inbox, naps: Naps, ana: User
) -> None:
    with capture_logs() as logs:
        async with polling(api, inbox, naps):
            await api.until(lambda: api.is_polled)
            api.webhook_url = "https://elsewhere.example"
            api.end_polls()
            await settled(lambda: naps.slept)
            api.webhook_url = ""
            ana.say("Hello")
            await settled(lambda: inbox.texts == ["Hello"])
    check_written(logs)
    said = [line for line in logs if line["event"] == "telegram_not_receiving"]
    assert len(said) == 1
    assert "restart Frontdesk" in said[0]["what_to_do"]


async def test_outages_are_outlived_with_growing_pauses_and_floods_to_the_second(
    api: FakeBotApi, inbox: Inbox, naps: Naps, ana: User
) -> None:
    ana.say("Hello")
    api.refuse(401, "Unauthorized", method="getMe")
    api.answer_with(502, "<html>", method="deleteWebhook", times=3)
    api.flood(17, method="getUpdates")
    api.hang_up(method="getUpdates", times=2)
    with capture_logs() as logs:
        async with polling(api, inbox, naps):
            await api.until(lambda: not api.unconfirmed)
    assert inbox.texts == ["Hello"]
    assert 17.0 in naps.slept
    assert len(naps.slept) == 7
    assert 0.5 <= naps.slept[1] <= 1.0
    assert 2.0 <= naps.slept[3] <= 4.0
    check_written(logs)
    assert [line["event"] for line in logs if line["log_level"] == "error"] == [
        "telegram_not_receiving"
    ] * 3


async def test_an_answer_that_was_lost_is_asked_for_again(
    api: FakeBotApi, inbox: Inbox, naps: Naps, ana: User
) -> None:
    ana.say("Hello")
    api.hang_up(method="getUpdates", acts=True)
    async with polling(api, inbox, naps):
        await api.until(lambda: not api.unconfirmed)
    assert inbox.texts == ["Hello"]


async def test_an_update_that_cannot_be_read_is_passed_over_and_said_without_its_words(
    api: FakeBotApi, inbox: Inbox, naps: Naps, ana: User
) -> None:
    api.emit("message", {"text": "CANARY", "chat": {"id": "CANARY"}})
    ana.say("Hello")
    with capture_logs() as logs:
        async with polling(api, inbox, naps):
            await api.until(lambda: not api.unconfirmed)
    assert inbox.texts == ["Hello"]
    check_written(logs)
    assert [line["event"] for line in logs if line["log_level"] == "error"] == [
        "telegram_update_unreadable"
    ]
    check_written(logs)
    assert "CANARY" not in str(logs)


async def test_nothing_is_left_running_behind(
    api: FakeBotApi, inbox: Inbox, naps: Naps, ana: User
) -> None:
    before = asyncio.all_tasks()
    ana.say("Hello")
    async with polling(api, inbox, naps) as channel:
        await channel.deliver(str(ana.id), QUESTION)
        ana.press("Yes")
        await settled(lambda: len(inbox.arrivals) == 2)
    left = {task for task in asyncio.all_tasks() - before if "channels" in str(task.get_coro())}
    assert left == set()
    with pytest.raises(TryLater):
        await channel.deliver(str(ana.id), QUESTION)


@pytest.mark.parametrize(
    "error",
    [
        TokenRefused("Telegram: InvalidToken"),
        OtherReceiver("Telegram: Conflict: terminated by other getUpdates request"),
        OtherReceiver("Telegram: Conflict: can't use getUpdates method while webhook is active"),
        TryLater("Telegram: NetworkError"),
        Rejected("Telegram: Bad webhook: Failed to resolve host"),
    ],
)
def test_every_trouble_has_its_own_advice_and_a_word_for_the_log(error: DeliveryError) -> None:
    check_written([{"reason": reason(error), "what_to_do": advice(error)}])


async def test_a_channel_that_was_closed_can_be_opened_again(
    api: FakeBotApi, inbox: Inbox, naps: Naps, ana: User
) -> None:
    """A clinic that failed is opened again with the same channel."""
    ana.say("one")
    async with polling(api, inbox, naps) as channel:
        await api.until(lambda: not api.unconfirmed)
    ana.say("two")
    async with channel, running(channel, inbox):
        await api.until(lambda: not api.unconfirmed)
        await channel.deliver(str(ana.id), QUESTION)
        ana.press("Yes")
        await api.until(lambda: not ana.spinning)
    assert inbox.texts[:2] == ["one", "two"]
