"""Passwords, tokens and patients' data are in no log, no error and no repr."""

import gc
import logging
import traceback
from datetime import date

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from connectors.aerona import AeronaConnector
from connectors.errors import ConnectorError
from connectors.model import NewAppointment, Service, SlotSearch, Status
from sandbox.aerona_http import FAULTS_OF
from sandbox.gate import PASSWORD
from sandbox.misbehaviour import Fault
from sandbox.server import Sandbox
from tests.connectors.conftest import TODAY, Serve, Surroundings

CHECK_UP = Service("1864", "Check-up", 20, "1")
# Seen from here, these are other faults over again.
_REPEATED = (Fault.SLOW, Fault.SLOW_AFTER, Fault.HOLD_AFTER, Fault.UNCHECKED, Fault.NOT_BLOCKING)
_OTHERS = tuple(one for one, operations in FAULTS_OF.items() if not operations)
FAULTS = [None, *(one for one in Fault if one not in (*_REPEATED, *_OTHERS))]
PERSONAL = ("Samira", "Taylor", "1984", "Quay Lane", "07700", "canary")


async def everything(aerona: AeronaConnector) -> list[ConnectorError]:
    """Use every operation; the errors on the way."""
    client = aerona.client
    raised: list[ConnectorError] = []
    slot = None
    try:
        slots = await aerona.free_slots(SlotSearch(CHECK_UP, TODAY, TODAY, enough=1))
        slot = slots[0]
    except ConnectorError as error:
        raised.append(error)
    calls = [
        aerona.services(),
        aerona.clinicians(),
        aerona.patient("426909"),
        aerona.payments("426909", date(2026, 1, 1), TODAY),
        aerona.invoices("426909", date(2026, 1, 1), TODAY),
        client.payment(81002),
        client.invoice(91003),
        client.patients("Taylor", date(1984, 5, 12)),
        aerona.probe(),
        aerona.change_status("1", Status.CONFIRMED),
    ]
    if slot is not None:
        calls.append(aerona.book(NewAppointment(slot, "426909", note="canary")))
    for call in calls:
        try:
            await call
        except ConnectorError as error:
            raised.append(error)
    return raised


def told(error: BaseException) -> str:
    """All that a log could show of an error."""
    return repr(error) + "".join(traceback.format_exception(error))


@pytest.mark.parametrize("fault", FAULTS, ids=str)
async def test_no_secret_and_no_patient_is_logged_or_raised(
    around: Surroundings,
    sandbox: Sandbox,
    fault: Fault | None,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    aerona = around.connect(
        sandbox.base_url,
        patient_search_path="/patients/search",
        connect_timeout=0.03,
        read_timeout=0.03,
        write_timeout=0.03,
    )
    caplog.set_level(logging.DEBUG)
    if fault is not None:
        sandbox.misbehave.on(fault)
    secrets = [PASSWORD, *PERSONAL]

    with capture_logs() as logs:
        raised = await everything(aerona)

    secrets += list(sandbox.gate._issued)
    shown = "".join(map(str, logs)) + caplog.text + capsys.readouterr().out
    shown += "".join(map(told, raised))
    assert [one for one in secrets if one in shown] == []
    for error in raised:
        assert error.__cause__ is None or isinstance(error.__cause__, (ConnectorError, ValueError))


async def test_an_answer_that_is_not_http_leaks_no_token(
    around: Surroundings, serve: Serve
) -> None:
    """aiohttp's error for it holds the request's headers."""

    async def handler(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.write(b"canary\r\n\r\n")
        request.transport.close()
        return web.Response()

    aerona = around.connect(await serve(handler))

    with pytest.raises(ConnectorError) as raised:
        await aerona.patient("426909")

    assert "canary" not in told(raised.value)


async def test_nothing_that_lives_shows_the_token_or_the_password(
    aerona: AeronaConnector, sandbox: Sandbox
) -> None:
    await aerona.patient("426909")
    ours = [
        one
        for one in gc.get_objects()
        if str(getattr(type(one), "__module__", "")).startswith("connectors")
    ]

    shown = "".join(map(repr, ours))

    assert ours
    assert [one for one in (PASSWORD, *sandbox.gate._issued) if one in shown] == []
