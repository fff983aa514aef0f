"""Switches and records that each vendor's server has, for another process."""

from aiohttp import web

from sandbox.calls import Calls
from sandbox.misbehaviour import Misbehaviour
from sandbox.pracsuite_server import PracSuiteServer


class Switches:
    """What one vendor does wrong, and what it was asked."""

    def __init__(self, misbehave: Misbehaviour, calls: Calls) -> None:
        self._misbehave = misbehave
        self._calls = calls

    def routes(self, under: str = "") -> tuple[web.RouteDef, ...]:
        return (
            web.get(f"{under}/misbehave", self._faults),
            web.post(f"{under}/misbehave", self._misbehave_now),
            web.delete(f"{under}/misbehave", self._behave),
            web.get(f"{under}/calls", self._called),
            web.delete(f"{under}/calls", self._forget_calls),
        )

    async def _faults(self, _: web.Request) -> web.Response:
        return web.json_response(
            [
                {
                    "fault": rule.fault,
                    "operation": rule.operation,
                    "times": rule.times,
                    "every": rule.every,
                    "seconds": rule.seconds,
                    "status": rule.status,
                }
                for rule in self._misbehave.rules()
            ]
        )

    async def _misbehave_now(self, request: web.Request) -> web.Response:
        asked = await request.json()
        self._misbehave.on(
            asked["fault"],
            asked.get("operation"),
            times=asked.get("times"),
            every=asked.get("every", 1),
            seconds=asked.get("seconds", 30.0),
            status=asked.get("status", 503),
        )
        return await self._faults(request)

    async def _behave(self, request: web.Request) -> web.Response:
        """`?fault=` and `?operation=` narrow it down."""
        self._misbehave.off(request.query.get("fault"), request.query.get("operation"))
        return await self._faults(request)

    async def _called(self, _: web.Request) -> web.Response:
        latest = [
            {"operation": call.operation, "at": call.at.isoformat()}
            for call in self._calls.latest()
        ]
        return web.json_response(
            {"total": self._calls.count(), "counts": self._calls.counts(), "latest": latest}
        )

    async def _forget_calls(self, _: web.Request) -> web.Response:
        self._calls.clear()
        return web.json_response(None)


class PracSuiteControl:
    """The same for PracSuite, with its holds, its classes and its limits."""

    def __init__(self, pracsuite: PracSuiteServer) -> None:
        self._pracsuite = pracsuite

    def routes(self, under: str) -> tuple[web.RouteDef, ...]:
        own = Switches(self._pracsuite.misbehave, self._pracsuite.calls)
        return (
            *own.routes(under),
            web.get(f"{under}/holds", self._holds),
            web.get(f"{under}/classes", self._classes),
            web.post(f"{under}/limits", self._limits),
        )

    async def _holds(self, _: web.Request) -> web.Response:
        """Those that are alive."""
        return web.json_response(
            [
                {
                    "id": hold.id,
                    "clinicianId": hold.clinician_id,
                    "start": hold.start.isoformat(),
                    "minutes": hold.minutes,
                    "until": hold.until.isoformat(),
                }
                for hold in self._pracsuite.holds()
            ]
        )

    async def _classes(self, _: web.Request) -> web.Response:
        """With who has joined."""
        now = self._pracsuite.clinic.now()
        return web.json_response(
            [
                {
                    "id": one.id,
                    "start": one.start.isoformat(),
                    "members": list(one.members),
                    "cancelled": one.cancelled,
                }
                for one in self._pracsuite.classes.all(now)
            ]
        )

    async def _limits(self, request: web.Request) -> web.Response:
        """`perMinute`, `perDay` and `retryAfter`, each if it shall change."""
        asked = await request.json()
        gate = self._pracsuite.gate
        gate.per_minute = int(asked.get("perMinute", gate.per_minute))
        gate.per_day = int(asked.get("perDay", gate.per_day))
        gate.retry_after = asked.get("retryAfter", gate.retry_after)
        return web.json_response(
            {
                "perMinute": gate.per_minute,
                "perDay": gate.per_day,
                "retryAfter": gate.retry_after,
            }
        )
