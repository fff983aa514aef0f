"""Every way in which PracSuite can fail is one of our errors, and says truly what was done."""

import functools
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from connectors.budget import Use
from connectors.errors import (
    ConnectorError,
    NotAllowed,
    NotFound,
    OutcomeUnknown,
    Refused,
    SlotTaken,
    TooBusy,
    Unavailable,
)
from connectors.pracsuite import bodies
from connectors.pracsuite.client import PracSuiteClient
from tests.connectors.conftest import Serve, Surroundings
from tests.connectors.recording import Seen, Told, client_of, recording

REQUEST_ID = "0a1b2c3d-0000-4000-8000-abcdefabcdef"
TIME: dict[str, Any] = {
    "app_time": "2026-03-02T09:00:00",
    "practitioner_id": 2,
    "business_id": 1,
    "duration": 30,
}

Asking = Callable[[PracSuiteClient], Awaitable[object]]

PATIENT: Asking = lambda c: c.patients.one(9, use=Use.LOOKUP)  # noqa: E731 - a row of a table
ITEMS: Asking = lambda c: c.prices.items(use=Use.LOOKUP)  # noqa: E731 - the same
OPERATIONS: dict[str, Asking] = {
    "reserve": lambda c: c.appointments.reserve(bodies.Reserve(**TIME)),
    "finalise": lambda c: c.appointments.finalise(
        5, bodies.Finalise(client_id=9, appointment_type_id=7)
    ),
    "create": lambda c: c.appointments.create(
        bodies.Create(client_id=9, appointment_type_id=7, **TIME)
    ),
    "move": lambda c: c.appointments.edit(5, bodies.Edit(**TIME), use=Use.BOOK),
    "status": lambda c: c.appointments.edit(
        5, bodies.Edit(appointment_status_id=2), use=Use.STATUS
    ),
    "cancel": lambda c: c.appointments.cancel(5, bodies.Cancel(record_as_cancelled=True)),
    "join": lambda c: c.appointments.add_member(5, bodies.AddMember(client_id=9)),
    "leave": lambda c: c.appointments.remove_member(
        5, bodies.RemoveMember(client_id=9, record_as_cancelled=True)
    ),
    "patient": lambda c: c.patients.create(
        bodies.CreatePatient(first_name="Samira", surname="Taylor")
    ),
}


def problem(status: int, code: str, *fields: str) -> Told:
    """An error as PracSuite writes it; its own status may differ from HTTP's."""
    error: dict[str, object] = {"status": 403, "code": code, "detail": "canary detail"}
    if fields:
        error["validation"] = [{"field": one, "message": "canary message"} for one in fields]
    return Told({"error": error, "request_id": REQUEST_ID}, status)


@pytest.mark.parametrize(
    ("told", "error", "asked"),
    [
        (problem(400, "INVALID_PARAMS"), Refused, 1),
        (problem(401, "UNAUTHORIZED"), NotAllowed, 1),
        (problem(403, "MISSING_AUTHENTICATION_TOKEN"), NotAllowed, 1),
        (problem(404, "NOT_FOUND"), NotFound, 1),
        (problem(409, "RESERVE_APPOINTMENT_CONFLICT"), Refused, 1),
        (problem(422, "INVALID_BODY"), Refused, 1),
        (Told({"message": "Too Many Requests"}, 429), TooBusy, 1),
        (problem(500, "SERVER_ERROR"), Unavailable, 3),
        (Told(status=503, text="<html>"), Unavailable, 3),
        (Told(status=302, headers={"Location": "/v1/canary"}), Unavailable, 1),
        (Told(status=200, text="<html>"), Unavailable, 1),
        (Told({"surname": "canary"}), Unavailable, 1),
    ],
    ids=lambda one: str(one.status) if isinstance(one, Told) else "",
)
async def test_each_status_of_a_question_has_its_error(
    around: Surroundings, told: Told, error: type[ConnectorError], asked: int
) -> None:
    async with recording(lambda _: told) as vendor:
        with pytest.raises(error) as raised:
            await PATIENT(client_of(around, vendor.base_url))

        assert type(raised.value) is error
        assert len(vendor.seen) == asked
        assert len(around.slept) == asked - 1


async def test_an_unknown_path_is_no_missing_record(around: Surroundings) -> None:
    async with recording(lambda _: problem(404, "NOT_FOUND")) as vendor:
        with pytest.raises(Unavailable) as raised:
            await ITEMS(client_of(around, vendor.base_url))

    assert type(raised.value) is Unavailable


# What each write means by an answer: taken, refused, not found, not allowed.
MEANT: dict[str, dict[int, type[ConnectorError]]] = {
    "reserve": {404: Refused, 409: SlotTaken, 422: Refused},
    "finalise": {404: SlotTaken, 409: SlotTaken, 422: SlotTaken},
    "create": {404: Refused, 409: SlotTaken, 422: Refused},
    "move": {404: NotFound, 409: SlotTaken, 422: SlotTaken},
    "status": {404: NotFound, 409: Refused, 422: Refused},
    "cancel": {404: NotFound, 409: Refused, 422: Refused},
    "join": {404: NotFound, 409: SlotTaken, 422: SlotTaken},
    "leave": {404: NotFound, 409: Refused, 422: Refused},
    "patient": {404: Refused, 409: Refused, 422: Refused},
}
ALWAYS: dict[int, type[ConnectorError]] = {
    302: OutcomeUnknown,
    400: Refused,
    401: NotAllowed,
    403: NotAllowed,
    408: OutcomeUnknown,
    429: TooBusy,
    500: OutcomeUnknown,
    503: OutcomeUnknown,
}


def _always(told: Told, _: Seen) -> Told:
    return told


@pytest.mark.parametrize("operation", OPERATIONS)
async def test_each_status_of_a_write_has_its_error_and_no_write_is_repeated(
    around: Surroundings, operation: str
) -> None:
    for status, error in (MEANT[operation] | ALWAYS).items():
        told = problem(status, "CODE")
        async with recording(functools.partial(_always, told)) as vendor:
            with pytest.raises(ConnectorError) as raised:
                await OPERATIONS[operation](client_of(around, vendor.base_url))

            assert type(raised.value) is error, status
            assert len(vendor.seen) == 1, status


@pytest.mark.parametrize("operation", sorted(OPERATIONS.keys() - {"cancel", "leave"}))
@pytest.mark.parametrize(
    "told", [Told(text="<html>"), Told({}), Told([])], ids=["html", "{}", "[]"]
)
async def test_a_write_that_was_answered_with_nonsense_may_have_happened(
    around: Surroundings, operation: str, told: Told
) -> None:
    async with recording(lambda _: told) as vendor:
        with pytest.raises(OutcomeUnknown):
            await OPERATIONS[operation](client_of(around, vendor.base_url))

        assert len(vendor.seen) == 1


@pytest.mark.parametrize(
    ("operation", "fields", "error"),
    [
        ("finalise", ("client_id",), Refused),
        ("finalise", ("appointment_id",), SlotTaken),
        ("finalise", ("client_id", "app_time"), SlotTaken),
        ("move", ("app_time",), SlotTaken),
        ("move", ("something",), SlotTaken),
        ("join", ("client_id",), Refused),
        ("join", ("appointment_id",), SlotTaken),
    ],
)
async def test_a_field_of_ours_that_is_wrong_is_no_time_that_is_taken(
    around: Surroundings, operation: str, fields: tuple[str, ...], error: type[ConnectorError]
) -> None:
    async with recording(lambda _: problem(422, "INVALID_BODY", *fields)) as vendor:
        with pytest.raises(ConnectorError) as raised:
            await OPERATIONS[operation](client_of(around, vendor.base_url))

    assert type(raised.value) is error


async def test_the_vendors_number_of_the_request_is_logged_and_not_its_words(
    around: Surroundings,
) -> None:
    told = problem(422, "INVALID_BODY", "surname", "canary field")
    async with recording(lambda _: told) as vendor:
        with capture_logs() as logs, pytest.raises(Refused) as raised:
            await OPERATIONS["patient"](client_of(around, vendor.base_url))

    [declined] = [one for one in logs if one["event"] == "pracsuite_declined"]
    assert declined == {
        "event": "pracsuite_declined",
        "operation": "patient_create",
        "status": 422,
        "code": "INVALID_BODY",
        "fields": ["other", "surname"],
        "request": REQUEST_ID,
        "log_level": "warning",
    }
    assert "canary" not in str(logs) + str(raised.value)
    assert REQUEST_ID not in str(raised.value)


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {"error": "canary"},
        {"error": {"validation": "canary", "code": 7}, "request_id": "canary of Samira"},
        {"error": {"validation": [{"message": "canary"}, 1]}, "request_id": 5},
    ],
)
async def test_an_error_body_of_any_shape_changes_nothing(
    around: Surroundings, body: object
) -> None:
    async with recording(lambda _: Told(body, 422)) as vendor:
        with capture_logs() as logs, pytest.raises(SlotTaken):
            await OPERATIONS["finalise"](client_of(around, vendor.base_url))

    assert "canary" not in str(logs)


async def test_a_429_closes_the_line_for_as_long_as_it_says(around: Surroundings) -> None:
    told = Told(None, 429, {"Retry-After": "40"})
    async with recording(lambda _: told) as vendor:
        client = client_of(around, vendor.base_url)
        with pytest.raises(TooBusy) as busy:
            await PATIENT(client)
        assert busy.value.retry_after == timedelta(seconds=40)

        around.clock.move(seconds=39)
        with pytest.raises(TooBusy) as busy:
            await OPERATIONS["reserve"](client)
        assert busy.value.retry_after == timedelta(seconds=1)
        assert len(vendor.seen) == 1


async def test_a_429_that_says_nothing_makes_each_pause_twice_as_long(
    around: Surroundings,
) -> None:
    waits: list[float] = []
    async with recording(lambda _: Told(None, 429)) as vendor:
        client = client_of(around, vendor.base_url)
        for _ in range(7):
            with pytest.raises(TooBusy) as busy:
                await PATIENT(client)
            waits.append(busy.value.retry_after.total_seconds())
            around.clock.now += busy.value.retry_after

        assert waits == [60, 120, 240, 480, 900, 900, 900]
        vendor.answering = lambda _: Told({"client_id": 9, "surname": "Taylor"})
        await PATIENT(client)
        vendor.answering = lambda _: Told(None, 429)
        with pytest.raises(TooBusy) as busy:
            await PATIENT(client)
        assert busy.value.retry_after == timedelta(minutes=1)


@pytest.mark.parametrize("operation", OPERATIONS)
async def test_a_write_whose_answer_breaks_off_may_have_happened(
    around: Surroundings, serve: Serve, operation: str
) -> None:
    seen: list[str] = []

    async def handler(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        seen.append(await request.text())
        request.transport.close()
        return web.Response()

    with pytest.raises(OutcomeUnknown):
        await OPERATIONS[operation](client_of(around, await serve(handler)))

    assert len(seen) == 1


async def test_silence_is_no_answer_to_a_question_and_a_doubt_after_a_write(
    around: Surroundings,
) -> None:
    async with recording() as vendor:
        gone = vendor.base_url
    client = client_of(around, gone)

    with pytest.raises(Unavailable):
        await PATIENT(client)
    with pytest.raises(Unavailable):
        # Nobody was there to hear it.
        await OPERATIONS["reserve"](client)
