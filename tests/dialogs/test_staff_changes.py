"""A patient whose appointment the practice changes hears which one, and what can be done now."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from connectors.model import Appointment, Status
from dialogs.news import News, StaffCancelled, StaffMoved
from dialogs.session import Session
from tests.dialogs.chat import KEY, Chat
from tests.dialogs.surgery import HARBOUR, LEO, MONDAY, REID, RUIZ, SAM, SERVICES
from tests.dialogs.test_wording import asks_well, label_well
from tests.dialogs.ways import BOOK, TO_CHECK

FRIDAY = MONDAY + timedelta(days=4, hours=1)
BY_PHONE = Appointment("1", SAM.id, FRIDAY, Status.SCHEDULED, 20, SERVICES[0].id, RUIZ.id)


async def tell(chat: Chat, news: News) -> str:
    before = chat.session
    after, replies = await chat.engine.tell(before, news, chat.ports())
    chat._keep(before, after, replies)
    return chat.text


def booked(chat: Chat) -> Appointment:
    """The appointment that was booked in this chat, as the clinic's system tells it."""
    [kept] = chat.session.memory.appointments
    slot = kept.slot
    assert kept.reference is not None
    return Appointment(
        kept.reference, kept.patient.id, slot.start, Status.SCHEDULED, 20, "1864", slot.clinician_id
    )


def later(one: Appointment, **by: float) -> Appointment:
    return replace(one, start=one.start + timedelta(**by))


async def test_a_moved_appointment_is_told_with_both_times_and_what_can_be_done() -> None:
    chat = await Chat().play(*BOOK)
    was = booked(chat)
    text = await tell(chat, StaffMoved(was, later(was, days=1, hours=1)))
    assert text.splitlines()[0] == "Harbour Dental has moved this appointment:"
    assert "Check-up" in text
    assert "Before: Tuesday 3 March, " in text
    assert "Now: Wednesday 4 March, " in text
    assert "Cancel it" in chat.labels
    asks_well(text)
    for button in chat.buttons:
        label_well(button)


async def test_the_chat_knows_the_new_time_from_then_on() -> None:
    chat = await Chat().play(*BOOK)
    was = booked(chat)
    now = replace(later(was, days=1), clinician_id=REID.id)
    await tell(chat, StaffMoved(was, now))
    assert booked(chat) == now
    await chat.write("is it booked")
    assert "Wednesday 4 March" in chat.text
    assert REID.name in chat.text


async def test_a_cancelled_appointment_is_told_and_is_no_longer_listed() -> None:
    chat = await Chat().play(*BOOK)
    text = await tell(chat, StaffCancelled(booked(chat), Status.CANCELLED_BY_CLINIC))
    assert text.splitlines()[0] == "Harbour Dental has cancelled this appointment:"
    assert "Tuesday 3 March" in text
    assert "write “book”, or ring 020 7946 0000." in text
    asks_well(text)
    await chat.play("[Book another time]")
    assert chat.question.startswith("booking.")
    await chat.play("stop", "my appointments")
    assert "nothing ahead" in chat.text


async def test_one_that_stands_again_is_told_as_such() -> None:
    chat = await Chat().play(*BOOK)
    was = booked(chat)
    off = replace(was, status=Status.CANCELLED_BY_CLINIC)
    await tell(chat, StaffCancelled(was, off.status))
    text = await tell(chat, StaffMoved(off, was))
    assert "has put back this appointment, which was cancelled" in text
    assert "It is on Tuesday 3 March" in text
    asks_well(text)
    await chat.write("is it booked")
    assert "Yes, booked" in chat.text


async def test_another_clinician_at_the_same_time_is_said_so() -> None:
    chat = await Chat().play(*BOOK)
    was = booked(chat)
    other = next(one for one in (RUIZ, REID) if one.id != was.clinician_id)
    text = await tell(chat, StaffMoved(was, replace(was, clinician_id=other.id)))
    assert "has changed this appointment" in text
    assert f"with {other.name}" in text


async def test_what_was_being_asked_stays_asked() -> None:
    chat = await Chat().play(*BOOK)
    was = booked(chat)
    await chat.write("book a hygiene visit on Friday morning")
    question, shown = chat.question, chat.buttons
    text = await tell(chat, StaffMoved(was, later(was, days=1)))
    assert "write “cancel my appointment”, or ring" in text
    assert (chat.question, chat.buttons) == (question, shown)
    assert not any(reply.choices for reply in chat.said)
    await chat.write("1")
    assert chat.question != question


async def test_one_made_by_phone_is_told_to_who_has_proven_to_be_its_patient() -> None:
    chat = await Chat(lists=True).play(*TO_CHECK, "stop")
    text = await tell(chat, StaffMoved(BY_PHONE, later(BY_PHONE, days=3)))
    assert f"Check-up\nBefore: Friday 6 March, 10:00am, with {RUIZ.name}\n" in text
    assert "cancel my appointment" in text
    assert not chat.session.memory.appointments


async def test_where_the_chat_knows_no_list_it_offers_only_the_phone() -> None:
    chat = await Chat().play(*TO_CHECK, "stop")
    text = await tell(chat, StaffMoved(BY_PHONE, later(BY_PHONE, days=3)))
    assert text.endswith("If that does not suit you, please ring 020 7946 0000.")
    assert chat.labels == ["Speak to a person"]


async def test_with_several_patients_it_is_said_whose_it_is() -> None:
    chat = await Chat(lists=True).play(*TO_CHECK, "stop")
    memory = chat.session.memory.with_patient(LEO)
    chat.stored = chat.session.model_copy(update={"memory": memory}).model_dump_json()
    text = await tell(chat, StaffCancelled(BY_PHONE, Status.CANCELLED_BY_CLINIC))
    assert "Check-up, for Sam Taylor\n" in text


async def test_a_chat_that_does_not_know_the_patient_hears_nothing() -> None:
    chat = Chat(stored=Session(key=KEY).model_dump_json())
    assert await tell(chat, StaffMoved(BY_PHONE, later(BY_PHONE, days=1))) == ""
    assert chat.said == []


async def test_a_class_is_told_without_a_name() -> None:
    chat = await Chat().play(*TO_CHECK, "stop")
    of_many = replace(BY_PHONE, patient_id="", service_id="no longer offered", group=True)
    text = await tell(chat, StaffCancelled(of_many, Status.CANCELLED_BY_CLINIC))
    assert "Appointment\nFriday 6 March, 10:00am" in text


@pytest.mark.parametrize("moment", [MONDAY, MONDAY.replace(year=2027)])
async def test_a_day_of_another_year_has_its_year(moment: datetime) -> None:
    chat = await Chat(lists=True).play(*TO_CHECK, "stop")
    text = await tell(chat, StaffMoved(BY_PHONE, replace(BY_PHONE, start=moment)))
    assert ("2027" in text) == (moment.year == 2027)
    assert HARBOUR.name in text
