"""What every vendor's server does around an operation: count it, spoil it, answer it."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import format_datetime
from http import HTTPStatus

from aiohttp import web

from sandbox.calls import Calls
from sandbox.clinic import Clock
from sandbox.misbehaviour import ACTING, ARRIVING, Fault, Misbehaviour, Rule

Sleeper = Callable[[float], Awaitable[None]]
Faults = dict[Fault, Rule]

_PAGE = "<!doctype html><html><head><title>Maintenance</title></head><body>Back soon</body></html>"


@dataclass(frozen=True)
class Answer:
    """What goes back as JSON; with status 204 there is no body."""

    body: object
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


def plain_error(status: int) -> web.Response:
    """A failure that says nothing about itself."""
    return web.Response(status=status, text="something broke")


class Serving:
    """One vendor's server; it can be told to misbehave and remembers what it was asked."""

    def __init__(
        self,
        misbehave: Misbehaviour,
        calls: Calls,
        *,
        clock: Clock,
        sleeper: Sleeper,
        error: Callable[[int], web.Response] = plain_error,
    ) -> None:
        self._misbehave = misbehave
        self._calls = calls
        self._clock = clock
        self._sleeper = sleeper
        self._error = error

    async def serve(
        self,
        operation: str,
        request: web.Request,
        enter: Callable[[Faults], Answer | None],
        act: Callable[[bytes, Faults], Answer],
    ) -> web.StreamResponse:
        """The answer, dated by the clinic's clock like the records in it.

        A request counts as soon as it arrives, whatever becomes of it.

        `enter` says on arrival what refuses the request, if anything does: what acts late was let
        in while its key was good. `act` does what was asked.
        """
        response = await self._served(operation, request, enter, act)
        if not response.prepared:
            now = self._clock().astimezone(UTC)
            response.headers["Date"] = format_datetime(now, usegmt=True)
        return response

    async def _served(
        self,
        operation: str,
        request: web.Request,
        enter: Callable[[Faults], Answer | None],
        act: Callable[[bytes, Faults], Answer],
    ) -> web.StreamResponse:
        self._calls.add(operation, self._clock())
        arriving = self._misbehave.next_call(operation, ARRIVING)
        body = await request.read()
        refused = enter(arriving)
        if (spoilt := await self._before(request, arriving)) is not None:
            return spoilt
        if refused is not None:
            return _plain(refused)
        acting = self._misbehave.next_call(operation, ACTING)
        return await self._after(request, acting, act(body, acting))

    async def _before(self, request: web.Request, faults: Faults) -> web.StreamResponse | None:
        if slow := faults.get(Fault.SLOW):
            await self._sleeper(slow.seconds)
        if Fault.HOLD_BEFORE in faults:
            await self._misbehave.hold()
            return _drop(request)
        if Fault.DROP_BEFORE in faults:
            return _drop(request)
        if error := faults.get(Fault.ERROR_BEFORE):
            return self._error(error.status)
        if Fault.HTML in faults:
            return _html()
        return None

    async def _after(
        self, request: web.Request, faults: Faults, answer: Answer
    ) -> web.StreamResponse:
        if slow := faults.get(Fault.SLOW_AFTER):
            await self._sleeper(slow.seconds)
        if Fault.HOLD_AFTER in faults:
            await self._misbehave.hold()
            return _drop(request)
        if Fault.DROP_AFTER in faults:
            return _drop(request)
        if error := faults.get(Fault.ERROR_AFTER):
            return self._error(error.status)
        if Fault.HTML_AFTER in faults:
            return _html()
        if Fault.CUT_SHORT in faults:
            return await _cut_short(request, answer)
        return _plain(answer)


def _plain(answer: Answer) -> web.Response:
    if answer.status == HTTPStatus.NO_CONTENT:
        return web.Response(status=answer.status, headers=answer.headers)
    return web.json_response(answer.body, status=answer.status, headers=answer.headers)


def _html() -> web.Response:
    return web.Response(text=_PAGE, content_type="text/html")


def _drop(request: web.Request) -> web.Response:
    """The connection is closed first, so that nothing of this response ever leaves."""
    if request.transport is not None:
        request.transport.close()
    return web.Response()


async def _cut_short(request: web.Request, answer: Answer) -> web.StreamResponse:
    """Half of a body whose length was promised whole; of no body, nothing at all."""
    if answer.status == HTTPStatus.NO_CONTENT:
        return _drop(request)
    text = json.dumps(answer.body).encode()
    response = web.StreamResponse(status=answer.status, headers=answer.headers)
    response.content_type = "application/json"
    response.content_length = len(text)
    await response.prepare(request)
    await response.write(text[: len(text) // 2])
    if request.transport is not None:
        request.transport.close()
    return response
