"""A vendor that answers as a test has written down, where the sandbox cannot be brought to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from multidict import MultiMapping

from connectors.pracsuite import PracSuiteConnector
from tests.connectors.conftest import Serve, Surroundings

Told = tuple[int, object]
# By method and path: each answer is given once, the last one for ever.
Script = Mapping[tuple[str, str], Sequence[Told]]

STATUSES = [
    {"appointment_status_id": number, "status_description": name, "archived": False}
    for number, name in enumerate(("Booked", "Confirmed", "Arrived", "Requested"), 1)
]
LISTS: Script = {
    ("GET", "/appointment_status"): [(200, {"appointment_statuses": STATUSES})],
    ("GET", "/cancellation_reason"): [(200, {"appointment_cancellation_reasons": []})],
    ("GET", "/reschedule_reason"): [(200, {"appointment_reschedule_reasons": []})],
    ("GET", "/business"): [(200, {"businesses": []})],
}


@dataclass
class Scripted:
    """What was asked, in order; `date` is told as the vendor's clock."""

    connector: PracSuiteConnector
    asked: list[tuple[str, str, Any]] = field(default_factory=list)
    queries: list[MultiMapping[str]] = field(default_factory=list)

    def writes(self) -> list[tuple[str, str, Any]]:
        return [one for one in self.asked if one[0] != "GET"]


async def stage(
    serve: Serve, around: Surroundings, script: Script, *, date: str = "", **settings: object
) -> Scripted:
    """A connector to a vendor that plays the script, with lists that need none."""
    left = {key: list(answers) for key, answers in {**LISTS, **script}.items()}
    asked: list[tuple[str, str, Any]] = []
    queries: list[MultiMapping[str]] = []

    async def answer(request: web.Request) -> web.StreamResponse:
        body = await request.json() if request.can_read_body else dict(request.query)
        key = (request.method, request.path)
        asked.append((*key, body))
        queries.append(request.query)
        told = left.get(key)
        if told is None:
            return web.json_response({}, status=404)
        status, answer = told.pop(0) if len(told) > 1 else told[0]
        headers = {"Date": date} if date else {}
        if answer is None:
            return web.Response(status=status, headers=headers)
        return web.json_response(answer, status=status, headers=headers)

    return Scripted(around.pracsuite_at(await serve(answer), **settings), asked, queries)
