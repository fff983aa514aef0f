"""Times that a vendor keeps are known before the request leaves, and until they are gone."""

from dataclasses import replace
from datetime import timedelta

from storage.attempts import Kind, Move, State
from storage.store import Store
from tests.storage.patients import MORNING, booking

SLOT = '{"start": "09:00"}'


async def test_a_hold_is_known_before_and_after_its_answer(store: Store) -> None:
    key = booking("a1").key
    kept = await store.holds.asked(key, SLOT, MORNING, None)
    [asked] = await store.holds.all()
    assert (asked.id, asked.key, asked.slot, asked.reference) == (kept, key, SLOT, None)
    assert asked.ended_at is None

    until = MORNING + timedelta(minutes=13)
    await store.holds.answered(kept, MORNING, "34234", until)
    [known] = await store.holds.all()
    assert (known.reference, known.until, known.unwanted) == ("34234", until, False)

    await store.holds.gone(kept)
    assert await store.holds.all() == []


async def test_a_new_process_wants_none_of_them(store: Store) -> None:
    kept = await store.holds.asked(booking("a1").key, SLOT, MORNING, None)
    await store.holds.none_is_wanted()
    [one] = await store.holds.all()
    assert one.unwanted
    await store.holds.wanted(kept)
    [one] = await store.holds.all()
    assert not one.unwanted


async def test_a_hold_tells_what_became_of_the_booking_that_it_was_made_for(store: Store) -> None:
    attempt = booking("a1")
    await store.holds.asked(attempt.key, SLOT, MORNING, attempt.id)
    [one] = await store.holds.all()
    assert (one.attempt_id, one.state, one.booked) == (attempt.id, None, False)

    await store.prepare(attempt)
    await store.sent(attempt.id)
    [one] = await store.holds.all()
    assert (one.state, one.booked) == (State.SENT, False)

    await store.move(Move(attempt.id, State.CONFIRMED, "34234"))
    [one] = await store.holds.all()
    assert (one.state, one.booked) == (State.CONFIRMED, True)


async def test_a_moved_appointment_is_held_at_its_new_time_alone(store: Store) -> None:
    old = booking("a1")
    await store.prepare(old)
    await store.sent(old.id)
    await store.move(Move(old.id, State.CONFIRMED, "34234"))
    wish = '{"appointment_id": "34234"}'
    new = replace(
        booking("a2"),
        kind=Kind.MOVE,
        patient_id=old.patient_id,
        start=old.start + timedelta(minutes=10),
        wish=wish,
    )
    # Half of the new time lies within the old one, which is given up by it.
    await store.prepare(new, beside_booked=True)
    await store.sent(new.id)
    await store.move(Move(new.id, State.CONFIRMED, "34234"))

    assert [one.id for one in await store.held()] == [new.id]
