"""The groups of variables that are Frontdesk's own; vendors and messengers bring theirs."""

import re
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from babel.core import Locale, UnknownLocaleError
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
)

from bot.settings.emergency import Emergency, country, emergency, english
from bot.settings.problems import expected

# 8 asks for an appointment that the clinic agrees to afterwards.
REQUESTED = 8
_NEW_BOOKING_STATUSES = (1, 2, REQUESTED, 10)

VendorName = Literal["aerona", "pracsuite"]

_ZONE = re.compile(r"[A-Za-z_]+(/[A-Za-z0-9_+-]+)+")
_PHONE = re.compile(r"\+?[0-9][0-9 ()./-]{4,24}")
_CALLED = re.compile(r"\+?[0-9][0-9 ]{1,18}")
_PAGE = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]+)?(/\S*)?")
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def _zone(name: object) -> ZoneInfo:
    # Abbreviations such as EST and offsets such as Etc/GMT+1 know no summer time, and the host's
    # own "localtime" is whatever the host says: a clinic's zone is a place.
    text = str(name)
    if text == "UTC" or (_ZONE.fullmatch(text) and not text.startswith("Etc/")):
        try:
            return ZoneInfo(text)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            pass
    places = sorted(zone for zone in available_timezones() if "/" in zone)
    lowered = {zone.lower(): zone for zone in places if not zone.startswith("Etc/")}
    cities = {zone.rsplit("/")[-1].lower(): zone for zone in lowered.values()}
    wanted = text.lower().replace(" ", "_")
    near = get_close_matches(wanted, lowered, 1, 0.75) or get_close_matches(wanted, cities, 1, 0.85)
    meant = f"; did you mean {(lowered | cities)[near[0]]}?" if near else ""
    raise expected(f"the name of a time zone, as Area/City{meant}")


def _line(text: str) -> str:
    if "\n" in text or "\r" in text:
        raise expected("one line of text")
    return text


def _phone(text: str) -> str:
    if not _PHONE.fullmatch(text):
        raise expected("a phone number, as patients dial it")
    return text


def _page(text: str) -> str:
    if text and not _PAGE.fullmatch(text):
        raise expected("the address of a page, as https://...")
    return text


def _id(text: str) -> str:
    if not _ID.fullmatch(text):
        raise expected("one id of an appointment type")
    return text


def _ids(text: object) -> tuple[str, ...]:
    ids = tuple(part.strip() for part in str(text).split(","))
    if not all(_ID.fullmatch(each) for each in ids) or len(set(ids)) < len(ids):
        raise expected("ids of appointment types with commas between them, each of them once")
    return ids


def _status(text: object) -> int:
    if str(text) not in {str(status) for status in _NEW_BOOKING_STATUSES}:
        raise expected("10 (scheduled), 1 (unconfirmed), 2 (confirmed) or 8 (a request)")
    return int(str(text))


def _path(text: object) -> Path:
    path = Path(str(text))
    if path.name in {"", ".."} or path.is_dir():
        raise expected("the path of a file, not of a folder")
    return path


class Group(BaseModel):
    """Variables that share a prefix. Nothing of it, and none of its errors, shows a value."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", hide_input_in_errors=True, str_strip_whitespace=True
    )


class ClinicGroup(Group):
    """The clinic, as patients know it, and its rules for booking by chat."""

    name: Annotated[str, AfterValidator(_line)] = Field(
        description="The clinic's name, as patients know it",
        examples=["Harbour Dental"],
        max_length=80,
    )
    timezone: Annotated[ZoneInfo, BeforeValidator(_zone)] = Field(
        description="The time zone that the clinic stands in; patients read all times in it",
        examples=["Europe/London"],
    )
    phone: Annotated[str, AfterValidator(_phone)] = Field(
        description="The phone number that patients are given when the chat cannot help",
        examples=["020 7946 0000"],
    )
    address: Annotated[str, AfterValidator(_line)] = Field(
        "", description="Where patients come to", examples=["1 Quay Street, London"], max_length=200
    )
    locale: str = Field(
        "",
        validate_default=True,
        description="The language and country that dates and times are written for; "
        "without it, English as in the clinic's country",
        examples=["en_GB"],
    )
    emergency_number: str = Field(
        "",
        validate_default=True,
        description="The number to call in an emergency; "
        "without it, that of the country in which the clinic's time zone lies",
        examples=["999"],
    )
    emergency_text: str = Field(
        "",
        validate_default=True,
        description="What a patient reads who writes of an emergency; it must say the emergency "
        r"number, and \n between double quotes starts a new line; without it, a plain wording that "
        "the clinic should read before it goes live",
        examples=[r'"Call 999 or go to A&E now if:\n- it is hard to breathe"'],
        max_length=1000,
    )
    privacy_url: Annotated[str, AfterValidator(_page)] = Field(
        "",
        description="The page with the clinic's privacy policy, which a new patient is shown "
        "before anything is written down",
        examples=["https://harbour.example/privacy"],
        max_length=200,
    )
    diary: VendorName | None = Field(
        None,
        description="The system that appointments are booked in: aerona or pracsuite. Needed where "
        "the variables of both are set; the other one then serves lookups alone",
        examples=["aerona"],
    )
    bookable_types: Annotated[tuple[str, ...], BeforeValidator(_ids)] = Field(
        (),
        description="The ids of the appointment types that patients may book, in the order to "
        "offer them; without it, all of them",
        examples=["1864,1901"],
    )
    usual_type: Annotated[str, AfterValidator(_id)] | None = Field(
        None,
        description="The id of the appointment type that is meant when a patient only says "
        "'an appointment'; without it, the patient is asked",
        examples=["1864"],
    )
    new_booking_status: Annotated[int, BeforeValidator(_status)] = Field(
        10,
        description="The status that a new booking gets: 10 scheduled, 1 unconfirmed, "
        "2 confirmed, or 8 where the clinic agrees to each booking afterwards",
        examples=["10"],
    )
    minimum_notice_minutes: int = Field(
        60,
        ge=0,
        le=60 * 24 * 30,
        description="How many minutes before an appointment it can still be booked",
        examples=["60"],
    )
    horizon_days: int = Field(
        56, ge=1, le=366, description="How many days ahead can be booked", examples=["56"]
    )
    most_active_bookings: int = Field(
        3,
        ge=1,
        le=50,
        description="How many coming appointments one patient may have booked by chat",
        examples=["3"],
    )
    late_cancellation_hours: int = Field(
        24,
        ge=0,
        le=24 * 30,
        description="From how many hours before an appointment a cancellation counts as late",
        examples=["24"],
    )

    confirms_within_hours: int = Field(
        24,
        ge=1,
        le=24 * 7,
        description="Within how many hours somebody at the clinic tells a patient what became of "
        "a booking that Frontdesk could not confirm; patients are told by when",
        examples=["24"],
    )

    # What depends on other variables is filled in from those that stand above it. Where one of
    # them is wrong it is missing from info.data, and its own problem is enough.

    @field_validator("locale")
    @classmethod
    def _fill_locale(cls, name: str, info: ValidationInfo) -> str:
        if not name:
            return english(country(info.data["timezone"])) if "timezone" in info.data else ""
        try:
            return str(Locale.parse(name.replace("-", "_")))
        except (UnknownLocaleError, ValueError):
            pass
        raise expected("a language and a country, as en_GB")

    @field_validator("emergency_number")
    @classmethod
    def _fill_number(cls, number: str, info: ValidationInfo) -> str:
        if not number and {"timezone", "locale"} <= info.data.keys():
            number = _emergency(info).number
            if not number:
                raise expected("a number, because the one of the clinic's country is not known")
        elif number and not _CALLED.fullmatch(number):
            raise expected("a number to call, in digits")
        return number

    @field_validator("emergency_text")
    @classmethod
    def _fill_text(cls, text: str, info: ValidationInfo) -> str:
        number = info.data.get("emergency_number", "")
        if not text and {"timezone", "locale", "emergency_number"} <= info.data.keys():
            return _emergency(info).wording(number)
        if number not in text:
            raise expected("a text that says the number in CLINIC_EMERGENCY_NUMBER")
        return text

    @field_validator("usual_type")
    @classmethod
    def _offered(cls, usual: str | None, info: ValidationInfo) -> str | None:
        bookable = info.data.get("bookable_types", ())
        if usual and bookable and usual not in bookable:
            raise expected("one of the ids in CLINIC_BOOKABLE_TYPES")
        return usual


def _emergency(info: ValidationInfo) -> Emergency:
    return emergency(country(info.data["timezone"]) or Locale.parse(info.data["locale"]).territory)


class StorageGroup(Group):
    """Where the clinic's conversations are kept."""

    path: Annotated[Path | None, BeforeValidator(_path)] = Field(
        None,
        description="The database file of this clinic's conversations; one that does not begin "
        "with / counts from the folder of this file",
        examples=["harbour.db"],
    )


class ServerGroup(Group):
    """What the one process that serves all clinics listens on, and how it logs."""

    host: Annotated[str, AfterValidator(_line)] = Field(
        "127.0.0.1",
        description="The address to listen on for /health, /ready and webhooks",
        examples=["127.0.0.1"],
    )
    port: int = Field(8080, ge=1, le=65535, description="The port to listen on", examples=["8080"])
    log_format: Literal["json", "console"] = Field(
        "json",
        description="json for machines, one line an event, or console for people",
        examples=["json"],
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="How much is logged", examples=["info"]
    )
