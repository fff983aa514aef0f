import json
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError
from telegram import Update

from bot.channels.telegram.updates import Me, Seen, read_update
from dialogs.session import Heard
from tests.telegram.fake_chats import Group, User, World

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 3, 2, 9, 5, tzinfo=UTC)
ME = Me(99, "HarbourClinicBot")
BOT = {"id": 99, "is_bot": True, "first_name": "Harbour", "username": "HarbourClinicBot"}

FILE: dict[str, Any] = {"file_id": "f", "file_unique_id": "f"}
KINDS: dict[str, dict[str, Any]] = {
    "audio": {"audio": FILE | {"duration": 3}},
    "video": {"video": FILE | {"duration": 3, "width": 9, "height": 9}},
    "animation": {
        "animation": FILE | {"duration": 3, "width": 9, "height": 9},
        "document": FILE,
    },
    "sticker": {
        "sticker": FILE
        | {"type": "regular", "width": 9, "height": 9, "is_animated": False, "is_video": False}
    },
    "document": {"document": FILE},
    "location": {"location": {"longitude": 0.1, "latitude": 51.5}},
    "poll": {
        "poll": {
            "id": "1",
            "question": "?",
            "options": [],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": False,
            "members_only": False,
        }
    },
    "unknown": {"dice": {"emoji": "🎲", "value": 3}},
}
NOTE = {"video_note": FILE | {"duration": 3, "length": 9}}


class Telegram:
    """Writes updates and delivers none."""

    def __init__(self) -> None:
        self.updates: list[dict[str, Any]] = []
        self.world = World(lambda: NOW, self._emit, lambda: None, BOT)
        self.ana = User(self.world, 77, "Ana", "en-GB")
        self.ben = User(self.world, 78, "Ben", None)
        self.group = Group(self.world, -1001)

    def _emit(self, kind: str, content: dict[str, Any]) -> dict[str, Any]:
        self.updates.append({"update_id": 500 + len(self.updates), kind: content})
        return self.updates[-1]


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


@pytest.fixture
def ana(telegram: Telegram) -> User:
    return telegram.ana


def read(update: dict[str, Any], me: Me = ME) -> Seen:
    seen = read_update(json.dumps(update).encode(), me, LATER)
    assert seen == read_update(update, me, LATER), "bytes and parsed JSON are read alike"
    return seen


def heard(update: dict[str, Any]) -> Heard:
    arrival = read(update).arrival
    assert arrival is not None
    return arrival.heard


def test_a_text_is_heard_with_its_time_and_language(ana: User) -> None:
    update = ana.say("tomorrow morning")
    arrival = read(update).arrival
    assert arrival is not None
    assert (arrival.user, arrival.message_id) == ("77", str(update["update_id"]))
    assert arrival.heard == Heard(text="tomorrow morning", at=NOW, locale="en-GB")


def test_a_press_is_heard_as_its_choice_at_the_time_it_came(ana: User) -> None:
    ana.show("Which?", {"inline_keyboard": [[{"text": "Yes", "callback_data": "q7.1"}]]})
    update = ana.press("Yes")
    seen = read(update)
    assert seen.callback == update["callback_query"]["id"]
    assert heard(update) == Heard(choice="q7.1", at=LATER, locale="en-GB")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("/start", "/start"),
        ("/START", "/start"),
        ("/start@HarbourClinicBot", "/start"),
        ("/start from-the-website_2", "/start"),
        ("/help", "/help"),
        ("/cancel@HarbourClinicBot", "/cancel"),
        ("/help I have chest pain", "help I have chest pain"),
        ("/start I have chest pain", "start I have chest pain"),
        ("/cancel my appointment", "cancel my appointment"),
        ("/book", "book"),
        ("/", "/"),
        ("9/3", "9/3"),
        ("  ", "  "),
    ],
)
def test_commands_come_in_their_plain_form_and_no_words_are_lost(
    ana: User, said: str, words: str
) -> None:
    assert heard(ana.send({"text": said})).text == words


def test_ones_own_number_is_heard_in_its_international_form(ana: User) -> None:
    assert heard(ana.share_contact("44 7900 900123")).contact == "+447900900123"
    assert heard(ana.share_contact("+447900900123")).contact == "+447900900123"


def test_nobody_elses_number_is_accepted(telegram: Telegram) -> None:
    ana = telegram.ana
    unsigned = {"contact": {"phone_number": "447900900123", "first_name": "Ana"}}
    forwarded = {
        "contact": {"phone_number": "447900900123", "first_name": "Ana", "user_id": ana.id},
        "forward_origin": {"type": "hidden_user", "sender_user_name": "Ana", "date": 1},
    }
    for update in (
        ana.share_contact(of=telegram.ben),
        ana.send(unsigned),
        ana.send(forwarded),
        ana.share_contact("12"),
        ana.share_contact("4479009001234567"),
    ):
        assert heard(update) == Heard(at=NOW, locale="en-GB", other="contact")


def test_what_is_no_text_is_named(ana: User) -> None:
    assert heard(ana.send_photo()).other == "photo"
    assert heard(ana.send_voice()).other == "voice"
    assert heard(ana.send(NOTE)).other == "video"
    for kind, content in KINDS.items():
        assert heard(ana.send(content)).other == kind


def test_a_caption_is_heard_beside_the_photo(ana: User) -> None:
    hearing = heard(ana.send_photo("my tooth hurts"))
    assert (hearing.text, hearing.other) == ("my tooth hurts", "photo")


def test_an_album_is_one_arrival_and_its_captions_are_heard(ana: User) -> None:
    ids = []
    for caption in (None, None, "it hurts", None):
        arrival = read(ana.send_photo(caption, album="9000")).arrival
        assert arrival is not None
        ids.append(arrival.message_id)
    assert len({*ids}) == 2
    assert ids[2].isdigit()


def test_an_edited_message_is_heard_as_edited(ana: User) -> None:
    ana.say("tuesday")
    assert heard(ana.edit(1, "wednesday")) == Heard(
        text="wednesday", at=NOW, locale="en-GB", other="edited"
    )


def test_a_live_location_that_moves_needs_no_answer(ana: User) -> None:
    moved = ana.send(KINDS["location"])
    moved["edited_message"] = moved.pop("message")
    assert read(moved).arrival is None


@pytest.mark.parametrize(
    "notice", [{"pinned_message": {}}, {"write_access_allowed": {}}, {"chat_background_set": {}}]
)
def test_notices_need_no_answer(ana: User, notice: dict[str, Any]) -> None:
    assert read(ana.send(notice)).arrival is None


def test_a_user_who_blocks_the_bot_is_said_to_have(ana: User) -> None:
    seen = read(ana.block())
    assert (seen.chat, seen.blocked, seen.arrival) == ("77", True, None)
    assert not read(ana.unblock()).blocked


def test_a_group_hears_from_us_only_when_it_speaks_to_us(telegram: Telegram) -> None:
    group, ana = telegram.group, telegram.ana
    to_us = [
        group.say(ana, "/start"),
        group.say(ana, "/help@harbourclinicbot"),
        group.say(ana, "/anything@HarbourClinicBot"),
        group.say(ana, "could @HarbourClinicBot help?"),
        group.add_bot(ana),
    ]
    for update in to_us:
        arrival = read(update).arrival
        assert arrival is not None
        assert arrival.user == "-1001"
        assert arrival.heard == Heard(at=NOW, other="group")
    to_others = [
        group.say(ana, "hello all"),
        group.say(ana, "/start@AnotherBot"),
        group.say(ana, "/weather"),
        group.say(ana, "ask @AnotherBot or ana@HarbourClinicBots.example"),
    ]
    for update in to_others:
        assert read(update).arrival is None


def test_a_mention_by_its_id_speaks_to_the_bot(telegram: Telegram) -> None:
    update = telegram.group.say(telegram.ana, "the clinic")
    update["message"]["entities"] = [
        {"type": "text_mention", "offset": 0, "length": 3, "user": BOT}
    ]
    assert read(update, Me(99)).arrival is not None


def test_channels_and_other_bots_are_left_alone(telegram: Telegram) -> None:
    in_channel = telegram.ana.say("/start")
    in_channel["message"]["chat"]["type"] = "channel"
    by_bot = telegram.ben.say("/start")
    by_bot["message"]["from"]["is_bot"] = True
    assert read(in_channel).arrival is None
    assert read(by_bot).arrival is None


def test_updates_of_other_kinds_hold_nothing() -> None:
    assert read({"update_id": 9, "inline_query": {"id": "1"}}) == Seen(9)
    assert read({"update_id": 9, "invented_next_year": {"id": "1"}}) == Seen(9)


@pytest.mark.parametrize(
    "nonsense",
    [b"", b"{", b"[]", b'{"message": {"text": "CANARY"}}', b'{"update_id": "CANARY"}', b"\xff"],
)
def test_nonsense_is_refused_without_being_quoted(nonsense: bytes) -> None:
    with pytest.raises(ValidationError) as refused:
        read_update(nonsense, ME, NOW)
    assert "CANARY" not in str(refused.value)


def samples() -> list[dict[str, Any]]:
    telegram = Telegram()
    ana, ben, group = telegram.ana, telegram.ben, telegram.group
    ana.say("hello")
    ben.say("hello without a language")
    ana.say("/start payload")
    ana.show("Which?", {"inline_keyboard": [[{"text": "Yes", "callback_data": "q7.1"}]]})
    ana.press("Yes")
    ana.share_contact()
    ana.share_contact(of=ben)
    ana.send_photo("a caption")
    ana.send_voice()
    for content in KINDS.values():
        ana.send(content)
    ana.edit(1, "changed")
    ana.block()
    group.say(ana, "/start")
    group.add_bot(ana)
    return telegram.updates


@pytest.mark.parametrize("update", samples(), ids=lambda update: list(update)[1])
def test_the_library_reads_the_same(update: dict[str, Any]) -> None:
    """Our reading is held against the library's on every sample."""
    theirs = Update.de_json(update, None)
    seen = read(update)
    assert seen.update_id == theirs.update_id
    assert theirs.effective_chat is not None
    assert seen.chat == str(theirs.effective_chat.id)
    if theirs.callback_query is not None:
        assert seen.callback == theirs.callback_query.id
    if theirs.my_chat_member is not None:
        left = theirs.my_chat_member.new_chat_member.status == "kicked"
        assert seen.blocked == (left and theirs.effective_chat.type == "private")
    if seen.arrival is not None and theirs.effective_chat.type == "private":
        assert as_heard(theirs) == seen.arrival.heard.model_dump(
            include={"text", "at", "choice", "locale", "contact"}
        )


def as_heard(update: Update) -> dict[str, Any]:
    message, user = update.effective_message, update.effective_user
    assert message is not None
    assert user is not None
    press = update.callback_query
    contact = message.contact
    words = "" if press else (message.text or message.caption or "")
    return {
        "text": "/start" if words.startswith("/start") else words,
        "at": LATER if press else (message.edit_date or message.date),
        "choice": press.data if press else None,
        "locale": user.language_code,
        "contact": f"+{contact.phone_number}" if contact and contact.user_id == user.id else None,
    }
