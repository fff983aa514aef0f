"""The client and the pretend vendor have read the same contract: every operation is tried once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from connectors.budget import Use
from connectors.errors import NotFound, SlotTaken
from connectors.pracsuite import bodies, filters
from connectors.pracsuite.client import PracSuiteClient
from connectors.pracsuite.client_availability import Window
from connectors.pracsuite.client_book import Which
from connectors.pracsuite.wire import Category
from connectors.pracsuite.wire_diary import FreeTime
from sandbox import pracsuite_gate
from tests.connectors.conftest import TODAY, StartClinic, Surroundings
from tests.connectors.recording import client_of

EVERYTHING = Which(use=Use.SETTLE)
PATIENT_ID = 426909
WEEK = Window(first=TODAY, last=TODAY + timedelta(days=6), appointment_type_id=0)


@pytest.fixture
async def client(around: Surroundings, start_clinic: StartClinic) -> PracSuiteClient:
    sandbox = await start_clinic()
    return client_of(
        around,
        sandbox.pracsuite.base_url,
        vendor_key=pracsuite_gate.VENDOR_KEY,
        account_key=pracsuite_gate.ACCOUNT_KEY,
        requests_per_minute=1000,
    )


async def first_time(client: PracSuiteClient) -> FreeTime:
    types = [one for one in await client.practice.types() if not one.group_appointment]
    window = replace(WEEK, appointment_type_id=types[0].appointment_type_id)
    return (await client.availability.times(window, use=Use.SEARCH))[0]


def place(time: FreeTime) -> bodies.Reserve:
    return bodies.Reserve(
        app_time=time.app_time,
        practitioner_id=time.practitioner_id,
        business_id=time.business_id,
        duration=time.duration,
        column_number=time.column_number,
        width=time.width,
    )


async def test_a_time_is_held_booked_read_moved_and_cancelled(client: PracSuiteClient) -> None:
    time = await first_time(client)
    assert time.appointment_type_id is not None

    held = await client.appointments.reserve(place(time))
    assert held.category is Category.RESERVED
    with pytest.raises(SlotTaken):
        await client.appointments.reserve(place(time))
    kept = await client.appointments.one(held.appointment_id, use=Use.SETTLE)
    assert (kept.client_id, kept.category) == (None, Category.RESERVED)

    booked = await client.appointments.finalise(
        held.appointment_id,
        bodies.Finalise(client_id=PATIENT_ID, appointment_type_id=time.appointment_type_id),
    )
    assert (booked.client_id, booked.category) == (PATIENT_ID, Category.PATIENT)
    assert (booked.app_time, booked.practitioner_id) == (time.app_time, time.practitioner_id)
    theirs = await client.book.of_patient(
        PATIENT_ID,
        Which(use=Use.SETTLE, where=(filters.APP_TIME.equals(time.app_time),)),
    )
    assert [one.appointment_id for one in theirs] == [held.appointment_id]

    later = await first_time(client)
    moved = await client.appointments.edit(
        held.appointment_id, bodies.Edit(app_time=later.app_time), use=Use.BOOK
    )
    assert (moved.app_time, moved.duration) == (later.app_time, time.duration)

    await client.appointments.cancel(held.appointment_id, bodies.Cancel(record_as_cancelled=True))
    with pytest.raises(NotFound):
        await client.appointments.one(held.appointment_id, use=Use.SETTLE)
    gone = await client.book.cancelled_one(held.appointment_id, use=Use.SETTLE)
    assert (gone.client_id, gone.cancellation) == (PATIENT_ID, True)


async def test_a_time_is_booked_in_one_step(client: PracSuiteClient) -> None:
    time = await first_time(client)
    assert time.appointment_type_id is not None
    new = bodies.Create(
        client_id=PATIENT_ID,
        appointment_type_id=time.appointment_type_id,
        app_time=time.app_time,
        practitioner_id=time.practitioner_id,
        business_id=time.business_id,
        duration=time.duration,
    )

    made = await client.appointments.create(new)

    assert made.client_id == PATIENT_ID
    with pytest.raises(SlotTaken):
        await client.appointments.create(new)


async def test_a_class_is_joined_and_left(client: PracSuiteClient) -> None:
    [kind, *_] = [one for one in await client.practice.types() if one.group_appointment]
    window = replace(WEEK, appointment_type_id=kind.appointment_type_id)
    [one, *_] = await client.availability.classes(window, use=Use.SEARCH)

    member = await client.appointments.add_member(
        one.appointment_id, bodies.AddMember(client_id=PATIENT_ID)
    )
    assert (member.client_id, member.appointment_id) == (PATIENT_ID, one.appointment_id)
    [now, *_] = await client.availability.classes(window, use=Use.SEARCH)
    assert now.current_class_size == one.current_class_size + 1

    await client.appointments.remove_member(
        one.appointment_id, bodies.RemoveMember(client_id=PATIENT_ID, record_as_cancelled=True)
    )
    [now, *_] = await client.availability.classes(window, use=Use.SEARCH)
    assert now.current_class_size == one.current_class_size


async def test_a_patient_is_found_written_down_and_changed(client: PracSuiteClient) -> None:
    known = await client.patients.one(PATIENT_ID, use=Use.LOOKUP)
    assert known.date_of_birth is not None
    born = filters.DATE_OF_BIRTH.equals(known.date_of_birth)
    found = await client.patients.found(
        [filters.SURNAME.equals(known.surname), born], use=Use.LOOKUP
    )
    assert PATIENT_ID in [one.client_id for one in found]

    made = await client.patients.create(
        bodies.CreatePatient(
            first_name="Noor", surname="Vale", date_of_birth=date(1990, 4, 1), mobile="07700900999"
        )
    )
    changed = await client.patients.edit(
        made.client_id, bodies.EditPatient(email="noor@example.org"), use=Use.STATUS
    )
    assert (changed.surname, changed.email) == ("Vale", "noor@example.org")
    by_mobile = await client.patients.found(
        [filters.MOBILE.contains("07700900999")], use=Use.LOOKUP
    )
    assert [one.client_id for one in by_mobile] == [made.client_id]


async def test_every_list_can_be_read(client: PracSuiteClient) -> None:
    practice, prices, book = client.practice, client.prices, client.book
    who = (await practice.practitioners())[0].practitioner_id
    where = (await practice.businesses())[0].business_id
    what = (await practice.professions())[0].profession_id
    kind = (await practice.types())[0].appointment_type_id
    item = (await prices.items())[0].item_id
    group = (await prices.item_groups())[0].item_group_id
    thing = (await practice.resources())[0].resource_id
    time = await first_time(client)
    held = await client.appointments.reserve(place(time))
    window = replace(WEEK, appointment_type_id=time.appointment_type_id or 0)

    told: list[Sequence[object]] = [
        await practice.practitioners_at(where),
        await practice.practitioners_as(what),
        await practice.professions_of(who),
        await practice.types_of(what),
        await practice.statuses(),
        await practice.cancellation_reasons(),
        await practice.reschedule_reasons(),
        await prices.fee_categories(),
        await prices.items_of(group),
        await client.patients.sexes(),
        await client.patients.pronouns(),
        await client.availability.next_time(window, use=Use.SEARCH),
        await book.of_practitioner(time.practitioner_id, EVERYTHING),
        await book.of_business(time.business_id, EVERYTHING),
        await book.appointments(EVERYTHING),
        await book.entries(EVERYTHING),
        await client.patients.accounts(PATIENT_ID, use=Use.LOOKUP),
    ]
    assert [len(one) > 0 for one in told] == [True] * len(told)

    await book.of_profession(what, EVERYTHING)
    await book.of_type(kind, EVERYTHING)
    await book.of_resource(thing, EVERYTHING)
    await book.cancelled(EVERYTHING, include_deletions=True)
    await client.patients.contacts(use=Use.LOOKUP)
    await practice.resources_of_appointment(held.appointment_id)
    await practice.resources_of_type(kind)
    await client.availability.next_class(replace(WEEK, appointment_type_id=kind), use=Use.SEARCH)

    assert (await practice.practitioner(who)).practitioner_id == who
    assert (await practice.business(where)).business_id == where
    assert (await practice.profession(what)).profession_id == what
    assert (await practice.type(kind)).appointment_type_durations
    assert (await practice.resource(thing)).resource_id == thing
    assert (await prices.item(item)).item_fees
    assert (await prices.item_group(group)).item_group_id == group
    assert await practice.clock() is not None


async def test_what_changed_is_found_by_its_moment(
    client: PracSuiteClient, around: Surroundings
) -> None:
    before = around.clock.now
    around.clock.move(minutes=5)
    held = await client.appointments.reserve(place(await first_time(client)))
    since = Which(use=Use.CATALOGUE, where=(filters.UPDATED.at_least(around.clock.now),))

    assert held.appointment_id in {
        one.appointment_id for one in await client.book.appointments(since)
    }
    earlier = Which(use=Use.CATALOGUE, where=(filters.UPDATED.before(before),))
    assert held.appointment_id not in {
        one.appointment_id for one in await client.book.appointments(earlier)
    }
