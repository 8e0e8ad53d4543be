"""Where the separate justification of a higher cost may stand: what D3 asks for (004:343)."""

from __future__ import annotations

from buendnis.facts import Paper, Project
from buendnis.rules.situation import Situation

FIELD = "justification"
PAPER = "begruendung"  # the kind of the paper, as the document that we draft


def justified(s: Situation) -> bool:
    """Whether the plan that the step is judged on has its justification: in its sketch, in the
    step's form, as a paper that comes along, or on record beside the sketch.

    A sketch that the step brings stands for itself: what was given for an earlier version spoke of
    other costs.
    """
    if s.sketch.justification.strip() or s.given(FIELD) or PAPER in s.attached:
        return True
    return s.sketch is s.project.sketch and justified_beside(s.project)


def on_record(project: Project) -> bool:
    """Whether the present version of the plan has its justification, in the sketch or beside it."""
    return bool(project.sketch.justification.strip()) or justified_beside(project)


def justified_beside(project: Project) -> bool:
    """Whether the justification was given for the present version beside the sketch: as a paper, or
    in a step's words, for what is granted is no longer rewritten, and yet its costs may rise."""
    return paper_of(project) is not None or any(
        entry.form.get(FIELD) and entry.sketch_version == project.sketch_version
        for entry in project.entries
    )


def paper_of(project: Project) -> Paper | None:
    """The latest paper with the justification that was filed for the present version, if any. A
    copy of our own draft says what the words say that it was drafted from, of whatever version."""
    for paper in reversed(project.papers):
        own = paper.sketch_version == project.sketch_version
        if paper.kind == PAPER and own and not paper.document:
            return paper
    return None
