"""What the documents point at is there."""

import re
from pathlib import Path

import pytest

from tests.structure.sources import ROOT, named

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?://|#)([^)#\s]+)", page.read_text("utf-8"))
    assert not [link for link in links if not (page.parent / link).exists()]


def test_every_test_that_the_hazard_log_names_is_there() -> None:
    log = (ROOT / "docs/safety/hazard-log.md").read_text("utf-8")
    references = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", log)
    assert len(references) > 30
    assert not [
        f"{path}::{name}"
        for path, name in references
        if not (ROOT / path).is_file() or f"def {name}(" not in (ROOT / path).read_text("utf-8")
    ]


def test_every_hazard_is_tested_and_rated() -> None:
    log = (ROOT / "docs/safety/hazard-log.md").read_text("utf-8")
    hazards = re.split(r"\n### ", log.split("\n## What a clinic has to do")[0])[1:]
    for hazard in hazards:
        for part in ("Cause", "Effect", "Controls", "Tested", "Residual"):
            assert f"- **{part}.** " in hazard, hazard.splitlines()[0]


def test_every_decision_is_in_the_index() -> None:
    folder = ROOT / "docs/decisions"
    index = (folder / "README.md").read_text("utf-8")
    assert not [
        page.name
        for page in folder.glob("*.md")
        if page.name != "README.md" and f"({page.name})" not in index
    ]


def test_every_library_says_what_it_saves() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    page = (ROOT / "docs/decisions/0002-libraries.md").read_text("utf-8")
    libraries = re.findall(r'^    "([a-z-]+)==', project, re.MULTILINE)
    assert len(libraries) > 15
    assert not [library for library in libraries if not re.search(rf"\b{library}\b", page)]
