"""A clinic's env file, as a test wants it."""

from collections.abc import Callable
from pathlib import Path

import pytest

NEEDED = {
    "CLINIC_NAME": "Harbour Dental",
    "CLINIC_TIMEZONE": "Europe/London",
    "CLINIC_PHONE": "020 7946 0000",
    "AERONA_BASE_URL": "https://aerona.example/v1",
    "AERONA_USERNAME": "frontdesk",
    "AERONA_PASSWORD": "correct horse",
    "AERONA_PRACTICE_ID": "9876",
}

SERVED = NEEDED | {
    "TELEGRAM_BOT_TOKEN": "123456789:AbCdEfGhIjKlMnOpQrStUvWxYz_0123456",
    "STORAGE_PATH": "harbour.db",
}

# Writes a file with these variables and gives its path; a variable that is None is left out.
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(
        variables: dict[str, str | None] | None = None, *, name: str = "harbour.env", more: str = ""
    ) -> Path:
        lines = [f"{key}={value}" for key, value in (variables or {}).items() if value is not None]
        path = tmp_path / name
        path.write_text("\n".join([*lines, more]), encoding="utf-8")
        return path

    return written
