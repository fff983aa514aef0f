"""Which appointment is meant that is to be moved, and what is known of it afterwards."""

from tests.dialogs.chat import Chat
from tests.dialogs.movers import MOVE, MOVED, OLD, MovingSurgery, at, clinic, starts
from tests.dialogs.surgery import COLE, LEO
from tests.dialogs.watch import moment
from tests.dialogs.ways import PROOF


async def test_of_two_the_one_that_is_named_is_moved() -> None:
    for named in ("my Thursday appointment", "my check-up"):
        chat, surgery, _ = clinic()
        surgery.has(at(10, 10), clinician=COLE, service=1)
        await chat.play(f"move {named} to Friday at 9am", *PROOF, "yes")
        assert starts(surgery) == [MOVED, "Tuesday 10 March, 10:00am"], chat.story


async def test_of_two_it_is_asked_which_one_and_not_when_once_more() -> None:
    chat, surgery, _ = clinic()
    surgery.has(at(10, 10), clinician=COLE, service=1)
    await chat.play(MOVE, *PROOF)
    assert chat.text.endswith("Which one would you like to move?")
    await chat.play("Thursday")
    assert f"Now: {OLD}" in chat.text
    assert f"New: Check-up with Dr Ana Ruiz, {MOVED}" in chat.text


async def test_the_other_one_may_be_meant_after_all() -> None:
    chat, surgery, _ = clinic()
    surgery.has(at(10, 10), clinician=COLE, service=1)
    await chat.play("move my check-up to Friday at 9am", *PROOF, "move my hygiene visit instead")
    assert "Now: Hygiene visit with Nina Cole, Tuesday 10 March, 10:00am" in chat.text


async def test_a_child_s_appointment_is_moved_for_the_child() -> None:
    chat, surgery, _ = clinic()
    await chat.play(MOVE, *PROOF, "keep it")
    reference = surgery.has(at(4, 9), patient=LEO)
    await chat.play("check-up for my son on Friday", "1", "someone else")
    await chat.play("426910", "3/9/2015", "Taylor", "stop")
    await chat.play("move the appointment for Leo to Friday at 9am")
    assert "For Leo Taylor" in chat.text
    await chat.play("yes")
    assert next(one for one in surgery.diary if one.reference == reference).slot.start == at(6, 9)


async def test_of_somebody_else_s_it_is_asked_which_one() -> None:
    chat, surgery, _ = clinic()
    await chat.play("move my son's appointment to Friday at 9am", *PROOF)
    assert chat.text.endswith("Which one would you like to move?")
    assert chat.labels == ["Thursday 5 March, 2:00pm", "None of them"]
    assert surgery.writes == []


async def test_a_time_at_which_the_patient_is_elsewhere_is_not_offered() -> None:
    chat, surgery, _ = clinic()
    surgery.has(at(6, 9), clinician=COLE, service=1)
    await chat.play("move my check-up to Friday before 10am", *PROOF)
    assert chat.labels[0] == "9:40am", chat.story


async def test_what_was_booked_in_this_chat_is_known_at_its_new_time() -> None:
    chat = Chat(MovingSurgery())
    await chat.play("check-up on Thursday at 9am", *PROOF, "yes", "move it to Friday at 9am", "yes")
    (kept,) = chat.session.memory.appointments
    assert moment(kept.slot.start) == MOVED
    await chat.play("my appointments")
    assert f"Check-up with Dr Ana Ruiz, {MOVED}, for Sam Taylor" in chat.text
    assert "Thursday" not in chat.text


async def test_it_is_moved_out_of_the_list_and_the_old_list_is_not_shown_again() -> None:
    chat, surgery, _ = clinic()
    surgery.has(at(10, 10), clinician=COLE, service=1)
    await chat.play("my appointments", *PROOF, "1", "[Move it]")
    assert f"{OLD}: when would suit you instead?" in chat.text
    await chat.play("Friday at 9am", "yes")
    assert "Moved: " in chat.text
    assert len(chat.said) == 1
    assert len(chat.session.stack) == 1


async def test_words_do_the_same_as_the_button_of_the_list() -> None:
    chat, surgery, _ = clinic()
    surgery.has(at(10, 10), clinician=COLE, service=1)
    await chat.play("my appointments", *PROOF, "1", "move it to Friday at 9am", "yes")
    assert starts(surgery) == [MOVED, "Tuesday 10 March, 10:00am"]
