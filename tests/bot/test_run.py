"""The real server: several clinics in one process, people in Telegram, a supervisor's questions."""

import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from sandbox.server import Sandbox
from tests.bot.processes import (
    Server,
    choose,
    command,
    env_file,
    free_port,
    made,
    sandbox_clinic,
    served,
    tell,
    to_the_check,
    until,
)
from tests.telegram.fake_bot_api import FakeBotApi

pytestmark = pytest.mark.asyncio(loop_scope="module")

SECRET = "a-secret-of-the-webhook-that-is-long-enough"


@dataclass
class Town:
    """One process, four clinics: harbour asks Telegram, quay is called, two cannot be served."""

    folder: Path
    harbour: FakeBotApi
    quay: FakeBotApi
    sandbox: Sandbox
    server: Server


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    folder = tmp_path_factory.mktemp("town")
    port = free_port()
    (folder / "broken.db").write_bytes(b"no database of ours " * 500)
    async with (
        sandbox_clinic() as sandbox,
        FakeBotApi() as harbour,
        FakeBotApi("2345678901:the-token-of-the-quay-clinic") as quay,
        FakeBotApi("3456789012:the-token-of-the-broken-one") as broken,
    ):
        listens = {"SERVER_PORT": str(port)}
        webhook = {
            "TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{port}",
            "TELEGRAM_WEBHOOK_SECRET": SECRET,
        }
        wrong = {"TELEGRAM_BOT_TOKEN": "4567890123:a-token-that-was-revoked"}
        files = (
            env_file(folder, "broken", sandbox, broken, **listens),
            env_file(folder, "revoked", sandbox, harbour, **wrong),
            env_file(folder, "harbour", sandbox, harbour),
            env_file(folder, "quay", sandbox, quay, **webhook),
        )
        async with served(*files, port=port) as server:
            await server.ready("harbour", "quay")
            yield Town(folder, harbour, quay, sandbox, server)


async def test_a_patient_books_through_long_polling(town: Town) -> None:
    api, before = town.harbour, len(made(town.sandbox))
    ana = api.user("Ana")
    await to_the_check(api, ana)
    question = ana.sees[-1]
    await choose(api, ana, "Yes, book it")
    await api.until(lambda: ana.sees[-1].startswith("Booked: "))
    await api.until(lambda: not api.unconfirmed)

    assert len(made(town.sandbox)) == before + 1
    assert ana.spinning == 0
    assert question in ana.sees
    # Only the newest message still has buttons.
    assert [shown.text for shown in ana.messages if shown.buttons] == [ana.sees[-1]]
    assert set(api.commands) == {"start", "help", "cancel"}


async def test_a_patient_books_through_a_webhook(town: Town) -> None:
    api, before = town.quay, len(made(town.sandbox))
    ben = api.user("Ben")
    await to_the_check(api, ben)
    await choose(api, ben, "Yes, book it")
    await api.until(lambda: ben.sees[-1].startswith("Booked: "))
    await api.until(lambda: not api.unconfirmed and not ben.spinning)
    assert len(made(town.sandbox)) == before + 1
    assert api.called("getUpdates") == []
    assert set(api.webhook_answers) == {200}


async def test_a_new_patient_shares_the_phone_number_with_a_button(town: Town) -> None:
    api = town.harbour
    cleo = api.user("Cleo")
    await tell(api, cleo, "can I speak to a person?", hears="leave a message")
    await choose(api, cleo, "Leave a message")
    await api.until(lambda: "What should the clinic know" in cleo.sees[-1])
    await tell(api, cleo, "My crown is loose, can somebody ring me?", hears="name")
    await tell(api, cleo, "Cleo Fontaine", hears="phone number")
    await api.until(lambda: cleo.keys)
    seen = len(cleo.sees)
    cleo.tap_key("Share my phone number")
    await api.until(lambda: len(cleo.sees) > seen and not cleo.keys)
    assert cleo.phone in cleo.sees[-1].replace(" ", "")


async def test_a_group_is_refused_politely_and_nothing_of_it_is_kept(town: Town) -> None:
    api = town.harbour
    group, eve = api.group(), api.user("Eve")
    group.add_bot(eve)
    await api.until(lambda: group.sees)
    assert "private" in group.sees[-1]
    group.say(eve, "my tooth hurts since Tuesday")
    await api.until(lambda: not api.unconfirmed)
    assert len(group.sees) == 1


async def test_somebody_who_blocks_the_bot_holds_nobody_up(town: Town) -> None:
    api = town.harbour
    fay, gus = api.user("Fay"), api.user("Gus")
    await tell(api, fay, "/start", hears="What would you like")
    seen = len(fay.sees)
    fay.say("book")
    fay.block()
    gus.say("/start")
    await api.until(lambda: gus.sees and not api.unconfirmed)
    fay.unblock()
    fay.say("hello")
    await api.until(lambda: len(fay.sees) > seen)


async def test_a_supervisor_learns_which_clinics_are_up_and_the_others_go_on(town: Town) -> None:
    assert await town.server.ask("/health") == (200, {"alive": True})
    await town.server.ready("harbour", "quay")
    status, told = await town.server.ask("/ready")
    assert status == 503
    assert told["ready"] is False
    up = {name: (one["storage"], one["channel"]) for name, one in told["clinics"].items()}
    assert up == {
        "harbour": (True, True),
        "quay": (True, True),
        "revoked": (True, False),
        "broken": (False, False),
    }


async def test_why_a_clinic_is_not_served_is_said_without_secrets(town: Town) -> None:
    lines = town.server.lines
    assert any(line.startswith("broken: ") and "restore the last backup" in line for line in lines)
    [refused] = [
        each
        for line in lines
        if '"telegram_not_receiving"' in line and (each := json.loads(line))["clinic"] == "revoked"
    ]
    assert refused["error"] == "TokenRefused"
    assert not any("revoked-" in line or town.harbour.token in line for line in lines)


async def test_a_second_server_on_the_same_file_is_refused_and_the_first_goes_on(
    town: Town,
) -> None:
    port = free_port()
    values = (town.folder / "harbour.env").read_text()
    other = town.folder / "other"
    other.mkdir()
    file = other / "harbour.env"
    file.write_text(
        values.replace("harbour.db", "../harbour.db") + f"SERVER_PORT={port}\n",
    )
    async with served(file, port=port) as second:
        await until(lambda: second.said("is already served by another process"))
        status, _ = await second.ask("/ready")
        assert status == 503
    hal = town.harbour.user("Hal")
    assert await tell(town.harbour, hal, "/start")


async def test_an_address_in_use_is_said_in_one_sentence(town: Town, tmp_path: Path) -> None:
    values = (town.folder / "harbour.env").read_text()
    file = tmp_path / "harbour.env"
    file.write_text(f"{values}SERVER_PORT={town.server.port}\n")
    status, printed = await command("run", file)
    assert status == 1
    [line] = printed.splitlines()
    assert line.startswith(f"Cannot listen on 127.0.0.1, port {town.server.port}: ")


async def test_a_wrong_file_is_told_whole_and_nothing_starts(town: Town, tmp_path: Path) -> None:
    values = (town.folder / "harbour.env").read_text().replace("Europe/London", "London")
    (tmp_path / "harbour.env").write_text(f"{values}CLINIC_FAX=1\n")
    (tmp_path / "quay.env").write_text("CLINIC_NAME=Quay\nSTORAGE_PATH=quay.db\n")
    status, printed = await command("run", tmp_path / "harbour.env", tmp_path / "quay.env")
    assert status == 1
    for variable in (
        "harbour.env: CLINIC_TIMEZONE",
        "harbour.env: CLINIC_FAX",
        "quay.env: CLINIC_TIMEZONE",
        "quay.env: CLINIC_PHONE",
        "quay.env: CLINIC_DIARY",
        "quay.env: TELEGRAM_BOT_TOKEN",
    ):
        assert f"- {variable} is " in printed
    assert {path.suffix for path in tmp_path.iterdir()} == {".env"}  # noqa: ASYNC240 - at once


async def test_told_to_stop_it_does_so_in_time_and_loses_nothing_acknowledged(
    tmp_path: Path,
) -> None:
    port = free_port()
    async with sandbox_clinic() as sandbox, FakeBotApi() as api:
        file = env_file(tmp_path, "harbour", sandbox, api, SERVER_PORT=str(port))
        async with served(file, port=port) as server:
            await server.ready("harbour")
            patients = [api.user(f"Patient {n}") for n in range(20)]
            for patient in patients:
                patient.say("a check-up tomorrow morning please")
            await api.until(lambda: len(api.unconfirmed) < len(patients))
            began = time.monotonic()
            assert await server.stop() == 0
            assert time.monotonic() - began < 10
            await server.restart("harbour")
            await api.until(lambda: all(len(one.sees) >= 2 for one in patients), within=10)
            await api.until(lambda: not api.unconfirmed)
            # The greeting and the times, to each of them: what Telegram took in the very moment of
            # the stop may be said once more.
            assert {len(set(one.sees)) for one in patients} == {2}
