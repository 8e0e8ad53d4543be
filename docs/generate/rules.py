"""The book of rules in German: ID, sentence, source, and the steps that each guards."""

from __future__ import annotations

from buendnis.cli.language import say, speaking
from buendnis.rules.registry import book
from buendnis.workflow.loading import load_workflow, workflow_bytes
from docs.generate.pages import table


def rules() -> str:
    """All rules by ID."""
    steps = load_workflow(workflow_bytes("leine-weser")).steps.values()
    with speaking("de"):
        rows = [
            (
                f"`{one.id}`",
                say(one.title).rstrip(".") + ".",
                "die Skizze" if one.about == "sketch" else "den Verlauf",
                ", ".join(f"`{step.name}`" for step in steps if one.id in step.rules),
                one.source,
            )
            for one in sorted(book().values(), key=lambda one: one.id.lower())
        ]
    return table(("Regel", "sagt", "prüft", "bei", "Quelle"), rows)
