"""What an answer means: a body that can be read, or one of our errors."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, TypeVar

import structlog
from pydantic import TypeAdapter

from connectors.errors import (
    ConnectorError,
    NotAllowed,
    NotFound,
    OutcomeUnknown,
    Refused,
    TooBusy,
    Unavailable,
)
from connectors.exchange import Answer, Call, Silence
from connectors.line import TOO_MANY
from connectors.reading import UnreadableError, read

log = structlog.get_logger()

T = TypeVar("T")

SUCCESS: Final = range(200, 300)


@dataclass(frozen=True)
class _Meaning:
    statuses: Collection[int]
    reading: type[ConnectorError]
    writing: type[ConnectorError]


# The first row that fits counts. Vendors document few error answers or none (docs/vendors, Errors),
# so the order goes from what HTTP says for certain to what can only be guessed.
_MEANINGS: Final = (
    # The credential, or what it may do. A vendor whose tokens end has tried another one before.
    _Meaning((401, 403), NotAllowed, NotAllowed),
    # Certain: the record is not there. Before the other 4xx, which speak of the request.
    _Meaning((404, 410), NotFound, NotFound),
    # The vendor waited for the request and gave up. A write may have arrived whole all the same.
    _Meaning((408,), Unavailable, OutcomeUnknown),
    # Any other 4xx blames the request, before acting on it.
    _Meaning(range(400, 500), Refused, Refused),
    # Redirects, 5xx and what nobody expects: a proxy may answer so after the vendor has acted.
    _Meaning(range(1000), Unavailable, OutcomeUnknown),
)


def judged(call: Call, got: Answer | Silence) -> Answer:
    """The vendor's 2xx answer; everything else is raised as what it means."""
    if isinstance(got, Silence):
        raise _no_answer(call, got)
    log.info("vendor_answered", operation=call.operation, status=got.status)
    if got.status not in SUCCESS:
        raise _bad_answer(call, got)
    return got


def body_of(call: Call, answer: Answer) -> object:
    """The JSON of a 2xx answer."""
    try:
        return answer.json()
    except (ValueError, RecursionError):
        # Outside of this block: the parser's error carries the whole text.
        pass
    raise unreadable(call, "no JSON")


def parsed(call: Call, answer: Answer, shape: TypeAdapter[T]) -> T:
    """The record, or the list of records, of a 2xx answer."""
    body = body_of(call, answer)
    try:
        return read(shape, body)
    except UnreadableError as error:
        raise unreadable(call, str(error)) from error


def unreadable(call: Call, why: str) -> ConnectorError:
    """What to raise for a 2xx answer that says nothing; after a write anything may be true."""
    text = f"the vendor's answer cannot be read: {call.operation}, {why}"
    return OutcomeUnknown(text) if call.writes else Unavailable(text)


def _no_answer(call: Call, silence: Silence) -> ConnectorError:
    log.warning("vendor_silent", operation=call.operation, reason=silence.reason)
    text = f"the vendor did not answer: {call.operation}, {silence.reason}"
    return OutcomeUnknown(text) if call.writes and silence.sent else Unavailable(text)


def _bad_answer(call: Call, answer: Answer) -> ConnectorError:
    text = f"the vendor answered {call.operation} with status {answer.status}"
    if answer.status == TOO_MANY:
        return TooBusy(text, answer.rest)
    if answer.status in call.means:
        return call.means[answer.status](text)
    meaning = next(row for row in _MEANINGS if answer.status in row.statuses)
    error = meaning.writing if call.writes else meaning.reading
    if error is NotFound and not call.of_a_record:
        # No record was named: it is the path that is not known there.
        error = Refused if call.writes else Unavailable
    return error(text)
