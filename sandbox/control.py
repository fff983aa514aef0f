"""The sandbox's own interface over HTTP, for another process that wants to look or to meddle."""

from dataclasses import asdict
from datetime import datetime
from http import HTTPStatus

from aiohttp import web
from aiohttp.typedefs import Handler

from sandbox.clinic import Clinic
from sandbox.diary import Appointment
from sandbox.gate import Gate
from sandbox.switches import PracSuiteControl, Switches
from sandbox.webhooks import Address, Webhooks


class Control:
    """It needs no token and counts towards no limit: it is not the vendor's."""

    def __init__(
        self,
        clinic: Clinic,
        gate: Gate,
        switches: Switches,
        webhooks: Webhooks,
        pracsuite: PracSuiteControl,
    ) -> None:
        self._clinic = clinic
        self._gate = gate
        self._switches = switches
        self._webhooks = webhooks
        self._pracsuite = pracsuite

    def application(self) -> web.Application:
        application = web.Application(middlewares=(_explain,))
        application.add_routes(
            (
                *self._switches.routes(),
                *self._pracsuite.routes("/pracsuite"),
                web.post("/lose-tokens", self._lose_tokens),
                web.get("/webhooks", self._told),
                web.post("/webhooks", self._tell),
                web.delete("/webhooks", self._tell_no_more),
                web.get("/diary", self._diary),
                web.post("/take-slot", self._take),
                web.post("/free-slot", self._free),
                web.post("/status", self._status),
                web.post("/move", self._move),
                web.get("/patients", self._patients),
            )
        )
        return application

    async def _lose_tokens(self, _: web.Request) -> web.Response:
        self._gate.forget()
        return web.json_response(None)

    async def _told(self, _: web.Request) -> web.Response:
        """Where events are sent, how many wait, and the answers that came, the latest last."""
        address = self._webhooks.address
        return web.json_response(
            {
                "address": None if address is None else asdict(address),
                "waiting": self._webhooks.waiting,
                "answers": [delivery.status for delivery in self._webhooks.deliveries],
            }
        )

    async def _tell(self, request: web.Request) -> web.Response:
        """`{"url": …}`, with `method`, `repeats`, `together` and `late` if they are wished."""
        self._webhooks.send_to(Address(**await request.json()))
        return await self._told(request)

    async def _tell_no_more(self, request: web.Request) -> web.Response:
        self._webhooks.send_to(None)
        return await self._told(request)

    async def _diary(self, request: web.Request) -> web.Response:
        """`?viaApi=true` and `?patientId=` narrow it down."""
        via_api = request.query.get("viaApi")
        patient_id = request.query.get("patientId")
        return web.json_response(
            [
                describe(entry)
                for entry in self._clinic.diary.appointments(
                    via_api=None if via_api is None else via_api == "true",
                    patient_id=None if patient_id is None else int(patient_id),
                )
            ]
        )

    async def _take(self, request: web.Request) -> web.Response:
        asked = await request.json()
        clinician = self._clinic.clinicians[asked["clinicianId"]]
        entry = self._clinic.diary.take(
            clinician.id, _moment(asked["start"]), minutes=asked.get("minutes", 20)
        )
        return web.json_response(describe(entry))

    async def _free(self, request: web.Request) -> web.Response:
        asked = await request.json()
        clinician = self._clinic.clinicians[asked["clinicianId"]]
        freed = self._clinic.diary.free(clinician.id, _moment(asked["start"]))
        return web.json_response([describe(entry) for entry in freed])

    async def _status(self, request: web.Request) -> web.Response:
        asked = await request.json()
        entry = self._clinic.diary.set_status(asked["id"], asked["status"])
        return web.json_response(describe(entry))

    async def _move(self, request: web.Request) -> web.Response:
        """`{"id": …, "start": …}`, with `clinicianId` and `minutes` if they change too."""
        asked = await request.json()
        clinician_id = asked.get("clinicianId")
        if clinician_id is not None:
            clinician_id = self._clinic.clinicians[clinician_id].id
        entry = self._clinic.diary.move(
            asked["id"],
            _moment(asked["start"]),
            clinician_id=clinician_id,
            minutes=asked.get("minutes"),
        )
        return web.json_response(describe(entry))

    async def _patients(self, _: web.Request) -> web.Response:
        """Everybody, those last who were made last."""
        return web.json_response(
            [
                {"id": one.id, "forename": one.forename, "surname": one.surname}
                for one in self._clinic.people.all()
            ]
        )


def describe(entry: Appointment) -> dict[str, object]:
    """An entry of the diary in the sandbox's own words, its start with the clinic's offset."""
    return {
        "id": entry.id,
        "order": entry.order,
        "patientId": entry.patient_id,
        "clinicianId": entry.clinician_id,
        "typeId": entry.type_id,
        "start": entry.start.isoformat(),
        "minutes": entry.minutes,
        "statusId": entry.status_id,
        "status": entry.status,
        "notes": entry.notes,
        "emergency": entry.emergency,
        "viaApi": entry.via_api,
        "blocks": entry.blocks,
    }


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("start needs an offset, like 2026-03-03T09:00:00+00:00")
    return moment


@web.middleware
async def _explain(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A wrong command is the caller's mistake, and the answer says which."""
    try:
        return await handler(request)
    except (KeyError, TypeError, ValueError) as mistake:
        text = f"{type(mistake).__name__}: {mistake}"
        return web.json_response({"message": text}, status=HTTPStatus.BAD_REQUEST)
