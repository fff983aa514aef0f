"""What cannot be read any more: the patient hears so and can go on, staff are told."""

import sqlite3
from pathlib import Path

from dialogs.session import Heard, Reply, SessionKey
from storage.inbox import Incoming
from storage.turns import Turn
from tests.bot.around import Stand, stood

DAMAGED = "a part of our chat was damaged"


def key(user: str) -> SessionKey:
    return SessionKey(clinic="harbour", channel="phones", user=user)


def damage(path: Path, sql: str) -> None:
    connection = sqlite3.connect(path)
    assert connection.execute(sql).rowcount == 1
    connection.commit()
    connection.close()


def notes(stand: Stand) -> list[str]:
    found = stand.rows("SELECT text FROM desk WHERE kind = 'unreadable' AND settled_at IS NULL")
    return [text for (text,) in found]


async def test_a_message_that_cannot_be_read_is_apologised_for_and_the_others_are_answered(
    tmp_path: Path,
) -> None:
    async with stood(tmp_path) as stand:
        for user in ("ana", "ben"):
            heard = Heard(text="a check-up tomorrow", at=stand.clock())
            await stand.app.store.receive(Incoming(key(user), f"x-{user}", heard, stand.clock()))
        await stand.stop()
        damage(
            stand.path,
            "UPDATE inbox SET heard = replace(heard, 'tomorrow', 'to-morro') WHERE user = 'ana'",
        )
        await stand.start()
        for _ in range(2):
            await stand.app.catch_up()
            assert "tomorrow" not in stand.heard("ana")
            assert [DAMAGED in text for text in stand.messenger.texts("ana")] == [True]
            assert DAMAGED not in stand.heard("ben")
            [note] = notes(stand)
            assert "check-up to-morro" in note
        await stand.to_the_check("ana")


async def test_a_reply_that_cannot_be_read_is_not_said_and_apologised_for(tmp_path: Path) -> None:
    async with stood(tmp_path) as stand:
        session = await stand.app.store.session(key("ana"))
        await stand.app.store.commit(Turn(session, 0, replies=(Reply(text="Good morning"),)))
        await stand.stop()
        damage(stand.path, "UPDATE outbox SET reply = 'x' || reply WHERE id = 1")
        await stand.start()
        await stand.app.catch_up()
        assert [DAMAGED in text for text in stand.messenger.texts("ana")] == [True]
        [note] = notes(stand)
        assert "Good morning" in note
        assert stand.rows("SELECT state, why FROM outbox WHERE id = 1") == [
            ("rejected", "unreadable")
        ]
        await stand.to_the_check("ana")


async def test_a_talk_that_cannot_be_read_is_begun_anew_and_goes_on(tmp_path: Path) -> None:
    async with stood(tmp_path) as stand:
        await stand.to_the_check("ana")
        await stand.stop()
        damage(stand.path, "UPDATE session SET body = substr(body, 1, 100)")
        await stand.start()
        heard = len(stand.messenger.texts("ana"))
        await stand.say("ana", "yes, book it")
        texts = stand.messenger.texts("ana")[heard:]
        assert DAMAGED in texts[0]
        assert len(texts) > 1
        assert stand.made() == []
        assert len(notes(stand)) == 1
        await stand.to_the_check("ana")
        assert "Booked" in await stand.press("ana", "Yes, book it")
