"""The fields of the sketch in German, from the list that its forms are made of."""

from __future__ import annotations

from buendnis.cli.language import say, speaking
from buendnis.sketch.fields import SECTIONS, Field
from docs.generate.pages import table

KINDS = {
    "line": "Zeile",
    "text": "Text",
    "choice": "Auswahl",
    "choices": "Auswahl, mehrere",
    "list": "Liste",
    "day": "Tag",
    "shares": "Anteile",
    "amount": "Betrag",
    "percent": "Prozent",
    "year": "Jahr",
    "flag": "ja oder nein",
}


def fields() -> str:
    """A table for each part of the sketch."""
    parts = []
    with speaking("de"):
        for section in SECTIONS:
            brackets = f"[[{section.name}]]" if section.rows else f"[{section.name}]"
            rows = [
                (f"`{one.key}`", say(one.label), KINDS[one.kind], _about(one))
                for one in section.fields
            ]
            head = f"### {say(section.label)}: `{brackets}`"
            parts.append(f"{head}\n\n" + table(("Feld", "heißt", "ist", "Erläuterung"), rows))
    return "\n\n".join(parts)


def _about(field: Field) -> str:
    choices = ", ".join(f"`{one}`" for one in field.choices)
    return " ".join(part for part in (say(field.help), choices) if part)
