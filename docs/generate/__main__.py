"""`python -m docs.generate` writes the pages anew; with `--check` it only says which are old."""

from __future__ import annotations

import sys

from docs.generate import assumptions, bylaws, commands, rules, shapes, sketch, workflow
from docs.generate.pages import DOCS, Passage, pages, renewed

PASSAGES: dict[str, Passage] = {
    "commands": lambda: commands.reference("en"),
    "befehle": lambda: commands.reference("de"),
    "states": workflow.states,
    "steps": workflow.steps,
    "documents": workflow.documents,
    "rules": rules.rules,
    "assumptions": assumptions.assumptions,
    "bylaws": bylaws.compared,
    "sketch": sketch.fields,
    "shapes": shapes.shapes,
}


def main(check: bool) -> int:
    """The exit status: 1 if a page was old and is only checked."""
    old = 0
    for page in pages():
        text = page.read_text(encoding="utf-8")
        new = renewed(text, PASSAGES)
        if new != text:
            old += 1
            sys.stdout.write(f"{page.relative_to(DOCS.parent)}\n")
            if not check:
                page.write_text(new, encoding="utf-8", newline="\n")
    return 1 if check and old else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
