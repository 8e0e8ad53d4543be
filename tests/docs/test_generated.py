"""What the handbook says of commands, steps, rules and figures is what the program has."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from buendnis.cli.lazy import loaded
from docs.generate.__main__ import PASSAGES
from docs.generate.assumptions import FILES
from docs.generate.commands import listed
from docs.generate.pages import DOCS, names_in, pages, renewed

FOLDER = DOCS.parent / "workflows" / "leine-weser"


@pytest.mark.parametrize("page", pages(), ids=[one.stem for one in pages()])
def test_a_generated_page_is_up_to_date(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert renewed(text, PASSAGES) == text, "old: run python -m docs.generate"


def test_every_passage_stands_on_one_page() -> None:
    found = [name for page in pages() for name in names_in(page.read_text(encoding="utf-8"))]
    assert sorted(found) == sorted(PASSAGES)


@pytest.mark.parametrize("page", ["commands", "befehle"])
def test_every_command_is_documented(page: str) -> None:
    text = (DOCS / "reference" / f"{page}.md").read_text(encoding="utf-8")
    assert [words for _, words, _ in listed() if f"### `buendnis {words}`" not in text] == []


@pytest.mark.parametrize("name", FILES)
def test_every_key_of_an_alliances_files_is_explained(name: str) -> None:
    pages_of_it = {"bylaws.toml": "geschaeftsordnung.md"}
    text = "".join(
        (DOCS / "handbuch" / page).read_text(encoding="utf-8")
        for page in ("einrichten.md", pages_of_it.get(name, "einrichten.md"))
    )
    data = tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
    known = {"assumption", "source", "reason", "assumed"}
    missing = [key for key in sorted(set(keys(data)) - known) if not explained(key, text)]
    assert missing == []


def keys(value: Any) -> list[str]:
    """Every key of a file, without those that are names given by people."""
    if isinstance(value, list):
        return [key for one in value for key in keys(one)]
    if not isinstance(value, dict):
        return []
    found = list(value)
    for key, one in value.items():
        if key not in ("district_aliases", "levels", "only", "disclosure"):
            found += keys(one)
    return found


def explained(key: str, text: str) -> bool:
    """Whether the key stands in the text as code, alone, dotted, or as a table's head."""
    tables = (f"`[{key}]`", f"`[[{key}]]`", f"`[regions.{key}]`")
    ways = (f"`{key}`", f"`{key}.", f".{key}`", f"`{key}.*`", *tables)
    return any(way in text for way in ways)


TYPED = re.compile(r"^buendnis .*$", re.MULTILINE)
COMMANDS = {words: entry for _, words, entry in listed()}
HANDBOOK = sorted((DOCS / "handbuch").glob("*.md"))


@pytest.mark.parametrize("page", HANDBOOK, ids=[one.stem for one in HANDBOOK])
def test_every_option_that_the_handbook_shows_exists(page: Path) -> None:
    wrong = []
    for line in TYPED.findall(page.read_text(encoding="utf-8")):
        words = [one for one in line.split()[1:] if re.fullmatch(r"[a-z-]+", one)]
        name = next((one for one in (" ".join(words[:2]), words[0]) if one in COMMANDS), None)
        if name is None:
            continue  # that it exists, test_handbook asks
        command = loaded(name.split()[-1], COMMANDS[name])
        known = {option for one in command.params for option in one.opts}
        wrong += [
            (line, one) for one in re.findall(r"(?<!\S)--?[a-z][a-z-]*", line) if one not in known
        ]
    assert wrong == []
