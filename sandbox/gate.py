"""Who may ask: logins, tokens that live an hour, and a budget whose breach costs the token."""

import secrets
from collections import deque
from datetime import UTC, datetime, timedelta

from sandbox.clinic import Clock

USERNAME = "sandbox"
PASSWORD = "sandbox-password"  # noqa: S105 - of a clinic that does not exist

# contract §1
TOKEN_LIFE = timedelta(hours=1)
WINDOW = timedelta(minutes=15)
LIMIT = 300


class Gate:
    """Counts every request of the one user, logins and refused ones too (contract §7)."""

    def __init__(self, clock: Clock, *, limit: int = LIMIT) -> None:
        self._clock = clock
        self._issued: dict[str, datetime] = {}
        # One more than allowed is enough to see whether they all fell into one window.
        self._asked: deque[datetime] = deque(maxlen=limit + 1)

    def count(self) -> None:
        """One more request; the first beyond the limit ends every token, and so does the next."""
        now = self._now()
        self._asked.append(now)
        if len(self._asked) == self._asked.maxlen and self._asked[0] > now - WINDOW:
            self.forget()

    def login(self, username: object, password: object) -> str | None:
        if (username, password) != (USERNAME, PASSWORD):
            return None
        token = secrets.token_urlsafe(24)
        self._issued[token] = self._now()
        return token

    def admits(self, token: str | None) -> bool:
        issued = self._issued.get(token or "")
        return issued is not None and self._now() < issued + TOKEN_LIFE

    def forget(self) -> None:
        """No token is worth anything any more."""
        self._issued.clear()

    def _now(self) -> datetime:
        return self._clock().astimezone(UTC)
