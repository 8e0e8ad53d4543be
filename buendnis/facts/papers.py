"""Papers: originals that came in, documents of ours, and what left the house."""

from __future__ import annotations

from datetime import date

from msgspec import Struct


class Mail(Struct, frozen=True):
    """What the head of an e-mail says; texts as they stand there, empty where it says nothing.

    sender: the address. sent_at: the moment with its time zone, ISO. id: the Message-ID.
    """

    sender: str = ""
    sent_at: str = ""
    subject: str = ""
    id: str = ""


class Paper(Struct, frozen=True):
    """An original that came in, with its receipt. `kind` as the step names it (`aussage`).

    mail: of a stored e-mail, what its head says.
    """

    kind: str
    name: str
    hash: str
    received_on: date
    position: int
    sketch_version: int
    size: int = 0
    mail: Mail | None = None


class IssuedDocument(Struct, frozen=True):
    """A document of ours: `draft` papers are for another's signature."""

    number: str
    kind: str
    position: int
    day: date
    draft: bool = False
    replaced_by: str = ""


class Forwarding(Struct, frozen=True):
    """Something that left for another body: who sent what to whom, when."""

    position: int
    day: date
    sender: str
    recipient: str
    channel: str
    files: tuple[str, ...]
