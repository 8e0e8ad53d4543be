"""The tables, and the only door to SQLModel. Types are TEXT and INTEGER (and one BLOB), STRICT.

Days and times are ISO texts, amounts whole cents, flags 0 or 1. What no alliance may change is
checked here as well: no negative amount, no end before the start, and for what is submitted the
cap (or its justification, or a grant within the reference) and the last day, against the figures
stored in the row.
"""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, Integer, LargeBinary, Text
from sqlmodel import Field, SQLModel

_STRICT: dict[str, object] = {"sqlite_strict": True}


def _text(default: str | None = "", primary_key: bool = False, nullable: bool = False):  # type: ignore[no-untyped-def]
    return Field(default=default, sa_type=Text, primary_key=primary_key, nullable=nullable)


def _whole(default: int | None = 0, primary_key: bool = False, nullable: bool = False):  # type: ignore[no-untyped-def]
    return Field(default=default, sa_type=Integer, primary_key=primary_key, nullable=nullable)


class EventRow(SQLModel, table=True):
    """One entry of the record."""

    __tablename__: ClassVar[str] = "event"
    __table_args__ = (Index("event_stream", "stream", "position"), _STRICT)

    position: int = _whole(None, primary_key=True)
    stream: str = _text()
    version: int = _whole()
    kind: str = _text()
    payload: str = _text()
    actor: str = _text()
    person: str = _text()
    day: str = _text()
    clock: str = _text()
    rehearsal: int = _whole()
    previous: str = _text()
    hash: str = _text()


class ProjectRow(SQLModel, table=True):
    """The fold of one project: `facts` whole, and the columns that lists are made of."""

    __tablename__: ClassVar[str] = "project"
    __table_args__ = (
        CheckConstraint("total_cents >= 0 AND grant_cents >= 0", name="amounts_not_negative"),
        CheckConstraint(
            "start_day = '' OR end_day = '' OR end_day >= start_day", name="end_after_start"
        ),
        CheckConstraint(
            "submitted = 0 OR adopted = 1 OR end_day <= last_day", name="ends_by_the_last_day"
        ),
        CheckConstraint(
            "submitted = 0 OR adopted = 1 OR total_cents <= cap_cents OR justified = 1"
            " OR grant_cents <= reference_cents",
            name="cap_or_justification",
        ),
        Index("project_state", "state", "id"),
        Index("project_reference", "reference"),
        Index("project_sketch", "sketch_hash"),
        _STRICT,
    )

    id: str = _text(None, primary_key=True)
    alliance: str = _text()
    reference: str = _text()
    title: str = _text()
    applicant: str = _text()
    state: str = _text()
    cause: str = _text()
    version: int = _whole()
    position: int = _whole()
    lead_region: str = _text()
    responsible: str = _text()
    start_day: str = _text()
    end_day: str = _text()
    total_cents: int = _whole()
    grant_cents: int = _whole()
    cap_cents: int = _whole()
    reference_cents: int = _whole()
    last_day: str = _text()
    justified: int = _whole()
    submitted: int = _whole()
    adopted: int = _whole()
    fictitious: int = _whole()
    workflow: str = _text()
    sketch_hash: str = _text()
    facts: str = _text()


class MeetingRow(SQLModel, table=True):
    """The fold of one meeting."""

    __tablename__: ClassVar[str] = "meeting"
    __table_args__ = (_STRICT,)

    id: str = _text(None, primary_key=True)
    alliance: str = _text()
    kind: str = _text()
    day: str = _text()
    place: str = _text()
    closed: int = _whole()
    version: int = _whole()
    facts: str = _text()


class ResolutionRow(SQLModel, table=True):
    """The fold of one free motion with its rounds."""

    __tablename__: ClassVar[str] = "resolution"
    __table_args__ = (_STRICT,)

    id: str = _text(None, primary_key=True)
    alliance: str = _text()
    kind: str = _text()
    title: str = _text()
    open: int = _whole()
    version: int = _whole()
    facts: str = _text()


class DocumentRow(SQLModel, table=True):
    """A document: what it is rendered from, and the hash of the sealed PDF (empty until then)."""

    __tablename__: ClassVar[str] = "document"
    __table_args__ = (
        Index("document_stream", "stream", "number"),
        Index("document_unsealed", "pdf"),
        _STRICT,
    )

    number: str = _text(None, primary_key=True)
    stream: str = _text()
    kind: str = _text()
    position: int = _whole()
    day: str = _text()
    draft: int = _whole()
    template: str = _text()
    data: str = _text()
    head: str = _text()
    pdf: str = _text()


class ContentRow(SQLModel, table=True):
    """Bytes under their SHA-256: papers, PDFs, document data, templates, workflow versions."""

    __tablename__: ClassVar[str] = "content"
    __table_args__ = (_STRICT,)

    hash: str = _text(None, primary_key=True)
    kind: str = _text()
    body: bytes | None = Field(default=None, sa_type=LargeBinary, nullable=True)
    erased: int = _whole()


class PersonRow(SQLModel, table=True):
    """A name or address under its salted key; erasing takes value and salt away."""

    __tablename__: ClassVar[str] = "person"
    __table_args__ = (Index("person_value", "value"), _STRICT)

    ref: str = _text(None, primary_key=True)
    salt: str | None = _text(None, nullable=True)
    value: str | None = _text(None, nullable=True)
    replaced_by: str = _text()


class SchemaRow(SQLModel, table=True):
    """What the file is: the alliance, the schema's version. Not part of the record."""

    __tablename__: ClassVar[str] = "schema_info"
    __table_args__ = (_STRICT,)

    key: str = _text(None, primary_key=True)
    value: str = _text()
