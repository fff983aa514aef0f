"""One clinic's settings: the one model that reads the one file."""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, Field, SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.channels.telegram.settings import TelegramSettings
from bot.settings.desk import DeskGroup
from bot.settings.envfile import EnvFile
from bot.settings.groups import REQUESTED, ClinicGroup, ServerGroup, StorageGroup, VendorName
from connectors.aerona.settings import AeronaSettings
from connectors.pracsuite.settings import PracSuiteSettings
from dialogs.clinic import Clinic, Policy

# Every group of variables by its prefix, in the order in which a clinic meets them.
GROUPS: Mapping[str, type[BaseModel]] = {
    "clinic": ClinicGroup,
    "aerona": AeronaSettings,
    "pracsuite": PracSuiteSettings,
    "telegram": TelegramSettings,
    "desk": DeskGroup,
    "storage": StorageGroup,
    "server": ServerGroup,
}


# The practice management systems; a clinic has one of them, or both.
VENDORS: tuple[VendorName, ...] = ("aerona", "pracsuite")


def variables() -> Iterator[tuple[str, str, str, FieldInfo]]:
    """Every variable that a file may hold: its name, its group, its field, and what it says."""
    for prefix, group in GROUPS.items():
        for name, field in group.model_fields.items():
            yield f"{prefix}_{name}".upper(), prefix, name, field


class FromFile(PydanticBaseSettingsSource):
    """The values of one env file, by group; CLINIC_NAME is the field `name` of the group `clinic`.

    Without a group's own variables the group is empty, so that each required one is reported by
    its name; a group that is `left_out` is not there at all.
    """

    def __init__(self, file: EnvFile, left_out: frozenset[str]) -> None:
        """Take the values of this file, except for those of the groups left out."""
        super().__init__(ClinicSettings)
        self._file = file
        self._groups = GROUPS.keys() - left_out

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002 - the library's signature
        """One group as pydantic takes it: the texts of the file by the names of the fields."""
        group = GROUPS[field_name]
        texts = {
            name: self._file.given[variable].value
            for variable, prefix, name, _ in variables()
            if prefix == field_name and variable in self._file.given
        }
        # Two programs that were started in different folders must mean the same file.
        folder = self._file.path.absolute().parent
        for name, text in texts.items():
            if is_path(group.model_fields[name]):
                texts[name] = str(folder / text)
        return texts, field_name, True

    def __call__(self) -> dict[str, Any]:
        """The whole file."""
        fields = self.settings_cls.model_fields
        groups = {name: self.get_field_value(fields[name], name)[0] for name in self._groups}
        return {"file": self._file.path, **groups}


def is_path(field: FieldInfo) -> bool:
    """Whether the variable names a file or a folder."""
    return Path in (field.annotation, *get_args(field.annotation))


class ClinicSettings(BaseSettings):
    """What one clinic's file says; made by `load`, and by nothing else from a file.

    Values come from that file alone. The process environment is no source: it would be the same
    for every clinic of the process.
    """

    model_config = SettingsConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    file: Path
    clinic: ClinicGroup
    aerona: AeronaSettings | None = None
    pracsuite: PracSuiteSettings | None = None
    telegram: TelegramSettings | None = None
    desk: DeskGroup = Field(default_factory=DeskGroup)
    storage: StorageGroup
    server: ServerGroup

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take nothing from the process environment, whoever makes one of these."""
        del settings_cls, env_settings, dotenv_settings, file_secret_settings
        return (init_settings,)

    @property
    def diary(self) -> VendorName:
        """The system that books; the other one, where the clinic has both, serves lookups."""
        return self.clinic.diary or ("aerona" if self.aerona is not None else "pracsuite")

    @property
    def lookups(self) -> tuple[VendorName, ...]:
        """The systems that only serve lookups."""
        return tuple(name for name in VENDORS if name != self.diary and getattr(self, name))

    @property
    def settle(self) -> timedelta:
        """How long after a write was sent to the diary it may still take effect."""
        diary = self._booking
        return timedelta(seconds=diary.settle_seconds)

    @property
    def refuses_overlaps(self) -> bool:
        """Whether the diary is known to refuse a booking on a time that is taken."""
        diary = self._booking
        return not isinstance(diary, AeronaSettings) or diary.overlaps_refused == "yes"

    @property
    def poll_seconds(self) -> float:
        """How often the diary is asked what has changed; 0: never."""
        diary = self._booking
        return diary.poll_seconds if isinstance(diary, PracSuiteSettings) else 0

    @property
    def webhook_secret(self) -> SecretStr | None:
        """Out of which the address is made that the clinic's system tells of changes."""
        return None if self.aerona is None else self.aerona.webhook_secret

    @property
    def practice_id(self) -> int:
        """Which practice that system's events are about; 0 where nothing is told of."""
        return 0 if self.aerona is None else self.aerona.practice_id

    @property
    def _booking(self) -> AeronaSettings | PracSuiteSettings:
        group = self.aerona if self.diary == "aerona" else self.pracsuite
        if group is None:
            raise ValueError("a clinic has the system that books")
        return group

    @property
    def slug(self) -> str:
        """The clinic's short name, in sessions and logs: the file's name without its ending."""
        return slug(self.file)

    def facts(self) -> Clinic:
        """What the dialogs may know of the clinic."""
        clinic = self.clinic
        return Clinic(
            name=clinic.name,
            zone=clinic.timezone,
            phone=clinic.phone,
            locale=clinic.locale,
            address=clinic.address,
            emergency_number=clinic.emergency_number,
            emergency_text=clinic.emergency_text,
            privacy_url=clinic.privacy_url,
            policy=Policy(
                bookable=clinic.bookable_types,
                usual=clinic.usual_type,
                requested=clinic.new_booking_status == REQUESTED,
                minimum_notice=timedelta(minutes=clinic.minimum_notice_minutes),
                horizon=timedelta(days=clinic.horizon_days),
                most_active_bookings=clinic.most_active_bookings,
                late_cancellation=timedelta(hours=clinic.late_cancellation_hours),
                confirms_within=timedelta(hours=clinic.confirms_within_hours),
            ),
        )


def slug(file: Path) -> str:
    """The short name that a file gives its clinic: harbour.env is harbour, and .env is clinic."""
    return re.sub(r"\.env$", "", file.name) or "clinic"
