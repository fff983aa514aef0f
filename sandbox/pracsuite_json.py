"""How PracSuite writes the clinic's diary and its people in JSON (contract §4 to §6)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sandbox.classes import GroupClass, Member
from sandbox.pracsuite_book import GROUP, PATIENT, RESERVED, Entry, Gone
from sandbox.pracsuite_catalogue import TENANT_ID, Catalogue, Practitioner, Service

Json = dict[str, object]

# Early revisions wrote a number (contract §5).
_OLD_CATEGORIES = {RESERVED: 0, PATIENT: 1, GROUP: 3}


def local(moment: datetime) -> str:
    """By the clinic's clock, without offset; the moment is in the clinic's zone."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S")


def timestamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@dataclass(frozen=True)
class Offer:
    """A time that can be booked, or a class that can be joined."""

    start: datetime
    minutes: int
    practitioner: Practitioner
    business_id: int
    service: Service
    group: GroupClass | None = None


class DiaryJson:
    """`old_names` are the fields' names of early revisions, where section 5 gives two."""

    def __init__(self, catalogue: Catalogue, base: Callable[[], str], *, old_names: bool) -> None:
        self._catalogue = catalogue
        self._base = base
        self._old = old_names

    def offer(self, one: Offer) -> Json:
        person = one.practitioner
        told: Json = {
            "app_time": local(one.start),
            "duration": one.minutes,
            "practitioner_id": person.id,
            "practitioner_name": person.name,
            "business_id": one.business_id,
            "profession_id": one.service.profession_id,
            "appointment_type_id": one.service.id,
            self._column: person.columns,
            "width": 1,
            "item_id": one.service.item_id,
            "item_group_id": None,
            "resource_ids": list(one.service.resource_ids),
        }
        if one.group is not None:
            del told["item_group_id"], told["resource_ids"]
            told["appointment_id"] = one.group.id
            told["current_class_size"] = len(one.group.members)
            told["max_class_size"] = one.group.most
        if self._old:
            told["practitioner_business_id"] = self._pair(person.id, one.business_id)
            told["hourly_billing"] = False
            told["ndis_claim_type"] = None
            told["ndis_cancellation_reason"] = None
        return told

    def reserved(self, one: Entry, column: int, width: int) -> Json:
        """AppointmentLite: there is no word of how long it is kept."""
        told: Json = {
            "appointment_id": one.id,
            "app_time": self._app_time(one.start),
            "duration": one.minutes,
            self._column: column,
            "width": width,
            "category": self._category(one.category),
        }
        if self._old:
            told["practitioner_business_id"] = self._pair(one.clinician_id, one.business_id)
        else:
            told["practitioner_id"] = one.clinician_id
            told["business_id"] = one.business_id
        return told

    def appointment(self, one: Entry) -> Json:
        own = f"{self._base()}/appointment/{one.id}"
        return {
            "links": {"self": own, "resources": f"{own}/resource"},
            "tenant_id": TENANT_ID,
            "appointment_id": one.id,
            "client_id": one.client_id,
            "app_time": self._app_time(one.start),
            "description": self._description(one),
            "appointment_type_id": one.type_id,
            "appointment_status_id": one.status_id,
            "category": self._category(one.category),
            "duration": one.minutes,
            "notes": one.notes or None,
            "practitioner_id": one.clinician_id,
            "business_id": one.business_id,
            "profession_id": one.profession_id,
            "item_id": one.item_id,
            "account_id": one.account_id,
            "created": timestamp(one.created),
            "modified": timestamp(one.modified),
            "item_group_id": one.item_group_id,
            "telehealth_patient_link": None,
            "telehealth_practitioner_link": None,
            "resource_ids": list(one.resource_ids),
        }

    def with_meta(self, one: Entry) -> Json:
        """What create, finalise, get and edit answer with (contract §10)."""
        return {**self.appointment(one), "row_num": 1, "total_rows": 1}

    def book_entry(self, one: Entry) -> Json:
        told = self.appointment(one)
        if one.category == GROUP:
            own = f"{self._base()}/appointment/{one.id}"
            links = {"self": own, "resources": f"{own}/resource"}
            told["links"] = {**links, "appointment_clients": f"{own}/appointment_client"}
        return told

    def gone(self, one: Gone) -> Json:
        entry = one.entry
        item = self._catalogue.prices.items.get(entry.item_id or 0)
        status = self._catalogue.statuses.get(entry.status_id or 0)
        return {
            "tenant_id": TENANT_ID,
            "appointment_id": entry.id,
            "client_id": entry.client_id,
            "app_time": self._app_time(entry.start),
            "description": self._description(entry),
            "appointment_type": self._description(entry),
            "appointment_status": status.description if status else None,
            "category": self._category(entry.category),
            "duration": entry.minutes,
            "notes": entry.notes or None,
            "practitioner_id": entry.clinician_id,
            "business_id": entry.business_id,
            "profession_id": entry.profession_id,
            "item_code": item.code if item else None,
            "account_id": entry.account_id,
            "cancellation_time": timestamp(one.at),
            "cancelled_by": one.by,
            "cancellation": one.recorded,
            "reason": one.reason or None,
            "appointment_cancellation_reason_id": one.reason_id,
        }

    def member(self, group: GroupClass, one: Member) -> Json:
        return {
            "tenant_id": TENANT_ID,
            "appointment_client_id": one.id,
            "client_id": one.patient_id,
            "appointment_id": group.id,
            "appointment_status_id": one.further.get("appointment_status_id"),
            "notes": None,
            "item_id": one.further.get("item_id"),
            "created": timestamp(one.created),
            "modified": timestamp(one.created),
            "item_group_id": one.further.get("item_group_id"),
        }

    @property
    def _column(self) -> str:
        return "column" if self._old else "column_number"

    def _app_time(self, start: datetime) -> str:
        # contract §2: early revisions put a Z behind what was local all the same
        return local(start) + ("Z" if self._old else "")

    def _category(self, category: str) -> object:
        return _OLD_CATEGORIES[category] if self._old else category

    def _description(self, one: Entry) -> str | None:
        service = self._catalogue.services.get(one.type_id or 0)
        return service.description if service else None

    def _pair(self, practitioner_id: int, business_id: int) -> int | None:
        return self._catalogue.pair_id(practitioner_id, business_id)
