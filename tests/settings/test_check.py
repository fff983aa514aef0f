"""`check` says everything that keeps a clinic from opening, and never a secret."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.commands.check import Say, check
from bot.settings import ClinicSettings
from connectors.errors import (
    ConnectorError,
    NotAllowed,
    OutcomeUnknown,
    Refused,
    TooBusy,
    Unavailable,
)
from tests.settings.conftest import SERVED, Write


async def said(
    *paths: Path, live: bool = False, vendor: ConnectorError | None = None, complaint: str = ""
) -> tuple[int, list[str]]:
    lines: list[str] = []

    async def probe(settings: ClinicSettings, say: Say) -> list[str]:
        lines.append(f"  (one read for {settings.slug})")
        if vendor is not None:
            raise vendor
        say("Aerona answered: 12 types.")
        return [complaint] if complaint else []

    def dialogs(settings: ClinicSettings) -> list[str]:
        return [f"{settings.slug} books: Aerona finds free slots."]

    status = await check(paths, live=live, say=lines.append, probe=probe, dialogs=dialogs)
    return status, lines


async def test_a_clinic_that_can_open_hears_what_its_patients_get(write: Write) -> None:
    path = write(SERVED)
    path.chmod(0o600)
    status, lines = await said(path)
    assert status == 0
    assert lines[0] == "harbour.env:"
    assert lines[1] == "  Harbour Dental, 020 7946 0000, by the clock of Europe/London."
    assert "    Call 999 or go to A&E now if:" in lines
    assert "    harbour books: Aerona finds free slots." in lines
    assert lines[-1] == "All is well."
    assert not any("one read" in line for line in lines)


async def test_every_problem_of_every_file_is_said(write: Write) -> None:
    first = write(SERVED | {"CLINIC_NAME": None, "CLINIC_PHONE": "x"})
    second = write(SERVED | {"AERONA_PASSWORD": None}, name="quay.env")
    status, lines = await said(first, second, Path("none.env"))
    assert status == 1
    text = "\n".join(lines)
    for name in ("CLINIC_NAME is missing", "CLINIC_PHONE is wrong", "AERONA_PASSWORD is missing"):
        assert name in text
    assert "the file none.env is wrong: there is no such file" in text
    assert lines[-1] == "Not ready yet."


async def test_clinics_that_share_a_database_are_told(write: Write) -> None:
    status, lines = await said(write(SERVED), write(SERVED, name="quay.env"))
    assert status == 1
    assert any(line.startswith("- STORAGE_PATH is shared") for line in lines)


async def test_a_file_that_others_may_read_is_told_and_is_no_failure(write: Write) -> None:
    path = write(SERVED)
    path.chmod(0o640)
    status, lines = await said(path)
    assert status == 0
    assert any("chmod 600 harbour.env" in line for line in lines)


async def test_a_clinic_whose_desk_is_told_nowhere_is_warned(write: Write) -> None:
    _, lines = await said(write(SERVED))
    assert sum("Nobody is told of what waits" in line for line in lines) == 1
    status, lines = await said(write(SERVED | {"DESK_TELEGRAM_CHAT": "-100123"}))
    assert (status, any("Nobody is told" in line for line in lines)) == (0, False)


async def test_live_reads_the_vendor_once(write: Write) -> None:
    status, lines = await said(write(SERVED), live=True)
    assert status == 0
    assert lines.count("  (one read for harbour)") == 1
    assert "  Aerona answered: 12 types." in lines


async def test_what_does_not_fit_the_vendors_lists_keeps_a_clinic_from_being_ready(
    write: Write,
) -> None:
    status, lines = await said(write(SERVED), live=True, complaint="PRACSUITE_STATUS_NEW: no.")
    assert status == 1
    assert "  - PRACSUITE_STATUS_NEW: no." in lines
    assert lines[-1] == "Not ready yet."


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        (NotAllowed("login refused"), "AERONA_USERNAME"),
        (TooBusy("none left", timedelta(minutes=3)), "used up for now"),
        (Unavailable("timeout"), "AERONA_BASE_URL"),
        (Refused("no"), "AERONA_PRACTICE_ID"),
        (OutcomeUnknown(""), "could not be read."),
    ],
)
async def test_a_vendor_that_does_not_answer_is_said_in_plain_words(
    write: Write, error: ConnectorError, advice: str
) -> None:
    status, lines = await said(write(SERVED), live=True, vendor=error)
    assert status == 1
    (line,) = (line for line in lines if advice in line)
    assert line.endswith(f"({error})" if str(error) else ".")


async def test_an_error_that_quotes_a_secret_is_not_repeated(write: Write) -> None:
    for secret in (SERVED["AERONA_PASSWORD"], SERVED["TELEGRAM_BOT_TOKEN"]):
        error = Unavailable(f"no answer from https://x/{secret}")
        _, lines = await said(write(SERVED), live=True, vendor=error)
        assert secret not in "\n".join(lines)


async def test_no_secret_is_said_of_good_settings(write: Write) -> None:
    _, lines = await said(write(SERVED), live=True)
    for variable in ("AERONA_PASSWORD", "TELEGRAM_BOT_TOKEN", "AERONA_USERNAME"):
        assert f" {SERVED[variable]}" not in "\n".join(lines)
