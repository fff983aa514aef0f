"""The commands as people run them: each in a process of its own."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from bot.commands.demo import demo
from bot.commands.generate import ROOT, generated
from bot.settings.groups import VendorName
from bot.settings.model import VENDORS
from sandbox.misbehaviour import Fault
from tests.bot.processes import (
    choose,
    command,
    env_file,
    free_port,
    made,
    sandbox_clinic,
    served,
    started,
    to_the_check,
)
from tests.harness.player import played
from tests.harness.script import read
from tests.telegram.fake_bot_api import FakeBotApi

LATE = "Mon, 02 Mar 2020 09:00:00 GMT"
SAM = "426909"
TALK = f"check-up\nsoonest\n1\n{SAM}\n12 May 1984\nTaylor\nyes\n"


@pytest.mark.parametrize("system", ["aerona", "pracsuite"])
async def test_the_demo_books_and_proves_it(system: str) -> None:
    status, printed = await command("demo", "--system", system)
    assert status == 0
    assert "In the clinic's diary, made by this chat:" in printed
    assert "status Confirmed, number 34234" in printed
    assert printed.endswith("The booking is in the diary.\n")


@pytest.mark.parametrize("system", VENDORS)
@pytest.mark.parametrize("day", range(7))
async def test_the_demo_works_on_every_day_of_the_week(day: int, system: VendorName) -> None:
    printed: list[str] = []
    late = datetime(2026, 3, 2, 16, 50, tzinfo=UTC) + timedelta(days=day)
    assert await demo(printed.append, lambda: late, system) == 0, "\n".join(printed)


async def test_a_chat_from_a_pipe_books_and_ends_with_it() -> None:
    status, printed = await command("chat", said=TALK)
    assert status == 0
    assert "> 12 May 1984" in printed
    assert printed.count("Booked: ") == 1


async def test_a_chat_with_another_server_books_there_with_one_create_call(tmp_path: Path) -> None:
    async with sandbox_clinic() as sandbox, FakeBotApi() as api:
        file = env_file(tmp_path, "quay", sandbox, api)
        # A trial chat needs the clinic and its vendor only.
        lines = file.read_text().splitlines()
        kept = (one for one in lines if not one.startswith(("TELEGRAM", "STORAGE")))
        file.write_text("\n".join(kept))
        status, printed = await command("chat", "--env", file, said=TALK)
        assert status == 0
        assert "Booked: " in printed
        assert len(made(sandbox)) == sandbox.calls.counts()["create"] == 1
        assert api.calls == []
        # Only the count of the account's requests stays, since the next command shares it.
        left = {path.suffix for path in tmp_path.iterdir()}  # noqa: ASYNC240 - at once
        assert left == {".env", ".budget", ".lock"}


@pytest.mark.parametrize(("system", "known_by"), [("aerona", SAM), ("pracsuite", "07700 900101")])
async def test_a_recorded_chat_is_a_conversation_that_goes_the_same_way(
    tmp_path: Path, system: str, known_by: str
) -> None:
    said = f"hello\n{TALK.replace(SAM, known_by)}what?\nmy appointments\n"
    chat = ("chat", "--system", system, "--record", "a_trial")
    status, printed = await command(*chat, said=said, folder=tmp_path)
    assert status == 0
    file = tmp_path / "tests" / "conversations" / "a_trial.txt"
    assert printed.endswith(f"Written to {file.relative_to(tmp_path)}.\n")
    script = read(file)
    assert script.vendor == system
    assert "< Booked: " in script.text
    assert await played(script, tmp_path) == script.text


async def test_check_lists_every_problem_by_name_and_shows_no_secret(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.env", tmp_path / "bad.env"
    async with sandbox_clinic() as sandbox, FakeBotApi() as api:
        good = env_file(tmp_path, "good", sandbox, api)
        bad.write_text(
            "CLINIC_NAME=Quay\nCLINIC_TIMEZONE=EST\nCLINIC_FAX=canary\n"
            "AERONA_BASE_URL=http://canary.example\nAERONA_PASSWORD=canary-password\n"
            "TELEGRAM_BOT_TOKEN=canary-token\n"
        )
        status, printed = await command("check", good, bad)
        assert status == 1
        assert sandbox.calls.count() == 0
    for variable in (
        *("CLINIC_TIMEZONE", "CLINIC_FAX", "CLINIC_PHONE", "STORAGE_PATH", "TELEGRAM_BOT_TOKEN"),
        *("AERONA_BASE_URL", "AERONA_USERNAME", "AERONA_PRACTICE_ID"),
    ):
        assert f"- {variable} is " in printed
    assert "canary" not in printed
    assert "booking: yes" in printed
    assert printed.endswith("Not ready yet.\n")


async def test_check_live_reads_the_vendor_once(tmp_path: Path) -> None:
    async with sandbox_clinic() as sandbox, FakeBotApi() as api:
        types = {"CLINIC_BOOKABLE_TYPES": "1864,99"}
        file = env_file(tmp_path, "harbour", sandbox, api, **types)
        status, printed = await command("check", "--live", file)
        assert sandbox.calls.counts() == {"login": 1, "types": 1}
    assert status == 1, printed
    assert "Aerona answered, with 7 appointment types." in printed
    assert "CLINIC_BOOKABLE_TYPES names unknown types: 99." in printed
    assert "differ" not in printed


async def test_check_live_says_when_the_clocks_differ(tmp_path: Path) -> None:
    async def login(_: web.Request) -> web.Response:
        return web.json_response({}, headers={"AERONA-AUTH-TOKEN": "t", "Date": LATE})

    async def types(_: web.Request) -> web.Response:
        return web.json_response([], headers={"Date": LATE})

    application = web.Application()
    application.add_routes([web.post("/login", login), web.get("/appointment-types", types)])
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    async with sandbox_clinic() as sandbox, FakeBotApi() as api:
        more = {"AERONA_BASE_URL": f"http://{host}:{port}"}
        file = env_file(tmp_path, "harbour", sandbox, api, **more)
        _, printed = await command("check", "--live", file)
    await runner.cleanup()
    assert "clock and this machine's differ by more than two minutes" in printed


async def test_check_live_says_what_to_look_at_when_the_vendor_refuses(tmp_path: Path) -> None:
    async with sandbox_clinic() as sandbox, FakeBotApi() as api:
        file = env_file(tmp_path, "harbour", sandbox, api, AERONA_PASSWORD="canary")
        status, printed = await command("check", "--live", file)
    assert status == 1
    assert "AERONA_USERNAME and AERONA_PASSWORD" in printed
    assert "canary" not in printed


async def test_a_backup_is_made_beside_a_server_and_a_restored_doubt_is_asked_about_and_told(
    tmp_path: Path,
) -> None:
    port = free_port()
    async with sandbox_clinic() as sandbox, FakeBotApi() as api:
        file = env_file(tmp_path, "harbour", sandbox, api, SERVER_PORT=str(port))
        ana = api.user("Ana")
        copy = tmp_path / "copy.db"
        async with served(file, port=port) as server:
            await server.ready("harbour")
            await to_the_check(api, ana)
            sandbox.misbehave.on(Fault.DROP_AFTER, "create", times=1)
            await choose(api, ana, "Yes, book it")
            await api.until(lambda: "I am not sure yet whether" in ana.sees[-1], within=10)

            status, printed = await command("backup", file, copy)
            assert (status, str(copy) in printed) == (0, True)
            assert stat.S_IMODE(copy.stat().st_mode) == 0o600

            assert await server.stop() == 0
            [booked] = made(sandbox)
            status, printed = await command("restore", file, copy, said=f"{booked.id}\n")
            assert status == 0
            assert "These were under way." in printed
            assert "patient 426909" in printed

            await server.restart("harbour")
            told = "It has been checked: it is booked"
            await api.until(lambda: told in ana.sees[-1], within=10)
            assert str(booked.id) in ana.sees[-1]
            assert sum(told in text for text in ana.sees) == 1
        assert sandbox.calls.counts()["create"] == 1


async def test_a_command_that_finds_no_database_says_so(tmp_path: Path) -> None:
    async with sandbox_clinic() as sandbox, FakeBotApi() as api:
        file = env_file(tmp_path, "harbour", sandbox, api)
        status, printed = await command("backup", file)
    assert status == 1
    assert printed == f"there is no database at {tmp_path / 'harbour.db'}\n"


@pytest.mark.parametrize("path", [path.relative_to(ROOT) for path, _ in generated()], ids=str)
def test_what_is_generated_is_as_the_code_would_write_it(path: Path) -> None:
    text = dict(generated())[ROOT / path]
    assert (ROOT / path).read_text("utf-8") == text, "run `make diagrams`"


async def test_the_sandbox_alone_says_where_it_is_and_answers_there() -> None:
    port = free_port()
    process = await started("sandbox", "--port", port)
    try:
        assert process.stdout is not None
        while b"AERONA_BASE_URL" not in (line := await process.stdout.readline()):
            assert line
        async with aiohttp.ClientSession() as http:
            assert f"http://127.0.0.1:{port}/" in line.decode()
            while b"PRACSUITE_ACCOUNT_KEY" not in (line := await process.stdout.readline()):
                assert line
            url = f"http://127.0.0.1:{port}/_sandbox/diary?viaApi=true"
            async with http.get(url) as answer:
                assert await answer.json() == []
    finally:
        process.terminate()
        await process.wait()
