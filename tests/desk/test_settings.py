"""A way to tell staff is described as a whole, or what is missing of it is said by name."""

import pytest

from bot.settings import BadSettings, load
from bot.settings.desk import DeskGroup
from tests.settings.conftest import NEEDED, Write, write

__all__ = ["write"]

MAIL = {
    "DESK_MAIL_TO": "desk@harbour.example, manager@harbour.example",
    "DESK_MAIL_FROM": "frontdesk@harbour.example",
    "DESK_SMTP_HOST": "smtp.harbour.example",
}


def desk(write: Write, **variables: str | None) -> DeskGroup:
    return load(write(NEEDED | variables)).desk


def problems(write: Write, **variables: str | None) -> dict[str, str]:
    with pytest.raises(BadSettings) as caught:
        load(write(NEEDED | variables))
    return {problem.variable: problem.state for problem in caught.value.problems}


def test_without_any_of_it_nobody_is_told(write: Write) -> None:
    told = desk(write)
    assert (told.telegram_chat, told.by_mail, told.details) == (None, False, "no")


@pytest.mark.parametrize("chat", ["-1001234567890", "-987654321", "5000001"])
def test_a_chat_is_a_number_that_may_be_negative(write: Write, chat: str) -> None:
    assert desk(write, DESK_TELEGRAM_CHAT=chat).telegram_chat == int(chat)


@pytest.mark.parametrize("chat", ["@staff", "0", "1.5", "--5", "-100 123", "9" * 20])
def test_a_chat_by_any_other_name_is_refused(write: Write, chat: str) -> None:
    assert problems(write, DESK_TELEGRAM_CHAT=chat) == {"DESK_TELEGRAM_CHAT": "wrong"}


def test_mail_needs_little_and_is_encrypted_unless_told_otherwise(write: Write) -> None:
    told = desk(write, **MAIL)
    assert told.mail_to == ("desk@harbour.example", "manager@harbour.example")
    assert (told.smtp_security, told.port) == ("starttls", 587)
    assert desk(write, **MAIL, DESK_SMTP_SECURITY="tls").port == 465
    assert desk(write, **MAIL, DESK_SMTP_PORT="2525").port == 2525


def test_all_that_is_missing_is_said_at_once(write: Write) -> None:
    found = problems(
        write,
        DESK_TELEGRAM_CHAT="staff",
        DESK_MAIL_TO="desk@harbour.example",
        DESK_SMTP_USERNAME="desk",
        DESK_DETAILS="perhaps",
    )
    assert found == {
        "DESK_TELEGRAM_CHAT": "wrong",
        "DESK_MAIL_FROM": "missing",
        "DESK_SMTP_HOST": "missing",
        "DESK_SMTP_PASSWORD": "missing",
        "DESK_DETAILS": "wrong",
    }


def test_a_mail_server_without_anybody_to_write_to_is_a_mistake(write: Write) -> None:
    found = problems(write, **MAIL | {"DESK_MAIL_TO": None}, DESK_SMTP_PASSWORD="x")
    assert found == dict.fromkeys(
        ("DESK_MAIL_FROM", "DESK_SMTP_HOST", "DESK_SMTP_PASSWORD"), "wrong"
    )


@pytest.mark.parametrize("variable", ["DESK_MAIL_TO", "DESK_MAIL_FROM"])
@pytest.mark.parametrize(
    "address",
    [
        "desk",
        '"desk@harbour.example\\nBcc: x@y.example"',
        "Desk <desk@harbour.example>",
        "desk@härbour.example",
        "desk@harbour.example SIZE=1",
        "@harbour.example",
    ],
)
def test_what_is_no_plain_address_is_refused(write: Write, variable: str, address: str) -> None:
    assert problems(write, **MAIL | {variable: address}) == {variable: "wrong"}


@pytest.mark.parametrize("host", ["smtp.harbour.example:587", '"a\\nb"', "smtp harbour", "-x"])
def test_a_mail_server_is_a_name_and_nothing_else(write: Write, host: str) -> None:
    assert problems(write, **MAIL | {"DESK_SMTP_HOST": host}) == {"DESK_SMTP_HOST": "wrong"}


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_only_on_this_machine_mail_may_go_unencrypted(write: Write, host: str) -> None:
    assert desk(write, **MAIL | {"DESK_SMTP_HOST": host}, DESK_SMTP_SECURITY="none").port == 25
    found = problems(write, **MAIL, DESK_SMTP_SECURITY="none")
    assert found == {"DESK_SMTP_SECURITY": "wrong"}
