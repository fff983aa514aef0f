"""The clinic's settings are checked when they are read, and no message repeats what was set."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from connectors.aerona import AeronaSettings
from connectors.settings import root
from tests.connectors.conftest import aerona_settings

GOOD = "https://aeronadental.com/AeronaAPI/v1"


@pytest.mark.parametrize(
    "address",
    [
        GOOD,
        GOOD + "/",
        "http://localhost:8095/AeronaAPI/v1",
        "http://127.0.0.1:8095/x",
        "http://[::1]/x",
    ],
)
def test_an_address_is_https_or_this_machine(address: str) -> None:
    assert root(aerona_settings(address).base_url) == address.rstrip("/")


@pytest.mark.parametrize(
    "wrong",
    [
        {"base_url": "http://canary.example/v1"},
        {"base_url": "http://127.0.0.1.canary.example/v1"},
        {"base_url": "https://canary:canary@aerona.example/v1"},
        {"base_url": "https://aerona.example/v1?key=canary"},
        {"base_url": "canary"},
        {"base_url": "ftp://localhost/canary"},
        {"practice_id": "canary"},
        {"practice_id": 0},
        {"times": "canary"},
        {"overlaps_refused": "canary"},
        {"login_path": "canary"},
        {"login_path": "https://canary.example"},
        {"status_path": "/canary"},
        {"status_method": "CANARY"},
        {"appointment_path": "/canary"},
        {"appointments_search_path": "canary"},
        {"request_limit": 300},
        {"request_window": 60},
        {"write_reserve": 200},
        {"read_timeout": 0},
        {"settle_seconds": 29},
        {"settle_seconds": 3601},
        {"password": ""},
        {"canary": 1},
    ],
    ids=str,
)
def test_a_wrong_value_is_refused_and_not_repeated(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError) as refused:
        aerona_settings(**({"base_url": GOOD} | wrong))

    messages = [one["msg"] for one in refused.value.errors()]
    assert not any("canary" in one for one in messages)
    assert "canary" not in str(refused.value).replace("\ncanary\n", "")


@pytest.mark.parametrize("settle", [{}, {"settle_seconds": 125}])
def test_a_booking_is_settled_only_after_its_answer_was_waited_for(
    settle: dict[str, object],
) -> None:
    with pytest.raises(ValidationError) as refused:
        aerona_settings(GOOD, connect_timeout=5, write_timeout=120, **settle)

    [wrong] = refused.value.errors()
    assert wrong["loc"] == ("settle_seconds",)
    assert "AERONA_WRITE_TIMEOUT" in wrong["msg"]
    assert aerona_settings(GOOD).settle_seconds == 90


def test_the_password_is_shown_nowhere() -> None:
    settings = aerona_settings(GOOD, password="canary-password")

    assert "canary" not in repr(settings) + str(settings) + settings.model_dump_json()


def test_empty_lookups_are_off() -> None:
    settings = aerona_settings(GOOD, appointments_search_path="", appointment_path="")

    assert not settings.appointments_search_path
    assert not settings.appointment_path
    assert settings.budget_folder is None


def test_every_setting_says_what_it_is_for() -> None:
    for name, field in AeronaSettings.model_fields.items():
        assert (field.description or "").endswith("."), name
        if field.is_required():
            assert field.examples, name


def test_every_setting_is_told_of_in_the_vendors_page() -> None:
    page = (Path(__file__).parents[2] / "docs" / "vendors" / "aerona.md").read_text()

    missing = [
        name for name in AeronaSettings.model_fields if f"`AERONA_{name.upper()}`" not in page
    ]
    assert missing == []
