"""The e-mail that a document goes out with, in German: subject and text, from the document itself.

A letter's own words are the text; a form or a list goes with a covering line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from buendnis.documents.figures import Figure
from buendnis.documents.markup import Block, Document, Heading, Signature
from buendnis.documents.plain import plain_text


def covering_mail(tree: Document, data: Mapping[str, Any]) -> tuple[str, str]:
    """Subject and text for a document with these data."""
    document = data["document"]
    named = [one for one in (document["reference"], document["title"]) if one]
    subject = " – ".join(named)
    if document["number"]:
        subject += f" (Nr. {document['number']})"
    text = _letter(tree) if document["shape"] == "letter" else _covering(data)
    signs = _signs(data)
    return subject, f"{text}\n\n{signs}\n"


def with_enclosures(text: str, attached: Sequence[str], by_hand: Sequence[str]) -> str:
    """The text with the files that lie beside the letter; and first, for whoever sends it, the
    papers that are listed in the letter and have to be added by hand."""
    if attached:
        text += "\n".join(("", "Anlagen:", *(f"- {one}" for one in attached), ""))
    if by_hand:
        note = "[Vor dem Versand von Hand beizufügen, dann diese Zeile löschen: "
        text = f"{note}{'; '.join(by_hand)}]\n\n{text}"
    return text


def recipients_of(data: Mapping[str, Any]) -> list[str]:
    """The addresses that the document's own data know: the applicant's, where it goes there."""
    project = data.get("project") or {}
    email = (project.get("applicant") or {}).get("email")
    goes_there = bool(data["document"]["recipient"]) and data["document"]["shape"] == "letter"
    to_applicant = goes_there and project and _first(data) == project["applicant"]["name"]
    return [email] if email and to_applicant else []


def _first(data: Mapping[str, Any]) -> str:
    return str(data["document"]["recipient"][0])


def _letter(tree: Document) -> str:
    """The letter without its subject line, which is the mail's, without the line to sign on, and
    without charts, which are in the PDF."""
    blocks = list(tree.blocks)
    first = blocks[0] if blocks else None
    if isinstance(first, Heading) and first.level == 1:
        blocks = blocks[1:]
    kept: list[Block] = []
    for one in blocks:
        if isinstance(one, Figure):
            if kept and isinstance(kept[-1], Heading):
                kept.pop()  # it named the chart
        elif not isinstance(one, Signature):
            kept.append(one)
    return plain_text(Document(tuple(kept))).replace("## ", "").replace("#", "").strip()


def _covering(data: Mapping[str, Any]) -> str:
    document = data["document"]
    reference = f" ({document['reference']})" if document["reference"] else ""
    return "\n".join(
        (
            "Sehr geehrte Damen und Herren,",
            "",
            f"beigefügt erhalten Sie: {document['title']}{reference}.",
            "",
            "Mit freundlichen Grüßen",
        )
    )


def _signs(data: Mapping[str, Any]) -> str:
    signatory, alliance = data["document"]["signatory"], data["alliance"]
    function = signatory["title"] or alliance["office"]
    lines = (signatory["line"], signatory["name"], function, alliance["institution"])
    return "\n".join(one for one in lines if one)
