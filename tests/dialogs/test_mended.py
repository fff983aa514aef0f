"""What went wrong once, each as the shortest talk that showed it."""

import ast
import json
from datetime import timedelta

import pytest

from connectors.protocols import FindsFreeSlots
from dialogs.engine import Engine
from dialogs.ports import Ports
from dialogs.registry import DIALOGS, engine_for
from dialogs.session import Heard
from dialogs.table import Dialog
from tests.dialogs.chat import Chat
from tests.dialogs.code import folder
from tests.dialogs.surgery import HARBOUR, MONDAY, Surgery
from tests.dialogs.ways import BOOK, TO_CHECK, TO_NUMBER, WAYS, WRONG, Way, reach


def writes(chat: Chat) -> list[str]:
    return [kind for kind, _ in chat.surgery.writes]


@pytest.mark.parametrize("beside", ["31 February", "Monday the 4th", "change something"])
async def test_a_yes_to_another_question_books_nothing(beside: str) -> None:
    chat = await Chat().play(*TO_CHECK, beside, "yes")
    assert writes(chat) == []


async def test_a_yes_to_what_to_change_cancels_nothing() -> None:
    chat = await Chat().play(*BOOK, "cancel my appointment", "change something", "yes")
    assert writes(chat) == ["book"]


async def test_a_yes_after_a_no_is_asked_again_with_the_day() -> None:
    chat = await Chat().play(*TO_CHECK, "no", "yes")
    assert writes(chat) == []


async def test_a_photo_changes_nothing_however_long_it_took() -> None:
    chat = await Chat().play(*BOOK, "*status silent", "confirm my appointment", "*up", "*wait 11")
    before = writes(chat)
    await chat.send("photo")
    assert writes(chat) == before


@pytest.mark.parametrize("minutes", [1440, 3000])
async def test_a_time_that_is_over_is_not_booked(minutes: int) -> None:
    chat = await Chat().play(*TO_CHECK, f"*wait {minutes}", "yes")
    assert writes(chat) == []
    assert "just been taken" not in chat.text


async def test_nobody_is_booked_twice_at_a_time() -> None:
    chat = await Chat().play(*BOOK, "check-up tomorrow at 10am", "tomorrow at 9am", "yes")
    assert len(chat.surgery.active()) == 1


@pytest.mark.parametrize("word", ["stop", "never mind", "cancel"])
@pytest.mark.parametrize(
    "question", ["appointments.which", "appointments.act", "appointments.sure", "desk.note"]
)
async def test_a_word_that_stops_does_nothing_else(question: str, word: str) -> None:
    chat = await reach(_way(question))
    before = writes(chat)
    await chat.write(word)
    assert writes(chat) == before
    if word != "cancel" or question == "desk.note":
        assert chat.question == "welcome.menu"


@pytest.mark.parametrize("word", ["help", "repeat", "back", "start again"])
async def test_a_message_for_the_desk_can_be_steered_like_the_rest(word: str) -> None:
    chat = await reach(_way("desk.note"))
    await chat.write(word)
    assert chat.question != "desk.name"


@pytest.mark.parametrize(
    "lines",
    [("I have chest pain", "carry on"), (*TO_NUMBER, *WRONG * 3, "try again", "no thank you")],
    ids=["emergency", "locked"],
)
async def test_nothing_ends_in_silence(lines: tuple[str, ...]) -> None:
    chat = await Chat().play(*lines)
    assert chat.text.strip()


@pytest.mark.parametrize(
    "lines",
    [
        (*BOOK, "check-up", "change the person", "1"),
        (*BOOK, "check-up", "another clinician", "Dr Tom Reid", "tomorrow morning"),
    ],
    ids=["person first", "clinician first"],
)
async def test_what_was_passed_over_is_asked_before_the_check(lines: tuple[str, ...]) -> None:
    chat = await Chat().play(*lines)
    assert chat.text.strip()
    assert chat.question in ("booking.when", "booking.slot")


@pytest.mark.parametrize(
    ("way", "active"),
    [
        ("booking.slot", {"version": 0, "frame": json.dumps({"when": "tomorrow"})}),
        ("booking.slot", {"learned": {"mood": MONDAY.isoformat()}}),
        ("identify.number", {"version": 0, "frame": json.dumps({"number": ["1"]})}),
    ],
)
async def test_a_fact_that_means_something_else_now_is_let_go(
    way: str, active: dict[str, object]
) -> None:
    chat = await reach(_way(way))
    stored = json.loads(chat.stored)
    stored["stack"][-1] |= active
    chat.stored = json.dumps(stored)
    await chat.write("repeat")
    assert chat.text.strip()


@pytest.mark.parametrize("way", WAYS, ids=str)
async def test_a_clinic_that_no_longer_books_by_chat_still_answers(way: Way) -> None:
    before = await reach(way)
    engine, can = _without_booking(before.surgery)
    doings = [Heard(text=text, at=MONDAY) for text in ("1", "yes", "back", "book", "hello")]
    doings += [Heard(choice=button.id, at=MONDAY) for button in before.buttons]
    for doing in doings:
        ports = Ports(can, MONDAY, before.surgery.catalogue)
        after, replies = await engine.turn(before.session, doing, ports)
        assert replies, doing
        for shown in after.shown:
            command, _, dialog = shown.means.partition(":")
            assert command != "!start" or dialog in engine.repertoire.dialogs, (
                f"[{shown.label}] leads nowhere"
            )


async def test_a_number_that_no_phone_has_is_asked_again() -> None:
    chat = await reach(_way("desk.phone"))
    await chat.write("9" * 400)
    assert chat.question == "desk.phone"


async def test_years_of_visits_do_not_make_the_session_grow() -> None:
    chat = await Chat().play(*BOOK)
    for _ in range(60):
        await chat.play("cancel my appointment", "yes", "check-up tomorrow at 10am", "1", "yes")
        chat.surgery.now += timedelta(days=7)
    assert len(chat.stored.encode()) < 16 * 1024


@pytest.mark.parametrize("dialog", DIALOGS, ids=lambda dialog: str(dialog.id))
def test_what_patients_read_stands_in_wording(dialog: Dialog) -> None:
    for path in folder(dialog).glob("*.py"):
        if path.name.startswith("wording"):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in {"Reply", "Choice"}, f"{path}:{node.lineno}"
            if isinstance(node, ast.Attribute):
                assert node.attr not in {"gettext", "ngettext"}, f"{path}:{node.lineno}"


def _way(question: str) -> Way:
    return next(way for way in WAYS if way.question == question)


def _without_booking(surgery: Surgery) -> tuple[Engine, dict[type, object]]:
    can = dict(surgery.abilities())
    del can[FindsFreeSlots]
    return engine_for(HARBOUR, frozenset(can)), can
