"""Moving an appointment: what is said, and what the diary holds afterwards."""

from dataclasses import dataclass, field, replace

import pytest

from connectors.model import Slot, Status
from dialogs.news import MoveSettled
from dialogs.ports import HoldsSlots
from tests.dialogs.chat import Chat
from tests.dialogs.movers import MOVE, MOVED, OLD, THURSDAY, MovingSurgery, at, clinic, starts
from tests.dialogs.surgery import LEO, REID, RUIZ
from tests.dialogs.test_wording import reads_well
from tests.dialogs.ways import PROOF

TO_CHECK = (MOVE, *PROOF)


@dataclass(frozen=True)
class Talk:
    """The lines, what is said at last, and when the appointment is afterwards."""

    lines: tuple[str, ...]
    said: tuple[str, ...]
    then: str = "Thursday 5 March, 2:00pm"
    writes: tuple[str, ...] = ()


TALKS = {
    "in one sentence": Talk(
        TO_CHECK,
        (f"Now: {OLD}", f"New: Check-up with Dr Ana Ruiz, {MOVED}, 20 minutes", "Shall I move it"),
    ),
    "moved": Talk(
        (*TO_CHECK, "yes"),
        (f"Moved: Check-up with Dr Ana Ruiz, {MOVED}, for Sam Taylor.", "2:00pm, is given up."),
        MOVED,
        ("move",),
    ),
    "a word for yes": Talk((*TO_CHECK, "yes, move it"), ("Moved: ",), MOVED, ("move",)),
    "kept": Talk(
        (*TO_CHECK, "[Keep it as it is]"), (f"nothing was moved. It stays as it was: {OLD}.",)
    ),
    "a no": Talk((*TO_CHECK, "no"), (f"Nothing is moved: {OLD}.", "What would you like to do?")),
    "a no and a yes": Talk((*TO_CHECK, "no", "yes"), ("Shall I move it",)),
    "another day at the check": Talk(
        (*TO_CHECK, "no, Wednesday morning"), ("Check-up, free on Wednesday 4 March",)
    ),
    "stopped": Talk((*TO_CHECK, "stop"), ("I have stopped. Nothing was changed.",)),
    "a wish for the old time": Talk(
        ("move my appointment", *PROOF, "Thursday at 2pm"), ("Nothing is free on Thursday 5 March",)
    ),
    "a week later": Talk(
        ("move my appointment", *PROOF, "a week later"), ("free on Thursday 12 March:",)
    ),
    "two weeks later at once": Talk(
        ("move my appointment to two weeks later", *PROOF), ("free on Thursday 19 March:",)
    ),
    "the same day but earlier": Talk(
        ("move my appointment", *PROOF, "same day but earlier"),
        ("free on Thursday 5 March before 2:00pm:",),
    ),
    "the same day in the morning": Talk(
        ("move my appointment", *PROOF, "the same day in the morning"),
        ("free on Thursday 5 March in the morning:",),
    ),
    "the same time": Talk(
        ("move my appointment to the same time on Monday", *PROOF),
        ("New: Check-up with Dr Ana Ruiz, Monday 2 March, 2:00pm",),
    ),
    "the day before": Talk(
        ("move my appointment", *PROOF, "the day before"), ("free on Wednesday 4 March:",)
    ),
    "too far": Talk(
        ("move my appointment", *PROOF, "20 weeks later"), ("I can book up to Monday 27 April.",)
    ),
    "another clinician": Talk(
        ("move my appointment to Friday morning", *PROOF, "with Dr Reid", "1", "yes"),
        ("Moved: Check-up with Dr Tom Reid, Friday 6 March",),
        MOVED,
        ("move",),
    ),
    "taken": Talk(
        (*TO_CHECK, "*move taken", "yes"),
        (f"{MOVED} with Dr Ana Ruiz has just been taken. Nothing is moved yet.", "nearest free"),
        writes=("move",),
    ),
    "taken, and then another": Talk(
        (*TO_CHECK, "*move taken", "yes", "*up", "1", "yes"),
        ("Moved: ",),
        "Friday 6 March, 9:20am",
        ("move", "move"),
    ),
    "nothing free at all": Talk(
        ("*full", *TO_CHECK), ("I found no free time up to Monday 27 April", f"moved: {OLD}.")
    ),
    "refused": Talk(
        (*TO_CHECK, "*move refused", "yes"),
        ("did not take this change, so nothing is moved", "my appointments"),
        writes=("move",),
    ),
    "gone": Talk(
        (*TO_CHECK, "*move missing", "yes"),
        (f"{OLD}: the clinic's diary does not have it like this any more",),
        writes=("move",),
    ),
    "unsure, and not moved": Talk(
        (*TO_CHECK, "*move lost", "yes"),
        (f"{OLD}: I am not sure yet whether it is moved to {MOVED}.", "Please do not book or move"),
        writes=("move",),
    ),
    "unsure, and moved": Talk(
        (*TO_CHECK, "*move silent", "yes"), ("I am not sure yet",), MOVED, ("move",)
    ),
    "pending": Talk(
        (*TO_CHECK, "*move pending", "yes"),
        ("an earlier change of it is still being checked, so I have not moved it",),
        writes=("move",),
    ),
    "down": Talk(
        (*TO_CHECK, "*move down", "yes"),
        (f"could not reach the clinic's diary, so nothing is moved: {OLD}.",),
        writes=("move",),
    ),
    "down, and tried again": Talk(
        (*TO_CHECK, "*move down", "yes", "*up", "try again"), ("Moved: ",), MOVED, ("move", "move")
    ),
    "late": Talk(
        ("*wait 4000", "move my appointment", *PROOF),
        (f"{OLD}: it is less than 24 hours away, and that late only the clinic itself",),
    ),
    "late while deciding": Talk(
        ("move my appointment to Monday at 9am", *PROOF, "*wait 4000", "yes"),
        ("it is less than 24 hours away",),
    ),
    "late, and kept": Talk(
        ("*wait 4000", "move my appointment", *PROOF, "keep it"), ("nothing was moved",)
    ),
    "late, and a message": Talk(
        ("*wait 4000", "move my appointment", *PROOF, "leave a message", "07700 900123"),
        ("I have passed your message on",),
    ),
    "begun": Talk(
        ("*wait 4630", "move my appointment", *PROOF), (f"{OLD}: its time has already come",)
    ),
    "another day than there is": Talk(
        ("move my Friday appointment to Monday", *PROOF), ("Which one would you like to move?",)
    ),
}


@pytest.mark.parametrize("talk", TALKS.values(), ids=TALKS.keys())
async def test_a_talk_of_moving_ends_as_it_should(talk: Talk) -> None:
    chat, surgery, _ = clinic()
    await chat.play(*talk.lines)
    story = "\n".join(chat.story)
    for said in talk.said:
        assert said in chat.text, story
    for reply in chat.said:
        reads_well(reply.text)
    assert starts(surgery) == [talk.then], story
    assert tuple(kind for kind, _ in surgery.writes) == talk.writes


async def test_a_doubt_is_left_for_the_desk_with_both_times() -> None:
    chat, surgery, reference = clinic()
    await chat.play(*TO_CHECK, "*move lost", "yes")
    (request,) = surgery.desk
    assert request.kind == "in_doubt"
    for word in ("Thursday 5 March, 2:00pm", MOVED, "Dr Ana Ruiz", "Sam Taylor", reference):
        assert word in request.text


async def test_a_message_about_a_late_one_says_what_it_is_about() -> None:
    chat, surgery, _ = clinic()
    await chat.play("*wait 4000", "move my appointment to Friday", *PROOF)
    await chat.play("leave a message", "07700 900123")
    (request,) = surgery.desk
    assert request.kind == "move"
    assert OLD in request.text
    assert "Wished: tomorrow, Friday 6 March." in request.text
    assert "07700 900123" in request.text


async def test_what_is_being_changed_already_is_not_moved() -> None:
    chat, surgery, reference = clinic()
    surgery.doubtful.add(reference)
    await chat.play(*TO_CHECK)
    assert "I am not sure yet how it stands, so I cannot move it now" in chat.text
    assert surgery.writes == []


async def test_a_class_is_left_and_not_moved() -> None:
    chat, surgery, reference = clinic()
    surgery.classes.add(reference)
    await chat.play(*TO_CHECK)
    assert f"{OLD}: this is a class" in chat.text
    assert chat.labels == ["Leave a class", "Speak to a person"]
    await chat.play("[Leave a class]")
    assert "Shall I take you off the list of this class?" in chat.text
    reads_well(chat.text)
    await chat.play("[Yes, leave it]")
    assert "you are not on the list of this class any more" in chat.text
    reads_well(chat.text)
    assert surgery.diary[0].status is Status.CANCELLED


async def test_a_class_is_called_a_class_among_the_appointments() -> None:
    chat, surgery, reference = clinic()
    surgery.classes.add(reference)
    await chat.play("my appointments", *PROOF)
    assert chat.labels == ["Leave the class", "Nothing, thanks"]


async def test_others_are_offered_where_the_same_clinician_has_nothing() -> None:
    chat, surgery, _ = clinic()
    for hour in range(9, 12):
        for minute in (0, 20, 40):
            surgery.has(at(6, hour, minute), patient=LEO)
    await chat.play("move my appointment to Friday morning", *PROOF)
    assert "Dr Ana Ruiz has no time then. These are with Dr Tom Reid." in chat.text
    reads_well(chat.text)
    await chat.play("1")
    assert "New: Check-up with Dr Tom Reid, Friday 6 March" in chat.text


async def test_the_same_clinician_comes_first() -> None:
    chat = Chat(surgery := MovingSurgery())
    surgery.has(THURSDAY, clinician=REID)
    await chat.play("move my appointment to Friday at 9am", *PROOF)
    assert f"New: Check-up with Dr Tom Reid, {MOVED}" in chat.text


async def test_what_staff_cancelled_meanwhile_is_not_moved() -> None:
    chat, surgery, _ = clinic()
    await chat.play("move my appointment", *PROOF, "*wait 15")
    surgery.diary[0].status = Status.CANCELLED_BY_CLINIC
    await chat.play("Friday at 9am")
    assert "the clinic's diary does not have it like this any more" in chat.text
    assert surgery.writes == []


async def test_what_staff_moved_meanwhile_is_shown_at_its_time() -> None:
    chat, surgery, _ = clinic()
    await chat.play("move my appointment", *PROOF, "*wait 15")
    surgery.diary[0].slot = replace(surgery.diary[0].slot, start=at(4, 10))
    await chat.play("Friday at 9am")
    assert "Now: Check-up with Dr Ana Ruiz, Wednesday 4 March, 10:00am" in chat.text


async def test_what_may_not_be_chosen_here_is_moved_by_a_person() -> None:
    chat, surgery, _ = clinic()
    policy = replace(chat.clinic.policy, bookable=("1865",))
    chat.clinic = replace(chat.clinic, policy=policy)
    await chat.play(*TO_CHECK)
    assert f"{OLD}: this can only be moved by the clinic itself." in chat.text
    assert surgery.writes == []


async def test_without_the_ability_a_person_is_asked_as_before() -> None:
    chat = await Chat(lists=True).play("check-up on Thursday at 9am", *PROOF, "yes")
    await chat.play("my appointments")
    assert "Move it" not in chat.labels
    await chat.play("move my appointment to Friday")
    assert "I cannot move an appointment yet." in chat.text


@pytest.mark.parametrize("happened", [True, False])
async def test_a_doubt_that_has_ended_is_told_and_remembered(*, happened: bool) -> None:
    chat = Chat(surgery := MovingSurgery())
    await chat.play("check-up on Thursday at 9am", *PROOF, "yes")
    await chat.play("move it to Friday at 9am", "*move silent", "yes", "*up")
    reference = surgery.diary[0].reference
    slot = surgery.diary[0].slot
    news = MoveSettled(reference, at(5, 9), slot, happened)
    after, replies = await chat.engine.tell(chat.session, news, chat.ports())
    (reply,) = replies
    reads_well(reply.text)
    (kept,) = after.memory.appointments
    if happened:
        assert f"your appointment is moved to {MOVED}." in reply.text
        assert kept.slot == slot
    else:
        assert "is not moved. It stands as it was: Thursday 5 March, 9:00am." in reply.text
        assert kept.slot.start == at(5, 9)


@dataclass
class Held(HoldsSlots):
    """Keeps times for a chat."""

    asked: list[tuple[Slot, bool]] = field(default_factory=list)

    async def hold(self, slot: Slot, *, at_vendor: bool = True) -> None:
        self.asked.append((slot, at_vendor))


@dataclass
class HoldingSurgery(MovingSurgery):
    holds: Held = field(default_factory=Held)

    def abilities(self, *, lists: bool = False) -> dict[type, object]:
        return {**super().abilities(lists=lists), HoldsSlots: self.holds}


async def test_the_new_time_is_kept_for_the_chat_and_not_at_the_vendor() -> None:
    surgery = HoldingSurgery()
    surgery.has(THURSDAY)
    chat = await Chat(surgery).play(*TO_CHECK)
    ((slot, at_vendor),) = surgery.holds.asked
    assert (slot.start, slot.clinician_id, at_vendor) == (at(6, 9), RUIZ.id, False)
    held = [chat.session.holding]
    await chat.play("yes")
    assert [*held, chat.session.holding] == [(slot.key,), ()]
