"""Every conversation goes as it is written, with either system, and with restarts in between.

A file is written as the talk goes at a clinic that has Aerona, and is played for one that has
PracSuite too. Where it would take another course there, `conversations/pracsuite` holds that talk
under the same name, and where there is nothing to be the same, the file says so.
"""

from pathlib import Path

import pytest

from tests.harness.player import played
from tests.harness.script import Script, for_pracsuite, read
from tests.harness.translation import SENTENCES, renumbered
from tests.harness.vendors import PRACSUITE

FOLDER = Path(__file__).parent / "conversations"
OWN = FOLDER / PRACSUITE
FILES = sorted(FOLDER.glob("**/*.txt"))
SCRIPTS = [read(path) for path in FILES]
TRANSLATED = [
    for_pracsuite(script)
    for script in SCRIPTS
    if script.for_all and not (OWN / script.path.name).exists()
]


def named(script: Script) -> str:
    """What a test is called."""
    return script.path.stem if script.for_all else f"{script.vendor}-{script.path.stem}"


@pytest.mark.parametrize("script", SCRIPTS, ids=named)
async def test_a_conversation_goes_as_written(
    script: Script, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    went = await played(script, tmp_path)
    if request.config.getoption("--update"):
        script.rewrite(went)
    assert went == script.text


@pytest.mark.parametrize("script", TRANSLATED, ids=named)
async def test_a_conversation_goes_so_with_pracsuite(script: Script, tmp_path: Path) -> None:
    assert renumbered(await played(script, tmp_path)) == renumbered(script.text)


@pytest.mark.parametrize("script", [one for one in SCRIPTS if one.restarts], ids=named)
async def test_a_conversation_survives_a_restart_after_every_line(
    script: Script, tmp_path: Path
) -> None:
    """Each as it is written: what a start does to PracSuite's holds, its own files tell."""
    went = await played(script, tmp_path, restarting=True)
    assert renumbered(went) == renumbered(script.text)


def test_each_conversation_goes_with_every_vendor_or_says_why_not() -> None:
    """A file that names a vendor cannot be read without its reason; see `harness.script`."""
    by_path = {script.path: script for script in SCRIPTS}
    played_for_both = {script.path for script in TRANSLATED}
    for script in SCRIPTS:
        if script.path.parent == OWN:
            original = by_path.get(FOLDER / script.path.name)
            assert original is not None, f"{script.path.name} is in no other course"
            assert original.for_all
            assert script.vendor == PRACSUITE
        elif script.for_all and script.path not in played_for_both:
            assert OWN / script.path.name in by_path


def test_what_differs_between_vendors_is_said_somewhere() -> None:
    texts = "".join(script.text for script in SCRIPTS if script.for_all)
    for sentence, _ in SENTENCES:
        assert sentence in texts


def test_there_are_conversations() -> None:
    assert len(FILES) >= 90
