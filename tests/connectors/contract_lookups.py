"""What a connector keeps to that knows patients, classes, places, prices and what has changed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from connectors.errors import NotFound, SlotTaken
from connectors.model import NewPatient, PatientSearch, Service, SlotSearch, Status
from connectors.protocols import (
    ChangesStatus,
    CreatesPatients,
    DescribesServices,
    FindsPatients,
    JoinsClasses,
    ListsAppointments,
    ListsClasses,
    ListsPlaces,
    ListsPrices,
    ListsServices,
    LoadsCatalogue,
    MovesAppointments,
    SearchesPatients,
    TellsChanges,
)
from tests.connectors.subject import Subject


class KnowsPatients:
    """Whoever is looked for is found by all that they said, and nobody else is."""

    async def test_a_patient_is_found_by_what_they_say_of_themselves(
        self, subject: Subject
    ) -> None:
        searches, said = subject.able(SearchesPatients), self._said(subject)

        found = await searches.search_patients(said)

        assert [one.id for one in found] == [subject.patient_id]

    async def test_capitals_accents_and_spaces_make_no_difference(self, subject: Subject) -> None:
        searches, said = subject.able(SearchesPatients), self._said(subject)
        mobile = said.mobile or ""
        for other in (
            replace(said, surname=f"  {said.surname.upper()} "),
            replace(said, email=(said.email or "").upper()),
            replace(said, mobile=f"{mobile[:5]} {mobile[5:8]}-{mobile[8:]}"),
            replace(said, mobile=f"+44 {mobile[1:]}"),
        ):
            found = await searches.search_patients(other)

            assert [one.id for one in found] == [subject.patient_id]

    async def test_one_word_that_is_not_so_finds_nobody(self, subject: Subject) -> None:
        searches, said = subject.able(SearchesPatients), self._said(subject)
        for other in (
            replace(said, surname="Nobody"),
            replace(said, born=said.born + timedelta(days=1)),
            replace(said, forename="Nobody"),
            replace(said, email="nobody@example.com"),
            replace(said, mobile="07700900999"),
        ):
            assert await searches.search_patients(other) == []

    async def test_somebody_new_is_found_afterwards(self, subject: Subject) -> None:
        creates, said = subject.able(CreatesPatients), self._said(subject)
        clinician_id = (await subject.slot()).clinician_id
        new = NewPatient("Nia", "Ó Sé", said.born, "07700 900777", "nia@example.com", clinician_id)

        made = await creates.create_patient(new)

        assert (made.forename, made.surname, made.born) == ("Nia", "Ó Sé", said.born)
        assert (await subject.able(FindsPatients).patient(made.id)).id == made.id
        search = PatientSearch("o se", said.born, mobile="+447700900777")
        found = await subject.able(SearchesPatients).search_patients(search)
        assert [one.id for one in found] == [made.id]

    @staticmethod
    def _said(subject: Subject) -> PatientSearch:
        assert subject.said is not None
        return subject.said


class KnowsClasses:
    """A class is joined by as many as it has room for, and left by one of them alone."""

    async def test_classes_have_room_and_come_earliest_first(self, subject: Subject) -> None:
        classes = await subject.able(ListsClasses).classes(self._search(subject))

        assert classes
        assert all(one.room > 0 for one in classes)
        assert [one.slot.start for one in classes] == sorted(one.slot.start for one in classes)
        assert len({one.id for one in classes}) == len(classes)

    async def test_who_joins_has_it_listed_and_who_leaves_has_not(self, subject: Subject) -> None:
        joins, lists = subject.able(JoinsClasses), subject.able(ListsAppointments)
        classes = subject.able(ListsClasses)
        one = (await classes.classes(self._search(subject)))[0]
        day = one.slot.start.date()

        await joins.join(one, subject.patient_id)

        listed = await lists.appointments(subject.patient_id, day, day)
        assert [(at.id, at.start, at.group) for at in listed] == [(one.id, one.slot.start, True)]
        now = {other.id: other for other in await classes.classes(self._search(subject))}
        assert one.id not in now or now[one.id].room == one.room - 1

        await subject.able(ChangesStatus).change_status(
            one.id, Status.CANCELLED, patient_id=subject.patient_id
        )

        assert await lists.appointments(subject.patient_id, day, day) == []
        again = {other.id: other for other in await classes.classes(self._search(subject))}
        assert (again[one.id].taken, again[one.id].room) == (one.taken, one.room)

    async def test_a_class_that_filled_meanwhile_is_taken(self, subject: Subject) -> None:
        joins = subject.able(JoinsClasses)
        nearly = min(
            await subject.able(ListsClasses).classes(self._search(subject)),
            key=lambda one: one.room,
        )
        patients = subject.able(CreatesPatients)
        for number in range(nearly.room):
            born = self._born(subject)
            other = await patients.create_patient(NewPatient("Someone", f"New {number}", born))
            await joins.join(nearly, other.id)

        with pytest.raises(SlotTaken):
            await joins.join(nearly, subject.patient_id)

    def _search(self, subject: Subject) -> SlotSearch:
        assert subject.group is not None
        return SlotSearch(subject.group, *subject.days)

    def _born(self, subject: Subject) -> date:
        assert subject.said is not None
        return subject.said.born


class KnowsLists:
    """Lists agree with one another, and single readings with the lists."""

    async def test_a_service_says_how_long_it_takes(self, subject: Subject) -> None:
        describes = subject.able(DescribesServices)

        told = await describes.service(subject.service.id)

        assert (told.service.id, told.service.name) == (subject.service.id, subject.service.name)
        assert (await subject.slot()).minutes in told.minutes
        with pytest.raises(NotFound):
            await describes.service("999999")

    async def test_free_times_are_at_places_that_are_listed(self, subject: Subject) -> None:
        places = await subject.able(ListsPlaces).places()

        assert all(one.name for one in places)
        assert (await subject.slot()).place_id in [one.id for one in places]

    async def test_what_is_charged_for_has_a_price(self, subject: Subject) -> None:
        prices = subject.able(ListsPrices)

        items = await prices.items()

        assert all(one.name for one in items)
        assert [fee.amount > 0 for fee in await prices.fees(items[0].id)]
        with pytest.raises(NotFound):
            await prices.fees("999999")

    async def test_loading_tells_how_far_it_is(self, subject: Subject) -> None:
        told: dict[str, list[tuple[int, int]]] = {}

        def progress(what: str, known: int, total: int) -> None:
            told.setdefault(what, []).append((known, total))

        await subject.able(LoadsCatalogue).load(progress)

        assert told
        for steps in told.values():
            assert steps == sorted(steps)
            assert steps[-1][0] == steps[-1][1]

    async def test_classes_are_among_the_services_and_marked(self, subject: Subject) -> None:
        subject.able(ListsClasses)
        services: dict[str, Service] = {
            one.id: one for one in await subject.able(ListsServices).services()
        }

        assert subject.group is not None
        assert services[subject.group.id].group
        assert not services[subject.service.id].group

    async def test_every_change_is_told_until_it_was_asked_after(self, subject: Subject) -> None:
        tells = subject.able(TellsChanges)
        changes = subject.able(ChangesStatus)
        before = (await tells.changes(subject.clock() - timedelta(minutes=1))).until
        slot, other, *_, to = await subject.slots()
        moved, gone = await subject.booked(slot), await subject.booked(other)

        booked = await tells.changes(before)
        await subject.able(MovesAppointments).move(moved, to, patient_id=subject.patient_id)
        await changes.change_status(gone, Status.CANCELLED, patient_id=subject.patient_id)
        after = await tells.changes(booked.until)

        assert {moved, gone} <= {one.id for one in booked.appointments}
        told = {one.id: one for one in after.appointments}
        assert (told[moved].start, told[moved].patient_id) == (to.start, subject.patient_id)
        assert told[gone].status is Status.CANCELLED
        assert before <= booked.until <= after.until
