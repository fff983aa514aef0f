"""What every dialog passes without writing anything: no question is lost by what patients send.

Whatever comes in, there is one helpful reply, the same question stands, and the talk can still be
finished from it.
"""

import pytest

from dialogs.session import Heard
from tests.dialogs.chat import ODD, Chat
from tests.dialogs.ways import WAYS, Way, reach

ODD_TEXTS = {
    "nothing": "",
    "spaces": "  \n ",
    "endless": "x" * 5000,
    "a long letter": "and then I told him that it would be fine " * 120,
    "emoji": "🦷😀🎉",
    "nonsense": "purple monkey dishwasher",
    "signs": "?!.,;:-",
    "code": "<b>{name}</b> %s \\0 '; drop table",
    "other letters": "صباح الخير",
    "half a character": "\ud83e",
    "one letter": "q",
}

# Whatever is written there is the message itself; any few words may be somebody's name.
TAKES_ANY_WORDS = {"desk.note"}
TAKES_NAMES = {
    *("identify.surname", "identify.forename", "desk.name"),
    *("register.forename", "register.surname"),
}
TAKES_CONTACTS = {"desk.phone", "identify.contact", "identify.failed", "register.contact"}
MAY_BE_NAMES = {"nonsense", "other letters", "one letter"}


async def still_there(chat: Chat, way: Way) -> None:
    """The question stands, with one reply that says it again, and can be answered."""
    assert len(chat.said) == 1
    assert chat.said[0].text.strip()
    assert chat.question == way.question
    again = chat.copy()
    await again.play(*way.finish)
    assert way.said in again.text, "\n".join(again.story)


@pytest.mark.parametrize("way", WAYS, ids=str)
async def test_odd_texts_lose_nothing(way: Way) -> None:
    for name, text in ODD_TEXTS.items():
        if way.question in TAKES_ANY_WORDS and 0 < len(text.strip()) <= 600:
            continue
        if way.question in TAKES_NAMES and name in MAY_BE_NAMES:
            continue
        chat = await reach(way)
        before = chat.labels
        await chat.write(text)
        await still_there(chat, way)
        assert set(before) <= set(chat.labels), name


@pytest.mark.parametrize("way", WAYS, ids=str)
async def test_what_is_no_text_loses_nothing(way: Way) -> None:
    for other in sorted(ODD | {"audio", "animation"}):
        chat = await reach(way)
        before = chat.labels
        await chat.send(other)
        await still_there(chat, way)
        assert chat.labels == before


@pytest.mark.parametrize("way", WAYS, ids=str)
async def test_an_edited_message_is_not_taken_for_an_answer(way: Way) -> None:
    chat = await reach(way)
    answer = next(line for line in way.finish if not line.startswith("*"))
    await chat.hear(Heard(text=answer, at=chat.surgery.now, other="edited"))
    await still_there(chat, way)
    assert "first version" in chat.text


@pytest.mark.parametrize("way", WAYS, ids=str)
async def test_a_group_is_refused_and_nothing_changes(way: Way) -> None:
    chat = await reach(way)
    before = chat.session
    await chat.hear(Heard(text="yes", at=chat.surgery.now, other="group"))
    assert "private" in chat.text
    assert chat.session == before.model_copy(update={"revision": before.revision + 1})


@pytest.mark.parametrize("way", WAYS, ids=str)
async def test_a_shared_phone_number_loses_nothing(way: Way) -> None:
    chat = await reach(way)
    await chat.hear(Heard(at=chat.surgery.now, contact="+447700900123"))
    if way.question in TAKES_CONTACTS and chat.question != way.question:
        assert chat.text.strip()
        assert way.question != "desk.phone" or "+447700900123" in chat.text
        return
    await still_there(chat, way)


@pytest.mark.parametrize("way", WAYS, ids=str)
async def test_many_odd_things_in_a_row_lose_nothing(way: Way) -> None:
    chat = await reach(way)
    for _ in range(3):
        for other in ("photo", "voice", "sticker"):
            await chat.send(other)
        await chat.write("")
        await chat.write("y" * 4000)
        if way.question not in TAKES_ANY_WORDS | TAKES_NAMES:
            await chat.write("purple monkey dishwasher")
    await still_there(chat, way)


@pytest.mark.parametrize("way", WAYS, ids=str)
async def test_a_question_can_be_answered_days_later(way: Way) -> None:
    """Times may have passed meanwhile, so the talk need not end alike; but it goes on."""
    chat = await reach(way)
    chat.happen("wait 4321")
    for line in way.finish:
        await chat.play(line)
        assert line.startswith("*") or chat.text.strip()
