"""Conversations between two turns, and the few of them that are kept at hand."""

from collections import OrderedDict

import aiosqlite

from dialogs.session import Session, SessionKey
from storage.rows import fetch, value
from storage.writer import Statement

LOAD = """
    SELECT revision, CAST(body AS BLOB) FROM session WHERE clinic = ? AND channel = ? AND user = ?
"""

# One that cannot be read is kept for a while, under a name that no user has, for whoever looks
# into why.
KEEP = Statement("""
    INSERT INTO session (clinic, channel, user, revision, body, saved_at)
        SELECT clinic, channel, user || ' (unreadable ' || revision || ')', revision, body, ?
        FROM session WHERE clinic = ? AND channel = ? AND user = ?
        ON CONFLICT DO NOTHING
""")

FORGET = Statement("""
    DELETE FROM session WHERE user LIKE '% (unreadable %)' AND saved_at < ?
""")


async def load(reader: aiosqlite.Connection, key: SessionKey) -> Session:
    """The session as last saved; an empty one of revision 0 for a new conversation."""
    rows = await fetch(reader, LOAD, (key.clinic, key.channel, key.user))
    if not rows:
        return Session(key=key)
    revision, body = rows[0]
    session = value(Session, body, of=f"the session of {key}")
    return at_revision(session, revision)


async def revision(reader: aiosqlite.Connection, key: SessionKey) -> int:
    """How often a session was saved, whatever stands in it."""
    rows = await fetch(reader, LOAD, (key.clinic, key.channel, key.user))
    return int(rows[0]["revision"]) if rows else 0


def at_revision(session: Session, revision: int) -> Session:
    if session.revision == revision:
        return session
    return session.model_copy(update={"revision": revision})


class RecentSessions:
    """The sessions used last, as they are on disk. Only the holder of the lock may keep any."""

    def __init__(self, most: int) -> None:
        """Keep at most so many."""
        self._most = most
        self._sessions: OrderedDict[SessionKey, Session] = OrderedDict()

    def get(self, key: SessionKey) -> Session | None:
        session = self._sessions.get(key)
        if session is not None:
            self._sessions.move_to_end(key)
        return session

    def keep(self, session: Session) -> None:
        """Keep a session, unless a later revision of it is kept already."""
        known = self._sessions.get(session.key)
        if known is not None and known.revision > session.revision:
            return
        self._sessions[session.key] = session
        self._sessions.move_to_end(session.key)
        if len(self._sessions) > self._most:
            self._sessions.popitem(last=False)

    def drop(self, key: SessionKey) -> None:
        self._sessions.pop(key, None)

    def clear(self) -> None:
        self._sessions.clear()
