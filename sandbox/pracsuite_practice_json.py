"""How PracSuite writes who works where, and what can be booked, in JSON (contract §7)."""

from collections.abc import Callable

from sandbox.catalogue import CLINICIAN_TYPES
from sandbox.pracsuite_catalogue import (
    OPENED,
    TENANT_ID,
    Business,
    Named,
    Practitioner,
    Pronoun,
    Service,
    Status,
)
from sandbox.pracsuite_json import Json, timestamp


def write_practitioner(one: Practitioner) -> Json:
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


def write_business(one: Business) -> Json:
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


def write_profession(id_: int) -> Json:
    name = CLINICIAN_TYPES[id_]
    return {
        "tenant_id": TENANT_ID,
        "profession_id": id_,
        "description": name,
        "default_title": name,
        "archived": False,
    }


def write_service(one: Service) -> Json:
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


def write_duration(one: Service) -> Json:
    """Whichever of `fee_cat_id` and `all_fee_cats` is null is left out (contract §10)."""
    return {
        "profession_id": one.profession_id,
        "duration": one.minutes,
        "width": 1,
        "all_fee_cats": True,
        "hourly_billing": False,
    }


def write_status(one: Status) -> Json:
    return {
        "tenant_id": TENANT_ID,
        "appointment_status_id": one.id,
        "status_description": one.description,
        "archived": one.archived,
    }


def write_reason(what: str) -> Callable[[Named], Json]:
    def write(one: Named) -> Json:
        return {
            "tenant_id": TENANT_ID,
            f"appointment_{what}_reason_id": one.id,
            "reason": one.text,
        }

    return write


def write_resource(one: Named) -> Json:
    return {
        "tenant_id": TENANT_ID,
        "resource_id": one.id,
        "description": one.text,
        "resource_rank": one.rank,
        "archived": False,
    }


def write_sex(one: Named) -> Json:
    return {"sex_id": one.id, "description": one.text}


def write_pronoun(one: Pronoun) -> Json:
    cases = ("nominative", "objective", "possessive", "possessive_determiner", "reflexive")
    words = dict(zip(cases, one.words, strict=True))
    return {"pronoun_id": one.id, "description": one.description, **words}
