"""The words in which the example is written: what happens on which day, counted from today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from buendnis.dates import is_working_day, next_working_day
from buendnis.texts import Text

REGION_NAMES = {
    "weserbergland": "Weserbergland",
    "hildesheim": "Landkreis Hildesheim",
    "region-hannover": "Region Hannover",
}
ASPECTS = (
    "goal_contribution",
    "regional_effect",
    "spatial_reach",
    "continuation",
    "transferability",
)


@dataclass(frozen=True, slots=True)
class Day:
    """A working day about so many days after today (before it, if negative)."""

    offset: int


def day_of(today: date, offset: int) -> date:
    """The working day about so many days from today. Nobody meets or writes on a Sunday; the
    order of the days stays, and what has passed stays in the past."""
    day = today + timedelta(days=offset)
    if offset > 0:
        return next_working_day(day)
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that happens: what, on which day, by whom. `refused`: the engine must say no."""

    at: int
    what: str
    actor: str = "office"
    form: dict[str, Any] = field(default_factory=dict)
    papers: tuple[str, ...] = ()
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of the steering group and who is not there as a member."""

    at: int
    place: str
    attendance: tuple[tuple[str, str, str], ...] = ()


MEETINGS = {
    "first": Meeting(-640, "Hildesheim", (("arbeitgeber", "absent", ""),)),
    "second": Meeting(-460, "Hannover", (("dgb", "deputy", "prevented"),)),
    "third": Meeting(-300, "Hameln", (("arbeit-3", "absent", ""), ("hwk", "deputy", "prevented"))),
    "fourth": Meeting(-120, "Hannover", (("arbeitgeber", "deputy", "prevented"),)),
    "next": Meeting(30, "Hildesheim"),
}


def resolved(value: Any, today: date) -> Any:
    """A form with its days as ISO texts."""
    if isinstance(value, Day):
        return day_of(today, value.offset).isoformat()
    if isinstance(value, dict):
        return {key: resolved(one, today) for key, one in value.items()}
    if isinstance(value, list):
        return [resolved(one, today) for one in value]
    return value


def advised(at: int) -> Act:
    """The office advises the applicant."""
    form = {
        "date": Day(at),
        "adviser": "Petra Probe (fiktiv)",
        "topics": "Förderfähigkeit, Ablauf, Kosten- und Finanzierungsplan",
        "advice": "Bedarf mit Betrieben belegen, frühzeitig mit der lokalen Allianz sprechen, "
        "nicht vor der Bewilligung beginnen.",
    }
    return Act(at, "advise", form=form)


def presented(at: int) -> Act:
    """The applicant presents the idea to the local alliances."""
    return Act(at, "present", "applicant")


def stated(at: int, region: str, result: str = "supported", notes: str = "") -> Act:
    """A local alliance gives its statement, and its signed paper is filed."""
    need = {
        "supported": "Der Bedarf ist durch Rückmeldungen aus Betrieben und Kammern belegt.",
        "with_notes": "Der Bedarf ist erkennbar, die Zielzahlen sind noch zu schärfen.",
        "not_supported": "Der Bedarf wird durch bestehende Angebote bereits weitgehend gedeckt.",
    }[result]
    duplicates = {
        "supported": "Doppelstrukturen sind nicht erkennbar.",
        "with_notes": "Eine Abstimmung mit dem Weiterbildungsverbund wird erwartet.",
        "not_supported": "Es bestehen erhebliche Überschneidungen mit einem Angebot im Teilraum.",
    }[result]
    form = {
        "region": region,
        "presented_on": Day(at - 10),
        "stated_on": Day(at - 2),
        "result": result,
        "need": need,
        "duplicates": duplicates,
        "notes": notes,
        "signed_by": f"Geschäftsstelle {REGION_NAMES[region]} (fiktiv)",
    }
    return Act(at, "record_statement", f"alliance:{region}", form, ("aussage",))


def submitted(at: int, reply: str = "") -> Act:
    """The applicant submits the sketch."""
    return Act(at, "submit", "applicant", {"reply": reply} if reply else {})


def assessed(at: int, *points: int) -> Act:
    """The office fills in the criteria sheet."""
    form = {
        "points": dict(zip(ASPECTS, points, strict=True)),
        "reason": dict.fromkeys(
            ASPECTS, "Nachvollziehbar dargelegt, siehe Projektskizze und Aussage."
        ),
    }
    return Act(at, "assess", form=form)


def voted(meeting: str, answers: dict[str, str] | None = None, **form: Any) -> Iterator[Act]:
    """A motion is put to a meeting, voted on and closed there. answers: seats that do not say yes.

    form: fields of the step that opens (`proposal`, `mediation`) or closes (`reasons`,
    `conditions`); `adopt`: a condition that the meeting adopts into the motion.
    """
    at = MEETINGS[meeting].at
    adopted = form.pop("adopt", None)
    opening: dict[str, Any] = {
        key: form.pop(key) for key in ("proposal", "mediation") if key in form
    }
    opening["meeting"] = meeting
    yield Act(at - 14, "open_vote", form=opening)
    if adopted:
        yield Act(at, "adopt", form=adopted)
    yield Act(at, "ballots", form={"all_present": "yes", **(answers or {})})
    yield Act(at, "close_vote", form=form)


def told(at: int, channel: str = "email") -> Act:
    """The office sends the result to the applicant."""
    return Act(at, "send_votum", form={"sent_on": Day(at), "channel": channel})


def applied(at: int) -> Act:
    """The applicant completes the application at the NBank; its figures are the sketch's."""
    form = {
        "first_submitted_on": Day(at - 20),
        "completed_on": Day(at),
        "reference": "ZAM-8-{number} (fiktiv)",
    }
    return Act(at, "apply", "applicant", form)


def decided(at: int, result: str = "granted", **form: Any) -> Act:
    """The NBank's decision comes in; its figures are the application's, if not given."""
    full = {
        "reference": "ZAM-8-{number}-B (fiktiv)",
        "decided_on": Day(at - 4),
        "received_on": Day(at),
        "result": result,
        **form,
    }
    return Act(at, "record_decision", form=full, papers=("bescheid",))


def started(at: int, *interim: int) -> Act:
    """The project begins; interim reports are agreed on."""
    form: dict[str, Any] = {
        "started_on": Day(at),
        "evaluation": "Jährliches Gespräch, Kennzahlen zum Stichtag 31.12., Abschlussbericht.",
    }
    if interim:
        form["interim_dates"] = [Day(start) for start in interim]
    return Act(at, "start", form=form)


def finished(at: int) -> Act:
    """The project ends."""
    return Act(at, "finish", form={"ended_on": Day(at)})


def reported(at: int, outlook: bool = True) -> Act:
    """The final report comes in."""
    form = {
        "received_on": Day(at),
        "kind": "short",
        "course": "Das Projekt wurde wie geplant durchgeführt; zwei Termine wurden verschoben.",
        "success": "Die vereinbarten Zielwerte wurden erreicht.",
    }
    if outlook:
        form["continuation"] = (
            "Die Beratung wird vom Projektträger mit eigenen Mitteln fortgeführt."
        )
        form["use_of_findings"] = "Der Leitfaden steht den anderen Teilräumen zur Verfügung."
    return Act(at, "receive_report", "applicant", form, ("abschlussbericht",))


def refused(act: Act) -> Act:
    """The same act, which the engine must refuse."""
    return replace(act, refused=True)


@dataclass(frozen=True, slots=True)
class Plot:
    """One project of the example: its headline, its sketch in short, and what happens to it.

    start, months: the first month counted from today's, and how many. amounts: total cost in euros
    by calendar year, spread by the builder. rate: the grant's share in percent; own: euros that
    are own money beyond that.
    """

    key: str
    headline: Text
    title: str
    applicant: str
    kind_of_applicant: str
    shares: dict[str, int]
    districts: tuple[str, ...]
    goals: tuple[str, ...]
    need: str
    measures: str
    target_group: str
    acts: tuple[Act, ...]
    start: int = 2
    months: int = 24
    end: date | None = None
    total: int = 180_000
    rate: int = 70
    grant: int | None = None
    justification: str = ""
    staff: bool = True
    digitalisation: str = ""
    green_economy: str = ""
    kind: str = "new"
    extra: dict[str, Any] = field(default_factory=dict)
