"""What staff change is one stream on disk, which names nobody and is told of in full."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from connectors.model import Appointment, Patient, Status
from dialogs.session import Memory
from storage.attempts import Kind as AttemptKind
from storage.attempts import Move, Outcome, State
from storage.changes import Difference, Kind
from storage.store import Store
from storage.turns import Turn
from tests.storage.patients import MORNING, Clock, booking, patient, rows

SAM = Patient("426909", "Samira", "Taylor")
LEO = Patient("426910", "Leo", "Taylor")
TOMORROW = MORNING + timedelta(days=1)
VISIT = Appointment("77", SAM.id, TOMORROW, Status.SCHEDULED, 20, "1864", "34567", note="Sam, 12/5")
LATER = Appointment("77", SAM.id, TOMORROW + timedelta(hours=1), Status.SCHEDULED, 20, "1864", "9")


async def proven(store: Store, name: str, *patients: Patient) -> None:
    """A turn after which the conversation knows these patients."""
    session = await store.session(patient(name))
    memory = Memory(patients=patients)
    after = session.model_copy(update={"memory": memory})
    await store.commit(Turn(after, session.revision))


async def noticed(store: Store, *changed: Difference, known: tuple[Appointment, ...] = ()) -> None:
    await store.changes.noticed(
        MORNING, asked_at=MORNING, until=MORNING, known=known, changed=changed
    )


async def test_a_poll_is_known_again_after_a_restart(path: Path, clock: Clock) -> None:
    async with Store.open(path, clock) as store:
        assert await store.changes.asked_until() is None
        await noticed(store, Difference(Kind.MOVED, VISIT, LATER), known=(LATER,))
    async with Store.open(path, clock) as store:
        assert await store.changes.asked_until() == MORNING
        known = await store.changes.known(["77", "78"])
        assert {one: known[one].appointment for one in known} == {"77": LATER}
        [change] = await store.changes.untold()
        assert (change.kind, change.after) == (Kind.MOVED, LATER)
        assert change.before.start == TOMORROW


async def test_the_rows_name_nobody(store: Store, path: Path) -> None:
    await noticed(store, Difference(Kind.CANCELLED, VISIT, VISIT), known=(VISIT,))
    written = repr(rows(path, "SELECT * FROM change")) + repr(
        rows(path, "SELECT * FROM appointment")
    )
    assert "Sam" not in written


async def test_what_is_told_stays_told(store: Store) -> None:
    await noticed(store, *[Difference(kind, VISIT, LATER) for kind in Kind])
    kinds = [change.kind for change in await store.changes.untold()]
    assert kinds == [Kind.MOVED, Kind.CANCELLED]
    [first, second] = await store.changes.untold()
    await store.changes.told([first.id], MORNING)
    await store.changes.told([first.id, second.id], MORNING + timedelta(days=1))
    assert await store.changes.untold() == []


async def test_every_conversation_that_knows_the_patient_is_found(store: Store) -> None:
    await proven(store, "ada", SAM, LEO)
    await proven(store, "bob", SAM)
    await proven(store, "cyd", LEO)
    await noticed(store, Difference(Kind.MOVED, VISIT, LATER))
    [change] = await store.changes.untold()
    assert await store.changes.conversations(change) == [patient("ada"), patient("bob")]
    await store.changes.unproven(patient("ada"), SAM.id)
    assert await store.changes.conversations(change) == [patient("bob")]


async def test_nobody_is_proven_where_the_session_was_lost(store: Store) -> None:
    await proven(store, "ada", SAM)
    await store.begin_anew(patient("ada"), (), ())
    await noticed(store, Difference(Kind.MOVED, VISIT, LATER))
    [change] = await store.changes.untold()
    assert await store.changes.conversations(change) == []


async def test_a_turn_that_says_nothing_of_patients_proves_nobody(store: Store, path: Path) -> None:
    await proven(store, "ada")
    await proven(store, "bob", SAM)
    await proven(store, "bob", SAM)
    assert rows(path, "SELECT patient_id, user FROM proven") == [(SAM.id, "bob")]


async def test_where_it_was_booked_is_found_and_somebody_elses_number_is_not(store: Store) -> None:
    await store.prepare(booking("a1", by="ada"))
    await store.sent("a1")
    await store.move(Move("a1", State.CONFIRMED, reference="77"))
    mine = Appointment("77", "17-a1", TOMORROW, Status.SCHEDULED)
    await noticed(store, Difference(Kind.MOVED, mine, mine), Difference(Kind.MOVED, VISIT, VISIT))
    [first, second] = await store.changes.untold()
    assert await store.changes.conversations(first) == [patient("ada")]
    assert await store.changes.conversations(second) == []
    assert [one.id for one in await store.changes.ours(["77", "78"])] == ["a1"]


async def test_what_a_person_settled_is_found_by_what_was_wished(store: Store) -> None:
    status = replace(booking("a1"), kind=AttemptKind.STATUS, wish='{"appointment_id": "77"}')
    await store.prepare(status)
    await store.sent("a1")
    await store.move(Move("a1", State.IN_DOUBT))
    await store.move(Move("a1", State.SETTLED, outcome=Outcome.BOOKED, by="Ann"))
    assert [one.reference for one in await store.changes.ours(["77"])] == [None]
    assert await store.changes.ours(["78"]) == []


async def test_what_is_over_is_let_go(store: Store, path: Path) -> None:
    await noticed(store, Difference(Kind.MOVED, VISIT, LATER), known=(LATER,))
    await store.forget(MORNING + timedelta(days=30))
    assert rows(path, "SELECT count(*) FROM appointment") == [(0,)]
    [first] = await store.changes.untold()
    await noticed(store, Difference(Kind.MOVED, LATER, VISIT))
    await store.changes.told([first.id], MORNING)
    await store.forget(MORNING + timedelta(days=30))
    [second] = await store.changes.untold()
    assert rows(path, "SELECT id FROM change") == [(second.id,)]


async def test_a_later_change_has_a_higher_id_also_when_all_were_let_go(store: Store) -> None:
    for expected in (1, 2, 3):
        await noticed(store, Difference(Kind.MOVED, VISIT, LATER))
        [change] = await store.changes.untold()
        assert change.id == expected
        await store.changes.told([change.id], MORNING)
        await store.forget(MORNING + timedelta(days=30))
