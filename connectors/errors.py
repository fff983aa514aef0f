"""One tree of what can go wrong with a clinic's system, whichever vendor it is.

    ConnectorError
    |-- Unavailable        no answer, or a broken one, to a read, or to a write that did not happen
    |   `-- TooBusy        our share of the quota is used up; `retry_after` says for how long
    |-- OutcomeUnknown     a write was sent and may or may not have happened; never send it again
    |-- NotAllowed         the clinic's credentials were refused
    |-- Refused            the vendor understood and said no (a status it will not set, a bad field)
    |   `-- Exists         what was to be made is there already, or something like it
    |-- SlotTaken          the time is no longer free; nothing was booked
    |-- StillInDoubt       an earlier booking of this patient is not settled; nothing was sent
    `-- NotFound           no such record

Nothing in an error's text may hold a patient's data, a token or a password: errors are logged.
"""

from datetime import timedelta


class ConnectorError(Exception):
    """Something went wrong with a clinic's system."""


class Unavailable(ConnectorError):
    """The vendor did not answer, or not in a way that can be read; nothing was changed."""


class TooBusy(Unavailable):
    """Our share of the vendor's quota is used up for now; nothing was sent."""

    def __init__(self, message: str, retry_after: timedelta) -> None:
        """Remember how long to wait until a request may fit again."""
        super().__init__(message)
        self.retry_after = retry_after


class OutcomeUnknown(ConnectorError):
    """A write was sent and its outcome cannot be told; only reading or a person can settle it."""


class NotAllowed(ConnectorError):
    """The vendor refused the clinic's credentials."""


class Refused(ConnectorError):
    """The vendor understood the request and declined it; nothing was changed."""


class Exists(Refused):
    """What was to be made is there already, or something like it; nothing was sent."""


class SlotTaken(ConnectorError):
    """The slot is not free any more; nothing was booked."""


class StillInDoubt(ConnectorError):
    """Nobody knows yet what became of an earlier booking of this patient; nothing was sent."""


class NotFound(ConnectorError):
    """The vendor holds no such record."""
