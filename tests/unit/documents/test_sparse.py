"""A document is written with no more than its step requires."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from buendnis.documents.data import document_data
from buendnis.documents.issue import build, build_tree
from buendnis.documents.plain import plain_text
from buendnis.documents.sample import DAY, sample_project
from buendnis.documents.text import TemplateError, template_source
from buendnis.facts import Applicant, CostRow, Entry, FundingRow, Project, Share, Sketch
from buendnis.settings.loading import Settings

_IDEA = Sketch(title="Idee")
_PRESENTED = Sketch(
    title="Idee",
    applicant=Applicant(name="Träger"),
    regions=(Share("hildesheim", 100),),
    content=dict.fromkeys(("need", "distinction", "target_group", "measures"), "Text"),
    costs=(CostRow(2027, "other", 100),),
    funding=(FundingRow(2027, "grant", 100),),
)


def _entry(records: str, form: dict[str, Any]) -> Entry:
    return Entry(1, records, records, date(2026, 1, 5), "office", "idea", "idea", 1, form)


def _project(sketch: Sketch, *entries: Entry) -> Project:
    return Project("LW-2026-001", "", "leine-weser", "idea", 1, sketch, entries=entries)


def _text(settings: Settings, kind: str, project: Project, **extras: Any) -> str:
    entry = project.entries[-1] if project.entries else None
    data = document_data(
        kind,
        project,
        settings.alliance,
        settings.programme,
        entry,
        "1",
        DAY,
        "1 abc",
        "N. N.",
        extras=extras,
    )
    source = template_source(kind)
    assert build(data, source).startswith(b"%PDF")
    return plain_text(build_tree(data, source))


def test_an_idea_with_a_title_alone_can_be_advised(settings: Settings) -> None:
    advice = {"date": "2026-01-05", "adviser": "N. N.", "topics": "t", "advice": "a"}
    text = _text(settings, "beratungsvermerk", _project(_IDEA, _entry("advice", advice)))
    assert "noch nicht benannt" in text


def test_an_idea_with_a_title_alone_can_be_withdrawn_and_filed(settings: Settings) -> None:
    withdrawal = _entry("withdrawal", {"reason": "r"})
    assert "Vermerk: Rücknahme" in _text(settings, "vermerk", _project(_IDEA, withdrawal))
    filing = _entry("filing", {"note": "n"})
    assert "n" in _text(settings, "ablagevermerk", _project(_IDEA, withdrawal, filing))


@pytest.mark.parametrize("kind", ["begleitblatt", "vollstaendigkeitspruefung", "ideenblatt"])
def test_what_the_local_alliance_gets_needs_no_dates_and_goals(
    settings: Settings, kind: str
) -> None:
    assert "Träger" in _text(settings, kind, _project(_PRESENTED, _entry("presentation", {})))


def test_the_statement_can_be_drafted_empty(settings: Settings) -> None:
    text = _text(settings, "aussage", _project(_PRESENTED))
    assert "☐ Das Projekt wird nicht unterstützt." in text
    assert "……" in text


@pytest.mark.parametrize("kind", ["kostenplan", "projektskizze"])
def test_the_applicants_own_papers_need_no_record(settings: Settings, kind: str) -> None:
    assert _text(settings, kind, _project(_PRESENTED))


@pytest.mark.parametrize("kind", ["votum", "votum_negativ", "zwischennachricht", "niederschrift"])
def test_a_votum_needs_neither_reasons_nor_conditions(settings: Settings, kind: str) -> None:
    project = sample_project(kind, settings.alliance)
    (motion,) = project.motions
    entries = tuple(one for one in project.entries if one.position <= 9)
    project = replace(
        project, motions=(replace(motion, form={}, recusals=(), conditions=()),), entries=entries
    )
    text = _text(settings, kind, project)
    assert "Maßgaben" not in text
    if kind == "votum":
        assert "entspricht den Maßstäben" in text


def test_a_project_taken_over_has_its_decision_filed_without_votum(settings: Settings) -> None:
    project = sample_project("eingangsvermerk", settings.alliance)
    entries = tuple(one for one in project.entries if one.records == "decision")
    project = replace(project, motions=(), entries=entries)
    text = _text(settings, "eingangsvermerk", project)
    assert "Tag | – | – | 28.05.2026" in text


def test_a_block_without_facts_is_named_when_it_is_printed(settings: Settings) -> None:
    with pytest.raises(TemplateError) as caught:
        _text(settings, "berichtsrueckgabe", _project(_PRESENTED))
    assert caught.value.findings[0].field == "report.received_on"


def test_an_amount_of_many_years_is_shown_by_year(settings: Settings) -> None:
    costs = tuple(CostRow(year, "other", 100) for year in range(2024, 2034))
    text = _text(settings, "kostenplan", _project(replace(_PRESENTED, costs=costs)))
    assert "2033 | 1,00\u00a0€ | 0,00\u00a0€" in text
    assert "stimmen nicht überein" in text


def test_a_note_says_its_reason_once(settings: Settings) -> None:
    withdrawal = _entry("withdrawal", {"reason": "Einzelgrund"})
    text = _text(settings, "vermerk", _project(_IDEA, withdrawal), note={"text": "Einzelgrund"})
    assert text.count("Einzelgrund") == 1
    assert "Freitext" in _text(settings, "vermerk", _project(_IDEA), note={"text": "Freitext"})


@pytest.mark.parametrize("kind", ["steckbrief", "abschlussvermerk", "zwischenbericht"])
def test_a_project_taken_over_without_its_bescheid_shows_no_grant(
    settings: Settings, kind: str
) -> None:
    project = sample_project(kind, settings.alliance)
    kept = tuple(one for one in project.entries if one.records not in ("decision", "amendment"))
    if kind == "abschlussvermerk":
        kept = tuple(one for one in kept if one.records not in ("filing", "withdrawal"))
    text = _text(settings, kind, replace(project, entries=kept))
    assert "Bewilligungszeitraum" not in text
    assert "Bewilligte Zuwendung" not in text


def test_a_closed_project_has_nothing_ahead(settings: Settings) -> None:
    advice = {"date": "2026-01-05", "adviser": "N. N.", "topics": "t", "advice": "a"}
    project = _project(_IDEA, _entry("advice", advice))
    text = _text(settings, "beratungsvermerk", project, ahead={"steps": (), "meeting": ""})
    assert "kein Schritt mehr aus" in text
    assert "Was noch vor dem Projekt liegt" not in text
    running = {"steps": ("end", "report", "closing"), "meeting": "Sitzung am 20.03.2026"}
    text = _text(settings, "beratungsvermerk", project, ahead=running)
    assert "1. Ende des Projekts" in text
    assert "spätestens am 31.12.2028" in text
    assert "20.03.2026" not in text, "the steering group has voted"
    assert "nicht begonnen" not in text, "the bank has decided"
