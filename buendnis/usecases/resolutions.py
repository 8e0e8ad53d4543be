"""Putting a free motion to a vote, and putting it again.

What lies between (ballots, recusals, followers, the count of an election) is recorded as on every
motion; how it ends stands in `resolution_results`. A free motion changes nothing by itself: a seat
comes with the alliance's file, a person by `seat appoint`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from buendnis.errors import Refused, Unreadable
from buendnis.events import (
    RESOLUTION_PROPOSED,
    RESOLUTION_REOPENED,
)
from buendnis.facts import Meeting, Paper, Resolution
from buendnis.rules.circular import period_end
from buendnis.store.database import Transaction
from buendnis.store.record import load_meeting, load_resolution
from buendnis.texts import T
from buendnis.usecases.advancing import Attachment, kept_papers, refusals_of
from buendnis.usecases.motions import holder_id
from buendnis.usecases.office import (
    Office,
    Who,
    fit_text,
    next_number,
    only_roles,
    required_text,
)
from buendnis.usecases.resolution_entries import (
    VORLAGE,
    FreeEntry,
    Resolved,
    documents,
    not_before,
    plain,
    recorded,
    sealed,
    written,
)
from buendnis.workflow.resolutions import (
    KINDS,
    opening_findings,
    proposed_motion,
    reopening_findings,
)

PATTERN = "B-{year}-{number:02}"


class Way(Struct, frozen=True):
    """How it is voted: in a meeting, or by circular until a day for a reason. days: a circular's
    period in place of its last day; its end moves to the next working day."""

    meeting: str = ""
    until: str = ""
    reason: str = ""
    days: int | None = None

    def form(self) -> dict[str, str]:
        """As the rules look at it; what is empty is not given."""
        rows = {"meeting": self.meeting, "until": self.until, "reason": self.reason}
        return {key: value for key, value in rows.items() if value}


def open_resolution(
    office: Office,
    who: Who,
    title: str,
    text: str,
    kind: str,
    way: Way,
    attachments: tuple[Attachment, ...] = (),
    fictitious: bool = False,
) -> Resolved:
    """Put a free motion to a vote. kind: `resolution` or `election`.

    Raises `Refused` with all reasons: the way of voting, the meeting, a roster that contradicts
    itself; `Unreadable` for texts that do not fit.
    """
    only_roles(who, ("office",))
    title, text = required_text(title, "title"), fit_text(text, "text")
    if kind not in KINDS:
        raise Unreadable(T("“{kind}” is no kind of free motion.", kind=kind[:80]))
    form = _fit(office, who, way)
    with office.db.transaction() as tx:
        settings, meeting = office.settings_in(tx), _meeting(tx, form)
        found = opening_findings(settings, kind, form, meeting, who.on, who.today)
        if found:
            raise refusals_of(tuple(found))
        papers = kept_papers(tx, attachments)
        name = next_number(tx, "resolution", "id", PATTERN, who.on.year)
        new = Resolution(name, office.alliance, kind, title, text, fictitious=fictitious)
        digests = tuple(row["hash"] for row in papers)
        motion = proposed_motion(settings, new, form, who.on, digests)
        new = replace(new, papers=_papers(papers, who), motions=(motion,))
        payload = {
            "alliance": office.alliance,
            "kind": kind,
            "title": title,
            "text": text,
            "fictitious": fictitious,
            "motion": plain(motion),
            "papers": papers,
        }
        payload["documents"] = documents(office, tx, who, VORLAGE, new, motion, meeting)
        done = recorded(tx, who, None, name, motion.id, RESOLUTION_PROPOSED, payload)
    return sealed(office, who, done)


def reopen_resolution(office: Office, who: Who, name: str, mediation: str, way: Way) -> Resolved:
    """Put a free motion again that was deferred or cancelled; seats and by-laws are frozen anew.

    name: the resolution's id or that of one of its motions. Raises `Refused` with all reasons:
    still open, decided already, no note on the mediation after a failed consensus (F6).
    """
    only_roles(who, ("office",))
    with office.db.transaction() as tx:
        resolution = load_resolution(tx, name) or load_resolution(tx, holder_id(name))
        if resolution is None:
            raise Refused(T("There is no free motion “{name}”. See: motion list.", name=name[:80]))
        done = written(reopening(office, tx, who, resolution, mediation, way))
    return sealed(office, who, done)


def reopening(
    office: Office, tx: Transaction, who: Who, resolution: Resolution, mediation: str, way: Way
) -> FreeEntry:
    """The next round of a free motion, within a transaction."""
    mediation = fit_text(mediation, "mediation")
    form = _fit(office, who, way)
    settings, meeting = office.settings_in(tx), _meeting(tx, form)
    found = list(reopening_findings(resolution, mediation))
    found += opening_findings(settings, resolution.kind, form, meeting, who.on, who.today)
    found += not_before(who, resolution.motions[-1])
    form |= {"mediation": mediation} if mediation else {}

    def write() -> Resolved:
        digests = tuple(one.hash for one in resolution.attachments)
        motion = proposed_motion(settings, resolution, form, who.on, digests)
        payload: dict[str, Any] = {"motion": plain(motion)}
        payload["documents"] = documents(office, tx, who, VORLAGE, resolution, motion, meeting)
        return recorded(tx, who, resolution, resolution.id, motion.id, RESOLUTION_REOPENED, payload)

    return FreeEntry(tuple(found), write)


def is_resolution(office: Office, motion_id: str) -> bool:
    """Whether an id names a free motion (or one of its rounds)."""
    with office.db.transaction() as tx:
        return (
            load_resolution(tx, motion_id) or load_resolution(tx, holder_id(motion_id))
        ) is not None


def _fit(office: Office, who: Who, way: Way) -> dict[str, str]:
    form = way.form()
    if way.days is not None:
        state = office.settings.programme.state
        form["until"] = period_end(who.on, way.days, state).isoformat()
    if "reason" in form:
        form["reason"] = fit_text(form["reason"], "reason")
    return form


def _meeting(tx: Transaction, form: Mapping[str, str]) -> Meeting | None:
    return load_meeting(tx, form["meeting"]) if "meeting" in form else None


def _papers(rows: list[dict[str, Any]], who: Who) -> tuple[Paper, ...]:
    return tuple(
        Paper(row["kind"], row["name"], row["hash"], who.on, 0, 0, row["size"]) for row in rows
    )
