"""Aerona's operations, asked over HTTP and compared with samples typed from the contract."""

import json
from pathlib import Path

import pytest

from tests.sandbox.conftest import Client, MovableClock, Open

SAMPLES = Path(__file__).parent / "samples"


def sample(name: str) -> dict[str, object]:
    read: dict[str, object] = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    return read


async def test_types_clinicians_and_slots_look_like_the_samples(client: Client) -> None:
    _, types = await client.get("/appointment-types", practiceId=9876)
    _, clinicians = await client.get("/clinicians", practiceId=9876)
    _, slots = await client.slots(clinicianTypeId=None, clinicianId=34567)
    assert types[0] == sample("appointment-type")
    assert clinicians[0] == sample("clinician")
    assert slots[0] == sample("slot")


async def test_a_patient_payment_and_invoice_have_every_field_of_the_samples(
    client: Client,
) -> None:
    status, patient = await client.get("/patients/426909")
    assert (status, patient) == (200, sample("patient"))
    assert (await client.get("/payments/81002"))[1] == sample("payment")
    assert (await client.get("/invoices/91003"))[1] == sample("invoice")


async def test_what_nobody_has_is_not_found(client: Client) -> None:
    for path in ("/patients/1", "/payments/1", "/invoices/1", "/patients/me", "/practices"):
        assert (await client.get(path))[0] == 404
    assert (await client.set_status(1, 12))[0] == 404


async def test_a_booking_is_answered_with_its_bare_id_and_blocks_its_time(client: Client) -> None:
    status, made = await client.ask("POST", "/appointments", body=sample("create"))
    assert (status, made) == (200, 34234)
    (entry,) = client.sandbox.clinic.diary.appointments()
    assert (entry.id, entry.patient_id, entry.clinician_id) == (34234, 426909, 34567)
    assert (entry.start.isoformat(), entry.minutes) == ("2026-03-03T09:00:00+00:00", 20)
    assert (entry.status, entry.notes, entry.via_api) == (
        "Online Booking Request",
        "Booked by chat",
        True,
    )
    _, slots = await client.slots(clinicianTypeId=None, clinicianId=34567)
    assert slots[0]["appointmentTime"] == "2026-03-03T09:20:00Z"


@pytest.mark.parametrize(
    "start",
    [
        "2026-03-03T09:00:00Z",  # the same
        "2026-03-03T09:10:00Z",  # overlaps
        "2026-03-03T13:30:00Z",  # lunch
        "2026-03-03T16:50:00Z",  # would end after work
        "2026-03-08T10:00:00Z",  # a Sunday
    ],
)
async def test_a_time_that_is_not_free_is_answered_with_409(client: Client, start: str) -> None:
    await client.create()
    assert (await client.create(appointmentTime=start, patientId=426910))[0] == 409
    assert len(client.sandbox.clinic.diary.appointments()) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(
            (name, None)
            for name in sample("create")
            if name not in ("emergency", "appointmentNotes")
        ),
        ("practiceId", 1),
        ("userId", 1),
        ("userId", "34567"),
        ("userId", 34570),  # a hygienist does no check-ups
        ("appointmentTypeId", 1871),  # disabled
        ("appointmentStatusId", 15),  # does not exist
        ("appointmentTime", "2026-03-03T09:00:00"),
        ("appointmentTime", "tomorrow"),
        ("appointmentTime", "2026-03-02T08:59:00Z"),  # past
        ("duration", 0),
        ("duration", True),
        ("duration", 1234567),
        ("patientId", 1),
        ("emergency", "yes"),
        ("appointmentNotes", 7),
    ],
)
async def test_a_create_that_lacks_or_misstates_a_field_is_400(
    client: Client, name: str, value: object
) -> None:
    assert (await client.create(**{name: value}))[0] == 400
    assert client.sandbox.clinic.diary.appointments() == []


async def test_a_status_update_answers_true_or_a_false_that_is_a_refusal(client: Client) -> None:
    _, made = await client.create()
    assert await client.set_status(made, 2) == (200, True)
    assert await client.set_status(made, 15) == (200, False)
    assert await client.set_status(made, 12) == (200, True)
    assert await client.set_status(made, 2) == (200, False)
    assert (await client.set_status(made, "12"))[0] == 400
    assert client.sandbox.clinic.diary.appointments()[0].status == "Cancelled by Patient"
    assert (await client.create())[0] == 200  # the time is free again


async def test_an_unscheduled_time_that_was_given_away_cannot_be_had_back(client: Client) -> None:
    _, first = await client.create()
    assert await client.set_status(first, 11) == (200, True)
    assert (await client.create(patientId=426910))[0] == 200
    assert await client.set_status(first, 10) == (200, False)


async def test_who_is_in_the_building_cannot_be_rescheduled(client: Client) -> None:
    _, made = await client.create()
    client.sandbox.clinic.diary.set_status(made, 3)
    assert await client.set_status(made, 10) == (200, False)
    assert await client.set_status(made, 7) == (200, True)


async def test_types_are_filtered_as_documented(client: Client) -> None:
    async def ids(**query: object) -> list[int]:
        status, types = await client.get("/appointment-types", **query)
        assert status == 200
        return [one["id"] for one in types]

    assert await ids() == [1864, 1865, 1866, 1867, 1868, 1869, 1870]
    assert (await ids(includeDisabled="true"))[-1] == 1871
    assert await ids(clinicianTypeId=3) == [1865]
    assert await ids(remoteOnly="true") == [1869]
    assert 1869 not in await ids(onsiteOnly="true")
    assert await ids(practiceId=1) == []
    assert (await client.get("/appointment-types", clinicianTypeId=2349))[0] == 400
    assert (await client.get("/appointment-types", remoteOnly="maybe"))[0] == 400


async def test_clinicians_are_those_who_give_the_type(client: Client) -> None:
    async def ids(**query: object) -> list[int]:
        return [one["id"] for one in (await client.get("/clinicians", **query))[1]]

    assert await ids(appointmentTypeId=1864) == [34567, 34568, 34569]
    assert await ids(appointmentTypeId=1865) == [34570]
    assert await ids(appointmentTypeId=1) == []
    assert await ids(practiceId=1) == []


async def test_accounts_default_to_the_current_month_until_today(
    client: Client, clock: MovableClock
) -> None:
    async def ids(what: str, **query: object) -> list[int]:
        return [one["id"] for one in (await client.get(f"/{what}/search", **query))[1]]

    samira = {"patientId": 426909}
    assert await ids("payments", **samira) == [81002]
    assert await ids("payments", fromDate="2026-01-01", **samira) == [81001, 81002]
    assert await ids("payments", toDate="2026-02-28", **samira) == []
    assert await ids("payments") == [81002, 81003, 81005]
    assert await ids("invoices", **samira) == [91002]
    assert await ids("invoices", toDate="2026-12-31", **samira) == [91002, 91003]
    clock.move(days=31, hours=-2)
    assert await client.login() == 200
    assert await ids("payments", **samira) == []


async def test_optional_look_ups_are_off_unless_asked_for(
    client: Client, open_clinic: Open
) -> None:
    _, made = await client.create()
    search = {"surname": "Walker", "dob": "2001-07-19"}
    assert (await client.get("/patients/search", **search))[0] == 404
    assert (await client.get(f"/appointments/{made}"))[0] == 404
    assert (await client.get("/appointments/search", patientId=426909))[0] == 404
    everything = ("patient_search", "patient_create", "appointment", "appointments")
    async with open_clinic(optional=everything) as other:
        _, twins = await other.get("/patients/search", surname="walker", dob="2001-07-19")
        assert [one["forename"] for one in twins] == ["Ava", "Ella"]
        assert (await other.get("/patients/search", surname="Walker"))[0] == 400

        _, made = await other.create()
        status, read = await other.get(f"/appointments/{made}")
        assert (status, read) == (200, sample("appointment"))
        own = {"patientId": 426909, "fromDate": "2026-03-03", "toDate": "2026-03-03"}
        assert await other.get("/appointments/search", **own) == (200, [read])
        own["fromDate"] = own["toDate"] = "2026-03-04"
        assert await other.get("/appointments/search", **own) == (200, [])

        new = {"practiceId": 9876, "forename": "Bo", "surname": "Lind", "dob": "2000-09-13"}
        status, patient_id = await other.ask("POST", "/patients", body=new)
        assert status == 200
        assert (await other.get(f"/patients/{patient_id}"))[1]["surname"] == "Lind"
        assert (await other.create(patientId=patient_id, userId=34568))[0] == 200


async def test_a_body_that_is_no_json_object_is_400(client: Client) -> None:
    headers = {"AERONA-AUTH-TOKEN": client.token}
    for body in ("{", "[]"):
        url = client.sandbox.base_url + "/appointments"
        async with client.session.post(url, data=body, headers=headers) as response:
            assert response.status == 400
