import pytest
from pydantic import BaseModel, ValidationError

from bot.channels.telegram.settings import TelegramSettings
from tests.telegram.fake_bot_api import TOKEN

SECRET = "CANARY-secret-of-the-webhook-0123456789"
WEBHOOK = {"webhook_url": "https://bot.clinic.example", "webhook_secret": SECRET}


def read(**given: object) -> TelegramSettings:
    return TelegramSettings.model_validate({"bot_token": TOKEN, **given})


def test_a_token_is_all_that_is_needed() -> None:
    settings = read()
    assert settings.api_base_url == "https://api.telegram.org"
    assert settings.webhook_url is None


def test_a_key_without_a_value_is_as_good_as_none() -> None:
    settings = read(webhook_url="", webhook_secret="")
    assert settings.webhook_url is None
    assert settings.webhook_secret is None


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:8081",
        "http://localhost:8081/",
        "http://[::1]:8081",
        "https://bots.example",
    ],
)
def test_a_bot_api_server_of_ones_own_is_reached_in_plain_only_on_this_machine(
    address: str,
) -> None:
    assert read(api_base_url=address).api_base_url == address.rstrip("/")


@pytest.mark.parametrize("port", ["", ":443", ":8443", ":80", ":88"])
def test_a_webhook_is_on_a_port_that_telegram_calls(port: str) -> None:
    address = f"https://bot.clinic.example{port}"
    assert read(**WEBHOOK | {"webhook_url": address}).webhook_url == address


def test_a_local_bot_api_server_calls_any_port_of_this_machine() -> None:
    read(
        api_base_url="http://127.0.0.1:8081",
        webhook_url="http://127.0.0.1:8080",
        webhook_secret=SECRET,
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"bot_token": "CANARY"},
        {"bot_token": f"{TOKEN} CANARY"},
        {"bot_token": "CANARY:abcdefghijklmnopqrstuvwxyz012345678"},
        {"api_base_url": "http://CANARY.example"},
        {"api_base_url": "https://user:CANARY@bots.example"},
        {"api_base_url": "https://bots.example/?CANARY"},
        {"api_base_url": "https://bots.example:CANARY"},
        {"api_base_url": "CANARY"},
        {"webhook_url": "https://CANARY.example"},
        {"webhook_url": "http://CANARY.example", "webhook_secret": SECRET},
        {"webhook_url": "https://CANARY.example:8080", "webhook_secret": SECRET},
        WEBHOOK | {"webhook_secret": "CANARY with spaces"},
        WEBHOOK | {"webhook_secret": "CANARY" * 50},
        {"poll_seconds": "CANARY"},
        {"poll_seconds": 0},
        {"webhook_connections": 101},
        {"unknown": "CANARY"},
    ],
)
def test_a_wrong_value_is_refused_and_never_quoted(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError) as refused:
        read(**wrong)
    assert "CANARY" not in str(refused.value)


def test_secrets_are_not_shown() -> None:
    shown = f"{read(**WEBHOOK)!r} {read(**WEBHOOK)} {read(**WEBHOOK).model_dump_json()}"
    assert "CANARY" not in shown


def test_every_setting_says_what_it_is_and_shows_an_example() -> None:
    model: type[BaseModel] = TelegramSettings
    for name, field in model.model_fields.items():
        assert field.description, name
        assert field.examples, name
