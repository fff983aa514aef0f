"""The token: one for all who ask, renewed before it ends, never by two at once.

docs/vendors/aerona.md, Login: the token lives an hour, and Aerona ends it early, without a word,
when the account made too many requests. A login that is answered by the loss of the next token as
well is therefore not repeated: Frontdesk keeps still for the rest of the window.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from connectors.aerona.settings import AeronaSettings
from connectors.answers import SUCCESS
from connectors.budget import Budget, Use
from connectors.errors import ConnectorError, NotAllowed, TooBusy
from connectors.exchange import Call, Silence
from connectors.flight import SingleFlight
from connectors.line import RETRIED, TOO_MANY, Line

log = structlog.get_logger()

TOKEN_HEADER = "AERONA-AUTH-TOKEN"  # noqa: S105 - the header's name
_HEADERS: Mapping[str, str] = {"Content-Type": "application/json", "Accept": "application/json"}

_RENEW_AFTER = timedelta(minutes=55)
# After refused credentials: often enough to notice that they work again, and seldom enough that
# no account is locked.
_PAUSE = timedelta(minutes=1)


@dataclass(frozen=True)
class Token:
    """A token and when it was asked for; it shows itself to nobody."""

    value: str = field(repr=False)
    since: datetime

    @property
    def headers(self) -> Mapping[str, str]:
        """What every request carries."""
        return {**_HEADERS, TOKEN_HEADER: self.value}


class Login:
    """Keeps the clinic's account logged in."""

    def __init__(
        self,
        settings: AeronaSettings,
        line: Line,
        budget: Budget,
        clock: Callable[[], datetime],
    ) -> None:
        self._settings = settings
        self._line = line
        self._budget = budget
        self._clock = clock
        self._token: Token | None = None
        self._flight: SingleFlight[Token | Silence] = SingleFlight()
        self._closed: tuple[datetime, datetime] | None = None
        self._why_closed: Callable[[timedelta], ConnectorError] = _lost_again

    async def token(self) -> Token | Silence:
        """A token that should be good; logs in when there is none.

        A login that is not answered is as if what it was for had not been: nothing was sent.
        """
        token = self._token
        if token is not None and self._clock() < token.since + _RENEW_AFTER:
            self._raise_if_closed()
            return token
        return await self._flight.ask("login", self._log_in)

    async def renewed(self, lost: Token) -> Token | Silence:
        """Another token than the one that the vendor no longer takes."""
        if self._token is lost:
            self._token = None
            log.warning("aerona_token_lost", age=(self._clock() - lost.since).total_seconds())
        return await self.token()

    async def lost_again(self, lost: Token) -> ConnectorError:
        """Keep still for the rest of the window; gives what to raise.

        A token was refused at once after the login: the account is over its limit, by whoever
        else uses it. Logging in again and again would only keep it there. When the vendor's
        window began is not known; our own began with the oldest request that still counts.
        """
        if self._token is lost:
            self._token = None
        rest = max(await self._budget.rest_of_window(), _PAUSE)
        self._close(rest, _lost_again)
        log.error("aerona_token_lost_again", pause=rest.total_seconds())
        return _lost_again(rest)

    async def _log_in(self) -> Token | Silence:
        self._raise_if_closed()
        since = self._clock()
        answer = await self._line.send(self._call(), _HEADERS)
        if isinstance(answer, Silence):
            return Silence(f"login.{answer.reason}", sent=False, timed_out=answer.timed_out)
        if answer.status in RETRIED or answer.status == TOO_MANY:
            log.warning("aerona_login_failed", status=answer.status)
            return Silence(f"login.{answer.status}", sent=False, timed_out=False)
        value = answer.headers.get(TOKEN_HEADER)
        if answer.status not in SUCCESS or not value:
            log.error("aerona_login_failed", status=answer.status)
            self._close(_PAUSE, _refused)
            raise _refused(_PAUSE)
        self._token = Token(value, since)
        log.info("aerona_logged_in")
        return self._token

    def _call(self) -> Call:
        return Call(
            "login",
            "POST",
            self._settings.login_path,
            Use.SETTLE,  # the most urgent use needs it too
            body={
                "username": self._settings.username,
                "password": self._settings.password.get_secret_value(),
            },
        )

    def _close(self, rest: timedelta, why: Callable[[timedelta], ConnectorError]) -> None:
        now = self._clock()
        self._closed = (now, now + rest)
        self._why_closed = why

    def _raise_if_closed(self) -> None:
        if self._closed is None:
            return
        since, until = self._closed
        now = self._clock()
        # After the computer's clock was set back the pause would last too long.
        if since <= now < until:
            raise self._why_closed(until - now)
        self._closed = None


def _lost_again(rest: timedelta) -> ConnectorError:
    return TooBusy("Aerona refuses new logins for now", rest)


def _refused(_: timedelta) -> ConnectorError:
    return NotAllowed("Aerona refused the login: wrong credentials, or another login path")
