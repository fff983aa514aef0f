"""What a command may do beside a server."""

from pathlib import Path

import pytest

from dialogs.session import Session
from storage.attempts import Move, Outcome, State
from storage.desk import DeskNote
from storage.errors import BrokenRule, DatabaseTooOld, IllegalMove, NoDatabase
from storage.store import Store
from storage.turns import Turn
from tests.storage.patients import Clock, booking, content, modes, overwrite, patient


@pytest.fixture
async def in_doubt(store: Store) -> Store:
    await store.prepare(booking())
    await store.sent("a1")
    await store.move(Move("a1", State.IN_DOUBT))
    return store


async def test_a_decision_is_picked_up_and_carried_out_in_one_turn(
    in_doubt: Store, path: Path, clock: Clock
) -> None:
    async with Store.visit(path, clock) as visit:
        await visit.decide("a1", Outcome.BOOKED, reference="77", by="Ann")
        assert [decision.by for decision in await visit.decisions()] == ["Ann"]

    [decision] = await in_doubt.decisions()
    settled = Move("a1", State.SETTLED, decision.reference, decision.outcome, decision.by)
    session = await in_doubt.session(patient())
    await in_doubt.commit(Turn(session, 0, moves=(settled,), takes=(decision.id,)))

    assert await in_doubt.decisions() == []
    attempt = await in_doubt.attempt("a1")
    assert attempt is not None
    assert (attempt.state, attempt.outcome) == (State.SETTLED, Outcome.BOOKED)
    assert (attempt.reference, attempt.settled_by) == ("77", "Ann")


async def test_only_what_is_in_doubt_can_be_decided(store: Store, path: Path, clock: Clock) -> None:
    await store.prepare(booking())
    async with Store.visit(path, clock) as visit:
        for attempt_id in ("a1", "a9"):
            with pytest.raises(IllegalMove, match="not in doubt"):
                await visit.decide(attempt_id, Outcome.NOT_BOOKED, by="Ann")


async def test_two_people_do_not_decide_the_same_attempt(
    in_doubt: Store, path: Path, clock: Clock
) -> None:
    async with Store.visit(path, clock) as visit:
        await visit.decide("a1", Outcome.BOOKED, by="Ann")
        with pytest.raises(BrokenRule):
            await visit.decide("a1", Outcome.NOT_BOOKED, by="Ben")
        await in_doubt.taken((await in_doubt.decisions())[0].id)
        await visit.decide("a1", Outcome.NOT_BOOKED, by="Ben")


async def test_a_desk_item_is_settled_once(store: Store, path: Path, clock: Clock) -> None:
    note = DeskNote("callback", "Please ring Ada\0", patient())
    session = Session(key=patient())
    await store.commit(Turn(session, 0, desk=(note, DeskNote("outage", "Aerona is silent"))))
    async with Store.visit(path, clock) as visit:
        first, second = await visit.desk_items()
        assert (first.note.text, first.note.key) == ("Please ring Ada ", patient())
        assert second.note.key is None
        assert await visit.settle_desk_item(first.id, by="Ann")
        assert not await visit.settle_desk_item(first.id, by="Ann")
    assert [item.id for item in await store.desk_items()] == [second.id]

    clock.wait(days=2)
    await store.forget(clock())
    await store.leave_desk_item(note)
    assert [item.note.kind for item in await store.desk_items()] == ["outage", "callback"]


async def test_a_visit_makes_and_upgrades_nothing(path: Path, clock: Clock) -> None:
    with pytest.raises(NoDatabase):
        async with Store.visit(path, clock):
            pass
    assert modes(path.parent) == {}
    overwrite(path, b"")
    with pytest.raises(DatabaseTooOld, match="Start the server once"):
        async with Store.visit(path, clock):
            pass
    assert content(path) == b""
