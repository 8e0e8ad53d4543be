"""Each paper speaks to whom it is for, and says nothing twice."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pypdf
from msgspec.structs import replace

from buendnis.documents.data import document_data
from buendnis.documents.issue import build, build_tree
from buendnis.documents.pdf_form_font import FORM_FONT
from buendnis.documents.plain import plain_text
from buendnis.documents.sample import DAY, sample_data, sample_project
from buendnis.documents.text import template_source
from buendnis.facts import CostRow, Entry, FundingRow, Project, Recusal
from buendnis.settings.loading import Settings

_HINTS = [
    {"message": "Erste Frage?", "remedy": "Ergänzen Sie einen Satz."},
    {"message": "Zweite Frage?", "remedy": "Ergänzen Sie einen Satz."},
    {"message": "Eigener Hinweis.", "remedy": "Eigene Abhilfe."},
    {"message": "Ohne Abhilfe.", "remedy": ""},
]


def _data(settings: Settings, kind: str, project: Project, **extras: Any) -> dict[str, Any]:
    entry = project.entries[-1]
    return document_data(
        kind,
        project,
        settings.alliance,
        settings.programme,
        entry,
        "2026-00042",
        DAY,
        "1 abc",
        "N. N.",
        extras=extras,
    )


def _text(settings: Settings, kind: str, project: Project, **extras: Any) -> str:
    data = _data(settings, kind, project, **extras)
    return plain_text(build_tree(data, template_source(kind)))


def _sample(settings: Settings, kind: str) -> Project:
    return sample_project(kind, settings.alliance)


def test_a_remedy_that_hints_share_is_said_once(settings: Settings) -> None:
    kind = "vollstaendigkeitspruefung"
    text = _text(settings, kind, _sample(settings, kind), hints=_HINTS)
    assert text.count("Ergänzen Sie einen Satz.") == 1
    for part in ("Erste Frage?", "Zweite Frage?", "Eigener Hinweis.", "Eigene Abhilfe."):
        assert text.count(part) == 1
    assert text.count("Ohne Abhilfe.") == 1


def test_the_completeness_is_signed_before_the_hints_which_bind_nobody(
    settings: Settings,
) -> None:
    kind = "vollstaendigkeitspruefung"
    text = _text(settings, kind, _sample(settings, kind), hints=_HINTS)
    assert text.index("Im Auftrag") < text.index("Hinweise zur Qualität")


def test_who_does_not_write_the_sketch_is_not_told_to_add_to_it(settings: Settings) -> None:
    for kind in ("begleitblatt", "beschlussvorlage"):
        text = _text(settings, kind, _sample(settings, kind), hints=_HINTS)
        assert "Erste Frage?" in text
        assert "Ergänzen Sie" not in text


def test_a_recusal_whose_ground_is_the_seat_itself_is_named_once(settings: Settings) -> None:
    for kind in ("beschlussvorlage", "niederschrift", "feststellung_umlauf"):
        project = _sample(settings, kind)
        (motion,) = project.motions
        first, second = motion.roster[0], motion.roster[1]
        recusals = (Recusal(first["id"], first["title"]), Recusal(second["id"], "HIREG e. V."))
        project = replace(project, motions=(replace(motion, recusals=recusals),))
        lines = _text(settings, kind, project).splitlines()
        assert f"- {first['title']} (selbst erklärt)" in lines
        assert f"- {second['title']}: HIREG e. V. (selbst erklärt)" in lines


def test_a_ballot_paper_is_one_page_to_sign(settings: Settings) -> None:
    project = _sample(settings, "stimmzettel")
    (motion,) = project.motions
    project = replace(project, motions=(replace(motion, papers="0123456789abcdef" * 4),))
    meeting = "Sitzung der Lenkungsgruppe am 24.02.2026, Hildesheim (M-2026-01)"
    data = _data(settings, "stimmzettel", project, meeting=meeting)
    reader = pypdf.PdfReader(BytesIO(build(data, template_source("stimmzettel"))))
    assert len(reader.pages) == 1
    text = reader.pages[0].extract_text()
    assert meeting in " ".join(text.split())
    assert "0123456789abcdef" * 4 in text, "the fingerprint is one line"


def test_a_circulars_ballot_paper_is_one_page_and_read_from_top_to_bottom(
    settings: Settings,
) -> None:
    project = _sample(settings, "stimmzettel")
    (motion,) = project.motions
    title = "Lernwerkstatt für Ausbildung und Weiterbildung in der Region, die in zwei Zeilen steht"
    sketch = replace(project.sketch, title=title)
    data = _data(settings, "stimmzettel", replace(project, sketch=sketch))
    circular = {"meeting": None, "circular": True, "until": "2026-07-01"}
    data["motion"] |= circular | {"papers": "0123456789abcdef" * 4, "objections_to_meeting": 1}
    reader = pypdf.PdfReader(BytesIO(build(data, template_source("stimmzettel"))))
    (page,) = reader.pages
    assert "widerspreche dem Umlaufverfahren" in page.extract_text()
    names = [one.get_object()["/T"].split(":", 4)[-1] for one in page["/Annots"]]
    seats = [f"seat:{seat['id']}" for seat in motion.roster]
    assert [one for one in names if one.startswith("seat:")] == seats
    cases = ["case:prevented", "case:recused", "case:vacant"]
    assert names[-7:] == ["by:member", "by:deputy", *cases, "objection:yes", "reason"]


def test_what_is_typed_into_a_form_is_set_in_the_font_that_the_file_brings(
    settings: Settings,
) -> None:
    data = _data(settings, "stimmzettel", _sample(settings, "stimmzettel"))
    writer = pypdf.PdfWriter(BytesIO(build(data, template_source("stimmzettel"))))
    (name,) = (name for name, field in writer.get_fields().items() if field["/FT"] == "/Tx")
    said = "Größere Räume für 1.500 €"
    writer.update_page_form_field_values(writer.pages[0], {name: said}, auto_regenerate=False)
    (field,) = (one.get_object() for one in writer.pages[0]["/Annots"] if one["/T"] == name)
    look = field["/AP"]["/N"]
    assert said.encode("cp1252") in look.get_data()
    (font,) = look["/Resources"]["/Font"].values()
    assert font["/BaseFont"] == "/DejaVuSans"
    assert font["/FontDescriptor"]["/FontFile2"].get_data() == FORM_FONT.read_bytes()
    widths = dict(enumerate(font["/Widths"], font["/FirstChar"]))
    assert (widths[ord("i")], widths[ord("W")], widths[0x80]) == (278, 989, 636)


def test_the_name_of_who_pays_is_broken_at_its_syllables_only(settings: Settings) -> None:
    project = _sample(settings, "kostenplan")
    names = ("Wirtschaftsförderungsgesellschaft HIREG", "HAWK Hildesheim/Holzminden/Göttingen")
    funding = tuple(FundingRow(year, "own", 100, name) for year in (2026, 2027) for name in names)
    project = replace(project, sketch=replace(project.sketch, funding=funding, staff=()))
    data = _data(settings, "kostenplan", project)
    reader = pypdf.PdfReader(BytesIO(build(data, template_source("kostenplan"))))
    text = " ".join(page.extract_text() for page in reader.pages)
    words = text.replace("\u00ad\n", "").split()
    assert "Wirtschaftsförderungsgesellschaft" in words
    assert "Hildesheim/Holzminden/Göttingen" in words


def test_the_cost_table_says_what_the_costs_are_for(settings: Settings) -> None:
    long = "Raummiete für die Lernwerkstatt mit Nebenkosten, " * 12 + "Schluss"
    for last in (2027, 2032):
        for kind in ("kostenplan", "projektskizze"):
            project = _sample(settings, kind)
            rows = [
                CostRow(year, "material", 100, label=words)
                for year in range(2026, last + 1)
                for words in (long, "Druck von Heften")
            ]
            sketch = replace(project.sketch, costs=tuple(rows), staff=())
            project = replace(project, sketch=sketch)
            # Each cost has a row of its own, with its whole words.
            assert _text(settings, kind, project).count(f"{long} | ") == last - 2025
            data = _data(settings, kind, project)
            reader = pypdf.PdfReader(BytesIO(build(data, template_source(kind))))
            printed = " ".join(page.extract_text() for page in reader.pages)
            words = " ".join(printed.replace("\u00ad\n", "").split())
            assert words.count("Schluss") == words.count("Druck von Heften") == last - 2025


def test_the_sums_stand_below_their_heading(settings: Settings) -> None:
    for kind in ("votum", "kostenplan"):
        data = sample_data(kind, settings.alliance, settings.programme)
        reader = pypdf.PdfReader(BytesIO(build(data, template_source(kind))))
        pages = [" ".join(page.extract_text().split()) for page in reader.pages]
        assert any("Finanzierung in Summen Gesamtkosten" in page for page in pages)


def test_the_profile_shows_the_latest_measurement_with_its_qualifier(settings: Settings) -> None:
    project = _sample(settings, "steckbrief")
    measured = [
        {"indicator": "Beratene  Unternehmen", "actual": "52", "qualifier": "about"},
        {
            "indicator": "Verträge",
            "actual": "12",
            "qualifier": "exact",
            "measured_on": "2029-03-01",
        },
    ]
    entries = tuple(
        Entry(
            90 + n, "measure", "measurement", date(2029, 3, 1), "office", "closed", "closed", 2, one
        )
        for n, one in enumerate(measured)
    )
    text = _text(settings, "steckbrief", replace(project, entries=(*project.entries, *entries)))
    assert "beratene Unternehmen | Unternehmen | 0 | 40 | ca. 52" in text
    assert "Verträge | – | – | – | 12 (01.03.2029)" in text
