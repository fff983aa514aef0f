"""Conversation files: what a patient does, what the clinic says, what the world is afterwards.

# why the file exists
clinic: harbour        now: 2026-03-02 09:00
vendor: aerona, because only its tokens can be lost
set: CLINIC_NEW_BOOKING_STATUS=8
restarts: never   (it is about something that lives in the process alone)
> what the patient writes          > [Label]  a pressed button
< what the clinic says, further lines indented by two spaces
  [a choice] [another]
* an event: restart, wait 2h, vendor down, the same message again, ...
= the world: diary, attempts, desk, calls

Without a vendor a file is for every vendor: it is written as it goes with Aerona, and is played
for the others as well (see `translation`). With one it says why it is for that one alone.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from tests.harness.translation import translated
from tests.harness.vendors import AERONA, PRACSUITE, VENDORS


@dataclass(frozen=True)
class Line:
    """Something to do: the mark (">", "*" or "=") and its text."""

    mark: str
    text: str


@dataclass(frozen=True)
class Script:
    """A conversation file: its head as written, and what to do."""

    path: Path
    text: str
    head: tuple[str, ...]
    clinic: str
    now: datetime
    vendor: str = AERONA
    because: str = ""
    settings: dict[str, str] = field(default_factory=dict)
    fill: float = 0.3
    restarts: bool = True
    lines: tuple[Line, ...] = ()

    @property
    def for_all(self) -> bool:
        """Whether it goes for every vendor as it is written, but for what `translation` says."""
        return not self.because

    def rewrite(self, went: str) -> None:
        """Write the file anew as the talk really went."""
        self.path.write_text(went, encoding="utf-8")


def read(path: Path) -> Script:
    """Parse a file; raises ValueError with the line that cannot be understood."""
    return _parsed(path, path.read_text(encoding="utf-8"))


def for_pracsuite(script: Script) -> Script:
    """The same talk at a clinic that has PracSuite."""
    return replace(_parsed(script.path, translated(script.text)), vendor=PRACSUITE)


def _parsed(path: Path, text: str) -> Script:
    head: list[str] = []
    lines: list[Line] = []
    found: dict[str, str] = {"clinic": "harbour"}
    settings: dict[str, str] = {}
    for number, raw in enumerate(text.splitlines(), 1):
        mark, rest = raw[:1], raw[2:]
        if not lines and (mark == "#" or ":" in raw.split(" ")[0]):
            head.append(raw)
            if raw.startswith("set: "):
                name, _, value = raw.removeprefix("set: ").partition("=")
                settings[name] = value
            elif mark != "#":
                found |= _pairs(raw)
        elif mark in (">", "*", "="):
            lines.append(Line(mark, rest))
        elif mark == " " and lines and lines[-1].mark == ">" and not _said(raw):
            lines[-1] = Line(">", f"{lines[-1].text}\n{raw.strip()}")
        elif mark not in ("<", " ", ""):
            raise ValueError(f"{path.name}:{number}: {raw}")
        elif mark == "<" and (not lines or lines[-1].mark != "<"):
            lines.append(Line("<", rest))
    vendor, because = _reasons(path, head, found)
    return Script(
        path,
        text,
        tuple(head),
        found["clinic"],
        datetime.strptime(found["now"], "%Y-%m-%d %H:%M"),  # noqa: DTZ007 - the clinic's clock
        vendor,
        because,
        settings,
        float(found.get("fill", "0.3")),
        found.get("restarts") != "never",
        tuple(line for line in lines if line.mark != "<"),
    )


def _reasons(path: Path, head: list[str], found: dict[str, str]) -> tuple[str, str]:
    """Whose talk it is, and why it is for that vendor alone; every file says why it exists."""
    if not head or not head[0].startswith("# "):
        raise ValueError(f"{path.name} does not say why it exists")
    vendor, _, because = found.get("vendor", AERONA).partition(", because ")
    if vendor not in VENDORS or ("vendor" in found and not because):
        raise ValueError(f"{path.name} does not say why it is for one vendor alone")
    return vendor, because


def _said(raw: str) -> bool:
    return raw.startswith("  [")


def _pairs(raw: str) -> dict[str, str]:
    """The pairs of "clinic: harbour        now: 2026-03-02 09:00"."""
    pairs: dict[str, str] = {}
    for part in raw.split("   "):
        name, colon, value = part.strip().partition(": ")
        if colon:
            pairs[name] = value.strip()
    return pairs
