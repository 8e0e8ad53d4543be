"""Where the separate justification of a higher cost may stand: what D3 asks for (004:343)."""

from __future__ import annotations

from buendnis.facts import Project
from buendnis.rules.situation import Situation

FIELD = "justification"


def justified(s: Situation) -> bool:
    """Whether the plan that the step is judged on has its justification: in its sketch, in the
    step's form, or on record beside the sketch.

    A sketch that the step brings stands for itself: what was given for an earlier version spoke of
    other costs.
    """
    if s.sketch.justification.strip() or s.given(FIELD):
        return True
    return s.sketch is s.project.sketch and justified_beside(s.project)


def on_record(project: Project) -> bool:
    """Whether the present version of the plan has its justification, in the sketch or beside it."""
    return bool(project.sketch.justification.strip()) or justified_beside(project)


def justified_beside(project: Project) -> bool:
    """Whether a step gave the justification for the present version, beside the sketch: what is
    granted is no longer rewritten, and yet its costs may rise."""
    return any(
        entry.form.get(FIELD) and entry.sketch_version == project.sketch_version
        for entry in project.entries
    )
