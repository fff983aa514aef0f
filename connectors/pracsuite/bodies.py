"""What is sent to PracSuite: only what is given, never a default of the vendor's schema.

docs/vendors/pracsuite.md, Changes. A field that is None is left out: the vendor's
schema has defaults for columns that would move an appointment (its PATCH), and says of no field
that null would clear it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, Final

from connectors.errors import Refused
from connectors.pracsuite.filters import local_time

_SHORTEST: Final = 5
_LONGEST: Final = 1440


@dataclass(frozen=True, kw_only=True)
class Notices:
    """Which messages the vendor sends of an appointment; None is left to the clinic's defaults."""

    sms_reminder: bool | None = None
    email_reminder: bool | None = None
    sms_confirmation: bool | None = None
    email_confirmation: bool | None = None
    sms_follow_up: bool | None = None
    email_follow_up: bool | None = None


_CLINICS: Final = Notices()


@dataclass(frozen=True, kw_only=True)
class Reserve:
    """A time to hold; where the column is not given it is the vendor's first."""

    app_time: str
    practitioner_id: int
    business_id: int
    duration: int
    column_number: int | None = None
    width: int | None = None


@dataclass(frozen=True, kw_only=True)
class Finalise:
    """What makes a held time an appointment."""

    client_id: int
    appointment_type_id: int
    account_id: int | None = None
    profession_id: int | None = None
    appointment_status_id: int | None = None
    item_id: int | None = None
    item_group_id: int | None = None
    resource_ids: tuple[int, ...] | None = None
    notices: Notices = _CLINICS


@dataclass(frozen=True, kw_only=True)
class Create:
    """An appointment in one step, without a hold."""

    client_id: int
    appointment_type_id: int
    app_time: str
    practitioner_id: int
    business_id: int
    duration: int
    appointment_status_id: int | None = None
    account_id: int | None = None
    profession_id: int | None = None
    item_id: int | None = None
    item_group_id: int | None = None
    column_number: int | None = None
    width: int | None = None
    resource_ids: tuple[int, ...] | None = None
    notices: Notices = _CLINICS


@dataclass(frozen=True, kw_only=True)
class Edit:
    """What is to be different; everything else stays."""

    appointment_type_id: int | None = None
    app_time: str | None = None
    practitioner_id: int | None = None
    business_id: int | None = None
    duration: int | None = None
    column_number: int | None = None
    width: int | None = None
    appointment_status_id: int | None = None
    profession_id: int | None = None
    item_id: int | None = None
    item_group_id: int | None = None
    resource_ids: tuple[int, ...] | None = None
    appointment_reschedule_reason_id: int | None = None
    reason: str | None = None
    notices: Notices = _CLINICS

    @property
    def moves(self) -> bool:
        """Whether the appointment gets another time, or somebody else's."""
        where = (self.practitioner_id, self.business_id, self.column_number, self.width)
        return any(one is not None for one in (self.app_time, self.duration, *where))


@dataclass(frozen=True, kw_only=True)
class Cancel:
    """Whether it counts in the patient's history is always said: the default is not documented."""

    record_as_cancelled: bool
    appointment_cancellation_reason_id: int | None = None
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class AddMember:
    """A patient for a class."""

    client_id: int
    account_id: int | None = None
    appointment_status_id: int | None = None
    item_id: int | None = None
    item_group_id: int | None = None
    notices: Notices = _CLINICS


@dataclass(frozen=True, kw_only=True)
class RemoveMember:
    """A patient who leaves a class."""

    client_id: int
    record_as_cancelled: bool
    appointment_cancellation_reason_id: int | None = None
    reason: str | None = None


def _personal(longest: int) -> Any:  # noqa: ANN401 - as dataclasses declare their fields
    return field(default=None, repr=False, metadata={"longest": longest})


@dataclass(frozen=True, kw_only=True)
class EditPatient:
    """What is to be different of a patient."""

    first_name: str | None = _personal(40)
    surname: str | None = _personal(40)
    date_of_birth: date | None = field(default=None, repr=False)
    gender: str | None = _personal(20)
    email: str | None = _personal(100)
    mobile: str | None = _personal(20)
    home_phone: str | None = _personal(20)
    address_1: str | None = _personal(100)
    suburb: str | None = _personal(100)
    address_state: str | None = _personal(100)
    country: str | None = _personal(100)
    postcode: str | None = _personal(10)
    preferred_phone: int | None = None
    fee_cat_id: int | None = None
    default_business_id: int | None = None
    default_practitioner_id: int | None = None
    sex_id: int | None = None
    pronoun_id: int | None = None
    default_sms_reminder: bool | None = None
    default_email_reminder: bool | None = None
    default_sms_confirmation: bool | None = None
    default_email_confirmation: bool | None = None
    default_sms_follow_up: bool | None = None
    default_email_follow_up: bool | None = None
    sms_marketing_type: int | None = None
    email_marketing_type: int | None = None
    timezone: str | None = None


@dataclass(frozen=True, kw_only=True)
class CreatePatient(EditPatient):
    """A new patient; both names are required."""

    first_name: str = field(repr=False, metadata={"longest": 40})
    surname: str = field(repr=False, metadata={"longest": 40})


Body = (
    Reserve | Finalise | Create | Edit | Cancel | AddMember | RemoveMember | EditPatient | Notices
)


def body(told: Body) -> dict[str, object]:
    """As it is sent; Refused for what the vendor's schema does not take."""
    sent: dict[str, object] = {}
    for one in fields(told):
        value = getattr(told, one.name)
        if isinstance(value, Notices):
            sent |= body(value)
        elif value is not None:
            sent[one.name] = _written(one.name, value, one.metadata.get("longest"))
    _check(sent)
    return sent


def _written(name: str, value: object, longest: int | None) -> object:
    if isinstance(value, str) and longest is not None and not 0 < len(value) <= longest:
        raise Refused(f"{name} must have 1 to {longest} characters")
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _check(sent: Mapping[str, object]) -> None:
    if "item_id" in sent and "item_group_id" in sent:
        raise Refused("an item or a group of items is charged, and not both")
    if "app_time" in sent:
        local_time(str(sent["app_time"]))
    minutes = sent.get("duration", _SHORTEST)
    if not isinstance(minutes, int) or not _SHORTEST <= minutes <= _LONGEST or minutes % 5:
        raise Refused("an appointment takes 5 to 1440 minutes, in steps of 5")
