"""The one request function: timeout, share of the budget, token, retry and error mapping.

A read may be tried again; a write is sent once. It is repeated only after an answer that proves
that it did not act: the vendor did not know the token.
"""

import random
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog

from connectors.aerona.exchange import Answer, Call, Silence
from connectors.aerona.line import RETRIED, TOO_MANY, Line, retry_after
from connectors.aerona.login import Login
from connectors.errors import (
    ConnectorError,
    NotAllowed,
    NotFound,
    OutcomeUnknown,
    Refused,
    TooBusy,
    Unavailable,
)

log = structlog.get_logger()

_SUCCESS: Final = range(200, 300)
# docs/vendors/aerona.md, Login: both are read as "this token is gone".
_TOKEN_GONE: Final = (401, 403)
_FORBIDDEN: Final = 403
_CONFLICT: Final = 409

# A silent vendor has already cost a whole timeout: it is asked twice, a failing one three times.
_TRIES: Final = 3
_TRIES_OF_SILENCE: Final = 2
_FIRST_PAUSE: Final = 0.3
# A pause that the vendor asks for is waited for if it is no longer; else the patient is told.
_LONGEST_PAUSE: Final = timedelta(seconds=5)


@dataclass(frozen=True)
class _Meaning:
    statuses: Collection[int]
    reading: type[ConnectorError]
    writing: type[ConnectorError]


# The first row that fits counts. Aerona documents no error answer at all (docs/vendors/aerona.md,
# Errors), so the order goes from what HTTP says for certain to what can only be guessed.
_MEANINGS: Final = (
    # Certain: the record is not there. Before the other 4xx, which speak of the request.
    _Meaning((404, 410), NotFound, NotFound),
    # The vendor waited for the request and gave up. A write may have arrived whole all the same.
    _Meaning((408,), Unavailable, OutcomeUnknown),
    # Any other 4xx blames the request, before acting on it.
    _Meaning(range(400, 500), Refused, Refused),
    # Redirects, 5xx and what nobody expects: a proxy may answer so after the vendor has acted.
    _Meaning(range(1000), Unavailable, OutcomeUnknown),
)


class Requests:
    """Asks Aerona; everything that goes wrong is raised as a ConnectorError."""

    def __init__(
        self,
        line: Line,
        login: Login,
        *,
        rng: random.Random,
        sleep: Callable[[float], Awaitable[object]],
    ) -> None:
        self._line = line
        self._login = login
        self._rng = rng
        self._sleep = sleep

    async def send(self, call: Call) -> Answer:
        """The vendor's 2xx answer; its body is the caller's to read."""
        answer = await (self._once(call) if call.writes else self._until_answered(call))
        if isinstance(answer, Silence):
            raise _no_answer(call, answer)
        log.info("aerona_answered", operation=call.operation, status=answer.status)
        if answer.status not in _SUCCESS:
            raise _bad_answer(call, answer)
        return answer

    async def _until_answered(self, call: Call) -> Answer | Silence:
        tries = 1
        while True:
            answer = await self._once(call)
            if tries >= _most_tries(answer):
                return answer
            log.warning("aerona_tried_again", operation=call.operation, tries=tries)
            await self._sleep(self._pause(answer, tries))
            tries += 1

    def _pause(self, answer: Answer | Silence, tries: int) -> float:
        """How long to wait; never the same for two, so that they do not come back together."""
        pause = _FIRST_PAUSE * 2.0 ** (tries - 1) * self._rng.uniform(0.5, 1.5)
        if isinstance(answer, Answer) and answer.status == TOO_MANY:
            pause += retry_after(answer).total_seconds()
        return pause

    async def _once(self, call: Call) -> Answer | Silence:
        """One try; a token that turns out to be gone is replaced, once."""
        token = await self._login.token()
        if isinstance(token, Silence):
            return token
        answer = await self._line.send(call, token.value)
        if isinstance(answer, Silence) or answer.status not in _TOKEN_GONE:
            return answer
        token = await self._login.renewed(token)
        if isinstance(token, Silence):
            return token
        answer = await self._line.send(call, token.value)
        if isinstance(answer, Silence) or answer.status not in _TOKEN_GONE:
            return answer
        if answer.status == _FORBIDDEN:
            # With a token of this moment it is this operation that the account may not use.
            raise NotAllowed(f"Aerona does not allow this account: {call.operation}")
        raise await self._login.lost_again(token)


def _most_tries(answer: Answer | Silence) -> int:
    """How often a question is asked that is answered like this."""
    if isinstance(answer, Silence):
        return _TRIES_OF_SILENCE if answer.timed_out else _TRIES
    if answer.status == TOO_MANY:
        return _TRIES_OF_SILENCE if retry_after(answer) <= _LONGEST_PAUSE else 1
    return _TRIES if answer.status in RETRIED else 1


def unreadable(call: Call, why: str) -> ConnectorError:
    """What to raise for a 2xx answer that says nothing; after a write anything may be true."""
    text = f"Aerona's answer cannot be read: {call.operation}, {why}"
    return OutcomeUnknown(text) if call.writes else Unavailable(text)


def _no_answer(call: Call, silence: Silence) -> ConnectorError:
    log.warning("aerona_silent", operation=call.operation, reason=silence.reason)
    text = f"Aerona did not answer: {call.operation}, {silence.reason}"
    return OutcomeUnknown(text) if call.writes and silence.sent else Unavailable(text)


def _bad_answer(call: Call, answer: Answer) -> ConnectorError:
    text = f"Aerona answered {call.operation} with status {answer.status}"
    if answer.status == TOO_MANY:
        return TooBusy(text, retry_after(answer))
    meaning = next(row for row in _MEANINGS if answer.status in row.statuses)
    error = meaning.writing if call.writes else meaning.reading
    if error is NotFound and not call.of_a_record:
        # No record was named: it is the path that is not known there.
        error = Refused if call.writes else Unavailable
    if error is Refused and answer.status == _CONFLICT:
        error = call.conflict
    return error(text)
