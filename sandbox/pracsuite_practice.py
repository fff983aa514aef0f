"""PracSuite's reference data: who works where as what, and what can be booked (contract §7)."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol, TypeVar

from sandbox.catalogue import CLINICIAN_TYPES
from sandbox.pracsuite_book import Book
from sandbox.pracsuite_catalogue import (
    CANCELLATION_REASONS,
    OPENED,
    PRONOUNS,
    RESCHEDULE_REASONS,
    RESOURCES,
    SEXES,
    STATUSES,
    TENANT_ID,
    Business,
    Catalogue,
    Named,
    Practitioner,
    Pronoun,
    Service,
    Status,
)
from sandbox.pracsuite_errors import not_found
from sandbox.pracsuite_fields import Call
from sandbox.pracsuite_filters import INTEGER, TIMESTAMP, Filter, Listing
from sandbox.pracsuite_json import Json, timestamp
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
            _practitioner,
            {
                **_dated(),
                "profession_id": Filter(INTEGER, lambda one: one.profession_ids),
                "business_id": Filter(INTEGER, lambda one: one.business_ids),
            },
            {"practitioner_id": lambda one: one.id},
        )
        self._businesses: Listing[Business] = Listing(
            "businesses", _business, _dated(), {"business_id": lambda one: one.id}
        )
        self._professions: Listing[int] = Listing(
            "professions",
            _profession,
            {
                "created": Filter(TIMESTAMP, lambda _: OPENED),
                "archived": Filter(TIMESTAMP, lambda _: None),
                "updated": Filter(TIMESTAMP, lambda _: OPENED),
            },
            {"profession_id": lambda id_: id_},
        )
        self._types: Listing[Service] = Listing(
            "appointment_types",
            _service,
            _dated(),
            {"appointment_type_id": lambda one: one.id},
        )
        self._statuses = Listing("appointment_statuses", _status)
        self._cancellation_reasons = Listing(
            "appointment_cancellation_reasons", _reason("cancellation")
        )
        self._reschedule_reasons = Listing("appointment_reschedule_reasons", _reason("reschedule"))
        self._resources: Listing[Named] = Listing(
            "resources",
            _resource,
            {},
            {
                "resource_id": lambda one: one.id,
                "description": lambda one: one.text,
                "resource_rank": lambda one: one.rank,
            },
        )
        self._sexes = Listing("sexes", _sex)
        self._pronouns = Listing("pronouns", _pronoun)

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
        return Answer(_practitioner(self._practitioner(call)))

    def businesses(self, call: Call) -> Answer:
        return self._businesses.answer(call, [*self._catalogue.businesses.values()])

    def business(self, call: Call) -> Answer:
        call.expect(())
        found = self._catalogue.businesses.get(call.id("business_id"))
        if found is None:
            raise not_found("Business", call.names["business_id"])
        return Answer(_business(found))

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
        return Answer(_profession(id_))

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
        usual = _duration(found)
        own = [
            {**usual, "practitioner_id": one.id, "business_id": one.business_ids[0]}
            for one in self._catalogue.practitioners.values()
            if found.profession_id == one.profession_ids[0] and one.columns > 1
        ]
        return Answer(
            {
                **_service(found),
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
        return Answer(_resource(found))

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


def _practitioner(one: Practitioner) -> Json:
    first = one.profession_ids[0]
    return {
        "tenant_id": TENANT_ID,
        "practitioner_id": one.id,
        "title": one.title or None,
        "first_name": one.first_name,
        "surname": one.surname,
        "short_description": one.name,
        "professional_title": CLINICIAN_TYPES[first],
        "qualifications": one.qualifications or None,
        "archive": one.archived is not None,
        "email": None,
        "about_me": one.about or None,
        "telehealth_patient_link": None,
        "telehealth_practitioner_link": None,
        "created": timestamp(OPENED),
        "businesses": [
            {
                "business_id": id_,
                "archive": False,
                "app_book_columns": one.columns,
                "override_intervals": False,
            }
            for id_ in one.business_ids
        ],
        "professions": [
            {
                "profession_id": id_,
                "title": CLINICIAN_TYPES[id_],
                "is_default": id_ == first,
                "qualifications": one.qualifications or None,
            }
            for id_ in one.profession_ids
        ],
    }


def _business(one: Business) -> Json:
    return {
        "tenant_id": TENANT_ID,
        "business_id": one.id,
        "business_name": one.name,
        "display_name": one.display_name,
        "address_1": one.address_1,
        "address_2": None,
        "address_3": None,
        "address_4": None,
        "suburb": one.suburb,
        "address_state": None,
        "postcode": one.postcode,
        "country": "United Kingdom",
        "archive": one.archived is not None,
        "phone": one.phone,
        "fax": None,
        "email": one.email,
        "website": "https://harbour.example.com",
        "appointment_start_time": one.opens,
        "appointment_end_time": one.closes,
        "registration_name": None,
        "registration_number": None,
        "short_description": one.display_name,
        "ndis_registration_number": None,
    }


def _profession(id_: int) -> Json:
    name = CLINICIAN_TYPES[id_]
    return {
        "tenant_id": TENANT_ID,
        "profession_id": id_,
        "description": name,
        "default_title": name,
        "archived": False,
    }


def _service(one: Service) -> Json:
    return {
        "tenant_id": TENANT_ID,
        "appointment_type_id": one.id,
        "description": one.description,
        "short_description": one.description[:20],
        "archived": one.archived is not None,
        "group_appointment": one.group_most is not None,
        "group_max_size": one.group_most,
        "telehealth": one.telehealth,
    }


def _duration(one: Service) -> Json:
    """Whichever of `fee_cat_id` and `all_fee_cats` is null is left out (contract §10)."""
    return {
        "profession_id": one.profession_id,
        "duration": one.minutes,
        "width": 1,
        "all_fee_cats": True,
        "hourly_billing": False,
    }


def _status(one: Status) -> Json:
    return {
        "tenant_id": TENANT_ID,
        "appointment_status_id": one.id,
        "status_description": one.description,
        "archived": one.archived,
    }


def _reason(what: str) -> Callable[[Named], Json]:
    def write(one: Named) -> Json:
        return {
            "tenant_id": TENANT_ID,
            f"appointment_{what}_reason_id": one.id,
            "reason": one.text,
        }

    return write


def _resource(one: Named) -> Json:
    return {
        "tenant_id": TENANT_ID,
        "resource_id": one.id,
        "description": one.text,
        "resource_rank": one.rank,
        "archived": False,
    }


def _sex(one: Named) -> Json:
    return {"sex_id": one.id, "description": one.text}


def _pronoun(one: Pronoun) -> Json:
    cases = ("nominative", "objective", "possessive", "possessive_determiner", "reflexive")
    words = dict(zip(cases, one.words, strict=True))
    return {"pronoun_id": one.id, "description": one.description, **words}
