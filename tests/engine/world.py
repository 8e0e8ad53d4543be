"""An office in a folder under a set clock, and the way of a project to every state.

The forms here are the good ones: each is complete and obeys every rule, so that a test changes the
one thing that it is about.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from buendnis.canon import canonical
from buendnis.errors import Refused
from buendnis.events import ALLIANCE_STREAM, RESOLUTION_PROPOSED, SILENT
from buendnis.facts import (
    Applicant,
    CostRow,
    FundingRow,
    Project,
    Share,
    Sketch,
)
from buendnis.fold import fold_meeting, fold_project, fold_resolution
from buendnis.rules.registry import book
from buendnis.store.database import create
from buendnis.store.projection import document_rows, meeting_row, project_row, resolution_row
from buendnis.store.record import load_project
from buendnis.store.rows import EVENT_COLUMNS, event_of
from buendnis.usecases import meetings, recording_ballots
from buendnis.usecases.advancing import Advanced, Asked, Attachment, advance
from buendnis.usecases.intake import import_sketches
from buendnis.usecases.office import Office, Who
from buendnis.workflow.definition import ASPECTS

BEGIN = date(2025, 2, 3)
REGIONS = ("hildesheim", "weserbergland", "region-hannover")
TABLES = (
    *("event", "project", "meeting", "resolution", "document", "content", "person"),
    "schema_info",
)
TEXTS = (
    *("need", "distinction", "target_group", "measures", "goal_contribution", "regional_effect"),
    *("spatial_reach", "continuation", "transferability", "management", "evaluation"),
    "other_funding",
)
CAP, REFERENCE, CRITERIA = 500_000_00, 350_000_00, 200_000_00
LAST_DAY = date(2028, 12, 31)
_ALL = "SELECT * FROM {} ORDER BY 1"
_LOG = "SELECT " + ", ".join(EVENT_COLUMNS) + " FROM event ORDER BY position"  # noqa: S608 - ours


def a_sketch(
    title: str = "Energieberater/innen",
    total: int = 12_000_00,
    grant: int = 8_400_00,
    start: date = date(2026, 3, 1),
    end: date = date(2027, 12, 31),
    regions: tuple[str, ...] = ("hildesheim",),
    justification: str = "",
    applicant: str = "Muster gGmbH",
    **changes: Any,
) -> Sketch:
    """A complete sketch; amounts in cents."""
    part, rest = divmod(100, len(regions))
    shares = tuple(Share(one, part + (rest if n == 0 else 0)) for n, one in enumerate(regions))
    own = (FundingRow(start.year, "own", total - grant, "Muster"),) if total > grant else ()
    parts: dict[str, Any] = {
        "alliance": "leine-weser",
        "title": title,
        "type": "structure",
        "kind": "new",
        "start": start,
        "end": end,
        "regions": shares,
        "lead_region": regions[0],
        "goals": ("I.3", "II.1"),
        "applicant": Applicant(applicant, "education", "Frau Muster", "m@example.org", "Weg 1"),
        "content": {name: f"Text zu {name}" for name in TEXTS},
        "costs": (CostRow(start.year, "other", total),),
        "funding": (FundingRow(start.year, "grant", grant, "ESF+"), *own),
        "justification": justification,
    }
    return Sketch(**(parts | changes))


def aspects(value: Any) -> dict[str, Any]:
    """The same value for each of the five aspects."""
    return dict.fromkeys(ASPECTS, value)


@dataclass
class World:
    """An open office, its clock (a day, at ten in the morning UTC), and short words for acting."""

    office: Office
    today: date = BEGIN
    hour: int = 10

    def who(self, actor: str = "office", day: date | None = None) -> Who:
        """Somebody who acts now; `day`: the business day."""
        at = datetime(self.today.year, self.today.month, self.today.day, self.hour, tzinfo=UTC)
        return Who(actor, "Frau Büro", at, True, day)

    def imported(self, sketch: Sketch | None = None) -> str:
        """A new project; its id."""
        sketches = [("skizze.toml", sketch or a_sketch())]
        return import_sketches(self.office, self.who(), sketches)[0].id

    def take(
        self,
        project: str,
        step: str,
        actor: str = "office",
        form: Mapping[str, Any] | None = None,
        *,
        day: date | None = None,
        sketch: Sketch | None = None,
        papers: tuple[str, ...] = (),
        version: int | None = None,
        dry: bool = False,
    ) -> Advanced:
        """Take a step with exactly this form."""
        asked = Asked(
            project,
            step,
            form or {},
            tuple(Attachment(kind, f"{kind}.pdf", kind.encode()) for kind in papers),
            sketch,
            version,
            dry,
        )
        return advance(self.office, self.who(actor, day), asked)

    def well(self, project: str, step: str, actor: str = "", **changes: Any) -> Advanced:
        """Take a step with its good form, changed as told; `None` takes a value away."""
        facts = self.project(project)
        form = good_form(self, facts, step) | changes
        form = {key: value for key, value in form.items() if value is not None}
        return self.take(
            project,
            step,
            actor or "office",
            form,
            sketch=facts.sketch if BRINGS.get(step) else None,
            papers=PAPERS.get(step, ()),
        )

    def rules(self, act: Callable[[], object]) -> set[str]:
        """The rules that refuse an act; empty if it is done."""
        try:
            act()
        except Refused as refused:
            return {finding.rule for finding in refused.findings} or {"refused"}
        return set()

    def project(self, id: str) -> Project:
        """The stored facts of a project."""
        with self.office.db.transaction() as tx:
            found = load_project(tx, id)
        assert found is not None
        return found

    def meeting(self, day: date | None = None, kind: str = "steering") -> str:
        """A new meeting, a week ahead unless a day is named; its id."""
        on = day or self.today + timedelta(days=7)
        return meetings.plan_meeting(self.office, self.who(), on, kind, "Hannover").id

    def attend(self, meeting: str, present: int = 13) -> None:
        """The first `present` seats of the roster sit in the meeting, the others are absent."""
        seats = [one.id for one in self.office.settings.alliance.roster.on(self.today)]
        rows = [
            meetings.Attending(seat, "member" if number < present else "absent")
            for number, seat in enumerate(seats)
        ]
        meetings.record_attendance(self.office, self.who(), meeting, rows)

    def vote(self, motion: str, answer: str = "yes", **answers: str) -> None:
        """Everybody present answers alike, but those named (`_` in a seat's id stands for `-`)."""
        named = {seat.replace("_", "-"): word for seat, word in answers.items()}
        recording_ballots.record_ballots(self.office, self.who(), motion, "meeting", named, answer)

    def tick(self, days: int = 1) -> None:
        """Let days pass."""
        self.today += timedelta(days=days)

    def to(self, project: str, state: str) -> str:
        """Walk the shortest good way from where the project stands to `state`."""
        way = []
        while state != self.project(project).state:
            way.append(state)
            state = BEFORE[state][0]
        for name in reversed(way):
            BEFORE[name][1](self, project)
            assert self.project(project).state == name
        return project


def _voted(world: World, id: str, word: str, proposal: str = "endorse") -> None:
    motion = world.project(id).open_motion
    assert motion is not None
    world.tick(7)
    world.attend(motion.meeting)
    if word == "no":
        world.vote(motion.id, "yes", dgb="no")
    else:
        world.vote(motion.id, word)
    form: dict[str, Any] = {}
    if motion.plan is not None and motion.plan.total > CAP:
        form["reasons"] = aspects("gewichtiger Grund")
    world.well(id, "close_vote", **form)


def _not_endorsed(world: World, id: str) -> None:
    world.well(id, "cancel_vote")
    world.well(id, "open_vote", proposal="decline")
    _voted(world, id, "yes")


def _stated(world: World, id: str) -> None:
    for region in world.project(id).sketch.region_names:
        world.well(id, "record_statement", region=region)


def _steps(*names: str) -> Callable[[World, str], None]:
    def walk(world: World, id: str) -> None:
        for name in names:
            world.tick()
            world.well(id, name)

    return walk


def _opened(world: World, id: str) -> None:
    world.tick()
    if world.project(id).amounts.grant > CRITERIA:
        world.well(id, "assess")
    world.well(id, "open_vote")


# state → the state before it on the shortest good way, and what leads on from there.
BEFORE: dict[str, tuple[str, Callable[[World, str], None]]] = {
    "with_alliance": ("idea", _steps("present")),
    "assessed": ("with_alliance", _stated),
    "submitted": ("assessed", _steps("submit")),
    "voting": ("submitted", _opened),
    "endorsed": ("voting", lambda world, one: _voted(world, one, "yes")),
    "not_endorsed": ("voting", _not_endorsed),
    "deferred": ("voting", lambda world, one: _voted(world, one, "no")),
    "votum_sent": ("endorsed", _steps("send_votum")),
    "applied": ("votum_sent", _steps("apply")),
    "granted": ("applied", _steps("record_decision")),
    "refused": (
        "applied",
        lambda world, one: void(world.well(one, "record_decision", result="refused")),
    ),
    "running": ("granted", _steps("start")),
    "ended": ("running", _steps("finish")),
    "reported": ("ended", _steps("receive_report")),
    "closed": ("reported", _steps("close")),
    "withdrawn": ("idea", _steps("withdraw")),
}
STATES = ("idea", *BEFORE)


def void(_: object) -> None:
    """What an act returns, where only the act counts."""


# ---------------------------------------------------------------- good forms

BRINGS = {"revise": True, "revise_submitted": True, "revise_endorsed": True, "resubmit": True}
PAPERS: dict[str, tuple[str, ...]] = {"record_decision": ("bescheid",)}


def good_form(world: World, project: Project, step: str) -> dict[str, Any]:
    """A complete form of a step that obeys every rule, for a project where the step fits."""
    today = world.today.isoformat()
    ahead = (world.today + timedelta(days=14)).isoformat()
    plan = plan_of(project)
    why = {"reason": "ein guter Grund"}
    sent = {"sent_on": today, "channel": "email"}
    forms: dict[str, Callable[[], dict[str, Any]]] = {
        "advise": lambda: {"date": today, "adviser": "Frau B", "topics": "Ziel", "advice": "ja"},
        "note": lambda: {"text": "eine Notiz", "due": ahead},
        "settle_note": lambda: {"text": "erledigt"},
        "receive_paper": lambda: {"kind": "brief", "received_on": today},
        "assign": lambda: {"responsible": "Herr C"},
        "forward": lambda: {"recipient": "NBank", "channel": "post", "files": "Skizze"},
        "revise": lambda: why,
        "revise_submitted": lambda: why,
        "revise_endorsed": lambda: why,
        "present": dict,
        "record_statement": lambda: {
            "region": project.sketch.region_names[0],
            "presented_on": today,
            "stated_on": today,
            "result": "supported",
            "need": "ja",
            "duplicates": "keine",
            "signed_by": "Frau Z",
        },
        "return_to_alliance": lambda: why,
        "submit": lambda: {"reply": "Wir antworten."},
        "assess": lambda: {"points": aspects(3), "reason": aspects("weil")},
        "open_vote": lambda: {"meeting": world.meeting(), "mediation": "vermittelt"},
        "cancel_vote": lambda: why,
        "close_vote": dict,
        "send_votum": lambda: sent,
        "resubmit": lambda: why,
        "supplement": lambda: {"change": "mehr Geld", "meeting": world.meeting()},
        "close_supplement": dict,
        "send_supplement": lambda: sent,
        "apply": lambda: {
            "first_submitted_on": today,
            "completed_on": today,
            "reference": "N-1",
            "requested_grant": euros(plan.grant),
            "total_cost": euros(plan.total),
            "start": project.sketch.start,
            "end": project.sketch.end,
        },
        "revise_application": lambda: {"asked_on": today, "due": ahead, "version": "2"},
        "record_decision": lambda: {
            "reference": "B-1",
            "decided_on": today,
            "received_on": today,
            "result": "granted",
            "eligible_cost": euros(plan.total),
            "rate": "70.00",
            "grant": euros(plan.grant),
            "from": project.sketch.start,
            "to": project.sketch.end,
        },
        "start": lambda: {"started_on": today, "interim_dates": ahead},
        "interim": lambda: {"received_on": today, "report": "läuft"},
        "change": lambda: {"what": "Raum", "requested_on": today, **why},
        "extend": lambda: {
            "what": "länger",
            "end": project.sketch.end,
            "requested_on": today,
            **why,
        },
        "record_amendment": lambda: {"decided_on": today, "result": "granted"},
        "finish": lambda: {"ended_on": today},
        "abort": lambda: {"ended_on": today, "kind": "broken_off", **why},
        "receive_report": lambda: {
            "received_on": today,
            "kind": "short",
            "course": "gut",
            "success": "gut",
            "continuation": "ja",
        },
        "return_report": lambda: {"missing": "der Ausblick", "due": ahead},
        "request_decision": dict,
        "remind_report": dict,
        "settle": lambda: {"final_eligible_cost": "1000.00", "grant_paid": "700.00"},
        "measure": lambda: {"indicator": "Beratene", "actual": "40", "measured_on": today},
        "close": lambda: {"checked_by": "Herr P"},
        "file": lambda: {"note": "abgelegt"},
        "withdraw": lambda: {**why, "application_withdrawn_on": today},
    }
    return dict(forms[step]())


def plan_of(project: Project) -> Any:
    """Total and grant in cents as the latest motion or the sketch has them."""
    motion = project.last_motion
    return motion.plan if motion is not None and motion.plan is not None else project.amounts


def euros(cents: int) -> str:
    """Cents as the command line takes them."""
    return f"{cents // 100}.{cents % 100:02}"


# ---------------------------------------------------------------- opening, copying, looking


@contextmanager
def new_world(folder: Path, name: str = "buendnis.db") -> Iterator[World]:
    """A world in a new database."""
    path = folder / name
    create(path, "leine-weser").close()
    with Office(path) as office:
        yield World(office)


@contextmanager
def opened(path: Path, today: date) -> Iterator[World]:
    """A world in a database that exists."""
    with Office(path) as office:
        yield World(office, today)


@contextmanager
def in_state(folder: Path, state: str, sketch: Sketch | None = None) -> Iterator[tuple[World, str]]:
    """A world with one project that stands at `state`."""
    with new_world(folder, f"{state}.db") as world:
        yield world, world.to(world.imported(sketch), state)


def contents(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, to compare a database before and after."""
    connection = sqlite3.connect(path)
    try:
        return {table: connection.execute(_ALL.format(table)).fetchall() for table in TABLES}
    finally:
        connection.close()


def broken_links(path: Path) -> list[str]:
    """What is wrong with the chain: recomputed here with `json` and `hashlib`, without our code."""
    connection = sqlite3.connect(path)
    try:
        rows = connection.execute(_LOG).fetchall()
    finally:
        connection.close()
    wrong, before = [], ""
    for number, row in enumerate(rows, 1):
        *values, digest = row
        text = json.dumps(values, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        if row[0] != number:
            wrong.append(f"{number} is missing")
        if values[-1] != before:
            wrong.append(f"{row[0]} does not follow what stands before it")
        if hashlib.sha256(text.encode()).hexdigest() != digest:
            wrong.append(f"{row[0]} has another content than its hash says")
        before = digest
    return wrong


def fold_differences(path: Path, office: Office) -> list[str]:
    """Where the tables say something else than the log, folded afresh."""
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    try:
        rows = connection.execute(_LOG).fetchall()
        streams: dict[str, list[Any]] = {}
        for row in rows:
            streams.setdefault(row["stream"], []).append(event_of(tuple(row)))
        stored = {
            table: {row[0]: dict(row) for row in connection.execute(_ALL.format(table))}
            for table in ("project", "meeting", "resolution", "document")
        }
    finally:
        connection.close()
    folded: dict[str, dict[str, Any]] = {table: {} for table in stored}
    for stream, events in streams.items():
        for one in events:
            if one.kind not in SILENT:
                day = one.day.isoformat()
                for row in document_rows(stream, one.position, one.hash, day, one.payload):
                    folded["document"][row["number"]] = row
            elif "pdf" in one.payload:
                folded["document"][one.payload["number"]]["pdf"] = one.payload["pdf"]
        if events[0].kind.startswith("project_"):
            facts = fold_project(events)
            with office.db.transaction() as tx:
                workflow = office.workflow_of(tx, facts.workflow)
            binds = office.submitted(workflow)[facts.state]
            folded["project"][stream] = project_row(facts, binds)
        elif events[0].kind == RESOLUTION_PROPOSED:
            folded["resolution"][stream] = resolution_row(fold_resolution(events))
        elif stream != ALLIANCE_STREAM:
            folded["meeting"][stream] = meeting_row(fold_meeting(events))
    return [
        f"{table} {key}: {name}"
        for table, rows_of in folded.items()
        for key in rows_of.keys() | stored[table].keys()
        for name in (rows_of.get(key) or stored[table].get(key) or {})
        if (rows_of.get(key) or {}).get(name) != (stored[table].get(key) or {}).get(name)
    ]


def fast_documents(
    monkeypatch_setattr: Callable[[str, Any], None],
) -> None:
    """Documents without a page: they are numbered, stored and sealed as ever, only not set."""
    from buendnis.usecases import issuing

    def prepare(
        office: Any, tx: Any, who: Any, project: Any, entry: Any, wanted: Any, extras: Any
    ) -> list[dict[str, Any]]:
        rows, number = [], ""
        pattern = office.settings.alliance.patterns.document
        for one in wanted:
            number = issuing._following(tx, pattern, who.on.year, number)
            rows.append(
                {
                    "number": number,
                    "kind": one.kind,
                    "draft": one.draft,
                    "template": issuing.keep(tx, "template", one.kind.encode()),
                    "data": issuing.keep(tx, "document_data", canonical({"number": number})),
                }
            )
        return rows

    def render(_reader: Any, _template: str, _data: str, head: str) -> bytes:
        return head.encode()

    monkeypatch_setattr("buendnis.usecases.advancing.prepare", prepare)
    monkeypatch_setattr("buendnis.usecases.correcting.prepare", prepare)
    monkeypatch_setattr("buendnis.usecases.motion_papers.prepare", prepare)
    monkeypatch_setattr("buendnis.usecases.issuing.render", render)


book()  # the rules are read once, before anything is timed
