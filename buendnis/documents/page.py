"""What stands around the text of a page: letterhead, address, information block, footer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from buendnis.documents.german import day_text
from buendnis.documents.markup import visible

SHAPES = ("letter", "form", "note", "minutes")


@dataclass(frozen=True, slots=True)
class Page:
    """Everything on a page but its text; pure data, no clock.

    shape: one of `SHAPES`; only a letter has an address window. information: pairs of label and
    value for the block at the right. marks: words that stand at the top of every page. draft:
    ENTWURF across every page. head: the head of the log that the footer prints.
    day: the document's day, which the file bears as its date. logo: a PNG, with the words for
    whoever does not see it.
    """

    title: str
    shape: str
    brand: str
    letterhead: tuple[str, ...] = ()
    sender_line: str = ""
    recipient: tuple[str, ...] = ()
    information: tuple[tuple[str, str], ...] = ()
    footer: tuple[str, ...] = ()
    publicity: str = ""
    number: str = ""
    reference: str = ""
    head: str = ""
    draft: bool = False
    marks: tuple[str, ...] = ()
    language: str = "de"
    day: date | None = None
    logo: bytes = b""
    logo_alt: str = ""


def page_of(data: Mapping[str, Any], logo: bytes = b"") -> Page:
    """The page around a document, from the blocks `document` and `alliance` of its data."""
    document, alliance = data["document"], data["alliance"]
    letter = document["shape"] == "letter"
    pairs = (
        ("Unser Zeichen" if letter else "Aktenzeichen", document["reference"]),
        ("Ihr Zeichen", document["your_reference"]),
        ("Nummer", document["number"]),
        ("Bearbeitet von", document["prepared_by"]),
        ("Telefon", alliance["phone"] if letter else None),
        ("E-Mail", alliance["email"] if letter else None),
        ("Datum", day_text(document["day"]) if document["day"] else None),
    )
    day = document["day"]
    # Documents that were issued before there were logos have no words for one.
    logo_alt = _plain(alliance.get("logo_alt"))
    return Page(
        logo=logo if logo_alt else b"",
        logo_alt=logo_alt,
        day=date.fromisoformat(day) if day else None,
        title=_plain(document["title"]),
        shape=document["shape"],
        brand=_plain(alliance["title"]),
        letterhead=tuple(
            line for line in _all_plain(alliance["letterhead"]) if line != _plain(alliance["title"])
        ),
        sender_line=_plain(alliance["sender_line"]),
        recipient=_all_plain([*document["recipient"], *_address(document["address"])]),
        information=tuple((label, _plain(value)) for label, value in pairs if value),
        footer=_all_plain(alliance["footer"]),
        publicity=_plain(alliance["publicity"]),
        number=_plain(document["number"]),
        reference=_plain(document["reference"]),
        head=_plain(document["head"]),
        draft=bool(document["draft"]),
        marks=tuple(
            words
            for key, words in (
                ("fictitious", "Fiktive Werte – Vorführdaten"),
                ("for_signature", "Zur Unterschrift"),
            )
            if document[key]
        ),
    )


def _address(text: str | None) -> list[str]:
    """The lines of an address, which people write with commas or on several lines.

    Parted here and not in the data, for there a name and address may stand for a person by a key.
    """
    return re.split(r"[\n,;]", text) if text else []


def _plain(value: str | None) -> str:
    """One line of text: white space folded, control characters visible."""
    return " ".join(visible(value or "").split())


def _all_plain(values: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return tuple(plain for plain in map(_plain, values) if plain)
