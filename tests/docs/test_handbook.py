"""What the handbook names exists: files, make targets and commands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from buendnis.cli.registry import SECTIONS, Branch

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted({*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("bench/*.md")})
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)[^)]*\)")
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
COMMANDS = {word: entry for section in SECTIONS for word, entry in section.commands.items()}


def code(page: Path) -> str:
    """What the page sets as code, piece by piece on lines of its own."""
    return "\n".join(piece.strip("`") for piece in CODE.findall(page.read_text(encoding="utf-8")))


@pytest.fixture(params=PAGES, ids=[page.relative_to(ROOT).as_posix() for page in PAGES])
def page(request: pytest.FixtureRequest) -> Path:
    assert isinstance(request.param, Path)
    return request.param


def test_there_is_a_page_to_begin_with() -> None:
    assert ROOT / "README.md" in PAGES


def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    dead = [
        link
        for link in links
        if not re.match(r"[a-z]+:", link) and not (page.parent / link).exists()
    ]
    assert not dead


def test_every_make_target_that_a_page_names_can_be_made(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = set(re.findall(r"^[$ ]*make ([a-z][a-z-]*)", code(page), re.MULTILINE))
    assert named <= targets


def test_every_command_that_a_page_names_is_one(page: Path) -> None:
    unknown = []
    for word, second in re.findall(r"\bbuendnis ([a-z][a-z-]*)(?: ([a-z][a-z-]*))?", code(page)):
        entry = COMMANDS.get(word)
        if entry is None or (isinstance(entry, Branch) and second and second not in entry.commands):
            unknown.append(f"{word} {second}".strip())
    assert not unknown
