"""Every conversation file goes as it is written, and the same with a restart after every line."""

from pathlib import Path

import pytest

from tests.harness.player import played
from tests.harness.script import read

FILES = sorted((Path(__file__).parent / "conversations").glob("**/*.txt"))
RESTARTED = [path for path in FILES if read(path).restarts]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
async def test_a_conversation_goes_as_written(
    path: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    script = read(path)
    went = await played(script, tmp_path)
    if request.config.getoption("--update"):
        script.rewrite(went)
    assert went == script.text


@pytest.mark.parametrize("path", RESTARTED, ids=lambda path: path.stem)
async def test_a_conversation_survives_a_restart_after_every_line(
    path: Path, tmp_path: Path
) -> None:
    script = read(path)
    assert await played(script, tmp_path, restarting=True) == script.text


def test_there_are_conversations() -> None:
    assert len(FILES) >= 25
