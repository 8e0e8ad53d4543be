"""What `motion` shows: who sees what by the by-laws, the numbers, the derivation in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from buendnis.cli.derivations import sentences
from buendnis.cli.output import Heading
from buendnis.cli.tables import Column, Fields, Table
from buendnis.cli.words import word
from buendnis.errors import Finding, Refused
from buendnis.texts import T, Text

if TYPE_CHECKING:
    from datetime import date

    from buendnis.facts import Meeting, Motion, Project, Resolution
    from buendnis.store.reading import View

_OPTIONS = {
    "until": "--until DATE",
    "reason": "--reason TEXT",
    "proposal": "--proposal endorse|decline",
    "change": "--change TEXT",
}
FREE = frozenset({"resolution", "election"})


def numbers_seen(seen: frozenset[str]) -> bool:
    """Whether the counts may be shown."""
    return "numbers" in seen


def seats_seen(seen: frozenset[str]) -> bool:
    """Whether single votes may be shown."""
    return "seats" in seen


def holders_of(view: View) -> list[Project | Resolution]:
    """Everything that motions are put on: the projects, then the free motions."""
    return [*view.projects(), *view.resolutions()]


def found_motion(view: View, motion: str) -> tuple[Project | Resolution, Motion]:
    """A motion with its project or free motion. Raises `Refused` if the record does not know it."""
    name = motion.rpartition("-V")[0]
    holder: Project | Resolution | None = view.resolution(name) if name else None
    if holder is None and name:
        holder = view.project(name)
    known = {one.id: one for one in holder.motions} if holder else {}
    if holder is None or motion not in known:
        raise Refused(T("There is no motion “{motion}”. See: motion list.", motion=motion[:80]))
    return holder, known[motion]


def certificate_of(view: View, motion: Motion) -> dict[str, Any] | None:
    """The whole certificate; after a correction, that of the latest count. None without one."""
    from votes.recount import certificate_from_bytes

    name = motion.recounts[-1].certificate if motion.recounts else motion.certificate
    return certificate_from_bytes(view.content(name) or b"")[0] if name else None


def certificate_root(view: View, motion: Motion) -> str:
    """The root of a motion's certificate, the same for every reader; empty without one."""
    found = certificate_of(view, motion)
    return str(found.get("root", "")) if found else ""


def motion_data(
    holder: Project | Resolution, motion: Motion, seen: frozenset[str]
) -> dict[str, Any]:
    """A motion as JSON, with what may be seen of it. `project` is empty for a free motion, and
    `resolution` for a project's."""
    free = motion.purpose in FREE
    result = motion.result
    data: dict[str, Any] = {
        "motion": motion.id,
        "project": "" if free else holder.id,
        "resolution": holder.id if free else "",
        "title": title_of(holder),
        "purpose": motion.purpose,
        "proposal": motion.proposal,
        "mode": motion.mode,
        "meeting": motion.meeting,
        "until": motion.until,
        "round": motion.round,
        "opened_on": motion.opened_on,
        "closed_on": motion.closed_on,
        "status": "open" if motion.open else "cancelled" if motion.cancelled else "closed",
        "result": result.result if result else "",
        "cause": result.cause if result else "",
        "version": motion.version,
        "extensions": [
            {"was": one.was, "until": one.until, "reason": one.reason} for one in motion.extensions
        ],
        "moved_from": motion.moved_from,
    }
    if "reasons" in seen:
        data["adopted"] = condition_data(motion)
    if numbers_seen(seen):
        data["recounts"] = [
            {
                "entry": one.position,
                "day": one.day,
                "result": one.result.result,
                "cause": one.result.cause,
                "changed": one.changed,
            }
            for one in motion.recounts
        ]
    if "recusals" in seen:
        data["recusals"] = [
            {"seat": one.seat, "because": one.because, "found": one.found}
            for one in motion.recusals
        ]
        data["cleared"] = [
            {"seat": one.seat, "because": one.because, "found": one.found} for one in motion.cleared
        ]
        data["questions"] = list(motion.questions)
    if seats_seen(seen):
        data["ballots"] = [
            {
                "seat": one.seat,
                "answer": one.answer,
                "by": one.by,
                "origin": one.origin,
                "reason": one.reason,
                "conditions": one.conditions,
                "ballot": one.ballot,
            }
            for one in motion.ballots
        ]
        data["said"] = [
            {"seat": one.seat, "reason": one.reason, "conditions": list(one.conditions)}
            for one in motion.ballots
            if one.reason or one.conditions
        ]
        data["evidence"] = [
            {"seat": one.seat, "hash": one.evidence} for one in motion.ballots if one.evidence
        ]
        data["disputes"] = [
            {"seat": one.seat, "text": one.text, "day": one.day} for one in motion.disputes
        ]
        data["objections"] = list(motion.objections)
        data["reminders"] = [{"day": one.day, "seats": list(one.seats)} for one in motion.reminders]
    if "reasons" in seen and motion.form:
        data["reasons"] = motion.form.get("reasons", {})
        data["conditions"] = motion.form.get("conditions", [])
    if motion.followers and "recusals" in seen:
        data["followers"] = [
            {"seat": one.seat, "person": one.person, "role": one.role} for one in motion.followers
        ]
    if free:
        data |= {"text": motion.text, "mediation": motion.mediation}
    if motion.secret is not None and numbers_seen(seen):
        data["election"] = election_data(motion, seats_seen(seen))
    return data


def title_of(holder: Project | Resolution) -> str:
    """What a project or a free motion is called."""
    from buendnis.facts import Resolution

    return holder.title if isinstance(holder, Resolution) else holder.sketch.title


def election_data(motion: Motion, with_seats: bool) -> dict[str, Any]:
    """The count of a secret ballot: sums, and who took part where seats may be seen."""
    secret = motion.secret
    assert secret is not None
    data: dict[str, Any] = {
        "participants": len(secret.participants),
        "sums": [{"candidate": one.person, "votes": one.votes} for one in secret.sums],
        "blank": secret.blank,
        "invalid": secret.invalid,
        "counted_by": secret.counted_by,
        "elected": motion.form.get("elected", ""),
    }
    if with_seats:
        data["took_part"] = secret.participants
    return data


def condition_data(motion: Motion) -> list[dict[str, Any]]:
    """The conditions that were adopted into a motion, as JSON."""
    names = ("number", "text", "owner", "due", "evidence", "met_on", "met_by")
    return [{name: getattr(one, name) for name in names} for one in motion.conditions]


def ballot_table(motion: Motion) -> Table:
    """Every seat with its answer and where it came from."""
    ballots = {one.seat: one for one in motion.ballots}
    recused = {one.seat: one for one in motion.recusals}
    rows: list[tuple[Any, ...]] = []
    for seat in motion.roster:
        name = seat["id"]
        ballot = ballots.get(name)
        if name in recused:
            rows.append((name, T("recused"), "", "", recused[name].because))
        elif ballot is not None:
            said = " · ".join(one for one in (ballot.reason, *ballot.conditions) if one)
            rows.append((name, word(ballot.answer), word(ballot.by), word(ballot.origin), said))
        else:
            rows.append((name, "", "", "", ""))
    columns = (Column(T("Seat"), whole=True), T("Answer"), T("By"), T("Origin"), T("Because"))
    return Table(columns, rows)


def so_far(motion: Motion, meeting: Meeting | None) -> dict[str, Any]:
    """The numbers of a motion that is being voted on, counted now; `steps` is the derivation."""
    from buendnis.workflow.voting import counted

    result = counted(motion, meeting)
    quorum = result.quorum
    return {
        "result": result.result,
        "round": result.round,
        "seats": result.seats,
        "entitled": result.entitled,
        "recused": result.recused,
        "present": result.present,
        "yes": result.yes,
        "no": result.no,
        "abstain": result.abstain,
        "missing": result.missing,
        "quorum": {"required": quorum.required, "reached": quorum.reached, "met": quorum.met},
        "rule": result.rule,
        "steps": result.derivation,
    }


def closed_numbers(motion: Motion) -> dict[str, Any]:
    """The numbers that the close recorded, or the count after the latest correction; `steps` is
    the derivation."""
    result = motion.recounts[-1].result if motion.recounts else motion.result
    assert result is not None
    names = ("seats", "entitled", "recused", "present", "yes", "no", "abstain", "missing")
    return {
        "result": result.result,
        "round": motion.round,
        **{name: getattr(result, name) for name in names},
        "quorum": {
            "required": result.quorum_required,
            "reached": result.quorum_reached,
            "met": result.quorum_met,
        },
        "rule": result.rule,
        "steps": result.derivation,
    }


def declared_before(motion: Motion) -> tuple[Text, ...]:
    """What was declared at the close, if a correction has changed the count since."""
    if not motion.recounts or motion.result is None:
        return ()
    if not motion.recounts[-1].changed:
        return (T("It was counted again after a correction; the result stays what it was."),)
    return (
        T(
            "It was counted again after a correction. At the close it was declared: {result}.",
            result=word(motion.result.result),
        ),
    )


def derivation(steps: Iterable[Mapping[str, Any]], seen: frozenset[str]) -> list[Text]:
    """The steps as sentences; those that name seats only where these are shown."""
    from votes.disclosure import shown_steps

    return sentences(shown_steps(steps, seen))


def provisional(steps: Iterable[Mapping[str, Any]], seen: frozenset[str]) -> list[Text]:
    """The steps of a motion that is still open: its result is marked as that of now."""
    from votes.disclosure import shown_steps

    shown = list(shown_steps(steps, seen))
    return [
        T("If it were closed now: {sentence}", sentence=one)
        if step["code"].startswith("result_")
        else one
        for step, one in zip(shown, sentences(shown), strict=True)
    ]


def tally_parts(
    data: Mapping[str, Any], motion: Motion, meeting: Meeting | None
) -> tuple[Any, ...]:
    """The numbers of a tally and its derivation, for a person."""
    quorum = data["quorum"]
    title = (
        _as_of_now(data, motion.until or (meeting.day if meeting else None))
        if motion.open
        else T("Result of {motion}: {result}", motion=data["motion"], result=word(data["result"]))
    )
    numbers = Fields(
        (
            (T("Seats"), data["seats"]),
            (T("Recused"), data["recused"]),
            (T("Entitled"), data["entitled"]),
            (T("Present"), data["present"]),
            (
                T("Quorum"),
                T(
                    "{reached} of {required} required",
                    reached=quorum["reached"],
                    required=quorum["required"],
                ),
            ),
            (T("Yes"), data["yes"]),
            (T("No"), data["no"]),
            (T("Abstentions"), data["abstain"]),
            (T("Without an answer"), data["missing"]),
            (T("Rule"), word(data["rule"])),
        )
    )
    return (Heading(title), numbers, Heading(T("How it comes about")), *data["derivation"])


def _as_of_now(data: Mapping[str, Any], until: date | None) -> Text:
    named = {"motion": data["motion"], "result": word(data["result"]), "missing": data["missing"]}
    if until is None:
        return T("As of now, {motion}: {result} (still open; answers missing: {missing})", **named)
    return T(
        "As of now, {motion}: {result} (still open until {until}; answers missing: {missing})",
        until=until,
        **named,
    )


def as_options(error: Refused) -> Refused:
    """A refusal of an opening, what its form lacks named by the options of the command."""
    return Refused(error.message, [_as_option(one) for one in error.findings])


def _as_option(finding: Finding) -> Finding:
    typed = _OPTIONS.get(finding.field)
    if typed is None or not finding.remedy.msgid.startswith("Add --set "):
        return finding
    return replace(finding, remedy=T("Add {option}.", option=typed))
