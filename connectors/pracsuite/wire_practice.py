"""PracSuite's practice: who works where as what, what can be booked, and what is needed for it."""

from pydantic import Field

from connectors.pracsuite.wire import ARCHIVED, Archived, Moment, Record
from connectors.reading import Id, Loose, Words


class WorksAt(Record):
    """A practitioner at a place."""

    business_id: Id
    archived: Archived = Field(default=False, validation_alias=ARCHIVED)
    app_book_columns: Loose[Id] = None
    override_intervals: Loose[bool] = None


class WorksAs(Record):
    """A practitioner's profession; the one by default is taken where none is named."""

    profession_id: Id
    title: Loose[str] = None
    is_default: Loose[bool] = None
    qualifications: Loose[str] = None


class Practitioner(Record):
    practitioner_id: Id
    surname: Words = ""
    title: Loose[str] = None
    first_name: Loose[str] = None
    short_description: Loose[str] = None
    professional_title: Loose[str] = None
    qualifications: Loose[str] = None
    about_me: Loose[str] = None
    email: Loose[str] = None
    archived: Archived = Field(default=False, validation_alias=ARCHIVED)
    businesses: Loose[list[WorksAt]] = None
    professions: Loose[list[WorksAs]] = None
    created: Loose[Moment] = None


class Business(Record):
    """A place where patients come to."""

    business_id: Id
    business_name: str
    display_name: Loose[str] = None
    short_description: Loose[str] = None
    address_1: Loose[str] = None
    address_2: Loose[str] = None
    address_3: Loose[str] = None
    address_4: Loose[str] = None
    suburb: Loose[str] = None
    address_state: Loose[str] = None
    postcode: Loose[str] = None
    country: Loose[str] = None
    phone: Loose[str] = None
    fax: Loose[str] = None
    email: Loose[str] = None
    website: Loose[str] = None
    appointment_start_time: Loose[str] = None
    appointment_end_time: Loose[str] = None
    archived: Archived = Field(default=False, validation_alias=ARCHIVED)


class Profession(Record):
    profession_id: Id
    description: str
    default_title: Loose[str] = None
    archived: Archived = Field(default=False, validation_alias=ARCHIVED)


class AppointmentType(Record):
    """Something that can be booked; how long it takes comes only with a single reading."""

    appointment_type_id: Id
    description: str
    short_description: Loose[str] = None
    archived: Archived = Field(default=False, validation_alias=ARCHIVED)
    group_appointment: Loose[bool] = None
    group_max_size: Loose[Id] = None
    telehealth: Loose[bool] = None


class TypeDuration(Record):
    """How long it takes for a profession, for one category of fees or for all."""

    profession_id: Loose[Id] = None
    duration: Id
    width: Loose[Id] = None
    fee_cat_id: Loose[Id] = None
    all_fee_cats: Loose[bool] = None
    hourly_billing: Loose[bool] = None


class PractitionerTypeDuration(TypeDuration):
    """The same for one practitioner at one place."""

    practitioner_id: Loose[Id] = None
    business_id: Loose[Id] = None


class WholeAppointmentType(AppointmentType):
    """What a single reading tells."""

    appointment_type_durations: Loose[list[TypeDuration]] = None
    practitioner_appointment_type_durations: Loose[list[PractitionerTypeDuration]] = None


class Resource(Record):
    """A room or a device."""

    resource_id: Id
    description: str
    resource_rank: Loose[Id] = None
    archived: Archived = Field(default=False, validation_alias=ARCHIVED)
