"""One message on its way through the engine: corrections, interruptions, buttons, misses."""

from collections.abc import Iterator

import pytest

from dialogs.session import Heard, Reply, Session
from tests.dialogs import toys
from tests.dialogs.chat import KEY, Chat
from tests.dialogs.surgery import MONDAY
from tests.dialogs.ways import BOOK, PROOF, TO_CHECK, TO_SLOT


@pytest.fixture(autouse=True)
def _looked() -> Iterator[None]:
    toys.looked.clear()
    yield
    toys.looked.clear()


class Toy:
    """A chat with the toy dialogs."""

    def __init__(self) -> None:
        self.session = Session(key=KEY)
        self.replies: list[Reply] = []

    async def hear(self, text: str = "", choice: str | None = None) -> str:
        chat = Chat()
        heard = Heard(text=text, choice=choice, at=MONDAY)
        self.session, self.replies = await toys.ENGINE.turn(self.session, heard, chat.ports())
        return "\n".join(reply.text for reply in self.replies)

    async def play(self, *lines: str) -> str:
        said = ""
        for one in lines:
            said = await self.hear(one)
        return said


async def test_the_greeting_is_said_once_and_first() -> None:
    toy = Toy()
    assert (await toy.hear("monday")).startswith("Welcome.")
    assert "Welcome." not in await toy.hear("tuesday")


async def test_several_facts_from_one_sentence_are_taken_in_at_once() -> None:
    chat = await Chat().play("I need a filling with Dr Tom Reid on Thursday at 10am")
    assert "Thursday 5 March, 10:00am" in chat.text or "Thursday 5 March" in chat.text
    frame = chat.session.stack[-1].frame if chat.question.startswith("booking") else ""
    assert chat.question in ("booking.slot", "identify.number")
    booking = next(one for one in chat.session.stack if one.dialog == "booking")
    assert '"1866"' in booking.frame
    assert '"34568"' in booking.frame or '"34568"' in frame


async def test_a_correction_changes_one_fact_and_keeps_the_rest() -> None:
    chat = await Chat().play(*TO_CHECK, "no, Thursday")
    assert chat.question == "booking.slot"
    assert "Check-up" in chat.text
    assert "Thursday 5 March in the morning" in chat.text
    await chat.play("1")
    assert chat.question == "booking.check"
    assert "For Sam Taylor" in chat.text


async def test_a_correction_is_heard_from_the_dialog_that_waits_beneath() -> None:
    chat = await Chat().play(*TO_SLOT, "1", *PROOF[:2], "Thursday afternoon")
    assert chat.question == "booking.slot"
    assert "Thursday 5 March" in chat.text


async def test_a_changed_service_keeps_the_wished_day() -> None:
    chat = await Chat().play(*TO_SLOT, "hygiene visit")
    assert chat.question == "booking.slot"
    assert "Hygiene visit, free tomorrow, Tuesday 3 March, in the morning" in chat.text


async def test_no_work_is_done_twice_for_what_is_known() -> None:
    toy = Toy()
    await toy.play("book", "monday", "nine")
    assert toys.looked == ["monday"]
    await toy.play("back", "ten")
    assert toys.looked == ["monday"]


async def test_a_changed_fact_has_its_work_done_again() -> None:
    toy = Toy()
    await toy.play("book", "monday", "nine", "ann")
    assert "friday at" not in await toy.hear("friday")
    assert toys.looked == ["monday", "friday"]
    assert await toy.hear("nine") == "friday at nine for ann?"


async def test_words_with_an_answer_are_not_lost() -> None:
    toy = Toy()
    assert "tuesday" in await toy.play("book", "tuesday please")


@pytest.mark.parametrize("answer", ["2", "the second one", "Tuesday", "TUESDAY", "  tuesday  "])
async def test_a_choice_can_be_taken_by_number_or_by_label(answer: str) -> None:
    toy = Toy()
    await toy.hear("book")
    assert "looked for tuesday" in await toy.hear(answer)


async def test_a_choice_can_be_pressed() -> None:
    toy = Toy()
    await toy.hear("book")
    choice = toy.session.shown[2]
    assert "looked for friday" in await toy.hear(choice=choice.id)


async def test_a_number_beyond_the_choices_is_not_taken() -> None:
    toy = Toy()
    await toy.hear("book")
    assert "did not understand" in await toy.hear("4")


async def test_a_button_of_an_older_question_never_acts() -> None:
    toy = Toy()
    await toy.hear("book")
    old = toy.session.shown[0]
    await toy.hear("tuesday")
    said = await toy.hear(choice=old.id)
    assert "earlier question" in said
    assert "looked for tuesday. Which hour?" in said
    assert toys.looked == ["tuesday"]


async def test_a_second_tap_is_let_pass_in_silence_and_changes_nothing() -> None:
    toy = Toy()
    await toy.hear("book")
    button = toy.session.shown[0]
    await toy.hear(choice=button.id)
    before = toy.session
    assert await toy.hear(choice=button.id) == ""
    assert toy.session == before
    assert toys.looked == ["monday"]


async def test_a_button_that_never_was_is_said_to_be_old() -> None:
    toy = Toy()
    await toy.hear("book")
    assert "earlier question" in await toy.hear(choice="99.1")


async def test_the_label_of_an_older_question_is_read_as_words_of_now() -> None:
    chat = await Chat().play("check-up", "[Morning]", "Evening")
    assert chat.question == "booking.slot"
    assert "in the evening" in chat.text
    chat = await Chat().play("check-up", "[Morning]", "1", "Evening")
    assert "evening" in chat.text or chat.question == "identify.number"


async def test_the_ladder_of_misses_goes_down_and_starts_again_after_an_answer() -> None:
    toy = Toy()
    await toy.hear("book")
    first = await toy.hear("purple")
    second = await toy.hear("purple")
    third = await toy.hear("purple")
    assert "did not understand" in first
    assert "its number" in second
    assert "ring" in third
    assert toy.replies[-1].choices[-1].label == "Speak to a person"
    assert all("Which day?" in said for said in (first, second, third))
    await toy.hear("monday")
    assert await toy.hear("purple") == first.replace("Which day?", "looked for monday. Which hour?")


@pytest.mark.parametrize("between", ["help", "repeat", ""])
async def test_what_is_understood_between_misses_starts_the_ladder_again(between: str) -> None:
    toy = Toy()
    await toy.hear("book")
    first = await toy.hear("purple")
    await toy.hear(between)
    assert await toy.hear("purple") == first


async def test_a_person_is_offered_at_the_third_miss_and_the_button_works() -> None:
    chat = await Chat().play("check-up", "purple", "purple", "purple", "[Speak to a person]")
    assert chat.question == "desk.offer"


async def test_an_interrupted_dialog_is_gone_on_with() -> None:
    chat = await Chat().play(*TO_SLOT, "where are you")
    assert "1 Quay Street" in chat.text
    assert chat.question == "booking.slot"
    assert "Tuesday 3 March" in chat.asked


async def test_a_person_in_between_keeps_the_booking() -> None:
    chat = await Chat().play(*TO_SLOT, "a person please", "no thank you")
    assert chat.question == "booking.slot"
    assert "free tomorrow" in chat.asked


async def test_the_list_of_appointments_in_between_keeps_the_booking() -> None:
    chat = await Chat().play(*BOOK, "check-up on Friday morning", "my appointments", "nothing")
    assert chat.question == "booking.slot"
    assert "Friday 6 March" in chat.asked


async def test_one_dialog_is_begun_once() -> None:
    chat = await Chat().play(*TO_SLOT, "a person please", "my appointments", "a person please")
    dialogs = [active.dialog for active in chat.session.stack]
    assert len(dialogs) == len(set(dialogs))


async def test_times_that_were_kept_too_long_are_searched_again() -> None:
    chat = await Chat().play(*TO_SLOT)
    first = chat.labels[0]
    chat.surgery.full = True
    await chat.play("*wait 11", "repeat")
    assert first not in chat.labels


async def test_the_same_slot_is_taken_on_with_when_it_is_still_free() -> None:
    chat = await Chat().play(*TO_SLOT, "*wait 30", "1")
    assert chat.question == "identify.number"


async def test_a_slot_that_went_meanwhile_is_said_to_be_gone() -> None:
    chat = await Chat().play(*TO_CHECK, "*slot taken", "yes")
    assert chat.question == "booking.slot"
    assert "Tuesday 3 March, 9:00am with Dr Ana Ruiz has just been taken." in chat.text
    await chat.play("*up", "2", "yes")
    assert "Booked: " in chat.text
