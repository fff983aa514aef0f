"""What a clinic sets about its PracSuite: the PRACSUITE_* lines of its env file."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationInfo,
    field_validator,
)

from connectors.settings import Address, longer_than_an_answer


def _numbers(told: object) -> object:
    if not isinstance(told, str):
        return told
    parts = [part.strip() for part in told.split(",") if part.strip()]
    if not all(part.isascii() and part.isdigit() for part in parts):
        raise ValueError("must be numbers with commas between them")
    return tuple(int(part) for part in parts)


def _key(secret: SecretStr) -> SecretStr:
    word = secret.get_secret_value()
    if not (word.isascii() and word.isprintable()) or word != word.strip() or " " in word:
        raise ValueError("must be a key as it was given: no spaces, nothing but plain characters")
    return secret


Numbers = Annotated[tuple[int, ...], BeforeValidator(_numbers)]


def _status(meaning: str, example: str) -> str:
    """A field of the clinic's own list of statuses."""
    field: str = Field(
        default="",
        max_length=100,
        description=(
            f"The clinic's status for {meaning}: its number or its name. "
            "Empty: found by its name, which `check` shows."
        ),
        examples=[example],
    )
    return field


def _reason(meaning: str, example: str) -> str:
    field: str = Field(
        default="",
        max_length=100,
        description=(
            f"The clinic's reason for {meaning}: its number or its name. "
            "Empty: found by its name, else none is given."
        ),
        examples=[example],
    )
    return field


class PracSuiteSettings(BaseModel):
    """Each field is the variable PRACSUITE_<NAME>."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    base_url: Address = Field(
        description="Address of PracSuite's API, up to and including the version.",
        examples=["https://api.pracsuite.com/v1"],
    )
    vendor_key: SecretStr = Field(
        min_length=1,
        description="The key that Smartsoft gave for Frontdesk, the same for all clinics.",
        examples=["change-me"],
    )
    account_key: SecretStr = Field(
        min_length=1,
        description="The key that the clinic made under Settings, Integrations, API.",
        examples=["change-me-too"],
    )

    business_ids: Numbers = Field(
        default=(),
        description=(
            "Numbers of the places that patients may book themselves, with commas between them. "
            "Empty: all."
        ),
        examples=["1,2"],
    )
    profession_ids: Numbers = Field(
        default=(),
        description=(
            "Numbers of the professions that patients may book themselves, with commas between "
            "them. Empty: all."
        ),
        examples=["1,2"],
    )

    status_new: str = _status("an appointment that is booked", "Booked")
    status_requested: str = _status("an appointment that the clinic has still to agree to", "Tbc")
    status_confirmed: str = _status("a patient who said that they will come", "Confirmed")
    status_arrived: str = _status("a patient who has come", "Arrived")
    status_in_clinic: str = _status("a patient who is being seen", "In progress")
    status_completed: str = _status("an appointment that is over", "Completed")
    status_no_show: str = _status("a patient who did not come", "Did not attend")
    status_cancelled: str = _status("an appointment that the patient cancelled", "Cancelled")
    status_cancelled_late: str = _status("an appointment cancelled too late", "Late cancellation")
    status_cancelled_by_clinic: str = _status(
        "an appointment that the clinic cancelled", "Cancelled by clinic"
    )

    cancellation_reason: str = _reason("a patient's cancellation", "Cancelled by patient")
    late_cancellation_reason: str = _reason("a cancellation too late", "Late cancellation")
    reschedule_reason: str = _reason("another time that a patient wanted", "Patient request")
    record_cancellations: Literal["yes", "late", "no"] = Field(
        default="yes",
        description=(
            "Which cancellations count in the patient's attendance history: yes is all of them, "
            "late only those that come too late, no none."
        ),
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
        description="Hours for which services, clinicians, places and items are remembered.",
    )
    slots_seconds: float = Field(
        default=60,
        ge=0,
        le=600,
        description=(
            "Seconds for which a search of free times is answered from what PracSuite showed "
            "before."
        ),
    )
    poll_seconds: float = Field(
        default=120,
        ge=0,
        le=86_400,
        description=(
            "Seconds between two looks for what staff have changed; 0: never. Each costs at least "
            "two requests of the day."
        ),
    )

    requests_per_minute: int = Field(
        default=60,
        ge=10,
        le=100_000,
        description=(
            "Most requests in any minute, of all clinics with the same vendor key together."
        ),
    )
    daily_quota: int = Field(
        default=10_000,
        ge=100,
        le=10_000_000,
        description="Most requests in any day, of all clinics with the same vendor key together.",
    )
    write_reserve: int = Field(
        default=6,
        ge=1,
        description=(
            "How many requests of a minute are kept for cancelling and for finding out what "
            "became of a booking; of the day, the same part of it."
        ),
    )
    budget_folder: Path | None = Field(
        default=None,
        description=(
            "Folder of the file that counts the requests; all programs with the same vendor key "
            "must name the same one. Empty: beside the storage file."
        ),
    )

    @field_validator("vendor_key", "account_key")
    @classmethod
    def _is_a_key(cls, secret: SecretStr) -> SecretStr:
        return _key(secret)

    @field_validator("settle_seconds")
    @classmethod
    def _is_longer_than_an_answer_is_waited_for(cls, settle: float, told: ValidationInfo) -> float:
        return longer_than_an_answer(settle, told, "PRACSUITE")

    @field_validator("write_reserve")
    @classmethod
    def _something_is_left_to_search_with(cls, reserve: int, told: ValidationInfo) -> int:
        limit = told.data.get("requests_per_minute")
        if limit is not None and reserve > limit // 2:
            raise ValueError("must be at most half of PRACSUITE_REQUESTS_PER_MINUTE")
        return reserve
