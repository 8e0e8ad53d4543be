"""A small mistake in the counting is noticed by the tests, or explained in docs/mutanten.md."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from bench.mutants import Mutant, mutants
from tests.property.killing import ROOT, is_noticed

COUNTING = ("decisions", "quorum", "groups", "electorate", "circular", "precedence", "tally")
PAGE = ROOT / "docs" / "mutanten.md"
ROW = re.compile(r"^\| `(?P<file>[a-z_]+\.py)` \| (?P<change>.+?) \| .+ \|$", re.MULTILINE)


def named(mutant: Mutant) -> tuple[str, str]:
    """File and change as the page has them; without the line, which moves."""
    change = re.sub(r" \(line \d+\)$", "", mutant.change)
    return mutant.file.name, " ".join(change.split()).replace("|", "\\|")


def explained() -> set[tuple[str, str]]:
    """The survivors that the page explains."""
    text = PAGE.read_text(encoding="utf-8")
    return {(row["file"], row["change"].strip("`")) for row in ROW.finditer(text)}


@pytest.mark.proofs
def test_every_mutant_of_the_counting_is_noticed_or_explained() -> None:
    total = 0
    survivors: list[Mutant] = []
    for name in COUNTING:
        tried = list(mutants(ROOT / "votes" / f"{name}.py"))
        alive = [one for one in tried if not is_noticed(one)]
        total += len(tried)
        survivors += alive
        sys.stdout.write(f"\n{len(tried):5} mutants of {name}.py, {len(alive)} live")
    sys.stdout.write(f"\n{total} mutants, {total - len(survivors)} killed\n")
    for one in survivors:
        sys.stdout.write(f"  lives: {one.file.name}:{one.line}: {one.change}\n")
    assert {named(one) for one in survivors} <= explained()


def test_every_survivor_that_is_explained_is_a_mutant() -> None:
    made = {named(one) for name in COUNTING for one in mutants(ROOT / "votes" / f"{name}.py")}
    assert explained()
    assert explained() <= made


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        (
            "a = 1 < b",
            {f"{one} in “1 < b”" for one in ("< → <=", "< → >=")}
            | {f"{one} in “a = 1 < b”" for one in ("1 → 2", "1 → 0")},
        ),
        ("a = b and c", {"and → or", "without “b”", "without “c”"}),
        ("a = not b", {"without not: “not b”"}),
        ("a = b - c", {"- → +"}),
        ("a = True", {"True → False in “a = True”"}),
        (
            """
            def a(b):
                "What it does."
                if b:
                    return c
                d()
            """,
            {"if not (b)", "without “d()” (line 6)", "without “return c” (line 5)"},
        ),
    ],
)
def test_the_mistakes_are_those_that_people_make(
    text: str, changes: set[str], tmp_path: Path
) -> None:
    file = tmp_path / "module.py"
    file.write_text(dedent(text), encoding="utf-8")
    made = list(mutants(file))
    assert {one.change for one in made} == changes
    assert len({one.text for one in made}) == len(made)


def _first(matching: Callable[[Mutant], bool]) -> Mutant:
    return next(one for one in mutants(ROOT / "votes" / "decisions.py") if matching(one))


@pytest.mark.proofs
def test_without_a_mistake_nothing_is_noticed() -> None:
    file = ROOT / "votes" / "groups.py"
    assert not is_noticed(Mutant(file, 1, "none", file.read_text(encoding="utf-8")))


def test_a_mistake_is_noticed() -> None:
    assert is_noticed(_first(lambda one: one.change == "> → >= in “asked.yes > asked.no”"))
