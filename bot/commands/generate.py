"""`python -m bot generate`: writes anew what is generated from the code and compared by tests."""

from collections.abc import Callable, Iterator
from pathlib import Path

from bot.settings.example import example, reference
from dialogs.diagram import mermaid
from dialogs.registry import DIALOGS

ROOT = Path(__file__).resolve().parents[2]

DIAGRAM_BEGINS = (
    "<!-- The booking dialog, drawn from its table by `make diagrams`. -->\n```mermaid\n"
)
DIAGRAM_ENDS = "```\n"


def generated() -> Iterator[tuple[Path, str]]:
    """Every generated file with what it must hold."""
    yield ROOT / ".env.example", example()
    yield ROOT / "docs" / "settings.md", reference()
    for dialog in DIALOGS:
        yield ROOT / "dialogs" / dialog.id / "diagram.mmd", mermaid(dialog)
    readme = ROOT / "README.md"
    yield readme, with_diagram(readme.read_text(encoding="utf-8"))


def with_diagram(readme: str) -> str:
    """The README with today's picture of the booking dialog."""
    before, begins, rest = readme.partition(DIAGRAM_BEGINS)
    if not begins:
        return readme
    booking = next(dialog for dialog in DIALOGS if dialog.id == "booking")
    _, ends, after = rest.partition(DIAGRAM_ENDS)
    return f"{before}{begins}{mermaid(booking)}{ends}{after}"


def generate(say: Callable[[str], None]) -> int:
    """Write what differs, and say which files those were."""
    for path, text in generated():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            say(f"written: {path.relative_to(ROOT)}")
    return 0
