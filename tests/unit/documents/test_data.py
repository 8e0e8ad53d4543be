"""The data of a document: JSON values, in German words, and no more than the page shows."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from typing import Any

import pypdf
import pytest
from msgspec.structs import replace

from buendnis.documents.catalogue import catalogue
from buendnis.documents.data import document_data
from buendnis.documents.issue import build_tree, render_sketch
from buendnis.documents.page import page_of
from buendnis.documents.plain import plain_text
from buendnis.documents.sample import DAY, sample_data, sample_project, sample_sketch
from buendnis.documents.text import template_source
from buendnis.errors import Finding, Unreadable
from buendnis.facts import CostRow, Entry, FundingRow, Project, Sketch
from buendnis.settings.loading import Settings
from buendnis.texts import T


def _data(
    settings: Settings, kind: str, project: Project, entry: Entry | None = None, **more: Any
) -> dict[str, Any]:
    return document_data(
        kind,
        project,
        settings.alliance,
        settings.programme,
        entry,
        "2026-00001",
        DAY,
        "1 abc",
        "N. N.",
        **more,
    )


def _text(settings: Settings, kind: str, project: Project, entry: Entry | None = None) -> str:
    data = _data(settings, kind, project, entry)
    return plain_text(build_tree(data, template_source(kind)))


@pytest.mark.parametrize("kind", sorted(catalogue()))
def test_the_data_is_json_and_holds_only_the_named_blocks(settings: Settings, kind: str) -> None:
    data = sample_data(kind, settings.alliance, settings.programme)
    assert json.loads(json.dumps(data)) == data
    assert set(data) == {"document", "alliance", *catalogue()[kind].blocks}


def test_an_unknown_kind_is_refused(settings: Settings) -> None:
    with pytest.raises(Unreadable):
        _data(settings, "nothing", sample_project("votum", settings.alliance))


def test_the_form_holds_only_the_fields_that_the_page_shows(settings: Settings) -> None:
    project = sample_project("votum", settings.alliance)
    entry = Entry(
        99,
        "send_votum",
        "votum_sent",
        DAY,
        "office",
        "endorsed",
        "votum_sent",
        2,
        {"sent_on": "2026-03-24", "channel": "post", "secret": "x"},
    )
    form = _data(settings, "votum", project, entry)["form"]
    assert form == {"sent_on": "2026-03-24", "channel": "per Post"}


def test_a_negative_statement_stands_first_in_the_motion(settings: Settings) -> None:
    project = sample_project("beschlussvorlage", settings.alliance)
    lines = _text(settings, "beschlussvorlage", project).splitlines()
    assert lines[2].startswith("| Die lokale Fachkräfteallianz Region Hannover unterstützt")
    positive = replace(
        project,
        entries=tuple(
            replace(one, form=one.form | {"result": "supported"})
            if one.records == "statement"
            else one
            for one in project.entries
        ),
    )
    assert "unterstützt das Projekt nicht" not in _text(settings, "beschlussvorlage", positive)


def _priced(settings: Settings, total: int, grant: int, justification: str = "") -> Project:
    project = sample_project("beschlussvorlage", settings.alliance)
    sketch = replace(
        project.sketch,
        staff=(),
        costs=(CostRow(2027, "other", total),),
        funding=(FundingRow(2027, "grant", grant), FundingRow(2027, "own", total - grant)),
        justification=justification,
    )
    return replace(project, sketch=sketch)


@pytest.mark.parametrize(
    ("total", "grant", "over", "justification"),
    [
        (50_000_000, 35_000_000, False, False),
        (50_000_001, 35_000_000, True, False),
        (62_000_000, 35_000_000, True, False),
        (62_000_000, 35_000_001, True, True),
    ],
)
def test_the_cap_is_shown_as_the_rule_reads(
    settings: Settings, total: int, grant: int, over: bool, justification: bool
) -> None:
    project = _priced(settings, total, grant)
    costs = _data(settings, "kostenplan", project)["costs"]
    assert (costs["over_cap"], costs["needs_justification"]) == (over, justification)
    text = _text(settings, "beschlussvorlage", project)
    assert ("Eine gesonderte Begründung ist nicht erforderlich" in text) == (
        over and not justification
    )
    assert ("ist eine gesonderte Begründung erforderlich" in text) == justification


def test_a_justification_given_with_a_step_stands_with_the_amounts_it_is_about(
    settings: Settings,
) -> None:
    project = _priced(settings, 48_000_000, 33_600_000)
    form = {"justification": "Ein zweiter Standort.", "new_total_cost": 52_000_000}
    entry = Entry(
        99, "supplement", "supplement", DAY, "office", "running", "running", 2, form
    )  # fmt: skip
    text = _text(settings, "begruendung", project, entry)
    assert "Ein zweiter Standort." in text
    assert "520.000,00" in text


def test_the_minutes_give_the_numbers_and_the_recused_by_name(settings: Settings) -> None:
    text = _text(settings, "niederschrift", sample_project("niederschrift", settings.alliance))
    assert "Ja 11, Nein 0, Enthaltung 1, befangen 1" in text
    assert "- Hochschulen: vertritt den Projektträger" in text


def test_the_derivation_is_told_in_sentences(settings: Settings) -> None:
    project = sample_project("niederschrift", settings.alliance)
    (motion,) = project.motions
    assert motion.result is not None
    result = replace(
        motion.result, derivation=({"code": "answers", "yes": 11, "no": 0, "abstain": 1},)
    )
    project = replace(project, motions=(replace(motion, result=result),))
    (sentence,) = _data(settings, "niederschrift", project)["motion"]["result"]["derivation"]
    assert "11" in sentence
    assert "{" not in sentence


def test_no_ballot_by_seat_is_in_the_data(settings: Settings) -> None:
    for kind in ("niederschrift", "votum", "beschlussvorlage"):
        data = sample_data(kind, settings.alliance, settings.programme)
        assert "ballots" not in json.dumps(data)


def test_votum_application_and_decision_stand_side_by_side(settings: Settings) -> None:
    project = sample_project("eingangsvermerk", settings.alliance)
    text = _text(settings, "eingangsvermerk", project)
    assert "Zuwendung | 355.000,00\u00a0€ | 355.000,00\u00a0€ | 350.000,00\u00a0€" in text


def test_a_refusal_has_no_amounts(settings: Settings) -> None:
    project = sample_project("eingangsvermerk", settings.alliance)
    refusal = {
        "reference": "Z",
        "decided_on": "2026-05-28",
        "received_on": "2026-06-01",
        "result": "refused",
    }
    entries = tuple(
        replace(one, form=refusal) if one.records == "decision" else one for one in project.entries
    )
    text = _text(settings, "eingangsvermerk", replace(project, entries=entries))
    assert "Eingangsvermerk: Ablehnungsbescheid" in text
    assert "Zuwendung | 355.000,00\u00a0€ | 355.000,00\u00a0€ | –" in text


def test_a_decision_past_the_last_day_is_marked(settings: Settings) -> None:
    project = sample_project("eingangsvermerk", settings.alliance)
    entries = tuple(
        replace(one, form=one.form | {"to": "2029-01-01"}) if one.records == "decision" else one
        for one in project.entries
    )
    text = _text(settings, "eingangsvermerk", replace(project, entries=entries))
    assert "endet nach dem 31.12.2028" in text


def test_the_report_is_asked_for_by_the_earliest_day(settings: Settings) -> None:
    project = sample_project("berichtsaufforderung", settings.alliance)
    entries = tuple(
        replace(one, form={"ended_on": "2028-12-31"}) if one.records == "end" else one
        for one in project.entries
    )
    text = _text(settings, "berichtsaufforderung", replace(project, entries=entries))
    assert "bis zum 31.01.2029" in text


def test_a_revised_application_changes_only_what_it_names(settings: Settings) -> None:
    project = sample_project("antragscheckliste", settings.alliance)
    revision = Entry(
        100,
        "revise_application",
        "application_revision",
        DAY,
        "office",
        "applied",
        "applied",
        2,
        {"requested_grant": 100},
    )
    project = replace(project, entries=(*project.entries, revision))
    block = _data(settings, "antragscheckliste", project)["application"]
    assert (block["requested_grant"], block["total_cost"]) == (100, 55_517_805)


def test_hints_are_written_in_words(settings: Settings) -> None:
    project = sample_project("begleitblatt", settings.alliance)
    finding = Finding("quality", "", T("There are {n} questions.", n=2), T("Answer them."))
    hints = _data(settings, "begleitblatt", project, extras={"hints": [finding]})["hints"]
    assert hints == [{"message": "There are 2 questions.", "remedy": "Answer them."}]


def test_a_bare_sketch_makes_a_page_that_says_what_is_not_given(settings: Settings) -> None:
    content = render_sketch(Sketch(title="Idee"), settings.alliance, settings.programme)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(content)).pages)
    assert "keine Angabe" in text
    assert render_sketch(Sketch(), settings.alliance, settings.programme)


def test_a_sketch_is_set_without_any_record(settings: Settings) -> None:
    sketch = sample_sketch(settings.alliance)
    content = render_sketch(sketch, settings.alliance, settings.programme)
    assert content.startswith(b"%PDF")
    assert content == render_sketch(sketch, settings.alliance, settings.programme)
    dated = render_sketch(sketch, settings.alliance, settings.programme, date(2026, 1, 1))
    assert dated != content


def test_a_missing_value_names_template_line_and_field(settings: Settings) -> None:
    data = sample_data("votum", settings.alliance, settings.programme)
    data["form"]["channel"] = None
    with pytest.raises(Unreadable) as caught:
        build_tree(data, template_source("votum"))
    (finding,) = caught.value.findings
    assert finding.file == "templates/votum/template.xml"
    assert finding.line > 0
    assert finding.field == "form.channel"


def test_a_paper_for_anothers_signature_is_no_draft_of_ours(settings: Settings) -> None:
    project = sample_project("aussage", settings.alliance)
    theirs = page_of(_data(settings, "aussage", project, draft=True))
    assert (theirs.draft, "Zur Unterschrift" in theirs.marks) == (False, True)
    ours = page_of(_data(settings, "votum", project, project.last("votum_sent"), draft=True))
    assert (ours.draft, "Zur Unterschrift" in ours.marks) == (True, False)


def test_an_address_comes_line_by_line(settings: Settings) -> None:
    project = sample_project("votum", settings.alliance)
    page = page_of(_data(settings, "votum", project))
    assert page.recipient == (
        "Musterträger gGmbH",
        "Erika Beispiel",
        "Beispielweg 1",
        "31134 Hildesheim",
    )


def test_the_grant_is_printed_as_it_was_amended_and_the_settlement_beside_it(
    settings: Settings,
) -> None:
    project = sample_project("abschlussvermerk", settings.alliance)
    text = _text(settings, "abschlussvermerk", project, project.last("closing"))
    assert "Bewilligte Zuwendung | 343.000,00\u00a0€" in text
    assert "Ausgezahlte Zuwendung | 337.750,00\u00a0€" in text
    assert "350.000,00" not in text


def test_a_change_is_set_beside_what_is_in_force(settings: Settings) -> None:
    project = sample_project("aenderungsanzeige", settings.alliance)
    text = _text(settings, "aenderungsanzeige", project, project.last("change"))
    assert "Zuwendung | 343.000,00\u00a0€ | unverändert" in text


def test_before_a_bescheid_a_change_is_set_beside_what_was_asked_for(settings: Settings) -> None:
    project = sample_project("aenderungsanzeige", settings.alliance)
    entries = tuple(one for one in project.entries if one.records not in ("decision", "amendment"))
    change = project.last("change")
    text = _text(settings, "aenderungsanzeige", replace(project, entries=entries), change)
    assert "Gesamtkosten | 555.178,05\u00a0€ | 550.000,00\u00a0€" in text


def test_the_planned_day_of_the_report_follows_the_bescheid(settings: Settings) -> None:
    project = sample_project("evaluationsvereinbarung", settings.alliance)
    entries = tuple(
        replace(one, form=one.form | {"to": "2028-05-31"}) if one.records == "decision" else one
        for one in project.entries
        if one.records != "end"
    )
    text = _text(settings, "evaluationsvereinbarung", replace(project, entries=entries))
    assert "Abschlussbericht: spätestens 30.06.2028" in text
