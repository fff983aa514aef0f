"""PracSuite's records in our words."""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal, InvalidOperation

from connectors.ids import text
from connectors.model import (
    Appointment,
    Clinician,
    Fee,
    Item,
    Patient,
    Place,
    Service,
    ServiceDetails,
    Status,
)
from connectors.pracsuite import wire_diary, wire_patients, wire_practice, wire_prices
from connectors.pracsuite.statuses import Statuses
from connectors.pracsuite.times import Times
from connectors.pracsuite.wire import Category


def service(record: wire_practice.AppointmentType, professions: Collection[int] = ()) -> Service:
    """Without its length: that depends on more, and comes only with a single reading."""
    return Service(
        str(record.appointment_type_id),
        record.description.strip(),
        kind=_only(professions),
        group=bool(record.group_appointment),
    )


def details(
    record: wire_practice.WholeAppointmentType, resources: Iterable[wire_practice.Resource]
) -> ServiceDetails:
    told = (
        *(record.appointment_type_durations or ()),
        *(record.practitioner_appointment_type_durations or ()),
    )
    minutes = tuple(sorted({one.duration for one in told if one.duration > 0}))
    known = service(record)
    if len(minutes) == 1:
        known = Service(known.id, known.name, minutes[0], group=known.group)
    needed = tuple(one.description for one in resources if not one.archived)
    return ServiceDetails(known, minutes, needed)


def clinician(
    record: wire_practice.Practitioner, professions: Mapping[int, wire_practice.Profession]
) -> Clinician:
    """`professions` are the clinic's by number: their words are written for patients."""
    does = [
        professions[one.profession_id].description
        if one.profession_id in professions
        else one.title or ""
        for one in record.professions or ()
    ]
    return Clinician(
        str(record.practitioner_id),
        _joined(record.title, record.first_name, record.surname),
        does=tuple(dict.fromkeys(one.strip() for one in does if one.strip())),
        about=(record.about_me or "").strip(),
        kind=_only({one.profession_id for one in record.professions or ()}),
        place_ids=tuple(
            str(one.business_id) for one in record.businesses or () if not one.archived
        ),
    )


def place(record: wire_practice.Business) -> Place:
    lines = (
        record.address_1,
        record.address_2,
        record.address_3,
        record.address_4,
        _joined(record.suburb, record.address_state, record.postcode),
    )
    return Place(
        str(record.business_id),
        (record.display_name or record.business_name).strip(),
        address=", ".join(line.strip() for line in lines if line and line.strip()),
        phone=(record.phone or "").strip(),
        email=(record.email or "").strip(),
        website=(record.website or "").strip(),
    )


def item(record: wire_prices.Item) -> Item:
    return Item(str(record.item_id), record.description.strip(), (record.item_code or "").strip())


def fees(
    record: wire_prices.WholeItem, categories: Mapping[int, wire_prices.FeeCategory]
) -> list[Fee]:
    """What it costs for each category that is in use; discounts have no documented meaning."""
    found = []
    for one in record.item_fees:
        amount = _amount(one.charge)
        category = None if one.fee_cat_id is None else categories.get(one.fee_cat_id)
        unused = one.fee_cat_id is not None and (category is None or category.active is False)
        if amount is not None and not unused:
            found.append(Fee(amount, category.description.strip() if category else None))
    return found


def patient(record: wire_patients.Patient) -> Patient:
    return Patient(
        str(record.client_id),
        (record.first_name or "").strip(),
        record.surname.strip(),
        record.date_of_birth,
        (record.preferred_name or "").strip() or None,
        record.accepted_privacy_policy,
    )


def appointment(
    record: wire_diary.Appointment, patient_id: str, times: Times, statuses: Statuses
) -> Appointment:
    """An appointment of that patient; whose a class is, only the list that it stood in tells."""
    return Appointment(
        id=str(record.appointment_id),
        patient_id=patient_id,
        start=times.read_booked(record.app_time),
        status=statuses.read(record.appointment_status_id),
        minutes=record.duration,
        service_id=text(record.appointment_type_id),
        clinician_id=text(record.practitioner_id),
        group=record.category is Category.GROUP,
        place_id=text(record.business_id),
    )


def cancelled(
    record: wire_diary.CancelledAppointment, patient_id: str, times: Times
) -> Appointment:
    """An appointment of that patient that is gone. Who cancelled it is told in free words alone."""
    return Appointment(
        id=str(record.appointment_id),
        patient_id=patient_id,
        start=times.read_booked(record.app_time),
        status=Status.CANCELLED,
        minutes=record.duration,
        clinician_id=text(record.practitioner_id),
        group=record.category is Category.GROUP,
        place_id=text(record.business_id),
    )


def _joined(*parts: str | None) -> str:
    return " ".join(part.strip() for part in parts if part and part.strip())


def _only(professions: Collection[int]) -> str | None:
    """The one profession of a service or of somebody; who has several may be asked for any."""
    return str(next(iter(professions))) if len(professions) == 1 else None


def _amount(told: str | None) -> Decimal | None:
    try:
        amount = Decimal(told or "")
    except InvalidOperation:
        return None
    return amount if amount.is_finite() else None
