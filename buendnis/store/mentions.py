"""What the entries of the log speak of: contents by their hashes, people by their keys."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from buendnis.events import DOCUMENT_SEALED, PERSON_ERASED, PERSON_RECTIFIED, Event
from buendnis.store.people import REF

_HASH = re.compile(r"[0-9a-f]{64}")


class Mentions:
    """Gathered entry by entry with `note`.

    roles: for each content that an entry needs, as what kinds. documents: for the hash of a PDF or
    of a document's data, the documents' numbers. people: every key; erased_people,
    erased_contents: what erasures name; rectified: old key → new key.
    """

    def __init__(self) -> None:
        self.roles: defaultdict[str, set[str]] = defaultdict(set)
        self.documents: defaultdict[str, list[str]] = defaultdict(list)
        self.people: set[str] = set()
        self.erased_people: set[str] = set()
        self.erased_contents: set[str] = set()
        self.rectified: dict[str, str] = {}
        self._hashes: set[str] = set()

    def note(self, payload: str, event: Event) -> None:
        """Note one entry. payload: the stored text of what `event.payload` holds."""
        self._hashes.update(_HASH.findall(payload))
        for text in (payload, event.person):
            self.people.update(REF.findall(text))
        for kind, name in _contents(event.payload):
            self.roles[name].add(kind)
        for row in event.payload.get("documents", ()):
            self.documents[row["data"]].append(row["number"])
        if event.kind == DOCUMENT_SEALED:
            self.roles[event.payload["pdf"]].add("pdf")
            self.documents[event.payload["pdf"]].append(event.payload["number"])
        elif event.kind == PERSON_RECTIFIED:
            self.rectified[event.payload["old"]] = event.payload["new"]
        elif event.kind == PERSON_ERASED:
            self.erased_people.update(event.payload["refs"])
            self.erased_contents.update(event.payload["contents"])

    def knows(self, name: str) -> bool:
        """Whether any entry names this hash."""
        return name in self._hashes


def _contents(payload: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for row in payload.get("papers", ()):
        yield "paper", row["hash"]
    for row in payload.get("documents", ()):
        yield "template", row["template"]
        yield "document_data", row["data"]
    if workflow := payload.get("workflow"):
        yield "workflow", workflow
    if certificate := payload.get("certificate"):
        yield "certificate", certificate
