"""The word is hard to guess or refused, and only `check` says the address that it makes."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.commands.check import Say, check
from bot.settings import BadSettings, ClinicSettings, load
from bot.webhooks.endpoint import path_of
from connectors.aerona import AeronaSettings
from tests.settings.conftest import SERVED

WORD = "Zm9vYmFyMDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3A-_"


def file(folder: Path, **variables: str) -> Path:
    path = folder / "harbour.env"
    path.write_text("".join(f"{name}={value}\n" for name, value in variables.items()))
    return path


@pytest.mark.parametrize(
    "word", [WORD, "0c5c9c1387286e83143f2c6307276f87216c672312793977497130427f28842e", WORD[:32]]
)
def test_a_word_that_was_drawn_by_lot_is_taken(tmp_path: Path, word: str) -> None:
    settings = load(file(tmp_path, **SERVED, AERONA_WEBHOOK_SECRET=word))
    assert settings.webhook_secret == SecretStr(word)
    assert word not in f"{settings!r} {settings} {settings.model_dump_json()}"


@pytest.mark.parametrize(
    "word",
    [
        WORD[:31],
        WORD * 10,
        f"{WORD}/",
        f"{WORD} x",
        f"{WORD}ä",
        "a" * 64,
        "abcdefg" * 10,
    ],
)
def test_a_word_that_can_be_guessed_or_garbled_is_refused_without_being_shown(
    tmp_path: Path, word: str
) -> None:
    with pytest.raises(BadSettings) as caught:
        load(file(tmp_path, **SERVED, AERONA_WEBHOOK_SECRET=word))
    [problem] = caught.value.problems
    assert problem.variable == "AERONA_WEBHOOK_SECRET"
    assert word not in str(caught.value)


def test_the_word_of_the_example_is_everybodys_and_refused(tmp_path: Path) -> None:
    [word] = AeronaSettings.model_fields["webhook_secret"].examples or []
    with pytest.raises(BadSettings, match="AERONA_WEBHOOK_SECRET is wrong"):
        load(file(tmp_path, **SERVED, AERONA_WEBHOOK_SECRET=str(word)))


@pytest.mark.parametrize(
    ("variables", "begins"),
    [
        ({}, "https://(this server)"),
        (
            {
                "TELEGRAM_WEBHOOK_URL": "https://bot.clinic.example",
                "TELEGRAM_WEBHOOK_SECRET": "x" * 32,
            },
            "https://bot.clinic.example",
        ),
    ],
)
async def test_check_says_the_whole_address_and_not_the_word(
    tmp_path: Path, variables: dict[str, str], begins: str
) -> None:
    lines = await said(file(tmp_path, **SERVED, **variables, AERONA_WEBHOOK_SECRET=WORD))
    assert f"    {begins}{path_of(SecretStr(WORD), 'harbour')}" in lines
    assert WORD not in "\n".join(lines)


async def test_without_a_word_check_says_nothing_of_it(tmp_path: Path) -> None:
    assert "webhook" not in "\n".join(await said(file(tmp_path, **SERVED)))


async def said(path: Path) -> list[str]:
    lines: list[str] = []

    async def probe(_: ClinicSettings, __: Say) -> list[str]:
        raise AssertionError("nobody asked for it")

    def dialogs(_: ClinicSettings) -> list[str]:
        return []

    assert await check([path], live=False, say=lines.append, probe=probe, dialogs=dialogs) == 0
    return lines
