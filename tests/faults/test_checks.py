"""The checks see what they are there for."""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dialogs.session import Heard, Reply, Session, SessionKey
from storage.attempts import Attempt, Kind
from storage.desk import DeskNote
from storage.inbox import Incoming
from storage.store import Store
from storage.turns import Turn
from tests.faults import checks

SAMIRA, PATRICK = 426909, 426911
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
KEY = SessionKey(clinic="harbour", channel="telegram", user="1")
BOOKED = "Booked: Check-up, Tuesday 3 March, for Sam Taylor.\nReference: 34234\nTo confirm …"


def effect(number: int, patient: int = SAMIRA) -> checks.JSON:
    return {"id": number, "patientId": patient}


def test_a_second_booking_for_one_wish_is_a_duplicate() -> None:
    made = [effect(34234), effect(34235), effect(34236, PATRICK)]
    assert checks.duplicates(made, {SAMIRA: 1, PATRICK: 1}) == 1
    assert checks.duplicates(made, {SAMIRA: 2, PATRICK: 1}) == 0


def test_a_booking_that_nobody_wanted_is_a_duplicate() -> None:
    assert checks.duplicates([effect(34234)], {PATRICK: 1}) == 1


def test_booked_without_an_effect_is_false() -> None:
    assert checks.falsely_booked([BOOKED], []) == 1
    assert checks.falsely_booked([BOOKED, BOOKED], [effect(34234)]) == 0


def test_what_the_clinic_has_found_counts_as_told() -> None:
    found = "It has been checked: it is booked. Check-up, Tuesday 3 March. Reference: 34235."
    assert checks.falsely_booked([found], [effect(34234)]) == 1
    assert checks.untold([found], [effect(34234), effect(34235)]) == [34234]


def test_effects_are_read_as_they_were_synced(tmp_path: Path) -> None:
    file = tmp_path / "effects.jsonl"
    assert checks.effects(file) == []
    file.write_text(json.dumps(effect(34234)) + "\n", "utf-8")
    assert checks.effects(file) == [effect(34234)]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Message 1 is answered and its reply waits; message 2 is stored; an attempt is prepared."""
    path = tmp_path / "clinic.db"

    async def fill() -> None:
        async with Store.open(path, lambda: NOW) as store:
            heard = Heard(text="hello", at=NOW)
            for number in ("1", "2"):
                await store.receive(Incoming(KEY, number, heard, NOW))
            first = Incoming(KEY, "1", heard, NOW)
            reply = Reply(text="Hello")
            turn = Turn(Session(key=KEY), replaces=0, incoming=first, replies=(reply,))
            await store.commit(turn)
            attempt = Attempt("a", KEY, Kind.BOOK, str(SAMIRA), NOW, wish="{}")
            await store.prepare(attempt)

    asyncio.run(fill())
    return path


def send(database: Path) -> None:
    async def sent() -> None:
        async with Store.open(database, lambda: NOW) as store:
            await store.sent("a")

    asyncio.run(sent())


def leave(database: Path, note: DeskNote) -> None:
    async def left() -> None:
        async with Store.open(database, lambda: NOW) as store:
            await store.leave_desk_item(note)

    asyncio.run(left())


def test_a_message_that_telegram_forgot_and_nobody_answered_is_lost(database: Path) -> None:
    waiting = 1
    assert checks.unanswered(database, [1], []) == waiting
    assert checks.unanswered(database, [1, 2], []) == waiting + 1
    assert checks.unanswered(database, [1, 2, 3], []) == waiting + 2
    # What Telegram still has comes again.
    assert checks.unanswered(database, [1, 2, 3], [2, 3]) == waiting


def test_an_attempt_in_doubt_must_have_somebody_who_looks_after_it(database: Path) -> None:
    chat = checks.Chat(SAMIRA, 1, [], [])
    nowhere = database.parent / "effects.jsonl"
    assert checks.judged(nowhere, database, [chat], []).broken == []
    send(database)
    assert len(checks.judged(nowhere, database, [chat], []).broken) == 1
    assert checks.left_to_the_desk(database) == 0
    leave(database, DeskNote("in_doubt", "Please look.", KEY, "a"))
    assert checks.left_to_the_desk(database) == 1
    assert checks.judged(nowhere, database, [chat], []).broken == []
