"""Cancel, back, change, repeat, help, a person, start again, an emergency: in every question."""

import pytest

from dialogs.table import Ask
from tests.dialogs.chat import Chat
from tests.dialogs.ways import WAYS, Way, reach

# Where only its own clear word goes on.
WARNING = "emergency.warning"
TALKS = [way for way in WAYS if way.question != WARNING]
IN_DIALOGS = [way for way in TALKS if way.question != "welcome.menu"]


def step(chat: Chat) -> Ask:
    active = chat.session.stack[-1]
    found = chat.engine.repertoire.dialogs[active.dialog].by_id[active.step]
    assert isinstance(found, Ask)
    return found


async def finished(chat: Chat, way: Way) -> None:
    await chat.play(*way.finish)
    assert way.said in chat.text, "\n".join(chat.story)


@pytest.mark.parametrize("word", ["stop", "never mind", "quit"])
@pytest.mark.parametrize("way", IN_DIALOGS, ids=str)
async def test_stop_leaves_every_question_and_changes_nothing(way: Way, word: str) -> None:
    chat = await reach(way)
    writes = list(chat.surgery.writes)
    await chat.write(word)
    assert chat.question == "welcome.menu"
    assert "I have stopped" in chat.text
    assert chat.surgery.writes == writes


async def test_there_is_nothing_to_stop_where_nothing_was_begun() -> None:
    chat = await Chat().play("hello", "stop")
    assert "nothing to stop" in chat.text
    assert chat.question == "welcome.menu"


@pytest.mark.parametrize("way", TALKS, ids=str)
async def test_start_again_goes_to_the_menu(way: Way) -> None:
    chat = await reach(way)
    await chat.write("start again")
    assert chat.question == "welcome.menu"
    assert "What would you like to do?" in chat.text
    assert len(chat.session.stack) == 1


@pytest.mark.parametrize("word", ["repeat", "say that again"])
@pytest.mark.parametrize("way", TALKS, ids=str)
async def test_a_question_is_repeated_as_it_was(way: Way, word: str) -> None:
    chat = await reach(way)
    question, labels = step(chat), chat.labels
    asked = chat.asked
    await chat.write(word)
    assert chat.question == way.question
    assert chat.asked.split("\n\n")[-1] in asked
    assert chat.labels == labels
    assert question == step(chat)
    await finished(chat, way)


@pytest.mark.parametrize("way", TALKS, ids=str)
async def test_help_says_how_to_go_on_and_asks_again(way: Way) -> None:
    chat = await reach(way)
    labels = chat.labels
    await chat.write("help")
    assert "020 7946 0000" in chat.text
    assert "start again" in chat.text
    assert chat.question == way.question
    assert chat.labels == labels
    await finished(chat, way)


@pytest.mark.parametrize("way", [way for way in TALKS if way.question[:4] != "desk"], ids=str)
async def test_a_person_can_be_had_and_the_talk_goes_on_afterwards(way: Way) -> None:
    chat = await reach(way)
    await chat.write("a person please")
    assert chat.question == "desk.offer"
    assert "020 7946 0000" in chat.text
    await chat.write("no thank you")
    assert chat.question == way.question
    await finished(chat, way)


@pytest.mark.parametrize("way", TALKS, ids=str)
async def test_back_asks_an_earlier_question_or_says_that_there_is_none(way: Way) -> None:
    chat = await reach(way)
    trail = [past for active in chat.session.stack for past in active.trail]
    writes = list(chat.surgery.writes)
    await chat.write("back")
    assert chat.surgery.writes == writes
    if trail:
        assert step(chat).id == trail[-1]
    else:
        assert "no earlier question" in chat.text
        assert chat.question == way.question


@pytest.mark.parametrize("way", TALKS, ids=str)
async def test_going_back_and_back_ends_at_the_first_question(way: Way) -> None:
    chat = await reach(way)
    for _ in range(12):
        await chat.write("back")
        if "no earlier question" in chat.text:
            break
    else:
        pytest.fail("back without end\n" + "\n".join(chat.story))
    assert not any(active.trail for active in chat.session.stack)


@pytest.mark.parametrize("way", TALKS, ids=str)
async def test_change_asks_what_to_change_and_each_choice_asks_its_question(way: Way) -> None:
    chat = await reach(way)
    await chat.write("change something")
    if way.question == "welcome.menu" or "nothing to change" in chat.text:
        assert chat.question == way.question
        return
    assert "What would you like to change?" in chat.text
    for button in chat.buttons:
        trial = chat.copy()
        await trial.press(button)
        assert trial.text.strip()
        if button.label == "Nothing, go on":
            assert trial.question == way.question
            await finished(trial, way)
        else:
            means = next(one.means for one in chat.session.shown if one.id == button.id)
            assert step(trial).id == means.removeprefix("!change:")


@pytest.mark.parametrize(
    "words", ["I have chest pain", "he can't breathe", "x. " * 190 + "I am choking"]
)
@pytest.mark.parametrize("way", WAYS, ids=str)
async def test_emergency_words_come_first_in_every_question(way: Way, words: str) -> None:
    chat = await reach(way)
    writes = list(chat.surgery.writes)
    await chat.write(words)
    assert chat.question == WARNING
    assert "999" in chat.said[0].text
    assert len(chat.said) == 1
    assert chat.surgery.writes == writes
    await chat.write("carry on")
    assert chat.text.strip()
    if way.question not in (WARNING, "welcome.menu"):
        assert chat.question == way.question
    if way.question != WARNING:
        await finished(chat, way)


async def test_a_warning_is_ended_by_a_clear_word_only() -> None:
    chat = await reach(next(way for way in WAYS if way.question == WARNING))
    for words in ("tomorrow", "book", "yes", "1900", "thanks"):
        await chat.write(words)
        assert chat.question == WARNING
        assert "999" in chat.text
    await chat.press(chat.buttons[0])
    assert chat.question == "booking.slot"
