from datetime import timedelta

import pytest
from telegram.error import TelegramError, TimedOut

from bot.channels.protocol import Rejected, TryLater, Unreachable
from bot.channels.telegram.errors import RULES, meaning
from bot.channels.telegram.look import split
from dialogs.session import Choice, Reply
from tests.telegram.around import Naps, opened
from tests.telegram.fake_bot_api import FakeBotApi
from tests.telegram.fake_chats import User

QUESTION = Reply(
    text="Book it?",
    choices=(Choice(id="q1.1", label="Yes, book it"), Choice(id="q1.2", label="No")),
)
PHONE = Reply(text="Which number may the desk call?", asks_contact=True)


@pytest.fixture
def ana(api: FakeBotApi) -> User:
    person = api.user("Ana")
    person.say("Hello")
    return person


async def test_a_reply_is_shown_with_one_button_a_row(
    api: FakeBotApi, naps: Naps, ana: User
) -> None:
    async with opened(api, naps) as channel:
        await channel.deliver(str(ana.id), QUESTION)
    assert ana.sees == ["Book it?"]
    assert ana.messages[-1].markup["inline_keyboard"] == [
        [{"text": "Yes, book it", "callback_data": "q1.1"}],
        [{"text": "No", "callback_data": "q1.2"}],
    ]


async def test_what_looks_like_formatting_is_shown_as_it_is(
    api: FakeBotApi, naps: Naps, ana: User
) -> None:
    text = "<b>5 * 6_7</b> & [x](y) `z`"
    async with opened(api, naps) as channel:
        await channel.deliver(str(ana.id), Reply(text=text))
    assert ana.sees == [text]
    assert "parse_mode" not in api.called("sendMessage")[0]


async def test_a_finished_question_loses_its_buttons_and_keeps_its_text(
    api: FakeBotApi, naps: Naps, ana: User
) -> None:
    async with opened(api, naps) as channel:
        handle = await channel.deliver(str(ana.id), QUESTION)
        await channel.freeze(str(ana.id), handle)
    assert ana.sees == ["Book it?"]
    assert ana.buttons == []


async def test_freezing_what_has_no_buttons_any_more_is_no_error(
    api: FakeBotApi, naps: Naps, ana: User
) -> None:
    user = str(ana.id)
    async with opened(api, naps) as channel:
        twice = await channel.deliver(user, QUESTION)
        await channel.freeze(user, twice)
        await channel.freeze(user, twice)
        gone = await channel.deliver(user, QUESTION)
        ana.delete(int(gone))
        await channel.freeze(user, gone)
        await channel.freeze(user, await channel.deliver(user, PHONE))
        with pytest.raises(Rejected):
            await channel.freeze(user, "no handle")


async def test_a_long_text_is_cut_between_paragraphs_and_its_last_part_has_the_buttons(
    api: FakeBotApi, naps: Naps, ana: User
) -> None:
    paragraphs = [f"{number} " + "words " * 300 for number in range(5)]
    reply = QUESTION.model_copy(update={"text": "\n\n".join(paragraphs)})
    async with opened(api, naps) as channel:
        handle = await channel.deliver(str(ana.id), reply)
        assert [text[0] for text in ana.sees] == ["0", "2", "4"]
        assert [len(shown.buttons) for shown in ana.messages if shown.by_bot] == [0, 0, 2]
        await channel.freeze(str(ana.id), handle)
    assert ana.buttons == []


@pytest.mark.parametrize("letter", ["a", "ü", "😀", "👩‍⚕️", "a ", "a\n", "😀 ", "x" * 5000 + " "])
def test_no_part_is_longer_than_telegram_takes_and_nothing_but_space_is_lost(letter: str) -> None:
    text = letter * (9000 // len(letter))
    parts = split(text)
    assert all(1 <= len(part.encode("utf-16-le")) // 2 <= 4096 for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_a_text_that_fits_stays_whole() -> None:
    assert split("") == [""]
    assert split("a" * 4096) == ["a" * 4096]
    assert split("😀" * 2048) == ["😀" * 2048]


async def test_a_phone_number_is_asked_for_with_a_key_that_shares_it(
    api: FakeBotApi, naps: Naps, ana: User
) -> None:
    reply = PHONE.model_copy(update={"choices": (Choice(id="q1.1", label="Use another way"),)})
    async with opened(api, naps) as channel:
        await channel.deliver(str(ana.id), reply)
        assert ana.keys == ["Share my phone number", "Use another way"]
        shared = ana.tap_key("Share my phone number")
        assert shared["message"]["contact"]["user_id"] == ana.id
        await channel.deliver(str(ana.id), Reply(text="Thank you."))
    assert ana.keys == []


async def test_the_key_goes_away_before_a_question_with_buttons(
    api: FakeBotApi, naps: Naps, ana: User
) -> None:
    async with opened(api, naps) as channel:
        await channel.deliver(str(ana.id), PHONE)
        handle = await channel.deliver(str(ana.id), QUESTION)
        assert ana.keys == []
        assert ana.sees[1:] == ["OK.", "Book it?"]
        await channel.deliver(str(ana.id), QUESTION)
        assert ana.sees[3:] == ["Book it?"]
        await channel.freeze(str(ana.id), handle)
    assert ana.buttons == ["Yes, book it", "No"]


async def test_after_a_restart_the_next_plain_message_puts_the_key_away(
    api: FakeBotApi, naps: Naps, ana: User
) -> None:
    async with opened(api, naps) as channel:
        await channel.deliver(str(ana.id), PHONE)
    async with opened(api, naps) as channel:
        await channel.deliver(str(ana.id), Reply(text="Thank you."))
    assert ana.keys == []


async def test_telegrams_wish_to_wait_is_passed_on_exactly(
    api: FakeBotApi, naps: Naps, ana: User
) -> None:
    api.flood(7)
    async with opened(api, naps) as channel:
        with pytest.raises(TryLater) as later:
            await channel.deliver(str(ana.id), QUESTION)
        assert later.value.retry_after == timedelta(seconds=7)
        await channel.deliver(str(ana.id), QUESTION)
    assert ana.sees == ["Book it?"]


async def test_between_the_parts_of_one_text_the_wait_is_waited_so_that_none_is_said_twice(
    api: FakeBotApi, naps: Naps, ana: User
) -> None:
    async with opened(api, naps) as channel:
        api.flood(9, method="sendMessage", after=1)
        await channel.deliver(str(ana.id), Reply(text="a" * 4096 + "b"))
    assert [text[0] for text in ana.sees] == ["a", "b"]
    assert naps.slept == [9.0]


@pytest.mark.parametrize(
    ("code", "body"),
    [
        (500, '{"ok": false, "error_code": 500, "description": "Internal Server Error"}'),
        (502, "<html>Bad Gateway</html>"),
        (504, ""),
        (200, "<html>Please log in to this wireless network</html>"),
        (200, "[]"),
        (429, "<html>slow down</html>"),
        (429, '{"ok": false, "error_code": 429, "description": "Too Many Requests"}'),
    ],
)
async def test_a_server_in_trouble_is_tried_later(
    api: FakeBotApi, naps: Naps, ana: User, code: int, body: str
) -> None:
    api.answer_with(code, body)
    async with opened(api, naps) as channel:
        with pytest.raises(TryLater):
            await channel.deliver(str(ana.id), QUESTION)


async def test_a_connection_that_breaks_is_tried_later(
    api: FakeBotApi, naps: Naps, ana: User
) -> None:
    api.hang_up()
    async with opened(api, naps) as channel:
        with pytest.raises(TryLater):
            await channel.deliver(str(ana.id), QUESTION)
    assert ana.sees == []


async def test_nobody_at_the_address_is_tried_later(naps: Naps) -> None:
    async with FakeBotApi() as gone:
        pass
    async with opened(gone, naps) as channel:
        with pytest.raises(TryLater):
            await channel.deliver("1", QUESTION)


async def test_a_refused_token_is_tried_later_because_it_can_be_corrected(
    api: FakeBotApi, naps: Naps, ana: User
) -> None:
    api.refuse(401, "Unauthorized")
    async with opened(api, naps) as channel:
        with pytest.raises(TryLater):
            await channel.deliver(str(ana.id), QUESTION)


async def test_who_cannot_be_written_to_is_unreachable(api: FakeBotApi, naps: Naps) -> None:
    blocked, left, silent = api.user("Ana"), api.user("Ben"), api.user("Cyd")
    blocked.say("Hello")
    blocked.block()
    left.delete_account()
    async with opened(api, naps) as channel:
        for user in (str(blocked.id), str(left.id), str(silent.id), "404"):
            with pytest.raises(Unreachable):
                await channel.deliver(user, QUESTION)
            with pytest.raises(Unreachable):
                await channel.freeze(user, "1")


@pytest.mark.parametrize(
    "reply",
    [
        Reply(text=""),
        Reply(text=" \n "),
        Reply(text="Which?", choices=(Choice(id="x" * 65, label="Yes"),)),
        Reply(text="Which?", choices=(Choice(id="ü" * 33, label="Yes"),)),
        Reply(text="Which?", choices=(Choice(id="", label="Yes"),)),
        Reply(text="Which?", choices=(Choice(id="1", label=""),)),
        Reply(text="Which?", choices=(Choice(id="1", label="Yes"),) * 101),
    ],
)
async def test_what_telegram_never_takes_is_rejected_and_the_next_message_goes(
    api: FakeBotApi, naps: Naps, ana: User, reply: Reply
) -> None:
    async with opened(api, naps) as channel:
        with pytest.raises(Rejected):
            await channel.deliver(str(ana.id), reply)
        await channel.deliver(str(ana.id), QUESTION)
    assert ana.sees == ["Book it?"]


def test_the_last_rule_takes_whatever_is_left() -> None:
    assert (RULES[-1].kind, RULES[-1].text) == (TelegramError, "")


@pytest.mark.parametrize("error", [TelegramError("?"), TimedOut("CANARY words of a patient")])
def test_other_errors_are_tried_later_and_not_quoted(error: TelegramError) -> None:
    result = meaning(error)
    assert isinstance(result, TryLater)
    assert "CANARY" not in str(result)
