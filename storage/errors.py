"""One tree of what can go wrong with a clinic's database.

    StorageError
    |-- NotOpened            the file cannot be used; the sentence says why and what to do
    |   |-- AlreadyServed    another server holds it
    |   |-- DatabaseTooNew   written by a newer version
    |   |-- DatabaseTooOld   a command came before the server that upgrades it
    |   |-- DatabaseCorrupt  damaged, or no database of ours
    |   `-- NoDatabase       there is no such file
    |-- NotSynced            a sync failed: the process has to end
    |-- NotCommitted         nothing was written and nothing may be acknowledged
    |-- NotRead              the database did not answer
    |   `-- Unreadable       it did, and what stands there cannot be understood
    |-- NotBackedUp          no copy was made, or the copy is not sound
    |-- BrokenRule           this write contradicts what is stored; it can never succeed as it is
    |-- StaleSession         the conversation has moved on; nothing of the turn was written
    |-- Repeat               this message was answered before; nothing of the turn was written
    |-- Clash                another attempt stands in the way; nothing was written
    `-- IllegalMove          the attempt is not in a state for this; nothing was written

No text here may hold what a patient said: errors are logged.
"""

import sqlite3


class StorageError(Exception):
    """Something went wrong with a clinic's database."""


class NotOpened(StorageError):
    """The database cannot be used."""


class AlreadyServed(NotOpened):
    """Another server holds the database."""


class DatabaseTooNew(NotOpened):
    """The database was written by a newer version."""


class DatabaseTooOld(NotOpened):
    """The database waits to be upgraded, which only the server does."""


class DatabaseCorrupt(NotOpened):
    """The file is damaged, or no database of Frontdesk."""


class NoDatabase(NotOpened):
    """There is no such file."""


class NotSynced(StorageError):
    """A sync failed. Nothing that is read now is known to be on the disk: the process has to end.

    Until then nothing more is written. The next start makes sure of what it finds.
    """


class NotRead(StorageError):
    """The database did not answer. `reason` is SQLite's name for why."""

    def __init__(self, text: str, reason: str = "") -> None:
        """Remember why."""
        super().__init__(text)
        self.reason = reason


class Unreadable(NotRead):
    """What stands in a row cannot be understood; it would not be the next time either."""


class NotBackedUp(StorageError):
    """No copy was made, or the copy is not sound."""


class NotCommitted(StorageError):
    """Nothing was written. `reason` is SQLite's name for why, such as "SQLITE_FULL"."""

    def __init__(self, reason: str) -> None:
        """Remember why."""
        super().__init__(f"not committed: {reason}")
        self.reason = reason


class BrokenRule(StorageError):
    """The write contradicts what is stored, or cannot be stored at all; that is a bug of ours."""


class StaleSession(StorageError):
    """The conversation has moved on since the session was loaded."""


class Repeat(StorageError):
    """The message was answered before."""


class Clash(StorageError):
    """Another attempt, whose outcome is still open, is in the way of this one.

    `of` says what they have in common: "patient", "time" (with one clinician), or "appointment",
    whose status is to be changed.
    """

    def __init__(self, of: str) -> None:
        """Remember what they have in common."""
        super().__init__(f"another attempt is open for this {of}")
        self.of = of


class IllegalMove(StorageError):
    """An attempt was to take a step that its state does not allow, or there is no such attempt."""


def reason_of(error: sqlite3.Error) -> str:
    """SQLite's own name of an error, which never holds what was being written."""
    name: str | None = getattr(error, "sqlite_errorname", None)
    return name or type(error).__name__
