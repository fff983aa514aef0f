"""Rows that cannot be read any more: nobody else waits for them, and nothing of them is lost."""

import sqlite3
from pathlib import Path

import pytest

from dialogs.session import Reply, Session
from storage.desk import DeskNote
from storage.errors import Unreadable
from storage.store import Store
from tests.storage.patients import QUESTION, Clock, answer, patient, rows, said, say

BAD = {
    "no JSON": "CAST(x'00' AS TEXT)",
    "no UTF-8": "replace({column}, 'hello', CAST(x'68ff6c6c6f' AS TEXT))",
    "a letter changed": "replace({column}, 'hello', 'hallo')",
    "something missing": """'{{"words": "hello"}}'""",
}


def damage(path: Path, table: str, column: str, how: str, where: str = "1") -> None:
    connection = sqlite3.connect(path)
    expression = BAD[how].format(column=column)
    connection.execute(f"UPDATE {table} SET {column} = {expression} WHERE {where}")  # noqa: S608
    connection.commit()
    connection.close()


@pytest.mark.parametrize("how", BAD)
async def test_a_message_that_cannot_be_read_leaves_the_others_readable(
    path: Path, clock: Clock, how: str
) -> None:
    async with Store.open(path, clock) as store:
        await store.receive(said("hello", message_id="m1", by="ada"))
        await store.receive(said("hello", message_id="m2", by="bob"))
    damage(path, "inbox", "heard", how, "message_id = 'm1'")
    async with Store.open(path, clock) as store:
        assert [one.incoming.message_id for one in await store.unhandled()] == ["m2"]
        [bad] = await store.illegible_messages()
        assert (bad.incoming.key, bad.incoming.message_id) == (patient("ada"), "m1")
        # A turn that answers it ends it, and it is known for a repeat.
        turn = answer(Session(key=patient("ada")), bad.incoming, "I am sorry")
        await store.commit(turn)
        assert await store.illegible_messages() == []
        assert (await store.receive(said("hello", message_id="m1", by="ada"))).repeat


@pytest.mark.parametrize("how", BAD)
async def test_a_reply_that_cannot_be_read_leaves_the_others_readable(
    path: Path, clock: Clock, how: str
) -> None:
    async with Store.open(path, clock) as store:
        [bad_id] = await say(store, "ada", Reply(text="hello"))
        await say(store, "bob", Reply(text="hello"))
    damage(path, "outbox", "reply", how, f"id = {bad_id}")
    async with Store.open(path, clock) as store:
        assert [one.key for one in await store.undelivered()] == [patient("bob")]
        [bad] = await store.illegible_replies()
        assert (bad.id, bad.key) == (bad_id, patient("ada"))
        await store.rejected(bad.id, "unreadable")
        assert await store.illegible_replies() == []
    assert rows(path, "SELECT state, why FROM outbox WHERE user = 'ada'") == [
        ("rejected", "unreadable")
    ]


@pytest.mark.parametrize("how", BAD)
async def test_a_session_that_cannot_be_read_is_begun_anew_and_the_old_one_is_kept(
    path: Path, clock: Clock, how: str
) -> None:
    async with Store.open(path, clock) as store:
        for _ in range(3):
            session = await store.session(patient())
            await store.commit(answer(session.model_copy(update={"pressed": "hello"})))
    damage(path, "session", "body", how)
    [(old,)] = rows(path, "SELECT CAST(body AS BLOB) FROM session")
    async with Store.open(path, clock) as store:
        with pytest.raises(Unreadable):
            await store.session(patient())
        note = DeskNote("unreadable", "a talk was begun anew", patient())
        assert len(await store.begin_anew(patient(), (QUESTION,), (note,))) == 1
        session = await store.session(patient())
        # Counted on: what an attempt remembers of the old revisions must not come true again.
        assert (session.revision, session.pressed) == (4, None)
        await store.commit(answer(session, said("hello")))
        kept = "SELECT CAST(body AS BLOB) FROM session WHERE user <> 'ada'"
        assert rows(path, kept) == [(old,)]
        assert len(await store.desk_items()) == 1
        clock.wait(days=31)
        await store.forget(clock())
        assert rows(path, kept) == []
        assert (await store.session(patient())).revision == 5


async def test_a_value_of_an_older_version_has_no_checksum_and_is_read(
    path: Path, clock: Clock
) -> None:
    async with Store.open(path, clock) as store:
        await store.receive(said("hello"))
    [(whole,)] = rows(path, "SELECT heard FROM inbox")
    connection = sqlite3.connect(path)
    connection.execute("UPDATE inbox SET heard = ?", (whole[: whole.index(',"crc"')] + "}",))
    connection.commit()
    connection.close()
    async with Store.open(path, clock) as store:
        assert [one.incoming for one in await store.unhandled()] == [said("hello")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\0",
        '"crc":1}',
        'a\u2028b\\ "q" \t\n\r\b\f/',
        "\u00e9\U0001f9b7",
        "\x7f\x1b",
        "1e5 </script>",
    ],
)
async def test_odd_letters_come_back_as_they_were(path: Path, clock: Clock, text: str) -> None:
    """Replies pass through SQLite's own JSON on their way into their rows."""
    async with Store.open(path, clock) as store:
        await store.receive(said(text))
        await say(store, "ada", Reply(text=text), QUESTION)
        assert [one.incoming.heard.text for one in await store.unhandled()] == [text]
        assert [one.reply for one in await store.undelivered()] == [Reply(text=text), QUESTION]
