"""How every sentence reads: every question in every state, and every last word."""

import re
import warnings
from dataclasses import replace

import pytest

from dialogs import wording
from dialogs.registry import DIALOGS
from dialogs.session import Choice
from dialogs.table import Ask, Dialog, End
from tests.dialogs.chat import Chat
from tests.dialogs.movers import MovingSurgery
from tests.dialogs.newcomers import OpenSurgery
from tests.dialogs.public import PublicSurgery
from tests.dialogs.surgery import Surgery
from tests.dialogs.ways import (
    BOOK,
    BOOK_FAR,
    BOOK_TWO,
    JOIN,
    KNOWN,
    MOVE,
    REGISTER,
    TO_CHECK,
    TO_JOIN,
    TO_MOVE,
    TO_NEW,
    TO_SLOT,
    WAYS,
    Way,
    reach,
)

LONG_FOR_A_PHONE = 700
JARGON = re.compile(
    r"\b(error|invalid|session|token|api|server|timeout|null|undefined|vendor|patient id|database"
    r"|exception|parse|input|retry|chatbot|slot|e\.g\.|i\.e\.|etc)\b",
    re.IGNORECASE,
)
DIGIT_DATE = re.compile(r"\b\d{1,2}[/.-]\d{1,2}\b")
# Standing examples of a date of birth, as it is on most letters.
EXAMPLE = "23/4/1980"
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DAY = re.compile(rf"\b\d{{1,2}} ({MONTHS})\b")
DAY_SAID = re.compile(rf"\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day \d{{1,2}} ({MONTHS})\b")
# What tells what to do where no question mark does.
TELLS = re.compile(
    r"\b(ring|write|choose|call|try|say|tell|please|first|clinic's phone)\b|free .*:$|times.*:$",
    re.IGNORECASE | re.DOTALL,
)

# Talks that end in every last word that a dialog has.
LAST_WORDS: dict[str, tuple[str, ...]] = {
    "booking.booked": BOOK,
    "booking.unsure": (*TO_CHECK, "*booking silent", "yes"),
    "booking.pending": (*TO_CHECK, "*booking pending", "yes"),
    "booking.already": (*BOOK, "check-up tomorrow at 9am", "yes"),
    "booking.too_many": (
        *BOOK_TWO,
        *("check-up on Friday morning", "1", "yes"),
        *("check-up on Monday morning", "1"),
    ),
    "booking.stopped": (*TO_CHECK, "no", "[Stop]"),
    "register.created": REGISTER,
    "register.known": (*TO_NEW, *KNOWN),
    "appointments.confirmed": (*BOOK, "I will come"),
    "appointments.arrived": (*BOOK, "*wait 1430", "I have arrived"),
    "appointments.cancelled": (*BOOK, "cancel my appointment", "yes"),
    "appointments.refused": (*BOOK, "*status refused", "cancel my appointment", "yes"),
    "appointments.missing": (*BOOK, "*status missing", "cancel my appointment", "yes"),
    "appointments.unsure": (*BOOK, "*status silent", "cancel my appointment", "yes"),
    "appointments.pending": (*BOOK, "*status pending", "confirm my appointment"),
    "appointments.standing": (*BOOK, "is it booked"),
    "appointments.early": (*BOOK, "I have arrived"),
    "appointments.over": (*BOOK, "*wait 1450", "I will come"),
    "appointments.doubt": (*TO_CHECK, "*booking silent", "yes", "*up", "I will come"),
    "appointments.fine": (*BOOK, "my appointments", "nothing thanks"),
    "appointments.none": ("my appointments",),
    "moving.moved": MOVE,
    "moving.unsure": (*TO_MOVE, "*move silent", "yes"),
    "moving.pending": (*TO_MOVE, "*move pending", "yes"),
    "moving.missing": (*TO_MOVE, "*move missing", "yes"),
    "moving.over": (*BOOK_FAR, "*wait 4325", "move my appointment"),
    "moving.doubt": (*TO_CHECK, "*booking lost", "yes", "*up", "move my appointment"),
    "moving.none": (*BOOK, "cancel my appointment", "yes", "move my appointment"),
    "moving.fine": (*TO_MOVE, "keep it as it is"),
    "team.one": ("who is Dr Ruiz",),
    "team.able": ("which dentists do you have",),
    "team.stranger": ("who is Dr Foo",),
    "team.everybody": ("who works here",),
    "places.one": ("where is the Quay Street branch",),
    "places.everywhere": ("which branches do you have",),
    "services.one": ("how long does a filling take",),
    "services.everything": ("which treatments do you have",),
    "prices.costs": ("how much is a porcelain crown",),
    "prices.no_price": ("how much is a gold inlay",),
    "prices.down": ("*prices down", "how much is a resin crown"),
    "classes.joined": JOIN,
    "classes.unsure": (*TO_JOIN, "*joining lost", "yes"),
    "classes.pending": (*TO_JOIN, "*joining pending", "yes"),
    "classes.refused": (*TO_JOIN, "*joining refused", "yes"),
    "classes.stopped": (*TO_JOIN, "no"),
    "classes.down": ("*classes down", "join the yoga class"),
    "desk.left": ("a person please", "yes", "Please ring me", "Sam Taylor", "07700 900123"),
    "desk.kept": ("a person please", "no thank you"),
    "about.clinic": ("where are you",),
    "about.bot": ("are you a robot",),
    "about.thanks": ("thank you",),
    "about.goodbye": ("goodbye",),
}
# Whose system can do what these dialogs need.
SURGERIES: dict[str, type[Surgery]] = {
    "register": OpenSurgery,
    "moving": MovingSurgery,
    **dict.fromkeys(("team", "places", "services", "prices", "classes"), PublicSurgery),
}
# The policy of other clinics, and what has tests of its own.
ELSEWHERE = {
    *("appointments.requested", "appointments.group", "moving.group"),
    *("team.down", "places.down", "services.down", "classes.no_classes"),
}


def reads_well(text: str) -> None:
    assert text.strip() == text
    assert "!" not in text
    assert not JARGON.search(text), text
    assert not DIGIT_DATE.search(text.replace(EXAMPLE, "")), text
    for found in DAY.finditer(text.replace("23 April 1980", "")):
        assert DAY_SAID.search(text, max(0, found.start() - 10)), (
            f"a day without its weekday: {text}"
        )
    assert "  " not in text
    assert " ." not in text
    assert " ," not in text
    assert not re.search(r"\bi\b", text), text
    if len(text) > LONG_FOR_A_PHONE:
        warnings.warn(f"{len(text)} characters for a phone: {text[:60]}", stacklevel=2)


def asks_well(text: str) -> None:
    reads_well(text)
    assert text.count("?") <= 1, text
    assert text.endswith(("?", ".", ":")), text
    assert "?" in text or TELLS.search(text), f"neither asks nor tells: {text}"


def label_well(choice: Choice) -> None:
    reads_well(choice.label)
    assert choice.label[0].isupper() or choice.label[0].isdigit() or choice.label == "midday"
    assert not choice.label.endswith(".")


@pytest.mark.parametrize("way", WAYS, ids=str)
async def test_a_question_reads_well(way: Way) -> None:
    chat = await reach(way)
    question = chat.asked
    asks_well(question)
    for choice in chat.buttons:
        label_well(choice)
    for doing in ("purple monkey", "help", "", "stop"):
        trial = chat.copy()
        await trial.write(doing)
        for reply in trial.said:
            reads_well(reply.text)
            assert reply.text.endswith(("?", ".", ":")), reply.text


@pytest.mark.parametrize(("place", "lines"), LAST_WORDS.items(), ids=LAST_WORDS.keys())
async def test_a_last_word_reads_well(place: str, lines: tuple[str, ...]) -> None:
    dialog, _, step = place.partition(".")
    surgery = SURGERIES.get(dialog, Surgery)()
    chat = await Chat(surgery).play(*lines)
    found = chat.engine.repertoire.dialogs[dialog].by_id[step]
    assert isinstance(found, End)
    # Who is registered goes on with what that was for.
    assert len(chat.session.stack) == 1 or dialog == "register", chat.question
    for reply in chat.said:
        reads_well(reply.text)
        assert reply.text.endswith((".", "?")), reply.text
        for choice in reply.choices:
            label_well(choice)


def test_every_last_word_is_read() -> None:
    ends = {
        f"{dialog.id}.{step.id}"
        for dialog in DIALOGS
        for step in dialog.steps
        if isinstance(step, End) and step.say is not None
    }
    assert ends == LAST_WORDS.keys() | ELSEWHERE


@pytest.mark.parametrize("verb", ["Requested: ", "still to agree"])
async def test_a_requested_appointment_is_not_said_to_be_booked(verb: str) -> None:
    chat = Chat()
    policy = replace(chat.clinic.policy, requested=True)
    chat.clinic = replace(chat.clinic, policy=policy)
    await chat.play(*TO_CHECK, "yes")
    if verb != "Requested: ":
        await chat.write("I will come")
    assert verb in chat.text
    assert "Booked" not in chat.text
    reads_well(chat.text)


@pytest.mark.parametrize(
    "dialog", [one for one in DIALOGS if one.questions()], ids=lambda one: str(one.id)
)
def test_an_example_reads_well(dialog: Dialog) -> None:
    chat = Chat()
    talk = chat.engine.repertoire.talk(chat.session, chat.ports())
    for question in dialog.questions():
        if question.example is not None:
            example = question.example(talk)
            reads_well(example)
            assert example.endswith("."), example


@pytest.mark.parametrize("dialog", DIALOGS, ids=lambda one: str(one.id))
def test_a_question_with_nothing_known_can_still_be_said(dialog: Dialog) -> None:
    """An upgrade may leave a step with fewer facts than it had."""
    chat = Chat()
    talk = chat.engine.repertoire.talk(chat.session, chat.ports())
    for step in dialog.steps:
        if isinstance(step, Ask | End) and step.say is not None:
            step.say(dialog.frame(), talk)


def test_what_is_said_everywhere_reads_well() -> None:
    chat = Chat()
    talk = chat.engine.repertoire.talk(chat.session, chat.ports())
    odd = ("photo", "voice", "location", "contact", "edited", "empty", "long", "sticker", "poll")
    texts = [wording.odd(talk, what) for what in odd]
    texts += [wording.third_miss(talk), wording.old_button(talk), wording.help_text(talk)]
    texts += [wording.nothing_before(talk), wording.nothing_to_change(talk)]
    texts += [wording.group(talk).text, wording.stopped(talk).text, wording.nothing_to_stop(talk)]
    texts += [
        wording.broken(chat.clinic, talk.gettext).text,
        wording.damaged(chat.clinic, talk.gettext).text,
        chat.engine.repertoire.greeting(talk).text,
    ]
    for text in texts:
        reads_well(text)
        assert text.endswith((".", "?")), text


def test_whatever_can_be_changed_has_a_name_for_it() -> None:
    chat = Chat()
    talk = chat.engine.repertoire.talk(chat.session, chat.ports())
    called = [
        (question.id, question.called)
        for dialog in DIALOGS
        for question in dialog.questions()
        if question.called is not None
    ]
    reply = wording.change_what(talk, called)
    assert len(reply.choices) == len(called) + 1
    for choice in reply.choices:
        label_well(choice)


async def test_what_was_understood_is_said_with_weekday_and_date() -> None:
    chat = await Chat().play(*TO_SLOT)
    assert "tomorrow, Tuesday 3 March, in the morning" in chat.text
