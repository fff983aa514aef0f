"""What lists are narrowed by and sorted by: only the operators that a field's type knows.

docs/vendors/pracsuite.md, Filters. A filter is sent as `q[]=field:operatorvalue`; several must all
be true. Since the vendor's own links lose them, each filter can also tell whether a row fits it.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Final, Generic, TypeVar
from unicodedata import combining, normalize

from pydantic import TypeAdapter

from connectors.errors import Refused
from connectors.pracsuite.wire import Archived, Local, Moment
from connectors.reading import Id, UnreadableError, read

T = TypeVar("T", date, datetime, int, str)
V = TypeVar("V")

_DATE: Final = TypeAdapter(date)
_MOMENT: Final = TypeAdapter[datetime](Moment)
_LOCAL: Final = TypeAdapter[str](Local)
_NUMBER: Final = TypeAdapter[int](Id)
_YES: Final = TypeAdapter[bool](Archived)

# Filtered under one name and told under another.
_TOLD_AS: Final = {"updated": ("modified", "updated")}
_PHONES: Final = frozenset({"phone", "mobile", "home_phone", "work_phone", "fax"})
# The digits of a phone number that do not depend on how it is written.
_OWN_DIGITS: Final = 7


@dataclass(frozen=True)
class Filter:
    """One condition; `text` is the operator with the value behind it."""

    name: str
    text: str = field(repr=False)
    agrees: Callable[[object], bool] = field(repr=False, compare=False)

    @property
    def pair(self) -> tuple[str, str]:
        """As it is sent."""
        return "q[]", f"{self.name}:{self.text}"

    def fits(self, row: Mapping[str, object]) -> bool:
        """Whether a row agrees; one that does not tell the field does."""
        for name in _TOLD_AS.get(self.name, (self.name,)):
            if name in row:
                return self.agrees(row[name])
        return True


@dataclass(frozen=True)
class _Ordered(Generic[T]):
    """What can only be before or after, for a type of values."""

    name: str

    def before(self, value: T) -> Filter:
        """Earlier, or less."""
        return self._filter("<", value, lambda told, asked: told < asked)

    def at_most(self, value: T) -> Filter:
        """Not later, or not more."""
        return self._filter("<=", value, lambda told, asked: told <= asked)

    def after(self, value: T) -> Filter:
        """Later, or more."""
        return self._filter(">", value, lambda told, asked: told > asked)

    def at_least(self, value: T) -> Filter:
        """Not earlier, or not less."""
        return self._filter(">=", value, lambda told, asked: told >= asked)

    def _filter(self, sign: str, value: T, compare: Callable[[T, T], bool]) -> Filter:
        asked = self._checked(value)

        def agrees(told: object) -> bool:
            known = self._told(told)
            return self._without if known is None else compare(known, asked)

        return Filter(self.name, sign + self._written(asked), agrees)

    # Whether a row agrees that leaves the field empty, or tells it in another way.
    _without = False

    def _checked(self, value: T) -> T:
        return value

    def _written(self, value: T) -> str:
        return str(value)

    def _told(self, told: object) -> T | None:
        raise NotImplementedError


class _Exact(_Ordered[T]):
    """What can also be equal."""

    def equals(self, value: T) -> Filter:
        """Just this."""
        return self._filter("=", value, lambda told, asked: told == asked)

    def is_not(self, value: T) -> Filter:
        """Anything but this."""
        return self._filter("!=", value, lambda told, asked: told != asked)


class DateField(_Exact[date]):
    """A day, such as a date of birth."""

    def _checked(self, value: date) -> date:
        if isinstance(value, datetime):
            raise Refused(f"{self.name} is a day, without a time")
        return value

    def _told(self, told: object) -> date | None:
        return _read(_DATE, told)


class MomentField(_Ordered[datetime]):
    """A moment, told in UTC; it has milliseconds, so that nothing equals it."""

    # What was never changed may have no time of its last change, and must not be lost for it.
    _without = True

    def _checked(self, value: datetime) -> datetime:
        if value.tzinfo is None:
            raise Refused(f"{self.name} is a moment, and this is a clock time")
        return value.astimezone(UTC)

    def _written(self, value: datetime) -> str:
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")

    def _told(self, told: object) -> datetime | None:
        return _read(_MOMENT, told)


class LocalField(_Exact[str]):
    """A time by the clinic's own clock, as the vendor writes it."""

    def _checked(self, value: str) -> str:
        return local_time(value)

    def _told(self, told: object) -> str | None:
        return _read(_LOCAL, told)


class NumberField(_Exact[int]):
    """A number, mostly of a record."""

    def _checked(self, value: int) -> int:
        if isinstance(value, bool):
            raise Refused(f"{self.name} is a number")
        return value

    def _told(self, told: object) -> int | None:
        return _read(_NUMBER, told)


@dataclass(frozen=True)
class ChoiceField:
    """A number that chooses; nothing else can be asked of it, and no row tells it."""

    name: str

    def equals(self, value: int) -> Filter:
        """Just this."""
        return Filter(self.name, f"={value:d}", lambda _: True)


@dataclass(frozen=True)
class TextField:
    """Text. Whether capitals and accents matter is not told: rows are compared without them."""

    name: str

    def equals(self, value: str) -> Filter:
        """Just this."""
        asked = self._asked(value)
        return self._filter("=", value, lambda told: self._same(told, asked))

    def is_not(self, value: str) -> Filter:
        """Anything but this."""
        asked = self._asked(value)
        return self._filter("!=", value, lambda told: not self._same(told, asked))

    def contains(self, value: str) -> Filter:
        """Whatever has this anywhere in it."""
        asked = self._asked(value)
        return self._filter("~", value, lambda told: asked in told)

    def _filter(self, sign: str, value: str, compare: Callable[[str], bool]) -> Filter:
        return Filter(
            self.name,
            sign + value,
            lambda told: compare(self._plain(told) if isinstance(told, str) else ""),
        )

    def _asked(self, value: str) -> str:
        plain = self._plain(value)
        # A number may be written with the country's code or without it.
        return plain[-_OWN_DIGITS:] if self.name in _PHONES else plain

    def _same(self, told: str, asked: str) -> bool:
        return told.endswith(asked) if self.name in _PHONES else told == asked

    def _plain(self, text: str) -> str:
        if self.name in _PHONES:
            return re.sub(r"\D", "", text)
        letters = (one for one in normalize("NFKD", text) if not combining(one))
        return " ".join("".join(letters).split()).casefold()


@dataclass(frozen=True)
class YesNoField:
    """Yes or no."""

    name: str

    def equals(self, value: bool) -> Filter:  # noqa: FBT001 - the value itself
        """Just this."""
        return Filter(self.name, f"={_word(value)}", lambda told: _read(_YES, told) is value)

    def is_not(self, value: bool) -> Filter:  # noqa: FBT001 - the value itself
        """Anything but this."""
        return Filter(self.name, f"!={_word(value)}", lambda told: _read(_YES, told) is not value)


def local_time(text: str) -> str:
    """A time by the clinic's own clock as the vendor writes it; Refused for any other text."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}", text) is None:
        raise Refused("a local time is written 2026-03-02T09:00:00, without an offset")
    return text


def filtered(
    operation: str, where: Sequence[Filter], allowed: Collection[str]
) -> list[tuple[str, str]]:
    """The filters as they are sent; Refused for one that this list does not know."""
    for one in where:
        if one.name not in allowed:
            raise Refused(f"{operation} cannot be narrowed by {one.name}")
    return [one.pair for one in where]


def sorted_by(
    operation: str, names: Sequence[str], allowed: Collection[str]
) -> list[tuple[str, str]]:
    """What to sort by, in one value with commas; Refused for what this list does not know."""
    for name in names:
        if name not in allowed:
            raise Refused(f"{operation} cannot be sorted by {name}")
    return [("sort_by", ",".join(names))] if names else []


def _word(value: bool) -> str:  # noqa: FBT001 - the value itself
    return "true" if value else "false"


def _read(shape: TypeAdapter[V], told: object) -> V | None:
    try:
        return read(shape, told)
    except UnreadableError:
        return None


CREATED: Final = MomentField("created")
UPDATED: Final = MomentField("updated")
ARCHIVED: Final = MomentField("archived")
APP_TIME: Final = LocalField("app_time")
APPOINTMENT_ID: Final = NumberField("appointment_id")
CLIENT_ID: Final = NumberField("client_id")
PRACTITIONER_ID: Final = NumberField("practitioner_id")
BUSINESS_ID: Final = NumberField("business_id")
PROFESSION_ID: Final = NumberField("profession_id")
APPOINTMENT_TYPE_ID: Final = NumberField("appointment_type_id")
CANCELLATION_TIME: Final = MomentField("cancellation_time")

FIRST_NAME: Final = TextField("first_name")
SURNAME: Final = TextField("surname")
PREFERRED_NAME: Final = TextField("preferred_name")
EMAIL: Final = TextField("email")
MOBILE: Final = TextField("mobile")
HOME_PHONE: Final = TextField("home_phone")
WORK_PHONE: Final = TextField("work_phone")
FAX: Final = TextField("fax")
PHONE: Final = TextField("phone")
DATE_OF_BIRTH: Final = DateField("date_of_birth")
FILE_CREATED: Final = MomentField("file_created")
# 1 active, 2 inactive, 3 all, 4 inactive but alive, 5 all who are alive, 6 deceased.
PATIENT_STATUS: Final = ChoiceField("status")
EMAIL_MARKETING_TYPE: Final = ChoiceField("email_marketing_type")
SMS_MARKETING_TYPE: Final = ChoiceField("sms_marketing_type")

SHORT_DESCRIPTION: Final = TextField("short_description")
ITEM_CODE: Final = TextField("item_code")
DESCRIPTION: Final = TextField("description")
GROUP_ARCHIVED: Final = YesNoField("archived")
CONTACT_ARCHIVED: Final = YesNoField("archive")
