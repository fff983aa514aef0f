"""Patients who say things to a clinic, and a clock that stands still."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from dialogs.session import Choice, Heard, Reply, Session, SessionKey
from storage.attempts import Attempt, Kind
from storage.inbox import Incoming
from storage.store import Store
from storage.turns import Turn

MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

QUESTION = Reply(text="When?", choices=(Choice(id="am", label="Morning"),))


class Clock:
    def __init__(self) -> None:
        self.now = MORNING

    def __call__(self) -> datetime:
        return self.now

    def wait(self, **how_long: float) -> None:
        self.now += timedelta(**how_long)


def patient(name: str = "ada") -> SessionKey:
    return SessionKey(clinic="harbour", channel="telegram", user=name)


def said(text: str, *, message_id: str = "m1", by: str = "ada") -> Incoming:
    return Incoming(patient(by), message_id, Heard(text=text, at=MORNING), MORNING)


def answer(session: Session, incoming: Incoming | None = None, *replies: str) -> Turn:
    """A turn that only says something."""
    return Turn(
        session=session,
        replaces=session.revision,
        incoming=incoming,
        replies=tuple(Reply(text=text) for text in replies),
    )


async def say(store: Store, name: str, *replies: Reply) -> tuple[int, ...]:
    """Say something to a patient, in a turn of its own."""
    session = await store.session(patient(name))
    return await store.commit(Turn(session, session.revision, replies=replies))


def booking(attempt_id: str = "a1", *, by: str = "ada") -> Attempt:
    """A booking that is in the way of no other one: each id has a patient and a clinician."""
    return Attempt(
        id=attempt_id,
        key=patient(by),
        kind=Kind.BOOK,
        patient_id=f"17-{attempt_id}",
        start=MORNING + timedelta(days=1),
        wish='{"service":"Check-up"}',
        clinician_id=f"4-{attempt_id}",
        minutes=20,
    )


def rows(path: Path, sql: str) -> list[Any]:
    """What is on disk, seen without any of our code."""
    connection = sqlite3.connect(path)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def modes(folder: Path) -> dict[str, int]:
    return {file.name: mode(file) for file in folder.iterdir()}


def content(path: Path) -> bytes:
    return path.read_bytes()


def overwrite(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    path.write_bytes(content)
    path.chmod(mode)
