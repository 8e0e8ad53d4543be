"""From facts to the columns of their tables."""

from __future__ import annotations

from datetime import date
from typing import Any

from buendnis.canon import canonical, fingerprint
from buendnis.facts import Meeting, Project, Resolution, Sketch
from buendnis.rules.justification import on_record


def project_row(project: Project, submitted: bool) -> dict[str, Any]:
    """The row of a project; `submitted`: its state bears that mark."""
    sketch, figures = project.sketch, project.figures
    reference = figures.reference_grant if figures else None
    return {
        "id": project.id,
        "alliance": project.alliance,
        "reference": project.reference,
        "title": sketch.title,
        "applicant": sketch.applicant.name,
        "state": project.state,
        "cause": project.cause,
        "version": project.version,
        "position": project.position,
        "lead_region": sketch.lead_region,
        "responsible": project.responsible,
        "start_day": _day(sketch.start),
        "end_day": _day(sketch.end),
        "total_cents": project.amounts.total,
        "grant_cents": project.amounts.grant,
        "cap_cents": figures.cap if figures else 0,
        "reference_cents": -1 if reference is None else reference,
        "last_day": _day(figures.last_day) if figures else "",
        "justified": int(on_record(project)),
        "submitted": int(submitted and figures is not None),
        "adopted": int(project.adopted),
        "fictitious": int(project.fictitious),
        "workflow": project.workflow,
        "sketch_hash": sketch_fingerprint(sketch),
        "facts": canonical(project).decode(),
    }


def sketch_fingerprint(sketch: Sketch) -> str:
    """What two imports of the same sketch have in common: title, applicant and plan."""
    return fingerprint(
        canonical(
            [
                sketch.title,
                sketch.applicant.name,
                sketch.start,
                sketch.end,
                sketch.regions,
                sketch.content,
                sketch.staff,
                sketch.costs,
                sketch.funding,
            ]
        )
    )


def meeting_row(meeting: Meeting) -> dict[str, Any]:
    """The row of a meeting."""
    return {
        "id": meeting.id,
        "alliance": meeting.alliance,
        "kind": meeting.kind,
        "day": meeting.day.isoformat(),
        "place": meeting.place,
        "closed": int(meeting.closed),
        "version": meeting.version,
        "facts": canonical(meeting).decode(),
    }


def resolution_row(resolution: Resolution) -> dict[str, Any]:
    """The row of a resolution."""
    return {
        "id": resolution.id,
        "alliance": resolution.alliance,
        "kind": resolution.kind,
        "title": resolution.title,
        "open": int(resolution.open_motion is not None),
        "version": resolution.version,
        "facts": canonical(resolution).decode(),
    }


def document_rows(
    stream: str, position: int, head: str, day: str, payload: dict[str, Any]
) -> list[dict[str, Any]]:
    """The rows of the documents that an entry made; `head` is the entry's own hash."""
    return [
        {
            "number": row["number"],
            "stream": stream,
            "kind": row["kind"],
            "position": position,
            "day": day,
            "draft": int(row["draft"]),
            "template": row["template"],
            "data": row["data"],
            "head": head,
            "pdf": "",
        }
        for row in payload.get("documents", ())
    ]


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""
