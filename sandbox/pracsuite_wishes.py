"""What PracSuite's writes may say of an appointment, and what of it cannot be (contract §5)."""

from collections.abc import Container, Mapping
from datetime import datetime
from typing import Any, Final

from sandbox.clinic import Clinic
from sandbox.diary import Wish
from sandbox.pracsuite_catalogue import BOOKED, CANCELLATION_REASONS, RESCHEDULE_REASONS, Catalogue
from sandbox.pracsuite_errors import Faulty, body
from sandbox.pracsuite_fields import Call, Reader, flag, ids, local_time, nullable, text, whole
from sandbox.pracsuite_person import account_of

Fields = Mapping[str, Reader]

_MESSAGES: Final = tuple(
    f"{way}_{what}"
    for what in ("reminder", "confirmation", "follow_up")
    for way in ("sms", "email")
)
PLACE: Final[Fields] = {
    "app_time": local_time,
    "practitioner_id": whole(),
    "business_id": whole(),
    "duration": whole(5, 1440, 5),
    "column_number": whole(1, 100),
    "width": whole(1, 100),
}
_OLD_PLACE: Final[Fields] = {"practitioner_business_id": whole(), "column": whole(1, 100)}
_CHARGED: Final[Fields] = {
    "appointment_status_id": whole(),
    "item_id": nullable(whole()),
    "item_group_id": nullable(whole()),
    **dict.fromkeys(_MESSAGES, flag),
}
FINALISED: Final[Fields] = {
    "client_id": whole(),
    "appointment_type_id": whole(),
    "account_id": whole(),
    "profession_id": whole(),
    "resource_ids": ids,
    **_CHARGED,
}
CREATED: Final[Fields] = {**PLACE, **FINALISED}
EDITED: Final[Fields] = {
    **{name: reader for name, reader in CREATED.items() if name not in ("client_id", "account_id")},
    "appointment_reschedule_reason_id": whole(),
    "reason": text(1000),
}
CANCELLED: Final[Fields] = {
    "appointment_cancellation_reason_id": whole(),
    "record_as_cancelled": flag,
    "reason": text(1000),
}
JOINED: Final[Fields] = {"client_id": whole(), "account_id": whole(), **_CHARGED}
LEFT: Final[Fields] = {"client_id": whole(), **CANCELLED}

# What the diary has fields of its own for.
_IN_THE_DIARY = frozenset(
    {
        *("client_id", "appointment_type_id", "appointment_status_id", "app_time"),
        *("practitioner_id", "duration"),
    }
)


class Wishes:
    """Reads what a write wants, and refuses with 422 what the clinic has not."""

    def __init__(self, clinic: Clinic, catalogue: Catalogue, *, old_names: bool) -> None:
        self._clinic = clinic
        self._catalogue = catalogue
        self._old = old_names
        self._known: Mapping[str, Container[Any]] = {
            "appointment_type_id": catalogue.services,
            "appointment_status_id": catalogue.statuses,
            "practitioner_id": catalogue.practitioners,
            "business_id": catalogue.businesses,
            "profession_id": catalogue.professions,
            "item_id": {None, *catalogue.prices.items},
            "item_group_id": {None, *catalogue.prices.groups},
            "appointment_cancellation_reason_id": {one.id for one in CANCELLATION_REASONS},
            "appointment_reschedule_reason_id": {one.id for one in RESCHEDULE_REASONS},
        }

    def read(
        self, call: Call, fields: Fields, required: tuple[str, ...] = (), *, practitioner: int = 0
    ) -> dict[str, Any]:
        """What was sent; `practitioner` is whose the appointment is unless that is sent as well."""
        call.expect(())
        if self._old and "column_number" in fields:
            sent = self._renamed(call.body({**fields, **_OLD_PLACE}))
            wrong = [(name, f"{name} is required") for name in required if name not in sent]
        else:
            sent = call.body(fields, required)
            wrong = []
        if wrong := wrong or self._wrong(sent, sent.get("practitioner_id", practitioner)):
            raise body(*wrong)
        return sent

    def start(self, sent: Mapping[str, Any]) -> datetime:
        """The moment of an `app_time`, which must be to come."""
        at: datetime = sent["app_time"].replace(tzinfo=self._clinic.zone)
        if at <= self._clinic.now():
            raise body(("app_time", "must not be in the past"))
        return at

    def wish(
        self, sent: Mapping[str, Any], clinician_id: int, start: datetime, minutes: int
    ) -> Wish:
        return Wish(
            sent["client_id"],
            clinician_id,
            sent["appointment_type_id"],
            start,
            minutes,
            self.diary_status(sent.get("appointment_status_id", BOOKED)),
            further=further(sent),
        )

    def diary_status(self, status_id: int) -> int:
        found = self._catalogue.statuses[status_id].diary_id
        assert found is not None, "archived ones are refused"  # noqa: S101 - for the type checker
        return found

    def _renamed(self, sent: dict[str, Any]) -> dict[str, Any]:
        """Early revisions' names as today's."""
        if "column" in sent:
            sent["column_number"] = sent.pop("column")
        pair = self._catalogue.pair(sent.pop("practitioner_business_id", 0))
        if pair is not None:
            sent["practitioner_id"], sent["business_id"] = pair
        return sent

    def _wrong(self, sent: Mapping[str, Any], practitioner_id: int) -> list[Faulty]:
        wrong = [
            (name, "does not exist")
            for name, those in self._known.items()
            if name in sent and sent[name] not in those
        ]
        client_id = sent.get("client_id")
        if client_id is not None and self._clinic.people.get(client_id) is None:
            wrong.append(("client_id", "does not exist"))
        if "account_id" in sent and client_id and sent["account_id"] != account_of(client_id):
            wrong.append(("account_id", "does not exist"))
        if sent.get("item_id") is not None and sent.get("item_group_id") is not None:
            wrong.append(("item_group_id", "one of item_id and item_group_id must be null"))
        if any(one not in self._catalogue.resources for one in sent.get("resource_ids", ())):
            wrong.append(("resource_ids", "does not exist"))
        return wrong or [*self._not_given(sent), *self._not_with(sent, practitioner_id)]

    def _not_given(self, sent: Mapping[str, Any]) -> list[Faulty]:
        """What there was once, or what is not booked like this."""
        wrong: list[Faulty] = []
        service = self._catalogue.services.get(sent.get("appointment_type_id", 0))
        if service and service.archived:
            wrong.append(("appointment_type_id", "is archived"))
        if service and service.group_most:
            wrong.append(("appointment_type_id", "is for groups"))
        status = self._catalogue.statuses.get(sent.get("appointment_status_id", 0))
        if status and status.archived:
            wrong.append(("appointment_status_id", "is archived"))
        return wrong

    def _not_with(self, sent: Mapping[str, Any], practitioner_id: int) -> list[Faulty]:
        """What this practitioner has or does not do."""
        practitioner = self._catalogue.practitioners.get(practitioner_id)
        if practitioner is None:
            return []
        wrong: list[Faulty] = []
        service = self._catalogue.services.get(sent.get("appointment_type_id", 0))
        if service and service.profession_id not in practitioner.profession_ids:
            wrong.append(("appointment_type_id", "is not given by this practitioner"))
        if sent.get("profession_id", practitioner.profession_ids[0]) not in (
            practitioner.profession_ids
        ):
            wrong.append(("profession_id", "is not one of this practitioner"))
        if sent.get("business_id", practitioner.business_ids[0]) not in practitioner.business_ids:
            wrong.append(("business_id", "is not one of this practitioner"))
        # contract §5 and §10: a column that the practitioner has
        column, width = sent.get("column_number", 1), sent.get("width", 1)
        if column + width - 1 > practitioner.columns:
            name = "column_number" if column > practitioner.columns else "width"
            wrong.append((name, "exceeds the practitioner's columns"))
        return wrong


def further(sent: Mapping[str, Any]) -> dict[str, Any]:
    """What only PracSuite's records have."""
    return {name: value for name, value in sent.items() if name not in _IN_THE_DIARY}
