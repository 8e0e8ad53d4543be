"""What `motion` shows: who sees what by the by-laws, the numbers, the derivation in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from buendnis.cli.tables import Column, Table
from buendnis.cli.words import word
from buendnis.errors import Refused
from buendnis.texts import T, Text

if TYPE_CHECKING:
    from buendnis.facts import Meeting, Motion, Project, Resolution
    from buendnis.store.reading import View

FREE = frozenset({"resolution", "election"})
_MEMBERS = frozenset({"office", "chair", "seat"})


def audience_of(actor: str, alliance: str) -> frozenset[str]:
    """What the by-laws disclose to an actor: `result`, `numbers`, `reasons`, `recusals`, `seats`.

    Office, chair and members see what members may; the reader what auditors may; an applicant and
    everybody else what is theirs.
    """
    from buendnis.content import alliance_folder
    from buendnis.settings.loading import read_bylaws

    folder = alliance_folder(alliance)
    bylaws, _ = read_bylaws(folder) if folder else (None, [])
    role = actor.partition(":")[0]
    if bylaws is None:
        return frozenset({"result"})
    shown = bylaws.disclosure
    if role in _MEMBERS:
        return frozenset(shown.members)
    if role == "reader":
        return frozenset(shown.auditors)
    return frozenset(shown.applicant if role == "applicant" else shown.public)


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
    }
    if "recusals" in seen:
        data["recusals"] = [
            {"seat": one.seat, "because": one.because, "found": one.found}
            for one in motion.recusals
        ]
    if seats_seen(seen):
        data["ballots"] = [
            {"seat": one.seat, "answer": one.answer, "by": one.by, "origin": one.origin}
            for one in motion.ballots
        ]
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
            rows.append((name, word(ballot.answer), word(ballot.by), word(ballot.origin), ""))
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
    """The numbers that the close recorded; `steps` is the derivation."""
    result = motion.result
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


def derivation(steps: Iterable[Mapping[str, Any]], with_seats: bool) -> list[Text]:
    """The steps as sentences; those that say how single seats voted only where that is shown."""
    from votes.derivation import NAMES_SEATS, SENTENCES

    return [
        Text(SENTENCES[step["code"]], {k: _value(v) for k, v in step.items() if k != "code"})
        for step in steps
        if with_seats or step["code"] not in NAMES_SEATS
    ]


def _value(value: Any) -> Any:
    """A day in the reader's way of writing, everything else as it is."""
    if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
        return date.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value
