"""Free motions: putting one, a new round, closing, cancelling, telling the result.

What lies between (ballots, recusals, followers, the count of an election) is recorded as on every
motion. A free motion changes nothing by itself: a seat comes with the alliance's file, a person by
`seat appoint`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from buendnis.canon import canonical, parsed
from buendnis.errors import Finding, Refused, Unreadable
from buendnis.events import (
    RESOLUTION_CANCELLED,
    RESOLUTION_CLOSED,
    RESOLUTION_PROPOSED,
    RESOLUTION_REOPENED,
    RESOLUTION_SENT,
)
from buendnis.facts import Meeting, Motion, Paper, Resolution
from buendnis.store.database import Transaction
from buendnis.store.people import seal
from buendnis.store.record import (
    load_meeting,
    load_resolution,
    record_on_resolution,
    with_names,
)
from buendnis.texts import T
from buendnis.usecases.advancing import Attachment, kept_papers, refusals_of
from buendnis.usecases.issuing import prepared, seal_pending
from buendnis.usecases.motions import find_motion, find_open_motion, holder_id, unknown_motion
from buendnis.usecases.office import (
    RECORDERS,
    Office,
    Who,
    fit_text,
    next_number,
    not_ahead,
    only_roles,
    required_text,
)
from buendnis.workflow.resolutions import (
    KINDS,
    closing_findings,
    opening_findings,
    proposed_motion,
    reopening_findings,
    resolved,
)

PATTERN = "B-{year}-{number:02}"
VORLAGE, AUSFERTIGUNG = "beschlussvorlage_frei", "beschlussausfertigung"
_DECIDED = frozenset({"endorsed", "not_endorsed", "elected", "not_elected"})
_CLOSE_KEYS: Mapping[str, tuple[str, ...]] = {
    "resolution": ("postponed",),
    "election": ("postponed", "elected", "nobody", "reason"),
}
_FLAGS = ("postponed", "nobody")


class Way(Struct, frozen=True):
    """How it is voted: in a meeting, or by circular until a day for a reason."""

    meeting: str = ""
    until: str = ""
    reason: str = ""

    def form(self) -> dict[str, str]:
        """As the rules look at it; what is empty is not given."""
        rows = {"meeting": self.meeting, "until": self.until, "reason": self.reason}
        return {key: value for key, value in rows.items() if value}


class Resolved(Struct, frozen=True):
    """A free motion after an entry: the resolution, the motion concerned, the numbers of the
    documents that were made, and those that were sealed."""

    resolution: Resolution
    motion: Motion
    documents: tuple[str, ...] = ()
    sealed: tuple[str, ...] = ()


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
    form = _fit(way)
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
            "motion": _plain(motion),
            "papers": papers,
        }
        payload["documents"] = _documents(office, tx, who, VORLAGE, new, motion, meeting)
        after = record_on_resolution(tx, who.entering(), None, name, RESOLUTION_PROPOSED, payload)
    return _done(office, who, after, motion.id, payload)


def reopen_resolution(office: Office, who: Who, name: str, mediation: str, way: Way) -> Resolved:
    """Put a free motion again that was deferred or cancelled; seats and by-laws are frozen anew.

    name: the resolution's id or that of one of its motions. Raises `Refused` with all reasons:
    still open, decided already, no note on the mediation after a failed consensus (F6).
    """
    only_roles(who, ("office",))
    mediation = fit_text(mediation, "mediation")
    form = _fit(way)
    with office.db.transaction() as tx:
        resolution = load_resolution(tx, name) or load_resolution(tx, holder_id(name))
        if resolution is None:
            raise Refused(T("There is no free motion “{name}”. See: motion list.", name=name[:80]))
        settings, meeting = office.settings_in(tx), _meeting(tx, form)
        found = list(reopening_findings(resolution, mediation))
        found += opening_findings(settings, resolution.kind, form, meeting, who.on, who.today)
        found += _not_before(who, resolution.motions[-1])
        if found:
            raise refusals_of(tuple(found))
        form |= {"mediation": mediation} if mediation else {}
        digests = tuple(one.hash for one in resolution.papers)
        motion = proposed_motion(settings, resolution, form, who.on, digests)
        payload: dict[str, Any] = {"motion": _plain(motion)}
        payload["documents"] = _documents(office, tx, who, VORLAGE, resolution, motion, meeting)
        after = record_on_resolution(
            tx, who.entering(), resolution, resolution.id, RESOLUTION_REOPENED, payload
        )
    return _done(office, who, after, motion.id, payload)


def close_resolution(office: Office, who: Who, motion_id: str, form: Mapping[str, Any]) -> Resolved:
    """Close a free motion with its result; a decided one is issued as a resolution.

    form: `postponed=true`; of an election `elected=NAME` or `nobody=true`, and `reason`. Raises
    `Refused` with all reasons, `Unreadable` for a form that has other keys.
    """
    only_roles(who, RECORDERS)
    with office.db.transaction() as tx:
        found = find_open_motion(tx, motion_id)
        resolution = found.holder
        if not isinstance(resolution, Resolution):
            raise unknown_motion(motion_id)
        form = _close_form(resolution.kind, form)
        settings, motion = office.settings_in(tx), with_names(tx, found.motion)
        meeting = load_meeting(tx, motion.meeting) if motion.meeting else None
        wrong = closing_findings(settings, motion, meeting, form, who.on, who.today)
        wrong += _not_before(who, motion)
        if wrong:
            raise refusals_of(tuple(wrong))
        result = resolved(motion, meeting, form)
        payload: dict[str, Any] = {"closes": motion.id, "result": _plain(result), "form": form}
        if result.result in _DECIDED:
            shown = seal(payload, tx.query, tx.insert)
            closed = replace(
                found.motion, open=False, closed_on=who.on, result=result, form=shown["form"]
            )
            payload["documents"] = _documents(
                office, tx, who, AUSFERTIGUNG, resolution, closed, meeting
            )
        after = record_on_resolution(
            tx, who.entering(), resolution, resolution.id, RESOLUTION_CLOSED, payload
        )
    return _done(office, who, after, motion.id, payload)


def cancel_resolution(office: Office, who: Who, motion_id: str, reason: str) -> Resolved:
    """End a free motion without a result (taken off the agenda, wrong papers)."""
    only_roles(who, ("office",))
    reason = required_text(reason, "reason")
    with office.db.transaction() as tx:
        found = find_open_motion(tx, motion_id)
        resolution = found.holder
        if not isinstance(resolution, Resolution):
            raise unknown_motion(motion_id)
        wrong = _not_before(who, found.motion)
        if wrong:
            raise refusals_of(tuple(wrong))
        payload = {"cancels": motion_id, "reason": reason}
        after = record_on_resolution(
            tx, who.entering(), resolution, resolution.id, RESOLUTION_CANCELLED, payload
        )
    return _done(office, who, after, motion_id, payload)


def send_resolution(
    office: Office, who: Who, motion_id: str, channel: str, for_whom: tuple[str, ...]
) -> Resolved:
    """Record that the result was told. for_whom: those concerned, by name; nobody: the members."""
    only_roles(who, ("office",))
    names = [required_text(one, "for_whom") for one in for_whom]
    with office.db.transaction() as tx:
        found = find_motion(tx, motion_id)
        resolution, motion = found.holder, found.motion
        if not isinstance(resolution, Resolution):
            raise unknown_motion(motion_id)
        wrong = _not_before(who, motion)
        if motion.result is None:
            message = T("The motion {motion} has no result yet.", motion=motion.id)
            remedy = T("Close it first.")
            wrong.append(Finding("order", "motion", message, remedy))
        elif motion.closed_on is not None and who.on < motion.closed_on:
            message = T(
                "Sent on {sent}, before the vote of {day}.", sent=who.on, day=motion.closed_on
            )
            wrong.append(Finding("order", "on", message, T("Correct the day.")))
        if wrong:
            raise refusals_of(tuple(wrong))
        payload = {"motion": motion.id, "channel": channel, "for_whom": names}
        after = record_on_resolution(
            tx, who.entering(), resolution, resolution.id, RESOLUTION_SENT, payload
        )
    return _done(office, who, after, motion_id, payload)


def is_resolution(office: Office, motion_id: str) -> bool:
    """Whether an id names a free motion (or one of its rounds)."""
    with office.db.transaction() as tx:
        return (
            load_resolution(tx, motion_id) or load_resolution(tx, holder_id(motion_id))
        ) is not None


def _fit(way: Way) -> dict[str, str]:
    form = way.form()
    if "reason" in form:
        form["reason"] = fit_text(form["reason"], "reason")
    return form


def _meeting(tx: Transaction, form: Mapping[str, str]) -> Meeting | None:
    return load_meeting(tx, form["meeting"]) if "meeting" in form else None


def _close_form(kind: str, form: Mapping[str, Any]) -> dict[str, Any]:
    """The close's form: flags as such, texts fit. Raises `Unreadable` for anything else."""
    wrong: list[Finding] = []
    read: dict[str, Any] = {}
    for key, value in form.items():
        if key not in _CLOSE_KEYS[kind]:
            known = _CLOSE_KEYS[kind]
            message = T("The form has no field “{key}”.", key=str(key)[:80])
            wrong.append(
                Finding("input", str(key)[:80], message, T("Use one of: {known}.", known=known))
            )
        elif key in _FLAGS:
            if str(value).lower() not in ("true", "false"):
                message = T("“{value}” is neither true nor false.", value=str(value)[:80])
                wrong.append(Finding("input", key, message, T("Write true or false.")))
            elif str(value).lower() == "true":
                read[key] = True
        else:
            read[key] = fit_text(value, key)
    if wrong:
        raise Unreadable(T("The form cannot be read."), wrong)
    return {key: value for key, value in read.items() if value}


def _not_before(who: Who, motion: Motion) -> list[Finding]:
    """A day after today, or before the motion was opened (or closed, for a new round)."""
    not_ahead(who)
    earliest = motion.opened_on if motion.open else motion.closed_on or motion.opened_on
    if who.on >= earliest:
        return []
    message = T("{day} is before {earliest}.", day=who.on, earliest=earliest)
    return [Finding("order", "on", message, T("Correct the day."))]


def _papers(rows: list[dict[str, Any]], who: Who) -> tuple[Paper, ...]:
    return tuple(
        Paper(row["kind"], row["name"], row["hash"], who.on, 0, 0, row["size"]) for row in rows
    )


def _documents(
    office: Office,
    tx: Transaction,
    who: Who,
    kind: str,
    resolution: Resolution,
    motion: Motion,
    meeting: Meeting | None,
) -> list[dict[str, Any]]:
    """The row of one document. Its data name people by keys, as the motion does."""
    from buendnis.documents.resolution import resolution_data

    named = _meeting_name(meeting)
    sealed = parsed(canonical(seal(_plain(motion), tx.query, tx.insert)), Motion)

    def data(number: str, prepared_by: str) -> dict[str, Any]:
        alliance = office.settings.alliance
        return resolution_data(
            kind, resolution, sealed, alliance, number, who.on, prepared_by, named
        )

    return prepared(office, tx, who, {kind: data})


def _meeting_name(meeting: Meeting | None) -> str:
    from buendnis.documents.german import day_text

    if meeting is None:
        return ""
    return f"Sitzung der Lenkungsgruppe am {day_text(meeting.day.isoformat())} ({meeting.id})"


def _done(
    office: Office, who: Who, after: Resolution, motion_id: str, payload: Mapping[str, Any]
) -> Resolved:
    motion = next(one for one in after.motions if one.id == motion_id)
    numbers = tuple(row["number"] for row in payload.get("documents", ()))
    sealed = seal_pending(office, who) if numbers else []
    return Resolved(after, motion, numbers, tuple(sealed))


def _plain(value: Any) -> Any:
    """A record as JSON values."""
    return parsed(canonical(value), object)
