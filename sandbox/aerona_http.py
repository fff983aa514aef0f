"""Aerona's operations behind HTTP: routes, tokens, and whatever shall go wrong on the way."""

import json
from collections.abc import Awaitable, Callable, Iterable
from functools import partial

from aiohttp import web

from sandbox.aerona import TOKEN_HEADER, Aerona, Answer
from sandbox.asked import Asked, RefusedError
from sandbox.calls import Calls
from sandbox.clinic import Clock
from sandbox.gate import Gate
from sandbox.misbehaviour import ACTING, ARRIVING, Fault, Misbehaviour, Rule

Sleeper = Callable[[float], Awaitable[None]]
Act = Callable[[Asked], Answer]

# Look-ups that not every clinic's Aerona has (contract §8); off unless they are named.
OPTIONAL = ("patient_search", "patient_create", "appointment", "appointments")
OPERATIONS = (
    *("login", "slots", "types", "clinicians", "patient", "create", "status"),
    *("payment", "payments", "invoice", "invoices"),
    *OPTIONAL,
    "unknown",
)

_PAGE = "<!doctype html><html><head><title>Maintenance</title></head><body>Back soon</body></html>"


class AeronaHttp:
    """One vendor's server; it can be told to misbehave and remembers what it was asked."""

    def __init__(
        self,
        aerona: Aerona,
        gate: Gate,
        misbehave: Misbehaviour,
        calls: Calls,
        *,
        clock: Clock,
        sleeper: Sleeper,
        optional: Iterable[str] = (),
    ) -> None:
        self._aerona = aerona
        self._gate = gate
        self._misbehave = misbehave
        self._calls = calls
        self._clock = clock
        self._sleeper = sleeper
        self._optional = frozenset(optional)
        if unknown := self._optional.difference(OPTIONAL):
            raise ValueError(f"no such optional look-ups: {sorted(unknown)}")

    def application(self) -> web.Application:
        application = web.Application()
        for method, path, operation, act in self._routes():
            if operation not in OPTIONAL or operation in self._optional:
                handler = partial(self._serve, operation, act)
                application.router.add_route(method, path, handler)
        application.router.add_route("*", "/{rest:.*}", partial(self._serve, "unknown", _unknown))
        return application

    def _routes(self) -> tuple[tuple[str, str, str, Act], ...]:
        """Contract §4, and §8 where it leaves the path open; "search" before ids."""
        aerona = self._aerona
        return (
            ("POST", "/login", "login", aerona.login),
            ("GET", "/find-appointment-slots", "slots", aerona.slots),
            ("GET", "/appointment-types", "types", aerona.types),
            ("GET", "/clinicians", "clinicians", aerona.clinicians),
            ("GET", "/patients/search", "patient_search", aerona.patient_search),
            ("POST", "/patients", "patient_create", aerona.patient_create),
            ("GET", r"/patients/{id:\d+}", "patient", aerona.patient),
            ("POST", "/appointments", "create", aerona.create),
            ("PUT", r"/appointments/{id:\d+}/status", "status", aerona.status),
            ("GET", "/appointments/search", "appointments", aerona.appointments),
            ("GET", r"/appointments/{id:\d+}", "appointment", aerona.appointment),
            ("GET", "/payments/search", "payments", aerona.payments),
            ("GET", r"/payments/{id:\d+}", "payment", aerona.payment),
            ("GET", "/invoices/search", "invoices", aerona.invoices),
            ("GET", r"/invoices/{id:\d+}", "invoice", aerona.invoice),
        )

    async def _serve(self, operation: str, act: Act, request: web.Request) -> web.StreamResponse:
        """A request counts as soon as it arrives, whatever becomes of it."""
        self._calls.add(operation, self._clock())
        arriving = self._misbehave.next_call(operation, ARRIVING)
        body = await request.read()
        if Fault.TOKEN_LOST in arriving:
            self._gate.forget()
        self._gate.count()
        # Decided on arrival: what acts late was let in while its token was good.
        admitted = operation == "login" or self._gate.admits(request.headers.get(TOKEN_HEADER))
        if (spoilt := await self._before(request, arriving)) is not None:
            return spoilt
        if not admitted:
            return _plain(Answer({"message": "log in first"}, 401))
        acting = self._misbehave.next_call(operation, ACTING)
        try:
            answer = act(Asked(request.match_info, request.query, _read(body), acting))
        except RefusedError as refused:
            answer = Answer({"message": refused.message}, refused.status)
        return await self._after(request, acting, answer)

    async def _before(
        self, request: web.Request, faults: dict[Fault, Rule]
    ) -> web.StreamResponse | None:
        if slow := faults.get(Fault.SLOW):
            await self._sleeper(slow.seconds)
        if Fault.HOLD_BEFORE in faults:
            await self._misbehave.hold()
            return _drop(request)
        if Fault.DROP_BEFORE in faults:
            return _drop(request)
        if error := faults.get(Fault.ERROR_BEFORE):
            return _error(error)
        if Fault.HTML in faults:
            return _html()
        return None

    async def _after(
        self, request: web.Request, faults: dict[Fault, Rule], answer: Answer
    ) -> web.StreamResponse:
        if slow := faults.get(Fault.SLOW_AFTER):
            await self._sleeper(slow.seconds)
        if Fault.HOLD_AFTER in faults:
            await self._misbehave.hold()
            return _drop(request)
        if Fault.DROP_AFTER in faults:
            return _drop(request)
        if error := faults.get(Fault.ERROR_AFTER):
            return _error(error)
        if Fault.HTML_AFTER in faults:
            return _html()
        if Fault.CUT_SHORT in faults:
            return await _cut_short(request, answer)
        return _plain(answer)


def _unknown(_: Asked) -> Answer:
    raise RefusedError(404, "no such operation")


def _read(body: bytes) -> dict[str, object]:
    if not body:
        return {}
    try:
        read = json.loads(body)
    except ValueError:
        raise RefusedError(400, "the body is not JSON") from None
    if not isinstance(read, dict):
        raise RefusedError(400, "the body is not a JSON object")
    return read


def _plain(answer: Answer) -> web.Response:
    return web.json_response(answer.body, status=answer.status, headers=answer.headers)


def _error(rule: Rule) -> web.Response:
    return web.Response(status=rule.status, text="something broke")


def _html() -> web.Response:
    return web.Response(text=_PAGE, content_type="text/html")


def _drop(request: web.Request) -> web.Response:
    """The connection is closed first, so that nothing of this response ever leaves."""
    if request.transport is not None:
        request.transport.close()
    return web.Response()


async def _cut_short(request: web.Request, answer: Answer) -> web.StreamResponse:
    """Half of a body whose length was promised whole."""
    text = json.dumps(answer.body).encode()
    response = web.StreamResponse(status=answer.status, headers=answer.headers)
    response.content_type = "application/json"
    response.content_length = len(text)
    await response.prepare(request)
    await response.write(text[: len(text) // 2])
    if request.transport is not None:
        request.transport.close()
    return response
