"""The clinic's settings are checked when they are read, and no message repeats what was set."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from connectors.pracsuite.settings import PracSuiteSettings
from tests.connectors.recording import pracsuite_settings

GOOD = "https://api.pracsuite.com/v1"


@pytest.mark.parametrize(
    "wrong",
    [
        {"base_url": "http://canary.example/v1"},
        {"base_url": "https://canary:canary@pracsuite.example/v1"},
        {"vendor_key": ""},
        {"vendor_key": "canary key"},
        {"account_key": "canary\n"},
        {"account_key": "canarý"},
        {"business_ids": "1, canary"},
        {"business_ids": "1;2"},
        {"profession_ids": "-1"},
        {"record_cancellations": "canary"},
        {"settle_seconds": 25},
        {"requests_per_minute": 5},
        {"daily_quota": 50},
        {"write_reserve": 31},
        {"poll_seconds": -1},
        {"status_new": "canary" * 20},
        {"canary": 1},
    ],
    ids=str,
)
def test_a_wrong_value_is_refused_and_not_repeated(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError) as refused:
        pracsuite_settings(**({"base_url": GOOD} | wrong))

    messages = [one["msg"] for one in refused.value.errors()]
    assert not any("canary" in one for one in messages)
    assert "canary" not in str(refused.value).replace("\ncanary\n", "")


def test_numbers_are_read_with_commas_between_them() -> None:
    settings = pracsuite_settings(GOOD, business_ids="1, 2,", profession_ids="")

    assert (settings.business_ids, settings.profession_ids) == ((1, 2), ())


def test_three_lines_are_enough() -> None:
    settings = pracsuite_settings(GOOD)

    assert (settings.settle_seconds, settings.poll_seconds) == (90, 120)
    assert (settings.requests_per_minute, settings.daily_quota) == (60, 10_000)
    assert [name for name, one in PracSuiteSettings.model_fields.items() if one.is_required()] == [
        "base_url",
        "vendor_key",
        "account_key",
    ]


def test_every_setting_says_what_it_is_for() -> None:
    for name, field in PracSuiteSettings.model_fields.items():
        assert (field.description or "").endswith("."), name
        if field.is_required():
            assert field.examples, name


def test_every_setting_is_told_of_in_the_vendors_page() -> None:
    page = (Path(__file__).parents[2] / "docs" / "vendors" / "pracsuite.md").read_text()

    missing = [
        name for name in PracSuiteSettings.model_fields if f"`PRACSUITE_{name.upper()}`" not in page
    ]
    assert missing == []
