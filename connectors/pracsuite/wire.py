"""How PracSuite's JSON is read: its times, its categories, and the names that it has changed.

docs/vendors/pracsuite.md, Records: what Frontdesk relies on is required and fails with the field's
path when it is missing; every other field is read when it can be read and None when it cannot.
The records stand by theme in `wire_diary`, `wire_patients`, `wire_practice` and `wire_prices`.
"""

import re
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Final

from pydantic import AfterValidator, AliasChoices, BaseModel, BeforeValidator, ConfigDict

# The vendor has renamed fields between revisions of its page: every name under which one may
# come, the newest first.
COLUMN: Final = AliasChoices("column_number", "column")
ARCHIVED: Final = AliasChoices("archived", "archive")
MODIFIED: Final = AliasChoices("modified", "updated")
STATUS_NAME: Final = AliasChoices("status_description", "description")
PATIENT_ZONE: Final = AliasChoices("timezone", "time_zone")

# docs/vendors/pracsuite.md, Times: early revisions put a Z behind what has always been local.
_LOCAL = re.compile(r"(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}:\d{2})(?:\.0+)?[Zz]?")


class Category(StrEnum):
    """What an entry of the appointment book is; early revisions wrote numbers."""

    RESERVED = "Reserved"
    PATIENT = "Patient"
    NOTE = "Note"
    GROUP = "Group"
    RULE_OUT = "Ruleout"
    UNKNOWN = ""


_CATEGORIES: Final = {
    "0": Category.RESERVED,
    "reserved": Category.RESERVED,
    "1": Category.PATIENT,
    "patient": Category.PATIENT,
    "2": Category.NOTE,
    "note": Category.NOTE,
    "3": Category.GROUP,
    "group": Category.GROUP,
    "4": Category.RULE_OUT,
    "ruleout": Category.RULE_OUT,
}


def _category(told: object) -> Category:
    words = re.sub(r"[\s_-]", "", str(told)).lower()
    return _CATEGORIES.get(words, Category.UNKNOWN)


def _archived(told: object) -> bool:
    # What is filtered as a timestamp may also be told as one: any mark but a plain no counts.
    return str(told).strip().lower() not in ("", "none", "false", "no", "0")


def _local(told: str) -> str:
    found = _LOCAL.fullmatch(told)
    if found is None:
        raise ValueError("no local time")
    return f"{found[1]}T{found[2]}"


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _readable(told: object) -> object:
    # pydantic would take a number for seconds since 1970.
    if isinstance(told, str):
        return told
    raise ValueError("no text")


# The clinic's own clock, without offset: to be given back just as it came.
Local = Annotated[str, AfterValidator(_local)]
# A moment; the vendor's timestamps are all in UTC.
Moment = Annotated[datetime, BeforeValidator(_readable), AfterValidator(_utc)]
Archived = Annotated[bool, BeforeValidator(_archived)]
Kind = Annotated[Category, BeforeValidator(_category)]


class Record(BaseModel):
    """What PracSuite gives; unknown fields are ignored."""

    model_config = ConfigDict(
        extra="ignore", frozen=True, hide_input_in_errors=True, validate_by_name=False
    )
