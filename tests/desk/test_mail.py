"""Mail to staff, with a real mail server: what arrives, and what is said of what does not."""

import asyncio
import traceback
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.channels.protocol import DeliveryError, Rejected, TryLater, Unreachable
from bot.desk.mail import Mail
from bot.desk.wording import Notice
from bot.settings.desk import DeskGroup
from tests.bot.processes import free_port
from tests.desk.mailbox import PASSWORD, USERNAME, Shows, mail_server, text, trust

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
NOTICE = Notice("abc123", "Praxis Müller: 2 things wait", "Ærlig talt – 2 things.\n.\nTo answer: …")
LOGIN = {"smtp_username": USERNAME, "smtp_password": PASSWORD}


def mail(port: int, **settings: Any) -> Mail:  # noqa: ANN401 - as a file has them
    group = DeskGroup.model_validate(
        {
            "mail_to": "desk@harbour.example,manager@harbour.example",
            "mail_from": "frontdesk@harbour.example",
            "smtp_host": "127.0.0.1",
            "smtp_port": port,
        }
        | settings
    )
    return Mail(group, lambda: NOON, trust())


async def failure(way: Mail, notice: Notice = NOTICE) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        await way.tell(notice)
    # Whatever the library or the server says is not kept where a log could find it.
    lines = traceback.TracebackException.from_exception(caught.value, capture_locals=False).format()
    said = "".join(lines) + str(caught.value)
    assert not [secret for secret in (PASSWORD, "@harbour.example", "canary") if secret in said]
    assert caught.value.__context__ is None
    return caught.value


async def test_a_mail_arrives_whole_and_says_from_whom_and_when() -> None:
    async with mail_server() as box:
        await mail(box.port).tell(NOTICE)
    [sent] = box.mails
    assert sent["Subject"] == "Praxis Müller: 2 things wait"
    assert text(sent) == f"{NOTICE.text}\n"
    assert sent["From"] == "frontdesk@harbour.example"
    assert sent["To"] == "desk@harbour.example, manager@harbour.example"
    assert sent["Date"].datetime == NOON
    assert sent["Auto-Submitted"] == "auto-generated"
    assert box.senders == ["frontdesk@harbour.example"]
    assert box.recipients == [["desk@harbour.example", "manager@harbour.example"]]


async def test_a_repeat_can_be_known_by_its_id() -> None:
    async with mail_server() as box:
        for id_ in ("abc123", "abc123", "def456"):
            await mail(box.port).tell(Notice(id_, "Two things", "text"))
    first, again, other = [sent["Message-ID"] for sent in box.mails]
    assert first == again == "<frontdesk-abc123@harbour.example>"
    assert other != first


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_logging_in_happens_behind_encryption(security: Any) -> None:  # noqa: ANN401 - its parameters are literals
    async with mail_server(security, wants_login=True) as box:
        await mail(box.port, smtp_security=security, **LOGIN).tell(NOTICE)
    assert box.logins == [(USERNAME, PASSWORD)]
    assert len(box.mails) == 1


async def test_on_this_machine_mail_may_go_as_it_is() -> None:
    async with mail_server("none") as box:
        await mail(box.port, smtp_security="none").tell(NOTICE)
    assert len(box.mails) == 1


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize("shows", ["somebody else's", "an unknown one", "an expired one"])
async def test_a_server_that_cannot_show_who_it_is_gets_nothing(
    security: Any,  # noqa: ANN401 - its parameters are literals
    shows: Shows,
) -> None:
    async with mail_server(security, shows=shows) as box:
        error = await failure(mail(box.port, smtp_security=security, **LOGIN))
    assert isinstance(error, TryLater)
    assert str(error) == "certificate"
    assert (box.logins, box.mails) == ([], [])


async def test_a_server_without_encryption_gets_neither_a_password_nor_a_mail() -> None:
    async with mail_server("none") as box:
        assert str(await failure(mail(box.port, **LOGIN))) == "no encryption"
        error = await failure(mail(box.port, smtp_security="tls", **LOGIN))
        assert str(error) == "encryption failed"
    assert (box.logins, box.mails) == ([], [])


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("535 5.7.8 Authentication credentials invalid", Unreachable),
        ("454 4.7.0 Temporary authentication failure", TryLater),
    ],
)
async def test_a_login_that_is_refused_for_now_is_tried_again(
    answer: str, kind: type[DeliveryError]
) -> None:
    async with mail_server() as box:
        box.login = answer
        error = await failure(mail(box.port, **LOGIN))
    assert type(error) is kind
    assert box.mails == []


async def test_a_server_that_knows_no_login_gets_nothing() -> None:
    async with mail_server("none", offers_login=False) as box:
        error = await failure(mail(box.port, smtp_security="none", **LOGIN))
    assert str(error) == "no login"
    assert (box.logins, box.mails) == ([], [])


async def test_who_is_refused_keeps_nobody_else_from_being_told() -> None:
    async with mail_server() as box:
        box.refuses["manager@harbour.example"] = "550 5.1.1 No such user here"
        await mail(box.port).tell(NOTICE)
    assert box.recipients == [["desk@harbour.example"]]


@pytest.mark.parametrize(
    ("who", "answer", "kind"),
    [
        ("desk@harbour.example", "550 5.1.1 No such user: canary", Unreachable),
        ("desk@harbour.example", "450 4.7.1 Greylisted: canary", TryLater),
        ("frontdesk@harbour.example", "553 5.7.1 Sender not owned: canary", Unreachable),
        ("frontdesk@harbour.example", "452 4.3.1 Out of space: canary", TryLater),
    ],
)
async def test_a_refusal_is_for_good_or_for_now_as_the_server_says(
    who: str, answer: str, kind: type[DeliveryError]
) -> None:
    async with mail_server() as box:
        box.refuses[who] = answer
        error = await failure(mail(box.port, mail_to="desk@harbour.example"))
    assert type(error) is kind
    assert box.mails == []


@pytest.mark.parametrize(
    ("answer", "kind"),
    [("554 5.7.1 Looks like spam: canary", Rejected), ("451 4.3.0 Later", TryLater)],
)
async def test_a_mail_may_be_refused_for_what_it_says(
    answer: str, kind: type[DeliveryError]
) -> None:
    async with mail_server() as box:
        box.data = [answer]
        assert type(await failure(mail(box.port))) is kind


async def test_a_server_that_is_not_there_is_tried_again() -> None:
    error = await failure(mail(free_port()))
    assert isinstance(error, TryLater)
    assert str(error) == "not connected"


async def test_a_server_that_says_nothing_is_not_waited_for_long() -> None:
    async with mail_server() as box:
        box.silent = True
        way = mail(box.port)
        way.answer_seconds = 0.3
        error = await failure(way)
    assert isinstance(error, TryLater)
    assert str(error) == "no answer"


async def test_a_server_that_hangs_up_is_tried_again() -> None:
    async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        assert isinstance(await failure(mail(port)), TryLater)


NEWLINES = ("\r\n", "\n", "\r", "\u2028", "\x85", "\x0b", "\0")


@pytest.mark.parametrize("newline", NEWLINES, ids=ascii)
async def test_nothing_in_a_notice_makes_another_head_or_another_mail(newline: str) -> None:
    evil = newline.join(("harmless", "Bcc: thief@evil.example", "", ".", "MAIL FROM:<x@y.z>", "."))
    async with mail_server() as box:
        await mail(box.port).tell(Notice("abc", evil, f"{evil}{newline}end"))
    [sent] = box.mails
    assert sent["Bcc"] is None
    assert "end" in text(sent)
    assert box.senders == ["frontdesk@harbour.example"]
    assert box.recipients == [["desk@harbour.example", "manager@harbour.example"]]


async def test_without_a_seam_the_systems_own_trust_decides() -> None:
    async with mail_server() as box:
        group = mail(box.port).settings
        assert str(await failure(Mail(group, lambda: NOON))) == "certificate"
