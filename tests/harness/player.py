"""Plays a conversation file, and writes down how the talk really went."""

from pathlib import Path

from bot import transcript
from dialogs.session import Heard
from tests.harness.after import answered
from tests.harness.events import happen
from tests.harness.script import Script
from tests.harness.stage import Stage, staged


async def played(script: Script, folder: Path, *, restarting: bool = False) -> str:
    """The file as it really went; with `restarting` the application restarts after every line."""
    written = list(script.head)
    async with staged(script, folder) as stage:
        for line in script.lines:
            match line.mark:
                case ">":
                    written += transcript.heard(line.text)
                    await _patient(stage, line.text)
                case "*":
                    written.append(f"* {line.text}")
                    await happen(stage, line.text)
                case "=" if restarting and line.text.startswith("calls"):
                    # Whoever starts again logs in and reads the catalogue again.
                    written.append(f"= {line.text}")
                case "=":
                    written.append(f"= {await answered(stage, line.text)}")
            _keep_limits(stage)
            for reply in stage.phone.take():
                written += transcript.said(reply)
            if restarting:
                await stage.restart()
    return "\n".join(written) + "\n"


async def _patient(stage: Stage, text: str) -> None:
    if text.startswith("[") and text.endswith("]"):
        choice = stage.phone.button(text[1:-1])
        await stage.hear(lambda at: Heard(at=at, choice=choice))
    else:
        await stage.hear(lambda at: Heard(text=text, at=at))


def _keep_limits(stage: Stage) -> None:
    """Every reply can be shown by every channel."""
    limits = stage.phone.limits
    for reply in stage.phone.shown:
        assert 0 < len(reply.text) <= limits.text, reply.text
        assert len(reply.choices) <= limits.choices
        for choice in reply.choices:
            assert 0 < len(choice.label) <= limits.label, choice.label
            assert 0 < len(choice.id.encode()) <= limits.choice_id
