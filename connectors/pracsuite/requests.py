"""The one request function: both keys, retry, and what PracSuite's error bodies tell.

docs/vendors/pracsuite.md, Errors. The HTTP status counts. The body's own number for the request is
logged, for whoever asks the vendor about it, and so are the names of fields; its sentences may
quote a patient and go nowhere.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final, TypeVar

import structlog
from pydantic import TypeAdapter

from connectors.answers import SUCCESS, judged, parsed
from connectors.errors import Refused
from connectors.exchange import Answer, Call, Silence
from connectors.line import Line
from connectors.pracsuite.settings import PracSuiteSettings
from connectors.pracsuite.wire import Record
from connectors.reading import Loose, UnreadableError, read
from connectors.retries import Retries

log = structlog.get_logger()

T = TypeVar("T")

_UNPROCESSABLE: Final = 422
# Fields that say when and with whom: what is wrong with them is that the time is taken.
_OF_THE_TIME: Final = frozenset(
    {"app_time", "practitioner_id", "business_id", "duration", "column_number", "width"}
)


class _Field(Record):
    field: str


class _Problem(Record):
    code: Loose[str] = None
    validation: Loose[list[_Field]] = None


class _Body(Record):
    error: Loose[_Problem] = None
    request_id: Loose[str] = None


# What the vendor's numbers for requests look like; anything else is not logged.
_REQUEST: Final = re.compile(r"[0-9A-Fa-f-]{8,64}")
_BODY: Final = TypeAdapter(_Body)


class Requests:
    """Asks PracSuite; everything that goes wrong is raised as a ConnectorError."""

    def __init__(self, line: Line, settings: PracSuiteSettings, retries: Retries) -> None:
        self._line = line
        self._settings = settings
        self._retries = retries

    async def send(self, call: Call) -> Answer:
        """The vendor's 2xx answer; its body is the caller's to read."""
        got = await self._retries.ask(call, self._once)
        if isinstance(got, Answer) and got.status not in SUCCESS:
            problem = _problem(got)
            _log(call, got, problem)
            call = _understood(call, got, problem)
        return judged(call, got)

    async def read(self, call: Call, shape: TypeAdapter[T]) -> T:
        """What the vendor's 2xx answer holds."""
        return parsed(call, await self.send(call), shape)

    async def rest(self, rest: timedelta) -> None:
        """Wait until the budget or the vendor may allow another request."""
        await self._retries.rest(rest)

    async def _once(self, call: Call) -> Answer | Silence:
        return await self._line.send(call, self._headers())

    def _headers(self) -> Mapping[str, str]:
        """Made anew for each request, so that the keys stand nowhere but in the settings."""
        return {
            "Accept": "application/json",
            "x-api-key": self._settings.vendor_key.get_secret_value(),
            "a-api-key": self._settings.account_key.get_secret_value(),
        }


def _problem(answer: Answer) -> _Body:
    try:
        return read(_BODY, answer.json())
    except (UnreadableError, ValueError, RecursionError):
        return _Body()


def _wrong_fields(call: Call, problem: _Body) -> set[str]:
    """The fields that the vendor complains of; those that were not sent are one, without a name."""
    named = (problem.error.validation if problem.error else None) or []
    return {one.field if one.field in (call.body or {}) else "other" for one in named}


def _log(call: Call, answer: Answer, problem: _Body) -> None:
    log.warning(
        "pracsuite_declined",
        operation=call.operation,
        status=answer.status,
        code=problem.error.code if problem.error else None,
        fields=sorted(_wrong_fields(call, problem)),
        request=problem.request_id if _REQUEST.fullmatch(problem.request_id or "") else None,
    )


def _understood(call: Call, answer: Answer, problem: _Body) -> Call:
    """The call with what its 422 means: bad fields of ours are no sign of a time that is taken."""
    wrong = _wrong_fields(call, problem)
    if answer.status != _UNPROCESSABLE or not wrong or wrong & (_OF_THE_TIME | {"other"}):
        return call
    return replace(call, means={**call.means, _UNPROCESSABLE: Refused})
