"""The fold: from the entries of the record to the facts. Pure; the record is the truth.

One module for each kind of stream: projects, free motions, meetings, the alliance itself.
"""

from buendnis.fold.corrections import merged
from buendnis.fold.meetings import apply_meeting, fold_meeting
from buendnis.fold.membership import fold_membership
from buendnis.fold.project import RECOUNTED, REFOLDS, UNDONE, apply, fold_project
from buendnis.fold.resolutions import apply_resolution, fold_resolution

__all__ = [
    "RECOUNTED",
    "REFOLDS",
    "UNDONE",
    "apply",
    "apply_meeting",
    "apply_resolution",
    "fold_meeting",
    "fold_membership",
    "fold_project",
    "fold_resolution",
    "merged",
]
