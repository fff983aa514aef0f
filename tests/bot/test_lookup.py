"""`python -m bot lookup`: what staff are told of the clinic's lists, over a whole vendor."""

from datetime import UTC, datetime
from pathlib import Path

from bot.commands.lookup import lookup
from sandbox.misbehaviour import Fault
from sandbox.pracsuite_gate import ACCOUNT_KEY, VENDOR_KEY
from sandbox.server import Sandbox
from tests.bot.processes import env_file, sandbox_clinic
from tests.telegram.fake_bot_api import FakeBotApi


def now() -> datetime:
    return datetime.now(UTC)


def clinic(folder: Path, sandbox: Sandbox, api: FakeBotApi) -> Path:
    return env_file(
        folder,
        "quay",
        sandbox,
        api,
        CLINIC_DIARY="pracsuite",
        PRACSUITE_BASE_URL=sandbox.pracsuite.base_url,
        PRACSUITE_VENDOR_KEY=VENDOR_KEY,
        PRACSUITE_ACCOUNT_KEY=ACCOUNT_KEY,
        PRACSUITE_READ_TIMEOUT="2",
    )


async def looked_up(env: Path, words: str) -> tuple[int, str]:
    said: list[object] = []
    status = await lookup(env, words, now, said.append)
    return status, "\n".join(str(line) for line in said)


async def test_staff_are_told_what_matches_with_prices_and_rooms(tmp_path: Path) -> None:
    async with sandbox_clinic() as sandbox, FakeBotApi() as api:
        env = clinic(tmp_path, sandbox, api)
        status, said = await looked_up(env, "filling")
        assert status == 0
        assert "Service 1866: " in said
        assert " minutes; needs " in said
        assert "\nPrice " in said
        status, said = await looked_up(env, "Dr Ruiz")
        assert status == 0
        assert "Clinician 34567: Dr Ana Ruiz" in said


async def test_what_fails_is_one_clear_sentence(tmp_path: Path) -> None:
    async with sandbox_clinic() as sandbox, FakeBotApi() as api:
        env = clinic(tmp_path, sandbox, api)
        status, said = await looked_up(env, "unicorn")
        assert status == 1
        assert said.splitlines()[-1] == "Nothing is called anything like “unicorn”."
        sandbox.pracsuite.misbehave.on(Fault.ERROR_BEFORE)
        status, said = await looked_up(env, "filling")
        assert status == 1
        assert said.splitlines()[-1].startswith("PracSuite did not answer as expected: look at")
