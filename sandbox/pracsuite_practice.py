"""PracSuite's reference data: who works where as what, and what can be booked (contract §7)."""

from datetime import datetime
from typing import Protocol, TypeVar

from sandbox.pracsuite_book import Book
from sandbox.pracsuite_catalogue import (
    CANCELLATION_REASONS,
    OPENED,
    PRONOUNS,
    RESCHEDULE_REASONS,
    RESOURCES,
    SEXES,
    STATUSES,
    Business,
    Catalogue,
    Named,
    Practitioner,
    Service,
)
from sandbox.pracsuite_errors import not_found
from sandbox.pracsuite_fields import Call
from sandbox.pracsuite_filters import INTEGER, TIMESTAMP, Filter, Listing
from sandbox.pracsuite_practice_json import (
    write_business,
    write_duration,
    write_practitioner,
    write_profession,
    write_pronoun,
    write_reason,
    write_resource,
    write_service,
    write_sex,
    write_status,
)
from sandbox.serving import Answer


class _Archivable(Protocol):
    @property
    def archived(self) -> datetime | None:
        """When it was put away."""


T = TypeVar("T", bound=_Archivable)


class Practice:
    """Lists, and single readings of what is in them."""

    def __init__(self, catalogue: Catalogue, book: Book) -> None:
        self._catalogue = catalogue
        self._book = book
        self._practitioners: Listing[Practitioner] = Listing(
            "practitioners",
            write_practitioner,
            {
                **_dated(),
                "profession_id": Filter(INTEGER, lambda one: one.profession_ids),
                "business_id": Filter(INTEGER, lambda one: one.business_ids),
            },
            {"practitioner_id": lambda one: one.id},
        )
        self._businesses: Listing[Business] = Listing(
            "businesses", write_business, _dated(), {"business_id": lambda one: one.id}
        )
        self._professions: Listing[int] = Listing(
            "professions",
            write_profession,
            {
                "created": Filter(TIMESTAMP, lambda _: OPENED),
                "archived": Filter(TIMESTAMP, lambda _: None),
                "updated": Filter(TIMESTAMP, lambda _: OPENED),
            },
            {"profession_id": lambda id_: id_},
        )
        self._types: Listing[Service] = Listing(
            "appointment_types",
            write_service,
            _dated(),
            {"appointment_type_id": lambda one: one.id},
        )
        self._statuses = Listing("appointment_statuses", write_status)
        self._cancellation_reasons = Listing(
            "appointment_cancellation_reasons", write_reason("cancellation")
        )
        self._reschedule_reasons = Listing(
            "appointment_reschedule_reasons", write_reason("reschedule")
        )
        self._resources: Listing[Named] = Listing(
            "resources",
            write_resource,
            {},
            {
                "resource_id": lambda one: one.id,
                "description": lambda one: one.text,
                "resource_rank": lambda one: one.rank,
            },
        )
        self._sexes = Listing("sexes", write_sex)
        self._pronouns = Listing("pronouns", write_pronoun)

    def practitioners(self, call: Call) -> Answer:
        return self._practitioners.answer(call, [*self._catalogue.practitioners.values()])

    def practitioners_of_business(self, call: Call) -> Answer:
        id_ = call.id("business_id")
        rows = [one for one in self._catalogue.practitioners.values() if id_ in one.business_ids]
        return self._practitioners.answer(call, rows, without=("business_id",))

    def practitioners_of_profession(self, call: Call) -> Answer:
        id_ = call.id("profession_id")
        rows = [one for one in self._catalogue.practitioners.values() if id_ in one.profession_ids]
        return self._practitioners.answer(call, rows, without=("profession_id",))

    def practitioner(self, call: Call) -> Answer:
        return Answer(write_practitioner(self._practitioner(call)))

    def businesses(self, call: Call) -> Answer:
        return self._businesses.answer(call, [*self._catalogue.businesses.values()])

    def business(self, call: Call) -> Answer:
        call.expect(())
        found = self._catalogue.businesses.get(call.id("business_id"))
        if found is None:
            raise not_found("Business", call.names["business_id"])
        return Answer(write_business(found))

    def professions(self, call: Call) -> Answer:
        return self._professions.answer(call, [*self._catalogue.professions])

    def professions_of_practitioner(self, call: Call) -> Answer:
        one = self._catalogue.practitioners.get(call.id("practitioner_id"))
        return self._professions.answer(call, [*one.profession_ids] if one else [])

    def profession(self, call: Call) -> Answer:
        call.expect(())
        id_ = call.id("profession_id")
        if id_ not in self._catalogue.professions:
            raise not_found("Profession", id_)
        return Answer(write_profession(id_))

    def types(self, call: Call) -> Answer:
        return self._types.answer(call, [*self._catalogue.services.values()])

    def types_of_profession(self, call: Call) -> Answer:
        id_ = call.id("profession_id")
        rows = [one for one in self._catalogue.services.values() if one.profession_id == id_]
        return self._types.answer(call, rows)

    def type(self, call: Call) -> Answer:
        """Lengths come with a single reading alone."""
        call.expect(())
        found = self._catalogue.services.get(call.id("appointment_type_id"))
        if found is None:
            raise not_found("Appointment Type", call.names["appointment_type_id"])
        usual = write_duration(found)
        own = [
            {**usual, "practitioner_id": one.id, "business_id": one.business_ids[0]}
            for one in self._catalogue.practitioners.values()
            if found.profession_id == one.profession_ids[0] and one.columns > 1
        ]
        return Answer(
            {
                **write_service(found),
                "appointment_type_durations": [usual],
                "practitioner_appointment_type_durations": own,
            }
        )

    def statuses(self, call: Call) -> Answer:
        return self._statuses.answer(call, STATUSES)

    def cancellation_reasons(self, call: Call) -> Answer:
        return self._cancellation_reasons.answer(call, CANCELLATION_REASONS)

    def reschedule_reasons(self, call: Call) -> Answer:
        return self._reschedule_reasons.answer(call, RESCHEDULE_REASONS)

    def resources(self, call: Call) -> Answer:
        return self._resources.answer(call, RESOURCES)

    def resources_of_appointment(self, call: Call) -> Answer:
        entry = self._book.get(call.id("appointment_id"))
        return self._resources_of(call, entry.resource_ids if entry else ())

    def resources_of_type(self, call: Call) -> Answer:
        service = self._catalogue.services.get(call.id("appointment_type_id"))
        return self._resources_of(call, service.resource_ids if service else ())

    def resource(self, call: Call) -> Answer:
        call.expect(())
        found = self._catalogue.resources.get(call.id("resource_id"))
        if found is None:
            raise not_found("Resource", call.names["resource_id"])
        return Answer(write_resource(found))

    def sexes(self, call: Call) -> Answer:
        return self._sexes.answer(call, SEXES)

    def pronouns(self, call: Call) -> Answer:
        return self._pronouns.answer(call, PRONOUNS)

    def _practitioner(self, call: Call) -> Practitioner:
        call.expect(())
        found = self._catalogue.practitioners.get(call.id("practitioner_id"))
        if found is None:
            raise not_found("Practitioner", call.names["practitioner_id"])
        return found

    def _resources_of(self, call: Call, ids: tuple[int, ...]) -> Answer:
        return self._resources.answer(call, [one for one in RESOURCES if one.id in ids])


def _dated() -> dict[str, Filter[T]]:
    """Contract §10: `archived` is a timestamp to filter by here, and a boolean to read."""
    return {
        "created": Filter(TIMESTAMP, lambda _: OPENED),
        "archived": Filter(TIMESTAMP, lambda one: one.archived),
        "updated": Filter(TIMESTAMP, lambda _: OPENED),
    }
