"""Aerona's operations behind HTTP: routes and tokens."""

import json
from collections.abc import Callable, Iterable
from functools import partial

from aiohttp import web

from sandbox.aerona import TOKEN_HEADER, Aerona
from sandbox.asked import Asked, RefusedError
from sandbox.gate import Gate
from sandbox.misbehaviour import Fault
from sandbox.serving import Answer, Faults, Serving

Act = Callable[[Asked], Answer]

# Look-ups that not every clinic's Aerona has (contract §8); off unless they are named.
OPTIONAL = ("patient_search", "patient_create", "appointment", "appointments")
OPERATIONS = (
    *("login", "slots", "types", "clinicians", "patient", "create", "status"),
    *("payment", "payments", "invoice", "invoices"),
    *OPTIONAL,
    "unknown",
)
# The faults that are for some operations alone, the usual one first; those without any are not
# Aerona's.
FAULTS_OF = {
    Fault.SLOT_TAKEN: ("create",),
    Fault.UNCHECKED: ("create",),
    Fault.CONFLICT_400: ("create",),
    Fault.NOT_BLOCKING: ("create",),
    Fault.STATUS_REFUSED: ("status",),
    Fault.CONFLICT_422: (),
    Fault.HOLD_LOST: (),
}


class AeronaHttp:
    """One request after the other through the gate to its operation."""

    def __init__(
        self, aerona: Aerona, gate: Gate, serving: Serving, *, optional: Iterable[str] = ()
    ) -> None:
        self._aerona = aerona
        self._gate = gate
        self._serving = serving
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
        def enter(arriving: Faults) -> Answer | None:
            if Fault.TOKEN_LOST in arriving:
                self._gate.forget()
            self._gate.count()
            if operation == "login" or self._gate.admits(request.headers.get(TOKEN_HEADER)):
                return None
            return Answer({"message": "log in first"}, 401)

        def acted(body: bytes, acting: Faults) -> Answer:
            try:
                return act(Asked(request.match_info, request.query, _read(body), acting))
            except RefusedError as refused:
                return Answer({"message": refused.message}, refused.status)

        return await self._serving.serve(operation, request, enter, acted)


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
