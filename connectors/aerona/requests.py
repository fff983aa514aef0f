"""The one request function: token, retry, and what the answer means.

A read may be tried again; a write is sent once. It is repeated only after an answer that proves
that it did not act: the vendor did not know the token.
"""

from typing import Final

from connectors.aerona.login import Login
from connectors.answers import judged
from connectors.errors import NotAllowed
from connectors.exchange import Answer, Call, Silence
from connectors.line import Line
from connectors.retries import Retries

# docs/vendors/aerona.md, Login: both are read as "this token is gone".
_TOKEN_GONE: Final = (401, 403)
_FORBIDDEN: Final = 403


class Requests:
    """Asks Aerona; everything that goes wrong is raised as a ConnectorError."""

    def __init__(self, line: Line, login: Login, retries: Retries) -> None:
        self._line = line
        self._login = login
        self._retries = retries

    async def send(self, call: Call) -> Answer:
        """The vendor's 2xx answer; its body is the caller's to read."""
        return judged(call, await self._retries.ask(call, self._once))

    async def _once(self, call: Call) -> Answer | Silence:
        """One try; a token that turns out to be gone is replaced, once."""
        token = await self._login.token()
        if isinstance(token, Silence):
            return token
        answer = await self._line.send(call, token.headers)
        if isinstance(answer, Silence) or answer.status not in _TOKEN_GONE:
            return answer
        token = await self._login.renewed(token)
        if isinstance(token, Silence):
            return token
        answer = await self._line.send(call, token.headers)
        if isinstance(answer, Silence) or answer.status not in _TOKEN_GONE:
            return answer
        if answer.status == _FORBIDDEN:
            # With a token of this moment it is this operation that the account may not use.
            raise NotAllowed(f"Aerona does not allow this account: {call.operation}")
        raise await self._login.lost_again(token)
