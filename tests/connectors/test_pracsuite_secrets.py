"""Both keys and patients' data are in no log, no error and no repr of what lives."""

import asyncio
import gc
import logging
import traceback

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from connectors.budget import Use
from connectors.errors import ConnectorError
from connectors.pracsuite import bodies, filters
from connectors.pracsuite.client import PracSuiteClient
from tests.connectors.conftest import Serve, Surroundings
from tests.connectors.recording import (
    ACCOUNT_KEY,
    VENDOR_KEY,
    Seen,
    Told,
    client_of,
    pracsuite_settings,
    recording,
)

PERSONAL = ("Samira", "Taylor", "1984", "07700", "samira@", "canary")
PATIENT = {
    "client_id": 9,
    "first_name": "Samira",
    "surname": "Taylor",
    "date_of_birth": "1984-05-12",
    "mobile": "07700 900123",
    "email": "samira@example.org",
    "medical_warnings": "canary",
}


async def everything(client: PracSuiteClient) -> tuple[list[object], list[ConnectorError]]:
    new = bodies.CreatePatient(
        first_name="Samira", surname="Taylor", mobile="07700 900123", email="samira@example.org"
    )
    calls = [
        client.patients.found([filters.SURNAME.equals("Taylor")], use=Use.PROOF, browser="canary"),
        client.patients.one(9, use=Use.PROOF, browser="canary"),
        client.patients.create(new),
        client.patients.accounts(9, use=Use.LOOKUP),
        client.appointments.cancel(5, bodies.Cancel(record_as_cancelled=True)),
    ]
    got = await asyncio.gather(*calls, return_exceptions=True)
    errors = [one for one in got if isinstance(one, ConnectorError)]
    assert not [one for one in got if isinstance(one, Exception) and one not in errors]
    return [one for one in got if not isinstance(one, BaseException)], errors


def told(error: BaseException) -> str:
    return repr(error) + "".join(traceback.format_exception(error))


@pytest.mark.parametrize("status", [200, 302, 400, 401, 403, 404, 409, 422, 429, 500])
async def test_no_key_and_no_patient_is_logged_or_raised(
    around: Surroundings,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
    status: int,
) -> None:
    caplog.set_level(logging.DEBUG)
    error = {"code": "INVALID_BODY", "detail": "Samira Taylor", "validation": [{"field": "canary"}]}

    def answering(seen: Seen) -> Told:
        if status != web.HTTPOk.status_code:
            return Told({"error": error, "request_id": "canary"}, status)
        return Told(PATIENT | {"clients": [PATIENT], "accounts": [{"billing_name": "Samira"}]})

    async with recording(answering) as vendor:
        with capture_logs() as logs:
            found, raised = await everything(client_of(around, vendor.base_url))

    assert raised or status == web.HTTPOk.status_code
    shown = "".join(map(str, logs)) + caplog.text + capsys.readouterr().out
    shown += "".join(map(told, raised)) + repr(found)
    assert [one for one in (VENDOR_KEY, ACCOUNT_KEY, *PERSONAL) if one in shown] == []


async def test_an_answer_that_is_not_http_leaks_no_key(around: Surroundings, serve: Serve) -> None:
    """aiohttp's error for it holds the request's headers."""

    async def handler(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.write(b"canary\r\n\r\n")
        request.transport.close()
        return web.Response()

    client = client_of(around, await serve(handler))

    with pytest.raises(ConnectorError) as raised:
        await client.patients.one(9, use=Use.LOOKUP)

    assert "canary" not in told(raised.value)


async def test_nothing_that_lives_shows_a_key(around: Surroundings) -> None:
    async with recording(lambda _: Told(PATIENT)) as vendor:
        client = client_of(around, vendor.base_url)
        await client.patients.one(9, use=Use.LOOKUP)
        ours = [
            one
            for one in gc.get_objects()
            if str(getattr(type(one), "__module__", "")).startswith("connectors")
        ]

        shown = "".join(map(repr, ours))

    assert ours
    assert [one for one in (VENDOR_KEY, ACCOUNT_KEY) if one in shown] == []


def test_the_settings_show_no_key() -> None:
    settings = pracsuite_settings("http://127.0.0.1:1/v1")

    assert "canary" not in repr(settings) + str(settings) + settings.model_dump_json()
