"""What a clinic sets about its Aerona: the AERONA_* lines of its env file."""

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationInfo,
    field_validator,
)

from connectors.settings import Address, longer_than_an_answer

# No validator's message repeats what was set: the lines of an env file are logged and mailed about.


def _path(path: str) -> str:
    if not path.startswith("/"):
        raise ValueError("must begin with /")
    if "?" in path or "#" in path or "://" in path:
        raise ValueError("must be a path alone")
    return path


def _appointment_path(path: str) -> str:
    if "{appointmentId}" not in path:
        raise ValueError("must hold {appointmentId}")
    return _path(path)


def _unless_empty(path: str) -> str:
    return _path(path) if path else path


def _appointment_path_unless_empty(path: str) -> str:
    return _appointment_path(path) if path else path


# As many different characters as any word has that was really drawn by lot.
_DIFFERENT = 8
_WORD = re.compile(r"[A-Za-z0-9_-]{32,256}")
_EXAMPLE = "put-here-what-openssl-rand-hex-32-prints"


def _unguessable(secret: SecretStr) -> SecretStr:
    word = secret.get_secret_value()
    if not _WORD.fullmatch(word):
        raise ValueError("must be 32 to 256 characters: letters A-Z and a-z, digits, _ and -")
    if word == _EXAMPLE or len(set(word)) < _DIFFERENT:
        raise ValueError("must be a random word of the clinic's own")
    return secret


ServerPath = Annotated[str, AfterValidator(_path)]
AppointmentPath = Annotated[str, AfterValidator(_appointment_path)]
OptionalPath = Annotated[str, AfterValidator(_unless_empty)]
OptionalAppointmentPath = Annotated[str, AfterValidator(_appointment_path_unless_empty)]


class AeronaSettings(BaseModel):
    """Each field is the variable AERONA_<NAME>; what Aerona does not document can be corrected."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    base_url: Address = Field(
        description="Address of the clinic's Aerona API, up to and including the version.",
        examples=["https://aeronadental.com/AeronaAPI/v1"],
    )
    username: str = Field(
        min_length=1,
        description="User name of the Aerona account that Frontdesk works with.",
        examples=["frontdesk"],
    )
    password: SecretStr = Field(
        min_length=1, description="Password of that account.", examples=["change-me"]
    )
    practice_id: int = Field(
        gt=0,
        lt=10**11,
        description="Number of the practice in Aerona.",
        examples=[9876],
    )
    times: Literal["utc", "local"] = Field(
        default="utc",
        description=(
            "What the Z at the end of Aerona's times means: utc if it is true, local if the "
            "clinic's own clock is written with a Z. Compare one known appointment in summer time "
            "before going live."
        ),
    )
    overlaps_refused: Literal["yes", "no", "unknown"] = Field(
        default="unknown",
        description=(
            "Whether Aerona refuses a booking on a time that is already taken. "
            "Leave unknown unless it was tried."
        ),
    )

    webhook_secret: Annotated[SecretStr, AfterValidator(_unguessable)] | None = Field(
        default=None,
        description=(
            "A long random word out of which the address is made that Aerona tells of changes; "
            "`check` then says the address. Letters, digits, _ and -, at least 32 of them. "
            "Empty: Aerona tells nothing."
        ),
        examples=[_EXAMPLE],
    )

    login_path: ServerPath = Field(
        default="/login", description="Where Frontdesk logs in, below the address."
    )
    create_path: ServerPath = Field(
        default="/appointments", description="Where a new appointment is posted."
    )
    status_path: AppointmentPath = Field(
        default="/appointments/{appointmentId}/status",
        description="Where the status of an appointment is changed.",
    )
    status_method: Literal["PUT", "PATCH", "POST"] = Field(
        default="PUT", description="The HTTP method of that change."
    )
    patient_search_path: OptionalPath = Field(
        default="",
        description="Where patients are found by surname and date of birth; empty: not used.",
        examples=["/patients/search"],
    )
    appointment_path: OptionalAppointmentPath = Field(
        default="",
        description="Where one appointment is read; empty: not used.",
        examples=["/appointments/{appointmentId}"],
    )
    appointments_search_path: OptionalPath = Field(
        default="",
        description=(
            "Where the appointments of a patient are listed; empty: not used. With it, patients "
            "see what the clinic booked for them, and a doubtful booking can be settled by reading."
        ),
        examples=["/appointments/search"],
    )

    connect_timeout: float = Field(
        default=5, gt=0, le=60, description="Seconds to wait for a connection."
    )
    read_timeout: float = Field(
        default=8, gt=0, le=120, description="Seconds to wait for an answer to a question."
    )
    write_timeout: float = Field(
        default=20,
        gt=0,
        le=120,
        description="Seconds to wait for the answer to a booking or a change.",
    )
    settle_seconds: float = Field(
        default=90,
        ge=30,
        le=3600,
        validate_default=True,
        description=(
            "How long in seconds after a booking was sent it may still take effect. Nothing is "
            "concluded earlier from its absence."
        ),
    )
    catalogue_hours: float = Field(
        default=6,
        ge=0,
        le=168,
        description="Hours for which the appointment types and the clinicians are remembered.",
    )
    slots_seconds: float = Field(
        default=60,
        ge=0,
        le=600,
        description=(
            "Seconds for which a search of free times is answered from what Aerona showed before."
        ),
    )

    request_limit: int = Field(
        default=270,
        ge=10,
        le=299,
        description=(
            "Most requests in any fifteen minutes; Aerona ends the login at 300. Set it lower if "
            "other programs use the same account."
        ),
    )
    request_window: int = Field(
        default=900,
        ge=900,
        le=86_400,
        description="Length in seconds of the time over which Aerona counts the requests.",
    )
    write_reserve: int = Field(
        default=30,
        ge=1,
        description=(
            "How many of these requests are kept for cancelling and for finding out what became "
            "of a booking."
        ),
    )
    budget_folder: Path | None = Field(
        default=None,
        description=(
            "Folder of the file that counts the requests; two programs with the same account must "
            "name the same one. Empty: beside the storage file."
        ),
    )

    @field_validator("settle_seconds")
    @classmethod
    def _is_longer_than_an_answer_is_waited_for(cls, settle: float, told: ValidationInfo) -> float:
        return longer_than_an_answer(settle, told, "AERONA")

    @field_validator("write_reserve")
    @classmethod
    def _something_is_left_to_search_with(cls, reserve: int, told: ValidationInfo) -> int:
        limit = told.data.get("request_limit")
        if limit is not None and reserve > limit // 2:
            raise ValueError("must be at most half of AERONA_REQUEST_LIMIT")
        return reserve
