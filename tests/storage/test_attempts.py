"""An attempt goes only where its table lets it, and every step is on disk before the next."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.session import Session
from storage.attempts import MOST_SENDS, MOVES, Attempt, Move, Outcome, State, legal
from storage.desk import DeskNote
from storage.errors import BrokenRule, IllegalMove
from storage.store import Store
from storage.turns import Turn
from tests.storage.patients import MORNING, Clock, booking, patient, rows


def step(attempt_id: str, to: State) -> Move:
    if to is State.SETTLED:
        return Move(attempt_id, to, "77", Outcome.BOOKED, by="Ann")
    return Move(attempt_id, to)


async def test_the_whole_life_of_a_booking(store: Store, clock: Clock) -> None:
    await store.prepare(booking())
    clock.wait(seconds=1)
    await store.sent("a1")
    clock.wait(seconds=2)
    turn = Turn(Session(key=patient()), 0, moves=(Move("a1", State.CONFIRMED, reference="77"),))
    await store.commit(turn)

    times = [MORNING, MORNING.replace(second=1), MORNING.replace(second=3)]
    assert await store.attempt("a1") == replace(
        booking(),
        state=State.CONFIRMED,
        sends=1,
        reference="77",
        prepared_at=times[0],
        sent_at=times[1],
        concluded_at=times[2],
    )
    assert await store.open_attempts() == []


async def test_open_attempts_are_found_again_after_a_restart(path: Path, clock: Clock) -> None:
    async with Store.open(path, clock) as store:
        for name in ("prepared", "sent", "doubted", "refused"):
            await store.prepare(booking(name))
            clock.wait(seconds=1)
        for name in ("sent", "doubted", "refused"):
            await store.sent(name)
        await store.move(Move("doubted", State.IN_DOUBT), Move("refused", State.REFUSED))
    async with Store.open(path, clock) as store:
        found = [(attempt.id, attempt.state) for attempt in await store.open_attempts()]
    assert found == [
        ("prepared", State.PREPARED),
        ("sent", State.SENT),
        ("doubted", State.IN_DOUBT),
    ]


async def test_what_is_in_doubt_is_sent_again_once_at_most(store: Store) -> None:
    await store.prepare(booking())
    for _ in range(MOST_SENDS):
        await store.sent("a1")
        await store.move(Move("a1", State.IN_DOUBT))
    with pytest.raises(IllegalMove):
        await store.sent("a1")


async def test_two_who_would_send_the_same_attempt_send_it_once(store: Store) -> None:
    await store.prepare(booking())
    results = await asyncio.gather(*(store.sent("a1") for _ in range(10)), return_exceptions=True)
    assert sum(result is None for result in results) == 1
    assert sum(isinstance(result, IllegalMove) for result in results) == 9


async def test_an_attempt_that_is_not_there_cannot_move(store: Store) -> None:
    with pytest.raises(IllegalMove, match="there is no attempt a9"):
        await store.sent("a9")


async def test_an_attempts_id_is_used_once(store: Store) -> None:
    await store.prepare(booking())
    await store.sent("a1")
    with pytest.raises(BrokenRule):
        await store.prepare(booking())
    attempt = await store.attempt("a1")
    assert attempt is not None
    assert attempt.state is State.SENT


async def test_a_note_about_an_attempt_is_settled_with_it(store: Store) -> None:
    await store.prepare(booking())
    await store.sent("a1")
    doubt = DeskNote("in_doubt", "Was it booked?", patient(), attempt_id="a1")
    other = DeskNote("callback", "Please ring", patient())
    await store.commit(
        Turn(Session(key=patient()), 0, moves=(Move("a1", State.IN_DOUBT),), desk=(doubt, other))
    )
    assert [item.note for item in await store.desk_items()] == [doubt, other]

    await store.move(step("a1", State.SETTLED))
    assert [item.note for item in await store.desk_items()] == [other]


def test_a_settlement_says_what_became_of_it_and_nothing_else_does() -> None:
    with pytest.raises(ValueError, match="outcome"):
        Move("a1", State.SETTLED)
    with pytest.raises(ValueError, match="outcome"):
        Move("a1", State.CONFIRMED, outcome=Outcome.BOOKED)


def test_every_state_is_in_the_table_and_only_the_open_ones_lead_on() -> None:
    assert set(MOVES) == set(State)
    for state, targets in MOVES.items():
        assert state.open == bool(targets)
        assert state not in targets


@given(
    lives=st.lists(st.lists(st.sampled_from(State), max_size=7), min_size=1, max_size=8),
    together=st.booleans(),
)
@settings(max_examples=30, deadline=None)
def test_no_order_of_moves_leaves_the_table(lives: list[list[State]], *, together: bool) -> None:
    """Whatever is asked for, the disk holds what the table allows, and refusals change nothing."""
    with TemporaryDirectory() as folder:
        asyncio.run(live(Path(folder) / "harbour.db", lives, together=together))


async def live(path: Path, lives: list[list[State]], *, together: bool) -> None:
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(Store.open(path, Clock()))
        wishes = [one_life(store, f"a{n}", moves) for n, moves in enumerate(lives)]
        if together:
            expected = await asyncio.gather(*wishes)
        else:
            expected = [await wish for wish in wishes]
        found = rows(path, "SELECT state, sends FROM attempt ORDER BY id")
        kept = [await store.attempt(f"a{n}") for n in range(len(lives))]
    assert found == expected
    assert [(attempt.state, attempt.sends) for attempt in kept if attempt] == expected


async def one_life(store: Store, attempt_id: str, moves: list[State]) -> tuple[State, int]:
    """Try each move, and give where the table says that the attempt must be by then."""
    attempt: Attempt = booking(attempt_id)
    await store.prepare(attempt)
    state, sends = State.PREPARED, 0
    for to in moves:
        if legal(state, to, sends):
            await store.move(step(attempt_id, to))
            state, sends = to, sends + (to is State.SENT)
        else:
            with pytest.raises(IllegalMove):
                await store.move(step(attempt_id, to))
    return state, sends
