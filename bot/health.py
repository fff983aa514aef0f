"""Tells a supervisor whether the process lives, and whether each clinic can be served.

`/health` answers as long as the process does: whoever restarts on a failure asks here. `/ready`
answers 503 while a clinic's storage or channel is not up. A vendor that is down does not count:
patients are then told so, with the clinic's phone number, and a restart would not help.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from aiohttp import web


@dataclass(frozen=True, slots=True)
class Readiness:
    """How to ask whether the parts of one clinic are up; each answers at once and never raises."""

    storage: Callable[[], bool]
    catalogue: Callable[[], bool]
    channel: Callable[[], bool]


def routes(clinics: Mapping[str, Readiness]) -> list[web.RouteDef]:
    """The two addresses; the mapping is looked at anew for each question."""

    async def health(_request: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def ready(_request: web.Request) -> web.Response:
        parts = {
            clinic: {
                "storage": readiness.storage(),
                "catalogue": readiness.catalogue(),
                "channel": readiness.channel(),
            }
            for clinic, readiness in clinics.items()
        }
        up = bool(parts) and all(each["storage"] and each["channel"] for each in parts.values())
        return web.json_response({"ready": up, "clinics": parts}, status=200 if up else 503)

    return [web.get("/health", health), web.get("/ready", ready)]
