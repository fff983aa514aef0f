"""Real servers that are killed: what was answered with 200 is kept, and once only."""

import asyncio
import os
import random
import sqlite3
import sys
from pathlib import Path

import aiohttp
import pytest

from sandbox.webhooks import Address
from tests.bot.processes import (
    ROOT,
    command,
    env_file,
    free_port,
    sandbox_clinic,
    served,
    until,
)
from tests.storage.patients import rows
from tests.telegram.fake_bot_api import FakeBotApi
from tests.webhooks.around import PATH, SECRET, handled, open_place, told

ALL = "SELECT count(*) FROM event"
SLOWEST = 60.0  # seconds, on a machine that is busy with other things
OPEN = "SELECT count(*) FROM event WHERE handled_at IS NULL"


async def test_killed_between_storing_and_answering_the_repeat_is_one_row(
    database: Path,
) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.webhooks.served", str(database)),
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None
    url = (await process.stdout.readline()).decode().strip()
    async with aiohttp.ClientSession() as http:
        with pytest.raises(aiohttp.ClientError):
            await http.post(url + PATH, data=told())
    await process.wait()
    assert rows(database, ALL) == [(1,)]
    assert rows(database, OPEN) == [(1,)]

    async with open_place(database) as place:
        assert await place.call(told()) == 200
        await handled(place)
    assert rows(database, ALL) == [(1,)]
    assert rows(database, OPEN) == [(0,)]


async def test_the_sandbox_tells_a_real_server_which_is_killed_and_loses_nothing(
    tmp_path: Path,
) -> None:
    port, chance = free_port(), random.Random(3)
    async with sandbox_clinic() as sandbox, FakeBotApi() as api:
        file = env_file(
            tmp_path,
            "harbour",
            sandbox,
            api,
            SERVER_PORT=str(port),
            AERONA_WEBHOOK_SECRET=SECRET.get_secret_value(),
        )
        # The clinic learns the address where it is told to look for it, and nowhere else.
        status, printed = await command("check", file)
        [path] = [
            line.strip().removeprefix("https://(this server)")
            for line in printed.splitlines()
            if "/aerona/" in line
        ]
        assert status == 0
        assert SECRET.get_secret_value() not in printed
        address = f"http://127.0.0.1:{port}{path}"

        async with served(file, port=port) as server:
            await server.ready("harbour")
            sandbox.webhooks.send_to(Address(address, repeats=3, together=2))
            start = min(entry.start for entry in sandbox.clinic.diary.appointments())
            for _ in range(2):
                sandbox.clinic.diary.take(34567, start)
            await sandbox.webhooks.idle()
            assert [each.status for each in sandbox.webhooks.deliveries] == [200] * 6
            database = tmp_path / "harbour.db"
            await until(lambda: _all_handled(database), within=SLOWEST)
            assert rows(database, ALL) == [(2,)]

            acknowledged: set[int] = set()
            async with aiohttp.ClientSession() as http:
                calls = asyncio.gather(
                    *(_called(http, address, n, acknowledged) for n in range(300)),
                )
                enough = 50 + chance.randrange(100)
                await until(lambda: len(acknowledged) > enough, within=SLOWEST)
                await server.kill()
                await calls
            kept = rows(database, ALL)[0][0] - 2
            assert 50 < len(acknowledged) <= kept < 300

            await server.restart("harbour")
            await until(lambda: _all_handled(database), within=SLOWEST)
            async with aiohttp.ClientSession() as http:
                for n in acknowledged:
                    async with http.post(address, data=told(n)) as answer:
                        assert answer.status == 200
                async with http.get(address) as answer:
                    assert answer.status == 405
                async with http.post(address[:-1], data=told()) as answer:
                    assert answer.status == 404
            # Each of them was there: the repeats are no new rows.
            assert rows(database, ALL) == [(kept + 2,)]
            assert not any(path in line for line in server.lines)


def _all_handled(database: Path) -> bool:
    try:
        return rows(database, OPEN) == [(0,)]
    except sqlite3.OperationalError:
        return False  # the server is just making it whole again after its death


async def _called(http: aiohttp.ClientSession, url: str, n: int, acknowledged: set[int]) -> None:
    try:
        async with http.post(url, data=told(n)) as answer:
            if answer.status == 200:
                acknowledged.add(n)
    except aiohttp.ClientError:
        pass


async def test_a_clinic_that_is_not_open_yet_answers_503_and_without_a_secret_there_is_no_endpoint(
    tmp_path: Path,
) -> None:
    port = free_port()
    (tmp_path / "broken.db").write_bytes(b"no database of ours " * 500)
    async with (
        sandbox_clinic() as sandbox,
        FakeBotApi() as api,
        FakeBotApi("2345678901:the-token-of-the-quay-clinic") as other,
    ):
        word = {"AERONA_WEBHOOK_SECRET": SECRET.get_secret_value(), "SERVER_PORT": str(port)}
        files = (
            env_file(tmp_path, "broken", sandbox, api, **word),
            env_file(tmp_path, "harbour", sandbox, other),
        )
        _, printed = await command("check", *files)
        [line] = [line.strip() for line in printed.splitlines() if "/aerona/" in line]
        path = line.removeprefix("https://(this server)")
        async with served(*files, port=port) as server:
            await server.ready("harbour")
            async with aiohttp.ClientSession() as http:
                url = f"http://127.0.0.1:{port}"
                async with http.post(url + path, data=told()) as answer:
                    assert answer.status == 503
                # The path of another clinic with the same secret, which that one did not set.
                async with http.post(url + PATH, data=told()) as answer:
                    assert answer.status == 404
